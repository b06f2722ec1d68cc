"""Errors of a document: each has its line, and nothing of the document is imported."""

import pytest

from documents.errors import DocumentFinding, DocumentRefused, Findings, shortened
from documents.source import MAX_BYTES
from tests.documents.body_errors import BODY_ERRORS, UNCLOSED_BLOCK
from tests.documents.front_matter_errors import CONSEQUENCES, FRONT_MATTER
from tests.documents.sample_documents import (
    BODY,
    DOCUMENT,
    FRONT,
    document,
    errors,
    line_of,
)
from tests.documents.score_errors import SCORE_ERRORS
from tests.factories import FilmFactory, FranchiseEntryFactory, FranchiseFactory, ReviewFactory

pytestmark = pytest.mark.django_db


class TestErrors:
    @pytest.mark.parametrize(
        ("old", "new", "place", "sentence"), FRONT_MATTER + SCORE_ERRORS + BODY_ERRORS
    )
    def test_one_mistake_gives_one_error_with_its_line(self, tmp_path, old, new, place, sentence):
        text = DOCUMENT.replace(old, new, 1)
        assert text != DOCUMENT
        assert errors(tmp_path, text) == [(line_of(text, place), sentence)]

    @pytest.mark.parametrize(("old", "new", "expected"), CONSEQUENCES)
    def test_one_mistake_gives_its_error_and_those_that_follow_from_it(
        self, tmp_path, old, new, expected
    ):
        text = DOCUMENT.replace(old, new, 1)
        assert errors(tmp_path, text) == [
            (line_of(text, place), sentence) for place, sentence in expected
        ]

    def test_all_errors_of_a_file_are_reported(self, tmp_path):
        text = DOCUMENT.replace("status: rel", "status: rol", 1).replace("She ", "Now >!she ")
        text = text.replace("## The light", "## The light {.x}")
        assert [line for line, _sentence in errors(tmp_path, text)] == [8, 27, 29, 39]

    @pytest.mark.parametrize("film", ["film: [x]\n", "film: {}\n", "film:\n"])
    def test_film_of_a_wrong_type(self, tmp_path, film):
        block = FRONT[FRONT.index("film:") : FRONT.index("related_films")]
        found = errors(tmp_path, document(FRONT.replace(block, film), "Text."))
        wrong = (
            "“film” in the front matter is wrong: expected the slug of a film, or keys with values."
        )
        missing = "“film” is missing in the front matter."
        keys = "“slug” is missing in the film."
        assert (
            found
            == {
                "film: [x]\n": [(5, wrong)],
                "film: {}\n": [(5, keys), (5, "“title” is missing in the film.")],
                "film:\n": [(5, missing)],
            }[film]
        )

    def test_film_given_by_a_slug_that_does_not_exist(self, tmp_path):
        block = FRONT[FRONT.index("film:") : FRONT.index("related_films")]
        text = document(FRONT.replace(block, "film: day-tram\n"), "Text.")
        assert errors(tmp_path, text) == [
            (
                5,
                (
                    "There is no film “day-tram”. Did you mean “day-train”? Correct the slug, or "
                    "describe it in related_films."
                ),
            )
        ]

    def test_credits_that_are_no_list(self, tmp_path):
        block = FRONT[FRONT.index("credits:") : FRONT.index("verdict:")]
        text = document(FRONT.replace(block, "credits: {a: b}\n"), "Text.")
        assert errors(tmp_path, text) == [
            (
                18,
                "“credits” in the front matter is wrong: expected a list of keys with values.",
            )
        ]

    def test_broken_front_matter_does_not_hide_errors_of_the_body(self, tmp_path):
        text = DOCUMENT.replace("critic: ", "critic: [", 1).replace("a station", ">!a station")
        text = text.replace("Ida Holm as", "Nobody as")
        assert [line for line, _sentence in errors(tmp_path, text)] == [5, 65]


