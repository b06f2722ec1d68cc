"""Makes the pages from the reviews that are given as JSON on standard input.

They have the fields of `bench.peers.wagtail.WagtailReview`.
"""

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.core.files import File  # noqa: E402
from wagtail.images.models import Image  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from reviews.models import ReviewIndexPage, ReviewPage  # noqa: E402


def stored_image(path: str | None) -> Image | None:
    if path is None:
        return None
    with Path(path).open("rb") as file:
        return Image.objects.create(title=Path(path).stem, file=File(file, Path(path).name))


def main() -> None:
    root = Page.objects.get(depth=1)
    site = Site.objects.get()
    home = Page(title="Reviews of films", slug="films")
    root.add_child(instance=home)
    site.root_page = home
    site.save()
    index = ReviewIndexPage(title="Reviews", slug="reviews", show_in_menus=True)
    home.add_child(instance=index)
    for review in json.load(sys.stdin):
        page = ReviewPage(
            title=review["headline"],
            slug=review["slug"],
            film=review["film"],
            critic=review["critic"],
            standfirst=f"<p>{review['standfirst']}</p>",
            lead_image=stored_image(review["image"]),
            sections=[
                ("section", {"heading": heading, "text": html})
                for heading, html in review["sections"]
            ],
            recommendation=review["recommendation"],
            score=review["score"],
        )
        index.add_child(instance=page)
        page.save_revision().publish()


main()
