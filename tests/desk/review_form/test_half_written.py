"""Drafts that are saved as they are."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editions.preview_tokens import preview_token
from reviews.models import Review
from tests.desk_forms import (
    ADD,
    address,
    empty_parts,
    errors_of,
    form_of,
    items,
    new_review,
    notices_after,
    notices_of,
    opened,
    stored,
)
from tests.factories import (
    CreditFactory,
    FilmFactory,
    PersonFactory,
)
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db


class TestHalfWritten:
    """A draft is saved as it is. The page then says at each field what keeps it from being
    published."""

    def test_unclosed_curtain_in_every_markdown_field(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        unclosed = "One.\r\n\r\nTwo >!three."
        form = full_form | {
            "headline": "After",
            "cast_introduction": unclosed,
            "opening-0-body": unclosed,
            "cast-0-body": unclosed,
            "audience-0-rationale": unclosed,
            "story-0-body": unclosed,
            "good-0-body": unclosed,
            "verdict-0-summary": unclosed,
            "closing-0-body": unclosed,
        }
        notices = notices_after(desk, full, form)
        said = [
            (
                "Line 3: This curtain opens with >! but never closes. End it with !< in the "
                "same paragraph, list item or table cell, or write \\>! to show the characters."
            )
        ]
        assert notices == {
            "cast_introduction": said,
            "opening-0-body": said,
            "cast-0-body": said,
            "audience-0-rationale": said,
            "story-0-body": said,
            "good-0-body": said,
            "verdict-0-summary": said,
            "closing-0-body": said,
        }
        assert stored(full).headline == "After"
        page = desk.get(address(full)).content.decode()
        assert page.count("Two &gt;!three.</textarea>") == 8
        assert page.count("This curtain opens with") == 16

    def test_unknown_film_in_spoils(
        self, desk: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        FilmFactory(slug="alien")
        known, unknown = '>!x!<{spoils="alien"}', '>!x!<{spoils="aliens"}'
        form = plain_form | items("opening", {"body": known}, {"body": unknown})
        assert notices_after(desk, plain, form) == {
            "opening-1-body": [
                (
                    "Line 1: There is no film “aliens”. Correct the slug in spoils, or add the "
                    "film first."
                )
            ],
            "verdict-0-recommendation": [
                "A review needs a verdict before it is published. Choose a recommendation."
            ],
        }

    def test_heading_above_the_minimum_level(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        highest = {
            "opening-0-body": 3,
            "cast_introduction": 4,
            "cast-0-body": 4,
            "audience-0-rationale": 4,
            "good-0-body": 4,
            "verdict-0-summary": 3,
        }
        fits = {field: "#" * level + " Heading" for field, level in highest.items()}
        high = {field: heading[1:] for field, heading in fits.items()}
        assert notices_after(desk, full, full_form | high) == {
            field: [
                (
                    f"Line 1: This heading has a level that only the page itself uses. "
                    f"Begin it with at least {'#' * level}."
                )
            ]
            for field, level in highest.items()
        }
        form = full_form | fits | {"version": stored(full).version}
        assert notices_after(desk, full, form) == {}

    def test_spoiler_mark_in_plain_fields(
        self, desk: Client, full: Review, full_form: dict[str, Any]
    ) -> None:
        names = {
            "headline": 0,
            "standfirst": 1,
            "meta_description": 0,
            "disclosure": 1,
            "cast_heading": 0,
            "audience_heading": 0,
            "good_heading": 0,
            "bad_heading": 0,
            "verdict_heading": 0,
            "opening-0-heading": 0,
            "story-0-curtain_label": 0,
            "cast-0-heading": 0,
            "audience-0-premise": 0,
            "good-0-label": 0,
            "verdict-0-pull_quote": 0,
        }
        said = (
            "This field is always public, and spoiler marks hide nothing in it. Remove >!, !< "
            "and lines that begin with :::. Spoilers belong behind a curtain in the text of the "
            "review."
        )
        form = full_form | dict.fromkeys(names, "It is >!her sister!<")
        assert notices_after(desk, full, form) == {
            name: [f"Line 1: {said}" if of_lines else said] for name, of_lines in names.items()
        }

    def test_credits(self, desk: Client, full: Review, full_form: dict[str, Any]) -> None:
        """A credit of another film, a critique without credits."""
        stranger = CreditFactory(person=PersonFactory(name="Cher"), characters=[])
        nobody = {"cast-1-credits": [], "cast-1-heading": ""}
        form = full_form | {"cast-0-credits": [stranger.pk]} | nobody
        assert notices_after(desk, full, form) == {
            "cast-0-credits": ["Not in the credits of the film: Cher. Choose the credits again."],
            "cast-1-credits": [
                "The critique has no credits and no heading. Choose whom it is about."
            ],
        }

    def test_a_new_review_needs_nothing(self, desk: Client) -> None:
        """The slug follows the headline once there is one."""
        nothing = empty_parts() | {"language": "en"}
        for _number in range(2):
            assert errors_of(desk.post(ADD, nothing)) == {}
        second, review = Review.objects.order_by("-pk")[:2]
        assert (review.slug, second.slug, str(second)) == (
            "untitled",
            "untitled-2",
            "Untitled review",
        )
        context = page_context(desk, address(second))
        assert notices_of(context).keys() == {
            "film",
            "byline",
            "headline",
            "verdict-0-recommendation",
        }
        assert [problem.anchor for problem in context["problems"]] == [
            "id_film",
            "id_byline",
            "id_headline",
            "id_verdict-0-recommendation",
            "part-opening",
        ]
        assert errors_of(desk.post(address(second), form_of(context))) == {}
        assert stored(second).slug == "untitled-2"
        form = opened(desk, second) | {"headline": "The ballet of bullets"}
        assert errors_of(desk.post(address(second), form)) == {}
        assert stored(second).slug == "the-ballet-of-bullets"

    def test_items_of_a_new_review(self, desk: Client) -> None:
        """A note without a label, an answer without a premise, a verdict without one."""
        form = (
            new_review()
            | items("notes", {"detail": "The dog dies."})
            | items("audience", {"rationale": "Because."})
            | items("verdict", {"summary": "Not sure yet."})
        )
        assert errors_of(desk.post(ADD, form)) == {}
        review = Review.objects.get(slug="the-ballet-of-bullets")
        assert notices_of(page_context(desk, address(review))).keys() == {
            "notes-0-label",
            "audience-0-premise",
            "verdict-0-recommendation",
        }

    def test_without_a_film_there_is_no_preview(self, desk: Client, plain: Review) -> None:
        Review.objects.filter(pk=plain.pk).update(film=None)
        response = desk.get(address(plain, "preview"), follow=True)
        assert response.redirect_chain == [(address(plain), 302)]
        assert "Choose the film first" in response.content.decode()
        assert desk.get(reverse("pages:preview", args=[preview_token(plain)])).status_code == 404
