"""Several editors at the same time, each on a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.urls import reverse

from editions.manuscript import read_manuscript
from editions.models import Edition, Generation
from editions.publishing import publish, withdraw
from films.models import Film
from reviews.models import Review
from tests.desk_forms import ADD, empty_parts, form_of
from tests.factories import AdminFactory, CriticFactory, FilmFactory, FullReviewFactory
from tests.roles import signed_in
from tests.unrendered import page_context

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

EDITORS = 4


def at_once(*actions):
    """Start ``actions`` together, each on a connection of its own, and return their results."""
    barrier = Barrier(len(actions))

    def run(action):
        try:
            barrier.wait(timeout=10)
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


class TestEditorsAtOnce:
    def test_each_publishes_an_edition_and_one_of_them_is_live(self):
        review = FullReviewFactory()
        editions = at_once(*[lambda: publish(review=review)] * EDITORS)

        assert sorted(edition.number for edition in editions) == [1, 2, 3, 4]
        numbers = list(review.editions.order_by("live_from").values_list("number", flat=True))
        assert review.editions.filter(live_until=None).count() == 1
        assert Edition.objects.live().count() == 1
        assert numbers == [1, 2, 3, 4]

    @pytest.mark.parametrize(
        ("factory", "name", "other"),
        [(FilmFactory, "tagline", "overview"), (FullReviewFactory, "headline", "disclosure")],
    )
    def test_two_save_a_form_and_both_changes_are_kept(self, factory, name, other):
        row = factory()
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        first, second = (signed_in(AdminFactory()) for _editor in range(2))
        form = form_of(page_context(first, url))
        answers = at_once(
            lambda: first.post(url, form | {name: "First"}).status_code,
            lambda: second.post(url, form | {other: "Second"}).status_code,
        )
        row.refresh_from_db()
        assert (getattr(row, name), getattr(row, other), answers) == ("First", "Second", [302, 302])

    def test_one_who_adds_twice_adds_one(self):
        editor = AdminFactory()
        fields = {"film": FilmFactory().pk, "byline": [CriticFactory().pk], "headline": "Once"}
        form = empty_parts() | fields | {"language": "en", "_page": "x"}
        clients = [signed_in(editor) for _tab in range(2)]
        at_once(*[lambda client=client: client.post(ADD, form) for client in clients])
        assert Review.objects.count() == 1

    def test_publishing_and_withdrawing_leaves_at_most_one_live_edition(self):
        review = FullReviewFactory()
        publish(review=review)
        at_once(lambda: publish(review=review), lambda: withdraw(review=review))

        live = list(Edition.objects.live().values_list("number", flat=True))
        assert live in ([], [2])
        assert review.editions.count() == 2

    def test_a_review_cannot_be_saved_while_it_is_published(self, monkeypatch):
        review = FullReviewFactory()
        refused = []

        def save_elsewhere_and_read(*args):
            refused.append(_elsewhere(lambda: _is_refused_a_lock(review)))
            return read_manuscript(*args)

        monkeypatch.setattr("editions.publishing.read_manuscript", save_elsewhere_and_read)
        publish(review=review)
        assert refused == [True]

    def test_each_raises_the_generation(self):
        film = FilmFactory()
        before = Generation.objects.current()
        at_once(*[lambda: Film.objects.get(pk=film.pk).save()] * EDITORS)
        assert Generation.objects.current() == before + EDITORS


class TestTransactions:
    def test_the_generation_becomes_visible_at_commit(self):
        before = Generation.objects.current()

        with transaction.atomic():
            Generation.objects.bump()
            assert Generation.objects.current() == before + 1
            assert _elsewhere(Generation.objects.current) == before
        assert _elsewhere(Generation.objects.current) == before + 1

    def test_a_fact_and_its_generation_become_visible_together(self):
        film = FilmFactory(title="Before")
        before = Generation.objects.current()
        seen = []

        def look(**signal):
            seen.append(_elsewhere(_title_and_generation))

        post_save.connect(look, sender=Film)
        try:
            film.title = "After"
            film.save()
        finally:
            post_save.disconnect(look, sender=Film)
        assert seen == [("Before", before)]
        assert _elsewhere(_title_and_generation) == ("After", before + 1)

    def test_a_failed_publication_changes_nothing(self, monkeypatch):
        review = FullReviewFactory()
        publish(review=review)
        before = (Generation.objects.current(), list(review.editions.values()))

        def fail(*args):
            raise RuntimeError("the disk is full")

        monkeypatch.setattr("editions.publishing.EditionCredit.objects.bulk_create", fail)
        with pytest.raises(RuntimeError):
            publish(review=review)
        assert (Generation.objects.current(), list(review.editions.values())) == before
        assert not connection.in_atomic_block


def _title_and_generation():
    return Film.objects.get().title, Generation.objects.current()


def _is_refused_a_lock(review):
    """Whether the row of ``review`` is locked, so that it cannot be written now."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0" if is_sqlite else "SET lock_timeout = 100")
    try:
        Review.objects.filter(pk=review.pk).update(version=F("version") + 1)
    except OperationalError:
        return True
    return False


def _elsewhere(query):
    """The result of ``query`` on another connection."""

    def run():
        try:
            return query()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()
