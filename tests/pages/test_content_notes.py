"""Content notes on the page of a review and in feeds."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from editions.publishing import publish
from pages.feeds.formats import FORMATS
from reviews.models import Review
from tests.curtain_urls import revealed_url
from tests.factories import ContentNoteFactory, FullReviewFactory

pytestmark = pytest.mark.django_db

DETAIL = b"before the title"


@pytest.fixture
def review() -> Review:
    review = FullReviewFactory(slug="the-review")
    ContentNoteFactory(review=review, label__name="Strobe lighting")
    ContentNoteFactory(review=review, label__name="Animal death", detail="A dog, before the title.")
    publish(review=review)
    return review


def page(client: Client, name: str, *args: str) -> bytes:
    return client.get(reverse(f"pages:{name}", args=["the-review", *args])).content


def notes_of(html: bytes) -> bytes:
    found = re.search(rb'<section class="content-notes".*?</section>', html, re.S)
    return found[0] if found else b""


class TestPage:
    def test_shows_the_labels_in_a_closed_disclosure(self, client: Client, review: Review) -> None:
        html = page(client, "review")
        notes = notes_of(html)
        assert b"<details>" in notes
        assert b'<h2 id="notes-heading">Content notes</h2>' in notes
        assert b"<li>Strobe lighting</li>" in notes
        assert notes.count(b"Animal death") > 0
        assert DETAIL not in html
        assert html.index(b"content-notes") < html.index(b"She learns that")

    def test_is_open_once_a_detail_is_revealed(self, client: Client, review: Review) -> None:
        notes = notes_of(client.get(revealed_url(review, "notes-2")).content)
        assert (b"<details open>" in notes, DETAIL in notes) == (True, True)

    def test_stays_closed_if_another_curtain_is_revealed(
        self, client: Client, review: Review
    ) -> None:
        html = client.get(revealed_url(review, "story-1")).content
        assert (b"<details>" in notes_of(html), DETAIL in html) == (True, False)

    def test_without_notes_there_is_no_trace_of_them(self, client: Client) -> None:
        publish(review=FullReviewFactory(slug="the-review"))
        html = page(client, "review")
        assert (b"content_notes" in html, b"content-notes" in html) == (False, False)

    def test_without_details_there_is_no_curtain(self, client: Client, review: Review) -> None:
        review.content_notes.update(detail="")
        publish(review=review)
        assert b"spoiler-curtain" not in notes_of(page(client, "review"))


@pytest.mark.parametrize("ending", FORMATS)
class TestFeed:
    def test_has_the_labels_and_links_to_the_details(
        self, client: Client, review: Review, ending: str
    ) -> None:
        feed = client.get(reverse("pages:feed", args=[ending])).text
        assert "Strobe lighting" in feed
        assert "Open the curtain: Animal death" in feed
        assert f"{revealed_url(review, 'notes-2')}#curtain-notes-2" in feed
        assert DETAIL.decode() not in feed
