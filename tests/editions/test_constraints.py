from collections import Counter
from datetime import UTC, datetime

import pytest

from editions.models import (
    Edition,
    EditionByline,
    EditionCredit,
    EditionImage,
    Generation,
    LeakConfirmation,
    Snapshot,
)
from editions.share_links import ShareLink
from reviews.models import Review
from tests.cast.test_constraints import BREAKS as CAST
from tests.constraints import Break, already_exists, constraint_error, constraints
from tests.factories import CreditFactory, CriticFactory, EditionFactory, ImageFactory
from tests.films.test_constraints import BREAKS as FILMS
from tests.images.test_constraints import BREAKS as IMAGES
from tests.monitoring.test_constraints import BREAKS as MONITORING
from tests.moving.test_constraints import BREAKS as MOVING
from tests.outreach.test_constraints import BREAKS as OUTREACH
from tests.reviews.test_constraints import BREAKS as REVIEWS
from tests.site_settings.test_constraints import BREAKS as SITE
from tests.verdicts.test_constraints import BREAKS as VERDICTS

pytestmark = pytest.mark.both_databases

JANUARY, FEBRUARY, MARCH = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))


def edition(other: Edition, **changes: object) -> Edition:
    """A second edition of the review of ``other``, from February to March."""
    given = {"number": other.number + 1, "live_from": FEBRUARY, "live_until": MARCH}
    return EditionFactory.build(review=other.review, film=other.film, **given | changes)


def ended() -> Edition:
    return EditionFactory(live_from=JANUARY, live_until=FEBRUARY)


def same_number() -> Edition:
    other = ended()
    return edition(other, number=other.number)


def same_image() -> EditionImage:
    use = EditionImage.objects.create(edition=EditionFactory(), image=ImageFactory())
    return EditionImage(edition=use.edition, image=use.image)


def same_credit() -> EditionCredit:
    use = EditionCredit.objects.create(edition=EditionFactory(), credit=CreditFactory())
    return EditionCredit(edition=use.edition, credit=use.credit)


SAME_SNAPSHOT = already_exists("Snapshot of a review", "Review and Digest of the content")


def same_snapshot() -> Snapshot:
    given = {"review": EditionFactory().review, "digest": "d", "content": b"", "content_schema": 2}
    Snapshot.objects.create(**given)
    return Snapshot(**given)


def same_digest() -> ShareLink:
    given = {"review": EditionFactory().review, "digest": "d", "expires_at": MARCH}
    ShareLink.objects.create(**given)
    return ShareLink(**given)


def confirmation(review: Review, **changes: object) -> LeakConfirmation:
    given = {"key": "k", "public_digest": "p", "hidden_digest": "h", "reason": "Known."}
    return LeakConfirmation(review=review, **given | changes)


def same_confirmation() -> LeakConfirmation:
    review = EditionFactory().review
    confirmation(review).save()
    return confirmation(review)


def same_critic() -> EditionByline:
    byline = EditionFactory().bylines.get()
    return EditionByline(edition=byline.edition, critic=byline.critic, position=2)


BREAKS = [
    Break(
        "edition_critic_once",
        same_critic,
        {"__all__": already_exists("Byline of an edition", "Edition and Critic")},
    ),
    Break(
        "edition_byline_position_once",
        lambda: EditionByline(edition=EditionFactory(), critic=CriticFactory(), position=1),
        {"__all__": already_exists("Byline of an edition", "Edition and Position")},
    ),
    Break(
        "edition_number_is_unique",
        same_number,
        {"__all__": already_exists("Edition", "Review and Number")},
    ),
    Break(
        "edition_live_from_is_unique",
        lambda: edition(ended(), live_from=JANUARY),
        {"__all__": already_exists("Edition", "Review and Live from")},
    ),
    Break(
        "edition_live_until_is_unique",
        lambda: edition(ended(), live_from=datetime(2026, 1, 15, tzinfo=UTC), live_until=FEBRUARY),
        {"__all__": already_exists("Edition", "Review and Live until")},
    ),
    Break(
        "edition_open_one_per_review",
        lambda: edition(EditionFactory(live_from=JANUARY), live_until=None),
        constraint_error("edition_open_one_per_review"),
    ),
    *(
        Break(
            "edition_begins_before_it_ends",
            lambda until=until: edition(ended(), live_from=MARCH, live_until=until),
            constraint_error("edition_begins_before_it_ends"),
        )
        for until in (MARCH, datetime(2026, 2, 28, tzinfo=UTC))
    ),
    Break(
        "edition_number_counts_from_1",
        lambda: edition(ended(), number=0),
        constraint_error("edition_number_counts_from_1"),
    ),
    Break(
        "edition_image_once",
        same_image,
        {"__all__": already_exists("Image of an edition", "Edition and Image")},
    ),
    Break(
        "edition_credit_once",
        same_credit,
        {"__all__": already_exists("Credit of an edition", "Edition and Credit")},
    ),
    Break(
        "editions.ShareLink.digest",
        same_digest,
        {"digest": already_exists("Link to a preview", "Digest")},
    ),
    Break(
        "leak_confirmed_once",
        same_confirmation,
        {"__all__": already_exists("Confirmation of a leak", "Review and Key")},
    ),
    Break(
        "leak_confirmation_has_a_reason",
        lambda: confirmation(EditionFactory().review, reason=""),
        {"reason": ["This field cannot be blank."]},
    ),
    Break("snapshot_content_once", same_snapshot, {"__all__": SAME_SNAPSHOT}),
    Break(
        "generation_is_one_row", lambda: Generation(pk=2), constraint_error("generation_is_one_row")
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_violation_is_refused(self, broken: Break) -> None:
        broken.check()

    def test_consecutive_editions_are_accepted(self) -> None:
        first = ended()
        Edition.objects.bulk_create(
            [
                edition(first),
                edition(first, number=first.number + 2, live_from=MARCH, live_until=None),
            ]
        )
        assert first.review.editions.count() == 3

    def test_equal_numbers_and_times_in_two_reviews_are_accepted(self) -> None:
        EditionFactory.create_batch(2, number=1)
        assert Edition.objects.filter(number=1, live_from=JANUARY, live_until=None).count() == 2


class TestAllConstraints:
    def test_each_has_a_test(self) -> None:
        facts = [IMAGES, FILMS, CAST, REVIEWS, VERDICTS, BREAKS]
        others = [MONITORING, MOVING, OUTREACH, SITE]
        broken = Counter(row.constraint for table in [*facts, *others] for row in table)
        assert set(broken) == set(constraints())
