"""The page of a genre."""

import pytest
from django.urls import reverse

from editions.publishing import publish
from pages.genres import views as genres
from tests.factories import FilmFactory, FullReviewFactory, GenreFactory, ImageFactory

pytestmark = pytest.mark.django_db


def get(client, slug="horror", **query):
    return client.get(reverse("pages:genre", args=[slug]), query)


@pytest.fixture
def horror():
    return GenreFactory(name="Horror")


class TestGenrePage:
    def test_films_and_live_reviews_of_the_genre_are_listed(self, client, horror):
        films = [FilmFactory(title=title, genres=[horror]) for title in ("B", "a", "C")]
        FilmFactory(title="Other", genres=[GenreFactory()])
        publish(review=FullReviewFactory(headline="Live", film=films[0]))
        FullReviewFactory(headline="Draft", film=films[1])
        publish(review=FullReviewFactory(headline="Elsewhere"))
        context = get(client).context
        assert [(tile.title, tile.note) for tile in context["tiles"]] == [
            ("a", ""),
            ("B", "Reviewed"),
            ("C", ""),
        ]
        assert [card.headline for card in context["cards"]] == ["Live"]
        assert context["reviews_url"] == ""

    def test_link_to_the_list_of_all_its_reviews(self, client, horror, monkeypatch):
        monkeypatch.setattr(genres, "LATEST_REVIEWS", 1)
        for headline in ("Older", "Newer"):
            publish(review=FullReviewFactory(headline=headline, film__genres=[horror]))
        response = get(client)
        assert [card.headline for card in response.context["cards"]] == ["Newer"]
        rest = client.get(response.context["reviews_url"])
        assert [card.headline for card in rest.context["cards"]] == ["Newer", "Older"]

    def test_films_are_paginated(self, client, horror, monkeypatch):
        monkeypatch.setattr(genres, "PAGE_SIZE", 1)
        for title in "AB":
            publish(review=FullReviewFactory(film=FilmFactory(title=title, genres=[horror])))
        second = get(client, page=2)
        assert [tile.title for tile in second.context["tiles"]] == ["B"]
        assert second.context["cards"] == []
        canonical = '<link rel="canonical" href="http://127.0.0.1:8000/genres/horror/?page=2">'
        assert second.text.count(canonical) == 1
        assert get(client, page=3).status_code == 404

    def test_genre_without_films_has_a_message(self, client, horror):
        assert "There are no films of this genre yet." in get(client).text

    def test_unknown_genre_is_404_and_post_is_405(self, client, horror):
        assert get(client, "opera").status_code == 404
        assert client.post(reverse("pages:genre", args=["horror"])).status_code == 405

    @pytest.mark.parametrize("count", [1, 3])
    def test_fixed_number_of_queries(self, client, horror, count, django_assert_num_queries):
        for _number in range(count):
            film = FilmFactory(genres=[horror], poster=ImageFactory())
            publish(review=FullReviewFactory(film=film))
        with django_assert_num_queries(8):
            assert len(get(client).context["cards"]) == count
