"""The commands `import_review` and `export_review`."""

import io
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from documents.backups.rows import delete_all_rows
from documents.exporting import export_review
from editions.models import Edition
from editions.publishing import publish, withdraw
from images.models import Image
from images.orphan_files import storage, stored_files
from reviews.models import Review
from tests.documents.sample_documents import DOCUMENT, rows, write
from tests.factories import FullReviewFactory, ImageFactory, ReviewFactory, picture_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]


@pytest.fixture
def run(capsys):
    """A function that calls a command and returns its output, its error output and its error."""

    def call(*args, **options):
        end = ""
        try:
            call_command(*map(str, args), **options)
        except CommandError as error:
            end = str(error)
        printed = capsys.readouterr()
        return printed.out, printed.err, end

    return call


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class TestImportReview:
    def test_prints_the_outcome_of_each_file(self, run, tmp_path):
        one = write(tmp_path, DOCUMENT, "one.md")
        two = write(tmp_path, DOCUMENT.replace("slug: long", "slug: short", 1), "two.md")
        assert run("import_review", one, two) == (
            f"{one}: long-night-train created\n{two}: short-night-train created\n",
            "",
            "",
        )
        assert run("import_review", one, "--update")[0] == f"{one}: long-night-train unchanged\n"
        one.write_text(DOCUMENT.replace("Get on.", "Stay."))
        assert run("import_review", one, "--update")[0] == f"{one}: long-night-train updated\n"

    def test_reports_all_errors_of_a_file_and_imports_the_others(self, run, tmp_path):
        bad = write(tmp_path, DOCUMENT.replace("sequel", "x").replace("She b", "She >!b"), "bad.md")
        good = write(tmp_path, DOCUMENT, "good.md")
        out, err, end = run("import_review", bad, good)
        assert out == f"{good}: long-night-train created\n"
        lines = err.splitlines()
        assert [line.split(": ")[0] for line in lines] == [f"{bad}:11", f"{bad}:27"]
        assert end == "1 of 2 files not imported."

    def test_publish_prints_the_edition_and_its_moment(self, run, tmp_path):
        path = write(
            tmp_path, DOCUMENT.replace("verdict:\n", "publish_at: 2140-05-01T06:00Z\nverdict:\n")
        )
        assert run("import_review", path, "--publish") == (
            (
                f"{path}: long-night-train created, published as edition 1, live from "
                "2140-05-01T06:00:00+00:00\n"
            ),
            "",
            "",
        )
        assert Edition.objects.get().number == 1

    def test_prints_a_leak_as_a_warning(self, run, tmp_path):
        text = DOCUMENT.replace("A fourth", "The old train never stops. A fourth").replace(
            "The train never", "The old train never"
        )
        path = write(tmp_path, text)
        assert run("import_review", path)[1] == (
            f"{path}:73: Warning: “The old train never stops.” gives away what is hidden "
            "(story-1): “The old train never stops.”.\n"
        )

    def test_prints_warnings_of_a_refused_file_too(self, run, tmp_path):
        text = DOCUMENT.replace("She b", "She >!b").replace("Steady", "![](https://a.b/c.png)")
        path = write(tmp_path, text)
        warnings = [
            line for line in run("import_review", path)[1].splitlines() if "Warning: " in line
        ]
        assert [line.split(" Warning: ")[0] for line in warnings] == [f"{path}:43:"]

    def test_dry_run_stores_nothing_and_later_files_see_earlier_ones(self, run, tmp_path, settings):
        (tmp_path / "images").mkdir()
        (tmp_path / "images" / "a.png").write_bytes(picture_bytes(1))
        text = DOCUMENT.replace(
            "verdict:\n", "lead_image: images/a.png\nlead_image_alt: A\nverdict:\n"
        )
        one = write(tmp_path, text, "one.md")
        # The second document needs a film of the first.
        film = text[text.index("film:") : text.index("related_films")]
        second = text.replace(film, "film: night-train\n").replace("slug: long", "slug: short", 1)
        two = write(tmp_path, second, "two.md")
        before = rows()
        out, err, end = run("import_review", one, two, "--dry-run", "--publish")
        note = " (dry run: nothing stored)"
        assert [line.endswith(note) for line in out.splitlines()] == [True, True]
        assert (err, end) == ("", "")
        assert rows() == before
        assert Image.objects.count() == 0

    def test_dry_run_reports_errors(self, run, tmp_path):
        path = write(tmp_path, "Text.")
        _out, err, end = run("import_review", path, "--dry-run")
        assert err.startswith(f"{path}:1: The front matter is missing.")
        assert end == "1 of 1 files not imported."

    def test_reports_files_that_cannot_be_read(self, run, tmp_path):
        missing = tmp_path / "missing.md"
        assert run("import_review", missing, tmp_path) == (
            "",
            f"{missing}: No such file or directory.\n{tmp_path}: Is a directory.\n",
            "2 of 2 files not imported.",
        )


