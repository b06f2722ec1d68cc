"""Writes a tree of elements as Markdown. A hidden element becomes `[spoiler]…[/spoiler]`, which
`spoilers.foreign.conversion` makes a curtain."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from spoilers.foreign import markdown_text
from spoilers.foreign.element_formats import formats_of, formats_without
from spoilers.foreign.elements import Element
from spoilers.foreign.figures import captioned
from spoilers.foreign.markdown_text import may_be_title
from spoilers.foreign.runs import (
    CURTAIN_RANK,
    LINE_BREAK,
    LINK_RANK,
    Format,
    Formats,
    Paragraph,
)
from spoilers.foreign.tags import is_harmless_comment
from spoilers.foreign.vocabulary import Treatment
from spoilers.foreign.word_lists import is_numbered, is_sign, level_of_item, sign_of_item

MIN_HEADING = 3
MAX_LABEL = 200

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_NO_BREAK = re.compile(r"(?<!\S)\xa0|\xa0(?!\S)")
_ESCAPED = re.compile(
    r"[\\*`]|~~|(?<!\w)_|_(?!\w)|(?<=\])\(|&(?=#?\w{1,30};)"
    r"|<(?=[a-z/!?])(?!/?[\w-]{0,40}(?:spoil|details|summary))",
    re.I,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_SPOILER_ADDRESS = re.compile(r"#(?:sp?$|.{0,100}spoil)", re.I)
_SCHEMES = ("http:", "https:", "mailto:")
_LABEL_SIGNS = str.maketrans({'"': "”", "<": "‹", ">": "›"})
_NEWLINE = re.compile(r"\r\n?")
_TEXT_TREATMENTS = {Treatment.REMOVED, Treatment.SILENT}


@dataclass(frozen=True, slots=True)
class Loss:
    """What the conversion leaves out: the position in the source, and its name for people."""

    position: int
    syntax: str


class MarkdownWriter:
    """Writes elements of `source`. In Markdown (`markdown`) the text around the tags is Markdown
    already and is kept as it is; in HTML it is text, and white space means nothing."""

    def __init__(self, source: str, *, markdown: bool, escaping: bool = True) -> None:
        self.source = source
        self.markdown = markdown
        self.escaping = escaping
        """Whether text of HTML gets a backslash where it would be Markdown."""
        self.is_formatted = False
        """Whether the text has more than paragraphs so far."""
        self.prefix = ""
        """The signs of a list item or a quotation at the beginning of each line of the source."""
        self.losses: list[Loss] = []
        self.curtains: list[Element] = []
        """The hidden elements written so far."""
        self._numbers = 0

    def inline(self, nodes: Sequence[Element], before: str = "", after: str = "") -> str:
        """The Markdown of `nodes`, which hold no blocks, between the characters `before` and
        `after` of the text around them."""
        flow = _Flow(self)
        for node in nodes:
            flow.add(node, frozenset())
        return flow.paragraph.take(before, after)

    def blocks(self, nodes: Iterable[Element]) -> list[str]:
        """The Markdown of `nodes`, a string for each block."""
        flow = _Flow(self)
        for node in nodes:
            flow.add(node, frozenset())
        flow.end()
        return flow.blocks

    def without_prefix(self, text: str) -> str:
        """`text` without the signs of the container around it, and with line feeds only."""
        text = _NEWLINE.sub("\n", text)
        if not self.prefix:
            return text
        signs = "".join(r"[ \t]{0,3}>" if sign == ">" else r"[ \t]?" for sign in self.prefix)
        return re.sub(rf"\n{signs}", "\n", text)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def lose(self, node: Element) -> None:
        if node.tag:
            self.losses.append(Loss(node.start, node.tag.syntax))

    def text_of(self, node: Element) -> str:
        """The text in `node`, on one line, without its tags."""
        return " ".join("".join(self._texts(node)).split())

    def raw(self, node: Element) -> str:
        """The text in `node` without its tags, lines and spaces unchanged."""
        return "".join(self._texts(node))

    def _texts(self, node: Element) -> Iterable[str]:
        if node.tag is None:
            yield unescape(self.source[node.start : node.end])
        elif node.treatment is Treatment.BREAK:
            yield "\n"
        elif node.treatment not in _TEXT_TREATMENTS:
            for child in node.children:
                yield from self._texts(child)


class _Flow:
    """Blocks one after another."""

    def __init__(self, writer: MarkdownWriter) -> None:
        self.writer = writer
        self.blocks: list[str] = []
        self.paragraph = Paragraph(collapsing=not writer.markdown)
        self._items: list[tuple[int, bool, str]] = []
        """Items of a list of Word: level, whether it is numbered, and text."""

    def end(self) -> None:
        """End the paragraph, and the list of Word."""
        self.end_paragraph()
        self._end_items()

    def end_paragraph(self) -> None:
        text = self.paragraph.take().strip()
        if not text:
            return
        self._end_items()
        if self.writer.markdown:
            self.blocks += _BLANK_LINE.split(text)
        else:
            escaping = self.writer.escaping
            self.blocks.append(markdown_text.protected(text) if escaping else text)

    def add(self, node: Element, formats: Formats) -> None:
        if node.tag is None:
            self.writer.is_formatted |= bool(formats)
            self.paragraph.add(self._text(node), formats)
        elif node.tag.is_comment:
            if self.writer.markdown and not is_harmless_comment(node.name):
                self.writer.lose(node)
        elif is_sign(node):
            pass
        elif node.is_hidden:
            self._add_curtain(node, formats)
        elif node.name == "p" and level_of_item(node):
            self._add_word_item(node)
        elif node.is_block:
            self._add_block(node, formats)
        else:
            self._add_inline(node, formats)

    def _text(self, node: Element) -> str:
        text = self.writer.source[node.start : node.end]
        if self.writer.markdown:
            return self.writer.without_prefix(text)
        text = _NO_BREAK.sub(" ", unescape(text))
        return _ESCAPED.sub(r"\\\g<0>", text) if self.writer.escaping else text

    def _children(self, node: Element, formats: Formats) -> None:
        for child in node.children:
            self.add(child, formats)

    def _add_curtain(self, node: Element, formats: Formats) -> None:
        self.writer.curtains.append(node)
        self.writer.is_formatted = True
        label = ""
        children = node.children
        summary = next((each for each in children if each.name == "summary"), None)
        if node.treatment is Treatment.PICTURE:
            curtain = Format(CURTAIN_RANK, "[spoiler]", "[/spoiler]", self.writer.next_number())
            self.paragraph.add_atom(self._picture(node), formats | {curtain})
            return
        if node.name == "spoiler" and node.tag:
            label = next(filter(None, map(node.tag.attributes.get, ("title", "label", "text"))), "")
        if node.name == "details" and summary and not (summary.is_hidden or summary.holds_hidden):
            label = self.writer.text_of(summary)
            children = [each for each in children if each is not summary]
        label = " ".join(label[:MAX_LABEL].translate(_LABEL_SIGNS).split())
        begin = f'[spoiler="{label}"]' if label else "[spoiler]"
        end = "[/spoiler]" if node.is_closed else ""
        is_empty = not any(self.writer.text_of(each) or _has_picture(each) for each in children)
        if _hides_in_attributes(node, is_empty=is_empty and self.writer.markdown):
            self.writer.lose(node)
        if is_empty and end:
            # It hides nothing, such as a button without words.
            return
        if is_empty:
            # What it was meant to hide is after it: a spoiler without an end is refused.
            self.paragraph.add_atom(begin, formats)
            return
        is_block = not self.writer.markdown and node.name in {"details", "dialog"}
        if is_block or node.is_block or node.has_blocks:
            self.end()
            inner = self.writer.blocks(children)
            self.blocks += [begin, *inner, *filter(None, [end])]
            return
        inside = Format(CURTAIN_RANK, begin, end, self.writer.next_number())
        if not label and end:
            runs = self.paragraph.runs
            around = [*formats, *(runs[-1].formats if runs else ())]
            # A curtain inside another one, or right beside it, is a part of that.
            same = (each for each in around if (each.begin, each.end) == (begin, end))
            inside = next(same, inside)
        for child in children:
            self.add(child, formats | {inside} | formats_of(node))

    def _add_inline(self, node: Element, formats: Formats) -> None:
        writer, treatment = self.writer, node.treatment
        attributes = node.tag.attributes if node.tag else {}
        match treatment:
            case Treatment.BREAK:
                self._add_break()
            case Treatment.PICTURE:
                writer.is_formatted = True
                self.paragraph.add_atom(self._picture(node), formats)
            case Treatment.CODE if not node.holds_hidden:
                writer.is_formatted = True
                self.paragraph.add_atom(markdown_text.code(writer.raw(node)), formats)
            case Treatment.LINK:
                address = attributes.get("href") or attributes.get("") or ""
                if node.name in {"url", "email"} and not address:
                    address = writer.text_of(node)
                link = self._link(address.strip(), mail=node.name == "email")
                self._children(node, formats | link | formats_of(node))
            case Treatment.QUOTED:
                self.paragraph.add("“", formats)
                self._children(node, formats)
                self.paragraph.add("”", formats)
            case Treatment.SILENT:
                pass
            case Treatment.REMOVED:
                writer.lose(node)
            case _:
                if treatment in {Treatment.DROPPED, Treatment.UNKNOWN}:
                    writer.lose(node)
                self._children(node, formats - formats_without(node) | formats_of(node))

    def _add_break(self) -> None:
        runs = self.paragraph.runs
        if runs and runs[-1].text == LINE_BREAK:
            # Two line breaks are meant as a paragraph.
            runs.pop()
            self.end_paragraph()
        elif any(run.text.strip() for run in runs):
            self.paragraph.add_atom(LINE_BREAK, frozenset())

    def _link(self, address: str, *, mail: bool) -> Formats:
        if mail and "@" in address:
            address = address if address.startswith("mailto:") else f"mailto:{address}"
        is_known = not _SCHEME.match(address) or address.lower().startswith(_SCHEMES)
        # Other sites hide the text of links to #spoiler: such a link is refused later.
        is_local = address.startswith("#") and not _SPOILER_ADDRESS.match(address)
        if not address or is_local or not is_known:
            return frozenset()
        return frozenset(
            {
                Format(
                    LINK_RANK,
                    "[",
                    f"]({markdown_text.address(address)})",
                    self.writer.next_number(),
                )
            }
        )

    def _picture(self, node: Element, caption: str = "") -> str:
        attributes = node.tag.attributes if node.tag else {}
        is_code = bool(node.tag and node.tag.is_code)
        address = self.writer.text_of(node) if is_code else attributes.get("src", "")
        if not address or address.lower().startswith("data:"):
            self.writer.lose(node)
            return ""
        alt = markdown_text.alternative(attributes.get("alt", ""))
        title = f' "{markdown_text.title(caption)}"' if caption else ""
        return f"![{alt}]({markdown_text.address(address)}{title})"

    def _add_block(self, node: Element, formats: Formats) -> None:
        treatment = node.treatment
        if treatment is Treatment.PARAGRAPH:
            self.end_paragraph()
            if self._add_captioned(node, formats):
                return
            for child in node.children:
                self.add(child, formats - formats_without(node) | formats_of(node))
                if "caption" in node.name and _has_picture(child):
                    self.end_paragraph()
            self.end_paragraph()
            return
        self.end()
        self.writer.is_formatted = True
        match treatment:
            case Treatment.TABLE | Treatment.PREFORMATTED if node.holds_hidden:
                self._children(node, formats)
                self.end()
            case Treatment.RULE:
                self.blocks.append("---")
            case Treatment.HEADING:
                self._add_heading(node)
            case Treatment.QUOTATION:
                inner = "\n\n".join(self.writer.blocks(node.children))
                if inner:
                    self.blocks.append(markdown_text.prefixed(inner, "> ", "> "))
            case Treatment.LIST:
                self._add_list(node)
            case Treatment.TABLE:
                self._add_table(node)
            case Treatment.PREFORMATTED:
                self.blocks.append(markdown_text.fenced(self.writer.raw(node)))
            case _:
                # An item outside of a list.
                self._children(node, formats)
                self.end()

    def _add_captioned(self, node: Element, formats: Formats) -> bool:
        """Add `node` if it is a picture with a caption that its title can be."""
        found = captioned(node)
        if found is None or self.writer.markdown:
            return False
        words = self.writer.text_of(found[1])
        is_all = self.writer.text_of(node) == words
        picture = self._picture(found[0], words) if is_all and may_be_title(words) else ""
        if not picture:
            return False
        self.writer.is_formatted = True
        self.paragraph.add_atom(picture, formats)
        self.end_paragraph()
        return True

    def _add_heading(self, node: Element) -> None:
        inner = _Flow(self.writer)
        inner._children(node, frozenset())
        inner.end()
        blocks = [" ".join(each.replace(LINE_BREAK, " ").split()) for each in inner.blocks]
        hashes = "#" * max(MIN_HEADING, int(node.name[1:]))
        for at, block in enumerate(filter(None, blocks)):
            self.blocks.append(block if at else f"{hashes} {block}")

    def _add_list(self, node: Element) -> None:
        attributes = node.tag.attributes if node.tag else {}
        is_ordered = node.name == "ol" or attributes.get("") == "1"
        first = attributes.get("start", "1")
        number = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 1
        lines: list[str] = []
        is_tight = True
        for child in node.children:
            blocks = self.writer.blocks(
                [child]
                if child.treatment is not Treatment.ITEM or child.is_hidden
                else child.children
            )
            if not blocks:
                continue
            if child.treatment is Treatment.LIST and lines:
                # Google Docs puts a list inside a list right into it.
                indent = "   " if is_ordered else "  "
                lines[-1] += "\n" + markdown_text.prefixed("\n\n".join(blocks), indent, indent)
                continue
            marker = f"{number}. " if is_ordered else "- "
            number += 1
            only_lists = all(_is_list(block) for block in blocks[1:])
            is_tight &= only_lists
            inner = ("\n" if only_lists else "\n\n").join(blocks)
            lines.append(markdown_text.prefixed(inner, " " * len(marker), marker))
        if lines:
            self.blocks.append(("\n" if is_tight else "\n\n").join(lines))

    def _add_table(self, node: Element) -> None:
        rows = list(_rows(node))
        width = max((len(row) for row in rows), default=0)
        if width < 2 or any(_holds_blocks(cell) for row in rows for cell in row):
            # A table with one column, or with blocks, gives the page its shape.
            for row in rows:
                for cell in row:
                    self._children(cell, frozenset())
                    self.end()
            return
        lines = []
        for row in rows:
            cells = [" ".join(" ".join(self.writer.blocks(each.children)).split()) for each in row]
            cells = [
                cell.replace("\\ ", " ").replace("|", "\\|") if "||" not in cell else cell
                for cell in cells
            ]
            lines.append("| " + " | ".join(cells + [""] * (width - len(cells))) + " |")
        lines.insert(1, "|" + " --- |" * width)
        self.blocks.append("\n".join(lines))

    def _add_word_item(self, node: Element) -> None:
        self.end_paragraph()
        sign = sign_of_item(self.writer.raw(node))
        text = "\n\n".join(self.writer.blocks(node.children))
        if not any(map(is_sign, node.children)):
            text = text.removeprefix(sign).lstrip()
        self._items.append((level_of_item(node), is_numbered(sign), text))

    def _end_items(self) -> None:
        if not self._items:
            return
        items, self._items = self._items, []
        lines, numbers = [], [0] * 12
        for level, numbered, text in items:
            depth = min(level, 10) - 1
            numbers[depth] += 1
            numbers[depth + 1 :] = [0] * (11 - depth)
            sign = f"{numbers[depth]}. " if numbered else "- "
            indent = "   " * depth
            lines.append(markdown_text.prefixed(text, indent + " " * len(sign), indent + sign))
        self.blocks.append("\n".join(lines))


def _rows(node: Element) -> Iterable[list[Element]]:
    for child in node.children:
        if child.name == "tr":
            yield [each for each in child.children if each.name in {"td", "th"}]
        elif child.name in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)
        elif child.name == "caption":
            yield [child]


def _holds_blocks(cell: Element) -> bool:
    inner = [each for child in cell.children for each in (child, *child.children)]
    return any(each.is_block and each.treatment is not Treatment.PARAGRAPH for each in inner)


def _has_picture(node: Element) -> bool:
    return node.treatment is Treatment.PICTURE or any(map(_has_picture, node.children))


def _hides_in_attributes(node: Element, *, is_empty: bool) -> bool:
    """Whether an attribute of `node` holds several words, which would be lost, or any if the
    element `is_empty`."""
    attributes = node.tag.attributes if node.tag else {}
    return any(
        name in {"title", "content", "text"} or name.startswith("data-")
        for name, value in attributes.items()
        if (is_empty and value)
        or (" " in value.strip() and not value.startswith(("{", "[", "http")))
    )


def _is_list(block: str) -> bool:
    return bool(re.match(r"(?:- |\d+\. )", block))
