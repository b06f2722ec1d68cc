"""Links to curtains from before a correction: each opens the curtain that it named, or none."""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from editions.preview_tokens import preview_token
from editions.publishing import publish, withdraw
from reviews.models import Review, Section
from tests.curtain_urls import checksums, revealed_url
from tests.factories import FullReviewFactory, SectionFactory, VerdictPointFactory

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
CHANGED = "/reviews/the-review/changed/#changed"
SENTENCE = "The curtain that the link names may be another one now, so it stays closed."

GROWN = 'It is >!a bargain!<{instead="a small joke"}.'
MOVED = """The >!lamp!<[^1] is lit.

[^1]: Twice >!at dusk!<.

::: spoiler Doors
The door opens. >!The inner door!<.
:::"""
REWORDED = "Who was it? >!It was he!<."
EXTENDED = "::: spoiler Rooms\nThe hall. >!The attic!<.\n:::"
CORRECTED = "They >!wend!< at last."
EPILOGUE = "A cousin."
POINTS = ("A yawn.", "A cough.")
TOLD = ["a bargain", "lamp", "at dusk", "The door opens", "The inner door", "It was he", "The hall"]
TOLD += ["The attic", "wend", "wedded", EPILOGUE, *POINTS]
INSERTED = ["The captain drowns", "The guard did it", "The cellar", "The dog dies", "A scream."]


@dataclass(frozen=True)
class Before:
    """What readers kept from the first edition."""

    urls: dict[str, str]
    """The page that reveals each curtain, by the curtain's key."""
    feed: str


def section(review: Review, position: int, body: str, **fields: str) -> Section:
    given = {"placement": "opening", "heading": ""} | fields
    written: Section = SectionFactory(review=review, position=position, body=body, **given)
    return written


def story(review: Review, position: int, body: str, label: str) -> Section:
    return section(review, position, body, placement="full_story", heading="", curtain_label=label)


@pytest.fixture(scope="module")
def review(module_db: Path) -> Review:
    review: Review = FullReviewFactory(slug="the-review")
    review.sections.all().delete()
    review.points.all().delete()
    for position, body in enumerate((GROWN, MOVED, REWORDED, EXTENDED, CORRECTED), start=1):
        section(review, position, body)
    story(review, 6, EPILOGUE, "Epilogue")
    for position, body in enumerate(POINTS, start=1):
        VerdictPointFactory(
            review=review, polarity="bad", position=position, label="", body=body, is_spoiler=True
        )
    return review


@pytest.fixture(scope="module")
def before(review: Review) -> Before:
    """Publishes the review, and then a correction of it."""
    with time_machine.travel(timezone.now() - 3 * HOUR, tick=False):
        publish(review=review)
        urls = {key: revealed_url(review, key) for key in checksums(review)}
        feed = Client().get("/feeds/reviews.atom").text

    section(review, 0, ">!The captain drowns!<.")
    story(review, 0, "The dog dies.", "The end")
    VerdictPointFactory(review=review, polarity="bad", label="", body="A scream.", is_spoiler=True)
    for old, new in {
        GROWN: f">!The guard did it!<. {GROWN}",
        REWORDED: "Who can it have been? >!It was he!<.",
        EXTENDED: EXTENDED.replace("The hall", "The hall. >!The cellar!<"),
        CORRECTED: CORRECTED.replace("wend", "wedded"),
    }.items():
        review.sections.filter(body=old).update(body=new)
    with time_machine.travel(timezone.now() - 2 * HOUR, tick=False):
        publish(review=review)
    return Before(urls, feed)


def told(response: HttpResponse) -> set[str]:
    """The hidden texts that a page tells, of both editions."""
    return {text for text in (*TOLD, *INSERTED) if text in response.content.decode()}


