"""The site itself as a node."""

from django.conf import settings
from django.utils.translation import get_language

from pages.addresses import address
from pages.sharing.structured_data.nodes import Node
from pages.sharing.structured_data.people import publisher


def website() -> Node:
    """The site, and how it is searched."""
    home = address("home")
    return {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": settings.SITE_NAME,
        "inLanguage": get_language(),
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{home}search/?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
