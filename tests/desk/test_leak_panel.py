"""The panel of leaks beside the form: what its address answers."""

import json

import pytest
from django.urls import reverse

from accounts.roles import Role
from desk.autosave import form_data
from desk.autosave.models import AutosavedText
from editions.models import LeakConfirmation
from editions.publishing import publish
from tests.factories import (
    AdminFactory,
    CriticFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    SectionFactory,
)
from tests.roles import account, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

SAID = "So the envoy is her sister after all."
WINDOW = "a" * 22


@pytest.fixture
def review():
    review = FullReviewFactory()
    SectionFactory(review=review, placement="closing", heading="Last", body=SAID)
    return review


def url(review):
    return reverse("admin:reviews_review_leaks", args=[review.pk])


def found(response):
    assert response.status_code == 200
    return json.loads(response.content)["leaks"]


class TestPanel:
    def test_lists_the_leaks_of_the_working_copy(self, review):
        response = signed_in(AdminFactory()).get(url(review))
        (leak,) = found(response)
        assert leak.pop("key")
        assert leak == {
            "sentence": (
                f"The closing, 2: “{SAID}” gives away what is hidden in The opening, 1: “the "
                "envoy is her sister”"
            ),
            "part": "closing",
            "field": "body",
            "text": SAID,
            "shared": ["envoy", "sister"],
            "confirmed": False,
            "curtain": True,
        }
        assert "no-store" in response["Cache-Control"]

    def test_follows_the_text_of_the_window(self, review):
        user = AdminFactory()
        fields = [
            ("film", str(review.film_id)),
            ("headline", "He is the murderer of the duke."),
            ("language", "en"),
            ("story-TOTAL_FORMS", "1"),
            ("story-0-body", "He murders the duke."),
        ]
        AutosavedText.objects.create(
            review=review, account=user, window=WINDOW, data=form_data.pack(fields)
        )
        client = signed_in(user)
        (leak,) = found(client.get(url(review), {"window": WINDOW}))
        assert (leak["field"], leak["curtain"]) == ("headline", False)
        # Another account's text is not read.
        (leak,) = found(signed_in(AdminFactory()).get(url(review), {"window": WINDOW}))
        assert leak["text"] == SAID

    def test_confirms_with_a_reason(self, review):
        user = AdminFactory()
        client = signed_in(user)
        (leak,) = found(client.get(url(review)))
        refused = client.post(url(review), {"key": leak["key"], "reason": " "})
        assert (refused.status_code, LeakConfirmation.objects.count()) == (400, 0)
        (leak,) = found(client.post(url(review), {"key": leak["key"], "reason": "Trailer."}))
        assert leak["confirmed"] is True
        row = LeakConfirmation.objects.get()
        assert (row.reason, row.by) == ("Trailer.", user)
        assert client.post(url(review), {"key": "x", "reason": "Trailer."}).status_code == 409

    def test_is_for_those_who_may_change_the_review(self, review):
        critic = account(Role.CRITIC)
        assert signed_in(critic).get(url(review)).status_code in {403, 404}

    def test_hidden_text_of_a_review_that_the_account_may_not_read_is_not_quoted(self):
        earlier = FullReviewFactory(slug="earlier")
        earlier.sections.filter(placement="full_story").update(body="A robot in a kilt wins.")
        publish(review=earlier)
        critic = account(Role.CRITIC)
        review = FullReviewFactory(critic=CriticFactory(user=critic))
        franchise = FranchiseFactory()
        for number, each in enumerate([earlier, review], 1):
            FranchiseEntryFactory(franchise=franchise, film=each.film, release_order=number)
        SectionFactory(review=review, placement="closing", body="The robot wins in his kilt.")
        (leak,) = found(signed_in(critic).get(url(review)))
        assert leak["sentence"] == (
            "The closing, 2: “The robot wins in his kilt.” gives away what another review hides."
        )
        (leak,) = found(signed_in(AdminFactory()).get(url(review)))
        assert leak["sentence"].endswith(
            "hidden in the review “earlier”: “A robot in a kilt wins.”"
        )
