from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from films.models import Film, Franchise, FranchiseEntry
from tests.admin_pages import AdminPages, errors_of, formset
from tests.factories import (
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ImageFactory,
    ProjectFactory,
)


class TestGenreAdmin(AdminPages):
    factory = GenreFactory
    bad = {"slug": "no slug"}
    errors = {
        "slug": [
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ]
    }
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"name": "Action", "slug": "action"}


class TestFilmAdmin(AdminPages):
    factory = FilmFactory
    bad = {"release_date": "", "imdb_id": "nm1"}
    errors = {
        "__all__": [
            "A released film needs a release date.",
            "An IMDb id of a film is “tt” and 7 to 9 digits.",
        ]
    }
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {
            "title": "Ballerina",
            "slug": "ballerina",
            "status": "released",
            "release_date": "2025-06-06",
            "runtime": "125",
            "genres": [GenreFactory().pk],
            "poster": ImageFactory().pk,
            **formset("alternative_titles"),
            **formset("watch_links"),
            **formset("franchise_entries"),
            **formset("projects"),
        }

    def test_the_day_of_the_trailer_is_typed_like_other_dates(self) -> None:
        fields = self.fields() | {"trailer_url": "https://trailers.example/1"}
        month = self.post(self.url("add"), fields | {"trailer_date": "April 2025"})
        assert errors_of(month) == {"trailer_date": ["Enter the day, too, such as 2025-04-01."]}
        day = self.post(self.url("add"), fields | {"trailer_date": "5 April 2025"})
        assert errors_of(day) == {}
        assert Film.objects.get().trailer_date == date(2025, 4, 5)

    def test_a_film_without_ids_can_be_saved_twice(self) -> None:
        for slug in ("one", "two"):
            self.post(self.url("add"), self.fields() | {"slug": slug, "imdb_id": ""})
        assert list(Film.objects.values_list("slug", "imdb_id")) == [("one", None), ("two", None)]

    def test_saves_franchise_entries_and_projects_with_the_film(self) -> None:
        before = FranchiseEntryFactory(release_order=1)
        franchise = before.franchise
        entry = {
            "franchise": franchise.pk,
            "release_order": 2,
            "relation": "sequel",
            "after": before.pk,
        }
        project = {"franchise": franchise.pk, "working_title": "Two", "status": "released"}
        title = {"title": "Zwei", "language": "de"}
        link = {"label": "MUBI", "url": "mubi.com/zwei", "position": "1"}
        inlines = formset("franchise_entries", entry) | formset("projects", project)
        inlines |= formset("alternative_titles", title) | formset("watch_links", link)
        assert errors_of(self.post(self.url("add"), self.fields() | inlines)) == {}
        film = Film.objects.get(slug="ballerina")
        assert [entry.film for entry in franchise.in_universe()] == [before.film, film]
        assert film.projects.get().working_title == "Two"
        assert film.alternative_titles.get().title == "Zwei"
        assert film.watch_links.get().url == "https://mubi.com/zwei"

    def test_an_entry_that_contradicts_the_others_is_an_error_of_the_form(self) -> None:
        first = FranchiseEntryFactory(release_order=1, label="A")
        entry = {
            "franchise": first.franchise_id,
            "release_order": 2,
            "relation": "main",
            "label": "B",
            "after": first.pk,
            "before": first.pk,
        }
        inlines = formset("franchise_entries", entry)
        name = first.franchise.name
        assert errors_of(self.post(self.url("add"), self.fields() | inlines)) == {
            "franchise_entries-0-__all__": [
                (
                    f"The in-universe order contradicts itself: {name}: A → {name}: B → {name}: A. "
                    "Remove one of these facts."
                )
            ]
        }

    def test_a_former_slug_of_another_film_is_an_error_of_its_field(self) -> None:
        film = FilmFactory(slug="ballerina")
        film.slug = "ballerina-2025"
        film.save()
        link = f'<a href="{self.url("change", film.pk)}" target="_blank">{film}</a>'
        assert errors_of(self.post(self.url("add"), self.fields())) == {
            "slug": [
                (
                    f"The slug “ballerina” belongs to {link}. Use that one, or enter another slug, "
                    "such as “ballerina-2”."
                )
            ]
        }

    def test_made_slug_of_a_remake_is_refused_with_the_year_as_a_way_out(self) -> None:
        film = FilmFactory(title="Ballerina", slug="ballerina", release_date=date(1966, 1, 1))
        link = f'<a href="{self.url("change", film.pk)}" target="_blank">Ballerina (1966)</a>'
        fields = self.fields() | {"slug": ""}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "slug": [
                (
                    f"The slug “ballerina” belongs to {link}. Use that one, or enter another slug, "
                    "such as “ballerina-2025”."
                )
            ]
        }

    def test_title_of_another_film_of_the_year_is_refused_unless_a_slug_is_entered(self) -> None:
        FilmFactory(title="Ballerina", slug="a", release_date=date(1966, 1, 1))
        fields = self.fields() | {"slug": ""}
        assert errors_of(self.post(self.url("add"), fields)) == {}
        fields = self.fields() | {"slug": "", "title": "Ballerina", "release_date": "1966-05-05"}
        assert list(errors_of(self.post(self.url("add"), fields))) == ["slug"]
        fields["slug"] = "ballerina-2"
        assert errors_of(self.post(self.url("add"), fields)) == {}

    def test_shows_every_slug_that_the_film_had(self) -> None:
        film = FilmFactory(slug="retired-slug")
        film.slug = "ballerina-2025"
        film.save()
        page = self.client.get(self.url("change", film.pk)).content.decode()
        assert page.count('<div class="readonly">retired-slug, ballerina-2025</div>') == 1

    @pytest.mark.parametrize(
        ("term", "found"),
        [
            ("Knives", ["Knives Out (1999)", "Knives Out (2019)"]),
            ("Knives Out (2019)", ["Knives Out (2019)"]),
            ("Knives Out (2020)", []),
            ("(2019)", []),
        ],
    )
    def test_is_suggested_by_title_and_year(self, term: str, found: list[str]) -> None:
        for year in (1999, 2019):
            FilmFactory(
                title="Knives Out", slug=f"knives-out-{year}", release_date=date(year, 11, 27)
            )
        asked = {"app_label": "reviews", "model_name": "review", "field_name": "film"}
        response = self.client.get(reverse("admin:autocomplete"), asked | {"term": term})
        assert sorted(result["text"] for result in response.json()["results"]) == found


