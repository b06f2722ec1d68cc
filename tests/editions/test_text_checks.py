from dataclasses import replace

import pytest
from django.db import DatabaseError

from editions.leaks.reviews import confirm
from editions.leaks.statements import HiddenSentence, Leak, PublicSentence
from editions.manuscript import read_rows
from editions.models import Generation, TextCheck
from editions.text_checks import Checked, keep, kept_leaks
from reviews.models import Review
from tests.factories import FullReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LEAK = Leak(PublicSentence("closing-1", "body", "She dies."), HiddenSentence("story-1", "x"), (), 1)


@pytest.fixture
def review() -> Review:
    return FullReviewFactory()


def checked(review: Review, *leaks: Leak) -> None:
    keep([Checked(review.pk, read_rows(review), leaks, Generation.objects.current())])


def kept(review: Review) -> set[str] | None:
    """The open leaks of the stored text, None if it has to be checked."""
    return kept_leaks({review.pk: read_rows(Review.objects.get(pk=review.pk))}).get(review.pk)


def test_check_counts_until_the_text_changes(review: Review) -> None:
    assert kept(review) is None
    checked(review)
    assert kept(review) == set()
    section = review.sections.first()
    assert section is not None
    review.sections.filter(pk=section.pk).update(body="Other words.")
    assert kept(review) is None
    checked(review, LEAK)
    assert str(TextCheck.objects.get()) == TextCheck.objects.get().digest[:8]
    review.sections.filter(pk=section.pk).update(body=section.body)
    assert kept(review) is None


def test_parsed_text_is_the_same_text(review: Review) -> None:
    content = replace(read_rows(review), spoiled=(read_rows(review).film,))
    keep([Checked(review.pk, content, (), 0)])
    assert kept(review) == set()


def test_leaks_count_until_anything_public_changes_or_they_are_confirmed(review: Review) -> None:
    checked(review, LEAK)
    assert kept(review) == {LEAK.key}
    Generation.objects.bump()
    assert kept(review) is None
    confirm(review=review.pk, leak=LEAK, reason="Everybody knows.", by=None)
    assert kept(review) == set()


def test_database_that_cannot_store_is_no_error(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_rows: object, **_options: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(TextCheck.objects, "bulk_create", refuse)
    checked(review)
    assert kept(review) is None
