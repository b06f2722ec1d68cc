"""An autosaved text is read, compared and restored as any other state of its review."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from desk.autosave.contents import content_of_fields
from desk.autosave.form_data import pack
from desk.autosave.models import AutosavedText
from editions.history import stored_content
from reviews.models import Review
from tests.autosaves import as_form, send, typed
from tests.desk_forms import address, errors_of
from tests.factories import ContentNoteFactory, FilmFactory, ReviewFactory, SectionFactory
from tests.roles import signed_in

pytestmark = pytest.mark.django_db


def content(fields: list[list[str]]) -> Any:
    return content_of_fields([(name, value) for name, value in fields])


def state(review: Review, text: AutosavedText) -> str:
    return reverse("admin:reviews_review_state", args=[review.pk, f"autosaved-{text.pk}"])


class TestContent:
    def test_is_what_the_form_saves(self, desk: Client, review: Review) -> None:
        """Of a whole review: unchanged, and with a change in every part."""
        ContentNoteFactory(review=review, detail="The dog *dies*.")
        SectionFactory(review=review, heading="Second", position=9).spoils.set([])
        fields = typed(desk, review)
        assert content(fields) == stored_content(review)

        fields = typed(
            desk,
            review,
            headline="After",
            film="",
            **{
                "notes-0-detail": "One.\r\n\r\nTwo.",
                "opening-0-DELETE": "on",
                "opening-1-placement": "closing",
                "cast_introduction": "Everybody.",
                "cast-0-heading": "Own heading",
                "cast-1-position": "0",
                "story-0-spoils": [str(FilmFactory().pk)],
                "good-0-label": "",
                "audience-0-answer": "depends",
                "verdict-0-score": "8.5",
            },
        )
        read = content(fields)
        assert errors_of(desk.post(address(review), as_form(fields))) == {}
        assert read == stored_content(review)
        assert [section.heading for section in read.closing.items][-1] == "Second"

    def test_leaves_out_what_could_not_be_stored(self) -> None:
        read = content(
            [
                ["film", "no key"],
                ["byline", "999999"],
                ["headline", "Half"],
                ["opening-TOTAL_FORMS", "many"],
                ["verdict-TOTAL_FORMS", "1"],
                ["verdict-0-summary", "Not sure."],
                ["verdict-0-score", "eleven"],
                ["audience-TOTAL_FORMS", "2"],
                ["audience-1-position", "1"],
            ]
        )
        assert (read.headline, read.film.id, read.critics) == ("Half", None, ())
        assert (read.verdict.first.summary, read.verdict.first.score) == ("Not sure.", None)
        assert (read.opening.items, read.audience.items) == ((), ())


class TestPages:
    @pytest.fixture
    def text(self, desk: Client, ann: User, review: Review) -> AutosavedText:
        send(desk, ann, review, fields=typed(desk, review, standfirst="Only typed."))
        return AutosavedText.objects.get()

    def test_is_compared_and_restored(
        self, desk: Client, review: Review, text: AutosavedText
    ) -> None:
        ref = f"autosaved-{text.pk}"
        page = desk.get(address(review, "history")).content.decode()
        assert page.count(f'value="{ref}" form="comparison"') == 2
        assert state(review, text) in page
        page = desk.get(address(review, "compare"), {"a": "now", "b": ref}).content.decode()
        assert "Only typed." in page
        response = desk.post(state(review, text))
        assert response.url == address(review)
        assert Review.objects.get(pk=review.pk).standfirst == "Only typed."

    def test_is_shown_to_its_account_and_for_its_review_only(
        self, desk: Client, ben: User, review: Review, text: AutosavedText
    ) -> None:
        assert signed_in(ben).get(state(review, text)).status_code == 404
        assert desk.get(state(ReviewFactory(), text)).status_code == 404
        page = signed_in(ben).get(address(review, "history")).content.decode()
        assert f"autosaved-{text.pk}" not in page

    def test_that_is_damaged_says_so(
        self, desk: Client, review: Review, text: AutosavedText
    ) -> None:
        AutosavedText.objects.update(data=pack([])[:-3])
        assert "This text cannot be read" in desk.get(state(review, text)).content.decode()
