"""Curtains on a page: each slot of a rendering is filled with a closed or a revealed curtain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from django.db.models import BigIntegerField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editions.models import Edition
from editions.rendered import RenderedCurtain, Rendering
from films.models import Film
from pages.curtains.checksums import curtain_checksums
from pages.paths import reverse
from pages.prepared_query import PreparedQuery, SQLArgument
from pages.templating import components
from spoilers import fill_slots


class ReviewURLs(Protocol):
    """The URLs of the pages of one review: those of an edition, or those of a preview.

    ``checksums`` are those of `curtain_checksums`.
    """

    @property
    def checksums(self) -> Mapping[str, str]: ...

    def page(self) -> str:
        """The page with all curtains closed."""

    def changed(self) -> str:
        """The page with all curtains closed, which says why a link to a curtain opened none."""

    def all_revealed(self) -> str:
        """The page with all curtains revealed."""

    def revealed(self, key: str) -> str:
        """The page with the curtain ``key`` and the curtains around it revealed."""

    def fragment(self, key: str) -> str:
        """Only the content of the curtain ``key``, which the script fetches."""


@dataclass(frozen=True, slots=True)
class EditionURLs:
    """The `ReviewURLs` of a published edition."""

    slug: str
    number: int
    checksums: Mapping[str, str]

    def page(self) -> str:
        return reverse("pages:review", args=[self.slug])

    def changed(self) -> str:
        return reverse("pages:review_changed", args=[self.slug])

    def all_revealed(self) -> str:
        return reverse("pages:revealed", args=[self.slug])

    def revealed(self, key: str) -> str:
        return reverse("pages:revealed_one", args=[self.slug, key, self.checksums[key]])

    def fragment(self, key: str) -> str:
        return reverse("pages:curtain", args=[self.slug, self.number, key])


def edition_urls(edition: Edition, rendering: Rendering) -> EditionURLs:
    return EditionURLs(edition.review.slug, edition.number, curtain_checksums(rendering))


def curtain_url(urls: ReviewURLs, key: str) -> str:
    """The page with the curtain ``key`` revealed, scrolled to it."""
    return f"{urls.revealed(key)}#curtain-{key}"


def verified_url(urls: ReviewURLs, checksum: str) -> str:
    """The page with the curtain revealed that has ``checksum``, scrolled to it.

    If no curtain has it, the page that says why none is open, scrolled to that sentence: a browser
    keeps the fragment of a link that is redirected, unless the new URL has one.
    """
    for key, other in urls.checksums.items():
        if other == checksum:
            return curtain_url(urls, key)
    return f"{urls.changed()}#changed"


class CurtainRenderer:
    """Renders the curtains of a review of ``film``, a primary key. Those in ``revealed`` are open.

    One query for the titles of films; none if ``titles``, by primary key, are given.
    """

    def __init__(
        self,
        rendering: Rendering,
        *,
        film: int,
        urls: ReviewURLs,
        revealed: Collection[str] = (),
        titles: Mapping[int, str] | None = None,
    ) -> None:
        self.film = film
        self.urls = urls
        self.revealed = revealed
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}
        self._given_titles = titles
        self._components = components()

    def fill(self, html: str) -> SafeString:
        """``html`` of the rendering with a curtain in the place of each slot."""
        # Sanitised when it was rendered; templates escape what they put around it.
        return mark_safe(fill_slots(html, self._render))  # noqa: S308

    def content(self, key: str) -> SafeString | None:
        """The hidden content of the curtain ``key``, its inner curtains closed; None if the
        rendering has no such curtain."""
        curtain = self.curtains.get(key)
        return self.fill(curtain.html) if curtain else None

    def _render(self, key: str) -> str:
        curtain = self.curtains[key]
        is_revealed = key in self.revealed
        values = {
            "key": key,
            "label": curtain_label(curtain),
            "film_titles": self._other_titles(curtain),
            "films": " ".join(map(str, curtain.films)),
            "open": is_revealed,
            "content": self.fill(curtain.html) if is_revealed else "",
            "reveal_url": curtain_url(self.urls, key),
            "close_url": self._page_without(curtain),
            "fragment_url": self.urls.fragment(key),
        }
        if curtain.kind == "inline":
            return self._components.curtain_inline(named=bool(curtain.label), **values)
        return self._components.curtain_block(**values)

    def _page_without(self, curtain: RenderedCurtain) -> str:
        """The page with ``curtain`` closed and the curtains around it revealed, scrolled to it."""
        page = self.urls.revealed(curtain.parent) if curtain.parent else self.urls.page()
        return f"{page}#curtain-{curtain.key}"

    def _other_titles(self, curtain: RenderedCurtain) -> list[str]:
        """The titles of the films that ``curtain`` spoils, except the film under review."""
        others = [pk for pk in curtain.films if pk != self.film]
        return [self._titles[pk] for pk in others if pk in self._titles]

    @cached_property
    def _titles(self) -> Mapping[int, str]:
        given = self._given_titles
        return film_titles(self.curtains.values()) if given is None else given


def film_titles(curtains: Iterable[RenderedCurtain]) -> dict[int, str]:
    """The titles of the films that ``curtains`` spoil, by primary key. One query at most."""
    return {pk: film.distinct_title for pk, film in spoiled_films(curtains).items()}


def spoiled_films(curtains: Iterable[RenderedCurtain]) -> dict[int, Film]:
    """The films that ``curtains`` spoil, by primary key. One query at most."""
    keys = sorted({pk for curtain in curtains for pk in curtain.films})
    if not keys:
        return {}
    films = _FILMS.rows(films=(", ".join(["%s"] * len(keys)), keys))
    return {film.pk: film for film in films}


_FILMS = PreparedQuery(
    lambda: Film.objects.filter(pk__in=SQLArgument("films", BigIntegerField())).order_by()
)


def curtain_label(curtain: RenderedCurtain) -> str:
    """The label on a closed curtain: the author's, or a general one for what it hides."""
    if curtain.label:
        return curtain.label
    match curtain.subject:
        case "section":
            return _("The full story")
        case "critique":
            return _("A performance kept secret")
        case _other:
            return _("spoiler") if curtain.kind == "inline" else _("Spoiler")
