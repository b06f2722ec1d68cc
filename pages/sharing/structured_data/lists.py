"""Nodes of pages that list other pages, and of breadcrumbs."""

from collections.abc import Iterable

from pages.absolute_urls import absolute_url, page_url
from pages.sharing.structured_data.nodes import Node
from pages.site import current_site

NamedURL = tuple[str, str]
"""The name and the URL of a page."""


def breadcrumbs_node(*trail: NamedURL) -> Node:
    """The pages from the home page, which is left out, down to the page itself, which is last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": {"@type": "WebPage", "@id": absolute_url(url)},
            }
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def collection_node(name: str, url: str, entries: Iterable[NamedURL]) -> Node:
    """A page that lists ``entries``."""
    listed = [
        {"@type": "ListItem", "position": position, "name": entry, "url": absolute_url(entry_url)}
        for position, (entry, entry_url) in enumerate(entries, 1)
    ]
    return {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": name,
        "isPartOf": {
            "@type": "WebSite",
            "@id": f"{page_url('home')}#site",
            "url": page_url("home"),
            "name": current_site().site_name,
        },
        "mainEntity": {"@type": "ItemList", "itemListElement": listed} if listed else {},
    }
