from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction

from films.models import Film, Genre
from images import public_changes
from images.public_changes import (
    before_public_write,
    public_change,
    run_at_end,
    run_before_public_writes,
)
from tests.factories import FilmFactory, GenreFactory

pytestmark = pytest.mark.django_db

A, B = ("film", 1), ("film", 2)


class RecordedWork(list[set[tuple[str, int]]]):
    """Work that keeps the keys of each call."""

    def __call__(self, keys: set[tuple[str, int]]) -> None:
        assert connection.in_atomic_block
        self.append(set(keys))

    __hash__ = object.__hash__  # type: ignore[assignment]


class Preparation:
    """Counts its calls."""

    calls = 0

    def __call__(self) -> None:
        assert connection.in_atomic_block
        self.calls += 1


@pytest.fixture
def work() -> RecordedWork:
    return RecordedWork()


@pytest.fixture
def preparation(monkeypatch: pytest.MonkeyPatch) -> Iterator[Preparation]:
    monkeypatch.setattr(public_changes, "_preparations", [])
    preparation = Preparation()
    run_before_public_writes(preparation)
    return preparation


class TestWork:
    def test_runs_immediately_outside_of_a_change(self, work: RecordedWork) -> None:
        run_at_end(work, {A})
        assert work == [{A}]

    def test_does_not_run_without_keys(self, work: RecordedWork) -> None:
        run_at_end(work, set())
        with public_change():
            run_at_end(work, set())
        assert work == []

    def test_runs_once_at_the_end_of_a_change(self, work: RecordedWork) -> None:
        with public_change():
            run_at_end(work, {A})
            run_at_end(work, {A, B})
            assert work == []
        assert work == [{A, B}]

    @pytest.mark.parametrize("savepoint", [True, False])
    def test_of_a_nested_change_runs_at_the_end_of_the_outermost(
        self, work: RecordedWork, savepoint: bool
    ) -> None:
        with public_change():
            with public_change(savepoint=savepoint):
                run_at_end(work, {A})
            assert work == []
        assert work == [{A}]

    def test_that_work_adds_runs_too(self, work: RecordedWork) -> None:
        def adds(keys: set[tuple[str, int]]) -> None:
            run_at_end(work, {B})

        with public_change():
            run_at_end(adds, {A})
        assert work == [{B}]

    def test_of_a_change_that_fails_does_not_run(self, work: RecordedWork) -> None:
        with pytest.raises(IntegrityError), public_change():
            run_at_end(work, {A})
            FilmFactory(slug="")
        assert work == []
        run_at_end(work, {B})
        assert work == [{B}]

    def test_does_not_run_in_a_transaction_that_must_be_rolled_back(
        self, work: RecordedWork
    ) -> None:
        with public_change():
            run_at_end(work, {A})
            transaction.set_rollback(True)
        assert work == []

    def test_that_fails_rolls_the_change_back(self) -> None:
        def fails(keys: set[tuple[str, int]]) -> None:
            raise IntegrityError

        with pytest.raises(IntegrityError), public_change():
            FilmFactory()
            run_at_end(fails, {A})
        assert not Film.objects.exists()

    def test_of_a_savepoint_that_is_rolled_back_runs_with_the_rest(
        self, work: RecordedWork
    ) -> None:
        with public_change():
            with pytest.raises(IntegrityError), public_change():
                run_at_end(work, {A})
                raise IntegrityError
            run_at_end(work, {B})
        assert work == [{A, B}]


class TestPreparations:
    def test_run_once_in_a_change(self, preparation: Preparation) -> None:
        with public_change():
            assert preparation.calls == 0
            before_public_write()
            with public_change():
                before_public_write()
            before_public_write()
        assert preparation.calls == 1

    def test_hold_after_the_savepoint_in_which_they_ran(self, preparation: Preparation) -> None:
        with public_change():
            with transaction.atomic():
                before_public_write()
            before_public_write()
        assert preparation.calls == 1

    def test_run_again_after_their_savepoint_was_rolled_back(
        self, preparation: Preparation
    ) -> None:
        with public_change():
            with pytest.raises(IntegrityError), transaction.atomic():
                before_public_write()
                raise IntegrityError
            before_public_write()
        assert preparation.calls == 2

    def test_run_again_in_the_next_change(self, preparation: Preparation) -> None:
        for _ in range(2):
            with public_change():
                before_public_write()
        assert preparation.calls == 2

    def test_run_every_time_outside_of_a_change(self, preparation: Preparation) -> None:
        with transaction.atomic():
            before_public_write()
            before_public_write()
        assert preparation.calls == 2

    def test_are_registered_once(self, preparation: Preparation) -> None:
        run_before_public_writes(preparation)
        before_public_write()
        assert preparation.calls == 1


class TestPublicRow:
    def test_is_saved_and_deleted_in_a_change(self, preparation: Preparation) -> None:
        genre = GenreFactory()
        assert preparation.calls == 1
        genre.save()
        assert preparation.calls == 2
        genre.delete()
        assert preparation.calls == 3

    def test_several_are_one_change(self, preparation: Preparation) -> None:
        with public_change():
            GenreFactory().save()
            Genre.objects.all().delete()
        assert preparation.calls == 1
