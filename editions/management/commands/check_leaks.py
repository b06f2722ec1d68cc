from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from editions.leaks import leaks
from editions.manuscript import read_manuscript
from editions.rendering import render
from reviews.models import Review


class Command(BaseCommand):
    help = "Lists public text that repeats hidden text, with both places. Exits 1 if there is any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slugs",
            nargs="*",
            metavar="SLUG",
            help="Slugs of reviews; default: all.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        reviews = Review.objects.select_related("film").prefetch_related("bylines").order_by("slug")
        if options["slugs"]:
            reviews = reviews.filter(slug__in=options["slugs"])
            unknown = sorted(set(options["slugs"]) - {review.slug for review in reviews})
            if unknown:
                raise CommandError(_("No review has the slug %s.") % ", ".join(unknown))
        found = 0
        for review in reviews:
            manuscript = read_manuscript(review)
            rendering = render(manuscript, film=review.film_id)
            for leak in leaks(manuscript.content, rendering):
                found += 1
                self.stdout.write(
                    _(
                        "%(review)s: “%(phrase)s” is hidden in %(hidden)s, but also public: "
                        "“%(public)s”"
                    )
                    % {
                        "review": review.slug,
                        "phrase": leak.phrase,
                        "hidden": leak.hidden,
                        "public": leak.public,
                    }
                )
        if found:
            raise SystemExit(1)
