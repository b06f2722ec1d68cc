import pytest
from django.db import IntegrityError, transaction

from films.batch import Things, batch, follow
from films.models import Film
from pages.search.models import SearchDocument
from tests.factories import CreditFactory, FilmFactory, PersonFactory

pytestmark = pytest.mark.django_db

A, B = ("film", 1), ("film", 2)


class Follower(list[Things]):
    def __call__(self, things: Things) -> None:
        assert transaction.get_connection().in_atomic_block
        self.append(set(things))

    __hash__ = object.__hash__  # type: ignore[assignment]


@pytest.fixture
def follower() -> Follower:
    return Follower()


class TestBatch:
    def test_without_one_things_follow_at_once(self, follower: Follower) -> None:
        follow(follower, {A})
        assert follower == [{A}]

    def test_from_nothing_nothing_follows(self, follower: Follower) -> None:
        follow(follower, set())
        with batch():
            follow(follower, set())
        assert follower == []

    def test_at_its_end_all_follow_once(self, follower: Follower) -> None:
        with batch():
            follow(follower, {A})
            follow(follower, {A, B})
            assert follower == []
        assert follower == [{A, B}]

    def test_within_another_at_the_end_of_the_outermost(self, follower: Follower) -> None:
        with batch():
            with batch():
                follow(follower, {A})
            assert follower == []
        assert follower == [{A}]

    def test_that_fails_nothing_follows(self, follower: Follower) -> None:
        with pytest.raises(IntegrityError), batch():
            follow(follower, {A})
            FilmFactory(slug="")
        assert follower == []
        follow(follower, {B})
        assert follower == [{B}]

    def test_what_follows_is_of_the_transaction(self) -> None:
        def fails(things: Things) -> None:
            raise IntegrityError

        with pytest.raises(IntegrityError), batch():
            FilmFactory()
            follow(fails, {A})
        assert not Film.objects.exists()


class TestSearch:
    def test_finds_what_a_batch_left_and_nothing_that_it_took_away(self) -> None:
        film = FilmFactory()
        with batch():
            kept = CreditFactory(film=film, person=PersonFactory(name="Kept Name"))
            gone = CreditFactory(film=film, person=PersonFactory(name="Gone Name"))
            gone.delete()
            kept.credited_as = "Second Name"
            kept.save()
        names = SearchDocument.objects.get(kind=SearchDocument.Kind.FILM, object_id=film.pk).names
        assert "second" in names
        assert "gone" not in names
