"""Films that are added beside a review, and those of critics, which an editor confirms."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from films.models import Film, FranchiseEntry
from images.public_changes import public_change
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ProjectFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

NEW = "/admin/films/film/new/"


@pytest.fixture
def editor() -> Client:
    return signed_in(account(Role.EDITOR))


@pytest.fixture
def critic() -> Client:
    return signed_in(account(Role.CRITIC))


def add(client: Client, **fields: Any) -> Any:
    return posted(client, NEW, {"_panel": "1", "_page": "page", "title": "Ballerina"} | fields)


class TestAdding:
    def test_by_a_critic_makes_a_film_that_is_not_confirmed(self, critic: Client) -> None:
        answer = add(critic, release_date="2025-06").json()
        film = Film.objects.get()
        assert (film.title, film.slug, str(film.release)) == ("Ballerina", "ballerina", "June 2025")
        assert (film.status, film.is_confirmed) == ("released", False)
        assert answer == {
            "value": str(film.pk),
            "label": "Ballerina (2025)",
            "message": "“Ballerina (2025)” was added. It is on no public page until an editor "
            "confirms it.",
        }

    def test_by_an_editor_makes_a_confirmed_film(self, editor: Client) -> None:
        add(editor, release_date="2025")
        assert Film.objects.get().is_confirmed

    @pytest.mark.parametrize("day", ["", "2999"])
    def test_without_a_past_date_is_a_planned_film(self, critic: Client, day: str) -> None:
        add(critic, release_date=day)
        assert Film.objects.get().status == "planned"

    def test_released_today(self, critic: Client) -> None:
        add(critic, release_date=timezone.localdate().isoformat())
        assert Film.objects.get().status == "released"

    @pytest.mark.parametrize("name", ["John Wick", "john  wick"])
    def test_puts_the_film_at_the_end_of_a_franchise(self, editor: Client, name: str) -> None:
        franchise = FranchiseFactory(name="John Wick", slug="john-wick")
        FranchiseEntryFactory(franchise=franchise, release_order=4)
        add(editor, release_date="2025", franchise=name, label="Spin-off", relation="spin_off")
        entry = Film.objects.get(title="Ballerina").franchise_entries.get()
        assert (entry.franchise, entry.release_order) == (franchise, 5)
        assert (entry.label, entry.relation) == ("Spin-off", "spin_off")

    def test_puts_the_film_into_the_franchise_that_has_the_name(self, editor: Client) -> None:
        FranchiseFactory(name="The Crow", slug="crow")
        crow = FranchiseFactory(name="Crow", slug="crow-2")
        add(editor, franchise="Crow")
        assert FranchiseEntry.objects.get().franchise == crow

    def test_has_the_release_order_that_is_free(self, editor: Client) -> None:
        taken = FranchiseEntryFactory(franchise__name="John Wick", release_order=4)
        fields = {"franchise": taken.franchise.name, "release_date": "2025"}
        form = add(editor, **fields, release_order=4).context_data["form"]
        assert form.errors == {"release_order": ["Another film of the franchise has this number."]}
        add(editor, **fields, release_order=3)
        assert FranchiseEntry.objects.get(release_order=3).film.title == "Ballerina"

    def test_makes_a_franchise(self, editor: Client) -> None:
        assert page_context(editor, NEW)["lists_all_franchises"] is True
        said = add(editor, franchise="John Wick").json()["message"]
        assert str(FranchiseEntry.objects.get().franchise) == "John Wick"
        assert said == (
            "“Ballerina” was added. It is public. The franchise “John Wick” was added with it. It "
            "is public, too."
        )
        said = add(editor, title="Chapter 5", _page="other", franchise="john wick").json()[
            "message"
        ]
        assert said == "“Chapter 5” was added. It is public."

    def test_a_critic_adds_no_franchise(self, critic: Client) -> None:
        add(critic, franchise="John Wick")
        assert (Film.objects.count(), FranchiseEntry.objects.count()) == (1, 0)

    def test_offers_the_film_that_is_there(self, critic: Client) -> None:
        film = FilmFactory(title="Ballerina", release_date="2025-06-06")
        form = add(critic, release_date="2025").context_data["form"]
        assert (list(form.errors), [*form.same]) == (["slug"], [film])
        assert add(critic, _use=film.pk).json()["value"] == str(film.pk)
        assert add(critic, release_date="2025", slug="another-ballerina").status_code == 200
        assert Film.objects.count() == 2

    @pytest.mark.parametrize("key", ["9" * 30, "x", "0"])
    def test_a_key_of_no_row_is_refused(self, critic: Client, key: str) -> None:
        form = add(critic, _use=key, genres=key).context_data["form"]
        assert list(form.errors) == ["genres"]
        assert Film.objects.count() == 0

    def test_a_form_that_arrives_twice_adds_one_film(self, critic: Client) -> None:
        values = {add(critic, release_date="2025").json()["value"] for _time in range(2)}
        assert values == {str(Film.objects.get().pk)}

    def test_without_javascript_redirects_to_the_film(self, editor: Client) -> None:
        response = posted(editor, NEW, {"title": "Ballerina"})
        assert response.url == reverse("admin:films_film_change", args=[Film.objects.get().pk])

    def test_begins_with_the_title_of_the_address(self, critic: Client) -> None:
        form = page_context(critic, NEW, title="Ball", release_date="2025")["form"]
        assert (form["title"].value(), form["release_date"].value()) == ("Ball", "2025")

    def test_leads_to_the_search_at_tmdb(self, editor: Client, critic: Client) -> None:
        for date, year in (("", ""), ("spring", ""), ("June 2025", "&year=2025")):
            form = {"title": "Rush & Crush", "release_date": date, "_tmdb": "Add from TMDB"}
            url = add(editor, **form).url
            assert url == f"/admin/films/film/tmdb/?q=Rush+%26+Crush{year}"
        assert Film.objects.count() == 0
        assert add(critic, _tmdb="Add from TMDB").json()["label"] == "Ballerina"

    def test_needs_a_permission(self) -> None:
        assert signed_in(account()).get(NEW).status_code == 403


class TestUnconfirmed:
    @pytest.fixture
    def film(self) -> Film:
        return FilmFactory(title="Zanzibar stub", slug="zanzibar", is_confirmed=False)

    def public(self, client: Client) -> dict[str, bool]:
        """Which public pages name the film."""
        pages = ["/films/", "/films/zanzibar/", "/films/zanzibar/revealed/", "/sitemaps/films.xml"]
        pages += ["/search/?q=stub", "/genres/camp/"]
        found = {}
        for page in pages:
            response = client.get(page)
            assert response.status_code in (200, 404), page
            found[page] = response.status_code == 200 and "anzibar" in response.text
        return found

    @pytest.mark.search_index
    def test_is_on_no_public_page_until_an_editor_saves_it(
        self, client: Client, editor: Client
    ) -> None:
        with public_change():
            genre = GenreFactory(name="Camp", slug="camp")
            film = FilmFactory(
                title="Zanzibar stub", slug="zanzibar", is_confirmed=False, genres=[genre]
            )
        found = self.public(client)
        assert found == dict.fromkeys(found, False)
        url = reverse("admin:films_film_changelist")
        chosen = {"action": "confirm_selected", "_selected_action": [film.pk]}
        done = editor.post(url, chosen)
        said = [str(message) for message in get_messages(done.wsgi_request)]
        assert (done.status_code, said) == (302, ["1 film is confirmed."])
        again = editor.post(url, chosen)
        said = [str(message) for message in get_messages(again.wsgi_request)]
        assert said[-1] == "The selected films were confirmed before."
        found = self.public(client)
        assert found == dict.fromkeys(found, True)

    def test_is_confirmed_by_the_form(self, editor: Client, film: Film) -> None:
        url = reverse("admin:films_film_change", args=[film.pk])
        page: Any = editor.get(url)
        said = [str(message) for message in page.context["messages"]]
        assert said == [
            "This film is on no public page yet. Check it and save it: that confirms it."
        ]
        form: dict[str, Any] = {"title": film.title, "slug": film.slug, "status": "planned"}
        for prefix in ("alternative_titles", "watch_links", "franchise_entries", "projects"):
            form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
        saved = editor.post(url, form | {"base": page.context["base"]})
        assert saved.status_code == 302
        film.refresh_from_db()
        assert film.is_confirmed
        said = [str(message) for message in get_messages(saved.wsgi_request)]
        assert said[0] == "The film is confirmed: it is public now."

    def test_says_to_others_that_an_editor_confirms_it(self, critic: Client, film: Film) -> None:
        page: Any = critic.get(reverse("admin:films_film_change", args=[film.pk]))
        assert [str(message) for message in page.context["messages"]] == [
            "This film is on no public page until an editor confirms it."
        ]

    @pytest.mark.parametrize("factory", [CreditFactory, FranchiseEntryFactory, ProjectFactory])
    def test_is_confirmed_by_the_first_fact_about_it(self, film: Film, factory: Any) -> None:
        factory(film=film)
        film.refresh_from_db()
        assert film.is_confirmed

    def test_is_in_the_list_of_those_to_confirm(self, editor: Client, film: Film) -> None:
        FilmFactory()
        url = reverse("admin:films_film_changelist")
        assert [*page_context(editor, url, is_confirmed__exact="0")["cl"].result_list] == [film]
        panels = {panel.key: panel for panel in page_context(editor, "/admin/")["panels"]}
        assert [row.title for row in panels["films"].rows] == ["Zanzibar stub (2025)"]
