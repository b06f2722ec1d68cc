import pytest

from images.addresses import SLUG_IS_TAKEN
from reviews.models import Byline, CastCritique, CriticSlug, Review, ReviewSlug, Section
from tests.constraints import BLANK, Break, already_exists, constraint_error, not_a_choice
from tests.factories import (
    ContentNoteLabelFactory,
    CriticFactory,
    FilmFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.both_databases


def review(**changes: object) -> Review:
    return ReviewFactory.build(**{"film": FilmFactory(), "critic": None} | changes)


def section(**changes: object) -> Section:
    return SectionFactory.build(**{"review": ReviewFactory()} | changes)


BREAKS = [
    Break(
        "critic_has_a_name",
        lambda: CriticFactory.build(display_name="", slug="a"),
        {"display_name": BLANK},
    ),
    Break("critic_has_a_slug", lambda: CriticFactory.build(slug=""), {"slug": BLANK}),
    Break(
        "reviews.Critic.slug",
        lambda: CriticFactory.build(slug=CriticFactory().slug),
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "reviews.CriticSlug.slug",
        lambda: CriticSlug(critic=CriticFactory(), slug=CriticFactory().slug),
        {"slug": already_exists("Critic address", "Slug")},
    ),
    Break(
        "reviews.ReviewSlug.slug",
        lambda: ReviewSlug(
            review=ReviewFactory(),
            slug=ReviewSlug.objects.create(review=ReviewFactory(), slug="former").slug,
        ),
        {"slug": already_exists("Review address", "Slug")},
    ),
    Break(
        "reviews.Critic.user",
        lambda: CriticFactory.build(user=CriticFactory(user=UserFactory()).user),
        {"user": already_exists("Critic", "Account")},
    ),
    Break(
        "note_label_has_a_name",
        lambda: ContentNoteLabelFactory.build(name="", slug="a"),
        {"name": BLANK},
    ),
    Break("note_label_has_a_slug", lambda: ContentNoteLabelFactory.build(slug=""), {"slug": BLANK}),
    Break(
        "reviews.ContentNoteLabel.name",
        lambda: ContentNoteLabelFactory.build(name=ContentNoteLabelFactory().name, slug="a"),
        {"name": already_exists("Content note label", "Name")},
    ),
    Break(
        "reviews.ContentNoteLabel.slug",
        lambda: ContentNoteLabelFactory.build(slug=ContentNoteLabelFactory().slug),
        {"slug": already_exists("Content note label", "Slug")},
    ),
    Break("review_has_a_slug", lambda: review(slug=""), {"slug": BLANK}),
    Break(
        "reviews.Review.slug",
        lambda: review(slug=ReviewFactory().slug),
        {"slug": already_exists("Review", "Slug")},
    ),
    Break(
        "byline_critic_once",
        lambda: Byline(
            **ReviewFactory().bylines.values("review_id", "critic_id").get(), position=2
        ),
        {"__all__": already_exists("Byline", "Review and Critic")},
    ),
    Break(
        "byline_position_once",
        lambda: Byline(review=ReviewFactory(), critic=CriticFactory(), position=1),
        {"__all__": already_exists("Byline", "Review and Position")},
    ),
    Break("review_stage_is_one", lambda: review(stage="lost"), {"stage": not_a_choice("lost")}),
    Break(
        "review_version_counts_from_1",
        lambda: review(version=0),
        constraint_error("review_version_counts_from_1"),
    ),
    Break(
        "section_placement_is_one",
        lambda: section(placement="middle"),
        {"placement": not_a_choice("middle")},
    ),
    *(
        Break(
            "section_label_is_of_a_hidden_one",
            lambda placement=placement: section(placement=placement, curtain_label="The ending"),
            {"__all__": ["Only a section of the full story can have a curtain label."]},
        )
        for placement in (Section.Placement.OPENING, Section.Placement.CLOSING)
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_a_constraint_refuses_the_row(self, broken: Break) -> None:
        broken.check()

    def test_a_film_can_have_several_reviews(self) -> None:
        film = FilmFactory()
        ReviewFactory.create_batch(2, film=film)
        assert film.reviews.count() == 2

    def test_several_critics_can_have_no_account(self) -> None:
        assert [critic.user for critic in CriticFactory.create_batch(2)] == [None, None]

    def test_a_section_of_the_full_story_can_have_a_curtain_label(self) -> None:
        row = section(placement=Section.Placement.FULL_STORY, curtain_label="The ending")
        row.full_clean()
        row.save()
        assert Section.objects.get().curtain_label == "The ending"

    def test_parts_can_have_the_same_position(self) -> None:
        of = ReviewFactory()
        SectionFactory.create_batch(2, review=of, position=1)
        CastCritique.objects.bulk_create([CastCritique(review=of), CastCritique(review=of)])
        assert (of.sections.count(), of.critiques.count()) == (2, 2)
