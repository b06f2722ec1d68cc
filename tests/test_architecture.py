"""The tower: what foreign keys and migrations point at lies below. Imports have a contract of
their own in pyproject.toml, whose layers are the floors here."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields.related import RelatedField
from django.test.utils import isolate_apps

ROOT = Path(__file__).parent.parent
TOWER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# From the ground up.
FLOORS = list(reversed(TOWER["contracts"][0]["layers"]))


def points_up(source: str, target: str) -> bool:
    """Whether an arrow between two packages breaks the tower. Django's own lie under all."""
    return target in FLOORS and FLOORS.index(target) > FLOORS.index(source)


def upward_relations(classes: Iterable[type[models.Model]]) -> Iterator[str]:
    """Each relation of these models, through tables included, that points to a higher floor."""
    for model in classes:
        for field in model._meta.get_fields(include_hidden=True):
            if not isinstance(field, RelatedField) or field.model is not model:
                continue
            related = [field.related_model, getattr(field.remote_field, "through", None)]
            for target in filter(None, related):
                label = target if isinstance(target, str) else target._meta.label
                if points_up(model._meta.app_label, label.split(".")[0]):
                    yield f"{model._meta.label}.{field.name} -> {label}"


def upward_dependencies(migrations: Iterable[Migration]) -> Iterator[str]:
    for migration in migrations:
        for app, name in [*migration.dependencies, *migration.run_before]:
            if points_up(migration.app_label, app):
                yield f"{migration.app_label}.{migration.name} -> {app}.{name}"


class TestFloors:
    def test_are_the_nine_packages(self) -> None:
        assert FLOORS == [
            "spoilers",
            "images",
            "films",
            "cast",
            "reviews",
            "verdicts",
            "publishing",
            "pages",
            "config",
        ]

    def test_are_all_the_code_there_is(self) -> None:
        packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
        assert packages == set(FLOORS)

    def test_are_all_under_the_import_contract(self) -> None:
        assert sorted(TOWER["root_packages"]) == sorted(FLOORS)
        assert TOWER["contracts"][0]["type"] == "layers"
        assert "ignore_imports" not in TOWER["contracts"][0]

    def test_every_app_is_one(self) -> None:
        own = {config.name for config in apps.get_app_configs()} & set(FLOORS)
        assert own == set(FLOORS) - {"spoilers", "config"}


class TestRelations:
    def test_point_down(self) -> None:
        own = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label in FLOORS
        ]
        assert list(upward_relations(own)) == []
        assert own

    def test_one_that_points_up_is_found(self) -> None:
        with isolate_apps("films", "reviews", "cast"):

            class Review(models.Model):
                class Meta:
                    app_label = "reviews"

            class Film(models.Model):
                review = models.ForeignKey(Review, on_delete=models.CASCADE)
                people = models.ManyToManyField("cast.Person")

                class Meta:
                    app_label = "films"

            assert list(upward_relations([Review, Film])) == [
                "films.Film.review -> reviews.Review",
                "films.Film.people -> cast.Person",
            ]


class TestMigrations:
    def test_depend_on_what_is_below(self) -> None:
        loader = MigrationLoader(None)
        own = [
            migration for (app, _name), migration in loader.disk_migrations.items() if app in FLOORS
        ]
        assert list(upward_dependencies(own)) == []
        assert {migration.app_label for migration in own} == set(FLOORS) - {
            "spoilers",
            "config",
        }

    @pytest.mark.parametrize("attribute", ["dependencies", "run_before"])
    def test_one_that_points_up_is_found(self, attribute: str) -> None:
        migration = Migration("0002_planted", "films")
        setattr(migration, attribute, [("reviews", "0001_initial"), ("images", "0001_initial")])
        assert list(upward_dependencies([migration])) == [
            "films.0002_planted -> reviews.0001_initial"
        ]
