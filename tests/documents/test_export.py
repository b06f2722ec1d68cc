"""Exports of the manuscript and of editions."""

import os
from dataclasses import replace

import pytest

from cast.models import Credit
from documents.exporting import NotExported, export_all, export_review
from documents.portable import portable
from editions.content import PartContent, SectionContent
from editions.manuscript import read_manuscript
from editions.models import EditionBody
from editions.publishing import publish
from films.models import Film
from images.models import Image
from reviews.models import Review, Section
from tests.documents.sample_documents import DOCUMENT, as_exported, empty_site, imported
from tests.factories import (
    CastCritiqueFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


def exported_body(body: str, part: str = "closing") -> str:
    content = read_manuscript(ReviewFactory()).content
    sections = PartContent(items=(SectionContent("", body),))
    [found] = getattr(portable(replace(content, **{part: sections})), part).items
    return found.body


class TestDocument:
    def test_characters_of_one_name_stay_two_on_another_site(self, tmp_path):
        film = ReviewFactory(slug="review").film
        guards = [CharacterFactory(name="Guard", slug="guard") for _number in range(2)]
        for order, character in enumerate(guards):
            CreditFactory(film=film, characters=[character], billing_order=order)
        text = export_review("review").text
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        empty_site()
        imported(tmp_path, text)
        slugs = Credit.objects.by_billing().values_list("characters__name", "characters__slug")
        assert list(slugs) == [("Guard", "guard"), ("Guard", "guard-2")]

    def test_describes_named_films_and_the_films_that_these_name(self):
        review = ReviewFactory(film__title="Own", film__slug="own", slug="review")
        franchise = FranchiseFactory(name="Saga", slug="saga")
        films = [FilmFactory(title=f"F{n}", slug=f"f{n}") for n in range(7)]
        entries = [
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=order)
            for order, film in enumerate([review.film, *films])
        ]
        entries[0].after = entries[1]
        entries[1].before = entries[2]
        for entry in entries[:2]:
            entry.save()
        SectionFactory(review=review, body='>!a!<{spoils="f3"}')
        SectionFactory(review=review, placement="full_story", spoils=[films[4], review.film])
        text = export_review("review").text
        related = [line[10:] for line in text.split("\n") if line.startswith("    slug: ")]
        assert related == ["f0", "f1", "f3", "f4"]

    def test_franchises_of_related_films_are_on_one_line(self):
        review = ReviewFactory(film__title="Own", film__slug="own", slug="review")
        for name in "AB":
            franchise = FranchiseFactory(name=name, slug=name.lower(), universe_name=f"{name}verse")
            FranchiseEntryFactory(
                franchise=franchise, film=review.film, release_order=1, label="", note="n"
            )
        assert (
            "  franchise:\n"
            "    - {name: A, universe_name: Averse, relation: main, release_order: 1, note: n}\n"
            "    - {name: B, universe_name: Bverse, relation: main, release_order: 1, note: n}\n"
        ) in export_review("review").text

    def test_leaves_out_empty_values(self):
        review = ReviewFactory(
            slug="review",
            headline="H",
            critic__display_name="C",
            critic__slug="c",
            film__title="F",
            film__slug="f",
            film__runtime=None,
        )
        CreditFactory(film=review.film, person=None, characters=[])
        assert export_review("review").text == (
            "---\nheadline: H\nslug: review\ncritic: C\nfilm:\n  title: F\n  slug: f\n"
            "  status: released\n  release_date: 2025-06-06\n---\n"
        )

    def test_first_section_without_heading_and_text_has_an_empty_heading(self):
        review = ReviewFactory(slug="review")
        for body in ("", "Text."):
            SectionFactory(review=review, heading="", body=body)
        assert export_review("review").text.split("---\n")[2] == "\n##\n\n##\n\nText.\n"

    def test_names_the_credits_of_a_critique_where_its_heading_is_ambiguous(self):
        review = ReviewFactory(slug="review")
        ida = PersonFactory(name="Ida", slug="ida")
        credits = [
            CreditFactory(film=review.film, person=ida, department="X", job="Y", characters=[])
            for _ in range(2)
        ]
        CastCritiqueFactory(review=review, credits=credits[:1], body="")
        CastCritiqueFactory(review=review, credits=credits, body="", heading="Both")
        CastCritiqueFactory(review=review, credits=[], body="", is_spoiler=True)
        assert export_review("review").text.split("---\n")[2] == (
            '\n## {.cast}\n\n### {credits="#1"}\n\n### Both {credits="ida"}\n\n'
            '### {.spoiler credits=""}\n'
        )

    def test_names_a_language_other_than_english(self):
        ReviewFactory(slug="review", language="de-AT")
        assert "\nlanguage: de-AT\n" in export_review("review").text


