"""Which of the tags in a Markdown text mean something, and are not ordinary brackets and angles."""

from collections.abc import Iterator, Sequence
from html import unescape

from spoilers.foreign.atoms import NATIVE
from spoilers.foreign.line_numbers import line_at, line_starts
from spoilers.foreign.tags import Tag, find_tags, is_embed, is_harmless_comment, paired_codes
from spoilers.foreign.vocabulary import SHORTCODES, Treatment, hides
from spoilers.marks import pair, seal


def relevant_tags(source: str) -> list[Tag]:
    """The tags of `source` that mean something, without those that are atoms of spoilers."""
    tags = list(find_tags(source, markdown=True))
    codes = paired_codes(tags)
    closed = {tag.name for tag in tags if tag.is_close and not tag.is_code}
    opened = {tag.name for tag in tags if not tag.is_close and not tag.is_code}

    native = _native_names(tags, source)
    ends = {tag.end - 1 for tag in tags}
    # In `>!a!<b>!c!<` there is no tag.
    marks = {close + 1 for begin, close in pair(seal(source)).items() if begin not in ends}

    def is_relevant(tag: Tag) -> bool:
        if tag.is_comment:
            return is_harmless_comment(tag.name)
        if tag.start in marks or (tag.name in native and not tag.is_code):
            return False
        if tag.is_code:
            known = tag.name in SHORTCODES and (
                tag.name in codes or (tag.name == "*" and "list" in codes)
            )
            return known or is_embed(tag)
        if tag.treatment is not Treatment.UNKNOWN and not _is_prose(tag, closed):
            return True
        is_closed = source.endswith("/>", tag.start, tag.end)
        paired = opened if tag.is_close else closed
        return is_closed or tag.name in paired or any(tag.attributes.values())

    return [tag for tag in tags if is_relevant(tag)]


def _native_names(tags: Sequence[Tag], source: str) -> set[str]:
    """The names of elements whose tags are all atoms. Beside a `!` a tag cannot be one: `!<` is a
    mark."""
    found = {"spoiler", "details", "summary"}
    for tag in tags:
        is_atom = NATIVE.fullmatch(source, tag.start, tag.end)
        beside_mark = source.startswith("!", tag.end) or source.endswith("!", 0, tag.start)
        if tag.name in found and not tag.is_code and (beside_mark or not is_atom):
            found -= {"spoiler"} if tag.name == "spoiler" else {"details", "summary"}
    return found


def _is_prose(tag: Tag, closed: set[str]) -> bool:
    """Whether `tag` is rather an inequality, as in `a <b and c> d`."""
    names = tag.attributes
    has_values = any(names.values()) or any(map(hides, names))
    return bool(names) and not has_values and tag.name not in closed and "/" not in names


def plain_markup(text: str) -> Iterator[tuple[int, str]]:
    """Line and syntax of each element and shortcode in `text`, a plain field."""
    plain = unescape(text).replace("\\", " ")
    starts = line_starts(plain)
    for tag in relevant_tags(plain):
        if not tag.is_close:
            yield line_at(starts, tag.start), tag.syntax
