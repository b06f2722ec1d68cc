"""Two editors at once, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from editions.models import Edition, Generation
from editions.publishing import publish, withdraw
from films.models import Film
from tests.factories import FilmFactory, FullReviewFactory

pytestmark = pytest.mark.django_db(transaction=True)

EDITORS = 4


def at_once(*actions):
    """Run ``actions``, each on a connection of its own, all starting together."""
    barrier = Barrier(len(actions))

    def run(action):
        try:
            barrier.wait(timeout=10)
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


class TestTwoEditorsAtOnce:
    def test_each_publishes_an_edition_and_one_is_live(self):
        review = FullReviewFactory()
        editions = at_once(*[lambda: publish(review=review)] * EDITORS)

        assert sorted(edition.number for edition in editions) == [1, 2, 3, 4]
        numbers = list(review.editions.order_by("live_from").values_list("number", flat=True))
        assert review.editions.filter(live_until=None).count() == 1
        assert Edition.objects.live().count() == 1
        assert numbers == [1, 2, 3, 4]

    def test_publishing_and_withdrawing_leaves_one_live_or_none(self):
        review = FullReviewFactory()
        publish(review=review)
        at_once(lambda: publish(review=review), lambda: withdraw(review=review))

        live = list(Edition.objects.live().values_list("number", flat=True))
        assert live in ([], [2])
        assert review.editions.count() == 2

    def test_the_generation_loses_no_rise(self):
        film = FilmFactory()
        before = Generation.objects.current()
        at_once(*[lambda: Film.objects.get(pk=film.pk).save()] * EDITORS)
        # Saving a film may save its slug's row too: at least one rise each.
        assert Generation.objects.current() >= before + EDITORS


class TestTheLocks:
    def test_the_generation_is_seen_at_commit_and_not_before(self):
        before = Generation.objects.current()

        def elsewhere():
            with ThreadPoolExecutor(1) as pool:
                return pool.submit(_current_and_close).result()

        with transaction.atomic():
            Generation.objects.bump()
            assert Generation.objects.current() == before + 1
            assert elsewhere() == before
        assert elsewhere() == before + 1

    def test_a_failed_publication_leaves_nothing_behind(self, monkeypatch):
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


def _current_and_close():
    try:
        return Generation.objects.current()
    finally:
        connections.close_all()
