"""Curtains on the page: each slot of a rendering becomes a closed or a drawn curtain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editions.models import Edition
from editions.rendered import RenderedCurtain, Rendering
from films.models import Film
from spoilers import fill_slots


class Addresses(Protocol):
    """Where the pages of one review are: an edition's, or a preview's."""

    def page(self) -> str:
        """All curtains closed."""

    def everything(self) -> str:
        """All curtains drawn."""

    def drawn(self, key: str) -> str:
        """The curtain ``key`` drawn, and those around it."""

    def fragment(self, key: str) -> str:
        """What stands behind the curtain ``key``, alone."""


@dataclass(frozen=True, slots=True)
class EditionAddresses:
    slug: str
    number: int

    def page(self) -> str:
        return reverse("pages:review", args=[self.slug])

    def everything(self) -> str:
        return reverse("pages:revealed", args=[self.slug])

    def drawn(self, key: str) -> str:
        return reverse("pages:revealed_one", args=[self.slug, key])

    def fragment(self, key: str) -> str:
        return reverse("pages:curtain", args=[self.slug, self.number, key])


def addresses_of(edition: Edition) -> EditionAddresses:
    return EditionAddresses(edition.review.slug, edition.number)


class CurtainRenderer:
    """Hangs the curtains of a review of ``film``, a primary key; those in ``drawn`` open.

    One query, for films' titles; none where the ``titles`` by primary key are given.
    """

    def __init__(
        self,
        rendering: Rendering,
        *,
        film: int,
        addresses: Addresses,
        drawn: Collection[str] = (),
        titles: Mapping[int, str] | None = None,
    ) -> None:
        self.film = film
        self.addresses = addresses
        self.drawn = drawn
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}
        self._given_titles = titles

    def hang(self, html: str) -> SafeString:
        """``html`` of the rendering with a curtain in each slot."""
        # Sanitised when it was rendered; templates escape what they put around it.
        return mark_safe(fill_slots(html, self._draw))  # noqa: S308

    def content(self, key: str) -> SafeString | None:
        """What stands behind the curtain ``key``, inner curtains closed; None if none has it."""
        curtain = self.curtains.get(key)
        return self.hang(curtain.html) if curtain else None

    def _draw(self, key: str) -> str:
        curtain = self.curtains[key]
        is_drawn = key in self.drawn
        template = get_template(f"components/curtain_{curtain.kind}.html")
        return template.render(
            {
                "key": key,
                "label": label_of(curtain),
                "named": bool(curtain.label),
                "film_titles": self._other_titles(curtain),
                "films": " ".join(map(str, curtain.films)),
                "open": is_drawn,
                "content": self.hang(curtain.html) if is_drawn else "",
                "reveal_url": self._revealed(key),
                "close_url": self._revealed(curtain.parent, at=key),
                "fragment_url": self.addresses.fragment(key),
            }
        ).strip()

    def _revealed(self, key: str, at: str = "") -> str:
        """The page with the curtain ``key`` drawn (none, if ""), scrolled to ``at`` or to it."""
        page = self.addresses.drawn(key) if key else self.addresses.page()
        return f"{page}#curtain-{at or key}"

    def _other_titles(self, curtain: RenderedCurtain) -> list[str]:
        others = [pk for pk in curtain.films if pk != self.film]
        return [self._titles[pk] for pk in others if pk in self._titles]

    @cached_property
    def _titles(self) -> Mapping[int, str]:
        given = self._given_titles
        return titles_of(self.curtains.values()) if given is None else given


def titles_of(curtains: Iterable[RenderedCurtain]) -> dict[int, str]:
    """The titles of the films that ``curtains`` name, by primary key. One query."""
    films = {pk for curtain in curtains for pk in curtain.films}
    return dict(Film.objects.filter(pk__in=films).values_list("pk", "title"))


def label_of(curtain: RenderedCurtain) -> str:
    """What is on a closed curtain: the author's words, or what kind of thing it hides."""
    if curtain.label:
        return curtain.label
    match curtain.subject:
        case "section":
            return _("The full story")
        case "critique":
            return _("A performance kept secret")
        case _other:
            return _("spoiler") if curtain.kind == "inline" else _("Spoiler")
