"""The errors, warnings and notes about a document, each with its line."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

SUGGESTIONS = 20
CANDIDATES = 200
LONGEST_WORD = 60
"""How many suggestions one file gets, among how many words, and for words up to which length:
comparing words is slow, and a hostile file asks for many comparisons."""


@dataclass(frozen=True, order=True, slots=True)
class DocumentFinding:
    """A sentence on one line of the file, counted from 1."""

    line: int
    sentence: str


class DocumentRefused(Exception):
    """The file cannot be imported. ``errors`` and ``warnings`` are sorted by line."""

    def __init__(
        self, errors: Iterable[DocumentFinding], warnings: Iterable[DocumentFinding] = ()
    ) -> None:
        self.errors = tuple(sorted(set(errors)))
        self.warnings = tuple(sorted(set(warnings)))
        super().__init__("\n".join(f"{error.line}: {error.sentence}" for error in self.errors))


@dataclass
class Findings:
    """Collects the errors and warnings of one file, and notes on what the import changed.

    Each has a sentence with placeholders for ``values``. ``unfinished``: the file holds a draft
    that may have problems, as on the desk.
    """

    errors: list[DocumentFinding] = field(default_factory=list)
    warnings: list[DocumentFinding] = field(default_factory=list)
    notes: list[DocumentFinding] = field(default_factory=list)
    suggestions: int = 0
    unfinished: bool = False

    def error(self, line: int, sentence: str, /, **values: Any) -> None:
        self.errors.append(_finding(line, sentence, values))

    def problem(self, line: int, sentence: str, /, **values: Any) -> None:
        """Add something that a manuscript may hold, but that cannot be published: an error, or a
        warning about an unfinished review."""
        (self.warn if self.unfinished else self.error)(line, sentence, **values)

    def warn(self, line: int, sentence: str, /, **values: Any) -> None:
        self.warnings.append(_finding(line, sentence, values))

    def note(self, line: int, sentence: str, /, **values: Any) -> None:
        self.notes.append(_finding(line, sentence, values))

    def stop_if_wrong(self) -> None:
        """Raise `DocumentRefused` if there is any error."""
        if self.errors:
            raise DocumentRefused(self.errors, self.warnings)

    def did_you_mean(self, word: str, among: Iterable[str]) -> str:
        """A question with a space in front, “ Did you mean …?”, or "" if no word is similar."""
        self.suggestions += 1
        if self.suggestions > SUGGESTIONS or len(word) > LONGEST_WORD:
            return ""
        close = difflib.get_close_matches(word, list(islice(among, CANDIDATES)), n=1)
        return " " + _("Did you mean “%(word)s”?") % {"word": close[0]} if close else ""


def _finding(line: int, sentence: str, values: dict[str, Any]) -> DocumentFinding:
    return DocumentFinding(line, sentence % values if values else sentence)


def quoted(words: Iterable[str]) -> str:
    """“yes”, “no”, “depends”: a list of possible values, for a message."""
    return ", ".join(_("“%s”") % word for word in words)


def shortened(text: str, length: int = 60) -> str:
    """``text`` on one line, cut to ``length`` characters, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
