"""Imports, foreign keys and migration dependencies point down.

import-linter checks the imports (`make check`); the contract in pyproject.toml lists the layers.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields.related import RelatedField
from django.test.utils import isolate_apps

ROOT = Path(__file__).parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
# From the bottom up. Packages of one layer do not depend on each other.
LAYERS = [layer.split(" | ") for layer in reversed(CONTRACTS["contracts"][0]["layers"])]
LEVELS = {package: level for level, layer in enumerate(LAYERS) for package in layer}
WITHOUT_MODELS = {"spoilers", "config", "documents"}


def points_up(source: str, target: str) -> bool:
    """Whether ``target`` is above ``source`` or in the same layer, so that it must not be used.

    Django's own apps are in no layer. Everything may depend on them.
    """
    if target not in LEVELS or source == target:
        return False
    return LEVELS[target] >= LEVELS[source]


def upward_relations(classes: Iterable[type[models.Model]]) -> Iterator[str]:
    """The relations of these models, including `through` tables, for which `points_up` is true."""
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


def circles(imports: dict[str, set[str]]) -> Iterator[list[str]]:
    """Groups of modules that import each other, directly or through others of the group."""

    def reachable(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for module in imports[waiting.pop()] - found:
                found.add(module)
                waiting.append(module)
        return found

    ahead = {module: reachable(module) for module in imports}
    named: set[str] = set()
    for module in sorted(imports):
        if module in ahead[module] and module not in named:
            circle = sorted(other for other in ahead[module] if module in ahead[other])
            named.update(circle)
            yield circle


class TestLayers:
    def test_are_those_of_the_design(self) -> None:
        assert LAYERS == [
            ["spoilers"],
            ["accounts", "images"],
            ["site_settings"],
            ["films"],
            ["cast"],
            ["reviews"],
            ["verdicts"],
            ["editions"],
            ["pages", "desk", "documents"],
            ["moving", "outreach"],
            ["monitoring"],
            ["config"],
        ]

    def test_contain_every_package(self) -> None:
        packages = {file.parent.name for file in ROOT.glob("*/__init__.py")}
        assert packages == set(LEVELS)

    def test_are_all_under_the_import_contracts(self) -> None:
        layers, acyclic = CONTRACTS["contracts"]
        assert sorted(CONTRACTS["root_packages"]) == sorted(LEVELS)
        assert layers["type"] == "layers"
        assert acyclic["type"] == "acyclic_siblings"
        assert sorted(acyclic["ancestors"]) == sorted(LEVELS)
        assert not any("ignore_imports" in contract for contract in CONTRACTS["contracts"])

    def test_every_package_is_an_app(self) -> None:
        own = {config.name for config in apps.get_app_configs()} & set(LEVELS)
        assert own == set(LEVELS) - {"spoilers"}


class TestImports:
    def test_have_no_circle(self) -> None:
        graph = grimp.build_graph(*LEVELS)
        imports = {
            module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules
        }
        assert list(circles(imports)) == []

    def test_a_circle_is_found(self) -> None:
        imports = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}, "e": set()}
        assert list(circles(imports)) == [["a", "b", "c"]]


class TestRelations:
    def test_point_down(self) -> None:
        own = [
            model
            for model in apps.get_models(include_auto_created=True)
            if model._meta.app_label in LEVELS
        ]
        assert list(upward_relations(own)) == []
        assert own

    def test_an_upward_one_is_found(self) -> None:
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
    def test_depend_only_on_lower_layers(self) -> None:
        loader = MigrationLoader(None)
        own = [
            migration for (app, _name), migration in loader.disk_migrations.items() if app in LEVELS
        ]
        assert list(upward_dependencies(own)) == []
        assert {migration.app_label for migration in own} == set(LEVELS) - WITHOUT_MODELS

    @pytest.mark.parametrize("attribute", ["dependencies", "run_before"])
    def test_an_upward_one_is_found(self, attribute: str) -> None:
        migration = Migration("0002_upward", "films")
        setattr(migration, attribute, [("reviews", "0001_initial"), ("images", "0001_initial")])
        assert list(upward_dependencies([migration])) == [
            "films.0002_upward -> reviews.0001_initial"
        ]
