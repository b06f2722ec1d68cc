"""People as nodes, and the publisher."""

from django.conf import settings
from django.templatetags.static import static

from cast.models import Person
from pages.addresses import absolute, address
from pages.sharing.structured_data.nodes import Node, image_node, same_as
from reviews.models import Critic


def publisher() -> Node:
    home = address("home")
    return {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": settings.SITE_NAME,
        "url": home,
        "logo": {"@type": "ImageObject", "url": absolute(static("icons/icon-512.png"))},
    }


def named(person: Person) -> Node:
    """Somebody with a public credit, as they are named in a film's credits."""
    return {"@type": "Person", "name": person.name, "url": address("person", person.slug)}


def person_node(person: Person) -> Node:
    """Somebody with a public credit, whose portrait is loaded."""
    return named(person) | {
        "@id": f"{address('person', person.slug)}#person",
        "description": person.biography,
        "image": image_node(person.portrait),
        "sameAs": same_as(
            "name", imdb=person.imdb_id, tmdb=person.tmdb_id, wikidata=person.wikidata_id
        ),
    }


def byline(critic: Critic) -> Node:
    url = address("critic", critic.slug)
    return {"@type": "Person", "@id": f"{url}#critic", "name": critic.display_name, "url": url}


def critic_node(critic: Critic) -> Node:
    """A critic, whose portrait is loaded."""
    return byline(critic) | {
        "description": critic.bio,
        "image": image_node(critic.portrait),
        "worksFor": publisher(),
    }
