"""Surprise appearances: one curtain hides all of them on the page of a film or a person.

The closed curtain says only that there are some: not how many, whose or in which films.
"""

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from markupsafe import Markup

from cast.models import Credit, Person
from films.models import Film
from pages.credits.wording import CreditLine, billing_label, character_or_job, credit_summary
from pages.listings.tiles import FilmTile, film_tile
from pages.paths import reverse
from pages.templating import components

KEY = "credits"


def film_surprises(film: Film) -> list[CreditLine]:
    """The surprise appearances in ``film``. Two queries.

    A person with public credits is linked to the public page. A person without public credits has
    only a page on which everything is revealed. It is linked unless it would also give away a
    surprise in another film.
    """
    public = Credit.objects.public().filter(person=OuterRef("person"))
    elsewhere = Credit.objects.filter(person=OuterRef("person"), is_spoiler=True).exclude(film=film)
    credits = (
        Credit.objects.filter(film=film, is_spoiler=True)
        .select_related("person")
        .prefetch_related("characters")
        .annotate(is_known=Exists(public), is_elsewhere=Exists(elsewhere))
        .by_billing()
    )
    return [
        CreditLine(
            name=credit.person.name if credit.person else "",
            url=_person_url(credit.person, credit.is_known, credit.is_elsewhere),
            part=character_or_job(credit),
            billing=billing_label(credit),
            credited_as="",
        )
        for credit in credits
    ]


def _person_url(person: Person | None, is_known: bool, is_elsewhere: bool) -> str:
    if person is None or (is_elsewhere and not is_known):
        return ""
    return reverse("pages:person" if is_known else "pages:person_revealed", args=[person.slug])


def person_surprises(person: Person) -> list[FilmTile]:
    """The films in which ``person`` appears as a surprise, the newest first. Two queries."""
    credits = (
        Credit.objects.filter(person=person, is_spoiler=True)
        .select_related("film__poster")
        .prefetch_related("characters")
        .order_by(F("film__release_date").desc(nulls_first=True), "film", "pk")
    )
    summaries: dict[Film, list[str]] = {}
    for credit in credits:
        summaries.setdefault(credit.film, []).append(credit_summary(credit))
    return [film_tile(film, ", ".join(filter(None, done))) for film, done in summaries.items()]


def film_surprises_html(film: Film) -> str:
    """The hidden content of the curtain of ``film``; "" without surprises. Two queries."""
    roles = film_surprises(film)
    return components().cast_list(roles) if roles else ""


def person_surprises_html(person: Person) -> str:
    """The hidden content of the curtain of ``person``; "" without surprises. Two queries."""
    tiles = person_surprises(person)
    return components().wall(tiles) if tiles else ""


def film_curtain(film: Film, *, revealed: bool) -> Markup | str:
    """The curtain of ``film``; "" if it has no surprises. One query, or two if ``revealed``.

    The curtain spoils ``film``, so it opens by itself for a reader who has seen that film.
    """
    content = film_surprises_html(film) if revealed else ""
    if not (content or Credit.objects.filter(film=film, is_spoiler=True).exists()):
        return ""
    return _curtain("film", film.slug, content, films=str(film.pk))


def person_curtain(person: Person, *, revealed: bool, is_known: bool) -> Markup | str:
    """The curtain of ``person``; "" if there are no surprises. One query, or two if ``revealed``.

    The films themselves are the secret. The curtain names no film, so it never opens by itself.
    ``is_known``: the person has public credits. Without them there is no page with the closed
    curtain, and closing it leads to the list of people.
    """
    content = person_surprises_html(person) if revealed else ""
    if not (content or Credit.objects.filter(person=person, is_spoiler=True).exists()):
        return ""
    close_url = "" if is_known else reverse("pages:people")
    return _curtain("person", person.slug, content, films="", close_url=close_url)


def _curtain(noun: str, slug: str, content: str, *, films: str, close_url: str = "") -> Markup:
    """A curtain on the page of a ``noun``, "film" or "person": open if it has ``content``."""
    anchor = f"#curtain-{KEY}"
    return components().curtain_block(
        key=KEY,
        label=_("Appearances kept secret"),
        film_titles=[],
        films=films,
        open=bool(content),
        content=content,
        reveal_url=reverse(f"pages:{noun}_revealed", args=[slug]) + anchor,
        close_url=close_url or reverse(f"pages:{noun}", args=[slug]) + anchor,
        fragment_url=reverse(f"pages:{noun}_surprises", args=[slug]),
    )
