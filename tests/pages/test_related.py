"""Related reviews."""

import pytest

from editions.models import Edition
from editions.publishing import publish, withdraw
from pages.facets.own_values import own_values
from pages.reviews.page import public_credits
from pages.reviews.related import MAX_RELATED, kinship, related_editions
from tests.factories import (
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def headlines(review):
    edition = Edition.objects.live().get(review=review)
    return [other.headline for other in related_editions(edition, kin_of(edition))]


def kin_of(edition):
    return kinship(public_credits(edition.film), own_values(edition))


@pytest.fixture
def review():
    review = FullReviewFactory(headline="This one")
    publish(review=review)
    return review


class TestRelated:
    def test_order_is_film_then_franchise_then_critic(self, review):
        franchise = FranchiseFactory()
        sequel = FilmFactory()
        for order, film in enumerate((review.film, sequel), 1):
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=order)
        for headline, facts in (
            ("Of the film", {"film": review.film}),
            ("Of the sequel", {"film": sequel}),
            ("Of the sequel, later", {"film": sequel}),
            ("By the critic", {"critics": review.signed_by()}),
            ("Of neither", {"critic": CriticFactory()}),
        ):
            publish(review=FullReviewFactory(headline=headline, **facts))
        assert headlines(review) == [
            "Of the film",
            "Of the sequel, later",
            "Of the sequel",
            "By the critic",
        ]

    def test_only_live_reviews_are_related(self, review):
        FullReviewFactory(film=review.film, headline="Draft")
        other = FullReviewFactory(film=review.film, headline="Another")
        publish(review=other)
        assert headlines(review) == ["Another"]
        withdraw(review=other)
        assert headlines(review) == []

    def test_number_of_related_reviews_is_limited(self, review):
        for _number in range(MAX_RELATED + 1):
            publish(review=FullReviewFactory(film=review.film))
        assert len(headlines(review)) == MAX_RELATED

    @pytest.mark.parametrize("count", [1, 3])
    def test_two_queries_for_any_number_of_reviews(self, review, count, django_assert_num_queries):
        for _number in range(count):
            publish(review=FullReviewFactory(film=review.film))
        edition = Edition.objects.live().get(review=review)
        kin = kin_of(edition)
        with django_assert_num_queries(1):
            assert len(related_editions(edition, kin)) == count

    def test_related_reviews_are_shown_below_the_review(self, client, review):
        address = f"/reviews/{review.slug}/"
        assert 'id="related-heading"' not in client.get(address).text
        publish(review=FullReviewFactory(film=review.film, headline="Another"))
        assert "Another" in client.get(address).text.split('id="related-heading"')[1]
