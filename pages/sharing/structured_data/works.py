"""Nodes of films and franchises."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from cast.departments import is_directing
from cast.models import Credit
from films.models import Film, Franchise
from pages.absolute_urls import absolute_url, page_url
from pages.sharing.structured_data.nodes import Node, image_node, same_as_urls
from pages.sharing.structured_data.people import person_reference

MAX_ACTORS = 12


def movie_node(
    film: Film,
    credits: Iterable[Credit],
    genres: Sequence[str] = (),
    other_titles: Sequence[str] = (),
) -> Node:
    """A film with its public ``credits``. Its pictures and their people are loaded.

    ``other_titles`` are those beside its title and its original title.
    """
    url = page_url("film", film.slug)
    credits = list(credits)
    names = [name for name in (film.original_title, *other_titles) if name not in ("", film.title)]
    return {
        "@type": "Movie",
        "@id": f"{url}#film",
        "name": film.title,
        "alternateName": names[0] if len(names) == 1 else list(dict.fromkeys(names)),
        "url": url,
        "description": film.overview,
        "image": image_node(film.poster),
        "datePublished": film.release.iso() if film.release else "",
        "duration": f"PT{film.runtime}M" if film.runtime else "",
        "contentRating": film.certification,
        "genre": list(genres),
        "director": _people(c for c in credits if is_directing(c.job)),
        "actor": _people(c for c in credits if c.department == Credit.ACTING)[:MAX_ACTORS],
        "trailer": trailer_node(film),
        "sameAs": film_on_other_sites(film),
    }


def film_on_other_sites(film: Film) -> list[str]:
    """The pages of ``film`` on other sites."""
    urls = same_as_urls("title", imdb=film.imdb_id, tmdb=film.tmdb_id, wikidata=film.wikidata_id)
    if film.letterboxd_slug:
        urls.append(f"https://letterboxd.com/film/{film.letterboxd_slug}/")
    return urls


def trailer_node(film: Film) -> Node:
    """The trailer; empty unless all that Google requires of a video is known: name, picture and
    date."""
    if not (film.trailer_url and film.trailer_still and film.trailer_date):
        return {}
    return {
        "@type": "VideoObject",
        "name": _("Trailer: %(film)s") % {"film": film.title},
        "url": film.trailer_url,
        "thumbnailUrl": absolute_url(film.trailer_still.file.url),
        "uploadDate": film.trailer_date.isoformat(),
    }


def movie_series_node(franchise: Franchise, films: Iterable[Film]) -> Node:
    """A franchise with its ``films`` in order of release."""
    url = page_url("franchise", franchise.slug)
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
                "@id": f"{page_url('film', film.slug)}#film",
                "name": film.title,
                "url": page_url("film", film.slug),
                "datePublished": film.release.iso() if film.release else "",
            }
            for film in films
        ],
    }


def _people(credits: Iterable[Credit]) -> list[Node]:
    """The people of ``credits``, each once, in the order of the credits."""
    people = {credit.person_id: credit.person for credit in credits}
    return [person_reference(person) for person in people.values() if person]