class TestExportReview:
    def test_prints_the_document(self, run):
        FullReviewFactory(slug="review")
        assert run("export_review", "review") == (export_review("review").text, "", "")

    def test_prints_to_a_text_stream_without_a_byte_buffer(self, run):
        FullReviewFactory(slug="review")
        printed = io.StringIO()
        run("export_review", "review", stdout=printed)
        assert printed.getvalue() == export_review("review").text

    def test_prints_an_edition(self, run, tmp_path):
        path = write(tmp_path, DOCUMENT)
        run("import_review", path, "--publish")
        text = export_review("long-night-train").text
        Review.objects.update(headline="Changed")
        assert run("export_review", "long-night-train", "--edition", 1)[0] == text

    def test_all_writes_every_review_into_a_new_folder(self, run, tmp_path):
        ReviewFactory(slug="review")
        folder = tmp_path / "new" / "folder"
        assert run("export_review", "--all", folder) == (f"{folder / 'review.md'}\n", "", "")

    def test_all_into_an_empty_site_and_out_again_gives_the_same_files(self, run, tmp_path):
        shared = ImageFactory(name="shared.png")
        published = FullReviewFactory(
            slug="published", lead_image=shared, disclosure="Seen at a press screening."
        )
        withdrawn = FullReviewFactory(slug="withdrawn", film=published.film, lead_image=shared)
        for review in (published, withdrawn):
            publish(review=review)
        withdraw(review=withdrawn)
        before, after = tmp_path / "before", tmp_path / "after"
        assert run("export_review", "--all", before)[1:] == ("", "")
        delete_all_rows()
        for file in stored_files():
            storage().delete(file.name)
        assert run("import_review", *sorted(before.glob("*.md")), "--publish")[2] == ""
        assert run("export_review", "--all", after)[1:] == ("", "")
        exported = files(before)
        assert {"published.md", "withdrawn.md", "images/shared.png"} <= set(exported)
        assert files(after) == exported

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ([], "Give the slug of one review, or --all DIR to export all reviews."),
            (
                ["a", "--all", "b"],
                "Give the slug of one review, or --all DIR to export all reviews.",
            ),
            (["--all", "b", "--edition", "1"], "--edition needs the slug of one review."),
            (["gone"], "There is no review “gone”."),
        ],
    )
    def test_refuses_arguments_that_do_not_fit_together(self, run, arguments, sentence):
        assert run("export_review", *arguments) == ("", "", sentence)

    def test_reports_a_folder_that_cannot_be_written(self, run, tmp_path):
        ReviewFactory(slug="review")
        file = write(tmp_path, "", "file")
        assert run("export_review", "--all", file) == ("", "", f"{file}: File exists.")

    def test_reports_that_standard_output_is_full(self, run):
        class Full(io.StringIO):
            def write(self, text: str) -> int:
                raise OSError(28, "No space left on device")

        ReviewFactory(slug="review")
        _out, _err, end = run("export_review", "review", stdout=Full())
        assert end == "Standard output: No space left on device."


class TestStandardOutput:
    @pytest.mark.parametrize("command", [["export_review", "review"], ["import_review", "a.md"]])
    def test_closed_before_the_command_is_an_error(self, run, monkeypatch, command):
        monkeypatch.setattr(sys, "stdout", None)
        with pytest.raises(CommandError, match=r"^Standard output is closed\.$"):
            call_command(*command)

    @pytest.mark.parametrize("command", ["export_review", "import_review"])
    def test_closed_during_the_command_is_an_error(self, run, monkeypatch, tmp_path, command):
        closed = []

        class Pipe(io.StringIO):
            def flush(self) -> None:
                raise BrokenPipeError(32, "Broken pipe")

        ReviewFactory(slug="review")
        monkeypatch.setattr("os.dup2", lambda new, old: closed.append(old))
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.FileIO(1, "w", closefd=False)))
        what = "review" if command == "export_review" else write(tmp_path, DOCUMENT)
        _out, _err, end = run(command, what, stdout=Pipe())
        assert end == "Standard output was closed before the end."
        assert closed == [1]
