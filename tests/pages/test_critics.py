"""The list of critics, and the page of a critic."""

import pytest
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.critics import views as critics
from tests.factories import CriticFactory, FullReviewFactory, ImageFactory
from tests.pages.page_heads import without_linked_data

pytestmark = pytest.mark.django_db


def get(client, name, *args, **query):
    return client.get(reverse(f"pages:{name}", args=args), query)


class TestCritics:
    def test_critics_with_live_reviews_are_listed_with_their_number(self, client):
        first, second = (CriticFactory(display_name=name) for name in ("B. First", "A. Second"))
        for critic in (first, first, second):
            publish(review=FullReviewFactory(critic=critic))
        gone = FullReviewFactory()
        publish(review=gone)
        withdraw(review=gone)
        publish(review=first.reviews.first())
        FullReviewFactory(critic=CriticFactory())
        listed = get(client, "critics").context["critics"]
        assert [(critic["name"], critic["review_count"]) for critic in listed] == [
            ("A. Second", 1),
            ("B. First", 2),
        ]

    @pytest.mark.parametrize(
        ("name", "initials"),
        [("Ida Tull", "IT"), ("Ana de la Cruz", "AC"), ("Zed", "Z")],
    )
    def test_initials_replace_a_missing_portrait(self, client, name, initials):
        publish(review=FullReviewFactory(critic__display_name=name))
        response = get(client, "critics")
        assert [critic["initials"] for critic in response.context["critics"]] == [initials]
        assert f"<span>{initials}</span>" in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_makes_five_queries_for_any_number_of_critics(
        self, client, count, django_assert_num_queries
    ):
        for _number in range(count):
            publish(review=FullReviewFactory(critic__portrait=ImageFactory()))
        # The counts, what is scheduled, the number of critics, the page.
        with django_assert_num_queries(5):
            get(client, "critics")

    def test_page_lists_live_reviews_by_the_critic(self, client, monkeypatch):
        monkeypatch.setattr(critics, "REVIEWS_PAGE_SIZE", 1)
        critic = CriticFactory(
            display_name="A. Critic",
            slug="a-critic",
            bio="Sits in row three.\n\nStays.",
            portrait=ImageFactory(alt="A critic.", credit="By D. Painter"),
        )
        for headline in ("Older", "Newer"):
            publish(review=FullReviewFactory(critic=critic, headline=headline))
        FullReviewFactory(critic=critic, headline="Draft")
        publish(review=FullReviewFactory(headline="By another"))
        pages = [get(client, "critic", "a-critic", page=number) for number in (1, 2)]
        assert [[card.headline for card in page.context["cards"]] for page in pages] == [
            ["Newer"],
            ["Older"],
        ]
        for words in ("<p>Stays.</p>", 'alt="A critic."', "By D. Painter"):
            assert without_linked_data(pages[0]).count(words) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_page_makes_seven_queries_for_any_number_of_reviews(
        self, client, count, django_assert_num_queries
    ):
        critic = CriticFactory(slug="a-critic")
        for _number in range(count):
            publish(review=FullReviewFactory(critic=critic))
        # The critic, the count, what is scheduled, the page (2) with its bylines.
        with django_assert_num_queries(7):
            get(client, "critic", "a-critic")

    def test_critic_without_reviews_has_a_page(self, client):
        CriticFactory(slug="between-jobs")
        response = get(client, "critic", "between-jobs")
        assert response.status_code == 200
        assert "No review by this critic is public at the moment." in response.text

    def test_unknown_critic_is_404(self, client):
        assert get(client, "critic", "nobody").status_code == 404
