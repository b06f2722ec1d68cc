"""Prints the demo reviews as JSON, for `bench.peers.wagtail`: their public texts as one reads them.

Run with the environment of a site that has the demo content.
"""

import json
import sys

import django

django.setup()

from editions.models import Edition  # noqa: E402
from editions.rendered import Rendering  # noqa: E402
from editions.rerendering import rendering_of  # noqa: E402


def sections(rendering: Rendering) -> list[tuple[str, str]]:
    """The heading and the HTML of everything that is public."""
    found = []
    for part in rendering.parts:
        if part.introduction:
            found.append((part.heading, part.introduction))
        found += [(item.heading, item.html) for item in part.items if not item.hidden]
    return found


def main() -> None:
    reviews = [
        {
            "slug": edition.review.slug,
            "headline": edition.headline,
            "standfirst": edition.standfirst,
            "film": str(edition.film),
            "critic": edition.byline(),
            "sections": sections(rendering_of(edition)),
            "recommendation": edition.get_recommendation_display(),
            "score": str(edition.score or ""),
            "image": edition.lead_image.file.path if edition.lead_image else None,
        }
        for edition in Edition.objects.live().select_related("film", "lead_image", "review")
    ]
    json.dump(reviews, sys.stdout)


main()
