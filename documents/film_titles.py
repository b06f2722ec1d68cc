"""Checks that the films of a document have the titles of the stored films with their slugs."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from documents.errors import Findings, shortened
from documents.facts import FilmFacts, ReviewFacts
from films.comparable_titles import comparable_title
from films.models import Film
from images.slugs import comparable_name


def check_titles(facts: ReviewFacts, findings: Findings, *, update: bool) -> None:
    """Report a described film whose slug belongs to a film with another title.

    With ``update`` the film under review gets the title of the document, and a warning says so.
    Warns of a new film with the title and the year of a stored one, whatever their accents and
    capitals. Two queries.
    """
    described = [film for film in facts.films() if film.columns]
    by_slug, by_title = _stored(described)
    for film in described:
        if stored := by_slug.get(film.slug):
            if not _titles(film) & _titles(stored):
                _report(film, stored, findings, renames=update and film is facts.film)
        else:
            for other in by_title[_comparable(film)]:
                _warn_of_second(film, other, findings)


def _stored(films: list[FilmFacts]) -> tuple[dict[str, Film], dict[str, list[Film]]]:
    """The stored films with the slugs or the titles of ``films``: by present and former slugs, and
    comparable title."""
    slugs = {film.slug for film in films}
    titles = {*map(_comparable, films)} - {""}
    same = Film.objects.filter(Q(slugs__slug__in=slugs) | Q(comparable_title__in=titles))
    by_slug: dict[str, Film] = {}
    by_title: dict[str, list[Film]] = defaultdict(list)
    for film in same.distinct().prefetch_related("slugs"):
        by_slug |= {row.slug: film for row in film.slugs.all()}
        by_title[film.comparable_title].append(film)
    return by_slug, by_title


def _columns(film: FilmFacts) -> dict[str, Any]:
    return dict(film.columns or {})


def _comparable(film: FilmFacts) -> str:
    """ "" for a film without a title, which has been reported."""
    return comparable_title(_columns(film)["title"] or "")


def _titles(film: FilmFacts | Film) -> set[str]:
    """The title and the original title, in a form that can be compared."""
    if isinstance(film, Film):
        titles = [film.title, film.original_title]
    else:
        titles = [_columns(film).get(name) or "" for name in ("title", "original_title")]
    return {comparable_name(title) for title in titles} - {""}


def _report(film: FilmFacts, stored: Film, findings: Findings, *, renames: bool) -> None:
    line = film.lines.get("title", film.line)
    title = shortened(_columns(film)["title"])
    if renames:
        sentence = _("“%(stored)s” gets the title “%(title)s”.")
        findings.warn(line, sentence, stored=shortened(str(stored)), title=title)
        return
    findings.error(
        line,
        _(
            "The slug “%(slug)s” belongs to the film “%(stored)s”, not to “%(title)s”. Write that "
            "title or another slug. The title of a film is changed in the admin, or with --update "
            "by a document that reviews it."
        ),
        slug=film.slug,
        stored=shortened(str(stored)),
        title=title,
    )


def _warn_of_second(film: FilmFacts, other: Film, findings: Findings) -> None:
    released = _columns(film).get("release")
    if released is None or other.year != released.year:
        return
    findings.warn(
        film.lines.get("title", film.line),
        _(
            "“%(name)s” exists with the slug “%(stored)s”. With the slug “%(slug)s” this is a "
            "second one of the same name."
        ),
        name=shortened(str(other)),
        stored=other.slug,
        slug=film.slug,
    )
