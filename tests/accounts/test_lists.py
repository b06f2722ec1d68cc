"""How many rows the lists of the admin have, and how many queries they need."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import strict_admin
from reviews.models import Review
from tests.factories import AdminFactory, CreditFactory, FilmFactory, ReviewFactory
from tests.roles import signed_in
from tests.unrendered import page_context

REVIEWS = "/admin/reviews/review/"


def test_an_admin_can_have_its_own_number_of_rows() -> None:
    rows = {each.opts.model_name: each.list_per_page for each in admin.site._registry.values()}
    assert (rows.pop("review"), set(rows.values())) == (25, {50})


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

    def test_search_lists_the_first_rows(
        self, root: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """In the order of the list, with a sentence about the others."""
        monkeypatch.setattr(strict_admin, "SEARCH_ROWS", 3)
        monkeypatch.setattr(admin.site._registry[Review], "list_per_page", 2)
        for number in range(3):
            ReviewFactory(headline=f"Number {number}")
        page = page_context(root, REVIEWS, q="Number", o="-1", p="2")["cl"]
        assert [str(review) for review in page.result_list] == ["Number 0"]
        assert (page.result_count, page.search_help_text) == (3, None)
        ReviewFactory(headline="Number 3")
        page = page_context(root, REVIEWS, q="Number", o="-1", p="2")["cl"]
        assert [str(review) for review in page.result_list] == ["Number 1"]
        assert page.result_count == 3
        assert page.search_help_text.startswith("More than 3 rows match.")

    def test_action_on_all_found_rows_is_for_those_listed(
        self, root: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(strict_admin, "SEARCH_ROWS", 2)
        films = [FilmFactory(title=f"The {name}") for name in "ABC"]
        data = {
            "action": "delete_selected",
            "_selected_action": films[0].pk,
            "select_across": "1",
        }
        page = root.post("/admin/films/film/?q=The", data)
        assert [str(film) for film in page.context["queryset"]] == [str(films[0]), str(films[1])]
