import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from editions.leaks.reviews import leaks_of
from editions.leaks.statements import Leak
from editions.manuscript import read_manuscript
from reviews.models import Review


class Command(BaseCommand):
    help = (
        "Lists public text that gives hidden text away, with both places. Exits 1 if there is any "
        "that no editor has confirmed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slugs",
            nargs="*",
            metavar="SLUG",
            help="Slugs of reviews; default: all.",
        )
        parser.add_argument("--all", action="store_true", help="All reviews.")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"] and options["slugs"]:
            raise CommandError(_("Give slugs or --all, not both."))
        reviews = Review.objects.select_related("film").prefetch_related("bylines").order_by("slug")
        if options["slugs"]:
            reviews = reviews.filter(slug__in=options["slugs"])
            unknown = sorted(set(options["slugs"]) - {review.slug for review in reviews})
            if unknown:
                raise CommandError(_("No review has the slug %s.") % ", ".join(unknown))
        found = [(review.slug, leak) for review in reviews for leak in self._leaks(review)]
        if options["format"] == "json":
            rows = [_row(slug, leak) for slug, leak in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for slug, leak in found:
                self.stdout.write(_sentence(slug, leak))
        if any(not leak.confirmed for _slug, leak in found):
            raise SystemExit(1)

    def _leaks(self, review: Review) -> list[Leak]:
        return leaks_of(read_manuscript(review), film=review.film_id, pk=review.pk)


def _row(slug: str, leak: Leak) -> dict[str, Any]:
    return {
        "review": slug,
        "public": {"part": leak.public.part, "excerpt": leak.public.excerpt},
        "hidden": {"part": leak.hidden.place, "excerpt": leak.hidden.text},
        "confidence": leak.confidence,
        "confirmed": leak.confirmed,
    }


def _sentence(slug: str, leak: Leak) -> str:
    said = _(
        "%(review)s: %(public_part)s “%(public)s” gives away %(hidden_part)s “%(hidden)s” "
        "(%(confidence)d %%: %(shared)s)"
    ) % {
        "review": slug,
        "public_part": leak.public.part,
        "public": leak.public.excerpt,
        "hidden_part": leak.hidden.place,
        "hidden": leak.hidden.text,
        "confidence": round(100 * leak.confidence),
        "shared": ", ".join(leak.shared),
    }
    return _("%(leak)s, confirmed") % {"leak": said} if leak.confirmed else said
