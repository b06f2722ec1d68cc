"""Plain public fields, such as a headline or a standfirst. They cannot hold curtains."""

import re
from html.entities import entitydefs

from spoilers.foreign.atom_types import AtomRole
from spoilers.foreign.atoms import in_plain
from spoilers.foreign.relevant_tags import plain_markup
from spoilers.lookalikes import CONTROL, FENCE, deceptive
from spoilers.problems import Problem, ProblemCode, ProblemCollector

_MARK = re.compile(r">!|!<")
_FENCE = re.compile(f"^{FENCE}")
_ENTITY = re.compile(rf"&(?:#\d{{2,6}}|#[xX][\da-fA-F]{{2,5}}|{'|'.join(entitydefs)});")
_LINE_END = re.compile(r"\r\n?|\n")
# It begins at the first of several spaces only, so that it takes linear time.
_SQUEEZED = re.compile(f"(?<! ) *{CONTROL.pattern}[ {CONTROL.pattern[1:]}*")


def check_plain(text: str) -> tuple[Problem, ...]:
    """A problem for each line of `text` that holds a spoiler mark, something like a spoiler of
    another site, HTML, an entity of HTML, a shortcode or a control character."""
    problems = ProblemCollector()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if _holds_mark(line):
            problems.add(number, ProblemCode.MARK_IN_PLAIN)
        if CONTROL.search(line):
            problems.add(number, ProblemCode.CONTROL_CHARACTER)
    lines = _LINE_END.sub("\n", text)
    markup = list(plain_markup(lines))
    for number, syntax in markup:
        problems.add(number, ProblemCode.MARKUP_IN_PLAIN, syntax=syntax)
    known = {number for number, _syntax in markup}
    for number, atom in in_plain(lines):
        if atom.role is not AtomRole.MARKUP:
            problems.add(number, ProblemCode.FOREIGN_IN_PLAIN, syntax=atom.syntax)
        elif number not in known:
            problems.add(number, ProblemCode.MARKUP_IN_PLAIN, syntax=atom.syntax)
    reported = {problem.line for problem in problems.sorted()}
    for number, line in enumerate(lines.split("\n"), start=1):
        entity = _ENTITY.search(line)
        if entity and number not in reported:
            problems.add(number, ProblemCode.ENTITY_IN_PLAIN, entity=entity[0])
    return problems.sorted()


def plain(text: str) -> str:
    """`text` with a space for each run of control characters. Fails closed: "" if a line of it
    holds a spoiler mark."""
    if any(map(_holds_mark, _LINE_END.split(text))):
        return ""
    return _SQUEEZED.sub(" ", text)


def _holds_mark(line: str) -> bool:
    """Whether a spoiler mark is in `line`. Some programs end a line at control characters, so both
    the whole and the parts between them are checked."""
    parts = CONTROL.split(line)
    whole = "".join(parts)
    return bool(_MARK.search(whole)) or deceptive(whole) or any(map(_FENCE.match, parts))
