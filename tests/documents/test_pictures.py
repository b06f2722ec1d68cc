"""Pictures beside a document: importing them into the library and exporting them."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from documents.errors import DocumentRefused
from documents.exporting import export_all, export_review
from documents.importing import import_document
from films.models import Film
from images.models import Image
from reviews.models import Review, Section
from tests.documents.sample_documents import (
    DOCUMENT,
    document,
    empty_site,
    errors,
    imported,
    rows,
    write,
)
from tests.factories import ImageFactory, picture_bytes
from tests.images.full_disk import fill_disk
from tests.images.stored import stored_names

pytestmark = pytest.mark.django_db

FRONT = """\
headline: A headline
slug: short
critic: Vera Lind
film: {title: Night Train, slug: night-train, poster: images/poster.png}
verdict: {recommendation: mixed}
lead_image: images/lead.png
lead_image_alt: A train.
"""
BODY = "Text.\n\n![The duel](images/duel.png)\n\n>!![Hidden](images/hidden.png)!<\n"
TEXT = document(FRONT, BODY)
NAMES = ["duel.png", "hidden.png", "lead.png", "poster.png"]


def put(folder: Path, *names: str) -> None:
    (folder / "images").mkdir(exist_ok=True)
    for name in names:
        (folder / "images" / name).write_bytes(picture_bytes(sum(name.encode())))


class TestPictures:
    def test_are_added_to_the_library_with_their_alternative_texts(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        found = Image.objects.order_by("name").values_list("name", "alt", "decorative")
        assert list(found) == [
            ("duel.png", "The duel", False),
            ("hidden.png", "", True),
            ("lead.png", "A train.", False),
            ("poster.png", "Poster of Night Train", False),
        ]
        assert Review.objects.get().lead_image.name == "lead.png"
        assert Film.objects.get().poster.name == "poster.png"

    def test_importing_them_again_changes_no_row(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        before = rows()
        assert imported(tmp_path, TEXT, update=True).outcome == "unchanged"
        assert rows() == before

    def test_are_exported_and_imported_again(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        folder = tmp_path / "out"
        written = [str(path.relative_to(folder)) for path in export_all(folder)]
        assert written == ["short.md", *(f"images/{name}" for name in NAMES)]
        text = (folder / "short.md").read_text()
        before = rows()
        assert import_document(folder / "short.md", update=True).outcome == "unchanged"
        assert rows() == before
        empty_site()
        import_document(folder / "short.md")
        assert export_review("short").text == text

    def test_may_exist_in_the_library_only(self, tmp_path):
        for name in NAMES:
            ImageFactory(name=name)
        imported(tmp_path, TEXT)
        assert Review.objects.get().lead_image == Image.objects.get(name="lead.png")

    def test_renamed_by_the_library_are_renamed_in_the_text(self, tmp_path):
        ImageFactory(name="duel.png")
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        assert Section.objects.get().body == BODY.replace("duel.png", "duel-2.png").strip()
        before = rows()
        assert imported(tmp_path, TEXT, update=True).outcome == "unchanged"
        assert rows() == before

    def test_update_changes_the_alternative_text_of_the_lead_image(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        text = TEXT.replace("A train.", "A night train.")
        assert imported(tmp_path, text, update=True).outcome == "updated"
        assert Image.objects.get(name="lead.png").alt == "A night train."

    def test_missing_file_is_an_error(self, tmp_path):
        put(tmp_path, "lead.png", "duel.png", "hidden.png")
        sentence = (
            "“images/poster.png” is neither next to the document nor in the library. Add the "
            "file, or correct its name."
        )
        assert errors(tmp_path, TEXT) == [(5, sentence)]

    def test_file_that_is_no_picture_is_an_error(self, tmp_path):
        put(tmp_path, *NAMES)
        (tmp_path / "images" / "duel.png").write_bytes(b"no picture")
        sentence = (
            "“images/duel.png” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is damaged. "
            "Save it in one of these formats."
        )
        assert errors(tmp_path, TEXT) == [(13, sentence)]
        assert stored_names() == []

    def test_file_of_another_format_than_its_name_is_an_error(self, tmp_path):
        put(tmp_path, *NAMES)
        (tmp_path / "images" / "duel.png").write_bytes(picture_bytes(7, format="JPEG"))
        sentence = "“images/duel.png” is a JPEG picture. Use a name that ends in .jpg."
        assert errors(tmp_path, TEXT) == [(13, sentence)]
        assert stored_names() == []

    def test_converted_format_changes_the_name(self, tmp_path):
        text = TEXT.replace("duel.png", "duel.gif")
        put(tmp_path, "hidden.png", "lead.png", "poster.png")
        (tmp_path / "images" / "duel.gif").write_bytes(picture_bytes(7, format="GIF"))
        imported(tmp_path, text)
        assert Section.objects.get().body == BODY.strip()
        before = rows()
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        assert rows() == before
        folder = tmp_path / "out"
        assert len(list(export_all(folder))) == 5
        empty_site()
        assert import_document(folder / "short.md").outcome == "created"

    def test_link_out_of_the_folder_is_an_error(self, tmp_path):
        put(tmp_path, *NAMES)
        folder = tmp_path / "inner"
        folder.mkdir()
        put(folder, "hidden.png", "lead.png", "poster.png")
        os.symlink(tmp_path / "images" / "duel.png", folder / "images" / "duel.png")
        sentence = "“images/duel.png” cannot be read: it is outside the folder of the document."
        assert errors(folder, TEXT) == [(13, sentence)]

    def test_file_larger_than_the_limit_is_an_error(self, tmp_path):
        put(tmp_path, *NAMES)
        with (tmp_path / "images" / "duel.png").open("r+b") as file:
            file.truncate(20 * 2**20 + 1)
        sentence = "“images/duel.png” cannot be read: it is larger than 20 MB."
        assert errors(tmp_path, TEXT) == [(13, sentence)]

    def test_unreadable_file_is_an_error(self, tmp_path, monkeypatch):
        put(tmp_path, *NAMES)

        read = Path.read_bytes

        def read_bytes(path: Path) -> bytes:
            if path.name == "duel.png":
                raise PermissionError(13, "Permission denied")
            return read(path)

        monkeypatch.setattr(Path, "read_bytes", read_bytes)
        sentence = "“images/duel.png” cannot be read: Permission denied."
        assert errors(tmp_path, TEXT) == [(13, sentence)]

    def test_failed_import_leaves_no_file(self, tmp_path):
        put(tmp_path, *NAMES)
        text = TEXT.replace("verdict:", "embargo_until: 2140-01-01T00:00Z\nverdict:")
        with pytest.raises(DocumentRefused):
            imported(tmp_path, text, publishing=True)
        assert stored_names() == []
        assert Image.objects.count() == 0

    @pytest.mark.on_disk
    def test_full_disk_is_an_error(self, tmp_path, monkeypatch):
        put(tmp_path, *NAMES)
        fill_disk(monkeypatch, after=4)
        sentence = (
            "“duel.png” cannot be stored: the disk is full. Nothing was changed. Tell the "
            "people who run the site."
        )
        assert (13, sentence) in errors(tmp_path, TEXT)
        assert stored_names() == []

    @pytest.mark.on_disk
    def test_dry_run_writes_no_file(self, tmp_path, monkeypatch):
        put(tmp_path, *NAMES)
        fill_disk(monkeypatch)
        path = write(tmp_path, TEXT)
        call_command("import_review", str(path), publish=True, dry_run=True)
        assert (stored_names(), Image.objects.count()) == ([], 0)

    def test_refusal_by_the_library_is_an_error(self, tmp_path, monkeypatch):
        put(tmp_path, *NAMES)
        monkeypatch.setattr("documents.pictures.ALT_LENGTH", 400)
        text = TEXT.replace("The duel", "x" * 301)
        found = errors(tmp_path, text)
        assert found == [(13, "Ensure this value has at most 300 characters (it has 301).")]

    def test_long_alternative_text_is_cut(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT.replace("The duel", "x" * 400))
        assert Image.objects.get(name="duel.png").alt == "x" * 300


@pytest.mark.django_db(transaction=True)
class TestTransaction:
    def test_rolled_back_import_leaves_no_file(self, tmp_path):
        put(tmp_path, *NAMES)
        with transaction.atomic():
            imported(tmp_path, TEXT)
            assert stored_names()
            transaction.set_rollback(True)
        assert stored_names() == []


class TestAlternativeTextInHiddenText:
    """A document shows a picture in every kind of hidden text, each time with CANARY."""

    PLACES = [
        "A >!![CANARY](images/pa.png)!< b.\n",
        "::: spoiler\n![CANARY](images/pa.png)\n:::\n",
        "A.[^1]\n\n>!b[^2]!<\n\n[^1]: c\n\n[^2]: ![CANARY](images/pa.png)\n",
        "## C {.cast}\n\n### Ida as Eve {.spoiler}\n\n![CANARY](images/pa.png)\n",
        "### Jon as Adam\n\n![CANARY](images/pa.png)\n",
        "## Secret {.spoiler}\n\n![CANARY](images/pa.png)\n",
        "## G {.good}\n\n- {.spoiler} ![CANARY](images/pa.png)\n",
        "## B {.bad}\n\n- {.spoiler} ![CANARY](images/pa.png)\n",
    ]
    HIDDEN = "\n".join(PLACES)
    APART = "\n".join(
        place.replace("pa.png", f"pa{number}.png") for number, place in enumerate(PLACES)
    )
    CREDITS = (
        "credits:\n  - {person: Ida, characters: [Eve]}\n"
        "  - {person: Jon, characters: [Adam], is_spoiler: true}\n"
    )
    SHORT = FRONT[: FRONT.index("lead_image")].replace(", poster: images/poster.png", "") + CREDITS

    def stored(self) -> tuple[str, bool]:
        return Image.objects.values_list("alt", "decorative").get()

    def test_does_not_get_into_the_library(self, tmp_path):
        names = [f"pa{number}.png" for number in range(len(self.PLACES))]
        put(tmp_path, *names)
        imported(tmp_path, document(self.SHORT, self.APART))
        found = Image.objects.order_by("name").values_list("name", "alt", "decorative")
        assert list(found) == [(name, "", True) for name in names]
        text = export_review("short").text
        empty_site()
        imported(tmp_path, text)
        assert export_review("short").text == text

    def test_does_not_replace_the_one_in_public_text(self, tmp_path):
        put(tmp_path, "pa.png")
        imported(tmp_path, document(self.SHORT, f"![A ship](images/pa.png)\n\n{self.HIDDEN}"))
        assert self.stored() == ("A ship", False)

    def test_does_not_replace_the_one_of_the_poster(self, tmp_path):
        put(tmp_path, "pa.png")
        front = self.SHORT.replace("slug: night-train", "slug: night-train, poster: images/pa.png")
        imported(tmp_path, document(front, self.HIDDEN))
        assert self.stored() == ("Poster of Night Train", False)

    @pytest.mark.parametrize("alt", ["", "A ship"])
    def test_does_not_replace_the_one_of_the_lead_image(self, tmp_path, alt):
        put(tmp_path, "pa.png")
        lead = f"lead_image: images/pa.png\nlead_image_alt: {alt}\n"
        imported(tmp_path, document(self.SHORT + lead, f"![Text](images/pa.png)\n\n{self.HIDDEN}"))
        assert self.stored() == (alt, not alt)
        text = export_review("short").text
        empty_site()
        imported(tmp_path, text)
        assert export_review("short").text == text

    def test_under_a_stored_surprise_credit_does_not_get_into_the_library(self, tmp_path):
        front = self.SHORT.replace("slug: short", "slug: first")
        imported(tmp_path, document(front, "Text.\n"))
        put(tmp_path, "pa.png")
        body = f"## C {{.cast}}\n\n{self.PLACES[4]}"
        imported(tmp_path, document(self.SHORT.replace(self.CREDITS, ""), body))
        assert self.stored() == ("", True)


class TestLeadImageInTheLibrary:
    def test_with_another_alternative_text_gives_a_warning(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        text = TEXT.replace("slug: short", "slug: other").replace("A train.", "A night train.")
        [warning] = imported(tmp_path, text).warnings
        assert (warning.line, warning.sentence) == (
            8,
            (
                "The library already has “images/lead.png” with another alternative text, “A "
                "train.”, which is kept. Import with --update to replace it."
            ),
        )
        assert Image.objects.get(name="lead.png").alt == "A train."

    def test_gives_no_warning_with_update(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        text = TEXT.replace("A train.", "A night train.")
        assert imported(tmp_path, text, update=True).warnings == ()


class TestPicturesThatCannotBePublished:
    CASES = [
        (
            "![The duel](images/duel.png)",
            "![](images/duel.png)",
            (
                13,
                (
                    "The picture “images/duel.png” has no alternative text. Write ![what it "
                    "shows](…)."
                ),
            ),
        ),
        (
            "![The duel](images/duel.png)",
            "![The duel](https://example.org/duel.png)",
            (
                13,
                (
                    "The picture “https://example.org/duel.png” is not in the folder images. "
                    "Put it into the folder images next to the document, and write images/ and "
                    "its name."
                ),
            ),
        ),
        (
            "lead_image_alt: A train.\n",
            "",
            (7, "The lead image has no alternative text. Add lead_image_alt."),
        ),
    ]

    @pytest.mark.parametrize(("old", "new", "finding"), CASES)
    def test_give_a_warning_without_publishing(self, tmp_path, old, new, finding):
        put(tmp_path, *NAMES)
        result = imported(tmp_path, TEXT.replace(old, new))
        assert [(warning.line, warning.sentence) for warning in result.warnings] == [finding]

    @pytest.mark.parametrize(("old", "new", "finding"), CASES)
    def test_are_an_error_when_publishing(self, tmp_path, old, new, finding):
        put(tmp_path, *NAMES)
        assert errors(tmp_path, TEXT.replace(old, new), publishing=True) == [finding]

    def test_without_alternative_text_are_decorative_in_the_library(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT.replace("![The duel]", "![]"))
        assert Image.objects.get(name="duel.png").decorative is True


class TestPoster:
    def test_of_a_film_given_by_its_slug_is_not_needed(self, tmp_path):
        Film.objects.create(title="Night Train", slug="night-train", status="planned")
        front = FRONT[: FRONT.index("lead_image")]
        text = document(
            front.replace(
                "{title: Night Train, slug: night-train, poster: images/poster.png}", "night-train"
            ),
            "Text.",
        )
        imported(tmp_path, text)
        assert Film.objects.get().poster is None

    def test_given_empty_is_removed_by_an_update(self, tmp_path):
        put(tmp_path, *NAMES)
        imported(tmp_path, TEXT)
        imported(tmp_path, TEXT.replace("images/poster.png", "~"), update=True)
        assert Film.objects.get().poster is None

    def test_absent_from_the_document_adds_no_picture(self, tmp_path):
        imported(tmp_path, DOCUMENT)
        assert Image.objects.count() == 0
