"""Films and franchises as nodes."""

from collections.abc import Iterable, Sequence

from cast.models import Credit
from films.models import Film, Franchise
from pages.addresses import address
from pages.sharing.structured_data.nodes import Node, image_node, same_as
from pages.sharing.structured_data.people import named

DIRECTORS = {"director", "co-director", "regie"}
ACTORS = 12


def movie(film: Film, credits: Iterable[Credit], genres: Sequence[str] = ()) -> Node:
    """A film, whose poster is loaded, with public ``credits`` whose people are."""
    url = address("film", film.slug)
    credits = list(credits)
    return {
        "@type": "Movie",
        "@id": f"{url}#film",
        "name": film.title,
        "alternateName": film.original_title if film.original_title != film.title else "",
        "url": url,
        "description": film.overview,
        "image": image_node(film.poster),
        "datePublished": film.release_date.isoformat() if film.release_date else "",
        "duration": f"PT{film.runtime}M" if film.runtime else "",
        "contentRating": film.certification,
        "genre": list(genres),
        "director": _people(c for c in credits if c.job.casefold() in DIRECTORS),
        "actor": _people(c for c in credits if c.department == Credit.ACTING)[:ACTORS],
        "sameAs": same_as("title", imdb=film.imdb_id, tmdb=film.tmdb_id, wikidata=film.wikidata_id),
    }


def series(franchise: Franchise, films: Iterable[Film]) -> Node:
    """A franchise, and its films in the order of their release."""
    url = address("franchise", franchise.slug)
    return {
        "@type": "MovieSeries",
        "@id": f"{url}#franchise",
        "name": franchise.name,
        "alternateName": franchise.universe_name,
        "url": url,
        "description": franchise.overview,
        "hasPart": [
            {
                "@type": "Movie",
                "@id": f"{address('film', film.slug)}#film",
                "name": film.title,
                "url": address("film", film.slug),
                "datePublished": film.release_date.isoformat() if film.release_date else "",
            }
            for film in films
        ],
    }


def _people(credits: Iterable[Credit]) -> list[Node]:
    """Each person once, in the order of the credits."""
    people = {credit.person_id: credit.person for credit in credits}
    return [named(person) for person in people.values() if person]
