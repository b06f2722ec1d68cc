"""Surprise appearances: the one curtain behind which a film or a person keeps them.

Closed, it tells that there are some and nothing else: neither how many, nor whose, nor where.
"""

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cast.models import Credit, Person
from films.models import Film
from pages.credits.wording import CreditLine, billing_of, in_words, part_of
from pages.listings.tiles import Tile, tile

KEY = "credits"


def surprises_in(film: Film) -> list[CreditLine]:
    """Who appears in ``film`` as a surprise. Two queries.

    A person with public credits is linked to their public page. One without has only the page with
    everything drawn, and is linked to it unless it would give away another film as well.
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
            part=part_of(credit),
            billing=billing_of(credit),
            credited_as="",
        )
        for credit in credits
    ]


def _person_url(person: Person | None, is_known: bool, is_elsewhere: bool) -> str:
    if person is None or (is_elsewhere and not is_known):
        return ""
    return reverse("pages:person" if is_known else "pages:person_revealed", args=[person.slug])


def surprises_of(person: Person) -> list[Tile]:
    """The films in which ``person`` appears as a surprise, the newest first. Two queries."""
    credits = (
        Credit.objects.filter(person=person, is_spoiler=True)
        .select_related("film__poster")
        .prefetch_related("characters")
        .order_by("-film__release_date", "film", "pk")
    )
    parts: dict[Film, list[str]] = {}
    for credit in credits:
        parts.setdefault(credit.film, []).append(in_words(credit))
    return [tile(film, ", ".join(filter(None, played))) for film, played in parts.items()]


def content_for_film(film: Film) -> str:
    """What stands behind the curtain of ``film``: html, "" where nothing is kept secret."""
    roles = surprises_in(film)
    return render_to_string("components/cast_list.html", {"roles": roles}) if roles else ""


def content_for_person(person: Person) -> str:
    """What stands behind the curtain of ``person``: html, "" where nothing is kept secret."""
    tiles = surprises_of(person)
    return render_to_string("components/wall.html", {"tiles": tiles}) if tiles else ""


def film_curtain(film: Film, *, drawn: bool) -> SafeString | str:
    """The curtain of ``film``; "" where nothing is kept secret. It opens for who has seen it."""
    content = content_for_film(film) if drawn else ""
    if not (content or Credit.objects.filter(film=film, is_spoiler=True).exists()):
        return ""
    return _curtain("film", film.slug, content, films=str(film.pk))


def person_curtain(person: Person, *, drawn: bool, is_known: bool) -> SafeString | str:
    """The curtain of ``person``; "" where nothing is kept secret.

    The secret is the films themselves: it names none, so no list of seen films ever opens it.
    Who is not ``is_known`` to the public has no page on which it is closed.
    """
    content = content_for_person(person) if drawn else ""
    if not (content or Credit.objects.filter(person=person, is_spoiler=True).exists()):
        return ""
    back = "" if is_known else reverse("pages:people")
    return _curtain("person", person.slug, content, films="", back=back)


def _curtain(noun: str, slug: str, content: str, *, films: str, back: str = "") -> SafeString:
    anchor = f"#curtain-{KEY}"
    return render_to_string(
        "components/curtain_block.html",
        {
            "key": KEY,
            "label": _("Appearances kept secret"),
            "film_titles": [],
            "films": films,
            "open": bool(content),
            "content": content,
            "reveal_url": reverse(f"pages:{noun}_revealed", args=[slug]) + anchor,
            "close_url": back or reverse(f"pages:{noun}", args=[slug]) + anchor,
            "fragment_url": reverse(f"pages:{noun}_credits", args=[slug]),
        },
    )
