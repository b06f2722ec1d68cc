"""The publishing steps and their confirmation pages, the public state, and deletion."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from desk.handing_in import hand_in
from desk.public_state import newest_editions, public_state, public_states
from desk.review_list import PublicStatusFilter, waiting_for_an_editor, with_public_status
from desk.steps.publishing import PUBLISHING_STEPS
from editions.history import Kind, record_working_copy
from editions.models import Edition, EditionBody, LeakConfirmation
from editions.publishing import publish, withdraw
from films.models import Film
from reviews.models import Review
from tests.desk_forms import address, values
from tests.factories import (
    AdminFactory,
    ContentNoteFactory,
    CriticFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context, unrendered

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)
IN_WORDS = "Friday, 1 May 2099, 12:00 UTC"
TYPED = {"live_from_0": "2099-05-01", "live_from_1": "12:00"}
AT_LATER = TYPED | {"confirmed": LATER.isoformat()}


@pytest.fixture(scope="module")
def ann(module_db: Path) -> User:
    return AdminFactory(username="ann")


@pytest.fixture
def desk(ann: User) -> Client:
    return signed_in(ann)


@pytest.fixture(scope="module")
def review_pk(module_db: Path) -> int:
    return FullReviewFactory(headline="The ballet of bullets").pk


@pytest.fixture
def review(review_pk: int) -> Review:
    return Review.objects.get(pk=review_pk)


def confirmation(desk: Client, review: Review, step: str) -> Any:
    response = desk.get(address(review, step))
    assert response.status_code == 200
    return response.context


def submit(desk: Client, review: Review, step: str, **given: Any) -> Any:
    version = Review.objects.get(pk=review.pk).version
    return desk.post(address(review, step), {"version": version} | given)


def form_errors(response: Any) -> list[str]:
    """The errors of the form, field by field."""
    return [str(text) for errors in response.context["form"].errors.values() for text in errors]


def messages(desk: Client, review: Review) -> list[str]:
    """The messages on the desk's page, which is not rendered."""
    with unrendered():
        response = desk.get(address(review))
    return [str(message) for message in get_messages(response.wsgi_request)]


def offered(client: Client, review: Review) -> set[str]:
    """The steps that the desk's page offers and that change what readers see."""
    steps = set(page_context(client, address(review))["steps"])
    return steps & {step.name for step in PUBLISHING_STEPS}


def edition_numbers() -> list[int]:
    return list(Edition.objects.order_by("number").values_list("number", flat=True))


