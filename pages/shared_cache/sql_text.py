"""The outer text of a query, and the conditions in it."""

import re
from collections.abc import Iterator

HIDDEN = "\x00"


def masked(sql: str) -> str:
    """``sql`` with `HIDDEN` for everything in parentheses."""
    masked, depth = [], 0
    for sign in sql:
        depth -= sign == ")"
        masked.append(HIDDEN if depth else sign)
        depth += sign == "("
    return "".join(masked)


def conditions(sql: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the conditions are, from ``start`` on, that every row fulfils. What follows the
    parentheses of the first of them, if it begins with one, is left out."""
    if start >= end:
        return
    mask = masked(sql[start:end])
    if group := re.match(r"\((\x00*)\)(?! (?:AND|OR) )", mask):
        start, mask = start + 1, masked(sql[start + 1 : start + 1 + len(group[1])])
    if " OR " in mask or "CASE " in mask:
        return
    for part in mask.split(" AND "):
        yield start, start + len(part)
        start += len(part) + len(" AND ")
