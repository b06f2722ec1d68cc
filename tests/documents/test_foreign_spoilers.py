"""Other sites' spoilers in a document: converted to canonical ones, or an error."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents.exporting import export_review
from editions.manuscript import read_manuscript
from reviews.models import CastCritique, Review, Section
from spoilers import ProblemCode
from tests.documents.sample_documents import (
    DOCUMENT,
    FRONT,
    document,
    errors,
    imported,
    line_of,
    rows,
    write,
)
from verdicts.models import AudienceFit, Verdict, VerdictPoint

pytestmark = pytest.mark.django_db

# The sample with another site's spoiler in each Markdown field.
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


class TestConversion:
    def test_every_markdown_field_holds_canonical_spoilers(self, tmp_path):
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

    def test_each_conversion_is_a_note_with_its_line(self, tmp_path):
        notes = imported(tmp_path, FOREIGN).notes
        assert [(note.line, note.sentence) for note in notes] == [
            (line_of(FOREIGN, words), f"a spoiler in the syntax {one} was converted to {other}.")
            for words, (one, other) in SYNTAXES.items()
        ]

    def test_export_holds_canonical_spoilers(self, tmp_path):
        imported(tmp_path, FOREIGN)
        text = export_review("long-night-train").text
        before = rows()
        again = imported(tmp_path, text, update=True)
        assert (again.outcome, again.notes) == ("unchanged", ())
        assert rows() == before
        assert export_review("long-night-train").text == text

    def test_importing_the_foreign_document_again_changes_nothing(self, tmp_path):
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
    def test_unreadable_spoiler_in_any_field_is_an_error(self, tmp_path, place):
        text = DOCUMENT.replace(place, f"{place} [/spoiler]", 1)
        [(line, sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "[/spoiler]")
        assert sentence.startswith(
            "A spoiler ends here, [spoiler]…[/spoiler], but it has no beginning"
        )

    def test_document_without_foreign_spoilers_is_not_changed(self, tmp_path):
        result = imported(tmp_path)
        assert result.notes == ()
        texts = {text.markdown for text in read_manuscript(result.review).texts.values()}
        assert all(text in DOCUMENT.replace("\n  ", "\n") for text in texts)


class TestLinesAfterAConversion:
    def test_misplaced_classes_and_pictures(self, tmp_path):
        body = "<details>\n<summary>A</summary>\na\n</details>\n\n[spoiler=B]b[/spoiler]\n\n>!c\n"
        text = document(body=f"{body}\nd {{.spoiler}} ![](images/none.png)")
        found = errors(tmp_path, text)
        lines = [line for line, _sentence in found]
        assert lines[0] == line_of(text, "d {.spoiler}") == lines[1]
        assert set(lines) == {line_of(text, "d {")}

    def test_malformed_curtain(self, tmp_path):
        body = "<details>\n<summary>A</summary>\na\n</details>\n\n[spoiler=B]b[/spoiler]\n\nx >!c"
        text = document(body=body)
        [(line, sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "x >!c")
        assert sentence.startswith("This curtain opens with >! but never closes.")

    def test_malformed_curtain_in_the_introduction_of_the_cast(self, tmp_path):
        text = DOCUMENT.replace("Two of them carry it.", "Two of them >!carry it.")
        [(line, _sentence)] = errors(tmp_path, text)
        assert line == line_of(text, "Two of them")


class TestPlainFields:
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
    def test_foreign_spoiler_is_refused(self, tmp_path, old, new):
        text = DOCUMENT.replace(old, new, 1)
        found = errors(tmp_path, text)
        assert {line for line, _sentence in found} == {line_of(text, new)}
        assert all(each.startswith("This field is always public") for _line, each in found)


class TestCommand:
    @pytest.mark.parametrize("dry", [True, False])
    def test_prints_each_conversion(self, tmp_path, dry):
        path = write(tmp_path, FOREIGN)
        out, err = StringIO(), StringIO()
        call_command("import_review", path, dry_run=dry, stdout=out, stderr=err)
        line = line_of(FOREIGN, "Lamps ||")
        note = f"{path}:{line}: Note: a spoiler in the syntax ||…|| was converted to >!…!<."
        assert note in err.getvalue().splitlines()
        assert len(err.getvalue().splitlines()) == len(SYNTAXES)
        assert Review.objects.exists() is not dry

    def test_refused_file_prints_its_error_only(self, tmp_path):
        text = FOREIGN.replace("Steady hands.", "Steady ||hands.")
        path = write(tmp_path, text)
        err = StringIO()
        with pytest.raises(CommandError):
            call_command("import_review", path, stdout=StringIO(), stderr=err)
        [line] = err.getvalue().splitlines()
        assert line.startswith(
            f"{path}:{line_of(text, 'Steady')}: A spoiler begins here, ||…||, but does not end"
        )
        assert not Review.objects.exists()


class TestMarkup:
    def test_html_becomes_markdown_with_notes_and_warnings(self, tmp_path):
        hidden = '<b style="color:#fff">he dies</b>'
        text = document(body=f"I saw <i>Dust</i> and <i>Sand</i>.\n\n<u>Twice</u>, {hidden}")
        result = imported(tmp_path, text)
        body = Section.objects.get(placement="opening").body
        assert body == "I saw *Dust* and *Sand*.\n\nTwice, >!**he dies**!<"
        first, second = line_of(text, "I saw"), line_of(text, "<u>")
        assert [(note.line, note.sentence) for note in result.notes] == [
            (first, "<i> was converted to Markdown, here and below."),
            (second, "<b> was converted to Markdown, here and below."),
            (second, "a spoiler in the syntax <… hidden …> was converted to >!…!<."),
        ]
        assert [(each.line, each.sentence) for each in result.warnings] == [
            (second, "<u> has no equivalent in Markdown and was left out. Check the text here.")
        ]

    def test_lines_that_were_markup_leave_no_blank_lines(self, tmp_path):
        """So the document imported again changes nothing, and later lines keep their numbers."""
        text = document(body="<p>\n\nI saw >!Dust.\n\nTwice.")
        assert [line for line, _sentence in errors(tmp_path, text)] == [line_of(text, "I saw")]
        text = document(body="<p>\n\nI saw *Dust*.\n\n<p>")
        imported(tmp_path, text)
        assert Section.objects.get(placement="opening").body == "I saw *Dust*."
        assert imported(tmp_path, text, update=True).outcome == "unchanged"

    def test_announced_spoilers_are_a_warning_where_they_are_public(self, tmp_path):
        announced = "Spoilers ahead!\n\nHe dies."
        body = f"a\n\n{announced}\n\nSee [[Dust]].\n\n## B {{.spoiler}}\n\n{announced}\n"
        text = document(body=body)
        warnings = imported(tmp_path, text).warnings
        said = [ProblemCode.SPOILER_ANNOUNCED.value, ProblemCode.MARKUP_SHOWN.value]
        assert [(each.line, each.sentence) for each in warnings] == [
            (line_of(text, "Spoilers ahead!"), said[0]),
            (line_of(text, "See"), said[1].format(syntax="[[…]]")),
        ]

    def test_headings_and_fields_that_announce_spoilers_are_a_warning(self, tmp_path):
        body = "a\n\n## Spoilers ahead\n\nHe dies.\n\n## Spoilers\n\n>!He dies.!<\n"
        body += "\n## Spoiler alert {.spoiler}\n\nHe dies.\n"
        text = document(FRONT + "standfirst: 'SPOILER: he dies'\n", body=body)
        warnings = imported(tmp_path, text).warnings
        assert [(each.line, each.sentence) for each in warnings] == [
            (line_of(text, words), ProblemCode.SPOILER_ANNOUNCED.value)
            for words in ("standfirst", "## Spoilers ahead")
        ]

    def test_markup_that_is_not_understood_is_an_error(self, tmp_path):
        text = document(body="a\n\n[velvet]b[/velvet]\n\n<x-box>c</x-box>")
        found = errors(tmp_path, text)
        assert {line for line, _sentence in found} == {
            line_of(text, "[velvet]"),
            line_of(text, "<x-box>"),
        }