class TestNotExported:
    def test_unknown_review(self):
        with pytest.raises(NotExported, match=r"^There is no review “gone”\.$"):
            export_review("gone")

    def test_unknown_edition(self):
        FullReviewFactory(slug="review")
        with pytest.raises(NotExported, match=r"^“review” has no edition 2\.$"):
            export_review("review", 2)

    def test_edition_with_unreadable_content(self):
        review = FullReviewFactory(slug="review")
        edition = publish(review=review)
        EditionBody.objects.filter(pk=edition.pk).update(content={"a": 1})
        with pytest.raises(NotExported, match=r"^The edition cannot be read: "):
            export_review("review", 1)

    def test_text_with_more_markup_than_the_parser_accepts(self):
        SectionFactory(review__slug="review", body="*" * 100_000)
        with pytest.raises(NotExported, match=r"^“review”: This text has too much markup"):
            export_review("review")


class TestRefusedManuscript:
    """A manuscript that no document can hold is not exported, with the reasons."""

    OTHER_CREDIT = (
        "The critique “Himself” has a credit of another film, or one without a person and a "
        "character. Choose its credits again."
    )

    @pytest.fixture
    def review(self) -> Review:
        return ReviewFactory(slug="draft")

    def refusal(self) -> str:
        with pytest.raises(NotExported) as refused:
            export_review("draft")
        return str(refused.value)

    @pytest.mark.parametrize("has_another_film", [False, True])
    def test_with_a_credit_that_a_document_cannot_name(self, review, has_another_film):
        film = FilmFactory() if has_another_film else review.film
        credit = Credit.objects.create(film=film, credited_as="Himself")
        CastCritiqueFactory(review=review, heading="", credits=[credit])
        assert self.refusal() == f"“draft”: {self.OTHER_CREDIT}"

    def test_others_are_exported_before_all_refusals_are_told(self, review, tmp_path):
        for each in (review, ReviewFactory(slug="another")):
            SectionFactory(review=each, body="*" * 100_000)
        ReviewFactory(slug="whole")
        with pytest.raises(NotExported) as refused:
            list(export_all(tmp_path))
        another, draft = str(refused.value).splitlines()
        assert another.startswith("“another”: This text has too much markup")
        assert draft.startswith("“draft”: This text has too much markup")
        assert [path.name for path in tmp_path.iterdir()] == ["whole.md"]


class TestEdition:
    def test_is_exported_as_it_was_published(self, tmp_path):
        review = imported(tmp_path, publishing=True).review
        Section.objects.filter(heading="The light").update(body="Changed.")
        Review.objects.update(headline="Changed")
        assert export_review(review.slug, 1).text == as_exported(DOCUMENT)

    def test_names_films_and_pictures_by_their_current_names(self, tmp_path):
        image = ImageFactory(name="old.png", alt="A.")
        text = DOCUMENT.replace("Lamps pass.", "![A](images/old.png)").replace(
            'instead="somebody waits"', 'spoils="day-train"'
        )
        text = text.replace(
            "verdict:\n", "lead_image: images/old.png\nlead_image_alt: A.\nverdict:\n"
        )
        imported(tmp_path, text, publishing=True)
        film = Film.objects.get(slug="day-train")
        film.slug = "morning-train"
        film.save()
        Image.objects.filter(pk=image.pk).update(name="new.png")
        credit = Credit.objects.get(person__slug="ida-holm")
        credit.person.name = "Ida H."
        credit.person.save()
        exported = export_review("long-night-train", 1).text
        assert exported.count("day-train") == 0
        assert '!<{spoils="morning-train"}' in exported
        assert 'spoils="morning-train night-train"' in exported
        assert "![A](images/new.png)" in exported
        assert "lead_image: images/new.png" in exported
        assert "### Ida H. as Mara" in exported
        # The texts of the manuscript still hold the picture's old name.
        light = Section.objects.get(heading="The light")
        Section.objects.filter(pk=light.pk).update(body=light.body.replace("old.png", "new.png"))
        assert export_review("long-night-train").text == exported
        empty_site()
        assert "“images/new.png” is neither next to the document" in self.refusal(
            tmp_path, exported
        )

    def refusal(self, tmp_path, text):
        with pytest.raises(Exception, match=r"images/new\.png") as refused:
            imported(tmp_path, text)
        return str(refused.value)


