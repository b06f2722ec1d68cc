"""Passages of a review, and what differs between two texts of it."""

from dataclasses import replace
from decimal import Decimal

from desk.history.comparison import compare, read
from desk.history.passages import Passage, passages_of
from editions.content import (
    CreditRef,
    CriticRef,
    CritiqueContent,
    FilmRef,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from spoilers.word_comparison import Likeness, Segment, align

SECTION = SectionContent("Before", "She learns that >!the envoy is her sister!< on the train.")
STORY = SectionContent("How it ends", "In a duel.", "The ending", (FilmRef("alien", 1),))
CONTENT = ReviewContent(
    film=FilmRef("alien", 1),
    critics=(CriticRef("ann", 2), CriticRef("bo", 3)),
    headline="Seven at Supper",
    slug="alien",
    opening=PartContent(items=(SECTION,)),
    story=PartContent(items=(STORY,)),
    bad=PartContent("Less good", items=(PointContent("The twist", "Too late.", True),)),
    verdict=PartContent(items=(VerdictContent("must_see", score=Decimal("7.5")),)),
)


def shown(passage: Passage) -> str:
    """The paragraphs of ``passage`` with ``[`` and ``]`` around what is behind a curtain."""
    paragraphs = (
        "".join(f"[{each.text}]" if each.is_hidden else each.text for each in segments)
        for segments in read(passage)
    )
    return " | ".join(paragraphs)


def differences(before: ReviewContent, after: ReviewContent) -> list[tuple[str, str, list[str]]]:
    """Each passage that differs: its title, its change, and its rows with ``-…-`` around what is
    only on the left and ``+…+`` around what is only on the right."""

    def side(segments: list[Segment] | None, sign: str) -> str:
        return "".join(
            f"{sign}{each.text}{sign}" if each.is_changed else each.text for each in segments or ()
        )

    return [
        (
            passage.title,
            passage.change,
            [f"{side(row.left, '-')} / {side(row.right, '+')}" for row in passage.rows],
        )
        for passage in compare(passages_of(before), passages_of(after))
        if passage.change
    ]


class TestPassages:
    def test_are_all_words_with_their_curtains(self) -> None:
        assert {passage.title: shown(passage) for passage in passages_of(CONTENT)} == {
            "Film": "alien",
            "Critics": "ann, bo",
            "Headline": "Seven at Supper",
            "Slug": "alien",
            "Language": "en",
            "The opening, 1": (
                "Before | She learns that [>!the envoy is her sister!<] on the train."
            ),
            "The full story, 1": (
                "[How it ends] | [Label of the curtain: The ending\nSpoiled films: alien] | "
                "[In a duel.]"
            ),
            "The bad: Heading instead of “The bad”": "Less good",
            "The bad, 1": "[The twist] | [Hidden: yes] | [Too late.]",
            "The verdict": "Recommendation: Must see\nScore: 7.5\nScale: points\nWorst score: 0",
        }

    def test_have_names_and_plain_numbers(self) -> None:
        credit = CreditRef("ada-test", ("mila",), 4)
        played = CritiqueContent("", False, "", (credit,))
        rated = VerdictContent("", score=Decimal("7.50"), scale_worst=Decimal("0.00"))
        content = replace(
            CONTENT,
            cast=PartContent(items=(played,)),
            verdict=PartContent(items=(rated,)),
        )
        names = {FilmRef("alien", 1): "Alien (1979)", CriticRef("ann", 2): "Ann", credit: "Ada"}
        shown = {passage.title: passage.text for passage in passages_of(content, names)}
        assert (shown["Film"], shown["Critics"]) == ("Alien (1979)", "Ann, bo")
        assert "Spoiled films: Alien (1979)" in shown["The full story, 1"]
        assert shown["The cast, 1"] == "Credits: Ada"
        assert shown["The verdict"] == "Score: 7.5\nScale: points\nWorst score: 0"


class TestCompare:
    def test_equal_texts(self) -> None:
        assert differences(CONTENT, CONTENT) == []

    def test_words_of_a_paragraph(self) -> None:
        after = replace(CONTENT, headline="Seven at Dinner")
        assert differences(CONTENT, after) == [
            ("Headline", "changed", ["Seven at -Supper- / Seven at +Dinner+"])
        ]

    def test_an_added_section_does_not_change_the_others(self) -> None:
        new = SectionContent("New", "Something else.")
        after = replace(CONTENT, opening=PartContent(items=(new, SECTION)))
        assert differences(CONTENT, after) == [
            ("The opening, 1", "added", [" / +New+", " / +Something else.+"])
        ]
        assert differences(after, CONTENT) == [
            ("The opening, 1", "removed", ["-New- / ", "-Something else.- / "])
        ]

    def test_a_curtain_around_the_same_words_is_a_change(self) -> None:
        bare = replace(SECTION, body="She learns that the envoy is her sister on the train.")
        after = replace(CONTENT, opening=PartContent(items=(bare,)))
        [(title, change, rows)] = differences(CONTENT, after)
        assert (title, change, rows[0]) == ("The opening, 1", "changed", "Before / Before")
        assert rows[1] == (
            "She learns that ->!the envoy is her sister!<- on the train. / "
            "She learns that +the envoy is her sister+ on the train."
        )

    def test_alignment_keeps_the_order(self) -> None:
        pairs = align(["a b", "c d"], ["c d", "a b", "c e"], lambda text: Likeness("", text))
        assert pairs == [(None, "c d"), ("a b", "a b"), ("c d", "c e")]
