"""No input makes hidden text public."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from spoilers import Redacted, blocks, rename_films
from tests.spoilers.documents import canary, documents, numbers, written
from tests.spoilers.fields import redacted

bounded = settings(
    max_examples=60,
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
    def test_no_canary_is_public_and_every_one_is_behind_a_curtain(self, document):
        result = redacted(written(document))
        assert result.problems == ()
        assert "Canary" not in everything_public(result)
        hidden = "".join(curtain.html for curtain in result.curtains).lower()
        labels = {n for n in numbers(document) if _names_something(document, n)}
        lost = [n for n in numbers(document) if canary(n).lower() not in hidden and n not in labels]
        assert lost == []

    @bounded
    @given(documents())
    def test_what_is_public_depends_on_no_hidden_text(self, document):
        one = redacted(written(document))
        other = redacted(written(document, lambda number: f"{'other' * number}z{number}"))
        assert (one.html, one.text) == (other.html, other.text)
        assert [curtain.key for curtain in one.curtains] == [
            curtain.key for curtain in other.curtains
        ]

    @bounded
    @given(documents(), documents())
    def test_what_is_public_depends_on_nothing_behind_a_block(self, document, other):
        """Not even on how many paragraphs, footnotes or addresses are there."""

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
    def test_one_character_deleted_doubled_or_moved(self, document, data):
        markdown = written(document)
        at = data.draw(st.integers(0, len(markdown) - 2))
        one, two, rest = markdown[at], markdown[at + 1], markdown[at + 2 :]
        broken = data.draw(st.sampled_from([two, one + one + two, two + one]))
        result = redacted(markdown[:at] + broken + rest)
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.data())
    def test_one_sign_of_a_curtain_deleted_or_doubled(self, document, data):
        signs = [at for at, piece in enumerate(document) if piece in {">!", "!<", "\n:::\n"}]
        at = data.draw(st.sampled_from(signs))
        document[at] = data.draw(st.sampled_from(["", document[at] * 2, document[at][:-1]]))
        result = redacted(written(document))
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.sampled_from(LINE_ENDS))
    def test_every_line_s_end_replaced(self, document, end):
        markdown = written(document)
        assert "\n" in markdown
        result = redacted(markdown.replace("\n", end))
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False), st.sampled_from(DISGUISES))
    def test_every_sign_of_a_curtain_disguised(self, document, disguise):
        markdown = written(document)
        for sign, other in zip((">!", "!<", ":::"), disguise, strict=True):
            markdown = markdown.replace(sign, other)
        result = redacted(markdown)
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False))
    def test_all_of_it_indented_by_four(self, document):
        result = redacted("    " + written(document).replace("\n", "\n    "))
        assert "Canary" not in everything_public(result)
        assert result.html == CLOSED

    @bounded
    @given(documents(unmarked=False), st.integers(1, 400))
    def test_the_end_cut_off(self, document, length):
        result = redacted(written(document)[:-length])
        assert "Canary" not in everything_public(result)

    @bounded
    @given(documents(unmarked=False), st.randoms())
    def test_lines_shuffled(self, document, random):
        """Here a definition may end up outside its curtain, so only the form can be asserted."""
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
    @settings(bounded, max_examples=200)
    @given(st.lists(st.sampled_from(SIGNS), max_size=40).map("".join))
    @example(">!`!< >!`!<")
    def test_it_is_redacted_without_an_exception(self, markdown):
        result = redacted(markdown, min_heading=1)
        sentence = "This text could not be worked through. Simplify it and try again."
        assert sentence not in [problem.message for problem in result.problems]
        assert (result.html == CLOSED and len(result.curtains) == 1) or not result.problems
        blocks(markdown)
        assert rename_films(markdown, {}) == markdown


def _names_something(document, number) -> bool:
    """Whether this canary is the label of a footnote or the address of a hidden definition."""
    at = document.index(number)
    return document[at - 1] == "[^n"
