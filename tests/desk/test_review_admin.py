"""The form of a review on the desk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.messages import WARNING, get_messages
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast.models import Credit, Person
from desk.inlines import IN_PAGE_ORDER
from desk.review_admin import ReviewDesk
from editions.history import content_of_snapshot
from editions.manuscript import read_manuscript
from editions.parts import PARTS
from editions.preview_tokens import preview_token
from editions.publishing import publish
from reviews.models import Review, Section
from spoilers import ProblemCode
from tests.desk_forms import (
    ADD,
    address,
    empty_parts,
    errors_of,
    form_of,
    items,
    notices_of,
    opened,
    retyped,
)
from tests.factories import (
    AdminFactory,
    AudienceFitFactory,
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
    VerdictPointFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context, posted, unrendered
from verdicts.models import Verdict, VerdictPoint

pytestmark = pytest.mark.django_db


# The reviews of the module and the fields of their forms. No test may change these instances.


@pytest.fixture(scope="module")
def root(module_db: Path) -> User:
    return AdminFactory(first_name="Ann", last_name="Root")


@pytest.fixture(scope="module")
def full(module_db: Path) -> Review:
    return FullReviewFactory(headline="Before")


@pytest.fixture(scope="module")
def full_page(root: User, full: Review) -> Any:
    """The context of the page of the full review."""
    return page_context(signed_in(root), address(full))


@pytest.fixture(scope="module")
def full_form(full_page: Any) -> dict[str, Any]:
    return form_of(full_page)


@pytest.fixture(scope="module")
def plain(module_db: Path) -> Review:
    """A review without items."""
    return ReviewFactory()


@pytest.fixture(scope="module")
def plain_form(root: User, plain: Review) -> dict[str, Any]:
    return opened(signed_in(root), plain)


@pytest.fixture
def desk(root: User) -> Client:
    return signed_in(root)


def new_review(**fields: Any) -> dict[str, Any]:
    return (
        empty_parts()
        | {
            "film": FilmFactory().pk,
            "byline": [CriticFactory().pk],
            "headline": "The ballet of bullets",
            "slug": "the-ballet-of-bullets",
            "language": "en",
        }
        | fields
    )


def stored(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def warnings_after(desk: Client, response: Any) -> list[str]:
    """The warnings on the page to which ``response`` redirects."""
    with unrendered():
        page = desk.get(response.url)
    return [str(each) for each in get_messages(page.wsgi_request) if each.level == WARNING]


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


class TestOrder:
    """Each part has three items, with the headings a, b and c."""

    @pytest.fixture
    def review(self) -> Review:
        review = ReviewFactory()
        credit = CreditFactory(film=review.film)
        for position, heading in enumerate("abc", 1):
            place = {"review": review, "position": position}
            for placement in Section.Placement:
                SectionFactory(**place, placement=placement, heading=heading)
            CastCritiqueFactory(**place, heading=heading, credits=[credit])
            AudienceFitFactory(**place, premise=heading)
            for polarity in VerdictPoint.Polarity:
                VerdictPointFactory(**place, polarity=polarity, label=heading)
        return review

    def test_items_are_sorted_and_renumbered(self, desk: Client, review: Review) -> None:
        given = {
            "opening": ("3", "1", "2"),
            # Without JavaScript: the number of another item is typed.
            "cast": ("1", "2", "1"),
            "audience": ("3", "2", "3"),
            "story": ("1", "", "3"),
            "good": ("10", "20", "15"),
        }
        form = opened(desk, review) | {
            f"{part}-{index}-position": number
            for part, numbers in given.items()
            for index, number in enumerate(numbers)
        }
        # A new item is the last, and a deletion closes the gap.
        form |= {"bad-TOTAL_FORMS": 4, "bad-3-label": "d", "closing-0-DELETE": "on"}
        assert errors_of(posted(desk, address(review), form)) == {}

        orders = {
            "opening": "bca",
            "cast": "cab",
            "audience": "bca",
            "story": "acb",
            "good": "acb",
            "bad": "abcd",
            "closing": "bc",
        }
        for part in PARTS:
            if part.key in orders:
                rows = part.item.model.objects.filter(review=review, **part.where)
                found = rows.order_by("position", "pk").values_list("position", part.item.title)
                assert list(found) == list(enumerate(orders[part.key], 1)), part.key


class TestMovedSections:
    """A section that is moved to another part goes to its end."""

    @pytest.fixture(scope="class")
    @classmethod
    def review(cls, module_db: Path) -> Review:
        review = ReviewFactory()
        for position, heading in enumerate("abcd", 1):
            SectionFactory(review=review, position=position, heading=heading)
        SectionFactory(review=review, position=1, heading="x", placement="closing")
        return review

    @pytest.fixture(scope="class")
    @classmethod
    def form(cls, root: User, review: Review) -> dict[str, Any]:
        return opened(signed_in(root), review)

    def headings(self, review: Review) -> dict[str, list[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for section in review.sections.order_by("position", "pk"):
            found.setdefault(section.placement, []).append((section.position, section.heading))
        return found

    def test_are_appended_in_their_order(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        moved = {"opening-0-placement": "closing", "opening-2-placement": "closing"}
        order = {"opening-0-position": "3", "opening-2-position": "1"}
        assert errors_of(posted(desk, address(review), form | moved | order)) == {}
        assert self.headings(review) == {
            "opening": [(1, "b"), (2, "d")],
            "closing": [(1, "x"), (2, "c"), (3, "a")],
        }

    def test_can_swap_parts_in_one_save(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        moved = {"opening-1-placement": "full_story", "closing-0-placement": "opening"}
        assert errors_of(posted(desk, address(review), form | moved)) == {}
        assert self.headings(review) == {
            "opening": [(1, "a"), (2, "c"), (3, "d"), (4, "x")],
            "full_story": [(1, "b")],
        }

    def test_new_section_can_be_moved_and_one_with_only_a_placement_is_ignored(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        new = {"opening-4-heading": "e", "opening-4-placement": "closing"}
        empty = {"opening-5-placement": "closing"}
        posted(desk, address(review), form | {"opening-TOTAL_FORMS": 6} | new | empty)
        assert self.headings(review)["closing"] == [(1, "x"), (2, "e")]
        assert review.sections.count() == 6

    def test_refused_moves(self, desk: Client, review: Review) -> None:
        """Hidden sections with a label or films, and a move to an unknown part."""
        hidden = [
            SectionFactory(review=review, placement="full_story", position=n, heading=heading)
            for n, heading in enumerate("hi", 1)
        ]
        given = {"story-0-curtain_label": "The ending", "story-1-spoils": [FilmFactory().pk]}
        unhidden = opened(desk, review) | {
            "story-0-placement": "opening",
            "story-1-placement": "opening",
        }
        said = (
            "Only a section of the full story can have a curtain label and spoiled films. Empty "
            "both fields before you move this section."
        )
        unknown = {"opening-0-placement": "cellar"}
        assert errors_of(posted(desk, address(review), unhidden | given | unknown)) == {
            "opening-0-placement": [
                "Select a valid choice. cellar is not one of the available choices."
            ],
            "story-0-placement": [said],
            "story-1-placement": [said],
        }
        assert errors_of(posted(desk, address(review), unhidden)) == {}
        assert self.headings(review)["opening"][-2:] == [(5, "h"), (6, "i")]
        for section in hidden:
            section.refresh_from_db()
            assert section.placement == "opening"


def notices_after(desk: Client, review: Review, form: dict[str, Any]) -> dict[str, list[str]]:
    """Save ``form``, and return what the page then says at its fields."""
    assert errors_of(desk.post(address(review), form)) == {}
    return notices_of(page_context(desk, address(review)))


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
            ]
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
        assert notices_of(context).keys() == {"film", "byline", "headline"}
        assert [problem.anchor for problem in context["problems"]] == [
            *["part-review"] * 3,
            "",
            "",
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


class TestTwoEditors:
    """Two editors have the form open. What both have changed is joined, or the second one chooses.
    Nothing is lost."""

    @pytest.fixture(scope="class")
    @classmethod
    def review(cls, module_db: Path) -> Review:
        return FullReviewFactory()

    @pytest.fixture(scope="class")
    @classmethod
    def form(cls, root: User, review: Review) -> dict[str, Any]:
        """The form of both, opened before the first one saves."""
        return opened(signed_in(root), review)

    @pytest.fixture
    def bea(self) -> Client:
        return signed_in(AdminFactory(first_name="Bea"))

    @staticmethod
    def save(client: Client, review: Review, form: dict[str, Any]) -> list[str]:
        """The messages that the page shows which follows ``form``."""
        response = posted(client, address(review), form | {"_continue": "1"})
        assert errors_of(response) == {}
        return [str(message) for message in get_messages(response.wsgi_request)]

    def test_saving_increments_the_version(
        self, desk: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        for version in (1, 2):
            posted(desk, address(plain), plain_form | {"version": version})
            assert stored(plain).version == version + 1

    @pytest.mark.parametrize("is_mine_first", [True, False])
    def test_changes_of_different_things_are_both_kept(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any], is_mine_first: bool
    ) -> None:
        body = "One.\n\nTwo.\n\nThree."
        assert self.save(desk, review, form | {"opening-0-body": body}) == ["Saved."]
        form = opened(desk, review)
        hers = form | {
            "headline": "Hers",
            "opening-0-body": body.replace("One", "1"),
            "good-0-label": "Hers",
        }
        mine = form | {
            "standfirst": "Mine.",
            "opening-0-body": body.replace("Three", "3").replace("\n", "\r\n"),
            "bad-0-DELETE": "on",
        }
        first, second = [(desk, mine), (bea, hers)][:: 1 if is_mine_first else -1]
        self.save(first[0], review, first[1])
        messages = self.save(second[0], review, second[1])
        saved = stored(review)
        assert (saved.headline, saved.standfirst) == ("Hers", "Mine.")
        assert saved.sections.get(placement="opening").body == "1.\n\nTwo.\n\n3."
        assert saved.points.get(polarity="good").label == "Hers"
        assert not saved.points.filter(pk=form["bad-0-id"]).exists()
        if not is_mine_first:
            kept = "Headline; The opening 1: Body; The good 1: Label"
            said = f"Bea saved changes while you had this page open. They are kept: {kept}."
            assert said in messages

    def test_conflict_refuses_the_save_and_shows_both_texts(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers", "opening-0-body": "Her words."})
        mine = form | {"headline": "Mine", "opening-0-body": "My words."}
        response = desk.post(address(review), mine)
        assert list(errors_of(response)) == ["__all__", "headline", "opening-0-body"]
        assert stored(review).headline == "Hers"
        page = response.content.decode()
        assert ('value="Mine"' in page, "My words.</textarea>" in page) == (True, True)
        assert "Bea changed this, too." in page
        assert "<del>My</del> words." in page
        assert "<ins>Her</ins> words." in page
        # Without a choice it is asked again.
        assert list(errors_of(posted(desk, address(review), mine))) == [
            "__all__",
            "headline",
            "opening-0-body",
        ]

    @pytest.mark.parametrize(
        ("choice", "headline", "body"),
        [
            ("mine", "Mine", "My words."),
            ("theirs", "Hers", "Her words."),
            ("both", "Mine", "My words.\n\nHer words."),
        ],
    )
    def test_second_editor_chooses(
        self,
        desk: Client,
        bea: Client,
        review: Review,
        form: dict[str, Any],
        choice: str,
        headline: str,
        body: str,
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers", "opening-0-body": "Her words."})
        mine = form | {"headline": "Mine", "opening-0-body": "My words."}
        refused = posted(desk, address(review), mine)
        again = retyped(refused, "mine") | retyped(refused, choice)
        refused = posted(desk, address(review), again | {"verdict-0-score": "99"})
        assert list(errors_of(refused)) == ["verdict-0-score"]
        self.save(desk, review, retyped(refused) | {"verdict-0-score": "7"})
        saved = stored(review)
        assert saved.headline == headline
        assert saved.sections.get(placement="opening").body == body
        recorded = [
            (event.get_kind_display(), event.why, content.headline, content.opening.items[0].body)
            for event in review.history.order_by("pk")
            if event.snapshot and (content := content_of_snapshot(event.snapshot))
        ]
        given_up = (
            "Working copy before the next step",
            "Given up for another editor's text: Headline; The opening 1: Body",
            "Mine",
            "My words.",
        )
        assert ("Saved", "", "Hers", "Her words.") in recorded
        assert (given_up in recorded) == (choice == "theirs")
        assert recorded[-1] == ("Saved", "", headline, body)

    def test_choice_between_other_texts_is_asked_again(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers"})
        again = retyped(posted(desk, address(review), form | {"headline": "Mine"}), "mine")
        self.save(bea, review, opened(bea, review) | {"headline": "Hers again"})
        refused = posted(desk, address(review), again)
        assert list(errors_of(refused)) == ["__all__", "headline"]
        self.save(desk, review, retyped(refused, "mine"))
        assert stored(review).headline == "Mine"

    def test_deleted_items(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        deleted = {"good-0-DELETE": "on", "verdict-0-DELETE": "on", "closing-0-DELETE": "on"}
        self.save(bea, review, form | deleted)
        mine = form | {"good-0-label": "Kept", "verdict-0-summary": "Kept."}
        messages = self.save(desk, review, mine)
        assert [point.label for point in review.points.filter(polarity="good")] == ["Kept"]
        assert Verdict.objects.get(review=review).summary == "Kept."
        assert review.sections.filter(placement="closing").count() == 0
        assert messages[:2] == [
            (
                "Bea saved changes while you had this page open. They are kept: "
                "The closing 1 (removed)."
            ),
            "Bea deleted what you have changed. It is stored again: The good 1; The verdict.",
        ]

    @pytest.mark.parametrize(("choice", "left"), [("mine", 0), ("theirs", 1)])
    def test_deletion_of_what_the_other_one_has_changed_is_asked_about(
        self,
        desk: Client,
        bea: Client,
        review: Review,
        form: dict[str, Any],
        choice: str,
        left: int,
    ) -> None:
        self.save(bea, review, form | {"good-0-label": "Hers"})
        refused = posted(desk, address(review), form | {"good-0-DELETE": "on"})
        assert list(errors_of(refused)) == ["__all__"]
        self.save(desk, review, retyped(refused, choice))
        assert review.points.filter(polarity="good", label="Hers").count() == left

    def test_moved_section_is_joined_where_it_is_now(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"opening-0-placement": "closing"})
        self.save(desk, review, form | {"opening-0-body": "Mine."})
        moved = review.sections.get(body="Mine.")
        assert moved.placement == "closing"
        assert review.sections.count() == 3

    def test_verdict_added_by_both_is_joined(
        self, desk: Client, bea: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        self.save(bea, plain, plain_form | {"verdict-0-recommendation": "skip"})
        mine = plain_form | {"verdict-0-summary": "Mine.", "verdict-0-recommendation": "skip"}
        self.save(desk, plain, mine)
        verdict = Verdict.objects.get(review=plain)
        assert (verdict.recommendation, verdict.summary) == ("skip", "Mine.")
        other = plain_form | {"verdict-0-recommendation": "mixed"}
        refused = posted(desk, address(plain), other)
        assert list(errors_of(refused)) == ["__all__", "verdict-0-recommendation"]

    def test_items_added_by_both_are_kept(
        self, desk: Client, bea: Client, plain: Review, plain_form: dict[str, Any]
    ) -> None:
        for client, label in ((bea, "Hers"), (desk, "Mine")):
            self.save(client, plain, plain_form | items("good", {"label": label}))
        assert {point.label for point in plain.points.all()} == {"Hers", "Mine"}

    def test_form_that_does_not_say_how_it_was_opened_undoes_nothing(
        self, desk: Client, bea: Client, review: Review, form: dict[str, Any]
    ) -> None:
        self.save(bea, review, form | {"headline": "Hers"})
        old = {name: value for name, value in form.items() if name not in ("version", "base")}
        assert list(errors_of(posted(desk, address(review), old))) == ["__all__", "headline"]

    def test_change_between_validation_and_saving(
        self,
        desk: Client,
        plain: Review,
        plain_form: dict[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        form = plain_form | {"headline": "Mine"}
        original = ReviewDesk.save_model

        def save_model(self: Any, request: Any, obj: Any, form: Any, change: bool) -> None:
            monkeypatch.setattr(ReviewDesk, "save_model", original)
            form.cleaned_data["version"] -= 1
            original(self, request, obj, form, change)

        monkeypatch.setattr(ReviewDesk, "save_model", save_model)
        response = posted(desk, address(plain), form)
        # The view validates the same form again, which is not stale.
        assert response.status_code == 302
        saved = stored(plain)
        assert (saved.headline, saved.version) == ("Mine", 2)


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
