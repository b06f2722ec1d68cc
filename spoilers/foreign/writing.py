"""Writes other sites' spoilers as curtains, without changing a byte around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spoilers.foreign.atom_types import Atom
from spoilers.foreign.pairing import Spoiler
from spoilers.foreign.probing import probe

_LINE_END = re.compile(r"\r\n?|\n")
_NOTE = re.compile(r"\[\^[^\]]*\]:[ \t]*")
_BLANK = re.compile(r"[ \t]*")
_FENCE = "::: spoiler"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `start` to `end` of the source with `text`. `probed` is `text` with a probe where
    the hidden text begins or ends."""

    start: int
    end: int
    text: str
    probed: str


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    lines: tuple[int, ...]
    """For each line of `text` the line of the source that it comes from, from 1."""


def edits(source: str, spoilers: Sequence[Spoiler], fences: Sequence[Atom]) -> list[Edit]:
    """The edits that make `spoilers` and `fences` canonical, in order. The hidden text of spoiler
    `n` begins with the probe 2n and ends with the probe 2n + 1."""
    found = [Edit(each.start, each.end, _FENCE, _FENCE) for each in fences]
    writer = _Writer(source)
    for number, spoiler in enumerate(spoilers):
        begun, ended = probe(2 * number), probe(2 * number + 1)
        if spoiler.quotes:
            found += writer.quotation(spoiler, begun, ended)
        elif spoiler.is_block:
            found += writer.block(spoiler, begun, ended)
        else:
            found += writer.inline(spoiler, begun, ended)
    return sorted(found, key=lambda edit: (edit.start, edit.end))


def write(source: str, changes: Sequence[Edit], *, probed: bool = False) -> Written:
    """`source` with the edits `changes`, which are in order; with probes if `probed`."""
    out: list[str] = []
    lines = [1]
    position, line = 0, 1
    for edit in changes:
        start = max(edit.start, position)
        kept = source[position:start]
        for _ in _LINE_END.finditer(kept):
            line += 1
            lines.append(line)
        text = edit.probed if probed else edit.text
        lines += [line] * len(_LINE_END.findall(text))
        line += len(_LINE_END.findall(source, start, edit.end))
        out += [kept, text]
        position = max(edit.end, position)
    rest = source[position:]
    for _ in _LINE_END.finditer(rest):
        line += 1
        lines.append(line)
    return Written("".join([*out, rest]), tuple(lines))


_CONTAINER = re.compile(
    r"(?:[ \t]{0,3}(?:>(?!!)[ \t]?|(?:[-+*]|\d{1,9}[.)])[ \t]{1,4}|\[\^[^\]\s]{1,99}\]:[ \t]*))*"
    r"[ \t]*"
)


def container_prefix(source: str, position: int) -> str:
    """The beginning of a new line that stays in the list item or quotation of `position`."""
    before = _line_before(source, position)
    signs = _CONTAINER.match(before)
    return re.sub(r"[^ \t>]", " ", _NOTE.sub("    ", signs[0] if signs else ""))


class _Writer:
    def __init__(self, source: str) -> None:
        self.source = source
        found = _LINE_END.search(source)
        self.newline = found[0] if found else "\n"

    def inline(self, spoiler: Spoiler, begun: str, ended: str) -> Iterator[Edit]:
        opening, closing = spoiler.opening.atom, spoiler.closing.atom
        label = opening.label
        yield Edit(opening.start, opening.end, ">!", f">!{begun}")
        # A > before the closing mark would make an opening mark with its !, and a brace after it
        # would be read as its attributes.
        gap = " " if self.source[closing.start - 1] == ">" else ""
        behind = f'{{instead="{_quoted(label)}"}}' if label else ""
        if not behind and self.source.startswith("{", closing.end):
            behind = "\\"
        yield Edit(closing.start, closing.end, f"{gap}!<{behind}", f"{ended}{gap}!<{behind}")

    def block(self, spoiler: Spoiler, begun: str, ended: str) -> Iterator[Edit]:
        opening, closing = spoiler.opening, spoiler.closing
        next_line = self.newline + self._indentation(opening.atom.start)
        heading = " ".join(filter(None, [_FENCE, _label(opening.atom.label or "")]))
        # A tag over several lines is the last of its first line, but words may follow on its last.
        if opening.context.last and self._ends_line(opening.atom.end):
            probed = f"{heading}{next_line}{begun}{next_line}"
            yield Edit(opening.atom.start, opening.atom.end, heading, probed)
        else:
            blanks = _BLANK.match(self.source, opening.atom.end)
            end = blanks.end() if blanks else opening.atom.end
            probed = f"{heading}{next_line}{begun}{next_line}{next_line}"
            yield Edit(opening.atom.start, end, heading + next_line, probed)
        start = closing.atom.start
        after = "" if self._ends_line(closing.atom.end) else next_line
        if closing.context.first:
            fence = f":::{after}"
            yield Edit(start, closing.atom.end, fence, f"{ended}{next_line}{fence}")
        else:
            while self.source[start - 1] in " \t":
                start -= 1
            fence = f"{next_line}:::{after}"
            yield Edit(start, closing.atom.end, fence, f"{next_line}{ended}{fence}")

    def quotation(self, spoiler: Spoiler, begun: str, ended: str) -> Iterator[Edit]:
        first, last = spoiler.opening.atom, spoiler.closing.atom
        next_line = self.newline + self._indentation(first.start)
        for quote in spoiler.quotes:
            start, end = quote.atom.start, quote.atom.end
            end += self.source.startswith(" ", end)
            text = _FENCE + next_line if quote.atom is first else ""
            probed = f"{text}{begun}{next_line}{next_line}" if text else ""
            yield Edit(start, end, text, probed)
        line_end = _LINE_END.search(self.source, last.end)
        end = line_end.start() if line_end else len(self.source)
        yield Edit(end, end, f"{next_line}:::", f"{next_line}{ended}{next_line}:::")

    def _ends_line(self, position: int) -> bool:
        """Whether nothing but blanks follows `position` on its line."""
        rest = _BLANK.match(self.source, position)
        end = rest.end() if rest else position
        return end == len(self.source) or self.source[end] in "\r\n"

    def _indentation(self, position: int) -> str:
        """The beginning of a line that puts it into the same container as `position`."""
        before = _line_before(self.source, position)
        return re.sub(r"[^ \t>]", " ", _NOTE.sub("    ", before))


def _line_before(source: str, position: int) -> str:
    start = max(source.rfind("\n", 0, position), source.rfind("\r", 0, position)) + 1
    return source[start:position]


def _quoted(label: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", label)


def _label(label: str) -> str:
    """`label` as it is written after `::: spoiler`."""
    return re.sub(r":(?=::)", r"\:", re.sub(r"([\\{])", r"\\\1", label))
