"""The problems that a text can have, and the sentences that describe them to an editor."""

from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class ProblemCode(Enum):
    """Every kind of problem. The value is the English sentence, with placeholders for the values
    that `Problem.of` takes."""

    UNCLOSED_MARK = _(
        "This curtain opens with >! but never closes. End it with !< in the same paragraph, "
        "list item or table cell, or write \\>! for the characters themselves."
    )
    STRAY_MARK = _(
        "This !< closes no curtain. Open one with >! earlier in the same paragraph, list item "
        "or table cell, or write \\!< for the characters themselves."
    )
    UNCLOSED_BLOCK = _(
        "This curtain opens with ::: spoiler but never closes. End it with a line of three colons "
        "in the same list item or quotation."
    )
    STRAY_FENCE = _(
        "This ::: closes no curtain. Open one with a line such as “::: spoiler Ending” in the "
        "same list item or quotation, or write \\::: for the characters themselves."
    )
    UNKNOWN_FENCE = _(
        "A line that begins with ::: opens a curtain, written “::: spoiler Ending”, or closes one "
        "with nothing after the colons. Write \\::: for the characters themselves."
    )
    DISGUISED_FENCE = _(
        "This line seems to begin with :::, but something invisible stands before or between the "
        "colons, or they are not plain ones. Write plain colons at the beginning of the line, or "
        "\\::: for the characters themselves."
    )
    MISPLACED_FENCE = _(
        "A ::: spoiler in the middle of a text hides nothing. Give it a line of its own, or write "
        "\\::: for the characters themselves."
    )
    LOOKALIKE = _(
        "This only looks like >! and !<, and hides nothing. Write the plain characters with "
        "nothing between > and !, or \\>! and \\!< for the characters themselves."
    )
    INDENTED_MARK = _(
        "This line is indented by four spaces or more, so it is shown as code, mark and all. "
        "Indent it less, or use a fenced code block."
    )
    MARK_IN_OPEN_CODE = _(
        "A fence of code in this text never closes, so nobody can tell whether this line is code. "
        "Close each with as many ` or ~ as opened it."
    )
    MARK_IN_WORDS = _(
        "From one ` to the next, this is shown as code, marks and all, but a letter stands right "
        "before or after it. Write an apostrophe as ’, or part code from words by a space."
    )
    CONTROL_CHARACTER = _(
        "An invisible line separator or control character stands here. Put an ordinary line break "
        "in its place, or take it out."
    )
    CROSSING = _(
        "Emphasis or a link begins on one side of a curtain's edge and ends on the other. Let it "
        "wrap the whole curtain or stand inside it, or put a \\ before the character that should "
        "stand for itself."
    )
    MARK_IN_ATTRIBUTE = _(
        "A curtain cannot stand in a label, an attribute, an address, a title, an image's "
        "alternative text or the name of a code block. Take it out of there, or write \\>!, "
        "\\!< and \\::: for the characters themselves."
    )
    MALFORMED_ATTRIBUTES = _(
        'The braces after a curtain hold instead="…" or spoils="…", each once and in double '
        "quotes, and nothing else. Mend them, or write \\{{ if they belong to the text."
    )
    MALFORMED_BLOCK_ATTRIBUTES = _(
        "The braces after a curtain's label hold spoils=\"…\" with the films' slugs, once and in "
        "double quotes, and nothing else. Mend them, or write \\{{ if they belong to the label."
    )
    INSTEAD_ON_BLOCK = _("A block curtain has no instead. Give it a label: “::: spoiler Ending”.")
    UNKNOWN_FILM = _(
        "There is no film “{slug}”. Correct the slug in spoils, or add the film first."
    )
    HIDDEN_NOTE = _(
        "This footnote is written behind a curtain but cited outside it. Move its text out of the "
        "curtain, or cite it only inside."
    )
    MISSING_NOTE = _(
        "This footnote has no text. Add a line such as “[^1]: The text.”, its name without spaces, "
        "or write \\[^ for the characters themselves."
    )
    LOOSE_NOTE = _(
        "This is indented as if it belonged to the footnote above, but by too little, so it does "
        "not. Indent it by four spaces, or by none."
    )
    BROKEN_REFERENCE = _(
        "This looks like the address of a link, but reads as text. Put an empty line before it and "
        "write it as “[label]: address”, or write \\[ for the character itself."
    )
    TOO_MANY_COPIES = _(
        "Footnotes cited behind many curtains are repeated in each, and here that is too much. "
        "Cite them once outside, or shorten them."
    )
    TOO_DEEP = _(
        "Quotations, lists and curtains stand more than {limit} deep in each other here. Take some "
        "out."
    )
    TOO_LONG = _("This text is too long. Divide it: at most {limit} characters are possible.")
    TOO_DENSE = _(
        "This text holds more markup than can be worked through. Divide it into several parts."
    )
    HEADING_LEVEL = _(
        "This heading is too high here. The highest that fits is {hashes}: add the missing # in "
        "front."
    )
    NOT_UNDERSTOOD = _("This text could not be worked through. Simplify it and try again.")
    FOREIGN_SYNTAX = _(
        "A spoiler written as {syntax} hides nothing here. Write >!…!< in a sentence, or a block "
        "from “::: spoiler Ending” to “:::”. For the characters themselves, put a \\ before each."
    )
    FOREIGN_UNCLOSED = _(
        "This begins a spoiler, {syntax}, that does not end in the same paragraph, list item or "
        "table cell. End it there, or put a \\ before each character that stands for itself."
    )
    FOREIGN_STRAY = _(
        "This ends a spoiler, {syntax}, that does not begin, or another one begins inside it and "
        "goes on. Begin it, or put a \\ before each character that stands for itself."
    )
    FOREIGN_CROSSING = _(
        "The two ends of this spoiler, {syntax}, stand in different list items, quotations or "
        "curtains. Give each of them a spoiler of its own."
    )
    FOREIGN_IN_LINE = _(
        "This reaches over several paragraphs, {syntax}, but begins or ends within a line. Write "
        "“::: spoiler Ending” on a line of its own before it and “:::” on one after it."
    )
    FOREIGN_EMPTY = _(
        "There is nothing in this spoiler, {syntax}. Take it out, or put a \\ before each "
        "character that stands for itself."
    )
    FOREIGN_LABEL = _(
        "The label of this spoiler, {syntax}, is public: it can be plain words only, right after "
        "the beginning. Take out what else is there."
    )
    FOREIGN_UNKNOWN = _(
        "It looks like a spoiler, {syntax}, but hides nothing here. Write >!…!< in a sentence, or "
        "a block from “::: spoiler Ending” to “:::”. For the characters themselves, put a \\ "
        "before each, or use a code span."
    )
    FOREIGN_IN_CODE = _(
        "What looks like a spoiler, {syntax}, is shown as code: its line is indented by four "
        "spaces or more, or a fence above it never closes. Mend that, or use a fence that closes."
    )
    FOREIGN_IN_ATTRIBUTE = _(
        "Something like a spoiler, {syntax}, stands in a label, an address, a title or an image's "
        "alternative text, where nothing can be hidden. Take it out of there, or put a \\ before "
        "each character that stands for itself."
    )
    FOREIGN_IN_TABLE = _(
        "In this row of a table, || may be an empty cell or a spoiler. Put a space between the "
        "bars of an empty cell, and write a spoiler as >!…!<."
    )
    FOREIGN_UNCONVERTIBLE = _(
        "Here a spoiler, {syntax}, cannot be made a curtain as it stands. Write >!…!< within one "
        "paragraph, or a block from “::: spoiler Ending” to “:::” on lines of their own."
    )
    FOREIGN_IN_PLAIN = _(
        "This field holds no curtains and is public, but {syntax} looks like a spoiler. Take it "
        "out, and move what is a spoiler into the text."
    )
    MARK_IN_PLAIN = _(
        "This field is public and holds no curtains. Take out >!, !< and lines that begin with "
        ":::, and move what is a spoiler into the text."
    )