class TestTextsOfTheAdmin:
    @pytest.mark.parametrize(
        ("body", "exported"),
        [
            ("\r\n a\r\nb \r\n\r\n", " a\nb "),
            ("# Too high\n\n> # Quoted", "### Too high\n\n> # Quoted"),
            ("Two\nlines\n---\n\nText", "### Two lines\n\nText"),
            ("#### Low\n\n##", "#### Low\n\n###"),
            ("```\nopen", "```\nopen\n```"),
            ("~~~~ py\nopen\n~~~", "~~~~ py\nopen\n~~~\n~~~~"),
            ("```\nclosed\n```", "```\nclosed\n```"),
            ("> ```\n> quoted", "> ```\n> quoted"),
            ("\ttab", "\ttab"),
            ("", ""),
        ],
    )
    def test_neither_open_a_part_nor_swallow_the_next(self, body, exported):
        assert exported_body(body) == exported

    def test_indentation_with_tabs_becomes_spaces_in_an_item(self):
        review = FullReviewFactory(slug="review")
        review.points.all().delete()
        review.points.create(polarity="good", label="A", body="\tcode\n \tx\n\ny\t")
        assert "- **A:**\n\n      code\n      x\n\n  y\t\n" in export_review("review").text

    def test_heading_in_the_introduction_of_the_cast_opens_no_critique(self):
        ReviewFactory(slug="review", cast_introduction="### Heading")
        assert "## {.cast}\n\n#### Heading\n" in export_review("review").text


class TestExportAll:
    def test_replaces_existing_files(self, tmp_path):
        VerdictFactory(review__slug="b")
        ReviewFactory(slug="a")
        (tmp_path / "a.md").write_text("old")
        assert [path.name for path in export_all(tmp_path)] == ["a.md", "b.md"]
        assert (tmp_path / "a.md").read_text() == export_review("a").text
        assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == ["a.md", "b.md"]

    def test_writes_a_shared_picture_once(self, tmp_path):
        image = ImageFactory(name="shared.png")
        for slug in "ab":
            ReviewFactory(slug=slug, lead_image=image)
        written = [str(path.relative_to(tmp_path)) for path in export_all(tmp_path)]
        assert written == ["a.md", "images/shared.png", "b.md"]

    def test_does_not_follow_a_link_out_of_the_folder(self, tmp_path):
        outside, folder = tmp_path / "outside", tmp_path / "folder"
        outside.mkdir()
        folder.mkdir()
        os.symlink(outside, folder / "images")
        ReviewFactory(lead_image=ImageFactory(name="a.png"))
        with pytest.raises(NotExported, match=r"images/a\.png” is outside the export folder\.$"):
            list(export_all(folder))
        assert list(outside.iterdir()) == []

    def test_replaces_a_link_instead_of_its_target(self, tmp_path):
        outside, folder = tmp_path / "outside.md", tmp_path / "folder"
        outside.write_text("Mine.")
        folder.mkdir()
        os.symlink(outside, folder / "a.md")
        ReviewFactory(slug="a")
        list(export_all(folder))
        assert outside.read_text() == "Mine."
        assert (folder / "a.md").read_text() == export_review("a").text

    def test_failed_write_leaves_the_old_file(self, tmp_path, monkeypatch):
        def fail(*args: object) -> None:
            raise OSError(28, "No space left on device")

        ReviewFactory(slug="a")
        (tmp_path / "a.md").write_text("old")
        monkeypatch.setattr("os.replace", fail)
        with pytest.raises(OSError, match="No space left"):
            list(export_all(tmp_path))
        assert [path.name for path in tmp_path.iterdir() if path.name != "media"] == ["a.md"]
        assert (tmp_path / "a.md").read_text() == "old"
