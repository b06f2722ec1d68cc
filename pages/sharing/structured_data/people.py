"""Nodes of people, critics and the publisher."""

from django.templatetags.static import static

from cast.models import Person
from pages.absolute_urls import absolute_url, page_url
from pages.sharing.structured_data.nodes import Node, image_node, same_as_urls
from pages.site import current_site, site_icon_url
from reviews.models import Critic


def publisher_node() -> Node:
    home = page_url("home")
    site = current_site()
    icon = site_icon_url(site, 512) or static("icons/icon-512.png")
    return {
        "@type": "Organization",
        "@id": f"{home}#publisher",
        "name": site.site_name,
        "url": home,
        "logo": {"@type": "ImageObject", "url": absolute_url(icon)},
        "sameAs": [profile.url for profile in site.profile_links()],
    }


def person_reference(person: Person) -> Node:
    """A person with a public credit, with only name and URL, as in a film's credits."""
    return {"@type": "Person", "name": person.name, "url": page_url("person", person.slug)}


def person_node(person: Person) -> Node:
    """A person with a public credit, whose portrait is loaded."""
    return person_reference(person) | {
        "@id": f"{page_url('person', person.slug)}#person",
        "description": person.biography,
        "image": image_node(person.portrait),
        "sameAs": person_on_other_sites(person),
    }


def person_on_other_sites(person: Person) -> list[str]:
    """The pages of ``person`` on other sites."""
    return same_as_urls(
        "name", imdb=person.imdb_id, tmdb=person.tmdb_id, wikidata=person.wikidata_id
    )


def critic_reference(critic: Critic) -> Node:
    """A critic, with only name and URL, as the author of a review."""
    url = page_url("critic", critic.slug)
    return {"@type": "Person", "@id": f"{url}#critic", "name": critic.display_name, "url": url}


def critic_node(critic: Critic) -> Node:
    """A critic, whose portrait is loaded."""
    return critic_reference(critic) | {
        "description": critic.bio,
        "image": image_node(critic.portrait),
        "worksFor": publisher_node(),
    }
