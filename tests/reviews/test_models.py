import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from reviews.models import CastCritique, ContentNoteLabel, Critic, Review, Section
from tests.factories import (
    CastCritiqueFactory,
    CharacterFactory,
    ContentNoteFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
class TestCritic:
    def test_deleting_the_account_keeps_the_critic(self) -> None:
        critic = CriticFactory(user=UserFactory())
        critic.user.delete()
        critic.refresh_from_db()
        assert critic.user is None

    def test_critics_are_ordered_by_name(self) -> None:
        b, a = CriticFactory(display_name="B"), CriticFactory(display_name="A")
        assert list(Critic.objects.all()) == [a, b]
        assert str(a) == "A"


@pytest.mark.django_db
class TestReview:
    def test_defaults(self) -> None:
        review = ReviewFactory()
        assert (review.stage, review.language, review.version) == ("draft", "en", 1)

    def test_reviews_are_ordered_newest_first(self) -> None:
        first, second = ReviewFactory.create_batch(2)
        assert list(Review.objects.all()) == [second, first]
        assert str(first) == first.headline

    @pytest.mark.parametrize("tag", ["en", "de-AT", "zh-Hant-TW", "gsw"])
    def test_a_language_tag_is_valid(self, tag: str) -> None:
        ReviewFactory(language=tag).full_clean()

    @pytest.mark.parametrize("tag", ["EN", "english", "e", "en_US", "en-", "en\n", '"><script>'])
    def test_other_text_is_no_language_tag(self, tag: str) -> None:
        with pytest.raises(ValidationError) as refused:
            ReviewFactory(language=tag).full_clean()
        assert refused.value.message_dict == {
            "language": ["Use a language tag such as “en” or “de-AT” (BCP 47)."]
        }

    def test_its_film_and_critic_cannot_be_deleted(self) -> None:
        review = ReviewFactory()
        for needed in (review.film, *review.signed_by()):
            with pytest.raises(ProtectedError):
                needed.delete()

    def test_deleting_a_review_deletes_its_parts(self) -> None:
        review = ReviewFactory()
        SectionFactory(review=review)
        CastCritiqueFactory(review=review)
        kept = SectionFactory()
        review.delete()
        assert list(Section.objects.all()) == [kept]
        assert CastCritique.objects.count() == 0


@pytest.mark.django_db
class TestContentNote:
    def test_str_is_the_label(self) -> None:
        note = ContentNoteFactory(label__name="Animal death")
        assert (str(note), str(note.label)) == ("Animal death", "Animal death")

    def test_notes_are_ordered_by_position_then_age(self) -> None:
        review = ReviewFactory()
        notes = [ContentNoteFactory(review=review, position=place) for place in (2, 1, 1)]
        assert list(review.content_notes.all()) == [notes[i] for i in (1, 2, 0)]

    def test_a_label_in_use_cannot_be_deleted(self) -> None:
        with pytest.raises(ProtectedError):
            ContentNoteFactory().label.delete()

    def test_labels_are_ordered_by_name(self) -> None:
        b, a = ContentNoteLabelFactory(name="B"), ContentNoteLabelFactory(name="A")
        assert list(ContentNoteLabel.objects.all()) == [a, b]


@pytest.mark.django_db
class TestSection:
    def test_str_is_the_heading_or_the_placement(self) -> None:
        assert str(Section(heading="The train", placement="opening")) == "The train"
        assert str(Section(placement="full_story")) == "the full story (hidden)"

    def test_sections_are_ordered_by_position_then_age(self) -> None:
        review = ReviewFactory()
        sections = [SectionFactory(review=review, position=place) for place in (2, 1, 1)]
        assert list(review.sections.all()) == [sections[i] for i in (1, 2, 0)]


@pytest.mark.django_db
class TestCastCritique:
    def test_str_is_the_heading(self) -> None:
        assert str(CastCritiqueFactory(heading="The twins")) == "The twins"

    def test_str_is_made_of_the_credits_without_a_heading(self) -> None:
        film = FilmFactory()
        credits = [
            CreditFactory(
                film=film,
                person=PersonFactory(name=person),
                characters=[CharacterFactory(name=character)],
            )
            for person, character in (("Ana de Armas", "Eve"), ("Keanu Reeves", "John Wick"))
        ]
        critique = CastCritiqueFactory(review=ReviewFactory(film=film), credits=credits)
        assert str(critique) == "Ana de Armas as Eve, Keanu Reeves as John Wick"

    def test_critiques_are_ordered_by_position_then_age(self) -> None:
        review = ReviewFactory()
        critiques = [CastCritiqueFactory(review=review, position=place) for place in (2, 1, 1)]
        assert list(review.critiques.all()) == [critiques[i] for i in (1, 2, 0)]
