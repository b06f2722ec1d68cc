"""Reading a manuscript from its rows, and the problems that keep it from being published."""

import pytest

from editions.content import CreditRef, CriticRef, FilmRef, ImageRef, PartContent
from editions.manuscript import read_manuscript
from editions.publishing import PublishingRefused, publish
from editions.publishing_problems import PublishingProblem, publishing_problems
from films.models import Film
from tests.factories import (
    AudienceFitFactory,
    CastCritiqueFactory,
    CharacterFactory,
    ContentNoteFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


class TestReadManuscript:
    def test_film_critic_and_lead_image_have_slug_and_key(self):
        review = FullReviewFactory()
        content = read_manuscript(review).content

        assert content.film == FilmRef(review.film.slug, review.film.pk)
        [critic] = review.signed_by()
        assert content.critics == (CriticRef(critic.slug, critic.pk),)
        assert content.lead_image == ImageRef(review.lead_image.name, review.lead_image.pk)

    def test_parts_are_ordered_by_position_then_age(self):
        review = ReviewFactory()
        for position, heading in [(2, "C"), (1, "A"), (1, "B")]:
            SectionFactory(review=review, position=position, heading=heading)
        content = read_manuscript(review).content

        assert [section.heading for section in content.opening.items] == ["A", "B", "C"]
        assert (content.verdict, content.lead_image) == (PartContent(), None)

    def test_a_critique_without_heading_is_named_after_its_credits(self):
        review = ReviewFactory()
        eve = CreditFactory(
            film=review.film,
            person=PersonFactory(name="Ann Lee", slug="ann-lee"),
            characters=[CharacterFactory(name="Eve", slug="eve")],
        )
        nobody = CreditFactory(
            film=review.film,
            person=None,
            characters=[CharacterFactory(name="The villain", slug="the-villain")],
            is_spoiler=True,
        )
        CastCritiqueFactory(review=review, position=1, credits=[eve, nobody])
        CastCritiqueFactory(review=review, position=2, credits=[eve], heading="The lead")
        first, second = read_manuscript(review).content.cast.items

        assert (first.heading, first.own_heading) == ("Ann Lee as Eve, The villain", False)
        assert (second.heading, second.own_heading) == ("The lead", True)
        assert first.credits == (
            CreditRef("ann-lee", ("eve",), eve.pk),
            CreditRef("", ("the-villain",), nobody.pk, is_spoiler=True),
        )
        assert (first.is_hidden, second.is_hidden) == (True, False)

    @pytest.mark.parametrize(
        ("language", "heading"),
        [("en", "Ann Lee as Eve"), ("de-AT", "Ann Lee als Eve"), ("xx", "Ann Lee als Eve")],
    )
    def test_a_heading_made_from_credits_is_in_the_language_of_the_review(
        self, settings, language, heading
    ):
        """A language without translation uses that of the site."""
        settings.LANGUAGE_CODE = "de"
        review = ReviewFactory(language=language)
        person, eve = PersonFactory(name="Ann Lee"), CharacterFactory(name="Eve")
        credit = CreditFactory(film=review.film, person=person, characters=[eve])
        CastCritiqueFactory(review=review, credits=[credit])
        assert read_manuscript(review).content.cast.first.heading == heading

    def test_lists_films_and_pictures_of_public_and_hidden_text(self):
        other = FilmFactory(slug="other")
        old = FilmFactory(slug="old-name")
        old.slug = "new-name"
        old.save()
        ImageFactory(name="duel.png")
        review = ReviewFactory()
        SectionFactory(review=review, body='>!x!<{spoils="other"} ![x](images/gone.png)')
        SectionFactory(
            review=review,
            placement="full_story",
            body='::: spoiler {spoils="old-name nowhere"}\n![A duel](images/duel.png)\n:::',
        )
        content = read_manuscript(review).content

        assert content.spoiled == (FilmRef("old-name", old.pk), FilmRef("other", other.pk))
        assert [image.name for image in content.images] == ["duel.png"]
        assert content.film_id("old-name") == old.pk
        assert content.film_id("nowhere") is None

    def test_makes_the_same_queries_however_long(self, django_assert_num_queries):
        review = FullReviewFactory()
        for position in range(3):
            SectionFactory(review=review, position=position)
            CastCritiqueFactory(review=review, position=position)
            ContentNoteFactory(review=review, position=position)
        with django_assert_num_queries(14):
            read_manuscript(type(review).objects.get(pk=review.pk))


class TestProblems:
    def problems_of(self, review):
        return [
            (finding.key, finding.line, finding.message)
            for finding in publishing_problems(read_manuscript(review))
        ]

    def test_a_full_review_has_no_problems(self):
        assert self.problems_of(FullReviewFactory()) == []

    def test_films_that_no_editor_has_confirmed_are_reported(self):
        stub, other, named = (
            FilmFactory(title=title, release_date=None, status="planned", is_confirmed=False)
            for title in ("Stub", "Other", "Named")
        )
        review = FullReviewFactory(film=stub)
        # A credit of an editor confirms a film.
        Film.objects.filter(pk=stub.pk).update(is_confirmed=False)
        story = review.sections.get(placement="full_story")
        story.spoils.add(other)
        SectionFactory(review=review, body=f'::: spoiler {{spoils="{named.slug}"}}\nText.\n:::')
        sentence = "An editor has yet to confirm the film “%s”, by opening and saving it."
        assert sorted(self.problems_of(review)) == [
            ("", 0, sentence % title) for title in ("Named", "Other", "Stub")
        ]

    def test_a_missing_critic_is_reported(self):
        review = FullReviewFactory()
        review.sign([])
        sentence = "Choose who signs the review."
        assert self.problems_of(review) == [("", 0, sentence)]

    def test_a_missing_verdict_and_missing_text_are_reported(self):
        no_verdict = "A review needs a verdict before it is published. Choose a recommendation."
        assert self.problems_of(ReviewFactory()) == [
            ("verdict", 0, no_verdict),
            ("opening", 0, "The review has no text yet."),
        ]

    def test_malformed_texts_are_reported_by_key_and_line(self):
        review = FullReviewFactory(standfirst="A >!mark!< here.")
        review.sections.filter(placement="opening").update(body="Fine.\n\n>!open\n\n# Too high")
        review.critiques.update(body="### Too high for a critique")
        found = [(key, line) for key, line, _message in self.problems_of(review)]

        assert found == [
            ("standfirst", 1),
            ("opening-1", 3),
            ("opening-1", 5),
            ("cast-1", 1),
            ("cast-2", 1),
        ]

    def test_unknown_films_and_pictures_are_reported(self):
        review = FullReviewFactory()
        review.sections.filter(placement="opening").update(
            body="One.\n\n![a](images/gone.png) ![b](https://example.org/b.png)\n![](images/gone.png)"
        )
        review.sections.filter(placement="closing").update(body='>!x!<{spoils="nowhere"}')
        found = [
            (key, line, message.split(":")[0]) for key, line, message in self.problems_of(review)
        ]
        assert found[0][0] == "closing-1"
        assert "nowhere" in found[0][2]
        assert found[1:] == [
            ("opening-1", 3, "No picture of the library is named “gone.png”. Upload it first."),
            ("opening-1", 3, "The picture “https"),
        ]

    def test_a_critique_of_another_film_is_reported(self):
        review = ReviewFactory()
        VerdictFactory(review=review, summary="Good.")
        own = CreditFactory(film=review.film)
        strangers = [
            CreditFactory(person=PersonFactory(name=name), characters=[])
            for name in ("Cher", "Björk")
        ]
        CastCritiqueFactory(review=review, credits=[own, *strangers])

        assert self.problems_of(review) == [
            (
                "cast-1",
                0,
                "Not in the credits of the film: Cher, Björk. Choose the credits again.",
            )
        ]

    def test_what_a_draft_may_lack_is_reported(self):
        review = ReviewFactory(film=None, headline="", slug="untitled")
        review.sign([])
        ContentNoteFactory(review=review, label=None, detail="The dog dies.")
        CastCritiqueFactory(review=review, credits=[], heading="")
        AudienceFitFactory(review=review, premise="", answer="yes")
        AudienceFitFactory(review=review, premise="you like it", answer="")
        VerdictFactory(review=review, recommendation="")

        problems = publishing_problems(read_manuscript(review))
        assert [(problem.key, problem.field) for problem in problems] == [
            ("", "film"),
            ("", "byline"),
            ("", "headline"),
            ("notes-1", "label"),
            ("audience-1", "premise"),
            ("audience-2", "answer"),
            ("verdict", "recommendation"),
            ("cast-1", "credits"),
        ]
        with pytest.raises(PublishingRefused):
            publish(review=review)

    def test_a_finding_names_its_place(self):
        assert str(PublishingProblem("opening-2", 3, "It is so.")) == "opening-2, line 3: It is so."
        assert str(PublishingProblem("", 0, "It is so.")) == "It is so."
