"""The curtain: Markdown with spoilers in, redacted HTML, text and curtains out.

Pure functions. What they need of the films or the image library comes in as a callable.
"""

from spoilers.foreign import Change, Converted, canonical, foreign_problems
from spoilers.plaintext import check_plain, plain
from spoilers.problems import Problem
from spoilers.redaction import Curtain, Redacted, check, malformed, redact
from spoilers.renaming import rename_films
from spoilers.slots import place
from spoilers.structure import Block, Unworkable, blocks

REDACTOR_VERSION: int = 4
"""Raised when the same Markdown would be redacted otherwise, so that editions are made anew."""

__all__ = [
    "REDACTOR_VERSION",
    "Block",
    "Change",
    "Converted",
    "Curtain",
    "Problem",
    "Redacted",
    "Unworkable",
    "blocks",
    "canonical",
    "check",
    "check_plain",
    "foreign_problems",
    "malformed",
    "place",
    "plain",
    "redact",
    "rename_films",
]
