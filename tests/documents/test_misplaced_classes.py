"""Classes such as {.spoiler} in places where they hide nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.exporting import export_review
from documents.list_items import write_fit, write_point
from documents.misplaced_classes import MisplacedClass, escaped, misplaced_classes
from editions.content import FitContent, PointContent
from reviews.models import Section
from tests.documents.sample_documents import (
    DOCUMENT,
    document,
    empty_site,
    errors,
    imported,
    line_of,
    rows,
)

pytestmark = pytest.mark.django_db

SPOILER = (
    "“{.spoiler” hides nothing here. To hide a section or a critique, end its heading with one "
    "pair of braces, “## Heading {.spoiler}”. To hide an item of the good or the bad, begin it "
    "with “- {.spoiler} ”. To hide a passage, use >!…!< or ::: spoiler. To show the brace, "
    "write \\{ or put it into a closed code block."
)
CODE_NAME = (
    "This looks like a spoiler of another site, ```spoiler, but hides nothing here. Write >!…!< "
    "in a sentence, or a block from “::: spoiler Ending” to “:::”. To show the characters, put "
    "a \\ before each of them, or use a code span."
)
CLOSING = (
    "“{.closing” has no effect here. A class must be alone in one pair of braces at the end of "
    "a heading that begins with “## ”, such as “## Heading {.closing}”. To show the brace, "
    "write \\{ or put it into a closed code block."
)

# Text of the sample, its replacement, words on the line of the error, the error.
CASES = [
    ("## The light", "## The light {.spoiler", "## The light", SPOILER),
    ("## The light", '## The light {label="x" .spoiler', "## The light", SPOILER),
    ("## The light", "## The light {.spoiler} {.good}", "## The light", SPOILER),
    ("## The light", "### The light {.spoiler}", "### The light", SPOILER),
    ("## The light", "##The light {.spoiler}", "##The light", SPOILER),
    ("## The light", "    ## The light {.spoiler}", "    ## The", SPOILER),
    ("## The light", "    ## The light \\{.spoiler}", "    ## The", SPOILER),
    ("## The light", "> ## The light { .spoiler }", "> ## The", SPOILER),
    ("## The light", "The light {.spoiler}\n===", "The light {", SPOILER),
    ("## The light", "```\n## The light {.spoiler}", "## The light", SPOILER),
    ("## The light", "``` {.spoiler}\ncode\n```", "``` {", CODE_NAME),
    ("## The light", "``` {.good}\ncode\n```", "``` {", CLOSING.replace("closing", "good")),
    ("## The light", "- ```\n  {.spoiler}\n\nx", "  {.spoiler}", SPOILER),
    ("## The light", "::: spoiler\n### A {.spoiler}\n:::", "### A", SPOILER),
    ("## The light", "A.[^1]\n\n[^1]: {.spoiler} B", "[^1]: {", SPOILER),
    ("## The light", "## The light {.closing", "## The light", CLOSING),
    ("## The light", "| {.closing} |\n| - |", "| {", CLOSING),
    ("## The light", "A\\\\{.closing}", "A\\\\", CLOSING),
    ("## The light", "A \\`{.closing}`", "A \\`", CLOSING),
    ("## The light", "A\n``{.closing}`", "``{", CLOSING),
    ("### Ida Holm as Mara", "### Ida Holm as Mara\n\n#### A {.spoiler}", "#### A", SPOILER),
    ("- No speeches.", '- {.spoiler label="x"} **L:** t', '- {.spoiler label="x"}', SPOILER),
    ("- No speeches.", "- **L:** {.spoiler} t", "- **L:**", SPOILER),
    ("- No speeches.", "- **L {.spoiler}:** t", "- **L", SPOILER),
    ("- No speeches.", "- **a:** b\n  - {.spoiler} c", "  - {.spoiler} c", SPOILER),
    ("- no: you like quiet", "- no: you {.spoiler} like", "- no:", SPOILER),
    ("- no: you like quiet", "- no: you like — {.spoiler} t", "- no:", SPOILER),
]


class TestMisplacedClass:
    @pytest.mark.parametrize(("old", "new", "place", "sentence"), CASES)
    def test_is_an_error(self, tmp_path, old, new, place, sentence):
        text = DOCUMENT.replace(old, new, 1)
        assert text != DOCUMENT
        found = errors(tmp_path, text)
        assert (line_of(text, place), sentence) in found
        assert min(line for line, error in found if error == sentence) == line_of(text, place)

    def test_is_not_reported_on_a_line_with_another_error(self, tmp_path):
        text = DOCUMENT.replace("- No speeches.", "- {.spoiler .good} t {.good}")
        [(line, sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "- {.spoiler .good}")
        assert sentence.startswith("An item may begin with {.spoiler} once")

    def test_is_reported_once_for_each_line(self, tmp_path):
        text = DOCUMENT.replace("Lamps", "{.closing} {.closing} Lamps")
        assert errors(tmp_path, text) == [(line_of(text, "{.closing} {"), CLOSING)]


class TestOtherBraces:
    @pytest.mark.parametrize(
        "text",
        [
            "\\{.spoiler} a",
            "`{.spoiler}`",
            "`` ` {.spoiler}\n``",
            "```\n## a {.spoiler}\n```",
            "> ~~~\n> {.spoiler}\n> ~~~",
            "a {set} of {.x}, {.goodness} and {.good-bye}",
            'a >!b!<{instead="see .good"}',
            "file.good {",
        ],
    )
    def test_are_imported_as_text(self, tmp_path, text):
        assert misplaced_classes(text) == []
        imported(tmp_path, document(body=text))
        assert Section.objects.get().body == text

    def test_text_with_more_markup_than_the_parser_accepts_is_skipped(self):
        assert misplaced_classes("{.spoiler}" + "*" * 50_000) == []


class TestEscaping:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("{.spoiler} a `{.spoiler}`", "\\{.spoiler} a `{.spoiler}`"),
            ("{.good} {.bad}\n\n    {.cast}", "\\{.good} \\{.bad}\n\n    {.cast}"),
            ("\\{.good}", "\\{.good}"),
            ("plain", "plain"),
        ],
    )
    def test_adds_backslashes_outside_code(self, text, written):
        assert escaped(text) == written

    @given(
        st.text(st.sampled_from("`\\{}. \n>-~a"), max_size=20).map(lambda each: f"{each}{{.good}}")
    )
    def test_twice_is_the_same_as_once(self, text):
        assert escaped(escaped(text)) == escaped(text)

    def test_makes_the_export_importable(self, tmp_path):
        imported(tmp_path)
        Section.objects.filter(heading="The light").update(
            heading="A {.good}", body="{.spoiler} Lamps."
        )
        text = export_review("long-night-train").text
        before = rows()
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        assert rows() == before
        empty_site()
        imported(tmp_path, text)
        assert Section.objects.get(heading="A {.good}").body == "\\{.spoiler} Lamps."
        assert export_review("long-night-train").text == text

    def test_escapes_labels_and_premises(self):
        assert write_point(PointContent("{.good}", "b")) == "- **\\{.good}:** b"
        assert write_fit(FitContent("{.good}", "yes", "b")) == "- yes: \\{.good} — b"

    def test_each_line_with_a_misplaced_class_is_found(self):
        text = "a\n{.good} {.bad}\nb {.cast}\n"
        assert misplaced_classes(text) == [
            MisplacedClass(2, "bad"),
            MisplacedClass(2, "good"),
            MisplacedClass(3, "cast"),
        ]
