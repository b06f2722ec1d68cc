"""A review that lacks what a finished one has is exported and imported as ``unfinished``."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.exporting import export_review
from documents.review_rows import write_review
from editions.content import (
    FilmRef,
    FitContent,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from reviews.models import Review
from tests.documents.sample_documents import DOCUMENT, empty_site, errors, imported, line_of, rows
from tests.documents.test_round_trip import (
    BLOCKS,
    CONTENTS,
    FEWER,
    not_blank,
    part,
    plain,
    undone,
)
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db

EMPTY = """\
---
unfinished: true
slug: later
---
"""

HALF_WRITTEN = """\
---
unfinished: true
headline: Later
slug: later
verdict:
  recommendation: ""
  score: 3.5
  scale: {best: 5, step: 0.5}
---

## {.notes}

- —
- — The dog.

## {.audience}

- : you like — trains
- yes:
- no: — It is slow.

## {.verdict}

Not bad.
"""

PROBLEMS = """\
---
unfinished: true
headline: Later >!or not!<
slug: later
critic: Vera Lind
verdict:
  recommendation: mixed
  pull_quote: Never >!again!<
---

A >!twist!<{spoils="gone"} and another that >!never ends.

{% endless %}

::: spoiler
The rest.

:::

## The >!end!<

![A duel](images/gone.png)

## {.good}

- **>!It!<:** ends
"""

BROKEN = [
    "::: spoiler\nThe rest.",
    "::: spoiler\n\n- a list\n\n  ::: spoiler Inside",
    "> ::: spoiler\n> quoted",
    "```\n::: spoiler\ncode",
    ":::",
    "Never >!closed",
    "Closes nothing!<",
    "[spoiler]never closed",
    "{% endless %}",
    "<details>",
    'A >!film!<{spoils="gone"}',
    "![A duel](images/gone.png)",
    "![A duel](images/../gone)",
    "## Too high",
    "- item\n\n  ## in it\n  ::: spoiler",
]


def broken() -> st.SearchStrategy[str]:
    """Texts that a finished review may not have."""
    return st.lists(st.sampled_from(BLOCKS + BROKEN), max_size=4).map("\n\n".join)


MARKED = ["Too >!early!<", "::: spoiler", "[spoiler]", "||it||"]
"""Spoiler marks in fields that are always public."""

SECTIONS = part(st.builds(SectionContent, plain(), broken()), heading=st.just(""), most=2)
ITEMS = {
    "notes": st.builds(NoteContent, st.just(""), broken()),
    "audience": st.builds(
        FitContent,
        st.sampled_from(["", *MARKED]) | not_blank(),
        st.sampled_from(["", "yes", "no", "depends"]),
        broken(),
    ),
    "good": st.builds(PointContent, st.sampled_from(MARKED) | not_blank(), broken()),
    "verdict": st.builds(VerdictContent, st.just(""), broken(), st.sampled_from(["", *MARKED])),
}


@st.composite
def unfinished(draw: st.DrawFn) -> ReviewContent:
    """Contents without film and critics, with items that lack values, and broken texts."""
    return replace(
        draw(CONTENTS),
        film=FilmRef(""),
        critics=(),
        headline=draw(st.sampled_from(["", *MARKED])),
        cast=PartContent(introduction=draw(broken())),
        story=PartContent(),
        opening=draw(SECTIONS),
        closing=draw(SECTIONS),
        bad=PartContent(),
        **{key: PartContent(items=(draw(items),)) for key, items in ITEMS.items()},
    )


class TestRoundTrip:
    @pytest.mark.parametrize("text", [EMPTY, HALF_WRITTEN, PROBLEMS])
    def test_is_exported_as_it_was_imported(self, tmp_path, text):
        assert imported(tmp_path, text).outcome == "created"
        before = rows()
        assert export_review("later").text == text
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        assert rows() == before

    @settings(max_examples=FEWER)
    @given(unfinished())
    def test_is_imported_as_it_was_exported(self, tmp_path, content):
        with undone():
            write_review(None, content, None)
            text = export_review("the-review").text
            before = rows()
            assert imported(tmp_path, text, update=True).outcome == "unchanged"
            assert rows() == before
            empty_site()
            assert imported(tmp_path, text).outcome == "created"
            assert export_review("the-review").text == text

    def test_a_curtain_that_never_closes_ends_before_the_next_part(self):
        review = SectionFactory(
            review__slug="later", position=1, heading="", body="::: spoiler\n::: spoiler\nHe"
        ).review
        SectionFactory(review=review, heading="The next", position=2, body="Text.")
        assert export_review("later").text.endswith(
            "---\n\n::: spoiler\n::: spoiler\nHe\n\n:::\n\n:::\n\n## The next\n\nText.\n"
        )

    def test_a_finished_review_is_not_exported_as_unfinished(self, tmp_path):
        imported(tmp_path, DOCUMENT.replace("slug:", "unfinished: true\nslug:", 1))
        assert "unfinished" not in export_review("long-night-train").text


class TestErrors:
    def test_without_the_key_all_is_required(self, tmp_path):
        text = HALF_WRITTEN.replace("unfinished: true\n", "")
        assert [line for line, _sentence in errors(tmp_path, text)] == [
            *(line_of(text, "headline"),) * 2,
            line_of(text, "recommendation"),
            line_of(text, "- —"),
            line_of(text, "- — The"),
            line_of(text, "- : you"),
            line_of(text, "- yes:"),
            line_of(text, "- no:"),
        ]

    def test_problems_of_its_texts_are_warnings(self, tmp_path):
        warnings = imported(tmp_path, PROBLEMS).warnings
        lines = {
            line_of(PROBLEMS, words)
            for words in ("headline", "pull_quote", "A >!twist", "![A", "{% endless", "## The >!")
        }
        assert {each.line for each in warnings} == {*lines, line_of(PROBLEMS, "- **>!It")}

    def test_without_the_key_they_are_errors(self, tmp_path):
        warnings = {(each.line, each.sentence) for each in imported(tmp_path, PROBLEMS).warnings}
        Review.objects.all().delete()
        found = errors(tmp_path, PROBLEMS.replace("unfinished: true", "unfinished: false"))
        assert found[0] == (2, "“film” is missing in the front matter.")
        assert {*found[1:]} == warnings

    def test_it_cannot_be_published(self, tmp_path):
        sentence = (
            "An unfinished review cannot be published. Remove “unfinished”, and complete what the "
            "import then reports."
        )
        assert errors(tmp_path, EMPTY, publishing=True) == [(2, sentence)]

    def test_credits_need_a_film(self, tmp_path):
        text = EMPTY.replace("slug:", "credits: [{person: Ida Holm}]\nslug:")
        sentence = "Credits need a film. Add film, or remove credits."
        assert errors(tmp_path, text) == [(3, sentence)]

    def test_a_project_needs_a_franchise(self, tmp_path):
        project = "projects: [{title: Next, status: rumored}]\n"
        text = EMPTY.replace("slug:", project + "slug:")
        assert [line for line, _sentence in errors(tmp_path, text)] == [3]