class TestPublish:
    def test_page_says_what_will_happen(self, desk: Client, review: Review) -> None:
        context = confirmation(desk, review, "publish")
        assert context["sentences"] == [
            "The review becomes public immediately, for the first time."
        ]
        assert (context["is_possible"], context["findings"]) == (True, [])
        assert edition_numbers() == []

    def test_publishes_and_redirects_to_the_desk(self, desk: Client, review: Review) -> None:
        response = submit(desk, review, "publish")
        assert response.url == address(review)
        edition = Edition.objects.live().get()
        assert (edition.number, edition.by.username, edition.note) == (1, "ann", "")
        assert messages(desk, review) == ["Edition 1 is live."]

    def test_note_is_stored(self, desk: Client, review: Review) -> None:
        submit(desk, review, "publish", note="Corrected the runtime.")
        assert Edition.objects.get().note == "Corrected the runtime."

    def test_spoiler_mark_in_the_note_is_refused(self, desk: Client, review: Review) -> None:
        response = submit(desk, review, "publish", note="It was >!her sister!<")
        assert form_errors(response) == [
            (
                "This field is always public, and spoiler marks hide nothing in it. Remove >!, "
                "!< and lines that begin with :::. Spoilers belong behind a curtain in the text "
                "of the review."
            )
        ]
        assert edition_numbers() == []

    def test_page_names_replaced_and_cancelled_editions(self, desk: Client, review: Review) -> None:
        publish(review=review)
        pending = publish(review=review, live_from=LATER)
        assert confirmation(desk, review, "publish")["sentences"] == [
            "The new edition replaces edition 1 immediately.",
            f"Edition 2, scheduled for {IN_WORDS}, is cancelled. It was never public.",
            (
                "The working copy has not changed since the live edition. The new edition will "
                "have the same text."
            ),
        ]
        submit(desk, review, "publish")
        assert not Edition.objects.filter(pk=pending.pk).exists()
        assert edition_numbers() == [1, 3]

    def test_page_says_that_a_withdrawn_review_becomes_public(
        self, desk: Client, review: Review
    ) -> None:
        publish(review=review)
        withdraw(review=review)
        assert confirmation(desk, review, "publish")["sentences"] == [
            "The review was withdrawn. It becomes public again immediately."
        ]

    @pytest.mark.parametrize("step", ["publish", "schedule"])
    def test_findings_prevent_publishing(self, desk: Client, review: Review, step: str) -> None:
        review.verdict.delete()
        review.sections.filter(placement="opening").update(body="x\n\n>!open")
        context = confirmation(desk, review, step)
        assert context["is_possible"] is False
        assert [(f.place, f.anchor) for f in context["findings"]] == [
            ("The opening, 1, line 3", "id_opening-0-body"),
            ("The verdict", "id_verdict-0-recommendation"),
        ]
        assert context["findings"][1].message == (
            "A review needs a verdict before it is published. Choose a recommendation."
        )
        assert submit(desk, review, step, **AT_LATER).status_code == 200
        assert edition_numbers() == []

    def test_findings_are_shown_to_who_hands_in(self, desk: Client, review: Review) -> None:
        review.verdict.delete()
        context = confirmation(desk, review, "hand_in")
        assert [f.anchor for f in context["findings"]] == ["id_verdict-0-recommendation"]
        assert (context["is_stopped"], context["is_possible"]) == (False, True)
        assert submit(desk, review, "hand_in").status_code == 302

    def test_a_manuscript_changed_since_is_refused(self, desk: Client, review: Review) -> None:
        version = confirmation(desk, review, "publish")["form"]["version"].value()
        Review.objects.update(version=version + 1)
        response = desk.post(address(review, "publish"), {"version": version})
        assert form_errors(response) == [
            (
                "Somebody else has changed the working copy since you opened this page. Please "
                "check the page again."
            )
        ]
        assert edition_numbers() == []

    def test_is_not_offered_under_embargo(self, desk: Client, review: Review) -> None:
        Review.objects.update(embargo_until=LATER)
        assert confirmation(desk, review, "publish")["is_possible"] is False
        assert offered(desk, review) == {"schedule"}
        submit(desk, review, "publish")
        assert edition_numbers() == []


