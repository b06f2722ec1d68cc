import pytest

from cast.models import Character, Credit, Person, PersonSlug
from images.addresses import SLUG_IS_TAKEN
from tests.constraints import BLANK, Break, already_exists
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseFactory,
    PersonFactory,
)

pytestmark = pytest.mark.both_databases


def credit(**changes: object) -> Credit:
    return CreditFactory.build(**{"film": FilmFactory(), "person": PersonFactory()} | changes)


def namesake_in_franchise() -> Character:
    other = CharacterFactory(franchise=FranchiseFactory())
    return CharacterFactory.build(franchise=other.franchise, slug=other.slug)


BAD_IMDB = {"__all__": ["An IMDb id of a person is “nm” and 7 to 9 digits."]}
BAD_WIKIDATA = {"__all__": ["A Wikidata id is “Q” and digits."]}
BREAKS = [
    Break("person_has_a_name", lambda: PersonFactory.build(name="", slug="a"), {"name": BLANK}),
    Break("person_has_a_slug", lambda: PersonFactory.build(slug=""), {"slug": BLANK}),
    *(
        Break(
            "person_imdb_id_is_one", lambda imdb=imdb: PersonFactory.build(imdb_id=imdb), BAD_IMDB
        )
        for imdb in ("tt0000001", "nm123456", "nm1234567890", "nm1234567\n")
    ),
    *(
        Break(
            "person_wikidata_id_is_one",
            lambda wikidata=wikidata: PersonFactory.build(wikidata_id=wikidata),
            BAD_WIKIDATA,
        )
        for wikidata in ("Q", "1", "Q1\n")
    ),
    Break(
        "cast.Person.slug",
        lambda: PersonFactory.build(slug=PersonFactory().slug),
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "cast.PersonSlug.slug",
        lambda: PersonSlug(person=PersonFactory(), slug=PersonFactory().slug),
        {"slug": already_exists("Person address", "Slug")},
    ),
    Break(
        "cast.Person.tmdb_id",
        lambda: PersonFactory.build(tmdb_id=PersonFactory(tmdb_id=7).tmdb_id),
        {"tmdb_id": already_exists("Person", "TMDB id")},
    ),
    Break(
        "cast.Person.imdb_id",
        lambda: PersonFactory.build(imdb_id=PersonFactory(imdb_id="nm1234567").imdb_id),
        {"imdb_id": already_exists("Person", "IMDb id")},
    ),
    Break(
        "cast.Person.wikidata_id",
        lambda: PersonFactory.build(wikidata_id=PersonFactory(wikidata_id="Q1").wikidata_id),
        {"wikidata_id": already_exists("Person", "Wikidata id")},
    ),
    Break(
        "character_has_a_name", lambda: CharacterFactory.build(name="", slug="a"), {"name": BLANK}
    ),
    Break("character_has_a_slug", lambda: CharacterFactory.build(slug=""), {"slug": BLANK}),
    Break(
        "character_slug_is_unique_in_franchise",
        namesake_in_franchise,
        {"__all__": already_exists("Character", "Franchise and Slug")},
    ),
    Break(
        "credit_without_a_person_is_a_role",
        lambda: credit(person=None, department="Directing", job="Director"),
        {"__all__": ["Only an acting credit can have no person."]},
    ),
    Break(
        "credit_of_the_crew_has_a_job",
        lambda: credit(department="Directing"),
        {"__all__": ["Enter the job, such as “Director” or “Composer”."]},
    ),
    Break(
        "credit_has_a_department",
        lambda: credit(department="", job="Director"),
        {"department": BLANK},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()

    def test_the_database_accepts_namesakes_without_a_franchise_and_in_two(self) -> None:
        for franchise in (None, None, FranchiseFactory(), FranchiseFactory()):
            CharacterFactory(slug="eve", franchise=franchise)
        assert Character.objects.filter(slug="eve").count() == 4

    def test_the_database_accepts_people_without_ids(self) -> None:
        Person.objects.bulk_create(PersonFactory.build_batch(2))
        Person.objects.bulk_create([PersonFactory.build(imdb_id="nm1234567", wikidata_id="Q42")])
        assert Person.objects.count() == 3

    def test_the_database_accepts_a_role_that_nobody_plays(self) -> None:
        role = credit(person=None)
        role.full_clean()
        role.save()
        assert list(Credit.objects.all()) == [role]
