from unicodedata import normalize

import pytest
from django.core.validators import validate_slug

from cast.models import Character, Person
from films.models import Film, Genre
from images.slugs import comparable_name, numbered, slug_for, slug_of
from tests.images.names_of_many_scripts import NAMES

NO_LIMIT = 10_000


def test_a_thousand_names_have_lower_case_slugs() -> None:
    assert len(NAMES) > 1_100
    for name in NAMES:
        slug = slug_of(name, NO_LIMIT)
        validate_slug(slug)
        assert slug.isascii()
        assert slug == slug.lower().strip("-")


def test_a_slug_does_not_depend_on_how_accents_are_encoded() -> None:
    for name in NAMES:
        assert slug_of(normalize("NFC", name), 200) == slug_of(normalize("NFD", name), 200)


def test_of_these_names_few_share_a_slug() -> None:
    """The importer and the admin ask about those: a slug alone does not identify anybody."""
    by_slug: dict[str, list[str]] = {}
    for name in NAMES:
        by_slug.setdefault(slug_of(name, NO_LIMIT), []).append(name)
    assert [names for names in by_slug.values() if len(names) > 1] == [
        ["Straße", "STRASSE"],
        ["+1", "1"],
        ["A", "あ"],
        ["C++", "C#", "©"],
    ]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łukasz Próbny", "lukasz-probny"),
        ("Jürgen Weiß", "jurgen-weiss"),
        ("Søren Ægirsson", "soren-aegirsson"),
        ("刑事A", "xingshia"),
        ("Врач 1", "vrach-1"),
        ("Ольга", "olga"),
        ("يوسف شاهين", "ywsf-shhyn"),
        ("8½", "8-1-2"),
        ("24/7", "24-7"),
        ("The Firemen’s Ball", "the-firemens-ball"),
        ("!!!", "exclamation-mark-exclamation-mark-exclamation-mark"),
        ("א", "hebrew-letter-alef"),
        ("\a", "u0007"),
        (" ", ""),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slug_of(text, NO_LIMIT) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [("night train", "night"), ("nightly train", "nightly"), ("overnight", "overnig")],
)
def test_long_slug_ends_with_a_whole_word_where_possible(text: str, slug: str) -> None:
    assert slug_of(text, 7) == slug


@pytest.mark.parametrize("model", [Character, Film, Genre, Person])
def test_slug_fits_its_field(model: type) -> None:
    column = model._meta.get_field("slug")
    for name in ("見" * 300, "!" * 300, "a b " * 300):
        column.run_validators(slug := slug_for(model, name))
        assert slug


def test_number_fits_the_length() -> None:
    assert (numbered("train", 2, 10), numbered("night-train", 12, 8)) == ("train-2", "night-12")


def test_names_are_compared_without_case_and_encoding() -> None:
    assert comparable_name("Łukasz  O’Próbny") == comparable_name("ŁUKASZ O'Pro\u0301bny")
    assert comparable_name("Łukasz") != comparable_name("Lukasz")
    assert comparable_name("Weiß") != comparable_name("Weiss")
    assert comparable_name("J. J. Abrams") == comparable_name("J.J. Abrams")
    assert comparable_name("Dr. No") != comparable_name("Dr.No")