class TestLeaks:
    @pytest.fixture
    def leaking(self, review: Review) -> Review:
        SectionFactory(
            review=review,
            placement="closing",
            body="So the envoy is her sister after all.",
        )
        return review

    def asked(self, desk: Client, review: Review) -> dict[str, str]:
        """What the page asks about leaks: the description by the name of the field."""
        fields = confirmation(desk, review, "publish")["form"].fields
        return {name: field.label for name, field in fields.items() if name.startswith("leak-")}

    def test_are_listed(self, desk: Client, leaking: Review) -> None:
        assert list(self.asked(desk, leaking).values()) == [
            (
                "The closing, 2: “So the envoy is her sister after all.” gives away what is hidden "
                "in The opening, 1: “the envoy is her sister”"
            )
        ]

    def test_are_shown_to_who_hands_in(self, desk: Client, leaking: Review) -> None:
        (found,) = confirmation(desk, leaking, "hand_in")["leaks"]
        assert (found.anchor, [found.message]) == (
            "id_closing-1-body",
            list(self.asked(desk, leaking).values()),
        )
        assert f'#{found.anchor}">The closing, 2: ' in desk.get(address(leaking, "hand_in")).text
        # They are shown beside what keeps the review from being published, too.
        leaking.verdict.delete()
        context = confirmation(desk, leaking, "hand_in")
        assert (len(context["findings"]), len(context["leaks"])) == (1, 1)
        assert submit(desk, leaking, "hand_in").status_code == 302

    def test_of_a_content_note_leads_to_its_label(self, desk: Client, review: Review) -> None:
        ContentNoteFactory(review=review, label__name="So the envoy is her sister after all")
        (found,) = confirmation(desk, review, "hand_in")["leaks"]
        assert found.anchor == "id_notes-0-label"

    def test_of_a_field_of_the_review_lead_to_it(self, desk: Client, review: Review) -> None:
        Review.objects.update(standfirst="So the envoy is her sister after all.")
        (found,) = confirmation(desk, review, "hand_in")["leaks"]
        assert found.anchor == "id_standfirst"

    def test_of_a_fact_lead_nowhere_on_the_desk(self, desk: Client, review: Review) -> None:
        Film.objects.update(tagline="So the envoy is her sister after all.")
        (found,) = confirmation(desk, review, "hand_in")["leaks"]
        assert (found.anchor, "Tagline of the film" in found.message) == ("", True)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_without_a_reason_they_prevent_publishing(
        self, desk: Client, leaking: Review, reason: str
    ) -> None:
        (name,) = self.asked(desk, leaking)
        assert form_errors(submit(desk, leaking, "publish", **{name: reason})) == [
            "This field is required."
        ]
        assert edition_numbers() == []
        assert not LeakConfirmation.objects.exists()

    def test_confirmation_is_stored(self, desk: Client, leaking: Review, ann: User) -> None:
        (name,) = self.asked(desk, leaking)
        response = submit(desk, leaking, "publish", **{name: "The trailer shows it."})
        assert response.status_code == 302
        assert [leak["confirmed"] for leak in EditionBody.objects.get().leaks] == [True]
        row = LeakConfirmation.objects.get()
        assert (row.reason, row.by, row.review) == ("The trailer shows it.", ann, leaking)

    def test_confirmed_leaks_are_not_asked_again_until_either_place_changes(
        self, desk: Client, leaking: Review
    ) -> None:
        (name,) = self.asked(desk, leaking)
        submit(desk, leaking, "publish", **{name: "The trailer shows it."})
        Review.objects.filter(pk=leaking.pk).update(standfirst="Corrected.")
        assert self.asked(desk, leaking) == {}
        closing = leaking.sections.filter(heading__startswith="Section")
        closing.update(body="And so the envoy is her sister, they say.")
        assert len(self.asked(desk, leaking)) == 1

    def test_leak_in_the_note_is_asked_for(self, desk: Client, review: Review) -> None:
        said = "The envoy is her sister now."
        response = submit(desk, review, "publish", note=said)
        assert form_errors(response) == ["This field is required."]
        (name,) = (n for n in response.context["form"].fields if n.startswith("leak-"))
        assert submit(desk, review, "publish", note=said, **{name: "Yes."}).status_code == 302

    def test_a_leak_that_was_not_shown_prevents_publishing(
        self, desk: Client, leaking: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.steps.leaks.leaks_of", lambda *args, **kwargs: [])
        assert form_errors(submit(desk, leaking, "publish")) == [
            (
                "The public text now gives other hidden text away that you have not seen yet. "
                "Check the list again."
            )
        ]
        assert edition_numbers() == []


class TestSchedule:
    def test_page_says_what_will_happen(self, desk: Client, review: Review) -> None:
        publish(review=review)
        assert confirmation(desk, review, "schedule")["sentences"] == [
            (
                "The scheduled edition will have the text of the working copy as it is now. To "
                "include later changes, publish or schedule again."
            ),
            "Until then readers see edition 1.",
            "All times are in UTC.",
        ]

    def test_moment_is_shown_in_words_before_anything_happens(
        self, desk: Client, review: Review
    ) -> None:
        asked = submit(desk, review, "schedule", **TYPED).context
        assert asked["asked"] == IN_WORDS
        assert edition_numbers() == []
        shown = {name: asked["form"].data[name] for name in ("version", *AT_LATER)}
        other = shown | {"live_from_1": "12:01"}
        assert desk.post(address(review, "schedule"), other).context["asked"].endswith("12:01 UTC")
        assert edition_numbers() == []
        assert desk.post(address(review, "schedule"), shown).status_code == 302
        assert edition_numbers() == [1]

    def test_a_moment_that_has_passed_is_refused(self, desk: Client, review: Review) -> None:
        past = {"live_from_0": "2020-02-29", "live_from_1": "09:00"}
        past["confirmed"] = "2020-02-29T09:00:00+00:00"
        assert form_errors(submit(desk, review, "schedule", **past)) == [
            (
                "Saturday, 29 February 2020, 09:00 UTC has passed. Enter a later time, or publish "
                "the review now."
            )
        ]
        assert edition_numbers() == []

    def test_creates_a_pending_edition(self, desk: Client, review: Review) -> None:
        assert submit(desk, review, "schedule", **AT_LATER).url == address(review)
        assert Edition.objects.pending().get().live_from == LATER
        assert messages(desk, review) == [f"Edition 1 goes live on {IN_WORDS}."]

    def test_requires_date_and_time(self, desk: Client, review: Review) -> None:
        assert form_errors(submit(desk, review, "schedule")) == ["This field is required."]
        assert edition_numbers() == []

    def test_a_time_before_the_end_of_the_embargo_is_refused(
        self, desk: Client, review: Review
    ) -> None:
        Review.objects.update(embargo_until=LATER + timedelta(days=1))
        assert form_errors(submit(desk, review, "schedule", **AT_LATER)) == [
            (
                "The embargo ends on Saturday, 2 May 2099, 12:00 UTC. Schedule the edition for "
                "then or later."
            )
        ]
        assert edition_numbers() == []

    def test_initial_time_is_the_end_of_the_embargo(self, desk: Client, review: Review) -> None:
        Review.objects.update(embargo_until=LATER)
        assert confirmation(desk, review, "schedule")["form"]["live_from"].value() == LATER


class TestUpdate:
    @pytest.fixture
    def pending(self, review: Review) -> Edition:
        return publish(review=review, live_from=LATER, note="Corrected the runtime.")

    def test_gives_the_scheduled_moment_the_text_of_the_working_copy(
        self, desk: Client, review: Review, pending: Edition
    ) -> None:
        review.sections.update(body="Other words.")
        context = confirmation(desk, review, "update")
        assert context["sentences"] == [
            (
                "A new edition with the text of the working copy as it is now takes the place of "
                "edition 1, which was never public. It goes live at the same moment: "
                f"{IN_WORDS}."
            )
        ]
        form = values(context["form"])
        assert form["note"] == "Corrected the runtime."
        assert desk.post(address(review, "update"), form).status_code == 302
        edition = Edition.objects.get()
        assert (edition.number, edition.live_from) == (2, LATER)
        assert (edition.note, public_state(review).pending_lacks_changes) == (form["note"], False)

    def test_is_not_possible_if_it_has_the_text(
        self, desk: Client, review: Review, pending: Edition
    ) -> None:
        context = confirmation(desk, review, "update")
        assert (context["sentences"], context["is_possible"]) == (
            ["Edition 1 already has the text of the working copy."],
            False,
        )

    def test_another_moment_than_the_page_described_is_refused(
        self, desk: Client, review: Review, pending: Edition
    ) -> None:
        review.sections.update(body="Other words.")
        form = values(confirmation(desk, review, "update")["form"])
        publish(review=review, live_from=LATER + timedelta(hours=1))
        review.sections.update(body="Yet other words.")
        assert form_errors(desk.post(address(review, "update"), form)) == [
            "What is scheduled has changed since you opened this page. Please open it again."
        ]
        assert edition_numbers() == [2]


class TestBackdate:
    PAST = {
        "live_from_0": "2020-02-29",
        "live_from_1": "09:00",
        "confirmed": "2020-02-29T09:00:00+00:00",
    }

    def test_publishes_at_once_with_the_earlier_date(self, desk: Client, review: Review) -> None:
        assert confirmation(desk, review, "backdate")["sentences"][:2] == [
            "The review becomes public immediately, for the first time.",
            (
                "The site and its feeds say that it was published at the earlier moment that you "
                "enter. This is meant for a review that first appeared elsewhere."
            ),
        ]
        assert submit(desk, review, "backdate", **self.PAST).status_code == 302
        assert Edition.objects.live().get().live_from == datetime(2020, 2, 29, 9, tzinfo=UTC)

    def test_refuses_what_has_not_come_yet(self, desk: Client, review: Review) -> None:
        assert form_errors(submit(desk, review, "backdate", **AT_LATER)) == [
            f"{IN_WORDS} has not come yet. To publish it then, schedule it."
        ]

    def test_is_not_possible_once_the_review_was_public(self, desk: Client, review: Review) -> None:
        publish(review=review)
        assert confirmation(desk, review, "backdate")["is_possible"] is False
        assert submit(desk, review, "backdate", **self.PAST).status_code == 200
        assert edition_numbers() == [1]


class TestCancel:
    def test_page_says_what_will_happen_and_post_does_it(
        self, desk: Client, review: Review
    ) -> None:
        live = publish(review=review)
        publish(review=review, live_from=LATER)
        assert confirmation(desk, review, "cancel")["sentences"] == [
            f"Edition 2 will not go live on {IN_WORDS}. The working copy does not change.",
            "Edition 1 stays live.",
        ]
        assert submit(desk, review, "cancel").url == address(review)
        assert list(Edition.objects.all()) == [live]
        assert messages(desk, review) == ["The scheduled edition is cancelled."]

    def test_is_not_possible_if_nothing_is_scheduled(self, desk: Client, review: Review) -> None:
        publish(review=review)
        context = confirmation(desk, review, "cancel")
        assert (context["sentences"], context["is_possible"]) == (
            ["No edition is scheduled."],
            False,
        )
        assert submit(desk, review, "cancel").status_code == 200


class TestWithdraw:
    def test_page_says_what_will_happen_and_post_does_it(
        self, desk: Client, review: Review
    ) -> None:
        publish(review=review)
        publish(review=review, live_from=LATER)
        assert confirmation(desk, review, "withdraw")["sentences"] == [
            "The review is removed from the site. Its address tells readers that it is gone.",
            f"Edition 2, scheduled for {IN_WORDS}, is cancelled. It was never public.",
            (
                "The working copy and all editions that were public are kept. You can publish the "
                "review again."
            ),
        ]
        assert submit(desk, review, "withdraw").url == address(review)
        assert (Edition.objects.live().count(), edition_numbers()) == (0, [1])

    def test_is_not_possible_if_nothing_is_public(self, desk: Client, review: Review) -> None:
        context = confirmation(desk, review, "withdraw")
        assert context["sentences"] == ["No edition of this review is published or scheduled."]
        assert context["is_possible"] is False


class TestPublicState:
    def test_never_published(self, review: Review) -> None:
        state = public_state(review)
        assert (state.live, state.pending, state.was_live, state.has_changes) == (
            None,
            None,
            False,
            None,
        )

    def test_live_without_changes(self, review: Review) -> None:
        edition = publish(review=review)
        state = public_state(review)
        assert (state.live, state.has_changes) == (edition, False)
        editions, older = newest_editions(review, state)
        assert ([each["number"] for each in editions], older) == ([edition.number], 0)

    def test_live_without_changes_after_a_change_of_the_site_language(
        self, review: Review, settings: LazySettings
    ) -> None:
        """The edition holds headings that are made from credits, such as "Ann Lee as Eve"."""
        publish(review=review)
        settings.LANGUAGE_CODE = "de"
        assert public_state(review).has_changes is False

    def test_live_with_changes(self, review: Review) -> None:
        publish(review=review)
        review.sections.update(body="Other words.")
        assert public_state(review).has_changes is True

    def test_scheduled(self, review: Review) -> None:
        live, pending = publish(review=review), publish(review=review, live_from=LATER)
        state = public_state(review)
        assert (state.live, state.pending) == (live, pending)
        assert [
            (each["number"], each["is_live"], each["is_pending"])
            for each in newest_editions(review, state)[0]
        ] == [(2, False, True), (1, True, False)]

    def test_older_editions_are_counted_and_linked(
        self, desk: Client, review: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.public_state.MAX_EDITIONS", 1)
        for _number in range(3):
            publish(review=review)
        editions, older = newest_editions(review, public_state(review))
        assert ([each["number"] for each in editions], older) == ([3], 2)
        page = desk.get(address(review)).text
        assert "3 editions</summary>" in page
        assert f'<a href="{address(review, "history")}">2 older editions are in' in page
        assert "2 older editions are among the lines" in desk.get(address(review, "history")).text

    def test_numbers_that_are_missing_are_explained(self, desk: Client, review: Review) -> None:
        publish(review=review)
        assert "cancelled are not listed" not in desk.get(address(review)).text
        publish(review=review, live_from=LATER)
        publish(review=review)
        assert edition_numbers() == [1, 3]
        assert "cancelled are not listed" in desk.get(address(review)).text

    def test_scheduled_without_the_latest_changes(self, review: Review) -> None:
        publish(review=review)
        review.sections.update(body="Other words.")
        publish(review=review, live_from=LATER)
        state = public_state(review)
        assert (state.has_changes, state.pending_lacks_changes) == (True, False)
        review.sections.update(body="Yet other words.")
        assert public_state(review).pending_lacks_changes is True

    def test_changed_facts_are_no_changes_of_the_working_copy(self, review: Review) -> None:
        publish(review=review)
        review.film.slug = "renamed"
        review.film.save()
        Review.objects.update(slug="moved")
        assert public_state(Review.objects.get()).has_changes is False

    def test_withdrawn(self, review: Review) -> None:
        publish(review=review)
        withdraw(review=review)
        state = public_state(review)
        assert (state.live, state.was_live) == (None, True)

    def test_an_unreadable_edition_counts_as_changed(self, review: Review) -> None:
        publish(review=review)
        EditionBody.objects.update(content={"other": "shape"})
        assert public_state(review).has_changes is True

    def test_desk_shows_the_state_and_offers_the_steps(self, desk: Client, review: Review) -> None:
        steps = [set(page_context(desk, address(review))["steps"])]
        publish(review=review)
        steps.append(set(page_context(desk, address(review))["steps"]))
        publish(review=review, live_from=LATER)
        context = desk.get(address(review)).context
        steps.append(set(context["steps"]))
        assert steps == [
            {"note", "hand_in", "publish", "schedule", "backdate"},
            {"note", "publish", "schedule", "withdraw"},
            {"note", "publish", "schedule", "withdraw", "cancel"},
        ]
        assert context["state"] == public_state(review)

    def test_list_says_where_each_review_stands_as_its_own_page_does(
        self, desk: Client, review: Review
    ) -> None:
        names = ("live", "changed", "scheduled", "lacking", "withdrawn", "submitted", "embargo")
        reviews = {name: VerdictFactory(review__headline=name).review for name in names}
        for name in ("live", "changed", "scheduled", "lacking", "withdrawn"):
            publish(review=reviews[name])
        for name in ("changed", "scheduled", "lacking"):
            Review.objects.filter(pk=reviews[name].pk).update(standfirst="Corrected.")
        for name in ("scheduled", "lacking"):
            publish(review=reviews[name], live_from=LATER)
        Review.objects.filter(pk=reviews["lacking"].pk).update(standfirst="Corrected again.")
        withdraw(review=reviews["withdrawn"])
        submitted = [reviews[name].pk for name in ("submitted", "live", "lacking")]
        Review.objects.filter(pk__in=submitted).update(stage=Review.Stage.SUBMITTED)
        Review.objects.filter(pk=reviews["embargo"].pk).update(embargo_until=LATER)

        with CaptureQueriesContext(connection) as queries:
            # A search, as below: it has queries of its own. All critics have this name.
            context = page_context(desk, "/admin/reviews/review/", q="critic")
        list_of_reviews = context["cl"]
        status = list_of_reviews.model_admin.status
        lines = {row.headline: status(row) for row in list_of_reviews.result_list}
        assert lines == {
            review.headline: "Draft",
            "live": "Live: edition 1",
            "changed": "Live with unpublished changes: edition 1",
            "scheduled": (
                "Live with unpublished changes: edition 1 · "
                f"Edition 2 goes live on {IN_WORDS}, with the latest changes"
            ),
            "lacking": (
                "Live with unpublished changes: edition 1 · "
                f"Edition 2 goes live on {IN_WORDS}, without the latest changes"
            ),
            "withdrawn": "Withdrawn",
            "submitted": "Handed in",
            "embargo": f"Draft · Under embargo until {IN_WORDS}",
        }
        for row in list_of_reviews.result_list:
            shown = page_context(desk, address(row))["state"].where_it_stands()
            assert lines[row.headline] == " · ".join(shown)

        Review.objects.exclude(pk=reviews["lacking"].pk).update(headline="hidden")
        with CaptureQueriesContext(connection) as for_one:
            page = page_context(desk, "/admin/reviews/review/", q="lacking")
        assert len(page["cl"].result_list) == 1
        assert len(for_one) == len(queries)

    def test_is_submitted_as_the_filter_of_the_list_says(self, ann: User, review: Review) -> None:
        """Publishing keeps the stage, so that it does not say whether the review waits."""
        others = [VerdictFactory().review for _number in range(2)]
        every = Review.objects.all()

        def submitted() -> set[int]:
            states = public_states(every)
            found = {pk for pk, state in states.items() if "Handed in" in state.where_it_stands()}
            listed = with_public_status(every).filter(waiting_for_an_editor())
            assert found == set(listed.values_list("pk", flat=True))
            return found

        for each in (review, *others):
            hand_in(review=each, by=ann)
        assert submitted() == {each.pk for each in (review, *others)}
        publish(review=review)
        publish(review=others[0], live_from=LATER)
        every.update(standfirst="Corrected.")
        assert submitted() == {others[1].pk}
        every.update(stage=Review.Stage.DRAFT)
        hand_in(review=review, by=ann)
        assert submitted() == {review.pk}

    def test_two_pending_editions(self, desk: Client, ann: User, review: Review) -> None:
        """A server whose clock is ahead of this one's has published twice."""
        for _number in range(2):
            publish(review=review)
        ahead = timedelta(seconds=30)
        Edition.objects.update(live_from=F("live_from") + ahead, live_until=F("live_until") + ahead)
        hand_in(review=review, by=ann)
        for status in ("scheduled", "submitted"):
            page = page_context(desk, "/admin/reviews/review/", status=status)["cl"]
            assert (page.result_count, list(page.result_list)) == (1, [review])
        for number in (1, 2):
            # Without an order, PostgreSQL returns the row that was written last after the others.
            Edition.objects.filter(number=number).update(note="Written last.")
            assert public_state(review).pending == Edition.objects.get(number=1)

    def test_list_of_reviews_can_be_filtered_by_status(self, desk: Client, review: Review) -> None:
        names = ("live", "due", "both", "withdrawn")
        reviews = {name: VerdictFactory(review__headline=name).review for name in names}
        for name in ("live", "both", "withdrawn"):
            publish(review=reviews[name])
        for name in ("due", "both"):
            publish(review=reviews[name], live_from=LATER)
        withdraw(review=reviews["withdrawn"])
        Review.objects.filter(pk=review.pk).update(headline="draft")
        ReviewFactory(headline="submitted", stage=Review.Stage.SUBMITTED, embargo_until=LATER)

        def listed(status: str) -> set[str]:
            page = page_context(desk, "/admin/reviews/review/", status=status)
            return {row.headline for row in page["cl"].queryset}

        assert {status: listed(status) for status in PublicStatusFilter.statuses} == {
            "live": {"live", "both"},
            "scheduled": {"due", "both"},
            "not_live": {"due", "withdrawn", "draft", "submitted"},
            "withdrawn": {"withdrawn"},
            "draft": {"draft"},
            "submitted": {"submitted"},
            "embargo": {"submitted"},
        }
        assert len(listed("")) == 6

        assert listed("changed") == set()
        for changed in (reviews["live"], review):
            Review.objects.filter(pk=changed.pk).update(standfirst="New.")
            record_working_copy(changed, Kind.SAVED)
        assert listed("changed") == {"live"}


class TestDelete:
    @pytest.fixture(params=[Role.EDITOR, Role.CHIEF])
    def editor(self, request: pytest.FixtureRequest) -> Client:
        return signed_in(account(request.param))

    def test_a_published_review_is_protected(self, editor: Client, review: Review) -> None:
        publish(review=review)
        page = editor.get(address(review, "delete"))
        assert (page.status_code, page.context["protected"]) == (200, [review.headline])
        assert "cannot be deleted, because editions are kept." in page.content.decode()
        may_withdraw = page.context["user"].has_perm("editions.withdraw_review")
        assert ("You can withdraw it instead." in page.content.decode()) == may_withdraw
        withdraw(review=review)
        assert "You can withdraw" not in editor.get(address(review, "delete")).content.decode()
        # A POST does not delete it either.
        editor.post(address(review, "delete"), {"post": "yes"})
        assert Review.objects.filter(pk=review.pk).exists()

    def test_an_unpublished_review_is_deleted(self, editor: Client, review: Review) -> None:
        editor.post(address(review, "delete"), {"post": "yes"})
        assert not Review.objects.filter(pk=review.pk).exists()

    def test_bulk_deletion_with_a_published_review_is_refused(
        self, editor: Client, review: Review
    ) -> None:
        publish(review=review)
        both = [review.pk, ReviewFactory().pk]
        chosen = {"action": "delete_selected", "_selected_action": both, "post": "yes"}
        editor.post("/admin/reviews/review/", chosen)
        assert Review.objects.count() == 2


class TestPermissions:
    @pytest.mark.parametrize(
        ("role", "statuses"),
        [
            (Role.CRITIC, {"publish": 403, "schedule": 403, "cancel": 403, "withdraw": 403}),
            (Role.EDITOR, {"publish": 200, "schedule": 200, "cancel": 200, "withdraw": 403}),
            (Role.CHIEF, {"publish": 200, "schedule": 200, "cancel": 200, "withdraw": 200}),
        ],
    )
    def test_each_step_requires_its_permission(self, role: Role, statuses: dict[str, int]) -> None:
        user = account(role)
        review = VerdictFactory(review__critic=CriticFactory(user=user)).review
        publish(review=review)
        client = signed_in(user)
        with unrendered():
            for ask in (client.get, client.post):
                found = {step: ask(address(review, step), {}).status_code for step in statuses}
                assert found == statuses
        assert offered(client, review) == {
            step for step, status in statuses.items() if status == 200
        } - {"cancel"}

    @pytest.mark.parametrize("step", ["publish", "schedule", "cancel", "withdraw", "preview"])
    def test_reviews_of_others_are_not_found(self, review: Review, step: str) -> None:
        client = signed_in(account(Role.CRITIC))
        assert client.get(address(review, step)).url == "/admin/"

    def test_a_critic_can_read_a_submitted_review(self) -> None:
        user = account(Role.CRITIC)
        review = FullReviewFactory(
            critic=CriticFactory(user=user), stage="submitted", headline="Read only"
        )
        response = signed_in(user).get(address(review))
        page = response.content.decode()
        assert ("Read only" in page, 'name="_continue"' in page) == (True, False)
        assert ("your account cannot change now" in page, "Saving changes" in page) == (True, False)
        assert [part.count for part in response.context["parts"] if part.key == "cast"] == [2]

    def test_get_does_not_publish(self, desk: Client, review: Review) -> None:
        version = review.version
        desk.get(address(review, "publish"), {"version": version})
        assert edition_numbers() == []

    def test_post_requires_a_csrf_token(self, review: Review) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(AdminFactory())
        response = client.post(address(review, "publish"), {"version": review.version})
        assert (response.status_code, edition_numbers()) == (403, [])


class TestScheduledOnly:
    def test_cancel_and_withdraw_mention_no_live_edition(
        self, desk: Client, review: Review
    ) -> None:
        publish(review=review, live_from=LATER)
        cancel, withdrawal = (
            " ".join(confirmation(desk, review, step)["sentences"])
            for step in ("cancel", "withdraw")
        )
        assert "will not go live" in cancel
        assert "stays live" not in cancel
        assert "removed from the site" not in withdrawal
