"""Fields that are plain and public, a headline or a standfirst: they hold no curtains at all."""

import re

from spoilers.foreign.atoms import in_plain
from spoilers.lookalikes import CONTROL, FENCE, deceptive
from spoilers.problems import Problem, ProblemCode, ProblemCollector

_MARK = re.compile(r">!|!<")
_FENCE = re.compile(f"^{FENCE}")
_LINE_END = re.compile(r"\r\n?|\n")
_SQUEEZED = re.compile(f" *(?:{CONTROL.pattern})+ *")


def check_plain(text: str) -> tuple[Problem, ...]:
    """A problem for each line of `text` that holds anything of a curtain's syntax or of another
    site's spoilers, or a control character."""
    problems = ProblemCollector()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if _holds_mark(line):
            problems.add(number, ProblemCode.MARK_IN_PLAIN)
        if CONTROL.search(line):
            problems.add(number, ProblemCode.CONTROL_CHARACTER)
    for number, syntax in in_plain(_LINE_END.sub("\n", text)):
        problems.add(number, ProblemCode.FOREIGN_IN_PLAIN, syntax=syntax)
    return problems.sorted()


def plain(text: str) -> str:
    """`text` with a space for control characters, or "" if it holds anything of a curtain's syntax:
    it fails closed."""
    if any(map(_holds_mark, _LINE_END.split(text))):
        return ""
    return _SQUEEZED.sub(" ", text)


def _holds_mark(line: str) -> bool:
    """Whether a mark is in `line`, whichever of its control characters end a line for a reader."""
    parts = CONTROL.split(line)
    whole = "".join(parts)
    return bool(_MARK.search(whole)) or deceptive(whole) or any(map(_FENCE.match, parts))
