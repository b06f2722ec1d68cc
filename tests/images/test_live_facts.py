"""Facts are plain and public: what would hide something in a text is refused in them."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from films.models import Film
from images.live_facts import LiveFacts
from tests.factories import AdminFactory, FilmFactory
from tests.roles import signed_in

FACTS = [model for model in apps.get_models() if issubclass(model, LiveFacts)]
WORDS = [
    (model, field.name)
    for model in FACTS
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField | models.TextField) and not field.choices
]

SENTENCE = (
    "This field is public and holds no curtains. Take out >!, !< and lines that begin with :::, "
    "and move what is a spoiler into the text."
)


def faults(model: type[models.Model], name: str, text: str) -> list[str]:
    """What is wrong with that field alone."""
    others = {field.name for field in model._meta.fields} - {name}
    try:
        model(**{name: text}).clean_fields(exclude=others)
    except ValidationError as error:
        return error.message_dict[name]
    return []


class TestWords:
    def test_whose_they_are(self) -> None:
        assert sorted(model.__name__ for model in FACTS) == [
            "Character",
            "Credit",
            "Critic",
            "Film",
            "Franchise",
            "FranchiseEntry",
            "Genre",
            "Image",
            "Person",
            "Project",
        ]

    @pytest.mark.parametrize(("model", "name"), WORDS)
    @pytest.mark.parametrize(
        "text", [">!dies!<", "||dies||", "::: spoiler End", "[spoiler]x[/spoiler]"]
    )
    def test_hide_nothing(self, model: type[models.Model], name: str, text: str) -> None:
        assert faults(model, name, text) != []

    def test_each_fault_is_said_once(self) -> None:
        assert faults(Film, "overview", "He >!dies!<.\nShe >!dies!<.") == [SENTENCE]

    @pytest.mark.parametrize("text", ["He dies.", "5 > 3!", "a | b", ""])
    def test_may_be_anything_else(self, text: str) -> None:
        assert faults(Film, "overview", text) == []

    def test_have_their_own_faults_too(self) -> None:
        assert faults(Film, "title", ">!" + "x" * 300) == [
            "Ensure this value has at most 200 characters (it has 302)."
        ]


@pytest.mark.django_db
class TestTheAdmin:
    def test_says_so_at_the_field_and_saves_nothing(self) -> None:
        film = FilmFactory(overview="Before.")
        client = signed_in(AdminFactory())
        address = reverse("admin:films_film_change", args=[film.pk])
        form = client.get(address).context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields}
        response = client.post(address, sent | {"overview": "He >!dies!<."})
        assert response.context["adminform"].form.errors["overview"] == [SENTENCE]
        film.refresh_from_db()
        assert film.overview == "Before."
