"""What pages say of themselves to machines: JSON-LD in the vocabulary of schema.org.

Every node is made of public things: a rendering, `Credit.objects.public()`, live facts.
"""

from pages.sharing.structured_data.lists import breadcrumbs, collection
from pages.sharing.structured_data.nodes import Node, document
from pages.sharing.structured_data.people import critic_node, person_node, publisher
from pages.sharing.structured_data.reviews import review_node
from pages.sharing.structured_data.site import website
from pages.sharing.structured_data.works import movie, series

__all__ = [
    "Node",
    "breadcrumbs",
    "collection",
    "critic_node",
    "document",
    "movie",
    "person_node",
    "publisher",
    "review_node",
    "series",
    "website",
]
