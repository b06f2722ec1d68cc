"""Two editors' changes to one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.reconciling.texts import join

BASE = "One.\n\nTwo.\n\nThree.\n\n- a\n- b\n- c"


@pytest.mark.parametrize(
    ("mine", "theirs", "joined"),
    [
        (BASE, BASE, BASE),
        (BASE, "", ""),
        (BASE.replace("One", "1"), BASE, BASE.replace("One", "1")),
        (
            BASE.replace("One", "1"),
            BASE.replace("Two", "2"),
            "1.\n\n2.\n\nThree.\n\n- a\n- b\n- c",
        ),
        (
            BASE.replace("- b", "- B"),
            BASE.replace("- c", "- C") + "\n- d",
            "One.\n\nTwo.\n\nThree.\n\n- a\n- B\n- C\n- d",
        ),
        (
            BASE.replace("Two.\n\n", ""),
            BASE + "\n\nFour.",
            BASE.replace("Two.\n\n", "") + "\n\nFour.",
        ),
        (
            "One.\n\nTwo.\n\nAnd.\n\nThree.\n\n- a\n- b\n- c",
            BASE.replace("Two", "2"),
            "One.\n\n2.\n\nAnd.\n\nThree.\n\n- a\n- b\n- c",
        ),
        (
            BASE.replace("Two.", "::: spoiler\n\nTwo.\n\n:::"),
            BASE.replace("Two.", "2."),
            BASE.replace("Two.", "::: spoiler\n\n2.\n\n:::"),
        ),
        (BASE.replace("Two", "2"), BASE.replace("Two", "2"), BASE.replace("Two", "2")),
        ("    code\n\nTwo.", "    code\n\n2.", "    code\n\n2."),
        ("One.", "One.", "One."),
    ],
)
def test_changes_to_different_lines_are_joined(mine: str, theirs: str, joined: str) -> None:
    base = "    code\n\nTwo." if mine.startswith("    ") else BASE
    for first, second in ((mine, theirs), (theirs, mine)):
        found = join(base, first, second)
        assert (found.is_conflict, found.text("mine")) == (False, joined)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "chosen"),
    [
        (
            "One.\n\nTwo.",
            "One.\n\nMine.",
            "1.\n\nTheirs.",
            {
                "mine": "1.\n\nMine.",
                "theirs": "1.\n\nTheirs.",
                "both": "1.\n\nMine.\n\nTheirs.",
            },
        ),
        (
            "One.",
            "One.\n\nMine.",
            "One.\n\nTheirs.",
            {
                "mine": "One.\n\nMine.",
                "theirs": "One.\n\nTheirs.",
                "both": "One.\n\nMine.\n\nTheirs.",
            },
        ),
        (
            "One.\n\nTwo.",
            "One.",
            "One.\n\nTheirs.",
            {"mine": "One.", "theirs": "One.\n\nTheirs.", "both": "One.\n\nTheirs."},
        ),
        (
            "",
            "Mine.",
            "Theirs.",
            {"mine": "Mine.", "theirs": "Theirs.", "both": "Mine.\n\nTheirs."},
        ),
        (
            "a\nb\nc\nd",
            "a\nX\nc\nd",
            "a\nnew\nbefore d\nd",
            {
                "mine": "a\nX\nbefore d\nd",
                "theirs": "a\nnew\nbefore d\nd",
                "both": "a\nX\n\nnew\nbefore d\nd",
            },
        ),
    ],
)
def test_changes_to_the_same_line_are_a_conflict(
    base: str, mine: str, theirs: str, chosen: dict[str, str]
) -> None:
    found = join(base, mine, theirs)
    assert found.is_conflict
    assert {choice: found.text(choice) for choice in chosen} == chosen  # type: ignore[arg-type]


PARAGRAPHS = st.lists(st.sampled_from(["a", "b", "c", "- d\n- e"]), max_size=5).map("\n\n".join)


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_no_line_is_lost(base: str, mine: str, theirs: str) -> None:
    assert join(base, mine, base).text("theirs") == mine
    assert join(base, base, theirs).text("mine") == theirs
    joined, mirrored = join(base, mine, theirs), join(base, theirs, mine)
    assert joined.is_conflict == mirrored.is_conflict
    assert joined.text("theirs") == mirrored.text("mine")
    added = {*mine.split("\n"), *theirs.split("\n")} - {*base.split("\n")}
    assert added <= {*joined.text("both").split("\n")}
