"""Converts a whole paste, or a whole text, of HTML to Markdown with foreign spoilers."""

import re
from itertools import islice

from spoilers.foreign.elements import TooDeep, TreeBuilder
from spoilers.foreign.html_writer import MarkdownWriter
from spoilers.foreign.interaction import switches
from spoilers.foreign.markup_result import Finding, Markup
from spoilers.foreign.style_rules import hiding_rules
from spoilers.foreign.tags import find_tags
from spoilers.problems import ProblemCode

MAX_HTML = 2_000_000
MAX_TAGS = 20_000
"""Characters and tags of HTML in one paste. 20,000 tags take about two seconds; 10,000 words that
Google Docs copies have about 2,000."""

_SOURCE_CODE = re.compile(r"white-space:\s*pre;", re.I)


def html_markup(source: str, *, is_paste: bool) -> Markup:
    """Convert `source`, a piece of HTML. Positions are those of the HTML.

    A paste (`is_paste`) without any formatting may hold Markdown that somebody has typed, so
    nothing in it is escaped. All other HTML is text, with formatting or without."""
    found = Markup("")
    if len(source) > MAX_HTML:
        found.problems.append(Finding(0, ProblemCode.TOO_LONG))
        return found
    tags = list(islice(find_tags(source, markdown=False), MAX_TAGS + 1))
    if len(tags) > MAX_TAGS:
        found.problems.append(Finding(0, ProblemCode.TOO_DENSE))
        return found
    builder = TreeBuilder(source, rules=hiding_rules(source, tags))
    try:
        root = builder.build(tags, 0, len(source))
    except TooDeep:
        found.problems.append(Finding(0, ProblemCode.TOO_DENSE))
        return found
    for node in switches(root, source):
        syntax = node.tag.syntax if node.tag else ""
        found.problems.append(Finding(node.start, ProblemCode.FOREIGN_UNKNOWN, syntax))
    if found.problems:
        return found
    writer = MarkdownWriter(source, markdown=False)
    blocks = writer.blocks(root.children)
    if is_paste and not writer.is_formatted:
        # Somebody may have typed Markdown in a word processor.
        writer = MarkdownWriter(source, markdown=False, escaping=False)
        blocks = writer.blocks(root.children)
    found.text = "\n\n".join(blocks)
    found.losses = writer.losses
    found.hidden = [node.start for node in writer.curtains]
    # An editor of source code copies its colours as HTML.
    is_code = not writer.curtains and bool(_SOURCE_CODE.search(source[:2000]))
    is_formatted = writer.is_formatted or sum(tag.name == "p" for tag in tags) > 2
    found.is_formatted = not is_paste or (is_formatted and not is_code)
    return found
