"""The reader's own list of films seen. It is in the reader's browser: the site never has it.

What the site gives is the same for everyone: which films can be marked, and a page to list them on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from films.models import Film, FranchiseEntry
from pages.sharing.page_metadata import of_page


@dataclass(frozen=True, slots=True)
class Markable:
    """What a reader's list keeps of a film. ``id`` is its primary key: a slug may change."""

    id: int
    title: str
    slug: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Order:
    """The films of a franchise that can be marked, in one order; ``name`` is its strip's."""

    name: str
    films: list[Markable]


def markable(film: Film) -> Markable | None:
    """``film`` for the reader's list; None until it is released, for nobody has seen it."""
    if film.status != Film.Status.RELEASED:
        return None
    return Markable(film.pk, film.title, film.slug, film.year)


def order(name: str, entries: Iterable[FranchiseEntry]) -> Order:
    """The order of ``entries``, whose films are loaded."""
    return Order(name, [film for entry in entries if (film := markable(entry.film))])


def orders(
    release: Sequence[FranchiseEntry], story: Sequence[FranchiseEntry] | None
) -> list[Order]:
    """The orders in which a franchise can be marked up to a film; none where no film is out."""
    by_release = order("release", release)
    by_story = order("story", story or [])
    if not by_story.films or by_story.films == by_release.films:
        return [by_release] if by_release.films else []
    return [by_release, by_story]


@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """The page on which the reader's browser shows its list. It asks for nothing film by film."""
    address = settings.SITE_URL + reverse("pages:seen")
    context = {"canonical": address, "metadata": of_page(_("Seen"), address)}
    return render(request, "pages/seen.html", context)
