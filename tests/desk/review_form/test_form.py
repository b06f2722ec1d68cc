"""The form of a review on the desk."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.inlines import IN_PAGE_ORDER
from editions.manuscript import read_manuscript
from editions.publishing import publish
from reviews.models import Review
from tests.desk_forms import (
    ADD,
    address,
    errors_of,
    items,
    new_review,
    stored,
)
from tests.factories import (
    AdminFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context, posted
from verdicts.models import Verdict

pytestmark = pytest.mark.django_db


class TestForm:
    def test_saves_a_whole_review(self, desk: Client) -> None:
        film, other = FilmFactory(), FilmFactory()
        lead = CreditFactory(film=film, person=PersonFactory(name="Ana"), characters=[])
        strobe, animal = ContentNoteLabelFactory.create_batch(2)
        form = new_review(film=film.pk, cast_introduction="Of many, *one*.") | {
            **items("notes", {"label": strobe.pk}, {"label": animal.pk, "detail": "The *dog*."}),
            **items("opening", {"heading": "Before", "body": "She knows >!who it was!<."}),
            **items("cast", {"credits": [lead.pk], "body": "She carries it."}),
            **items("audience", {"premise": "you like trains", "answer": "yes"}),
            **items("story", {"heading": "How it ends", "body": "A duel.", "spoils": [other.pk]}),
            **items("good", {"label": "The train"}, {"body": "The score."}),
            **items("bad", {"label": "The twist", "is_spoiler": "on"}),
            **items("verdict", {"recommendation": "recommended", "summary": "Go."}),
            **items("closing", {"body": "What comes next is open."}),
        }
        response = posted(desk, ADD, form)
        assert (errors_of(response), response.status_code) == ({}, 302)

        content = read_manuscript(Review.objects.get(slug=form["slug"])).content
        assert [(note.name, note.detail) for note in content.notes.items] == [
            (strobe.name, ""),
            (animal.name, "The *dog*."),
        ]
        parts = (content.opening, content.story, content.closing)
        assert [(s.heading, s.body) for part in parts for s in part.items] == [
            ("Before", "She knows >!who it was!<."),
            ("How it ends", "A duel."),
            ("", "What comes next is open."),
        ]
        assert [ref.id for ref in content.story.items[0].spoils] == [other.pk]
        assert [(c.heading, c.body) for c in content.cast.items] == [("Ana", "She carries it.")]
        assert content.cast.introduction == "Of many, *one*."
        fits = [(fit.premise, fit.answer) for fit in content.audience.items]
        assert fits == [("you like trains", "yes")]
        points = [(point.label, point.body) for point in content.good.items]
        assert points == [("The train", ""), ("", "The score.")]
        assert [(p.label, p.is_spoiler) for p in content.bad.items] == [("The twist", True)]
        verdict = content.verdict.first
        assert verdict is not None
        assert (verdict.recommendation, verdict.summary) == ("recommended", "Go.")

    def test_saving_without_changes_changes_nothing(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        before = read_manuscript(stored(full)).content
        response = posted(desk, address(full), full_form)
        assert (errors_of(response), response.status_code) == ({}, 302)
        assert read_manuscript(stored(full)).content == before

    def test_text_is_normalised(
        self, desk: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        """Line ends are LF. Empty lines at the start are removed, indentation is kept."""
        bodies = ("    print()\r\n\r\nOne.  \r\nTwo.\r\n", "\r\n  \r\n    code\r\n\r\n")
        form = plain_form | items("opening", *({"body": body} for body in bodies))
        assert errors_of(posted(desk, address(plain), form)) == {}
        assert [section.body for section in plain.sections.order_by("position")] == [
            "    print()\n\nOne.  \nTwo.",
            "    code",
        ]

    def test_parts_are_in_page_order(self, full_page: Any) -> None:
        assert [(part.key, part.count) for part in full_page["parts"]] == [
            ("review", None),
            ("notes", 0),
            ("opening", 1),
            ("cast", 2),
            ("audience", 2),
            ("story", 1),
            ("good", 1),
            ("bad", 2),
            ("verdict", None),
            ("closing", 1),
            ("colophon", None),
        ]

    def test_an_item_can_be_deleted(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        form = full_form | {"bad-1-DELETE": "on", "verdict-0-DELETE": "on"}
        posted(desk, address(full), form)
        assert [point.polarity for point in full.points.all()] == ["bad", "good"]
        assert Verdict.objects.filter(review=full).count() == 0

    def test_empty_item_and_gap_in_the_indexes_are_ignored(self, desk: Client) -> None:
        """An item that was added and removed in the browser leaves a gap."""
        form = new_review() | items("opening", {"position": "3"}, {"body": "Text."})
        form |= {"good-TOTAL_FORMS": 3, "good-2-label": "The third", "good-2-position": "1"}
        assert posted(desk, ADD, form).status_code == 302
        review = Review.objects.get(slug=form["slug"])
        assert [section.body for section in review.sections.all()] == ["Text."]
        assert [point.label for point in review.points.all()] == ["The third"]

    def test_blank_rows_without_javascript(self, desk: Client) -> None:
        counts = {part.key: part.count for part in page_context(desk, ADD, rows="2")["parts"]}
        assert (counts["opening"], counts["cast"], counts["verdict"]) == (2, 2, None)

    @pytest.mark.parametrize(
        ("rows", "count"), [("2", 2), ("-1", 0), ("x", 0), ("1000", 0), ("²", 0)]
    )
    def test_invalid_number_of_blank_rows_is_ignored(
        self, rf: RequestFactory, rows: str, count: int
    ) -> None:
        opening = {inline.part.key: inline for inline in IN_PAGE_ORDER}["opening"]
        assert opening(Review, admin.site).get_extra(rf.get(ADD, {"rows": rows})) == count

    def test_initial_critic_is_the_own_byline(self) -> None:
        user = AdminFactory()
        critic = CriticFactory(user=user)
        form = page_context(signed_in(user), ADD)["adminform"].form
        assert form["byline"].value() == [critic.pk]

    def test_more_than_1000_fields_are_accepted(self, desk: Client) -> None:
        """Fields that no form reads count as well, and cost less than those of 1,000 items."""
        form = new_review() | items("closing", {"body": "The last."})
        form |= {f"other-{number}": "x" for number in range(1000)}
        assert posted(desk, ADD, form).status_code == 302
        review = Review.objects.get(slug=form["slug"])
        assert [section.body for section in review.sections.all()] == ["The last."]


class TestSlug:
    def test_is_made_from_the_headline_with_a_number_where_needed(self, desk: Client) -> None:
        for _each in range(2):
            posted(desk, ADD, new_review(headline="Grüße, Łódź", slug=""))
        made = Review.objects.filter(slug__startswith="grusse").order_by("pk")
        assert list(made.values_list("slug", flat=True)) == ["grusse-lodz", "grusse-lodz-2"]

    def test_of_another_review_is_refused_without_naming_it(self, desk: Client) -> None:
        ReviewFactory(slug="secret-plan", headline="A secret")
        assert errors_of(posted(desk, ADD, new_review(slug="secret-plan"))) == {
            "slug": [
                (
                    "Another review has the slug “secret-plan”. Enter another one, such as "
                    "“secret-plan-2”."
                )
            ]
        }


class TestErrors:
    """Errors are at their field. Nothing is saved."""

    def test_a_score_between_two_steps(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        form = full_form | {"verdict-0-score": "7.3"}
        assert errors_of(posted(desk, address(full), form)) == {
            "verdict-0-score": [
                "“7.3” is not on the scale. Possible scores: from 0 to 10 in steps of 0.5."
            ],
        }


class TestEmbargo:
    NEXT_YEAR = {"embargo_until_0": "2100-06-01", "embargo_until_1": "12:00"}

    def test_can_be_set(self, desk: Client, plain: Review, plain_form: dict[str, Any]) -> None:
        assert errors_of(posted(desk, address(plain), plain_form | self.NEXT_YEAR)) == {}
        saved = stored(plain)
        assert saved.embargo_until is not None
        assert (saved.embargo_until.year, saved.version) == (2100, 2)

    def test_after_a_scheduled_edition_is_refused(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        publish(review=full, live_from=datetime(2099, 5, 1, tzinfo=UTC))
        assert errors_of(posted(desk, address(full), full_form | self.NEXT_YEAR)) == {
            "embargo_until": [
                (
                    "An edition is scheduled for Friday, 1 May 2099, 00:00 UTC, before the end of "
                    "this embargo. First cancel the edition or schedule it for later."
                )
            ]
        }

    def test_on_a_live_review_is_refused_or_withdraws_it(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        publish(review=full)
        form = full_form | self.NEXT_YEAR
        refused = posted(desk, address(full), form)
        assert errors_of(refused) == {
            "embargo_until": [
                (
                    "Edition 1 is live, and an embargo does not hide it. First withdraw the "
                    "review, or set no embargo."
                )
            ]
        }
        assert refused.context_data["adminform"].form.can_withdraw
        public = reverse("pages:review", args=[full.slug])
        assert (stored(full).embargo_until, desk.get(public).status_code) == (None, 200)

        assert errors_of(posted(desk, address(full), form | {"_withdraw": "1"})) == {}
        assert stored(full).embargo_until is not None
        assert desk.get(public).status_code == 410

    def test_that_has_ended_may_stay_on_a_live_review(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        publish(review=full)
        ended = {"embargo_until_0": "2020-06-01", "embargo_until_1": "12:00"}
        assert errors_of(posted(desk, address(full), full_form | ended)) == {}


class TestQueries:
    def test_number_of_queries_does_not_depend_on_sections(
        self, desk: Client, full: Review
    ) -> None:
        counts = []
        desk.get(address(full))  # Django keeps the content types that it has read.
        for more in (0, 3):
            SectionFactory.create_batch(more, review=full)
            with CaptureQueriesContext(connection) as queries:
                desk.get(address(full))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_saving_checks_the_constraints_of_changed_items_only(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        form = full_form | {"opening-0-body": "Another body."}
        with CaptureQueriesContext(connection) as queries:
            assert errors_of(desk.post(address(full), form)) == {}
        checks = [query["sql"] for query in queries if '"_check"' in query["sql"]]
        assert len(checks) == 1  # That the section has a placement.
