"""Lists of pages as nodes."""

from collections.abc import Iterable

from django.conf import settings

from pages.addresses import absolute, address
from pages.sharing.structured_data.nodes import Node

Entry = tuple[str, str]
"""The name of a page, and its address."""


def breadcrumbs(*trail: Entry) -> Node:
    """The way to a page from the home page, which is not named; the page itself ends it."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": {"@type": "WebPage", "@id": absolute(url)},
            }
            for position, (name, url) in enumerate(trail, 1)
        ],
    }


def collection(name: str, url: str, entries: Iterable[Entry]) -> Node:
    """A page that lists other pages."""
    listed = [
        {"@type": "ListItem", "position": position, "name": entry, "url": absolute(entry_url)}
        for position, (entry, entry_url) in enumerate(entries, 1)
    ]
    return {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": name,
        "isPartOf": {
            "@type": "WebSite",
            "@id": f"{address('home')}#site",
            "url": address("home"),
            "name": settings.SITE_NAME,
        },
        "mainEntity": {"@type": "ItemList", "itemListElement": listed} if listed else {},
    }