class TestFilesThatAreNoDocument:
    def test_larger_than_the_limit(self, tmp_path):
        data = DOCUMENT.encode() + b"\n" * MAX_BYTES
        sentence = (
            "The file is larger than 1 MiB. Keep pictures in separate files and divide long texts."
        )
        line = data[:MAX_BYTES].count(b"\n") + 1
        assert errors(tmp_path, data) == [(line, sentence)]

    def test_as_large_as_the_limit_is_read(self, tmp_path):
        data = DOCUMENT.encode()
        front, body = data.split(b"She boards", 1)
        padding = b"x" * (MAX_BYTES - len(data) - 1)
        whole = front + padding + b" She boards" + body
        assert len(whole) == MAX_BYTES
        # The file is read; then one of its texts is too long.
        assert errors(tmp_path, whole) == [
            (27, "This text is longer than 1000000 characters. Shorten or divide it.")
        ]

    def test_nul_character(self, tmp_path):
        data = DOCUMENT.encode().replace(b"Lamps", b"La\0mps")
        sentence = (
            "There is a NUL character here, so the file is not a text file. Remove the character."
        )
        assert errors(tmp_path, data) == [(31, sentence)]

    def test_not_utf_8(self, tmp_path):
        data = DOCUMENT.replace("Lamps", "Lämps").encode("latin-1", "replace")
        sentence = "The character here is not UTF-8 (byte 0xE4). Save the file as UTF-8."
        assert errors(tmp_path, data) == [(31, sentence)]

    def test_lines_are_counted_for_every_kind_of_line_end(self, tmp_path):
        for end in (b"\r\n", b"\r"):
            data = DOCUMENT.encode().replace(b"Lamps", b"La\0mps").replace(b"\n", end)
            assert [line for line, _sentence in errors(tmp_path, data)] == [31]

    @pytest.mark.parametrize("text", ["", "Text.", "\n---\na: b\n---\n", "----\na: b\n---\n"])
    def test_no_front_matter(self, tmp_path, text):
        assert errors(tmp_path, text) == [
            (
                1,
                (
                    "The front matter is missing. Begin the file with a line of three dashes, then "
                    "headline, slug, critic and film, then three dashes again."
                ),
            )
        ]

    def test_front_matter_without_an_end(self, tmp_path):
        sentence = "The front matter has no end. Close it with a line of three dashes."
        assert errors(tmp_path, "---\na: b\n") == [(1, sentence)]

    @pytest.mark.parametrize("front", ["", "- a\n- b\n", "a\n"])
    def test_front_matter_without_keys(self, tmp_path, front):
        sentence = "The front matter must consist of keys with values, such as “headline: A title”."
        assert errors(tmp_path, document(front)) == [(2, sentence)]

    def test_front_matter_of_two_yaml_documents(self, tmp_path):
        sentence = "The front matter must be one YAML document. Remove the other documents."
        text = document(FRONT.replace("verdict:", "...\n--- {}\nverdict:"))
        assert errors(tmp_path, text) == [(24, sentence)]

    def test_front_matter_longer_than_the_limit(self, tmp_path):
        sentence = "The front matter is longer than 196608 characters. Shorten it."
        text = document(FRONT + f"standfirst: {'x' * 196_608}\n")
        assert errors(tmp_path, text) == [(2, sentence)]

    @pytest.mark.parametrize("body", ["## A\n" * 20_000, "## A {.cast}\n\n" + "### A\n" * 12_000])
    def test_more_markup_than_the_parser_accepts(self, tmp_path, body):
        sentence = (
            "This text has too much markup, such as headings, spoiler marks and links. Shorten "
            "or divide it."
        )
        assert (26, sentence) in errors(tmp_path, document(body=body))