@dataclass(frozen=True, order=True)
class Problem:
    """One problem of a text.

    `line` counts from 1 within the text. `message` is a sentence in the active language; it never
    quotes the text, which may be a spoiler. Code that decides by the kind of a problem compares
    `code`, never `message`.
    """

    line: int
    message: str
    code: ProblemCode = field(compare=False)

    @classmethod
    def of(cls, code: ProblemCode, line: int = 1, **values: object) -> "Problem":
        """The problem `code` at `line`, its sentence translated and filled with `values`.

        `syntax`, the name of a spoiler syntax, is translated too.
        """
        if syntax := values.get("syntax"):
            values["syntax"] = gettext(str(syntax))
        return cls(line, gettext(code.value).format(**values), code)


@dataclass
class ProblemCollector:
    """Collects the problems of one text, in any order, each once."""

    found: set[Problem] = field(default_factory=set)

    def add(self, line: int, code: ProblemCode, **values: object) -> None:
        """Record the problem `code` at `line`, counted from 1."""
        self.found.add(Problem.of(code, line, **values))

    def codes(self) -> set[ProblemCode]:
        return {problem.code for problem in self.found}

    @property
    def must_hide_all(self) -> bool:
        """Whether the text cannot be divided into public and hidden text. A heading that is too
        high does not hide or reveal anything, so it alone does no harm."""
        return bool(self.codes() - {ProblemCode.HEADING_LEVEL})

    def sorted(self) -> tuple[Problem, ...]:
        return tuple(sorted(self.found))
