"""The URLs of curtains, which tests cannot reverse from a name: they hold a checksum."""

from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.rendering import render
from editions.rerendering import rendering_of
from pages.curtains.checksums import curtain_checksums
from pages.curtains.curtain_renderer import EditionURLs
from reviews.models import Review


def checksums(review: Review) -> dict[str, str]:
    """The checksums of the curtains in the manuscript of ``review``, by key."""
    return curtain_checksums(render(read_manuscript(review), film=review.film_id))


def published_checksums(edition: Edition) -> dict[str, str]:
    """The checksums of the curtains of ``edition``, by key."""
    return curtain_checksums(rendering_of(edition))


def revealed_url(review: Review, key: str) -> str:
    """The page of ``review``, published as its manuscript is now, with a curtain revealed."""
    return EditionURLs(review.slug, 1, checksums(review)).revealed(key)
