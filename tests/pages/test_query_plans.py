"""The public lists scan no table that grows with the number of reviews."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from editions.models import Edition, EditionBody, EditionByline
from films.models import Film
from pages.facets import counts, index
from pages.sharing import sitemaps
from reviews.models import Review
from tests.factories import CriticFactory, FranchiseEntryFactory, GenreFactory
from tests.query_plans import plans

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

REVIEWS = 3000
FILMS = 300
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LARGE = (
    "editions_edition|editions_editionbody|editions_editionbyline|reviews_review|pages_facetentry"
)
# SQLite calls the tables of a subquery U0, V0, … An index that is read in its order is no scan.
SCAN = {
    "sqlite": re.compile(
        rf"SCAN (?:{LARGE}|[A-Z]\d+)\b(?! USING (?:COVERING )?INDEX edition_newest)"
    ),
    "postgresql": re.compile(rf"Seq Scan on (?:{LARGE})\b"),
}


@pytest.fixture(scope="module")
def many_reviews(module_db: None) -> None:
    """Reviews by two critics, with bodies.

    PostgreSQL plans by the number of rows, and is told that there are a hundred times as many.
    """
    films = Film.objects.bulk_create(
        Film(title=f"Film {n}", slug=f"film-{n}", release_date=FIRST) for n in range(FILMS)
    )
    genre = GenreFactory(name="Genre 0")
    genre.films.add(*films[::2])
    critics = [CriticFactory(slug=f"critic-{n}") for n in range(2)]
    FranchiseEntryFactory(film=films[0], franchise__slug="saga")
    reviews = Review.objects.bulk_create(
        Review(
            film=films[n % FILMS],
            headline=f"Review {n}",
            slug=f"review-{n}",
        )
        for n in range(REVIEWS)
    )
    editions = Edition.objects.bulk_create(
        Edition(
            review=review,
            number=1,
            live_from=FIRST + timedelta(hours=n),
            first_live_from=FIRST + timedelta(hours=n),
            film=review.film,
            headline=review.headline,
            recommendation="mixed" if n % 3 else "must_see",
            redactor_version=1,
        )
        for n, review in enumerate(reviews)
    )
    EditionByline.objects.bulk_create(
        EditionByline(edition=edition, critic=critics[n % 5 == 0], position=1)
        for n, edition in enumerate(editions)
    )
    EditionBody.objects.bulk_create(
        EditionBody(edition=edition, content={}, content_schema=1, rendered={"parts": []})
        for edition in editions
    )
    index.rebuild()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(
                "UPDATE pg_class SET reltuples = reltuples * 100 WHERE relname ~ %s",
                [f"^({LARGE}|films_film|films_film_genres)$"],
            )


@pytest.mark.usefixtures("many_reviews")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/reviews/",
        "/reviews/?page=60",
        "/reviews/?page=120",
        "/reviews/?genre=genre-0",
        "/reviews/?genre=genre-0&page=50",
        "/reviews/?genre=genre-0&recommendation=mixed",
        "/critics/critic-0/?page=60",
        "/genres/genre-0/",
        "/feeds/reviews.atom",
        "/feeds/critics/critic-0.atom",
        "/feeds/franchises/saga.atom",
        "/about/",
        "/sitemap.xml",
        "/sitemaps/reviews.xml?p=2",
        "/sitemaps/franchises.xml",
        "/sitemaps/critics.xml",
    ],
)
def test_lists_scan_no_large_table(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(counts, "MAX_COUNTED", 100)
    # PostgreSQL is told that there are a hundred times as many rows as there are keys.
    monkeypatch.setattr(sitemaps, "KEYS_ON_PAGE", sitemaps.KEYS_ON_PAGE // 100)
    with plans() as found:
        assert client.get(address).status_code == 200
    assert found
    assert [step for step in found if SCAN[connection.vendor].search(step)] == []
