"""Fields that are plain and public, a headline or a standfirst: they hold no curtains at all."""

import re

from spoilers.problems import Fault, Findings, Problem

_MARK = re.compile(r">!|!<|^[ \t]*:::", re.M)


def check_plain(text: str) -> tuple[Problem, ...]:
    """A problem for each line of `text` that holds anything of a curtain's syntax."""
    findings = Findings()
    for mark in _MARK.finditer(text):
        findings.add(text.count("\n", 0, mark.start()) + 1, Fault.MARK_IN_PLAIN)
    return findings.sorted()


def plain(text: str) -> str:
    """`text`, or "" if it holds anything of a curtain's syntax: it fails closed."""
    return "" if _MARK.search(text) else text
