"""A review's content as a document holds it: with the slugs and names of now, and with each text
shaped so that the document's structure around it stays what it is."""

import re
from dataclasses import replace

from documents import near_misses
from documents.line_spans import columns, cut
from documents.pictures import rename_pictures
from documents.plain_words import one_line
from documents.text_mapping import map_texts
from editions.content import FilmRef, ImageRef, ReviewContent
from editions.parts import ITEM_HEADING, SECTION_HEADING
from films.models import Film
from images.models import Image
from spoilers import blocks, rename_films

_LINE_END = re.compile(r"\r\n?")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LEADING = re.compile(r"^[ \t]*\t[ \t]*", re.M)


def portable(content: ReviewContent) -> ReviewContent:
    """``content``, read from rows or from an edition, as it is exported.

    Importing what was exported gives this back. Films and pictures are looked up by their primary
    keys, so that what was frozen under an old slug is written under the one of now.
    """
    films = _films_now(content)
    pictures = _pictures_now(content)
    slugs = {ref.slug: film.slug for ref, film in films.items() if ref.slug != film.slug}
    names = {ref.name: image.name for ref, image in pictures.items() if ref.name != image.name}

    def renamed(markdown: str) -> str:
        # Renaming parses the text: most need none.
        markdown = rename_films(markdown, slugs) if slugs else markdown
        return near_misses.escaped(rename_pictures(markdown, names))

    content = replace(
        content,
        film=_ref_now(content.film, films),
        spoiled=tuple(_ref_now(ref, films) for ref in content.spoiled),
        lead_image=content.lead_image and _image_now(content.lead_image, pictures),
        images=tuple(_image_now(ref, pictures) for ref in content.images),
        story=replace(
            content.story,
            items=tuple(
                replace(
                    section,
                    spoils=tuple(
                        sorted(
                            (_ref_now(ref, films) for ref in section.spoils),
                            key=lambda ref: ref.slug,
                        )
                    ),
                )
                for section in content.story.items
            ),
        ),
    )
    return map_texts(
        content,
        section=lambda text: _standing_alone(renamed(text), SECTION_HEADING),
        critique=lambda text: _standing_alone(renamed(text), ITEM_HEADING),
        item=lambda text: _LEADING.sub(_as_blanks, _trimmed(renamed(text))),
        plain=one_line,
    )


def _films_now(content: ReviewContent) -> dict[FilmRef, Film]:
    refs = {content.film, *content.spoiled}
    refs |= {ref for section in content.story.items for ref in section.spoils}
    films = Film.objects.in_bulk([ref.id for ref in refs if ref.id])
    return {ref: films[ref.id] for ref in refs if ref.id in films}


def _pictures_now(content: ReviewContent) -> dict[ImageRef, Image]:
    refs = {ref for ref in (content.lead_image, *content.images) if ref}
    images = Image.objects.in_bulk([ref.id for ref in refs if ref.id])
    return {ref: images[ref.id] for ref in refs if ref.id in images}


def _ref_now(ref: FilmRef, films: dict[FilmRef, Film]) -> FilmRef:
    return FilmRef(films[ref].slug, ref.id) if ref in films else ref


def _image_now(ref: ImageRef, images: dict[ImageRef, Image]) -> ImageRef:
    return ImageRef(images[ref].name, ref.id) if ref in images else ref


def _trimmed(markdown: str) -> str:
    return cut(_LINE_END.sub("\n", markdown).split("\n"), 1).text


def _as_blanks(match: re.Match[str]) -> str:
    """Tabs would reach elsewhere once the text is indented in its item."""
    return " " * columns(match[0])


def _standing_alone(markdown: str, min_heading: int) -> str:
    """``markdown`` so that nothing in it opens a part, and it swallows none after it."""
    text = _trimmed(markdown)
    lines = text.split("\n")
    found = blocks(text)
    for block in reversed(found):
        if block.kind == "heading" and block.level < min_heading:
            span = lines[block.lines.start : block.lines.stop]
            words = " ".join(line.strip(" \t") for line in (span[:-1] if block.setext else span))
            marks = "#" * min_heading
            heading = f"{marks} {words}" if block.setext else marks + words[block.level :]
            lines[block.lines.start : block.lines.stop] = [heading]
    fence = (
        _FENCE.match(lines[found[-1].lines.start]) if found and found[-1].kind == "fence" else None
    )
    if fence and _is_open("\n".join(lines)):
        lines.append(fence[1])
    return "\n".join(lines)


def _is_open(markdown: str) -> bool:
    """Whether what follows would be taken for code."""
    return blocks(f"{markdown}\n\n# end")[-1].kind != "heading"
