"""Converts the HTML elements and harmless shortcodes in a Markdown text to Markdown.

What they hide becomes `[spoiler]…[/spoiler]`. `spoilers.foreign.conversion` converts that to
curtains, together with all other spoilers.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from spoilers.foreign.elements import Element, TooDeep, TreeBuilder
from spoilers.foreign.html_writer import Loss, MarkdownWriter
from spoilers.foreign.interaction import switches
from spoilers.foreign.markup_result import Finding, Markup
from spoilers.foreign.probing import Context, ContextKind, ProbedText, parse_probed, probe
from spoilers.foreign.relevant_tags import relevant_tags
from spoilers.foreign.style_rules import hiding_rules
from spoilers.foreign.tags import Tag
from spoilers.foreign.vocabulary import Treatment, hides
from spoilers.foreign.writing import Edit, container_prefix, write
from spoilers.marks import normalise
from spoilers.parser import MAX_LENGTH, MAX_MARKUP, markup
from spoilers.problems import ProblemCode

PROBE_LENGTH = len(probe(MAX_LENGTH))

_HINT = re.compile(r"<[a-z/!]|\[/?[a-z*]", re.I)
_LINE_END = re.compile(r"\r\n?|\n")
_NEW_BLOCK = re.compile(r"[ \t>]*(?:\r|\n|\Z|[-+*#](?=[ \t#])|\d{1,9}[.)][ \t])")
_BLANK_END = re.compile(r"[ \t]*\Z")
_LINE_AFTER = re.compile(r"[ \t]*(?:\r\n?|\n)")


def markdown_markup(source: str) -> Markup:
    """Convert the tags in the Markdown text `source` that are neither escaped nor code."""
    found = Markup(source)
    if not _HINT.search(source) or not is_workable(source):
        # The parser refuses a text with too much markup.
        return found
    tags = relevant_tags(source)
    if not tags or len(tags) > (MAX_LENGTH - len(source)) // PROBE_LENGTH:
        return found
    shown = parse_probed(_probed(source, tags), disguised=False)
    if shown.is_unworkable:
        return found
    _Conversion(source, found).run(tags, shown)
    return found


def is_workable(source: str) -> bool:
    """Whether the parser accepts the length and the amount of markup of `source`."""
    return len(source) <= MAX_LENGTH and markup(normalise(source)) <= MAX_MARKUP


def _probed(source: str, tags: Sequence[Tag]) -> str:
    """`source` with a probe in the place of each tag; no line moves."""
    out: list[str] = []
    position = 0
    for number, tag in enumerate(tags):
        breaks = "".join(_LINE_END.findall(source, tag.start, tag.end))
        out += [source[position : tag.start], probe(number), breaks]
        position = tag.end
    return "".join([*out, source[position:]])


class _Conversion:
    """Converts the tags of one Markdown text."""

    def __init__(self, source: str, found: Markup) -> None:
        self.source = source
        self.found = found
        self.contexts: dict[int, Context] = {}
        """By the start of the tag."""
        self.edits: list[Edit] = []
        self._hidden_in_code: set[str] = set()
        """The names of tags in code that would hide something."""
        self._block_end = 0
        """Where the last region with blocks ends."""

    def run(self, tags: Sequence[Tag], shown: ProbedText) -> None:
        used = list(self._in_text(tags, shown))
        self._starts = [tag.start for tag in used]
        rules = hiding_rules(self.source, tags)
        builder = TreeBuilder(self.source, promoting=True, rules=rules)
        try:
            root = builder.build(used, 0, len(self.source))
        except TooDeep:
            self._problem(0, ProblemCode.TOO_DENSE)
            return
        writer = MarkdownWriter(self.source, markdown=True)
        self._report(used, builder)
        for node in switches(root, self.source):
            self._problem(
                node.start, ProblemCode.FOREIGN_UNKNOWN, node.tag.syntax if node.tag else ""
            )
        for region in _regions(root.children):
            self._convert(region, writer)
        for node in builder.unclosed:
            self._leave_out(node.start, node.tag)
        for tag in builder.strays:
            self._leave_out(tag.start, tag)
        literal = [tag for tag in used if not tag.is_close] + builder.strays
        self.found.tags = [
            Finding(tag.start, ProblemCode.MARKUP_SYNTAX, tag.syntax) for tag in literal
        ]
        if self.found.problems or not self.edits:
            return
        self.found.losses += writer.losses
        self.found.hidden = [node.start for node in writer.curtains]
        self.found.losses.sort(key=lambda loss: loss.position)
        written = write(self.source, sorted(self.edits, key=lambda edit: edit.start))
        self.found.text = written.text
        self.found.lines = written.lines
        self.found.converted = list(
            _first_of_each(used, {each.position for each in self.found.losses})
        )

    def _in_text(self, tags: Sequence[Tag], shown: ProbedText) -> Iterator[Tag]:
        """The tags that are neither code nor in a place that holds no elements. Reports those."""
        is_open = 0
        for number, tag in enumerate(tags):
            context = shown.contexts.get(number)
            if context is not None and context.kind is ContextKind.TEXT:
                self.contexts[tag.start] = context
                is_open += -1 if tag.is_close else 1
                yield tag
            elif context is not None and context.kind is ContextKind.CODE:
                if self._may_hide(tag):
                    self._hidden_in_code.add(tag.name)
            elif context is None or context.kind is ContextKind.FENCE:
                self._problem(tag.start, ProblemCode.MARKUP_IN_ATTRIBUTE, tag.syntax)
            elif context.kind is ContextKind.UNTRUSTED_CODE and (
                is_open > 0 or self._may_hide(tag)
            ):
                self._problem(tag.start, ProblemCode.FOREIGN_IN_CODE, tag.syntax)

    def _may_hide(self, tag: Tag) -> bool:
        root = (
            TreeBuilder(self.source).build([tag], tag.start, tag.end) if not tag.is_close else None
        )
        return bool(root and any(node.is_hidden for node in root.children)) or hides(tag.name)

    def _report(self, tags: Sequence[Tag], builder: TreeBuilder) -> None:
        for tag in tags:
            if tag.treatment is Treatment.UNKNOWN:
                self._problem(tag.start, ProblemCode.MARKUP_UNKNOWN, tag.syntax)
        for node in builder.unclosed:
            if node.is_hidden:
                self._problem(
                    node.start, ProblemCode.FOREIGN_UNCLOSED, node.tag.syntax if node.tag else ""
                )
        for tag in builder.strays:
            # A backtick may have made code of the tag that opens it.
            if hides(tag.name) or tag.name in self._hidden_in_code:
                self._problem(tag.start, ProblemCode.FOREIGN_STRAY, tag.syntax)

    def _problem(self, position: int, code: ProblemCode, syntax: str = "") -> None:
        self.found.problems.append(Finding(position, code, syntax))

    def _leave_out(self, position: int, tag: Tag | None) -> None:
        if tag is None:
            return
        is_paragraph = tag.treatment in {Treatment.PARAGRAPH, Treatment.ITEM, Treatment.LIST}
        text = self._separator(tag) if is_paragraph else ""
        self.edits.append(Edit(tag.start, tag.end, text, text))
        if not is_paragraph and tag.treatment not in {Treatment.PLAIN, Treatment.SILENT}:
            self.found.losses.append(Loss(position, tag.syntax))

    def _separator(self, tag: Tag) -> str:
        """An empty line between the text before and after `tag`, if there is any on its line."""
        context = self.contexts[tag.start]
        if context.first and context.last:
            return ""
        gap = 2 * ("\n" + container_prefix(self.source, tag.start))
        return "" if context.first and tag.is_close is False else gap

    def _convert(self, region: list[Element], writer: MarkdownWriter) -> None:
        """Replace `region`, elements side by side, by its Markdown."""
        start, end = region[0].start, region[-1].end
        first, last = self._ends(region)
        source = self.source
        if (first.container, first.curtains) != (last.container, last.curtains):
            for node in region:
                is_removed = node.treatment is Treatment.REMOVED
                if node.is_hidden or node.holds_hidden or is_removed:
                    self._problem(
                        node.start,
                        ProblemCode.FOREIGN_CROSSING,
                        node.tag.syntax if node.tag else "",
                    )
            self._unwrap(region)
            return
        if len(region) == 1 and region[0].treatment is Treatment.BREAK:
            self._break(region[0], first)
            return
        prefix = writer.prefix = container_prefix(source, start)
        is_block = any(node.is_block or node.has_blocks for node in region)
        # A region over several lines of a container holds its signs, which are no text.
        if is_block and first.passage and not first.in_paragraph:
            self._problem(
                start,
                ProblemCode.MARKUP_UNCONVERTIBLE,
                region[0].tag.syntax if region[0].tag else "",
            )
            return
        if not is_block:
            before = source[start - 1 : start] if start else ""
            text = _with_prefix(writer.inline(region, before, source[end : end + 1]), prefix)
            self.edits.append(Edit(start, end, text, text))
            return
        text = _with_prefix("\n\n".join(writer.blocks(region)), prefix)
        gap = (
            2 * ("\n" + prefix.rstrip()) if not prefix.strip() else f"\n{prefix.rstrip()}\n{prefix}"
        )
        if text and not first.first:
            while start and source[start - 1] in " \t":
                start -= 1
            text = gap + text
        if text and not last.last:
            while source[end : end + 1] in {" ", "\t"}:
                end += 1
            text += gap
        elif text and _continues(source, end):
            text += "\n" + prefix.rstrip()
        between = source[self._block_end : start]
        if text and first.first and between.strip() and _is_continued(source, start):
            text = "\n" + prefix + text
            while start and source[start - 1] in " \t":
                start -= 1
        self._block_end = end
        self.edits.append(Edit(start, end, text, text))

    def _ends(self, region: list[Element]) -> tuple[Context, Context]:
        """The contexts of the first and the last tag of `region`."""
        last = self._starts[bisect_left(self._starts, region[-1].end) - 1]
        return self.contexts[region[0].start], self.contexts[last]

    def _unwrap(self, nodes: Sequence[Element]) -> None:
        """Leave out the tags of `nodes`, whose ends are in different containers."""
        for node in nodes:
            if node.tag is None:
                continue
            self.found.losses.append(Loss(node.start, node.tag.syntax))
            self.edits.append(Edit(node.start, node.tag.end, "", ""))
            if node.inner_end and node.inner_end < node.end:
                self.edits.append(Edit(node.inner_end, node.end, "", ""))
            self._unwrap(node.children)

    def _break(self, node: Element, context: Context) -> None:
        """Replace one `<br>`."""
        start, end, source = node.start, node.end, self.source
        rest = _LINE_AFTER.match(source, end)
        if not context.in_paragraph:
            text = "" if rest or context.first else " "
        elif context.first or not _continues(source, end, always=not rest):
            text = ""
        elif rest:
            text = "\\"
        else:
            text = "\\\n" + container_prefix(source, start)
            while source[end : end + 1] in {" ", "\t"}:
                end += 1
        while text and start and source[start - 1] in " \t":
            start -= 1
        self.edits.append(Edit(start, end, text, text))


def _regions(nodes: Sequence[Element]) -> Iterator[list[Element]]:
    """The elements among `nodes`, those together that stand side by side without text between."""
    region: list[Element] = []
    for node in nodes:
        if node.tag is not None:
            region.append(node)
        elif region:
            yield region
            region = []
    if region:
        yield region


def _with_prefix(text: str, prefix: str) -> str:
    """`text` with `prefix` at the beginning of each line but the first."""
    if not prefix:
        return text
    first, *others = text.split("\n")
    return "\n".join([first, *(f"{prefix}{line}" if line else prefix.rstrip() for line in others)])


def _continues(source: str, end: int, *, always: bool = False) -> bool:
    """Whether the line after that of `end` goes on with the same paragraph; `always` if there is
    more text on the line of `end` itself."""
    after = _LINE_AFTER.match(source, end)
    if not after:
        return always and not _BLANK_END.match(source, end)
    return not _NEW_BLOCK.match(source, after.end())


def _is_continued(source: str, start: int) -> bool:
    """Whether the line before that of `start` is text."""
    line = source.rfind("\n", 0, start)
    return line > 0 and bool(source[source.rfind("\n", 0, line) + 1 : line].strip(" \t\r>"))


def _first_of_each(tags: Sequence[Tag], lost: set[int]) -> Iterator[Finding]:
    seen: set[str] = set()
    for tag in tags:
        kept = not tag.is_close and not tag.is_comment and tag.start not in lost
        if kept and tag.syntax not in seen and tag.treatment is not Treatment.PLAIN:
            seen.add(tag.syntax)
            yield Finding(tag.start, ProblemCode.MARKUP_SYNTAX, tag.syntax)
