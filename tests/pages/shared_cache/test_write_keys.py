"""The keys of what is written, by every kind of statement."""

import pytest
from django.db import connection

from editions.publishing import publish, set_slug, withdraw
from films.models import Film, FranchiseEntry
from images.public_changes import public_change
from pages.models import Purge
from pages.shared_cache import storing, write_keys
from pages.shared_cache.headers import shared_cache_headers
from pages.shared_cache.write_keys import Watcher
from reviews.models import Review
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def film():
    return FilmFactory(slug="the-film")


def written(change):
    """The keys of what ``change`` writes."""
    found = set()
    with connection.execute_wrapper(Watcher(found.update)):
        change()
    return found


def row(film):
    return {f"film-{film.pk}", "film.any", "film.slug-the-film"}


class TestAStatement:
    def test_updates_a_row(self, film):
        assert written(film.save) >= row(film)
        assert written(lambda: Film.objects.filter(slug="the-film").update(title="New")) == row(
            film
        )
        assert written(lambda: Film.objects.filter(slug="no-film").update(title="New")) == set()

    def test_updates_more_rows_than_are_named(self, film, monkeypatch):
        monkeypatch.setattr(write_keys, "MOST_ROWS", 0)
        assert written(lambda: Film.objects.update(title="New")) == {"film"}

    def test_moves_a_row_from_one_film_to_another(self, film):
        credit = CreditFactory(film=film)
        other = FilmFactory()
        credit.film = other
        keys = written(credit.save)
        assert {f"credit.film_id-{film.pk}", f"credit.film_id-{other.pk}"} <= keys

    def test_inserts_rows(self, film):
        franchise = FranchiseFactory()
        entry = FranchiseEntry(franchise=franchise, film=film, release_order=1)
        assert written(lambda: FranchiseEntry.objects.bulk_create([entry])) == {
            "franchiseentry.any",
            f"franchiseentry.film_id-{film.pk}",
            f"franchiseentry.franchise_id-{franchise.pk}",
        }

    def test_inserts_and_deletes_rows_of_a_relation(self, film):
        genre = GenreFactory()
        keys = {
            "film_genres.any",
            f"film_genres.film_id-{film.pk}",
            f"film_genres.genre_id-{genre.pk}",
        }
        assert written(lambda: film.genres.add(genre)) >= keys
        assert written(film.genres.clear) >= keys

    def test_inserts_rows_of_another_table(self, film):
        def copy():
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO films_filmslug (slug, film_id) "
                    "SELECT 'a-' || slug, id FROM films_film WHERE id = %s",
                    [film.pk],
                )

        assert {"filmslug.slug-a-the-film", f"filmslug.film_id-{film.pk}"} <= written(copy)

    @pytest.mark.parametrize(
        "sql",
        [
            "DELETE FROM films_film WHERE id < 0",
            "INSERT INTO films_filmslug (slug, film_id) SELECT slug, 1 FROM films_film WHERE 1 = 0",
        ],
    )
    def test_changes_nothing(self, sql):
        with connection.cursor() as cursor:
            assert written(lambda: cursor.execute(sql)) == set()

    def test_is_one_of_which_the_rows_are_not_known(self, film):
        with connection.cursor() as cursor:
            sql = "UPDATE films_film SET title = own.slug FROM films_filmslug AS own"
            assert written(lambda: cursor.execute(f"{sql} WHERE own.id < 0")) == {"film"}
            sql = "INSERT INTO films_filmslug (slug, film_id) VALUES (%s, %s) ON CONFLICT (slug) "
            sql += "DO UPDATE SET film_id = excluded.film_id"
            assert written(lambda: cursor.execute(sql, ["a", film.pk])) == {"filmslug"}
            rows = [["b", film.pk], ["c", film.pk]]
            sql = "INSERT INTO films_filmslug (slug, film_id) VALUES (%s, %s)"
            assert written(lambda: cursor.executemany(sql, rows)) == {"filmslug"}


class TestAReview:
    def test_is_not_public(self):
        review = FullReviewFactory()
        review.headline = "A draft"
        assert written(review.save) == set()
        assert written(lambda: FullReviewFactory()) & {"review", "review.any"} == set()
        assert "review.slug-the-new-one" in written(
            lambda: set_slug(review=review, slug="the-new-one")
        )


class TestPurges:
    @pytest.fixture(autouse=True)
    def _cache(self, settings):
        settings.CACHE_PURGE_URLS = ["http://one.example/", "http://two.example/"]

    def purged(self, change):
        Purge.objects.all().delete()
        with connection.execute_wrapper(Watcher(storing.store_purges)):
            change()
        return {purge.address: {*purge.keys.split()} for purge in Purge.objects.all()}

    def test_are_stored_for_each_cache_in_the_transaction(self, film):
        assert self.purged(film.save) == {
            "http://one.example/": row(film),
            "http://two.example/": row(film),
        }

        def rolled_back():
            with pytest.raises(KeyError), public_change():
                film.save()
                raise KeyError

        assert self.purged(rolled_back) == {}

    def test_are_of_every_page_if_too_much_has_changed(self, film, monkeypatch):
        monkeypatch.setattr(storing, "MOST_KEYS", 1)
        assert self.purged(film.save)["http://one.example/"] == {"site"}

    def test_are_of_every_page_after_an_upgrade(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as callbacks:
            storing.purge_former_version()
        assert [purge.keys for purge in Purge.objects.all()] == ["site", "site"]
        assert callbacks == [], "It is left to run_due."

    def test_are_stored_by_every_connection_once(self, film):
        with connection.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
            storing.watch_writes(connection)
            storing.watch_writes(connection)
            film.save()
            connection.execute_wrappers.pop()
        assert Purge.objects.count() == 2

    def test_meet_related_reviews_only_when_one_comes(self):
        review = FullReviewFactory()
        kin = f"kin.film-{review.film_id}.4"
        first, corrected, gone = (
            self.purged(change)["http://one.example/"]
            for change in (
                lambda: publish(review=review),
                lambda: publish(review=review, note="Mended."),
                lambda: withdraw(review=Review.objects.get(pk=review.pk)),
            )
        )
        assert (kin in first, kin in corrected, kin in gone) == (True, False, False)


@pytest.mark.parametrize(
    ("until", "control"),
    [
        (float("inf"), "max-age=86400, stale-while-revalidate=60, stale-if-error=86400"),
        (1_000 + 90, "max-age=89, stale-if-error=86400"),
        (1_000 + 0.4, "max-age=0, stale-if-error=86400"),
    ],
)
def test_a_page_is_kept_until_it_changes(until, control):
    assert shared_cache_headers("site", 7, until, 1_000.0) == [
        ("CDN-Cache-Control", control),
        ("Surrogate-Key", "site"),
        ("Surrogate-Generation", "7"),
    ]
