"""Autosaved texts are offered to their own account, continued, discarded, and closed by a save."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from desk.autosave.form_data import unpack
from desk.autosave.models import AutosavedText, OpenForm
from reviews.models import Review
from tests.autosaves import OTHER_WINDOW, WINDOW, as_form, send, typed
from tests.desk_forms import ADD, address, empty_parts, errors_of, form_of, items
from tests.factories import CriticFactory, FilmFactory, FullReviewFactory, SectionFactory
from tests.roles import signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

State = AutosavedText.State
SECRET = "canarytext"
LIST = "/admin/reviews/review/"
BIN = f"{LIST}bin/"


class TestContinuing:
    def test_shows_the_text_as_it_was_and_saves_nothing(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        fields = typed(
            desk,
            review,
            headline="Half",
            **{"closing-0-body": "One.\n\nTwo >!three."},
            **items("good", {"label": "New", "position": 1}, {"label": "Newer", "position": 2}),
        )
        fields = [[name, value] for name, value in fields if "-INITIAL" not in name] + [
            [name, value] for name, value in fields if "-INITIAL" in name
        ]
        send(desk, ann, review, fields=fields)
        (offer,) = page_context(desk, address(review))["autosave"]["offers"]
        before = Review.objects.values().get(pk=review.pk)
        context = page_context(desk, offer["continue_url"])
        form = form_of(context)
        assert form["headline"] == "Half"
        assert (form["good-0-label"], form["good-1-label"]) == ("New", "Newer")
        assert form["closing-0-body"] == "One.\r\n\r\nTwo >!three."
        autosave = context["autosave"]
        assert "has not been saved yet" in autosave["said"]
        assert (autosave["window"] != WINDOW, autosave["offers"]) == (True, [])
        assert autosave["continues"] == AutosavedText.objects.get().pk
        assert Review.objects.values().get(pk=review.pk) == before
        assert AutosavedText.objects.get().state == State.OPEN

    def test_shows_no_mistake_where_there_is_none(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=typed(desk, review, headline="Right"))
        page = desk.get(f"{address(review)}?continue={AutosavedText.objects.get().pk}")
        assert "Please correct" not in page.text
        assert "errorlist" not in page.text

    def test_closes_the_text_when_the_new_window_is_autosaved(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=[["headline", "old"]])
        old = AutosavedText.objects.get()
        send(desk, ann, review, window=OTHER_WINDOW, continues=old.pk, fields=[["headline", "x"]])
        old.refresh_from_db()
        assert old.state == State.CONTINUED
        offered = page_context(desk, address(review))["autosave"]["offers"]
        assert [offer["headline"] for offer in offered] == ["x"]

    def test_of_a_new_review(self, desk: Client, ann: User) -> None:
        send(desk, ann, fields=[["headline", "Never saved"], ["opening-TOTAL_FORMS", "0"]])
        for page in (ADD, LIST):
            context = page_context(desk, page)
            (offer,) = context["autosave" if page == ADD else "autosaved"]["offers"]
            assert offer["headline"] == "Never saved"
        assert form_of(page_context(desk, offer["continue_url"]))["headline"] == "Never saved"

    def test_a_damaged_text_opens_the_saved_version(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        text = AutosavedText.objects.create(account=ann, review=review, window=WINDOW, data=b"x")
        page = desk.get(f"{address(review)}?continue={text.pk}")
        assert "The text cannot be read any more." in page.text
        assert "Ballet" in page.text

    def test_discarding_keeps_it_in_the_history(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=[["headline", "gone"]])
        text = AutosavedText.objects.get()
        url = address(review, "autosave")
        signed_in(ben).post(url, {"discard": text.pk})
        assert AutosavedText.objects.unsaved().count() == 1
        assert desk.post(url, {"discard": text.pk}).url == address(review)
        assert AutosavedText.objects.discarded().get() == text
        (row,) = page_context(desk, address(review, "history"))["autosaved"]
        assert (row["who"], row["state"]) == ("Ann Alpha", "discarded")
        assert form_of(page_context(desk, row["continue_url"]))["headline"] == "gone"

    def test_history_offers_no_text_that_was_saved(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        send(desk, ann, review, fields=[["headline", "there"]])
        AutosavedText.objects.update(state=State.SAVED, closed_at=timezone.now())
        (row,) = page_context(desk, address(review, "history"))["autosaved"]
        assert (row["continue_url"], row["ref"] != "") == ("", True)

    def test_history_has_pages_of_them(
        self, desk: Client, ann: User, review: Review, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.autosave.offers.MOST", 1)
        for window in (WINDOW, OTHER_WINDOW):
            send(desk, ann, review, window=window, fields=[["headline", window]])
        newest, older = AutosavedText.objects.order_by("-pk")
        url = address(review, "history")
        for page, text in (("", newest), ("2", older)):
            (row,) = page_context(desk, url, autosaved=page)["autosaved"]
            assert row["ref"] == f"autosaved-{text.pk}"
        assert '<a href="?autosaved=2">Older</a>' in desk.get(url).text

    def test_discarding_from_the_list_leads_back_to_it(self, desk: Client, ann: User) -> None:
        send(desk, ann, fields=[["headline", "gone"]])
        text = AutosavedText.objects.get()
        AutosavedText.objects.update(saved_at=text.saved_at - timedelta(days=1))
        (offer,) = page_context(desk, LIST)["autosaved"]["offers"]
        assert f"{timezone.localdate().year}" in offer["when"]
        for _time in range(2):
            answer: Any = desk.post(offer["discard_url"], {"discard": text.pk, "list": "1"})
            assert answer.url == LIST
        assert desk.post(offer["discard_url"], {"discard": "x"}).status_code == 400
        (row,) = page_context(desk, BIN)["discarded"]
        assert (row["headline"], row["continue_url"]) == ("gone", f"{ADD}?continue={text.pk}")
        assert ">gone<" in desk.get(BIN).text
        assert desk.post(BIN, {"take_out": "1"}).status_code == 302

    def test_a_review_that_is_gone_has_no_history(self, desk: Client) -> None:
        answer: Any = desk.get("/admin/reviews/review/999/history/")
        assert answer.url == "/admin/"


class TestSecrecy:
    def test_only_its_own_account_sees_a_text(
        self, desk: Client, ann: User, ben: User, review: Review
    ) -> None:
        fields = typed(desk, review, headline=SECRET)
        send(desk, ann, review, fields=fields)
        send(desk, ann, window=OTHER_WINDOW, fields=fields)
        on_review, on_new = AutosavedText.objects.order_by("window")
        pages = [
            *(address(review, page) for page in ("change", "history", "delete", "autosave")),
            f"{address(review)}?continue={on_review.pk}",
            f"{ADD}?continue={on_new.pk}",
            ADD,
            LIST,
            BIN,
        ]
        other = signed_in(ben)
        assert [page for page in pages if SECRET in other.get(page).text] == []
        assert SECRET not in send(other, ben, review).text
        assert all(SECRET in desk.get(page).text for page in pages[4:8])
        assert page_context(other, address(review, "history"))["autosaved"][0]["who"] == "Ann Alpha"

    def test_is_deleted_with_the_review(self, desk: Client, ann: User) -> None:
        review = FullReviewFactory()
        send(desk, ann, review, fields=[])
        review.delete()
        assert AutosavedText.objects.count() == OpenForm.objects.count() == 0


class TestSaving:
    @pytest.fixture
    def form(self, desk: Client, review: Review) -> dict[str, list[str]]:
        return as_form(typed(desk, review, standfirst="New.")) | {"_continue": ["Save"]}

    def test_closes_the_text(
        self, desk: Client, ann: User, review: Review, form: dict[str, Any]
    ) -> None:
        send(desk, ann, review, window=OTHER_WINDOW, fields=[["headline", "older"]])
        older = AutosavedText.objects.get()
        send(desk, ann, review, fields=[["headline", "typed"]])
        own = {"_window": WINDOW, "_number": "2", "_continues": older.pk}
        assert posted(desk, address(review), form | own).status_code == 302
        states = dict(AutosavedText.objects.values_list("window", "state"))
        assert states == {WINDOW: State.SAVED, OTHER_WINDOW: State.CONTINUED}
        # An autosave from before the save, which arrives after it, does not open the text again.
        answer = send(desk, ann, review, number=1, fields=[["headline", "typed"]]).json()
        assert (answer["stored"], answer["closed"]) == (False, True)

    def test_a_refused_form_stays_open(
        self, desk: Client, ann: User, review: Review, form: dict[str, Any]
    ) -> None:
        send(desk, ann, review, number=7, fields=[["headline", "typed"]])
        refused = form | {"headline": "x" * 500, "_window": WINDOW, "_number": "8"}
        response = posted(desk, address(review), refused)
        assert errors_of(response)["headline"]
        autosave = response.context_data["autosave"]
        assert (autosave["window"], autosave["number"]) == (WINDOW, 7)
        assert (autosave["is_changed"], autosave["offers"]) == (True, [])
        assert AutosavedText.objects.get().state == State.OPEN

    def test_twice_saves_once(
        self, desk: Client, ann: User, review: Review, form: dict[str, Any]
    ) -> None:
        form |= {"_page": "first", **items("good", {"label": "New", "position": 9})}
        points = review.points.count()
        posted(desk, address(review), form | {"_window": WINDOW})
        # The site did not answer in time, so the window has a new name.
        send(desk, ann, review, window=OTHER_WINDOW, fields=[["headline", "typed"]])
        again = form | {"_window": OTHER_WINDOW, "_number": "7"}
        assert posted(desk, address(review), again).url == address(review)
        assert Review.objects.get(pk=review.pk).version == review.version + 1
        assert review.points.count() == points + 1
        assert not AutosavedText.objects.unsaved().exists()

    def test_a_new_review_twice_adds_one(self, desk: Client) -> None:
        form = empty_parts() | {
            "film": FilmFactory().pk,
            "byline": [CriticFactory().pk],
            "headline": "Once",
            "slug": "",
            "language": "en",
            "_page": "first",
            "_window": WINDOW,
            "_continue": "Save",
        }
        answers = [posted(desk, ADD, form) for _click in range(2)]
        review = Review.objects.get(headline="Once")
        assert [answer.url for answer in answers] == [address(review)] * 2
        assert AutosavedText.objects.get().review == review

    def test_from_an_old_page_closes_the_text_again(
        self, desk: Client, review: Review, form: dict[str, Any]
    ) -> None:
        for standfirst in ("New.", "Other."):
            own = {"standfirst": standfirst, "_page": "first", "_window": WINDOW}
            own["version"] = str(Review.objects.get(pk=review.pk).version)
            assert posted(desk, address(review), form | own).status_code == 302
        assert Review.objects.get(pk=review.pk).standfirst == "Other."
        assert ("standfirst", "Other.") in unpack(AutosavedText.objects.get().data)


class TestCost:
    def test_of_a_page_does_not_depend_on_the_number_of_texts(
        self, desk: Client, ann: User, review: Review
    ) -> None:
        SectionFactory(review=review)
        counts = []
        for windows in ("a", "bcd"):
            for letter in windows:
                send(desk, ann, review, window=letter * 20, fields=[])
            pages = (address(review), address(review, "history"), LIST)
            counts.append([self.queries(desk, page) for page in pages])
        assert counts[0] == counts[1]

    def queries(self, desk: Client, page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page)
        return len(queries)
