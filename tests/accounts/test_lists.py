"""How many rows the lists of the admin have, and how many queries they need."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import strict_admin
from accounts.audit_models import AuditEntry
from films.models import Film
from reviews.models import Review
from tests.factories import (
    AdminFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
    UserFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context

REVIEWS = "/admin/reviews/review/"


def test_an_admin_can_have_its_own_number_of_rows() -> None:
    rows = {each.opts.model_name: each.list_per_page for each in admin.site._registry.values()}
    assert (rows.pop("review"), set(rows.values())) == (20, {50})


@pytest.mark.django_db
class TestQueries:
    @pytest.fixture
    def root(self) -> Client:
        return signed_in(AdminFactory())

    def test_sorted_list_loads_relations_that_may_be_empty(self, root: Client) -> None:
        counts = []
        for _number in range(2):
            CreditFactory()
            with CaptureQueriesContext(connection) as queries:
                rows = page_context(root, "/admin/cast/credit/", o="4")["cl"].result_list
                assert all(str(credit) for credit in rows)
            counts.append((len(rows), len(queries)))
        assert counts == [(1, counts[0][1]), (2, counts[0][1])]

    def test_filter_names_the_choice_of_rows_without_a_related_one(self, root: Client) -> None:
        ReviewFactory()
        list_of_choices = root.get(REVIEWS).text
        assert ">(none)</a>" in re.sub(r"\s", "", list_of_choices)

    def test_filtered_list_has_its_pages(
        self, root: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """They are read with `KeysPaginator`."""
        monkeypatch.setattr(admin.site._registry[Review], "list_per_page", 2)
        for number in range(3):
            ReviewFactory(headline=f"Number {number}")
        pages = []
        for query in ({"p": "1"}, {"p": "2"}, {"all": ""}):
            page = page_context(root, REVIEWS, status="draft", o="1", **query)["cl"]
            pages.append([review.headline[-1] for review in page.result_list])
            assert page.result_count == 3
        assert pages == [["0", "1"], ["2"], ["0", "1", "2"]]

    def test_action_on_found_rows_loads_relations_that_may_be_empty(self, root: Client) -> None:
        data = {"action": "delete_selected", "_selected_action": "1", "select_across": "1"}
        counts = []
        for number in range(2):
            user = UserFactory(username=f"ann{number}")
            TOTPDevice.objects.create(user=user, name="Ann's telephone")
            with CaptureQueriesContext(connection) as queries:
                root.post("/admin/otp_totp/totpdevice/?q=Ann", data)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_texts_of_drafts_are_not_read(self, root: Client) -> None:
        FullReviewFactory()
        with CaptureQueriesContext(connection) as queries:
            root.get(REVIEWS)
        assert not [query for query in queries if "reviews_section" in query["sql"]]


@pytest.mark.django_db
class TestSearch:
    @pytest.fixture
    def root(self) -> Client:
        return signed_in(AdminFactory())

    @pytest.fixture(autouse=True)
    def _few_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(strict_admin, "SEARCH_ROWS", 2)

    def test_lists_the_first_rows_of_its_order(
        self, root: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(admin.site._registry[Review], "list_per_page", 1)
        ReviewFactory(headline="Number 0")
        ReviewFactory(headline="Number 1")
        page = page_context(root, REVIEWS, q="Number", o="-1", p="2")["cl"]
        assert [str(review) for review in page.result_list] == ["Number 0"]
        assert (page.result_count, page.search_help_text) == (2, None)
        ReviewFactory(headline="Number 2")
        page = page_context(root, REVIEWS, q="Number", o="-1", p="2")["cl"]
        assert [str(review) for review in page.result_list] == ["Number 1"]
        assert page.result_count == 2
        assert page.search_help_text == (
            "More than 2 rows match. The first 2 are listed; a further word finds fewer."
        )

    def test_keeps_the_help_of_the_list(self, root: Client) -> None:
        for _number in range(3):
            AuditEntry.objects.create(action=AuditEntry.Action.LOGIN_FAILED, name="Ann")
        help_text = page_context(root, "/admin/accounts/auditentry/", q="Ann")[
            "cl"
        ].search_help_text
        assert "or to whose account it was done. More than 2 rows match." in help_text

    def test_blank_search_lists_all_rows(self, root: Client) -> None:
        for _number in range(3):
            FilmFactory()
        page = page_context(root, "/admin/films/film/", q=" ")["cl"]
        assert (page.result_count, page.search_help_text) == (3, None)

    @pytest.mark.parametrize(("is_for_all", "named"), [("1", "AB"), ("0", "C")])
    def test_actions(self, is_for_all: str, named: str, root: Client) -> None:
        """For all listed rows, or for those that are named, although others are now before them."""
        films = [FilmFactory(title=f"The {name}") for name in "ABC"]
        data = {
            "action": "delete_selected",
            "_selected_action": films[2].pk,
            "select_across": is_for_all,
        }
        page = root.post("/admin/films/film/?q=The", data)
        assert [film.title for film in page.context["queryset"]] == [
            f"The {name}" for name in named
        ]


@pytest.mark.django_db
class TestRow:
    @pytest.fixture
    def page(self) -> str:
        self.film = FilmFactory(title='"A" & B')
        return signed_in(AdminFactory()).get("/admin/films/film/?q=B&o=1").text

    def test_link_leads_back_to_the_list(self, page: str) -> None:
        kept = "_changelist_filters=q%3DB%26o%3D1"
        assert f'<a href="/admin/films/film/{self.film.pk}/change/?{kept}">' in page

    def test_checkbox_is_that_of_django(self, page: str) -> None:
        film_admin = admin.site.get_model_admin(Film)
        own = film_admin.action_checkbox(self.film)
        assert own == admin.ModelAdmin.action_checkbox(film_admin, self.film)
        assert own in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", [{}, {"q": "a"}])
def test_dates_that_no_database_knows_are_refused(query: dict[str, str]) -> None:
    root = signed_in(AdminFactory())
    answer = root.get("/admin/films/film/", {"release_date__year": "9" * 30, **query})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/films/film/?e=1")
