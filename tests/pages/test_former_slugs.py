"""Old addresses of films, people and genres redirect for good."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from documents.errors import DocumentRefused
from editions.models import Generation
from editions.publishing import publish, set_slug, withdraw
from images.addresses import SLUG_IS_TAKEN
from reviews.models import Review, ReviewSlug
from tests.documents.sample_documents import imported
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    PersonFactory,
    ReviewFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "pages"),
    [
        (FilmFactory, ["film", "film_revealed"]),
        (GenreFactory, ["genre"]),
        (PersonFactory, ["person", "person_revealed"]),
        (CriticFactory, ["critic", "critic_feed"]),
        (FranchiseFactory, ["franchise", "franchise_feed"]),
    ],
)
def test_every_former_slug_redirects(client: Client, factory: Any, pages: list[str]) -> None:
    row = factory(slug="first")
    if factory is PersonFactory:
        CreditFactory(person=row)
    for slug in ("second", "third"):
        row.slug = slug
        row.save()
    for page in pages:
        more = {"format": "atom"} if page.endswith("_feed") else {}
        urls = {
            slug: reverse(f"pages:{page}", kwargs={"slug": slug, **more})
            for slug in ("first", "second", "third", "no")
        }
        answers = {slug: client.get(url) for slug, url in urls.items()}
        assert {slug: answer.status_code for slug, answer in answers.items()} == {
            "first": 301,
            "second": 301,
            "third": 200,
            "no": 404,
        }
        assert answers["first"]["Location"] == answers["second"]["Location"] == urls["third"]


def test_former_slug_of_somebody_with_surprises_only_is_like_an_unknown_one(
    client: Client,
) -> None:
    person = PersonFactory(slug="secret")
    CreditFactory(person=person, is_spoiler=True)
    person.slug = "secret-star"
    person.save()
    answers = [client.get(f"/people/{slug}/") for slug in ("secret", "secret-star", "no")]
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (404, answers[2].content)
    }


def test_slug_that_somebody_had_is_refused_for_somebody_else() -> None:
    person = PersonFactory(slug="ann")
    person.slug = "ann-alpha"
    person.save()
    with pytest.raises(ValidationError, match=str(SLUG_IS_TAKEN)):
        PersonFactory.build(slug="ann").full_clean()
    with pytest.raises(IntegrityError):
        PersonFactory(slug="ann")


class TestReview:
    @pytest.fixture
    def review(self) -> Review:
        review = FullReviewFactory(slug="first")
        publish(review=review)
        set_slug(review=review, slug="second")
        set_slug(review=review, slug="third")
        return review

    @pytest.mark.parametrize(
        "page",
        [
            "reviews/{}/",
            "reviews/{}/revealed/",
            "reviews/{}/changed/",
            "reviews/{}/revealed/opening-1-1/",
            "reviews/{}/revealed/opening-1-1/0123456789ab/",
            "reviews/{}/editions/1/curtains/opening-1-1/",
            "share/{}.png",
        ],
    )
    def test_every_page_redirects(self, client: Client, review: Review, page: str) -> None:
        for slug in ("first", "second"):
            answer = client.get("/" + page.format(slug))
            assert (answer.status_code, answer["Location"]) == (301, "/" + page.format("third"))
        assert client.get("/" + page.format("no")).status_code == 404

    def test_is_found_at_its_new_address_only_at_once(self, client: Client, review: Review) -> None:
        assert 'href="/reviews/third/"' in client.get("/reviews/").text
        before = Generation.objects.current()
        set_slug(review=review, slug="first")
        assert Generation.objects.current() > before
        assert client.get("/reviews/first/").status_code == 200
        assert client.get("/reviews/third/")["Location"] == "/reviews/first/"

    def test_that_was_withdrawn_or_never_public_redirects_nothing(
        self, client: Client, review: Review
    ) -> None:
        withdraw(review=review)
        assert client.get("/reviews/first/").status_code == 404
        draft = ReviewFactory(slug="draft")
        set_slug(review=draft, slug="draft-2")
        assert not ReviewSlug.objects.filter(review=draft).exists()

    def test_costs_one_query_where_the_page_is_missing(
        self, client: Client, review: Review, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(3):  # live, withdrawn, former
            client.get("/reviews/first/")

    def test_document_with_a_former_slug_says_the_present_one(
        self, review: Review, tmp_path: Any
    ) -> None:
        text = "---\nheadline: A\nslug: first\ncritic: B\nfilm: c\n---\n\nText.\n"
        with pytest.raises(DocumentRefused, match="has the slug “third” now"):
            imported(tmp_path, text)


class TestFilters:
    def test_former_slugs_of_a_list_redirect_to_the_present_ones(self, client: Client) -> None:
        genre, critic = GenreFactory(slug="old"), CriticFactory(slug="ann")
        publish(review=FullReviewFactory(film=FilmFactory(genres=[genre]), critic=critic))
        for row, slug in ((genre, "new"), (critic, "anna")):
            row.slug = slug
            row.save()
        response = client.get("/reviews/?genre=old&critic=ann")
        assert (response.status_code, response["Location"]) == (
            301,
            "/reviews/?genre=new&critic=anna",
        )
        assert client.get(response["Location"]).context["unknown"] == ()

    @pytest.mark.search_index
    def test_former_slugs_narrow_a_search(self, client: Client) -> None:
        critic = CriticFactory(slug="ann")
        for each, headline in ((critic, "Comets fall"), (CriticFactory(), "Comets rise")):
            publish(review=FullReviewFactory(critic=each, headline=headline))
        critic.slug = "anna"
        critic.save()
        page = client.get("/search/", {"q": "comets", "kind": "review", "critic": "ann"})
        assert [hit.plain_title for hit in page.context["hits"]] == ["Comets fall"]
        assert page.context["unknown"] == ()

    def test_genre_without_a_live_review_is_not_known(self, client: Client) -> None:
        genre = GenreFactory(slug="old")
        genre.slug = "new"
        genre.save()
        assert client.get("/reviews/?genre=old").status_code == 200
        assert client.get("/reviews/?genre=%00").status_code == 200


@pytest.mark.parametrize(
    ("migration", "factory"),
    [
        ("cast.migrations.0003_person_slugs", PersonFactory),
        ("films.migrations.0004_genre_slugs", GenreFactory),
        ("films.migrations.0005_franchise_slugs", FranchiseFactory),
        ("reviews.migrations.0004_critic_and_review_slugs", CriticFactory),
    ],
)
def test_migration_adds_the_present_slugs(migration: str, factory: Any) -> None:
    rows = factory.create_batch(2)
    rows[0].slugs.model.objects.all().delete()
    import_module(migration).add_present_slugs(apps, None)
    assert [[str(slug) for slug in row.slugs.all()] for row in rows] == [[row.slug] for row in rows]
