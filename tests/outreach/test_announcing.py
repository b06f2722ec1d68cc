"""What has happened since the last time, and who is to be told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from accounts.models import MailPreference
from accounts.roles import Role
from editions.models import Edition
from outreach.announcing import announce
from outreach.models import Announcement, Delivery, OutreachState, Webhook
from reviews.models import Review
from tests.factories import (
    CriticFactory,
    EditionFactory,
    EditorFactory,
    FranchiseEntryFactory,
    ReviewFactory,
)
from tests.roles import account

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def clock():
    OutreachState.objects.update(since=NOON)
    with time_machine.travel(NOON + HOUR, tick=False) as traveller:
        yield traveller


def live(minutes: int = 1, **given: object) -> Edition:
    """An edition that went live ``minutes`` after noon."""
    begins = NOON + timedelta(minutes=minutes)
    edition: Edition = EditionFactory(live_from=begins, **{"number": 1} | given)
    return edition


def replaced(edition: Edition, minutes: int) -> Edition:
    """The edition that replaced ``edition`` then."""
    moment = NOON + timedelta(minutes=minutes)
    Edition.objects.filter(pk=edition.pk).update(live_until=moment)
    return live(minutes, review=edition.review, film=edition.film, number=edition.number + 1)


def announced() -> list[tuple[int, str]]:
    """The numbers of the editions and what is told about them."""
    announce()
    return [(made.edition.number, made.kind) for made in Announcement.objects.all()]


class TestAnAnnouncement:
    def test_is_made_once_of_an_edition_that_went_live(self) -> None:
        live()
        assert announced() == [(1, "published")]
        assert announced() == [(1, "published")]

    def test_waits_until_the_edition_is_live(self, clock: time_machine.Traveller) -> None:
        live(61)
        assert announced() == []
        clock.shift(HOUR)
        assert announced() == [(1, "published")]

    def test_says_that_a_newer_edition_replaces_one(self) -> None:
        first = live()
        announce()
        replaced(first, 2)
        assert announced() == [(1, "published"), (2, "updated")]

    def test_of_two_editions_since_the_last_time_is_one(self) -> None:
        replaced(live(), 2)
        assert announced() == [(2, "published")]

    def test_of_a_review_from_before_the_first_time_is_an_update(self) -> None:
        replaced(live(-500), 2)
        assert announced() == [(2, "updated")]

    def test_says_that_a_review_is_withdrawn_and_published_again(self) -> None:
        first = live()
        announce()
        Edition.objects.filter(pk=first.pk).update(live_until=NOON + timedelta(minutes=20))
        assert announced() == [(1, "published"), (1, "withdrawn")]
        live(30, review=first.review, film=first.film, number=2)
        assert announced() == [(1, "published"), (1, "withdrawn"), (2, "published")]

    @pytest.mark.parametrize("minutes", [-1, 0])
    def test_of_what_happened_before_the_first_time_is_not_made(self, minutes: int) -> None:
        live(minutes)
        assert announced() == []

    def test_of_what_happened_long_ago_is_not_made(self, clock: time_machine.Traveller) -> None:
        live()
        clock.shift(timedelta(days=7))
        assert announced() == []

    def test_without_anything_new_locks_nothing(
        self, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        with django_assert_num_queries(5):
            assert announce() == 0

    def test_of_an_embargo_names_no_edition(self) -> None:
        critic = CriticFactory(user=account(Role.CRITIC))
        account(Role.EDITOR)
        until = NOON + 0.5 * HOUR
        review = ReviewFactory(critic=critic, embargo_until=until)
        ReviewFactory(embargo_until=NOON + 2 * HOUR)
        Review.objects.filter(pk=live().review_id).update(embargo_until=until)
        announce()
        made = Announcement.objects.get(kind="embargo_ended")
        assert (made.review, made.edition, made.moment) == (review, None, until)
        assert [each.account for each in made.deliveries.all()] == [critic.user]


class TestDeliveries:
    def test_go_to_the_critic_and_to_who_wants_all(self) -> None:
        own, other, all_, none, publisher = EditorFactory.create_batch(5)
        EditorFactory(is_active=False)
        EditorFactory(email="")
        critic = CriticFactory(user=own)
        CriticFactory(user=other)
        for each, wanted in ((all_, "all"), (none, "none"), (publisher, "all")):
            MailPreference.objects.create(account=each, published=wanted)
        live(review__critic=critic, by=publisher)
        announce()
        assert {each.account for each in Delivery.objects.filter(channel="mail")} == {own, all_}

    def test_go_to_active_webhooks_that_want_the_event(self) -> None:
        first = Webhook.objects.create(address="https://a.example/")
        Webhook.objects.create(address="https://b.example/", is_active=False)
        Webhook.objects.create(address="https://c.example/", on_published=False)
        live()
        announce()
        assert [each.webhook for each in Delivery.objects.all()] == [first]

    def test_tell_the_hub_of_every_feed_with_the_review(self, settings: Settings) -> None:
        settings.WEBSUB_HUB = "https://hub.example/"
        critic = CriticFactory(slug="ada")
        edition = live(review__critic=critic)
        FranchiseEntryFactory(film=edition.film, franchise__slug="saga")
        announce()
        assert sorted(Delivery.objects.values_list("feed", flat=True)) == sorted(
            f"{SITE}/feeds/{feed}.{format}"
            for feed in ("reviews", "critics/ada", "franchises/saga")
            for format in ("atom", "rss", "json")
        )
