"""A text while it is written: as readers will see it, but with every curtain drawn."""

import re
from collections.abc import Iterator, Mapping

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editions.mentions import LIBRARY
from editions.parts import SECTION_HEADING
from films.models import Film
from images.models import Image
from images.picture_tag import picture
from spoilers import Curtain, Problem, Redacted, foreign_problems, place, redact

PICTURE_SIZES = "(min-width: 64rem) 32rem, 100vw"
OF_THE_REVIEW = 0
"""Stands for the film under review, which the field does not know."""

_NAMED = re.compile(rf"{LIBRARY}([a-z0-9][a-z0-9._-]*)")


def preview(
    markdown: str, *, key: str = "preview", min_heading: int = SECTION_HEADING
) -> SafeString:
    """The HTML of ``markdown`` under a list of its problems, or "" for an empty text.

    ``key``, a slug, begins the ids in it, so that several previews can stand on one page. Two
    queries, and one for each film that it names.
    """
    if not markdown.strip():
        return SafeString("")
    library = _Library(markdown)
    redacted = redact(
        markdown,
        film=OF_THE_REVIEW,
        key=key,
        film_id=_film_id,
        image=library.draw,
        min_heading=min_heading,
    )
    foreign = foreign_problems(markdown)
    problems = sorted({*redacted.problems, *foreign, *library.problems()})
    html = _Drawn(redacted).draw(redacted.html)
    return SafeString(
        render_to_string("markdownx/preview.html", {"problems": problems, "html": html})
    )


def markdownify(content: str) -> str:
    """What `MARKDOWNX_MARKDOWNIFY_FUNCTION` names: whoever uses markdownx's own gets this."""
    return preview(content)


def _film_id(slug: str) -> int | None:
    return Film.objects.by_slug(slug).values_list("pk", flat=True).first()


class _Library:
    """The pictures that a text names; remembers those that are not there."""

    def __init__(self, markdown: str) -> None:
        self.markdown = markdown
        named = {match[1] for match in _NAMED.finditer(markdown)}
        self.images = {image.name: image for image in Image.objects.named(named)}
        self.unknown: dict[str, str] = {}

    def draw(self, src: str, alt: str, title: str) -> str:
        name = src.removeprefix(LIBRARY)
        if image := self.images.get(name):
            return picture(image, alt=alt or None, sizes=PICTURE_SIZES)
        if name == src:
            message = _(
                "The picture “%(source)s” lies elsewhere: whoever serves it would see the readers. "
                "Upload it to the library and write images/ and its name."
            ) % {"source": src}
        else:
            message = _("No picture of the library is named “%(name)s”. Upload it first.") % {
                "name": name
            }
        self.unknown[src] = message
        return format_html("{}", alt)

    def problems(self) -> Iterator[Problem]:
        for source, message in self.unknown.items():
            yield Problem(self._line(source), message)

    def _line(self, source: str) -> int:
        """Where ``source`` stands first; 1 if it is written otherwise than it reads."""
        before, found, _after = self.markdown.partition(source)
        return before.count("\n") + 1 if found else 1


class _Drawn:
    """Puts into each slot the curtain that hangs there, drawn."""

    def __init__(self, redacted: Redacted) -> None:
        self.curtains = {curtain.key: curtain for curtain in redacted.curtains}
        self.titles = _titles(redacted.curtains)

    def draw(self, html: str) -> SafeString:
        # Sanitised by `redact`.
        return mark_safe(place(html, self._curtain))  # noqa: S308

    def _curtain(self, key: str) -> str:
        curtain = self.curtains[key]
        context = {
            "label": curtain.label,
            "films": [self.titles[film] for film in curtain.films if film in self.titles],
            "html": self.draw(curtain.html),
        }
        return render_to_string(f"markdownx/curtain_{curtain.kind}.html", context).strip()


def _titles(curtains: tuple[Curtain, ...]) -> Mapping[int, str]:
    named = {film for curtain in curtains for film in curtain.films} - {OF_THE_REVIEW}
    if not named:
        return {}
    return dict(Film.objects.filter(pk__in=named).values_list("pk", "title"))
