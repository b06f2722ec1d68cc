"""How many rows the lists of the admin have, and how many queries they need."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reviews.models import Review
from tests.factories import AdminFactory, CreditFactory, ReviewFactory
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
