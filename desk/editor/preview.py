"""The preview of a Markdown field: the text as readers will see it, but with all curtains open."""

from collections.abc import Iterator, Mapping

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editions.library_pictures import library_name, not_in_library_message, on_another_site_message
from editions.parts import SECTION_HEADING
from films.models import Film
from images.credit_lines import credit_line
from images.models import Image
from images.picture_tag import picture
from spoilers import Curtain, ParsedText, figure, fill_slots, parse

PICTURE_SIZES = "(min-width: 64rem) 32rem, 100vw"

REVIEWED_FILM = 0
"""Used for the film under review, which the field does not know."""


def preview(
    markdown: str,
    *,
    key: str = "preview",
    min_heading: int = SECTION_HEADING,
    has_curtains: bool = True,
) -> SafeString:
    """The HTML of ``markdown`` under lists of its problems and warnings, or "" for an empty text.

    ``key``, a slug, begins the ids in it, so that several previews can be on one page. Without
    ``has_curtains`` each spoiler in the text is a problem. Two queries at most: for the pictures
    and for the films that the text names.
    """
    if not markdown.strip():
        return SafeString("")
    parsed = parse(markdown, min_heading=min_heading)
    films = _Films(parsed)
    pictures = _Pictures(parsed)
    redacted = parsed.redact(
        film=REVIEWED_FILM, key=key, film_id=films.pk, image=pictures.html, figure=pictures.figure
    )
    found = {*redacted.problems, *parsed.foreign_problems()}
    if not has_curtains:
        found = set(parsed.problems_without_curtains())
    lines = sorted({(each.line, each.message) for each in found} | set(pictures.problems()))
    warnings = parsed.warnings() if not found else ()
    html = _OpenCurtains(redacted.curtains, films.titles).fill(redacted.html)
    problems = [{"line": line, "message": message} for line, message in lines]
    return SafeString(
        render_to_string(
            "markdownx/preview.html", {"problems": problems, "warnings": warnings, "html": html}
        )
    )


def markdownify(content: str) -> str:
    """For `MARKDOWNX_MARKDOWNIFY_FUNCTION`, which markdownx calls."""
    return preview(content)


class _Films:
    """The films that a text names."""

    def __init__(self, parsed: ParsedText) -> None:
        slugs = {film.slug for film in parsed.films}
        films = Film.objects.filter(slugs__slug__in=slugs)
        rows = list(films.values_list("slugs__slug", "pk", "title"))
        self._keys = {slug: pk for slug, pk, _title in rows}
        self.titles = {pk: title for _slug, pk, title in rows}

    def pk(self, slug: str) -> int | None:
        return self._keys.get(slug)


class _Pictures:
    """The pictures that a text names."""

    def __init__(self, parsed: ParsedText) -> None:
        self.parsed = parsed
        names = (library_name(each.source) for each in parsed.pictures)
        named = Image.objects.named({name for name in names if name is not None})
        self.images = {image.name: image for image in named}

    def html(self, src: str, alt: str, title: str) -> str:
        image = self.images.get(library_name(src) or "")
        if image is None:
            return format_html("{}", alt)
        return picture(image, alt=alt or None, sizes=PICTURE_SIZES)

    def figure(self, src: str, alt: str, caption: str, _count: int) -> str:
        image = self.images.get(library_name(src) or "")
        if image is None:
            return format_html("<p>{}</p>", alt)
        return figure(self.html(src, alt, ""), caption, credit_line(image))

    def problems(self) -> Iterator[tuple[int, str]]:
        """Line and sentence for each picture that is not in the library, at its first use."""
        seen: set[str] = set()
        for each in sorted(self.parsed.pictures, key=lambda each: each.line):
            name = library_name(each.source)
            if name in self.images or each.source in seen:
                continue
            seen.add(each.source)
            sentence = (
                on_another_site_message(each.source)
                if name is None
                else not_in_library_message(name)
            )
            yield each.line, sentence


class _OpenCurtains:
    """Puts into each slot its curtain, opened. ``titles`` are those of films by primary key."""

    def __init__(self, curtains: tuple[Curtain, ...], titles: Mapping[int, str]) -> None:
        self.curtains = {curtain.key: curtain for curtain in curtains}
        self.titles = titles

    def fill(self, html: str) -> SafeString:
        # `ParsedText.redact` has sanitised it.
        return mark_safe(fill_slots(html, self._curtain))  # noqa: S308

    def _curtain(self, key: str) -> str:
        curtain = self.curtains[key]
        context = {
            "label": curtain.label,
            "films": [self.titles[film] for film in curtain.films if film in self.titles],
            "html": self.fill(curtain.html),
        }
        return render_to_string(f"markdownx/curtain_{curtain.kind}.html", context).strip()
