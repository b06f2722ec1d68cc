"""JSON-LD in the vocabulary of schema.org.

Every node is made of public data: a rendering, `Credit.objects.public()`, live facts.
"""

from pages.sharing.structured_data.lists import NamedURL, breadcrumbs_node, collection_node
from pages.sharing.structured_data.nodes import Node, json_ld
from pages.sharing.structured_data.people import critic_node, person_node, publisher_node
from pages.sharing.structured_data.reviews import review_node
from pages.sharing.structured_data.site import website_node
from pages.sharing.structured_data.works import movie_node, movie_series_node

__all__ = [
    "NamedURL",
    "Node",
    "breadcrumbs_node",
    "collection_node",
    "critic_node",
    "json_ld",
    "movie_node",
    "movie_series_node",
    "person_node",
    "publisher_node",
    "review_node",
    "website_node",
]
