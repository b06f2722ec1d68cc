"""The pages that a saved form leads to, and what it asks while it is open."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast.models import Credit, Person
from editions.publishing import publish
from reviews.models import Review
from spoilers import ProblemCode
from tests.desk_forms import (
    ADD,
    address,
    new_review,
    opened,
    stored,
    warnings_after,
)
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    PersonFactory,
)
from tests.unrendered import posted

pytestmark = pytest.mark.django_db


class TestRedirectAfterSaving:
    @pytest.mark.parametrize(
        ("button", "target"),
        [
            ("_continue", "change"),
            ("_preview", "preview"),
            ("_publish", "publish"),
            ("_schedule", "schedule"),
            ("_update", "update"),
        ],
    )
    def test_each_button(
        self, desk: Client, plain: Review, plain_form: dict[str, Any], button: str, target: str
    ) -> None:
        form = new_review() | {button: "x"}
        response = posted(desk, ADD, form)
        assert response.url == address(Review.objects.get(slug=form["slug"]), target)
        changed = posted(desk, address(plain), plain_form | {button: "x"})
        assert changed.url == address(plain, target)

    @pytest.mark.parametrize("button", ["_continue", "_save"])
    def test_a_correction_that_is_not_scheduled_is_said(
        self, desk: Client, full: Review, full_form: dict[str, Any], button: str
    ) -> None:
        publish(review=full, live_from=datetime(2099, 5, 1, tzinfo=UTC))

        def warnings(**changes: str) -> list[str]:
            form = full_form | {"version": stored(full).version, button: "x"} | changes
            return warnings_after(desk, posted(desk, address(full), form))

        assert warnings() == []
        assert warnings(standfirst="Corrected.") == [
            (
                "Edition 1, which goes live on Friday, 1 May 2099, 00:00 UTC, does not have all of "
                f'these changes. <a href="{address(full, "update")}">Update the scheduled '
                "edition</a>"
            )
        ]

    def test_announced_spoilers_are_said_for_the_changed_texts_that_are_public(
        self, desk: Client, full: Review
    ) -> None:
        announced = "One.\r\n\r\nSpoilers ahead! He dies."
        full.sections.filter(placement="closing").update(body="Spoilers ahead!")
        form = opened(desk, full) | {"_save": "x", "headline": "After"}
        assert warnings_after(desk, posted(desk, address(full), form)) == []
        form |= {"version": stored(full).version}
        form |= {"opening-0-body": announced, "story-0-body": announced}
        form |= {"opening-0-heading": "Spoilers", "story-0-heading": "Spoilers"}
        form |= {"standfirst": "SPOILER: he dies"}
        said = [
            f"{place}: {ProblemCode.SPOILER_ANNOUNCED.value}"
            for place in ("The opening, 1, line 3", "Standfirst", "The opening, 1")
        ]
        assert warnings_after(desk, posted(desk, address(full), form)) == said

    def test_save_and_close(self, desk: Client) -> None:
        assert posted(desk, ADD, new_review() | {"_save": "x"}).url == "/admin/reviews/review/"


class TestSuggestedCredits:
    URL = "/admin/reviews/review/credits/"

    def names(self, desk: Client, **query: Any) -> list[str]:
        return [found["text"] for found in desk.get(self.URL, query).json()["results"]]

    def test_are_limited_to_the_film(self, desk: Client) -> None:
        film = FilmFactory()
        CreditFactory(person=PersonFactory(name="Stranger"))
        for order, name in enumerate(["Ana", "Keanu"], 1):
            CreditFactory(
                film=film, person=PersonFactory(name=name), characters=[], billing_order=order
            )
        assert self.names(desk, film=film.pk) == ["Ana", "Keanu"]
        assert self.names(desk, film=film.pk, term="kea") == ["Keanu"]

    def test_are_found_by_label_and_name(self, desk: Client) -> None:
        film = FilmFactory()
        eve, john = (CharacterFactory(name=name) for name in ("Eve", "John Wick"))
        ana = PersonFactory(name="Ana Celia")
        CreditFactory(film=film, person=ana, credited_as="A. de Armas", characters=[eve])
        CreditFactory(film=film, person=PersonFactory(name="Keanu"), characters=[john])
        for term in ("A. de Armas as Eve", "EVE", "celia"):
            assert self.names(desk, film=film.pk, term=term) == ["A. de Armas as Eve"]
        assert self.names(desk, film=film.pk, term="Eve Wick") == []

    def test_surprise_appearances_are_marked(self, desk: Client) -> None:
        credit = CreditFactory(person=PersonFactory(name="Ana"), characters=[], is_spoiler=True)
        assert self.names(desk, film=credit.film_id) == ["Ana (surprise appearance)"]

    @pytest.mark.parametrize("film", ["", "x", "²", "9" * 30])
    def test_are_empty_without_a_film(self, desk: Client, film: str) -> None:
        CreditFactory()
        assert self.names(desk, film=film) == []

    def test_pages_make_the_same_queries(self, desk: Client) -> None:
        film = FilmFactory()
        people = Person.objects.bulk_create(
            [Person(name=f"Person {n}", slug=f"one-{n}") for n in range(25)]
        )
        credits = [
            Credit(film=film, person=person, billing_order=n) for n, person in enumerate(people)
        ]
        counts = []
        for more in (credits[:1], credits[1:]):
            Credit.objects.bulk_create(more)
            with CaptureQueriesContext(connection) as queries:
                found = desk.get(self.URL, {"film": film.pk}).json()
            counts.append(len(queries))
        assert (len(found["results"]), found["pagination"]) == (20, {"more": True})
        assert counts[0] == counts[1]
