"""Scores on every kind of scale, in every channel that shows them."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation

from editions.publishing import publish
from pages.listings.scores import line_score, printed_score, spoken_score
from tests.factories import FullReviewFactory
from verdicts.scales import Scale

SCORES = {
    "letter": ("letters", "B+"),
    "die": ("1-6", "5"),
    "stars": ("stars", "3.5"),
    "percent": ("percent", "85"),
}


@pytest.mark.parametrize(
    ("kind", "score", "best", "printed", "spoken", "line"),
    [
        ("points", "7.5", "10", "7,5/10", "7,5 von 10", "7,5/10"),
        ("letters", "13", "13", "A+", None, "A+"),
        ("letters", "1", "13", "F", "F", "F"),
        ("stars", "3.5", "5", "★★★½☆", None, None),
        ("stars", "0", "4", "☆☆☆☆", None, None),
        ("stars", "5", "5", "★★★★★", None, None),
        ("stars", "4.75", "5", "★★★★¾", None, None),
        ("points", "", "", "", "", ""),
        ("stars", "", "", "", "", ""),
    ],
)
def test_score_is_printed_in_the_active_language(kind, score, best, printed, spoken, line):
    with translation.override("de"):
        assert printed_score(kind, score, best) == printed
        if spoken is not None:
            assert spoken_score(kind, score, best) == spoken
        if line is not None:
            assert line_score(kind, score, best) == line


@pytest.fixture(scope="module")
def reviews(module_db):
    """A published review for each of `SCORES`."""
    for slug, (notation, text) in SCORES.items():
        scale = Scale.from_notation(notation)
        review = FullReviewFactory(slug=slug, film__slug=f"film-{slug}")
        verdict = review.verdict
        verdict.score, verdict.scale_kind = scale.read(text), scale.kind
        verdict.scale_worst, verdict.scale_best = scale.worst, scale.best
        verdict.scale_step = scale.step
        verdict.full_clean()
        verdict.save()
        publish(review=review)


@pytest.mark.parametrize(
    ("slug", "printed", "spoken", "line"),
    [
        ("letter", "B+", "B plus", "B+"),
        ("die", "5/6", "5 out of 6", "5/6"),
        ("stars", "★★★½☆", "3.5 out of 5 stars", "3.5 out of 5 stars"),
        ("percent", "85%", "85%", "85%"),
    ],
)
def test_pages_and_feeds_show_the_score(client, reviews, slug, printed, spoken, line):
    page = client.get(reverse("pages:review", args=[slug])).text
    shown = f'role="img" aria-label="{spoken}">{printed}</span>'
    assert page.count(f'<span class="stamp__score" {shown}') == 1
    assert shown in client.get(reverse("pages:reviews")).text
    entries = json.loads(client.get("/feeds/reviews.json").text)["items"]
    entry = next(entry for entry in entries if entry["url"].endswith(f"/{slug}/"))
    assert entry["content_html"].count(f"<strong>Recommended, {line}</strong>") == 1
    assert '<meta property="og:image:alt" content="' in page
    alt = re.search('<meta property="og:image:alt" content="([^"]*)"', page)
    assert alt[1].endswith(f"Recommended, {line}")


@pytest.mark.parametrize(
    ("slug", "rating"),
    [
        (
            "letter",
            {
                "ratingValue": "10",
                "bestRating": "13",
                "worstRating": "1",
                "alternateName": "B+",
            },
        ),
        ("die", {"ratingValue": "5", "bestRating": "6", "worstRating": "1"}),
        ("stars", {"ratingValue": "3.5", "bestRating": "5", "worstRating": "0"}),
        ("percent", {"ratingValue": "85", "bestRating": "100", "worstRating": "0"}),
    ],
)
def test_rating_is_a_place_on_the_scale(client, reviews, slug, rating):
    page = client.get(reverse("pages:review", args=[slug])).text
    [data] = re.findall('<script type="application/ld.json"[^>]*>(.*?)</script>', page)
    [review] = [node for node in json.loads(data)["@graph"] if node["@type"] == "Review"]
    assert review["reviewRating"] == {"@type": "Rating"} | rating
