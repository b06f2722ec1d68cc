"""From the desk into the public and out of it: each step says what it will do, and asks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from desk.review_list import StandingFilter
from editions.models import Edition
from editions.publishing import publish, withdraw
from reviews.models import Review
from tests.desk_forms import address
from tests.factories import (
    AdminFactory,
    CriticFactory,
    FullReviewFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

LATER = datetime(2099, 5, 1, 12, tzinfo=UTC)
AT_LATER = {"live_from_0": "2099-05-01", "live_from_1": "12:00:00"}


@pytest.fixture
def desk() -> Client:
    return signed_in(AdminFactory(username="ann"))


@pytest.fixture
def review() -> Review:
    return FullReviewFactory(headline="The ballet of bullets")


def ask(desk: Client, review: Review, step: str) -> Any:
    response = desk.get(address(review, step))
    assert response.status_code == 200
    return response.context


def take(desk: Client, review: Review, step: str, **given: Any) -> Any:
    version = Review.objects.get(pk=review.pk).version
    return desk.post(address(review, step), {"version": version} | given)


def said(response: Any) -> list[str]:
    """What the form says is wrong, field by field."""
    return [str(text) for errors in response.context["form"].errors.values() for text in errors]


def messages(desk: Client, review: Review) -> list[str]:
    return [str(message) for message in desk.get(address(review)).context["messages"]]


def numbers() -> list[int]:
    return list(Edition.objects.order_by("number").values_list("number", flat=True))


class TestPublishing:
    def test_says_first_what_will_happen(self, desk: Client, review: Review) -> None:
        context = ask(desk, review, "publish")
        assert context["sentences"] == ["Readers see the review at once, for the first time."]
        assert (context["possible"], context["findings"]) == (True, [])
        assert numbers() == []

    def test_publishes_in_ones_name_and_leads_back(self, desk: Client, review: Review) -> None:
        response = take(desk, review, "publish")
        assert response.url == address(review)
        edition = Edition.objects.live().get()
        assert (edition.number, edition.by.username, edition.note) == (1, "ann", "")
        assert messages(desk, review) == ["Edition 1 is live."]

    def test_with_a_note_for_readers(self, desk: Client, review: Review) -> None:
        take(desk, review, "publish", note="Corrected the runtime.")
        assert Edition.objects.get().note == "Corrected the runtime."

    def test_a_note_holds_no_curtain(self, desk: Client, review: Review) -> None:
        response = take(desk, review, "publish", note="It was >!her sister!<")
        assert said(response) == [
            (
                "This field is public and holds no curtains. Take out >!, !< and lines that begin "
                "with :::, and move what is a spoiler into the text."
            )
        ]
        assert numbers() == []

    def test_says_which_edition_gives_way(self, desk: Client, review: Review) -> None:
        publish(review=review)
        pending = publish(review=review, live_from=LATER)
        assert ask(desk, review, "publish")["sentences"] == [
            "Readers see the new edition at once, in the place of edition 1.",
            "Edition 2, scheduled for May 1, 2099, noon, is dropped. Nobody has read it.",
            "The manuscript says what the live edition says: nothing has changed.",
        ]
        take(desk, review, "publish")
        assert not Edition.objects.filter(pk=pending.pk).exists()
        assert numbers() == [1, 3]

    def test_says_that_it_comes_back(self, desk: Client, review: Review) -> None:
        publish(review=review)
        withdraw(review=review)
        assert ask(desk, review, "publish")["sentences"] == [
            "The review, which was withdrawn, is public again at once."
        ]

    @pytest.mark.parametrize("step", ["publish", "schedule"])
    def test_what_is_wrong_stands_in_the_way(self, desk: Client, review: Review, step: str) -> None:
        review.verdict.delete()
        review.sections.filter(placement="opening").update(body="x\n\n>!open")
        context = ask(desk, review, step)
        assert context["possible"] is False
        assert [(f.place, f.anchor) for f in context["findings"]] == [
            ("The opening, 1, line 3", "part-opening"),
            ("", ""),
        ]
        assert context["findings"][1].message == (
            "A review is published with its verdict: give a recommendation."
        )
        assert take(desk, review, step, **AT_LATER).status_code == 200
        assert numbers() == []

    def test_a_manuscript_changed_meanwhile_is_looked_at_again(
        self, desk: Client, review: Review
    ) -> None:
        version = ask(desk, review, "publish")["form"]["version"].value()
        Review.objects.update(version=version + 1)
        response = desk.post(address(review, "publish"), {"version": version})
        assert said(response) == [
            "Somebody has changed the manuscript since this page was opened. Look at it again."
        ]
        assert numbers() == []

    def test_under_embargo_it_is_not_there(self, desk: Client, review: Review) -> None:
        Review.objects.update(embargo_until=LATER)
        assert ask(desk, review, "publish")["possible"] is False
        assert set(desk.get(address(review)).context["steps"]) == {"schedule"}
        take(desk, review, "publish")
        assert numbers() == []


class TestLeaks:
    @pytest.fixture
    def leaking(self, review: Review) -> Review:
        SectionFactory(
            review=review,
            placement="closing",
            body="So the envoy is her sister after all.",
        )
        return review

    def test_are_listed_to_be_confirmed(self, desk: Client, leaking: Review) -> None:
        choices = ask(desk, leaking, "publish")["form"].fields["leaks"].choices
        assert [sentence for _key, sentence in choices] == [
            (
                "“the envoy is her sister” is hidden in The opening, 1, and stands in public: “…So "
                "the envoy is her sister after all…”"
            )
        ]

    def test_unconfirmed_they_stand_in_the_way(self, desk: Client, leaking: Review) -> None:
        assert said(take(desk, leaking, "publish")) == [
            "Confirm each of these, or go back to the desk and mend it."
        ]
        assert numbers() == []

    def test_confirmed_they_are_noted(self, desk: Client, leaking: Review) -> None:
        choices = ask(desk, leaking, "publish")["form"].fields["leaks"].choices
        response = take(desk, leaking, "publish", leaks=[key for key, _sentence in choices])
        assert response.status_code == 302
        assert [leak["confirmed"] for leak in Edition.objects.get().leaks] == [True]

    def test_another_that_nobody_confirmed_stands_in_the_way(
        self, desk: Client, leaking: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.steps.leaks_of", lambda content, film: [])
        assert said(take(desk, leaking, "publish")) == [
            "Public text gives something else away by now. Look at it again."
        ]
        assert numbers() == []


class TestScheduling:
    def test_says_what_will_happen(self, desk: Client, review: Review) -> None:
        publish(review=review)
        assert ask(desk, review, "schedule")["sentences"] == [
            (
                "The manuscript is frozen as it stands now. What is written later needs an edition "
                "more."
            ),
            "Until then readers see edition 1.",
            "Times are those of UTC.",
        ]

    def test_makes_a_pending_edition(self, desk: Client, review: Review) -> None:
        assert take(desk, review, "schedule", **AT_LATER).url == address(review)
        assert Edition.objects.pending().get().live_from == LATER
        assert messages(desk, review) == ["Edition 1 goes live on May 1, 2099, noon."]

    def test_asks_for_the_moment(self, desk: Client, review: Review) -> None:
        assert said(take(desk, review, "schedule")) == ["This field is required."]
        assert numbers() == []

    def test_refused_it_says_why(self, desk: Client, review: Review) -> None:
        Review.objects.update(embargo_until=LATER + timedelta(days=1))
        assert said(take(desk, review, "schedule", **AT_LATER)) == [
            "The embargo ends on 2099-05-02 12:00+00:00. Schedule the edition for then or later."
        ]
        assert numbers() == []

    def test_suggests_the_end_of_the_embargo(self, desk: Client, review: Review) -> None:
        Review.objects.update(embargo_until=LATER)
        assert ask(desk, review, "schedule")["form"]["live_from"].value() == LATER


class TestCancelling:
    def test_says_what_will_happen_and_does_it(self, desk: Client, review: Review) -> None:
        live = publish(review=review)
        publish(review=review, live_from=LATER)
        assert ask(desk, review, "cancel")["sentences"] == [
            "Edition 2 will not go live on May 1, 2099, noon. The manuscript stays as it is.",
            "Edition 1 stays live.",
        ]
        assert take(desk, review, "cancel").url == address(review)
        assert list(Edition.objects.all()) == [live]
        assert messages(desk, review) == ["What was scheduled is cancelled."]

    def test_nothing_scheduled(self, desk: Client, review: Review) -> None:
        publish(review=review)
        context = ask(desk, review, "cancel")
        assert (context["sentences"], context["possible"]) == (["Nothing is scheduled."], False)
        assert take(desk, review, "cancel").status_code == 200


class TestWithdrawing:
    def test_says_what_will_happen_and_does_it(self, desk: Client, review: Review) -> None:
        publish(review=review)
        publish(review=review, live_from=LATER)
        assert ask(desk, review, "withdraw")["sentences"] == [
            "Readers no longer find the review: its address says that it is gone.",
            "Edition 2, scheduled for May 1, 2099, noon, is dropped. Nobody has read it.",
            "The manuscript and the editions are kept, and it can be published again.",
        ]
        assert take(desk, review, "withdraw").url == address(review)
        assert (Edition.objects.live().count(), numbers()) == (0, [1])

    def test_nothing_public(self, desk: Client, review: Review) -> None:
        context = ask(desk, review, "withdraw")
        assert context["sentences"] == ["Nothing of this review is published or scheduled."]
        assert context["possible"] is False


class TestWhereItStands:
    def state(self, desk: Client, review: Review) -> Any:
        return desk.get(address(review)).context["state"]

    def test_never_published(self, desk: Client, review: Review) -> None:
        state = self.state(desk, review)
        assert (state.live, state.pending, state.was_live, state.differs) == (
            None,
            None,
            False,
            None,
        )

    def test_live_and_the_same(self, desk: Client, review: Review) -> None:
        edition = publish(review=review)
        state = self.state(desk, review)
        assert (state.live, state.differs, state.editions) == (edition, False, [edition])

    def test_live_and_written_on_since(self, desk: Client, review: Review) -> None:
        publish(review=review)
        review.sections.update(body="Other words.")
        assert self.state(desk, review).differs is True

    def test_scheduled(self, desk: Client, review: Review) -> None:
        live, pending = publish(review=review), publish(review=review, live_from=LATER)
        state = self.state(desk, review)
        assert (state.live, state.pending, state.editions) == (live, pending, [pending, live])

    def test_withdrawn(self, desk: Client, review: Review) -> None:
        publish(review=review)
        withdraw(review=review)
        state = self.state(desk, review)
        assert (state.live, state.was_live) == (None, True)

    def test_an_edition_that_cannot_be_read_differs(self, desk: Client, review: Review) -> None:
        publish(review=review)
        Edition.objects.update(content={"other": "shape"})
        assert self.state(desk, review).differs is True

    def test_what_can_be_done_about_it(self, desk: Client, review: Review) -> None:
        steps = [set(desk.get(address(review)).context["steps"])]
        publish(review=review)
        steps.append(set(desk.get(address(review)).context["steps"]))
        publish(review=review, live_from=LATER)
        steps.append(set(desk.get(address(review)).context["steps"]))
        assert steps == [
            {"publish", "schedule"},
            {"publish", "schedule", "withdraw"},
            {"publish", "schedule", "withdraw", "cancel"},
        ]

    def test_the_list_of_reviews_says_it_too(self, desk: Client, review: Review) -> None:
        publish(review=review)
        publish(review=review, live_from=LATER)
        ReviewFactory(stage=Review.Stage.SUBMITTED)
        gone = FullReviewFactory()
        publish(review=gone)
        withdraw(review=gone)
        response = desk.get("/admin/reviews/review/")
        review_admin = response.context["cl"].model_admin
        assert [review_admin.status(row) for row in response.context["cl"].queryset] == [
            "Withdrawn",
            "submitted",
            "Live: edition 1, Goes live 05/01/2099 noon",
        ]

    def test_the_list_of_reviews_can_be_narrowed_to_it(self, desk: Client) -> None:
        reviews = {name: FullReviewFactory(headline=name) for name in ("live", "due", "both")}
        withdrawn = FullReviewFactory(headline="withdrawn")
        for review in (reviews["live"], reviews["both"], withdrawn):
            publish(review=review)
        for review in (reviews["due"], reviews["both"]):
            publish(review=review, live_from=LATER)
        withdraw(review=withdrawn)
        FullReviewFactory(headline="draft")
        FullReviewFactory(headline="submitted", stage=Review.Stage.SUBMITTED)

        def listed(status: str) -> set[str]:
            page = desk.get("/admin/reviews/review/", {"status": status})
            return {row.headline for row in page.context["cl"].queryset}

        assert {status: listed(status) for status in StandingFilter.standings} == {
            "live": {"live", "both"},
            "scheduled": {"due", "both"},
            "withdrawn": {"withdrawn"},
            "draft": {"draft"},
            "submitted": {"submitted"},
        }
        assert len(listed("")) == 6


class TestDeleting:
    @pytest.fixture(params=[Role.EDITOR, Role.CHIEF])
    def editor(self, request: pytest.FixtureRequest) -> Client:
        return signed_in(account(request.param))

    def test_one_that_was_published_is_refused_with_what_to_do(
        self, editor: Client, review: Review
    ) -> None:
        publish(review=review)
        withdraw(review=review)
        page = editor.get(address(review, "delete"))
        assert (page.status_code, page.context["protected"]) == (200, [review.headline])
        assert "Withdraw it instead." in page.content.decode()
        # Neither by posting all the same.
        editor.post(address(review, "delete"), {"post": "yes"})
        assert Review.objects.filter(pk=review.pk).exists()

    def test_one_that_was_not_goes(self, editor: Client, review: Review) -> None:
        editor.post(address(review, "delete"), {"post": "yes"})
        assert not Review.objects.filter(pk=review.pk).exists()

    def test_several_at_once_stay_if_one_was_published(
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
    def test_of_each_step(self, role: Role, statuses: dict[str, int]) -> None:
        user = account(role)
        review = FullReviewFactory(critic=CriticFactory(user=user))
        publish(review=review)
        client = signed_in(user)
        assert {
            step: client.get(address(review, step)).status_code for step in statuses
        } == statuses
        assert {
            step: client.post(address(review, step), {}).status_code for step in statuses
        } == statuses
        offered = set(client.get(address(review)).context["steps"])
        assert offered == {step for step, status in statuses.items() if status == 200} - {"cancel"}

    @pytest.mark.parametrize("step", ["publish", "schedule", "cancel", "withdraw", "preview"])
    def test_anothers_review_is_not_there(self, step: str) -> None:
        client = signed_in(account(Role.CRITIC))
        assert client.get(address(FullReviewFactory(), step)).url == "/admin/"

    def test_what_is_submitted_its_critic_may_read(self) -> None:
        user = account(Role.CRITIC)
        review = FullReviewFactory(
            critic=CriticFactory(user=user), stage="submitted", headline="Read only"
        )
        response = signed_in(user).get(address(review))
        page = response.content.decode()
        assert ("Read only" in page, 'name="_continue"' in page) == (True, False)
        assert [part.count for part in response.context["parts"] if part.key == "cast"] == [2]

    def test_a_step_is_not_taken_by_a_get(self, desk: Client, review: Review) -> None:
        version = review.version
        desk.get(address(review, "publish"), {"version": version})
        assert numbers() == []

    def test_nor_without_a_csrf_token(self, review: Review) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(AdminFactory())
        response = client.post(address(review, "publish"), {"version": review.version})
        assert (response.status_code, numbers()) == (403, [])


class TestAReviewThatIsOnlyScheduled:
    def test_cancelling_and_withdrawing_speak_of_no_live_edition(
        self, desk: Client, review: Review
    ) -> None:
        publish(review=review, live_from=LATER)
        cancel, withdrawal = (
            " ".join(ask(desk, review, step)["sentences"]) for step in ("cancel", "withdraw")
        )
        assert "will not go live" in cancel
        assert "stays live" not in cancel
        assert "Readers no longer find" not in withdrawal


class TestItsAddress:
    def test_can_be_chosen_until_it_is_public(self, desk: Client, review: Review) -> None:
        fields = desk.get(address(review)).context["adminform"].form.fields
        assert "slug" in fields
        publish(review=review)
        fields = desk.get(address(review)).context["adminform"].form.fields
        assert "slug" not in fields