class TestUnclosedCurtains:
    def test_errors_after_one_are_reported(self, tmp_path):
        text = DOCUMENT.replace("Lamps", "::: spoiler A\n\nLamps").replace("- maybe", "- x")
        text = text.replace("{.closing}", "{.clsing}").replace("- no: you", "- not: you")
        assert [line for line, _sentence in errors(tmp_path, text)] == [31, 54, 73]

    def test_one_at_the_end_is_one_error(self, tmp_path):
        text = DOCUMENT.replace("A fourth film", "::: spoiler A\n\nA fourth film")
        assert errors(tmp_path, text) == [(line_of(text, "::: spoiler A"), UNCLOSED_BLOCK)]

    def test_parsing_resumes_a_limited_number_of_times(self, tmp_path):
        body = "::: spoiler A\n\n## B\n\n" * 15
        assert {sentence for _line, sentence in errors(tmp_path, document(body=body))} == {
            UNCLOSED_BLOCK,
            (
                "This heading has a level that only the page itself uses. Begin it with at "
                "least ###."
            ),
        }

    def test_curtain_that_closes_at_the_end_of_the_file_is_accepted(self, tmp_path):
        curtain = "::: spoiler A\n\n```\n## no heading\n```\n:::\n"
        assert errors(tmp_path, document(body=BODY + "\n" + curtain)) == []


class TestConflictsWithStoredRows:
    def test_existing_review_is_refused_without_update(self, tmp_path):
        ReviewFactory(slug="long-night-train", headline="The first")
        assert errors(tmp_path, DOCUMENT) == [
            (
                3,
                (
                    "A review with the slug “long-night-train” exists: “The first”. Choose another "
                    "slug, or import with --update to replace its text."
                ),
            )
        ]

    def test_id_of_another_film(self, tmp_path):
        FilmFactory(imdb_id="tt0000001")
        text = DOCUMENT.replace("  genres:", "  imdb_id: tt0000001\n  genres:", 1)
        assert errors(tmp_path, text) == [(10, "The film: Film with this IMDb id already exists.")]

    def test_release_order_of_another_film(self, tmp_path):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        other = FilmFactory(title="Dawn Train")
        FranchiseEntryFactory(franchise=franchise, film=other, release_order=3)
        sentence = (
            "The release order 3 of “The Line” is already used by “Dawn Train”. Choose another one."
        )
        assert errors(tmp_path, DOCUMENT) == [(11, sentence)]

    def test_contradiction_with_the_stored_order(self, tmp_path):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        film, other = FilmFactory(slug="night-train"), FilmFactory(slug="dawn-train")
        entry = FranchiseEntryFactory(franchise=franchise, film=other, release_order=7, label="7")
        FranchiseEntryFactory(
            franchise=franchise, film=film, release_order=3, before=entry, label="3"
        )
        text = DOCUMENT.replace("label: First", "after: dawn-train, label: First")
        assert errors(tmp_path, text, update=True) == [
            (
                17,
                (
                    "The in-universe order contradicts itself: The Line: First stop → The Line: "
                    "Third "
                    "stop → The Line: 7 → The Line: First stop. Remove one of these facts."
                ),
            )
        ]

    def test_violated_database_constraint(self, tmp_path):
        film = FilmFactory(slug="day-train")
        film.slug = "morning-train"
        film.save()
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        FranchiseEntryFactory(franchise=franchise, film=film, release_order=1)
        text = DOCUMENT.replace("after: day-train", "after: morning-train")
        text = text.replace(
            "  title: Night Train\n  slug: night-train", "  title: X\n  slug: day-train"
        )
        text = text.replace("    slug: day-train", "    slug: x")
        [(line, sentence)] = errors(tmp_path, text.replace('night-train"', 'x"'), update=True)
        assert line == 1
        assert sentence.startswith("The database did not accept the document: ")
        assert "entry_is_not_after_itself" in sentence


class TestFindings:
    def test_are_sorted_by_line(self):
        refused = DocumentRefused(
            [DocumentFinding(3, "b"), DocumentFinding(1, "a"), DocumentFinding(3, "b")]
        )
        assert refused.errors == (DocumentFinding(1, "a"), DocumentFinding(3, "b"))
        assert str(refused) == "1: a\n3: b"

    def test_number_of_suggestions_is_limited(self):
        findings = Findings()
        assert findings.did_you_mean("x" * 61, ["x" * 60]) == ""
        hints = [findings.did_you_mean("flim", ["film"]) for _ in range(30)]
        assert hints.count(" Did you mean “film”?") == 19

    def test_quoted_text_is_shortened(self):
        assert (
            shortened("a\nb" * 30) == "a ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba ba …"
        )
