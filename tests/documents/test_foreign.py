"""Other sites' spoilers in a document: canonical once imported, or a reason to stop."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents.exporting import export_review
from editions.manuscript import read_manuscript
from reviews.models import CastCritique, Review, Section
from tests.documents.sample_documents import (
    DOCUMENT,
    document,
    errors,
    imported,
    line_of,
    rows,
    write,
)
from verdicts.models import AudienceFit, Verdict, VerdictPoint

pytestmark = pytest.mark.django_db

# In each Markdown field of the sample, another site's spoiler.
FOREIGN = (
    DOCUMENT.replace("Lamps pass. Each", "Lamps ||pass||. Each")
    .replace("Two of them carry it.", "[spoiler]Two[/spoiler] carry it.")
    .replace("She listens better", "She <spoiler>listens</spoiler> better")
    .replace("— There are eleven.", "— There are ~!eleven!~.")
    .replace("The train never stops.", ">! The train\n>! never stops.")
    .replace("- No speeches.", "- [spoiler=Hush]No[/spoiler] speeches.")
    .replace("It comes a station late.", "It comes <details>a station</details> late.")
    .replace("Get on.", "<details>\n<summary>Advice</summary>\n\nGet on.\n\n</details>")
    .replace("A fourth film is planned.", ":::spoiler Plans\nA fourth film.\n:::")
)
SYNTAXES = {
    "Lamps ||": ("||…||", ">!…!<"),
    "[spoiler]Two": ("[spoiler]…[/spoiler]", ">!…!<"),
    "She <spoiler>": ("<spoiler>…</spoiler>", ">!…!<"),
    "~!eleven": ("~!…!~", ">!…!<"),
    ">! The train": (">! at the beginning of lines", "::: spoiler"),
    "[spoiler=Hush]": ("[spoiler]…[/spoiler]", ">!…!<"),
    "<details>a station": ("<details>…</details>", ">!…!<"),
    "<details>\n<summary>": ("<details>…</details>", "::: spoiler"),
    ":::spoiler Plans": (":::spoiler", "::: spoiler"),
}


class TestEveryField:
    def test_holds_canonical_spoilers_once_it_is_imported(self, tmp_path):
        imported(tmp_path, FOREIGN)
        assert Section.objects.get(heading="The light").body.startswith("Lamps >!pass!<. Each")
        assert Review.objects.get().cast_introduction == ">!Two!< carry it."
        assert CastCritique.objects.order_by("position").first().body == (
            "She >!listens!< better than others speak."
        )
        assert AudienceFit.objects.get(answer="yes").rationale == "There are >!eleven!<."
        assert Section.objects.get(placement="full_story").body == (
            "::: spoiler\nThe train\nnever stops.\n:::"
        )
        assert VerdictPoint.objects.get(polarity="good", label="").body == (
            '>!No!<{instead="Hush"} speeches.'
        )
        assert VerdictPoint.objects.get(polarity="bad").body == "It comes >!a station!< late."
        assert Verdict.objects.get().summary == "::: spoiler Advice\n\nGet on.\n\n:::"
        assert Section.objects.get(placement="closing").body == (
            "::: spoiler Plans\nA fourth film.\n:::"
        )

    def test_says_on_which_line_what_became_of_which(self, tmp_path):
        notes = imported(tmp_path, FOREIGN).notes
        assert [(note.line, note.sentence) for note in notes] == [
            (line_of(FOREIGN, words), f"a spoiler written as {one} became {other}.")
            for words, (one, other) in SYNTAXES.items()
        ]

    def test_is_exported_with_them(self, tmp_path):
        imported(tmp_path, FOREIGN)
        text = export_review("long-night-train").text
        before = rows()
        again = imported(tmp_path, text, update=True)
        assert (again.outcome, again.notes) == ("unchanged", ())
        assert rows() == before
        assert export_review("long-night-train").text == text

    def test_of_the_foreign_document_again_is_unchanged(self, tmp_path):
        imported(tmp_path, FOREIGN)
        assert imported(tmp_path, FOREIGN, update=True).outcome == "unchanged"

    @pytest.mark.parametrize(
        "place",
        [
            *("Lamps pass.", "Two of them", "She listens", "There are eleven.", "The train never"),
            *(
                "No speeches.",
                "Every rail",
                "It comes a",
                "Get on.",
                "A fourth film",
                "Steady hands",
            ),
        ],
    )
    def test_stops_the_import_where_one_is_not_understood(self, tmp_path, place):
        text = DOCUMENT.replace(place, f"{place} [/spoiler]", 1)
        [(line, sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "[/spoiler]")
        assert sentence.startswith("This ends a spoiler, [spoiler]…[/spoiler], that does not begin")

    def test_leaves_nothing_of_a_document_without_any_changed(self, tmp_path):
        result = imported(tmp_path)
        assert result.notes == ()
        texts = {text.markdown for text in read_manuscript(result.review).texts.values()}
        assert all(text in DOCUMENT.replace("\n  ", "\n") for text in texts)


class TestLines:
    def test_of_what_else_is_wrong_are_those_of_the_file(self, tmp_path):
        body = "<details>\n<summary>A</summary>\na\n</details>\n\n[spoiler=B]b[/spoiler]\n\n>!c\n"
        text = document(body=f"{body}\nd {{.spoiler}} ![](images/none.png)")
        found = errors(tmp_path, text)
        lines = [line for line, _sentence in found]
        assert lines[0] == line_of(text, "d {.spoiler}") == lines[1]
        assert set(lines) == {line_of(text, "d {")}

    def test_of_a_malformed_one(self, tmp_path):
        body = "<details>\n<summary>A</summary>\na\n</details>\n\n[spoiler=B]b[/spoiler]\n\nx >!c"
        text = document(body=body)
        [(line, sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "x >!c")
        assert sentence.startswith("This curtain opens with >! but never closes.")

    def test_of_the_cast_s_introduction(self, tmp_path):
        text = DOCUMENT.replace("Two of them carry it.", "Two of them >!carry it.")
        [(line, _sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "Two of them")


class TestPlainTexts:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("headline: The Long", "headline: The ||Long||"),
            ("## The light", "## The ~!light!~"),
            ("  title: Night Train", '  title: "[spoiler]Night"'),
            ("- yes: you like trains", "- yes: you <spoiler>like</spoiler> trains"),
            ("- **Sound:**", "- **||Sound||:**"),
            ('label="The ending"', 'label="||The|| ending"'),
        ],
    )
    def test_hold_none(self, tmp_path, old, new):
        text = DOCUMENT.replace(old, new, 1)
        found = errors(tmp_path, text)
        assert {line for line, _sentence in found} == {line_of(text, new)}
        assert all(each.startswith("This field holds no curtains") for _line, each in found)


class TestCommand:
    @pytest.mark.parametrize("dry", [True, False])
    def test_says_what_it_converted(self, tmp_path, dry):
        path = write(tmp_path, FOREIGN)
        out, err = StringIO(), StringIO()
        call_command("import_review", path, dry_run=dry, stdout=out, stderr=err)
        line = line_of(FOREIGN, "Lamps ||")
        note = f"{path}:{line}: Note: a spoiler written as ||…|| became >!…!<."
        assert note in err.getvalue().splitlines()
        assert len(err.getvalue().splitlines()) == len(SYNTAXES)
        assert Review.objects.exists() is not dry

    def test_stops_and_says_where(self, tmp_path):
        text = FOREIGN.replace("Steady hands.", "Steady ||hands.")
        path = write(tmp_path, text)
        err = StringIO()
        with pytest.raises(CommandError):
            call_command("import_review", path, stdout=StringIO(), stderr=err)
        [line] = err.getvalue().splitlines()
        assert line.startswith(
            f"{path}:{line_of(text, 'Steady')}: This begins a spoiler, ||…||, that does not end"
        )
        assert not Review.objects.exists()
