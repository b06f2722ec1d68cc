"""What an atom is: one piece of another site's spoiler syntax."""

from dataclasses import dataclass
from enum import Enum, auto


class AtomRole(Enum):
    OPEN = auto()
    CLOSE = auto()
    TOGGLE = auto()
    """Opens or closes, like `||`."""
    LABEL = auto()
    """A `<summary>`: the label of the spoiler that opens right before it."""
    QUOTE = auto()
    """A `>!` at the beginning of a line."""
    FENCE = auto()
    """A `:::spoiler` that is not spelled as in the canonical syntax."""
    CLASS = auto()
    """The class `{.spoiler}`, which hides a section of a document, but nothing in a text."""
    MARKUP = auto()
    """Markup of which it is unknown what it does."""
    SHOWN = auto()
    """Markup that hides nothing on any site, and is shown as it is written."""
    UNKNOWN = auto()
    """A spoiler of which it is unknown where it ends, or how it is written."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One atom, from `start` to `end` of the source.

    `syntax` is the name of its syntax for people; it never quotes the source. `label` is what
    readers should see while the spoiler is closed, None if the atom has no label. An atom closes
    one with the same `key`; "" stands for the syntax.
    """

    start: int
    end: int
    role: AtomRole
    syntax: str
    label: str | None = None
    key: str = ""
