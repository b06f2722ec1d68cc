"""The leaks of stored reviews: which places are public, and which are hidden."""

import pytest

from editions.leaks.reviews import confirm, leaks_of
from editions.manuscript import read_manuscript
from editions.models import LeakConfirmation
from editions.publishing import publish
from tests.factories import (
    CastCritiqueFactory,
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
    VerdictPointFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

SECRET = "The gardener murders the duke with a poisoned orchid."
PLAIN = "The gardener poisons the duke with an orchid."


@pytest.fixture
def review():
    review = ReviewFactory(slug="orchid", headline="Green fingers")
    VerdictFactory(review=review, summary="A film about plants.")
    SectionFactory(review=review, placement="full_story", heading="Beginning", body="Rain falls.")
    SectionFactory(review=review, placement="full_story", heading="End", body=SECRET)
    return review


def places(review, **kwargs):
    review.refresh_from_db()
    found = leaks_of(read_manuscript(review), film=review.film_id, pk=review.pk, **kwargs)
    return [(leak.public.part, leak.public.excerpt, leak.hidden.place) for leak in found]


class TestPlaces:
    def test_nothing(self, review):
        assert places(review) == []

    @pytest.mark.parametrize("field", ["headline", "standfirst", "meta_description", "disclosure"])
    def test_fields_of_the_review(self, review, field):
        type(review).objects.filter(pk=review.pk).update(**{field: PLAIN})
        assert places(review) == [(field, PLAIN, "story-2")]

    def test_slug(self, review):
        slug = "gardener-poisons-duke-with-orchid"
        type(review).objects.filter(pk=review.pk).update(slug=slug)
        assert places(review) == [("slug", slug, "story-2")]

    def test_heading_label_substitute_and_alternative_text(self, review):
        SectionFactory(
            review=review,
            placement="opening",
            heading=PLAIN,
            body=f'He is >!dead!<{{instead="{PLAIN}"}}.\n\n![{PLAIN}](images/duke.jpg)',
        )
        SectionFactory(
            review=review, placement="full_story", heading="x", body="y", curtain_label=PLAIN
        )
        assert [(part, hidden) for part, _text, hidden in places(review)] == [
            # The heading and the alternative text are the same sentence.
            ("opening-1", "story-2"),
            ("opening-1", "story-2"),
            ("story-3", "story-2"),
        ]

    def test_point_and_pull_quote(self, review):
        VerdictPointFactory(review=review, polarity="bad", label="Plot", body=PLAIN)
        review.verdict.pull_quote = PLAIN
        review.verdict.save()
        assert [part for part, _text, _hidden in places(review)] == ["bad-1", "verdict"]

    def test_hidden_point_and_mark(self, review):
        VerdictPointFactory(
            review=review, polarity="bad", body="The butler is a Martian spy.", is_spoiler=True
        )
        SectionFactory(
            review=review,
            placement="closing",
            body="The butler is a spy from Mars; a Martian spy. It is >!a robot in a kilt!<. "
            "What a robot in a kilt can do!",
        )
        assert [(part, hidden) for part, _text, hidden in places(review)] == [
            ("closing-1", "bad-1"),
            ("closing-1", "closing-1-1"),
        ]

    def test_note_of_a_correction(self, review):
        assert places(review, note=PLAIN) == [("note", PLAIN, "story-2")]

    def test_alternative_texts_of_the_library(self, review):
        shown, hidden, lead = (
            ImageFactory(name=f"{name}.png", alt=PLAIN) for name in ("shown", "hidden", "lead")
        )
        review.lead_image = lead
        review.save()
        body = f"![](images/{shown.name}) >![](images/{hidden.name})!<"
        SectionFactory(review=review, placement="closing", body=body)
        assert places(review) == [("picture", PLAIN, "story-2")]
        type(lead).objects.exclude(pk=hidden.pk).update(alt="A garden.")
        assert places(review) == []

    def test_facts_of_the_film(self, review):
        film = review.film
        film.overview = f"A garden in Kent. {PLAIN}"
        film.save()
        CreditFactory(film=film, person=PersonFactory(biography=f"He is known. {PLAIN}"))
        assert [part for part, _text, _hidden in places(review)] == [
            "film.overview",
            "person.biography",
        ]

    def test_critique_is_about_its_person(self, review):
        credit = CreditFactory(film=review.film, person=PersonFactory(name="Uma Thorne"))
        surprise = CreditFactory(
            film=review.film, person=PersonFactory(name="Zed Quill"), is_spoiler=True
        )
        for each, body in (credit, "Quill is wonderful."), (surprise, "A robot in a kilt."):
            CastCritiqueFactory(review=review, body=body).credits.set([each])
        assert places(review) == [("cast-1", "Quill is wonderful.", "credits")]


class TestConfirmations:
    def test_last_until_either_sentence_changes(self, review):
        section = SectionFactory(review=review, placement="closing", body=PLAIN)

        def confirmed():
            found = leaks_of(read_manuscript(review), film=review.film_id, pk=review.pk)
            return [leak.confirmed for leak in found]

        (leak,) = leaks_of(read_manuscript(review), film=review.film_id, pk=review.pk)
        confirm(review=review.pk, leak=leak, reason="It is in the trailer.", by=None)
        confirm(review=review.pk, leak=leak, reason="Again.", by=None)
        assert confirmed() == [True]
        row = LeakConfirmation.objects.get()
        assert (row.reason, row.review) == ("It is in the trailer.", review)
        assert SECRET not in str(vars(row))

        section.body = f"Well. {PLAIN}"
        section.save()
        assert confirmed() == [True]
        section.body = f"Indeed, {PLAIN}"
        section.save()
        assert confirmed() == [False]

    def test_edition_records_keys_and_places_without_texts(self, review):
        SectionFactory(review=review, placement="closing", body=PLAIN)
        edition = publish(review=review)
        (record,) = edition.body.leaks
        assert record == {
            "key": record["key"],
            "public": "closing-1",
            "hidden": "story-2",
            "review": "",
            "confidence": record["confidence"],
            "confirmed": False,
        }


class TestAcrossFilms:
    @pytest.fixture
    def franchise(self, review):
        franchise = FranchiseFactory()
        FranchiseEntryFactory(franchise=franchise, film=review.film, release_order=1)
        later = FullReviewFactory(film=FilmFactory(), slug="later")
        FranchiseEntryFactory(franchise=franchise, film=later.film, release_order=2)
        later.sections.filter(placement="closing").update(body=PLAIN)
        return later

    def test_later_film_gives_the_earlier_one_away(self, review, franchise):
        assert places(franchise) == []
        publish(review=review)
        assert places(franchise) == [("closing-1", PLAIN, "orchid:story-2")]

    def test_earlier_film_is_not_compared_with_the_later_one(self, review, franchise):
        publish(review=franchise)
        franchise.sections.filter(placement="full_story").update(body="A robot in a kilt wins.")
        SectionFactory(review=review, placement="closing", body="A robot in a kilt wins.")
        assert places(review) == []
