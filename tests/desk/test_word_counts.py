"""The words of a review on the desk, public and hidden."""

from pathlib import Path

import pytest

from desk.word_counts import said_counts, texts_of
from editions.history import stored_content
from reviews.models import Review
from tests.desk_forms import opened
from tests.factories import AdminFactory, FullReviewFactory
from tests.roles import signed_in

WORDS = "/admin/reviews/review/words/"


@pytest.fixture(scope="module")
def review(module_db: Path) -> Review:
    return FullReviewFactory(headline="Six words", standfirst="")


def test_hidden_words_are_counted_apart(review: Review) -> None:
    content = stored_content(review)
    texts = texts_of(content)
    assert texts["story"].public == []
    assert any("duel" in text for text in texts["story"].hidden)
    public = " ".join(text for each in texts.values() for text in each.public)
    hidden = " ".join(text for each in texts.values() for text in each.hidden)
    assert "the envoy is her sister" in hidden
    assert "the envoy is her sister" not in public
    assert said_counts(content)["parts"]["review"] == "2 words"


@pytest.mark.django_db
def test_the_posted_form_is_counted_and_nothing_is_saved(review: Review) -> None:
    client = signed_in(AdminFactory())
    fields = opened(client, review) | {
        "closing-0-heading": "",
        "closing-0-body": "One >!two three!< four.",
    }
    # The label of the closed curtain is a word, too.
    said = client.post(WORDS, fields).json()
    assert said["parts"]["closing"] == "5 words"
    assert said["parts"]["review"] == "2 words"
    assert said["public"].startswith("Public: ")
    assert not review.sections.filter(body__contains="two three").exists()
