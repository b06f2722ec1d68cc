"""A review's content as a document holds it: with current slugs and names, and with texts that do
not change the structure of the document around them."""

import re
from dataclasses import replace

from documents import misplaced_classes
from documents.escapes import one_line
from documents.line_spans import cut, indent_width
from documents.renaming import rename
from documents.text_mapping import map_texts
from editions.content import FilmRef, ImageRef, NoteContent, ReviewContent, SectionContent
from editions.parts import ITEM_HEADING, SECTION_HEADING
from films.models import Film
from images.models import Image
from reviews.models import ContentNoteLabel
from spoilers import ProblemCode, Unworkable, blocks

_LINE_END = re.compile(r"\r\n?")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.M)
MAX_DEPTH = 10
"""How many curtains within one another are closed."""
MAX_FENCES = 4
"""How many kinds of code fences are tried."""

_TAB = re.compile(r"^[ \t]*\t[ \t]*", re.M)


def portable(content: ReviewContent) -> ReviewContent:
    """``content``, read from rows or from an edition, as a document holds it.

    Importing an export gives this content back. Films, pictures and labels have their current
    names, looked up by primary key: an edition can hold older ones.
    """
    spoiled = {ref for section in content.story.items for ref in section.spoils}
    film_refs = {content.film, *content.spoiled, *spoiled}
    image_refs = {*content.images, *filter(None, [content.lead_image])}
    films = Film.objects.in_bulk([ref.id for ref in film_refs if ref.id])
    images = Image.objects.in_bulk([ref.id for ref in image_refs if ref.id])

    def film_now(ref: FilmRef) -> FilmRef:
        return FilmRef(films[ref.id].slug, ref.id) if ref.id in films else ref

    def image_now(ref: ImageRef) -> ImageRef:
        return ImageRef(images[ref.id].name, ref.id) if ref.id in images else ref

    slugs = {ref.slug: film_now(ref).slug for ref in film_refs if film_now(ref) != ref}
    names = {ref.name: image_now(ref).name for ref in image_refs if image_now(ref) != ref}

    def renamed(markdown: str) -> str:
        return misplaced_classes.escaped(rename(markdown, films=slugs, pictures=names))

    def spoils_now(section: SectionContent) -> SectionContent:
        spoils = sorted(map(film_now, section.spoils), key=lambda ref: ref.slug)
        return replace(section, spoils=tuple(spoils))

    notes = content.notes.items
    labels = ContentNoteLabel.objects.in_bulk([note.label_id for note in notes if note.label_id])

    def name_now(note: NoteContent) -> NoteContent:
        return replace(note, name=labels[note.label_id].name) if note.label_id in labels else note

    content = replace(
        content,
        film=film_now(content.film),
        spoiled=tuple(map(film_now, content.spoiled)),
        lead_image=content.lead_image and image_now(content.lead_image),
        images=tuple(map(image_now, content.images)),
        notes=replace(content.notes, items=tuple(map(name_now, notes))),
        story=replace(content.story, items=tuple(map(spoils_now, content.story.items))),
    )
    return map_texts(
        content,
        section=lambda text: _standing_alone(renamed(text), SECTION_HEADING),
        critique=lambda text: _standing_alone(renamed(text), ITEM_HEADING),
        item=lambda text: _TAB.sub(_as_spaces, _trimmed(renamed(text))),
        plain=one_line,
    )


def _trimmed(markdown: str) -> str:
    return cut(_LINE_END.sub("\n", markdown).split("\n"), 1).text


def _as_spaces(match: re.Match[str]) -> str:
    """Indentation with tabs → spaces: tab stops change once the text is indented in its item."""
    return " " * indent_width(match[0])


def _standing_alone(markdown: str, min_heading: int) -> str:
    """``markdown`` changed so that it neither opens a part nor swallows the next one: headings have
    at least the level ``min_heading``, and code fences and curtains are closed."""
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
    if not found or not (found[-1].kind == "fence" or found[-1].never_closes):
        return "\n".join(lines)
    return _closed("\n".join(lines))


def _closed(markdown: str) -> str:
    """``markdown`` with lines at its end that close its code fence and its curtains. Raises
    `Unworkable` if none do."""
    longest = sorted(set(_FENCE.findall(markdown)), key=len)[-MAX_FENCES:]
    for fence in ["", *(f"\n{fence}" for fence in longest)]:
        for depth in range(MAX_DEPTH):
            closed = markdown + fence + "\n\n:::" * depth
            if not _is_open(closed):
                return closed
    raise Unworkable(ProblemCode.UNCLOSED_BLOCK)


def _is_open(markdown: str) -> bool:
    """Whether text after ``markdown`` would be inside its last code fence or curtain."""
    return blocks(f"{markdown}\n\n# end")[-1].kind != "heading"
