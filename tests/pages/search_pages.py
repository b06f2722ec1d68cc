"""Reads the search page in tests."""

from django.urls import reverse

from editions.publishing import publish
from tests.factories import ReviewFactory, SectionFactory, VerdictFactory


def search(client, words, **more):
    return client.get(reverse("pages:search"), {"q": words, **more})


def found(client, words, **more):
    """The plain titles of the hits, the best first."""
    hits = search(client, words, **more).context.get("hits", [])
    return [hit.plain_title for hit in hits]


def counted(client, words, **more):
    kinds = search(client, words, **more).context.get("kinds", [])
    return {str(kind["name"]): kind["count"] for kind in kinds}


def published(body="", **fields):
    """A live review with the text ``body``."""
    review = ReviewFactory(**fields)
    SectionFactory(review=review, heading="", body=body or "Nothing special.")
    VerdictFactory(review=review, summary="")
    publish(review=review)
    return review