class TestRevealed:
    @pytest.mark.parametrize(
        ("key", "texts"),
        [
            ("opening-2-1", {"lamp"}),
            ("opening-2-2", {"The door opens"}),
            ("opening-2-2-1", {"The door opens", "The inner door"}),
            ("opening-2-3", {"at dusk"}),
            ("story-1", {EPILOGUE}),
            # What it hides was corrected, and nothing that a reader saw has changed.
            ("opening-5-1", {"wedded"}),
            ("opening-4-1", {"The hall"}),
        ],
    )
    def test_a_moved_curtain_opens_at_its_new_place(
        self, client: Client, before: Before, key: str, texts: set[str]
    ) -> None:
        moved = client.get(before.urls[key])
        assert moved.status_code == 302
        url, _, anchor = moved["Location"].partition("#")
        assert anchor.startswith("curtain-")
        assert anchor != f"curtain-{key}"
        page = client.get(url)
        assert f'id="{anchor}" class="curtain' in page.text
        assert (page.status_code, told(page)) == (200, texts)

    @pytest.mark.parametrize(
        "key",
        [
            "opening-1-1",  # another mark before it
            "opening-3-1",  # other words around it
            "opening-4-1-1",  # another mark before it, in what the outer curtain hides
            "bad-1",  # three curtains that look alike, and there were two
            "bad-2",
        ],
    )
    def test_a_curtain_that_may_be_another_stays_closed(
        self, client: Client, before: Before, key: str
    ) -> None:
        response = client.get(before.urls[key])
        assert (response.status_code, response["Location"]) == (302, CHANGED)
        assert response["X-Robots-Tag"].startswith("noindex")

    def test_no_old_link_tells_what_was_inserted(self, client: Client, before: Before) -> None:
        answers = {key: client.get(url, follow=True) for key, url in before.urls.items()}
        assert {response.status_code for response in answers.values()} == {200}
        assert set().union(*map(told, answers.values())).isdisjoint(INSERTED)
        inserted = told(client.get("/reviews/the-review/revealed/")) & {*INSERTED}
        assert inserted == {*INSERTED}

    def test_unknown_curtain_leads_to_the_closed_page(self, client: Client, before: Before) -> None:
        for key in ("story-9", "opening-1-1"):
            response = client.get(f"/reviews/the-review/revealed/{key}/0123456789ab/")
            assert response["Location"] == CHANGED

    def test_no_link_in_an_old_feed_does(self, client: Client, before: Before) -> None:
        links = re.findall(
            r'href="http://127.0.0.1:8000(\S*/revealed/[^"#]*)#', unescape(before.feed)
        )
        inner = {"opening-2-2-1", "opening-4-1-1"}
        assert {*links} == {url for key, url in before.urls.items() if key not in inner}
        opened = [client.get(link, follow=True) for link in links]
        assert set().union(*map(told, opened)).isdisjoint(INSERTED)

    def test_hidden_text_changes_no_link(self, review: Review) -> None:
        published = checksums(review)
        review.sections.filter(placement="full_story").update(heading="Alive", body="Rewritten.")
        review.points.filter(is_spoiler=True).update(body="Rewritten.")
        assert checksums(review) == published

    def test_every_curtain_has_its_own_checksum(self, review: Review) -> None:
        found = checksums(review)
        assert len(found) > 10
        assert len(set(found.values())) == len(found)


class TestChanged:
    def test_is_the_closed_review_with_the_reason(self, client: Client, before: Before) -> None:
        page, closed = (client.get(f"/reviews/the-review/{end}") for end in ("changed/", ""))
        assert told(page) == set()
        assert (page.status_code, page.text.count(SENTENCE), closed.text.count(SENTENCE)) == (
            200,
            1,
            0,
        )
        assert '<p class="changed" id="changed" tabindex="-1">' in page.text
        assert page["X-Robots-Tag"].startswith("noindex")
        assert page.text.count('class="curtain__draw"') == closed.text.count(
            'class="curtain__draw"'
        )


class TestWithoutChecksum:
    """The URLs that feeds had before there were checksums."""

    def test_opens_nothing_after_a_correction(self, client: Client, before: Before) -> None:
        for key in before.urls:
            response = client.get(f"/reviews/the-review/revealed/{key}/")
            assert (response.status_code, response["Location"]) == (302, CHANGED)

    def test_opens_its_curtain_in_the_only_edition(self, client: Client) -> None:
        review = FullReviewFactory(slug="uncorrected")
        publish(review=review)
        publish(review=review, live_from=timezone.now() + HOUR)
        home = "/reviews/uncorrected/"
        response = client.get(f"{home}revealed/story-1/")
        url = f"{revealed_url(review, 'story-1')}#curtain-story-1"
        assert (response.status_code, response["Location"]) == (302, url)
        response = client.get(f"{home}revealed/story-9/")
        assert response["Location"] == f"{home}changed/#changed"


class TestWithdrawn:
    def test_every_link_is_410(self, client: Client, review: Review, before: Before) -> None:
        withdraw(review=deepcopy(review))
        home = "/reviews/the-review/"
        for url in (before.urls["story-1"], f"{home}revealed/story-1/", f"{home}changed/"):
            assert client.get(url).status_code == 410


class TestPreview:
    """A preview shows the manuscript as it is now, so it changes with every save."""

    @pytest.fixture
    def ways(self) -> dict[str, str]:
        """The URLs of a curtain in a preview, from before another curtain was inserted."""
        review = FullReviewFactory()
        home = f"/preview/{preview_token(review)}/"
        curtain = f"opening-1-1/{checksums(review)['opening-1-1']}/"
        section(review, 0, ">!The captain drowns!<.")
        return {"": home} | {way: f"{home}{way}/{curtain}" for way in ("revealed", "curtains")}

    def test_a_moved_curtain_opens_at_its_new_place(
        self, client: Client, ways: dict[str, str]
    ) -> None:
        response = client.get(ways["revealed"])
        assert response["Location"].endswith("#curtain-opening-2-1")
        page = client.get(response["Location"])
        assert ("the envoy is her sister" in page.text, told(page)) == (True, set())

    def test_a_curtain_that_may_be_another_stays_closed(
        self, client: Client, ways: dict[str, str]
    ) -> None:
        Section.objects.filter(heading="Before the train").update(heading="Before")
        response = client.get(ways["revealed"])
        assert response["Location"] == f"{ways['']}changed/#changed"
        page = client.get(response["Location"])
        assert (page.text.count(SENTENCE), "envoy" in page.text, told(page)) == (1, False, set())

    def test_a_page_that_is_open_cannot_fetch_another_curtain(
        self, client: Client, ways: dict[str, str]
    ) -> None:
        assert client.get(ways["curtains"]).status_code == 410
