import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils.html import escape

from documents.exporting import export_review
from editions.models import Edition, EditionSequence, Generation
from editions.publishing import publish
from tests.factories import AdminFactory, EditionFactory, FullReviewFactory, UserFactory

LIST = reverse_lazy("admin:editions_edition_changelist")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(AdminFactory())
    return client


@pytest.mark.django_db
class TestEditionAdmin:
    def test_list_makes_the_same_queries_for_1_and_3_editions(self, desk: Client) -> None:
        counts = []
        for more in (1, 2):
            for _ in range(more):
                EditionFactory(by=UserFactory())
            with CaptureQueriesContext(connection) as queries:
                page = desk.get(LIST)
            counts.append(len(queries))
        assert (page.status_code, page.context["cl"].result_count) == (200, 3)
        assert counts[0] == counts[1]

    def test_list_can_be_searched(self, desk: Client) -> None:
        EditionFactory(headline="The ballet of bullets")
        EditionFactory()
        assert desk.get(LIST, {"q": "ballet"}).context["cl"].result_count == 1

    def test_an_edition_can_be_viewed_and_not_changed(self, desk: Client) -> None:
        edition = EditionFactory(headline="The ballet of bullets")
        url = reverse("admin:editions_edition_change", args=[edition.pk])
        assert desk.get(url).status_code == 200
        assert desk.post(url, {"headline": "Other"}).status_code == 403
        assert Edition.objects.get().headline == "The ballet of bullets"

    def test_content_is_shown_as_a_review_document(self, desk: Client) -> None:
        review = FullReviewFactory()
        publish(review=review)
        url = reverse("admin:editions_edition_change", args=[review.editions.get().pk])
        shown = f'<pre class="document">{escape(export_review(review.slug, 1).text)}</pre>'
        assert desk.get(url).content.decode().count(shown) == 1

    def test_unreadable_content_shows_an_error(self, desk: Client) -> None:
        edition = EditionFactory(body__content={}, body__content_schema=99)
        url = reverse("admin:editions_edition_change", args=[edition.pk])
        assert desk.get(url).content.decode().count("The edition cannot be read: ") == 1

    def test_an_edition_can_neither_be_added_nor_deleted(self, desk: Client) -> None:
        edition = EditionFactory()
        add = reverse("admin:editions_edition_add")
        delete = reverse("admin:editions_edition_delete", args=[edition.pk])
        assert desk.get(add).status_code == 403
        assert desk.post(delete, {"post": "yes"}).status_code == 403
        selected = {"action": "delete_selected", "_selected_action": [edition.pk], "post": "yes"}
        desk.post(LIST, selected)
        assert list(Edition.objects.all()) == [edition]

    def test_generation_and_sequence_are_not_registered(self) -> None:
        assert admin.site.is_registered(Edition) is True
        assert admin.site.is_registered(Generation) is False
        assert admin.site.is_registered(EditionSequence) is False
