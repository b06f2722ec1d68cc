"""A page of the search is the same, byte for byte, whatever else is on the site but not public.

`PLANTED` has a function for each kind of thing that readers must not learn of. It writes the
words that the pages are asked for many times, so that whatever counts it changes an order, a
number or a suggestion.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from cast.models import Credit
from editions.publishing import publish, withdraw
from films.models import Film, Genre
from pages.search.models import SearchDocument
from reviews.models import Critic, Review
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.search_index, pytest.mark.both_databases]

HOUR = timedelta(hours=1)
PUBLISHED = datetime(2026, 5, 1, 12, tzinfo=UTC)
PLANTING = PUBLISHED + HOUR
ASKED = PUBLISHED + 6 * HOUR
LATER = ASKED + HOUR

SECRET = "Ember ember embers, an embering; jabberwoe. " * 12
"""Words of public documents and one of its own, as often as nothing public has them."""

PAGES = (
    "?q=ember+quartz",
    "?q=ember+quartz&kind=review",
    "?q=ember+quartz&kind=review&genre=noir&critic=ann",
    "?q=quartz+ember&kind=person",
    "?q=ember+quartz&kind=film",
    "?q=ember",
    "?q=emb",
    "?q=onyx",
    "?q=%22ember+falls%22",
    "?q=jabberwoe",
    "?q=jaberwoe",
    "?q=jab",
    "?q=embre+falls",
    "?q=embr+quarz",
    "?q=talossa",
)
"""Two words, one, and prefixes; of each kind, filtered; a phrase; words that nothing public has;
misspellings; and a word of which only another language knows that "talo" is a form of it."""


def short_review(headline: str, body: str, **fields: object) -> Review:
    review = ReviewFactory(headline=headline, **fields)
    SectionFactory(review=review, heading="", body=body)
    VerdictFactory(review=review, summary="")
    return review


def secret_review(**fields: object) -> Review:
    """A review that says `SECRET` wherever it can, of a film and by a critic of the site."""
    given = {"film": film("Film B"), "critic": Critic.objects.get(slug="bob")}
    given |= {"slug": f"jabberwoe-{Review.objects.count()}", "standfirst": SECRET}
    return short_review("Ember jabberwoe", SECRET, **given | fields)


def film(title: str) -> Film:
    return Film.objects.get(title=title)


def rewrite(review: Review, *, headline: str, body: str) -> None:
    review.headline = headline
    review.save()
    review.sections.update(body=body)


def draft() -> None:
    secret_review()


def draft_in_another_language() -> None:
    secret_review(language="fi")


def scheduled_review() -> None:
    publish(review=secret_review(), live_from=LATER)


def scheduled_reviews_by_a_new_critic() -> None:
    critic = CriticFactory(display_name="Ember Jabberwoe", bio=SECRET)
    for _review in range(3):
        publish(review=secret_review(critic=critic), live_from=LATER)


def scheduled_review_in_another_language() -> None:
    publish(review=secret_review(language="fi"), live_from=LATER)


def scheduled_review_under_embargo() -> None:
    publish(review=secret_review(embargo_until=LATER), live_from=LATER)


def scheduled_correction_of_a_public_review() -> None:
    review = Review.objects.get(slug="b")
    rewrite(review, headline="Ember jabberwoe", body=SECRET)
    publish(review=review, live_from=LATER)


def changes_since_the_last_edition() -> None:
    review = Review.objects.get(slug="b")
    review.language = "fi"
    rewrite(review, headline="Ember jabberwoe", body=SECRET)


def withdrawn_review() -> None:
    review = secret_review()
    publish(review=review)
    withdraw(review=review)


def superseded_edition() -> None:
    review = Review.objects.get(slug="a")
    body = review.sections.get().body
    rewrite(review, headline="Ember jabberwoe", body=SECRET)
    publish(review=review)
    rewrite(review, headline="Alpha", body=body)
    with time_machine.travel(PLANTING + HOUR, tick=False):
        publish(review=review)


def edition_that_ended_by_time_alone() -> None:
    review = Review.objects.get(slug="a")
    body = review.sections.get().body
    rewrite(review, headline="Ember jabberwoe", body=SECRET)
    publish(review=review)
    rewrite(review, headline="Alpha", body=body)
    publish(review=review, live_from=PLANTING + HOUR)


def passages_behind_curtains() -> None:
    review = Review.objects.get(slug="a")
    section = review.sections.get()
    section.body += f"\n\n::: spoiler\n{SECRET}\n:::"
    section.save()
    SectionFactory(review=review, heading="Ember", body=SECRET, placement="full_story")
    publish(review=review)


def person_known_by_surprises_alone() -> None:
    CreditFactory(
        film=film("Film B"),
        person=PersonFactory(name="Ember Jabberwoe", biography=SECRET),
        characters=[CharacterFactory(name="Ember Quartz")],
        credited_as="Ember Fall",
        is_spoiler=True,
    )


def surprise_of_a_known_person() -> None:
    CreditFactory(
        film=film("Film B"),
        person=film("Film A").credits.get().person,
        characters=[CharacterFactory(name="Ember Quartz Jabberwoe")],
        is_spoiler=True,
    )


def person_character_and_critic_of_nothing() -> None:
    PersonFactory(name="Ember Jabberwoe", slug="ember-nobody", biography=SECRET)
    CharacterFactory(name="Ember Jabberwoe", slug="ember-nobody")
    CriticFactory(display_name="Ember Jabberwoe", slug="ember-nobody", bio=SECRET)


PLANTED: tuple[tuple[Callable[[], None], ...], ...] = (
    (
        draft,
        draft_in_another_language,
        scheduled_review,
        scheduled_reviews_by_a_new_critic,
        scheduled_review_in_another_language,
        scheduled_review_under_embargo,
        scheduled_correction_of_a_public_review,
        changes_since_the_last_edition,
        withdrawn_review,
        superseded_edition,
        person_known_by_surprises_alone,
        surprise_of_a_known_person,
        person_character_and_critic_of_nothing,
    ),
    # These write other editions of the review "a".
    (edition_that_ended_by_time_alone,),
    (passages_behind_curtains,),
)
"""What is planted together: asking for all pages takes longer than planting."""


@pytest.fixture(scope="module")
def pages(module_db: Path) -> dict[str, bytes]:
    """The pages of a site on which everything is public.

    "a" and "b" are equals, but each says the one word more often that the other says less often.
    """
    with time_machine.travel(PUBLISHED, tick=False):
        noir, comedy = GenreFactory(name="Noir"), GenreFactory(name="Comedy")
        ann, bob = (CriticFactory(display_name=name) for name in ("Ann", "Bob"))
        more_ember, more_quartz = "ember ember ember quartz", "quartz quartz quartz ember"
        first = _film("Film A", [noir], overview=more_ember)
        second = _film("Film B", [noir, comedy], overview=more_quartz)
        for one, name, biography in (
            (first, "Person A", more_ember),
            (second, "Person B", more_quartz),
        ):
            person = PersonFactory(name=name, biography=biography)
            CreditFactory(film=one, person=person, characters=[])
        FranchiseEntryFactory(franchise=FranchiseFactory(name="Ember Falls"), film=first)
        for slug, headline, body, by, on in (
            ("a", "Alpha", f"{more_ember} alpha. Talo.", ann, first),
            ("b", "Omega", f"{more_quartz} omega. Talo.", ann, first),
            ("short", "Short", "An onyx.", bob, second),
            ("long", "Long", "An onyx, and another onyx. " + "More of it. " * 20, bob, second),
            ("both", "Both", "Ember and quartz, once each. " * 3, bob, second),
        ):
            publish(review=short_review(headline, body, slug=slug, critic=by, film=on))
        for number in range(20):
            FilmFactory(title=f"Other {number}", overview="Of nothing much.")
    return ask_all()


def _film(title: str, genres: list[Genre], **fields: str) -> Film:
    return FilmFactory(title=title, genres=genres, **fields)


def ask_all() -> dict[str, bytes]:
    """Each page with its status, at `ASKED`."""
    with time_machine.travel(ASKED, tick=False):
        answers = {page: Client().get(f"/search/{page}") for page in PAGES}
        return {page: b"%d " % one.status_code + one.content for page, one in answers.items()}


class TestPages:
    def test_show_hits_facets_counts_and_suggestions(self, pages: dict[str, bytes]) -> None:
        """The pages depend on what is public; otherwise their equality would prove nothing."""
        with time_machine.travel(PLANTING, tick=False):
            review = secret_review(language="fi")
            SectionFactory(review=review, body="Quartz, onyx, Ember Falls.")
            publish(review=review)
            person_known_by_surprises_alone()
            credit = Credit.objects.get(is_spoiler=True)
            credit.is_spoiler = False
            credit.save()
        unchanged = [page for page, body in ask_all().items() if body == pages[page]]
        assert unchanged == []

    @pytest.mark.parametrize("plants", PLANTED, ids=lambda plants: plants[0].__name__)
    def test_do_not_change_with_what_is_not_public(
        self, pages: dict[str, bytes], plants: tuple[Callable[[], None], ...]
    ) -> None:
        with time_machine.travel(PLANTING, tick=False):
            for plant in plants:
                plant()
        changed = [page for page, body in ask_all().items() if body != pages[page]]
        assert changed == []

    def test_show_what_was_scheduled_at_its_minute(self, pages: dict[str, bytes]) -> None:
        with time_machine.travel(PLANTING, tick=False):
            scheduled_review()
        documents = list(SearchDocument.objects.values())
        for moment, hits in ((LATER - timedelta(seconds=1), 0), (LATER, 1)):
            with time_machine.travel(moment, tick=False):
                found = Client().get("/search/?q=jabberwoe").context.get("hits", [])
                assert len(found) == hits
        assert list(SearchDocument.objects.values()) == documents
