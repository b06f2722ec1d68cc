"""Prints the demo reviews as JSON, for `bench.peers.wagtail`: their public texts as one reads them.

Run with the environment of a site that has the demo content.
"""

import json
import sys
from typing import Any

import django

django.setup()

from editions.models import Edition  # noqa: E402


def sections(rendered: dict[str, Any]) -> list[tuple[str, str]]:
    """The heading and the HTML of everything that is public."""
    found = []
    for part in rendered["parts"]:
        if part["introduction"]:
            found.append((part["heading"], part["introduction"]))
        found += [(item["heading"], item["html"]) for item in part["items"] if not item["hidden"]]
    return found


def main() -> None:
    reviews = [
        {
            "slug": edition.review.slug,
            "headline": edition.headline,
            "standfirst": edition.standfirst,
            "film": str(edition.film),
            "critic": edition.critic.display_name,
            "sections": sections(edition.rendered),
            "recommendation": edition.get_recommendation_display(),
            "score": str(edition.score or ""),
            "image": edition.lead_image.file.path if edition.lead_image else None,
        }
        for edition in Edition.objects.live().select_related("film", "critic", "lead_image")
    ]
    json.dump(reviews, sys.stdout)


main()
