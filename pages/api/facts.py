"""Films, people, franchises, critics and genres as resources of the API."""

from typing import Any

from django.db.models import F

from cast.models import Credit, Person
from films.models import Film, Franchise, Genre
from pages.api import resources
from pages.api.references import (
    api_url,
    film_fields,
    film_reference,
    picture,
    reference,
    reference_fields,
)
from pages.films.page import MAX_TITLES
from pages.films.where_to_watch import watch_links
from pages.franchises.projects import franchise_projects
from pages.sharing.structured_data.people import person_on_other_sites
from pages.sharing.structured_data.works import film_on_other_sites
from reviews.models import Critic

MAX_ROWS = 200
"""Credits of a film or a person, and films of a franchise."""


def film_summary(film: Film) -> resources.FilmSummary:
    """``film``, whose poster is loaded. No query."""
    return resources.FilmSummary(**_film_fields(film))


def film(film: Film) -> resources.Film:
    """``film``, whose pictures are loaded. Six queries at most."""
    credits = Credit.objects.public().filter(film=film).with_names().by_billing()[:MAX_ROWS]
    entries = film.franchise_entries.select_related("franchise").order_by("franchise__sort_key")
    trailer = resources.Trailer(url=film.trailer_url, still=picture(film.trailer_still))
    return resources.Film(
        **_film_fields(film),
        alternative_titles=tuple(
            resources.OtherTitle(title=each.title, language=each.language, country=each.country)
            for each in film.alternative_titles.all()[:MAX_TITLES]
        ),
        tagline=film.tagline,
        overview=film.overview,
        certification=film.certification,
        genres=tuple(reference("genre", each, each.name) for each in film.genres.all()),
        franchises=tuple(
            resources.Membership(
                franchise=reference("franchise", entry.franchise, entry.franchise.name),
                label=entry.label,
                relation=entry.relation,
                release_order=entry.release_order,
            )
            for entry in entries
        ),
        backdrop=picture(film.backdrop),
        trailer=trailer if film.trailer_url else None,
        where_to_watch=tuple(
            resources.WatchLink(
                label=each.label, url=each.url, country=each.country, note=each.note
            )
            for each in watch_links(film)
        ),
        same_as=tuple(film_on_other_sites(film)),
        credits=tuple(
            resources.FilmCredit(
                person=reference("person", credit.person, credit.person.name)
                if credit.person
                else None,
                credited_as=credit.credited_as,
                **_work(credit),
            )
            for credit in credits
        ),
        reviews_url=api_url("reviews", query=f"?film={film.slug}"),
    )


def person(person: Person) -> resources.Person | None:
    """``person``, whose portrait is loaded; None if none of the credits is public. Two queries."""
    credits = (
        Credit.objects.public()
        .filter(person=person)
        .select_related("film")
        .prefetch_related("characters")
        .order_by(F("film__release_date").desc(nulls_first=True), "film", "billing_order", "pk")
    )
    shown = tuple(
        resources.PersonCredit(film=film_reference(credit.film), **_work(credit))
        for credit in credits[:MAX_ROWS]
    )
    if not shown:
        return None
    return resources.Person(
        **reference_fields("person", person, person.name),
        biography=person.biography,
        portrait=picture(person.portrait),
        same_as=tuple(person_on_other_sites(person)),
        credits=shown,
    )


def franchise(franchise: Franchise) -> resources.Franchise:
    """``franchise`` with films and projects. Two queries."""
    entries = franchise.entries.select_related("film").order_by("release_order")[:MAX_ROWS]
    return resources.Franchise(
        **reference_fields("franchise", franchise, franchise.name),
        universe_name=franchise.universe_name,
        overview=franchise.overview,
        films=tuple(
            resources.Entry(
                film=film_reference(entry.film),
                label=entry.label,
                relation=entry.relation,
                release_order=entry.release_order,
                note=entry.note,
            )
            for entry in entries
        ),
        projects=tuple(
            resources.Project(
                title=project.title,
                status=str(project.status),
                as_of=project.as_of.iso() if project.as_of else None,
                source_url=project.source_url,
                note=project.note,
            )
            for project in franchise_projects(franchise)
        ),
        reviews_url=api_url("reviews", query=f"?franchise={franchise.slug}"),
    )


def critic(critic: Critic) -> resources.Critic:
    """``critic``, whose portrait is loaded. No query."""
    return resources.Critic(
        **reference_fields("critic", critic, critic.display_name),
        biography=critic.bio,
        portrait=picture(critic.portrait),
        reviews_url=api_url("reviews", query=f"?critic={critic.slug}"),
    )


def genre(genre: Genre) -> resources.Genre:
    return resources.Genre(
        **reference_fields("genre", genre, genre.name),
        films_url=api_url("films", query=f"?genre={genre.slug}"),
        reviews_url=api_url("reviews", query=f"?genre={genre.slug}"),
    )


def _film_fields(film: Film) -> dict[str, Any]:
    return film_fields(film) | {
        "original_title": film.original_title,
        "status": film.status,
        "release": film.release.iso() if film.release else None,
        "runtime": film.runtime,
        "poster": picture(film.poster),
    }


def _work(credit: Credit) -> dict[str, Any]:
    return {
        "department": credit.department,
        "job": credit.job,
        "characters": tuple(character.name for character in credit.characters.all()),
    }
