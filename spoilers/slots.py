"""The place in HTML where a curtain hangs while it is closed."""

import re
from collections.abc import Callable

_SLOT = re.compile(r'<curtain-slot key="([^"]*)"></curtain-slot>')


def slot(key: str) -> str:
    """The slot of the curtain `key`. Only `redact` makes one: authors cannot write HTML."""
    return f'<curtain-slot key="{key}"></curtain-slot>'


def place(html: str, draw: Callable[[str], str]) -> str:
    """`html` with each slot replaced by `draw(key)`, HTML that is taken as it is.

    Slots in what `draw` returns stay: an inner curtain is drawn by a call of its own.
    """
    return _SLOT.sub(lambda match: draw(match[1]), html)
