import pytest
from django.db.models import ProtectedError

from cast.models import Character, Credit, Person
from tests.factories import CharacterFactory, CreditFactory, FilmFactory, PersonFactory

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
class TestPerson:
    @pytest.mark.parametrize(
        ("name", "sort_name"),
        [("Ana de Armas", "Armas, Ana de"), ("Keanu Reeves", "Reeves, Keanu"), ("Cher", "Cher")],
    )
    def test_the_name_for_sorting_is_derived_from_the_name(self, name: str, sort_name: str) -> None:
        assert PersonFactory(name=name).sort_name == sort_name

    def test_a_given_name_for_sorting_is_kept(self) -> None:
        person = PersonFactory(name="Ana de Armas", sort_name="de Armas, Ana")
        person.save()
        assert Person.objects.get().sort_name == "de Armas, Ana"

    def test_is_ordered_by_the_name_for_sorting(self) -> None:
        keanu, ana = PersonFactory(name="Keanu Reeves"), PersonFactory(name="Ana de Armas")
        assert list(Person.objects.all()) == [ana, keanu]
        assert str(ana) == "Ana de Armas"

    def test_an_empty_id_is_saved_as_none(self) -> None:
        for _ in range(2):
            person = PersonFactory(imdb_id="", wikidata_id="")
            person.refresh_from_db()
            assert (person.imdb_id, person.wikidata_id) == (None, None)

    def test_a_person_with_credits_cannot_be_deleted(self) -> None:
        person = CreditFactory().person
        with pytest.raises(ProtectedError):
            person.delete()
        assert list(Person.objects.all()) == [person]


@pytest.mark.django_db
class TestCharacter:
    def test_is_ordered_by_name(self) -> None:
        wick, eve = CharacterFactory(name="John Wick"), CharacterFactory(name="Eve")
        assert list(Character.objects.all()) == [eve, wick]
        assert str(eve) == "Eve"


@pytest.mark.django_db
class TestCredit:
    def test_str_names_person_and_character(self) -> None:
        credit = CreditFactory(
            person=PersonFactory(name="Ana de Armas"), characters=[CharacterFactory(name="Eve")]
        )
        assert str(credit) == "Ana de Armas as Eve"

    def test_str_lists_several_characters_by_name(self) -> None:
        roles = [CharacterFactory(name="The Twin"), CharacterFactory(name="Her Brother")]
        credit = CreditFactory(person=PersonFactory(name="Ana"), characters=roles)
        assert str(credit) == "Ana as Her Brother, The Twin"

    def test_str_uses_the_name_that_was_credited(self) -> None:
        credit = CreditFactory(credited_as="A. de Armas", characters=[CharacterFactory(name="Eve")])
        assert str(credit) == "A. de Armas as Eve"

    def test_str_of_the_crew_names_the_job(self) -> None:
        person = PersonFactory(name="Len Wiseman")
        credit = CreditFactory(person=person, characters=[], department="Directing", job="Director")
        assert str(credit) == "Len Wiseman as Director"

    def test_str_of_a_role_that_nobody_plays_is_the_character(self) -> None:
        credit = CreditFactory(person=None, characters=[CharacterFactory(name="The Director")])
        assert str(credit) == "The Director"

    def test_str_without_a_character_is_the_person(self) -> None:
        assert str(CreditFactory(person=PersonFactory(name="Cher"), characters=[])) == "Cher"

    def test_str_without_person_and_job_is_the_department(self) -> None:
        assert str(CreditFactory(person=None, characters=[])) == "Acting"

    def test_public_excludes_surprise_appearances(self) -> None:
        shown, hidden = CreditFactory(), CreditFactory(is_spoiler=True)
        assert list(Credit.objects.public()) == [shown]
        assert list(Credit.objects.filter(is_spoiler=True)) == [hidden]

    def test_by_billing_puts_credits_without_a_billing_order_last(self) -> None:
        places = (None, 2, 1, None)
        credits = [CreditFactory(billing_order=place) for place in places]
        assert list(Credit.objects.by_billing()) == [credits[i] for i in (2, 1, 0, 3)]

    def test_is_ordered_by_film_then_billing(self) -> None:
        b, a = FilmFactory(title="B"), FilmFactory(title="A")
        credits = [
            CreditFactory(film=film, billing_order=place)
            for film, place in ((b, 1), (a, None), (a, 2), (a, 1))
        ]
        assert list(Credit.objects.all()) == [credits[i] for i in (3, 2, 1, 0)]
