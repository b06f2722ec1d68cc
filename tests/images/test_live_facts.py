"""Live facts: spoiler syntax in their texts is refused, and `save` knows what it changes."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse

from films.models import Film
from images.live_facts import LiveFacts
from tests.factories import AdminFactory, FilmFactory, ImageFactory
from tests.roles import signed_in

MODELS = [model for model in apps.get_models() if issubclass(model, LiveFacts)]
TEXTS = [
    (model, field.name)
    for model in MODELS
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField | models.TextField) and not field.choices
]

SENTENCE = (
    "This field is always public, and spoiler marks hide nothing in it. Remove >!, !< and lines "
    "that begin with :::. Spoilers belong behind a curtain in the text of the review."
)


def problems(model: type[models.Model], name: str, text: str) -> list[str]:
    """The messages of the errors of this field."""
    others = {field.name for field in model._meta.fields} - {name}
    try:
        model(**{name: text}).clean_fields(exclude=others)
    except ValidationError as error:
        return error.message_dict[name]
    return []


class TestTexts:
    def test_are_those_of_all_models_of_facts(self) -> None:
        assert sorted(model.__name__ for model in MODELS) == [
            "AlternativeTitle",
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
            "SitePage",
            "SiteSettings",
            "WatchLink",
        ]

    @pytest.mark.parametrize(("model", "name"), TEXTS)
    @pytest.mark.parametrize(
        "text", [">!dies!<", "||dies||", "::: spoiler End", "[spoiler]x[/spoiler]"]
    )
    def test_with_spoiler_syntax_are_refused(
        self, model: type[models.Model], name: str, text: str
    ) -> None:
        assert problems(model, name, text) != []

    def test_name_each_problem_once(self) -> None:
        assert problems(Film, "overview", "He >!dies!<.\nShe >!dies!<.") == [SENTENCE]

    @pytest.mark.parametrize("text", ["He dies.", "5 > 3!", "a | b", ""])
    def test_without_spoiler_syntax_are_accepted(self, text: str) -> None:
        assert problems(Film, "overview", text) == []

    def test_report_the_problems_of_the_field_too(self) -> None:
        assert problems(Film, "title", ">!" + "x" * 300) == [
            "Ensure this value has at most 200 characters (it has 302)."
        ]


@pytest.mark.django_db
class TestChanges:
    def test_of_a_new_row_are_all(self) -> None:
        film = FilmFactory()
        assert film.changes("title")
        assert film.value_before_save("title") is None

    def test_are_those_of_the_latest_save(self) -> None:
        film = FilmFactory(title="Before")
        film.title = "After"
        film.save()
        assert (film.changes("title"), film.value_before_save("title")) == (True, "Before")
        assert film.changes("overview", "title")
        assert not film.changes("overview", "slug")
        film.save()
        assert not film.changes("title")

    def test_are_those_to_the_row_and_not_to_the_loaded_instance(self) -> None:
        film = FilmFactory(title="Before")
        Film.objects.update(title="Of another editor")
        film.save()
        assert (film.changes("title"), film.value_before_save("title")) == (
            True,
            "Of another editor",
        )

    def test_are_those_of_the_fields_that_are_saved(self) -> None:
        film = FilmFactory()
        film.title, film.poster = "After", ImageFactory()
        film.save(update_fields=["poster"])
        assert (film.changes("title"), film.changes("poster_id")) == (False, True)

    def test_are_none_in_deferred_fields(self) -> None:
        FilmFactory()
        film = Film.objects.only("title").get()
        film.title = "After"
        film.save()
        assert (film.changes("overview"), film.changes("title")) == (False, True)

    def test_of_an_expression(self) -> None:
        film = FilmFactory(runtime=100)
        film.runtime = F("runtime") + 1
        film.save()
        assert film.changes("runtime")

    def test_of_a_file_are_those_of_its_name(self) -> None:
        image = ImageFactory()
        image.save()
        assert not image.changes("file")


@pytest.mark.django_db
class TestTheAdmin:
    def test_shows_the_error_at_the_field_and_saves_nothing(self) -> None:
        film = FilmFactory(overview="Before.")
        client = signed_in(AdminFactory())
        address = reverse("admin:films_film_change", args=[film.pk])
        context = client.get(address).context
        form = context["adminform"].form
        sent = {name: form[name].value() or "" for name in form.fields}
        sent["base"] = context["base"]
        response = client.post(address, sent | {"overview": "He >!dies!<."})
        assert response.context["adminform"].form.errors["overview"] == [SENTENCE]
        film.refresh_from_db()
        assert film.overview == "Before."
