"""The problems that a text can have, and the sentences that describe them to an editor."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class ProblemCode(Enum):
    """Every kind of problem. The value is the English sentence, with placeholders for the values
    that `Problem.of` takes."""

    UNCLOSED_MARK = _(
        "This curtain opens with >! but never closes. End it with !< in the same paragraph, "
        "list item or table cell, or write \\>! to show the characters."
    )
    STRAY_MARK = _(
        "This !< closes no curtain. Open one with >! earlier in the same paragraph, list item "
        "or table cell, or write \\!< to show the characters."
    )
    UNCLOSED_BLOCK = _(
        "This curtain opens with ::: spoiler but never closes. End it with a line of three colons "
        "in the same list item or quotation."
    )
    STRAY_FENCE = _(
        "This ::: closes no curtain. Open one with a line such as “::: spoiler Ending” in the "
        "same list item or quotation, or write \\::: to show the characters."
    )
    UNKNOWN_FENCE = _(
        "A line that begins with ::: must either open a curtain, such as “::: spoiler Ending”, "
        "or close one with nothing after the colons. Write \\::: to show the characters."
    )
    DISGUISED_FENCE = _(
        "This line looks as if it begins with :::, but it hides nothing, because some of the "
        "characters are unusual or invisible. Write ordinary colons at the beginning of the "
        "line, or \\::: to show the characters."
    )
    MISPLACED_FENCE = _(
        "“::: spoiler” hides nothing in the middle of other text. Put it on a line of its own, "
        "or write \\::: to show the characters."
    )
    LOOKALIKE = _(
        "This looks like >! and !<, but it hides nothing, because some of the characters are "
        "unusual, escaped or invisible. Type >! and !< again, or write \\>! and \\!< to show "
        "the characters."
    )
    INDENTED_MARK = _(
        "This line is indented by four or more spaces, so it is shown as code, and its spoiler "
        "mark hides nothing. Indent it less, or put code into a fenced code block."
    )
    MARK_IN_OPEN_CODE = _(
        "A fenced code block in this text is never closed, so it is unclear whether the spoiler "
        "mark on this line is code. Close each code block with as many ` or ~ as it was opened "
        "with."
    )
    MARK_IN_WORDS = _(
        "The text between two ` is shown as code, so a spoiler mark in it hides nothing. Here a "
        "letter is directly before or after the code, so a ` may be meant as an apostrophe. "
        "Write ’ for an apostrophe, or put a space between code and words."
    )
    CONTROL_CHARACTER = _(
        "There is an invisible line separator or control character here. Replace it with an "
        "ordinary line break, or remove it."
    )
    CROSSING = _(
        "Emphasis or a link begins inside a curtain and ends outside it, or the other way "
        "round. Put it around the whole curtain or completely inside it. If a character such as "
        "* or [ is not meant as Markdown, put a \\ before it."
    )
    MARK_IN_ATTRIBUTE = _(
        "Spoiler marks hide nothing in a label, an attribute, an address, a title, the "
        "alternative text of an image or the name of a code block. Remove them there, or write "
        "\\>!, \\!< and \\::: to show the characters."
    )
    MALFORMED_ATTRIBUTES = _(
        'The braces after a curtain may contain only instead="…" and spoils="…", each once and '
        "in double quotes. Correct them, or write \\{{ if they belong to the text."
    )
    MALFORMED_BLOCK_ATTRIBUTES = _(
        'The braces after the label of a curtain may contain only spoils="…" with slugs of '
        "films, once and in double quotes. Correct them, or write \\{{ if they belong to the "
        "label."
    )
    INSTEAD_ON_BLOCK = _(
        'A block cannot have instead="…". Give it a label, such as “::: spoiler Ending”.'
    )
    UNKNOWN_FILM = _(
        "There is no film “{slug}”. Correct the slug in spoils, or add the film first."
    )
    HIDDEN_NOTE = _(
        "The text of this footnote is inside a curtain, but the footnote is also cited outside "
        "it. Move its text out of the curtain, or cite it only inside."
    )
    MISSING_NOTE = _(
        "This footnote has no text. Add a line such as “[^1]: The text.” and use no spaces in "
        "its name, or write \\[^ to show the characters."
    )
    LOOSE_NOTE = _(
        "This line is indented by fewer than four spaces, so it does not belong to the footnote "
        "above. Indent it by four spaces if it belongs to the footnote, otherwise do not indent "
        "it."
    )
    BROKEN_REFERENCE = _(
        "This looks like the definition of a link, but it is shown as text. Put an empty line "
        "before it and write it as “[label]: address”, or write \\[ to show the character."
    )
    TOO_MANY_COPIES = _(
        "Footnotes that are cited in several curtains are repeated in each of them, which makes "
        "this text too long. Cite them once outside the curtains, or shorten them."
    )
    TOO_DEEP = _(
        "Quotations, lists and curtains are nested more than {limit} levels deep here. Remove "
        "some levels."
    )
    TOO_LONG = _("This text is longer than {limit} characters. Shorten or divide it.")
    TOO_DENSE = _(
        "This text has too much markup, such as headings, spoiler marks and links. Shorten or "
        "divide it."
    )
    HEADING_LEVEL = _(
        "This heading has a level that only the page itself uses. Begin it with at least {hashes}."
    )
    NOT_UNDERSTOOD = _("This text could not be processed. Simplify it and try again.")
    FOREIGN_SYNTAX = _(
        "A spoiler written as {syntax} hides nothing here. Write >!…!< in a sentence, or a "
        "block from “::: spoiler Ending” to “:::”. To show the characters, put a \\ before each "
        "of them."
    )
    FOREIGN_UNCLOSED = _(
        "A spoiler begins here, {syntax}, but does not end in the same paragraph, list item or "
        "table cell. End it there. To show the characters, put a \\ before each of them."
    )
    FOREIGN_STRAY = _(
        "A spoiler ends here, {syntax}, but it has no beginning, or it overlaps with another "
        "one. Correct its beginning. To show the characters, put a \\ before each of them."
    )
    FOREIGN_CROSSING = _(
        "The two ends of this spoiler, {syntax}, are in different list items, quotations or "
        "curtains. Write a separate spoiler in each of them."
    )
    FOREIGN_IN_LINE = _(
        "This spoiler over several paragraphs, {syntax}, begins or ends in the middle of a "
        "line. Write “::: spoiler Ending” on a line of its own before it and “:::” on a line of "
        "its own after it."
    )
    FOREIGN_EMPTY = _(
        "There is nothing in this spoiler, {syntax}. Remove it. To show the characters, put a "
        "\\ before each of them."
    )
    FOREIGN_LABEL = _(
        "The label of this spoiler, {syntax}, is public. It must be plain words directly after "
        "the beginning of the spoiler. Remove everything else from the label."
    )
    FOREIGN_UNKNOWN = _(
        "This looks like a spoiler of another site, {syntax}, but hides nothing here. Write "
        ">!…!< in a sentence, or a block from “::: spoiler Ending” to “:::”. To show the "
        "characters, put a \\ before each of them, or use a code span."
    )
    FOREIGN_IN_CODE = _(
        "This line seems to contain a spoiler, {syntax}, but it is shown as code, because it is "
        "indented by four or more spaces or a fenced code block above it is never closed. "
        "Indent it less, or close the code block."
    )
    FOREIGN_IN_ATTRIBUTE = _(
        "This looks like a spoiler, {syntax}, but nothing can be hidden in a label, an address, "
        "a title or the alternative text of an image. Remove it there. To show the characters, "
        "put a \\ before each of them."
    )
    FOREIGN_IN_TABLE = _(
        "In this row of a table, || may be an empty cell or a spoiler. Write | | with a space "
        "for an empty cell, and >!…!< for a spoiler."
    )
    FOREIGN_UNCONVERTIBLE = _(
        "This spoiler, {syntax}, cannot be converted to a curtain. Write >!…!< within one "
        "paragraph, or a block from “::: spoiler Ending” to “:::” on lines of their own."
    )
    MARKUP_SYNTAX = _(
        "{syntax} is not Markdown, so readers would see it as it is written. Write Markdown "
        "instead. To show the characters, put a \\ before them, or use a code span."
    )
    MARKUP_UNKNOWN = _(
        "This markup of another site, {syntax}, is not understood, and it may hide something. "
        "Remove it, or write >!…!< around what is hidden. To show the characters, put a \\ "
        "before them, or use a code span."
    )
    MARKUP_IN_ATTRIBUTE = _(
        "A label, an address, a title and the alternative text of an image are plain text, so "
        "{syntax} would be shown there as it is written. Remove it. To show the characters, put "
        "a \\ before them."
    )
    MARKUP_UNCONVERTIBLE = _(
        "{syntax} in a heading or in a table cell cannot be converted to Markdown. Move it out, "
        "or remove it."
    )
    MARKUP_LEFT_OUT = _(
        "{syntax} has no equivalent in Markdown and was left out. Check the text here."
    )
    MARKUP_SHOWN = _(
        "{syntax} is not Markdown here, so readers see it as it is written. Check the text here."
    )
    SPOILER_ANNOUNCED = _(
        "Spoilers are announced here, but no curtain follows, so the text below is public. Hide "
        "what gives the story away: write >!…!< in a sentence, or a block from “::: spoiler "
        "Ending” to “:::”."
    )
    CLASS_IN_TEXT = _(
        "A class in braces hides nothing in a text. Write >!…!< in a sentence, or a block from "
        "“::: spoiler Ending” to “:::”. To show the characters, put a \\ before the brace."
    )
    MARKUP_IN_PLAIN = _(
        "This field is plain text, so {syntax} would be shown as it is written. Remove it."
    )
    ENTITY_IN_PLAIN = _(
        "This field is plain text, so {entity} would be shown as it is written. Write the "
        "character itself."
    )
    FOREIGN_IN_PLAIN = _(
        "This field is always public, but {syntax} looks like a spoiler. Remove it. Spoilers "
        "belong behind a curtain in the text of the review."
    )
    NO_SPOILERS = _(
        "This page has no spoilers, and nothing in it can be hidden. Remove the spoiler marks "
        "here. To show the characters, put a \\ before each of them."
    )
    MARK_IN_PLAIN = _(
        "This field is always public, and spoiler marks hide nothing in it. Remove >!, !< and "
        "lines that begin with :::. Spoilers belong behind a curtain in the text of the review."
    )


ABOUT_ALL_TEXTS = {
    ProblemCode.CONTROL_CHARACTER,
    ProblemCode.MISSING_NOTE,
    ProblemCode.LOOSE_NOTE,
    ProblemCode.BROKEN_REFERENCE,
    ProblemCode.TOO_DEEP,
    ProblemCode.TOO_LONG,
    ProblemCode.TOO_DENSE,
    ProblemCode.HEADING_LEVEL,
    ProblemCode.NOT_UNDERSTOOD,
    ProblemCode.MARKUP_SYNTAX,
    ProblemCode.MARKUP_IN_ATTRIBUTE,
    ProblemCode.MARKUP_UNCONVERTIBLE,
}
"""What can be wrong in a text without curtains. All other sentences say how to write a curtain."""


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
    _added: set[tuple[Any, ...]] = field(default_factory=set)

    def add(self, line: int, code: ProblemCode, **values: Hashable) -> None:
        """Record the problem `code` at `line`, counted from 1."""
        # A line may have one problem many thousand times.
        problem = (line, code, *values.items())
        if problem not in self._added:
            self._added.add(problem)
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
