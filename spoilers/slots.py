"""The slot: the element in rendered HTML that marks the place of a closed curtain."""

import re
from collections.abc import Callable

_SLOT = re.compile(r'<curtain-slot key="([^"]*)"></curtain-slot>')


def slot(key: str) -> str:
    """The slot of the curtain `key`. Authors cannot forge one: they cannot write HTML."""
    return f'<curtain-slot key="{key}"></curtain-slot>'


def fill_slots(html: str, render: Callable[[str], str]) -> str:
    """`html` with each slot replaced by `render(key)`, HTML that is inserted unchanged.

    Slots inside the inserted HTML stay: the caller fills them with a call of its own.
    """
    return _SLOT.sub(lambda match: render(match[1]), html)


def slot_keys(html: str) -> list[str]:
    """The keys of the slots in `html`, in their order."""
    return _SLOT.findall(html)
