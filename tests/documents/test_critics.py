"""The critics of a document: one name, or a list of names in the order of the byline."""

from pathlib import Path
from typing import Any

import pytest

from documents.exporting import export_review
from documents.importing import import_document
from reviews.models import Critic, Review
from tests.factories import CriticFactory, ReviewFactory

pytestmark = pytest.mark.django_db

DOCUMENT = """\
---
headline: Two of Us Went
slug: two-of-us-went
critic: [Bo Proof, Ada Test]
film: {title: The Salt Road, slug: the-salt-road, release_date: 1999-03-04}
verdict: {recommendation: recommended}
---

We both saw it.
"""
LINE = "critic: [Bo Proof, Ada Test]"


@pytest.fixture
def imported(tmp_path: Path) -> Any:
    def imported(text: str) -> str:
        """Import ``text``, also over an existing review; the outcome."""
        (tmp_path / "review.md").write_text(text)
        return import_document(tmp_path / "review.md", update=True).outcome

    return imported


def names() -> list[str]:
    return [critic.display_name for critic in Review.objects.get().signed_by()]


def test_several_critics_keep_their_order(imported: Any) -> None:
    CriticFactory(display_name="Ada Test", slug="ada-of-old")
    assert imported(DOCUMENT) == "created"
    assert names() == ["Bo Proof", "Ada Test"]
    assert Critic.objects.count() == 2


def test_export_writes_the_list_and_its_import_changes_nothing(imported: Any) -> None:
    imported(DOCUMENT)
    text = export_review("two-of-us-went").text
    assert f"\n{LINE}\n" in text
    before = Review.objects.values().get()
    assert imported(text) == "unchanged"
    assert Review.objects.values().get() == before


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("critic: [Ada Test, Bo Proof]", ["Ada Test", "Bo Proof"]),
        ("critic:\n  - Ada Test\n  - {name: Cy New, slug: cy}", ["Ada Test", "Cy New"]),
        ("critic: Ada Test", ["Ada Test"]),
    ],
)
def test_update_changes_the_bylines(imported: Any, line: str, expected: list[str]) -> None:
    imported(DOCUMENT)
    assert imported(DOCUMENT.replace(LINE, line)) == "updated"
    assert names() == expected
    assert Review.objects.get().version == 2


def test_update_that_removes_critics_says_so(tmp_path: Path) -> None:
    document = tmp_path / "review.md"
    for critics, expected in (
        ("[Bo Proof, Ada Test, Cy New]", []),
        ("[Ada Test, Bo Proof, Cy New]", []),
        ("Ada Test", [(4, "The byline loses “Bo Proof” and “Cy New”.")]),
    ):
        document.write_text(DOCUMENT.replace(LINE, f"critic: {critics}"))
        warnings = import_document(document, update=True).warnings
        assert [(each.line, each.sentence) for each in warnings] == expected


def test_a_list_of_one_is_exported_as_a_name(imported: Any) -> None:
    imported(DOCUMENT.replace(LINE, "critic: [Ada Test]"))
    assert "\ncritic: Ada Test\n" in export_review("two-of-us-went").text


def test_a_name_that_two_critics_share_is_exported_with_its_slug(imported: Any) -> None:
    ada, _other = (CriticFactory(display_name="Ada", slug=slug) for slug in ("ada", "ada-2"))
    review = ReviewFactory(critics=[ada, CriticFactory(display_name="Bo")])
    text = export_review(review.slug).text
    assert "\ncritic: [{name: Ada, slug: ada}, Bo]\n" in text
    assert imported(text) == "unchanged"


def test_a_new_name_that_looks_like_several_is_said(tmp_path: Path) -> None:
    document = tmp_path / "review.md"
    sentence = (
        "“Ada Test, Bo Proof” is taken for one critic. For several, write a list such as "
        "[Ada Test, Bo Proof]."
    )
    document.write_text(DOCUMENT.replace(LINE, "critic: Ada Test, Bo Proof"))
    [warning] = import_document(document).warnings
    assert (warning.line, warning.sentence) == (4, sentence)
    assert import_document(document, update=True).warnings == ()