class TestFranchiseAdmin(AdminPages):
    factory = FranchiseFactory
    bad = {"name": ""}
    errors = {"name": ["This field is required."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        row = {"film": FilmFactory().pk, "release_order": "1", "relation": "main"}
        return {
            "name": "Wick",
            "slug": "wick",
            **formset("entries", row),
            **formset("projects", {"working_title": "Wick 5", "status": "announced"}),
        }

    def change(self, *entries: FranchiseEntry, **facts: dict[str, Any]) -> dict[str, list[str]]:
        """The errors of posting the franchise's ``entries``.

        ``facts`` are the changed values by the label of an entry.
        """
        franchise = entries[0].franchise
        rows = [
            {
                "id": entry.pk or "",
                "franchise": franchise.pk,
                "film": entry.film.pk,
                "release_order": entry.release_order,
                "relation": entry.relation,
                "label": entry.label,
                **facts.get(entry.label, {}),
            }
            for entry in entries
        ]
        initial = sum(entry.pk is not None for entry in entries)
        fields = {"name": franchise.name, "slug": franchise.slug, **formset("projects")}
        response = self.post(
            self.url("change", franchise.pk), fields | formset("entries", *rows, initial=initial)
        )
        return errors_of(response)

    def test_saves_entries_with_the_franchise(self) -> None:
        self.post(self.url("add"), self.fields())
        assert [entry.release_order for entry in Franchise.objects.get().entries.all()] == [1]

    def test_saves_projects_with_the_franchise(self) -> None:
        self.post(self.url("add"), self.fields())
        assert [str(project) for project in Franchise.objects.get().projects.all()] == ["Wick 5"]

    def test_refuses_facts_that_contradict_each_other_only_together(self) -> None:
        franchise = FranchiseFactory(name="Wick")
        a = FranchiseEntryFactory(franchise=franchise, label="A")
        b = FranchiseEntryFactory(franchise=franchise, label="B")
        assert self.change(a, b, A={"after": b.pk}, B={"after": a.pk}) == {
            "entries": [
                (
                    "The in-universe order contradicts itself: Wick: A → Wick: B → Wick: A. "
                    "Remove one of these facts."
                )
            ]
        }
        assert list(FranchiseEntry.objects.filter(after__isnull=False)) == []

    def test_accepts_a_new_entry_between_two_others(self) -> None:
        franchise = FranchiseFactory()
        a = FranchiseEntryFactory(franchise=franchise, label="A")
        b = FranchiseEntryFactory(franchise=franchise, label="B")
        new = FranchiseEntryFactory.build(franchise=franchise, film=FilmFactory(), label="C")
        assert self.change(a, b, new, C={"after": a.pk, "before": b.pk}) == {}
        assert [entry.label for entry in franchise.in_universe()] == ["A", "C", "B"]

    def test_accepts_a_contradiction_in_an_entry_that_is_deleted(self) -> None:
        franchise = FranchiseFactory()
        a = FranchiseEntryFactory(franchise=franchise, label="A")
        b = FranchiseEntryFactory(franchise=franchise, label="B", after=a)
        assert self.change(a, b, B={"after": a.pk, "DELETE": "on"}) == {}
        assert list(franchise.entries.all()) == [a]

    def test_an_entry_that_another_refers_to_cannot_be_deleted(self) -> None:
        franchise = FranchiseFactory(name="Wick")
        a = FranchiseEntryFactory(franchise=franchise, label="A")
        b = FranchiseEntryFactory(franchise=franchise, label="B", after=a)
        errors = self.change(a, b, A={"DELETE": "on"}, B={"after": a.pk})
        assert errors == {
            "entries": [
                (
                    "Deleting franchise entry Wick: A would require deleting the following "
                    "protected related objects: franchise entry Wick: B"
                )
            ]
        }
        assert franchise.entries.count() == 2

    def test_the_same_release_order_twice_is_an_error_of_the_form(self) -> None:
        franchise = FranchiseFactory()
        rows = [
            FranchiseEntryFactory.build(
                franchise=franchise, film=FilmFactory(), release_order=1, label=label
            )
            for label in "AB"
        ]
        errors = self.change(*rows)
        assert errors["entries"] == ["Please correct the duplicate data for release_order."]

    def test_an_incomplete_entry_is_an_error_of_its_field(self) -> None:
        entry = FranchiseEntryFactory(label="A")
        assert self.change(entry, A={"release_order": ""}) == {
            "entries-0-release_order": ["This field is required."]
        }


class TestFranchiseEntryAdmin(AdminPages):
    factory = FranchiseEntryFactory
    bad = {"relation": "cousin"}
    errors = {"relation": ["Select a valid choice. cousin is not one of the available choices."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        other = FranchiseEntryFactory()
        return {
            "franchise": other.franchise.pk,
            "film": FilmFactory().pk,
            "release_order": "99",
            "relation": "sequel",
            "after": other.pk,
        }

    def test_an_entry_of_another_franchise_is_an_error_of_its_field(self) -> None:
        fields = self.fields() | {"after": FranchiseEntryFactory().pk}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "after": ["Choose an entry of the same franchise."]
        }

    def test_an_entry_without_a_franchise_is_an_error_of_its_field(self) -> None:
        fields = self.fields() | {"franchise": "", "after": ""}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "franchise": ["This field is required."]
        }

    def test_suggestions_name_franchise_and_label(self) -> None:
        entry = FranchiseEntryFactory(franchise__name="Wick", label="Chapter 3")
        response = self.client.get(
            reverse("admin:autocomplete"),
            {
                "term": "Chapter 3",
                "app_label": "films",
                "model_name": "franchiseentry",
                "field_name": "after",
            },
        )
        assert response.json()["results"] == [
            {"id": str(entry.pk), "text": "Wick: Chapter 3", "detail": str(entry.film)}
        ]


class TestProjectAdmin(AdminPages):
    factory = ProjectFactory
    bad = {"source_url": "javascript:alert(1)"}
    errors = {"source_url": ["Enter a valid URL."]}
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {
            "working_title": "Chapter 5",
            "franchise": FranchiseFactory().pk,
            "status": "announced",
            "as_of": "2025-04-01",
            "source_url": "https://example.org/news",
        }
