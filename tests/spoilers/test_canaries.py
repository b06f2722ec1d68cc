"""Hidden text never becomes public, whatever the input."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spoilers import Redacted, blocks
from tests.spoilers.documents import canary, documents, numbers, written
from tests.spoilers.redacting import redacted

bounded = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LINE_ENDS = ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e"]
DISGUISES = [
    ("&gt;!", "!&lt;", "&colon;::"),
    ("&#62;!", "!&#60;", "\xa0:::"),
    ("＞！", "！＜", "：：："),
    (">\u200b!", "!\u200b<", "\u200b:::"),
    ("\ufeff>\ufeff!", "!\ufeff<", ":\ufeff::"),
]
CLOSED = '<curtain-slot key="k-1"></curtain-slot>'


def everything_public(result: Redacted) -> str:
    labels = [curtain.label for curtain in result.curtains]
    messages = [problem.message for problem in result.problems]
    return "\n".join([result.html, result.text, *labels, *messages])


class TestWellFormedDocuments:
    @bounded
    @given(documents())
    def test_every_canary_is_hidden_and_none_is_public(self, document):
        result = redacted(written(document))
        assert result.problems == ()
        assert "Canary" not in everything_public(result)
        hidden = "".join(curtain.html for curtain in result.curtains).lower()
        labels = {n for n in numbers(document) if _names_something(document, n)}
        lost = [n for n in numbers(document) if canary(n).lower() not in hidden and n not in labels]
        assert lost == []

    @bounded
    @given(documents())
    def test_public_output_does_not_depend_on_hidden_text(self, document):
        one = redacted(written(document))
        other = redacted(written(document, lambda number: f"{'other' * number}z{number}"))
        assert (one.html, one.text) == (other.html, other.text)
        assert [curtain.key for curtain in one.curtains] == [
            curtain.key for curtain in other.curtains
        ]

    @bounded
    @given(documents(), documents())
    def test_public_output_does_not_depend_on_what_a_block_hides(self, document, other):
        """Not even on the number of paragraphs, footnotes or addresses in it."""

        def around(hidden):
            inside = written(hidden).replace("\n", "\n  ")
            field = (
                f"- a\n  ::: spoiler B\n  {inside}\n  :::\n- >!c!< [^1] [d]\n\n[^1]: e\n\n[d]: /f"
            )
            return redacted(field, min_heading=1)

        one, two = around(document), around(other)
        assert one.problems == two.problems == ()
        assert (one.html, one.text) == (two.html, two.text)


class TestBrokenDocuments:
    @bounded
    @given(documents(unmarked=False), st.data())
    def test_one_deleted_doubled_or_moved_character_reveals_nothing(self, document, data):
        markdown = written(document)
        at = data.draw(st.integers(0, len(markdown) - 2))
        one, two, rest = markdown[at], markdown[at + 1], markdown[at + 2 :]
        broken = data.draw(st.sampled_from([two, one + one + two, two + one]))
        result = redacted(markdown[:at] + broken + rest)
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.data())
    def test_one_deleted_or_doubled_mark_reveals_nothing(self, document, data):
        signs = [at for at, piece in enumerate(document) if piece in {">!", "!<", "\n:::\n"}]
        at = data.draw(st.sampled_from(signs))
        document[at] = data.draw(st.sampled_from(["", document[at] * 2, document[at][:-1]]))
        result = redacted(written(document))
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.sampled_from(LINE_ENDS))
    def test_replaced_line_ends_hide_the_whole_text(self, document, end):
        markdown = written(document)
        assert "\n" in markdown
        result = redacted(markdown.replace("\n", end))
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False), st.sampled_from(DISGUISES))
    def test_disguised_marks_hide_the_whole_text(self, document, disguise):
        markdown = written(document)
        for sign, other in zip((">!", "!<", ":::"), disguise, strict=True):
            markdown = markdown.replace(sign, other)
        result = redacted(markdown)
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False))
    def test_a_text_indented_by_four_is_hidden_whole(self, document):
        result = redacted("    " + written(document).replace("\n", "\n    "))
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False), st.integers(1, 400))
    def test_a_truncated_text_reveals_nothing(self, document, length):
        result = redacted(written(document)[:-length])
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.randoms())
    def test_shuffled_lines_with_problems_are_hidden_whole(self, document, random):
        """A definition may end up outside its curtain, so only the form of the result is clear."""
        lines = written(document).split("\n")
        random.shuffle(lines)
        result = redacted("\n".join(lines))
        assert (result.html == CLOSED) >= bool(result.problems)


SIGNS = [
    *">!<[]()*_~`\\:{}|#-&^ \n\ta1",
    *(">!", "!<", ":::", "::: spoiler", "](", "[^1]", "[^1]: ", '{instead="', '{spoils="x"}'),
    *(
        "&gt;!",
        "!&lt;",
        "＞！",
        "！＜",
        "\u200b",
        "\xa0",
        "\u2028",
        "\x0b",
        "：",
        "spoiler",
        "    ",
    ),
    *("```", "[a]: /b", "\r", "\0", "\ufdd0", "\ud800", "> ", "- "),
]


class TestAnyText:
    @settings(bounded, max_examples=120)
    @given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
    @example(">!`!< >!`!<")
    def test_redaction_never_raises(self, markdown):
        result = redacted(markdown, min_heading=1)
        sentence = "This text could not be processed. Simplify it and try again."
        assert sentence not in [problem.message for problem in result.problems]
        assert (result.html == CLOSED and len(result.curtains) == 1) or not result.problems
        blocks(markdown)


def _names_something(document, number) -> bool:
    """Whether the canary is part of the label of a footnote, which no output shows."""
    at = document.index(number)
    return document[at - 1] == "[^n"
