"""Content notes in documents: their labels and their errors."""

from pathlib import Path

import pytest

from documents.exporting import export_review
from editions.publishing import publish
from reviews.models import ContentNote, ContentNoteLabel, Review
from tests.documents.sample_documents import (
    DOCUMENT,
    as_exported,
    empty_site,
    errors,
    imported,
    line_of,
)
from tests.factories import ContentNoteLabelFactory

pytestmark = pytest.mark.django_db

NOTES = """## Mind these {.notes}

- Strobe lighting
- Animal death — The *dog*.

## The cast {.cast}
"""
TEXT = DOCUMENT.replace("## The cast {.cast}\n", NOTES)


class TestImport:
    def test_creates_missing_labels(self, tmp_path: Path) -> None:
        ContentNoteLabelFactory(name="Strobe lighting", slug="strobe")
        review = imported(tmp_path, TEXT).review
        assert review.notes_heading == "Mind these"
        assert [(note.label.slug, note.detail) for note in review.content_notes.all()] == [
            ("strobe", ""),
            ("animal-death", "The *dog*."),
        ]

    def test_takes_the_label_with_the_slug_of_the_name(self, tmp_path: Path) -> None:
        label = ContentNoteLabelFactory(name="Animal Death", slug="animal-death")
        imported(tmp_path, TEXT)
        assert ContentNote.objects.get(detail="The *dog*.").label == label
        assert ContentNoteLabel.objects.count() == 2

    def test_update_replaces_the_notes(self, tmp_path: Path) -> None:
        imported(tmp_path, TEXT)
        assert imported(tmp_path, TEXT, update=True).outcome == "unchanged"
        assert imported(tmp_path, DOCUMENT, update=True).outcome == "updated"
        assert (Review.objects.get().notes_heading, ContentNote.objects.count()) == ("", 0)
        assert ContentNoteLabel.objects.count() == 2

    @pytest.mark.parametrize(
        ("line", "sentence"),
        [
            ("- — The dog.", "The label is missing. Write “- label — detail”."),
            ("- >!Animal!<", "This field is always public, and spoiler marks hide nothing in it."),
            (
                f"- {'a' * 81}",
                "Ensure this value has at most 80 characters (it has 81).",
            ),
            ("- Animal — ::: spoiler", "This curtain"),
            ("> Animal death", "This part may contain only list items"),
            ("- {.spoiler} Animal", "“{.spoiler” hides nothing here."),
        ],
    )
    def test_errors_name_the_line(self, tmp_path: Path, line: str, sentence: str) -> None:
        text = TEXT.replace("- Animal death — The *dog*.", line)
        found = errors(tmp_path, text)
        assert {at for at, _sentence in found} == {line_of(text, line)}
        assert any(said.startswith(sentence) for _at, said in found), found


class TestExport:
    def test_gives_the_document_back(self, tmp_path: Path) -> None:
        imported(tmp_path, TEXT)
        text = export_review("long-night-train").text
        assert text == as_exported(TEXT)
        empty_site()
        imported(tmp_path, text)
        assert export_review("long-night-train").text == text

    def test_of_an_edition_has_the_current_name_of_the_label(self, tmp_path: Path) -> None:
        publish(review=imported(tmp_path, TEXT).review)
        ContentNoteLabel.objects.filter(name="Animal death").update(name="Death of an animal")
        text = export_review("long-night-train", 1).text
        assert "- Death of an animal — The *dog*.\n" in text
