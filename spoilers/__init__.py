"""Markdown with spoilers, parsed and redacted.

`parse` makes a `ParsedText`, which knows its problems, names films and pictures, and divides itself
into public HTML and curtains. The functions are pure: what they need to know of films and of the
image library is passed in as a callable.
"""

from spoilers.figures import figure
from spoilers.foreign import Change, Converted, announces, canonical, from_html
from spoilers.parsed_text import NamedFilm, NamedPicture, ParsedText, parse
from spoilers.plaintext import check_plain, plain
from spoilers.problems import Problem, ProblemCode
from spoilers.redaction import Curtain, Redacted
from spoilers.slots import fill_slots, slot, slot_keys
from spoilers.structure import Block, Unworkable, blocks

REDACTOR_VERSION: int = 8
"""Raised when the redaction of the same Markdown changes, so that editions are rendered again."""

__all__ = [
    "REDACTOR_VERSION",
    "Block",
    "Change",
    "Converted",
    "Curtain",
    "NamedFilm",
    "NamedPicture",
    "ParsedText",
    "Problem",
    "ProblemCode",
    "Redacted",
    "Unworkable",
    "announces",
    "blocks",
    "canonical",
    "check_plain",
    "figure",
    "fill_slots",
    "from_html",
    "parse",
    "plain",
    "slot",
    "slot_keys",
]
