"""The form of a review on the desk."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from desk.review_admin import ReviewDesk
from editions.manuscript import read_manuscript
from editions.publishing import publish
from reviews.models import Review, Section
from tests.desk_forms import ADD, address, empty_parts, errors_of, items, opened
from tests.factories import (
    AdminFactory,
    CastCritiqueFactory,
    CharacterFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import signed_in
from verdicts.models import Verdict, VerdictPoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def root() -> User:
    return AdminFactory(first_name="Ann", last_name="Root")


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


def new_review(**fields: Any) -> dict[str, Any]:
    return (
        empty_parts()
        | {
            "film": FilmFactory().pk,
            "critic": CriticFactory().pk,
            "headline": "The ballet of bullets",
            "slug": "the-ballet-of-bullets",
            "language": "en",
            "stage": "draft",
        }
        | fields
    )


def save(desk: Client, review: Review, **changes: Any) -> Any:
    return desk.post(address(review), opened(desk, review) | changes)


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
        response = desk.post(ADD, form)
        assert (errors_of(response), response.status_code) == ({}, 302)

        content = read_manuscript(Review.objects.get()).content
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

    def test_saving_without_changes_changes_nothing(self, desk: Client) -> None:
        review = FullReviewFactory()
        before = read_manuscript(Review.objects.get()).content
        assert errors_of(save(desk, review)) == {}
        assert read_manuscript(Review.objects.get()).content == before

    def test_line_ends_are_normalised(self, desk: Client) -> None:
        section = SectionFactory()
        body = "    print()\r\n\r\nOne.  \r\nTwo.\r\n"
        assert errors_of(save(desk, section.review, **{"opening-0-body": body})) == {}
        section.refresh_from_db()
        assert section.body == "    print()\n\nOne.  \nTwo."

    def test_parts_are_in_page_order(self, desk: Client) -> None:
        response = desk.get(address(FullReviewFactory()))
        assert [(part.key, part.count) for part in response.context["parts"]] == [
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

    def test_an_item_can_be_deleted(self, desk: Client) -> None:
        review = FullReviewFactory()
        save(desk, review, **{"bad-1-DELETE": "on", "verdict-0-DELETE": "on"})
        assert [point.polarity for point in review.points.all()] == ["bad", "good"]
        assert Verdict.objects.count() == 0

    def test_empty_item_is_ignored(self, desk: Client) -> None:
        form = new_review() | items("opening", {"position": "3"}, {"body": "Text."})
        assert desk.post(ADD, form).status_code == 302
        assert [section.body for section in Section.objects.all()] == ["Text."]

    def test_gap_in_the_indexes_is_ignored(self, desk: Client) -> None:
        """An item that was added and removed in the browser leaves a gap."""
        form = new_review() | {
            "good-TOTAL_FORMS": 3,
            "good-2-label": "The third",
            "good-2-position": "1",
        }
        assert desk.post(ADD, form).status_code == 302
        assert [point.label for point in VerdictPoint.objects.all()] == ["The third"]

    def test_blank_rows_without_javascript(self, desk: Client) -> None:
        response = desk.get(ADD, {"rows": "2"})
        counts = {part.key: part.count for part in response.context["parts"]}
        assert (counts["opening"], counts["cast"], counts["verdict"]) == (2, 2, None)

    @pytest.mark.parametrize("rows", ["-1", "x", "1000", "²"])
    def test_invalid_number_of_blank_rows_is_ignored(self, desk: Client, rows: str) -> None:
        response = desk.get(ADD, {"rows": rows})
        assert [part.count for part in response.context["parts"] if part.key == "opening"] == [0]

    def test_initial_critic_is_the_own_byline(self) -> None:
        user = AdminFactory()
        critic = CriticFactory(user=user)
        form = signed_in(user).get(ADD).context["adminform"].form
        assert form["critic"].value() == critic.pk

    def test_more_than_1000_fields_are_accepted(self, desk: Client) -> None:
        rows = [{"body": f"Section {number}.", "position": number} for number in range(150)]
        form = new_review() | items("opening", *rows) | items("closing", *rows)
        form |= items("good", *[row | {"label": "x", "is_spoiler": "on"} for row in rows])
        assert len(form) > 1000
        assert desk.post(ADD, form).status_code == 302
        assert Section.objects.count() == 300


class TestOrder:
    def headings(self, review: Review) -> list[tuple[int, str]]:
        found = review.sections.order_by("position", "pk")
        return [(section.position, section.heading) for section in found]

    @pytest.fixture
    def review(self) -> Review:
        review = ReviewFactory()
        for position, heading in enumerate("abc", 1):
            SectionFactory(review=review, position=position, heading=heading)
        return review

    @pytest.mark.parametrize(
        ("given", "order"),
        [
            (("3", "1", "2"), "bca"),
            # Without JavaScript: the number of another item is typed.
            (("1", "2", "1"), "cab"),
            (("3", "2", "3"), "bca"),
            (("1", "", "3"), "acb"),
            (("10", "20", "15"), "acb"),
        ],
    )
    def test_items_are_sorted_and_renumbered(
        self, desk: Client, review: Review, given: tuple[str, ...], order: str
    ) -> None:
        numbers = {f"opening-{n}-position": number for n, number in enumerate(given)}
        assert errors_of(save(desk, review, **numbers)) == {}
        assert self.headings(review) == list(enumerate(order, 1))

    def test_new_item_is_last(self, desk: Client, review: Review) -> None:
        form = opened(desk, review) | {"opening-TOTAL_FORMS": 4, "opening-3-heading": "d"}
        desk.post(address(review), form)
        assert self.headings(review) == list(enumerate("abcd", 1))

    def test_deletion_closes_the_gap(self, desk: Client, review: Review) -> None:
        save(desk, review, **{"opening-0-DELETE": "on"})
        assert self.headings(review) == [(1, "b"), (2, "c")]


class TestMovedSections:
    """A section that is moved to another part goes to its end."""

    @pytest.fixture
    def review(self) -> Review:
        review = ReviewFactory()
        for position, heading in enumerate("abcd", 1):
            SectionFactory(review=review, position=position, heading=heading)
        SectionFactory(review=review, position=1, heading="x", placement="closing")
        return review

    def headings(self, review: Review) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for section in review.sections.order_by("position", "pk"):
            found.setdefault(section.placement, []).append((section.position, section.heading))
        return found

    def test_are_appended_in_their_order(self, desk: Client, review: Review) -> None:
        moved = {"opening-0-placement": "closing", "opening-2-placement": "closing"}
        order = {"opening-0-position": "3", "opening-2-position": "1"}
        assert errors_of(save(desk, review, **moved, **order)) == {}
        assert self.headings(review) == {
            "opening": [(1, "b"), (2, "d")],
            "closing": [(1, "x"), (2, "c"), (3, "a")],
        }

    def test_can_swap_parts_in_one_save(self, desk: Client, review: Review) -> None:
        moved = {"opening-1-placement": "full_story", "closing-0-placement": "opening"}
        assert errors_of(save(desk, review, **moved)) == {}
        assert self.headings(review) == {
            "opening": [(1, "a"), (2, "c"), (3, "d"), (4, "x")],
            "full_story": [(1, "b")],
        }

    def test_new_section_can_be_moved(self, desk: Client, review: Review) -> None:
        new = {"opening-4-heading": "e", "opening-4-placement": "closing"}
        desk.post(address(review), opened(desk, review) | {"opening-TOTAL_FORMS": 5} | new)
        assert self.headings(review)["closing"] == [(1, "x"), (2, "e")]

    def test_section_with_only_a_placement_is_ignored(self, desk: Client, review: Review) -> None:
        new = {"opening-TOTAL_FORMS": 5, "opening-4-placement": "closing"}
        desk.post(address(review), opened(desk, review) | new)
        assert review.sections.count() == 5

    @pytest.mark.parametrize("field", ["curtain_label", "spoils"])
    def test_hidden_section_with_label_or_films_cannot_be_moved(
        self, desk: Client, review: Review, field: str
    ) -> None:
        hidden = SectionFactory(review=review, placement="full_story", heading="h")
        given = {"curtain_label": "The ending", "spoils": [FilmFactory().pk]}[field]
        moved = {f"story-0-{field}": given, "story-0-placement": "opening"}
        assert errors_of(save(desk, review, **moved)) == {
            "story-0-placement": [
                (
                    "Only a section of the full story can have a curtain label and spoiled "
                    "films. Empty both fields before you move this section."
                )
            ]
        }
        assert errors_of(save(desk, review, **{"story-0-placement": "opening"})) == {}
        assert self.headings(review)["opening"][-1] == (5, "h")
        hidden.refresh_from_db()
        assert hidden.placement == "opening"

    def test_unknown_placement_is_refused(self, desk: Client, review: Review) -> None:
        assert errors_of(save(desk, review, **{"opening-0-placement": "cellar"})) == {
            "opening-0-placement": [
                "Select a valid choice. cellar is not one of the available choices."
            ]
        }


class TestErrors:
    """Errors are at their field, with the line. Nothing is saved."""

    def test_unclosed_curtain_in_every_markdown_field(self, desk: Client) -> None:
        review = FullReviewFactory(headline="Before")
        unclosed = "One.\r\n\r\nTwo >!three."
        response = save(
            desk,
            review,
            headline="After",
            cast_introduction=unclosed,
            **{
                "opening-0-body": unclosed,
                "cast-0-body": unclosed,
                "audience-0-rationale": unclosed,
                "story-0-body": unclosed,
                "good-0-body": unclosed,
                "verdict-0-summary": unclosed,
                "closing-0-body": unclosed,
            },
        )
        said = [
            (
                "Line 3: This curtain opens with >! but never closes. End it with !< in the "
                "same paragraph, list item or table cell, or write \\>! to show the characters."
            )
        ]
        assert errors_of(response) == {
            "cast_introduction": said,
            "opening-0-body": said,
            "cast-0-body": said,
            "audience-0-rationale": said,
            "story-0-body": said,
            "good-0-body": said,
            "verdict-0-summary": said,
            "closing-0-body": said,
        }
        assert Review.objects.get().headline == "Before"
        page = response.content.decode()
        assert page.count("Two &gt;!three.") == 8

    def test_unknown_film_in_spoils(self, desk: Client) -> None:
        FilmFactory(slug="alien")
        review = SectionFactory().review
        known = '>!x!<{spoils="alien"}'
        assert errors_of(save(desk, review, **{"opening-0-body": known})) == {}
        unknown = '>!x!<{spoils="aliens"}'
        assert errors_of(save(desk, review, **{"opening-0-body": unknown})) == {
            "opening-0-body": [
                (
                    "Line 1: There is no film “aliens”. Correct the slug in spoils, or add the "
                    "film first."
                )
            ]
        }

    @pytest.mark.parametrize(
        ("field", "highest"),
        [
            ("opening-0-body", 3),
            ("cast_introduction", 3),
            ("cast-0-body", 4),
            ("audience-0-rationale", 4),
            ("good-0-body", 4),
            ("verdict-0-summary", 3),
        ],
    )
    def test_heading_above_the_minimum_level(self, desk: Client, field: str, highest: int) -> None:
        review = FullReviewFactory()
        fits, high = "#" * highest + " Heading", "#" * (highest - 1) + " Heading"
        assert errors_of(save(desk, review, **{field: fits})) == {}
        assert errors_of(save(desk, review, **{field: high})) == {
            field: [
                (
                    f"Line 1: This heading has a level that only the page itself uses. "
                    f"Begin it with at least {'#' * highest}."
                )
            ]
        }

    def test_spoiler_mark_in_plain_fields_is_refused(self, desk: Client) -> None:
        review = FullReviewFactory()
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
        response = save(desk, review, **dict.fromkeys(names, "It is >!her sister!<"))
        assert errors_of(response) == {
            name: [f"Line 1: {said}" if of_lines else said] for name, of_lines in names.items()
        }

    def test_credit_of_another_film_is_refused(self, desk: Client) -> None:
        review = ReviewFactory(film=FilmFactory(title="Ballerina"))
        CastCritiqueFactory(review=review)
        stranger = CreditFactory(person=PersonFactory(name="Cher"), characters=[])
        assert errors_of(save(desk, review, **{"cast-0-credits": [stranger.pk]})) == {
            "cast-0-credits": ["Not in the credits of Ballerina (2025): Cher."]
        }

    def test_critique_without_credits_is_refused(self, desk: Client) -> None:
        critique = CastCritiqueFactory()
        assert errors_of(save(desk, critique.review, **{"cast-0-credits": []})) == {
            "cast-0-credits": ["This field is required."]
        }

    def test_leading_empty_lines_are_removed_and_indentation_is_kept(self, desk: Client) -> None:
        section = SectionFactory()
        changed = {"opening-0-body": "\r\n  \r\n    code\r\n\r\n"}
        assert errors_of(save(desk, section.review, **changed)) == {}
        section.refresh_from_db()
        assert section.body == "    code"

    def test_credits_are_checked_against_the_submitted_film(self, desk: Client) -> None:
        critique = CastCritiqueFactory()
        other = CreditFactory(person=PersonFactory(name="Cher"), characters=[])
        form = {"film": other.film_id, "cast-0-credits": [other.pk]}
        assert errors_of(save(desk, critique.review, **form)) == {}
        assert list(critique.credits.all()) == [other]

    def test_missing_film_is_the_only_error(self, desk: Client) -> None:
        critique = CastCritiqueFactory()
        assert errors_of(save(desk, critique.review, film="")) == {
            "film": ["This field is required."]
        }

    def test_score_between_steps_is_refused(self, desk: Client) -> None:
        review = FullReviewFactory()
        assert errors_of(save(desk, review, **{"verdict-0-score": "7.3"})) == {
            "verdict-0-__all__": ["The score must be a multiple of the step."]
        }


class TestTwoEditors:
    """Two editors have the form open. The second one to save loses nothing and is asked before
    overwriting."""

    @pytest.fixture
    def review(self) -> Review:
        return FullReviewFactory(headline="Before")

    @pytest.fixture
    def stale_form(self, desk: Client, review: Review) -> dict[str, Any]:
        """The form of the second editor, opened before the first one saved."""
        form = opened(desk, review) | {"headline": "Mine", "opening-0-body": "My words."}
        assert save(signed_in(AdminFactory(first_name="Bea")), review, headline="Hers").url
        return form

    def test_saving_increments_the_version(self, desk: Client, review: Review) -> None:
        for version in (2, 3):
            save(desk, review)
            assert Review.objects.get().version == version

    def test_second_save_is_refused_with_name_and_time(
        self, desk: Client, review: Review, stale_form: dict[str, Any]
    ) -> None:
        response = desk.post(address(review), stale_form)
        (message,) = errors_of(response)["__all__"]
        assert message.startswith("Bea saved this review on ")
        assert list(errors_of(response)) == ["__all__"]
        assert Review.objects.get().headline == "Hers"

    def test_second_save_keeps_what_was_typed(
        self, desk: Client, review: Review, stale_form: dict[str, Any]
    ) -> None:
        page = desk.post(address(review), stale_form).content.decode()
        assert ('value="Mine"' in page, "My words." in page) == (True, True)
        again = desk.post(address(review), stale_form)
        assert list(errors_of(again)) == ["__all__"]

    def test_second_editor_can_overwrite(
        self, desk: Client, review: Review, stale_form: dict[str, Any]
    ) -> None:
        page = desk.post(address(review), stale_form).content.decode()
        assert '<button type="submit" name="_overwrite" value="2">' in page
        assert errors_of(desk.post(address(review), stale_form | {"_overwrite": "2"})) == {}
        stored = Review.objects.get()
        assert (stored.headline, stored.version) == ("Mine", 3)

    def test_overwriting_a_newer_version_is_refused(
        self, desk: Client, review: Review, stale_form: dict[str, Any]
    ) -> None:
        save(desk, review, headline="A third")
        assert list(errors_of(desk.post(address(review), stale_form | {"_overwrite": "2"}))) == [
            "__all__"
        ]
        assert Review.objects.get().headline == "A third"

    def test_items_deleted_by_the_first_editor_are_stored_again(
        self, desk: Client, review: Review
    ) -> None:
        stale_form = opened(desk, review) | {"good-0-label": "Kept", "good-0-body": ""}
        save(desk, review, **{"good-0-DELETE": "on", "verdict-0-DELETE": "on"})
        assert review.points.filter(polarity="good").count() == 0
        assert list(errors_of(desk.post(address(review), stale_form))) == ["__all__"]
        assert errors_of(desk.post(address(review), stale_form | {"_overwrite": "2"})) == {}
        assert [point.label for point in review.points.filter(polarity="good")] == ["Kept"]
        assert Verdict.objects.get().review == review

    def test_verdict_added_by_both_is_overwritten(self, desk: Client) -> None:
        review = ReviewFactory()
        hers, mine = (
            opened(desk, review) | {"verdict-0-recommendation": word} for word in ("skip", "mixed")
        )
        assert errors_of(desk.post(address(review), hers)) == {}
        assert errors_of(desk.post(address(review), mine | {"_overwrite": "2"})) == {}
        assert Verdict.objects.get().recommendation == "mixed"

    def test_missing_version_is_refused(self, desk: Client, review: Review) -> None:
        form = opened(desk, review)
        del form["version"]
        assert list(errors_of(desk.post(address(review), form))) == ["__all__"]

    def test_change_between_validation_and_saving(
        self, desk: Client, review: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        form = opened(desk, review) | {"headline": "Mine"}
        original = ReviewDesk.save_model

        def save_model(self: Any, request: Any, obj: Any, form: Any, change: bool) -> None:
            monkeypatch.setattr(ReviewDesk, "save_model", original)
            form.cleaned_data["version"] -= 1
            original(self, request, obj, form, change)

        monkeypatch.setattr(ReviewDesk, "save_model", save_model)
        response = desk.post(address(review), form)
        # The view validates the same form again, which is not stale.
        assert response.status_code == 302
        stored = Review.objects.get()
        assert (stored.headline, stored.version) == ("Mine", 2)


class TestEmbargo:
    NEXT_YEAR = {"embargo_until_0": "2100-06-01", "embargo_until_1": "12:00"}

    def test_can_be_set(self, desk: Client) -> None:
        review = FullReviewFactory()
        assert errors_of(save(desk, review, **self.NEXT_YEAR)) == {}
        stored = Review.objects.get()
        assert stored.embargo_until is not None
        assert (stored.embargo_until.year, stored.version) == (2100, 2)

    def test_after_a_scheduled_edition_is_refused(self, desk: Client) -> None:
        from datetime import UTC, datetime

        review = FullReviewFactory()
        publish(review=review, live_from=datetime(2099, 5, 1, tzinfo=UTC))
        assert errors_of(save(desk, review, **self.NEXT_YEAR)) == {
            "embargo_until": [
                (
                    "An edition is scheduled for 2099-05-01 00:00+00:00, before the end of this "
                    "embargo. First cancel the edition or schedule it for later."
                )
            ]
        }


class TestRedirectAfterSaving:
    @pytest.mark.parametrize(
        ("button", "page"),
        [
            ("_continue", "change"),
            ("_preview", "preview"),
            ("_publish", "publish"),
            ("_schedule", "schedule"),
        ],
    )
    def test_each_button(self, desk: Client, button: str, page: str) -> None:
        response = desk.post(ADD, new_review() | {button: "x"})
        review = Review.objects.get()
        assert response.url == address(review, page)
        assert save(desk, review, **{button: "x"}).url == address(review, page)

    def test_save_and_close(self, desk: Client) -> None:
        assert desk.post(ADD, new_review() | {"_save": "x"}).url == "/admin/reviews/review/"


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
        counts = []
        for more in (1, 24):
            CreditFactory.create_batch(more, film=film)
            with CaptureQueriesContext(connection) as queries:
                found = desk.get(self.URL, {"film": film.pk}).json()
            counts.append(len(queries))
        assert (len(found["results"]), found["pagination"]) == (20, {"more": True})
        assert counts[0] == counts[1]


class TestQueries:
    def test_number_of_queries_does_not_depend_on_sections(self, desk: Client) -> None:
        review = FullReviewFactory()
        counts = []
        for more in (0, 3):
            SectionFactory.create_batch(more, review=review)
            with CaptureQueriesContext(connection) as queries:
                desk.get(address(review))
            counts.append(len(queries))
        assert counts[0] == counts[1]
