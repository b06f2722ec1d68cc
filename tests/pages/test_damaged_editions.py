"""One damaged edition breaks no page but its own."""

import json
import re
from collections import deque
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import JSONField, Value
from django.test import Client

from editions.models import Edition, EditionBody
from editions.publishing import publish
from editions.rerendering import rerender
from tests.curtain_urls import revealed_url
from tests.factories import (
    CastCritiqueFactory,
    CreditFactory,
    CriticFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db

START = ("/", "/sitemap.xml", "/robots.txt", "/search/?q=train", "/seen/")
ELSEWHERE = ("/static/", "/media/", "/admin/", "/films/SLUG/", "/oembed")
LINK = re.compile(r"""(?:http://127\.0\.0\.1:8000|["'>])(/[a-z][^"'<>?#\s\\]*)""")
DAMAGED = "/reviews/damaged/"
DAMAGES = ["{}", "[]", "null", '"{\\"headline\\": "', '{"headline": 5}']
"""JSON in the place of a rendering and of a content."""


@pytest.fixture(scope="module")
def damaged(module_db: object) -> Edition:
    """The edition of one of two reviews by the same critic, in one franchise, of one person."""
    critic = CriticFactory(slug="a-critic")
    franchise = FranchiseFactory(slug="the-line")
    person = PersonFactory(slug="somebody")
    for slug in ("sound", "damaged"):
        review = FullReviewFactory(slug=slug, critic=critic)
        FranchiseEntryFactory(film=review.film, franchise=franchise)
        credit = CreditFactory(film=review.film, person=person)
        body = f"The performance in {slug}."
        CastCritiqueFactory(review=review, position=9, credits=[credit], body=body)
        edition = publish(review=review)
    return edition


def store(edition: Edition, **columns: Any) -> None:
    values = {name: Value(value, JSONField()) for name, value in columns.items()}
    EditionBody.objects.filter(pk=edition.pk).update(**values)


def crawl(client: Client) -> dict[str, int]:
    """The status of each public address to which a link leads."""
    waiting, statuses = deque(START), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        if address in statuses or address.startswith(ELSEWHERE):
            continue
        response = client.get(address)
        statuses[address] = response.status_code
        if not response.get("Content-Type", "").startswith("image/"):
            waiting.extend(LINK.findall(response.content.decode()))
    return statuses


def broken(statuses: dict[str, int]) -> dict[str, int]:
    return {address: status for address, status in statuses.items() if status >= 400}


class TestADamagedRendering:
    @pytest.mark.parametrize("damage", DAMAGES)
    def test_is_made_anew_from_the_content(
        self, client: Client, damaged: Edition, caplog: pytest.LogCaptureFixture, damage: str
    ) -> None:
        store(damaged, rendered=json.loads(damage))
        page = client.get(DAMAGED)
        assert (page.status_code, "She carries the film." in page.text) == (200, True)
        (record,) = caplog.records
        assert (record.levelname, record.args[0]) == ("ERROR", damaged.pk)
        assert "envoy" not in caplog.text

    def test_breaks_no_page(self, client: Client, damaged: Edition) -> None:
        curtain = revealed_url(damaged.review, "opening-1-1")
        store(damaged, rendered={"parts": []})
        statuses = crawl(client)
        assert broken(statuses) == {}
        assert {
            DAMAGED,
            "/feeds/reviews.atom",
            "/people/somebody/",
            curtain,
            "/share/damaged.png",
            "/sitemaps/reviews.xml",
        } <= statuses.keys()

    def test_is_mended_by_rendering_again(self, damaged: Edition) -> None:
        before = EditionBody.objects.get(pk=damaged.pk).rendered
        store(damaged, rendered={})
        assert rerender(Edition.objects.all()) == 1
        assert EditionBody.objects.get(pk=damaged.pk).rendered == before

    def test_with_a_truncated_text_is_shown_as_it_is(
        self, client: Client, damaged: Edition
    ) -> None:
        rendered = EditionBody.objects.get(pk=damaged.pk).rendered
        opening = next(part for part in rendered["parts"] if part["key"] == "opening")
        html = opening["items"][0]["html"]
        opening["items"][0]["html"] = html[: html.index("<curtain-slot") + 20]
        store(damaged, rendered=rendered)
        for address in (DAMAGED, "/feeds/reviews.atom", "/people/somebody/", "/share/damaged.png"):
            assert client.get(address).status_code == 200

    @pytest.mark.both_databases
    def test_must_be_json(self, damaged: Edition) -> None:
        column = "CAST(%s AS jsonb)" if connection.vendor == "postgresql" else "%s"
        with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(f"UPDATE editions_editionbody SET rendered = {column}", ['{"headline"'])


class TestADamagedEdition:
    """Neither its rendering nor its content can be read."""

    def test_is_left_out_of_every_page_but_its_own(
        self, client: Client, damaged: Edition, caplog: pytest.LogCaptureFixture
    ) -> None:
        store(damaged, rendered={}, content={})
        assert broken(crawl(client)) == {DAMAGED: 500}
        assert client.get("/share/damaged.png").status_code == 404
        messages = {r.getMessage() for r in caplog.records if r.name == "editions.rerendering"}
        assert [f"id {damaged.pk} cannot be read" in message for message in messages] == [True]
        feed = client.get("/feeds/reviews.atom").text
        assert (DAMAGED in feed, "/reviews/sound/" in feed) == (False, True)
        person = client.get("/people/somebody/").text
        assert "The performance in sound." in person
        assert "The performance in damaged." not in person

    @pytest.mark.parametrize("damage", DAMAGES)
    def test_answers_calmly_itself(self, client: Client, damaged: Edition, damage: str) -> None:
        store(damaged, rendered=json.loads(damage), content=json.loads(damage))
        for rest in ("", "revealed/", "revealed/story-1/", "editions/1/curtains/x/"):
            response = client.get(DAMAGED + rest)
            assert response.status_code == 500
            assert "The film is scratched: this review is damaged." in response.text
            assert '<a href="/films/">Films</a>' in response.text

    def test_is_said_to_programs(self, client: Client, damaged: Edition) -> None:
        store(damaged, rendered={}, content={})
        answer = client.get("/api/v1/reviews/damaged/")
        assert (answer.status_code, answer.json()["status"]) == (500, 500)
        assert client.get("/api/v1/reviews/?critic=a-critic").json()["count"] == 2
        url = f"http://127.0.0.1:8000{DAMAGED}"
        assert client.get("/oembed", {"url": url}).status_code == 404

    def test_breaks_no_page_of_the_admin_and_no_command(
        self, admin_client: Client, damaged: Edition
    ) -> None:
        damage = {"language": 5}
        store(damaged, rendered=damage, content=damage)
        for address in (
            f"/admin/reviews/review/{damaged.review_id}/change/",
            "/admin/reviews/review/",
            f"/admin/editions/edition/{damaged.pk}/change/",
            "/admin/editions/edition/",
        ):
            assert admin_client.get(address).status_code == 200, address
        call_command("rebuild_search")
        call_command("rerender_editions")

    def test_is_not_shown_with_what_has_become_a_surprise(
        self, client: Client, damaged: Edition
    ) -> None:
        store(damaged, content={})
        assert "The performance in damaged." in client.get(DAMAGED).text
        credit = damaged.review.critiques.get(position=9).credits.get()
        credit.is_spoiler = True
        credit.save()
        assert client.get(DAMAGED).status_code == 500
