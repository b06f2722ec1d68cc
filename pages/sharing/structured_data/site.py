"""The node of the site."""

from django.utils.translation import get_language

from pages.absolute_urls import page_url
from pages.sharing.structured_data.nodes import Node
from pages.sharing.structured_data.people import publisher_node
from pages.site import current_site


def website_node() -> Node:
    """The site with the URL of its search."""
    home = page_url("home")
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": current_site().site_name,
        "inLanguage": get_language(),
        "publisher": publisher_node(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{home}search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
