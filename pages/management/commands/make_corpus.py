import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cast.models import Person
from films.models import Film, Franchise
from pages.corpus.making import make_corpus
from pages.corpus.sizes import MIN_PEOPLE
from reviews.models import Critic, Review


class Command(BaseCommand):
    help = (
        "Fills an empty site with made-up films, people and reviews, to measure it at a size. "
        "The same seed makes the same words."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reviews", type=int, required=True, metavar="N")
        parser.add_argument(
            "--people",
            type=int,
            metavar="N",
            help="How many people; without it, four for ten reviews.",
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--add",
            action="store_true",
            help="Add to a site that has content. Its rows are not changed.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reviews"] < 1:
            raise CommandError(_("--reviews must be at least 1."))
        people = options["people"]
        if people is not None and people < MIN_PEOPLE:
            raise CommandError(_("--people must be at least %(least)d.") % {"least": MIN_PEOPLE})
        facts = (Review, Film, Franchise, Person, Critic)
        if not options["add"] and any(model._default_manager.exists() for model in facts):
            raise CommandError(_("The site has content. With --add, the corpus is added to it."))
        self._make(options["reviews"], people, options["seed"])

    def _make(self, reviews: int, people: int | None, seed: int) -> None:
        processes = min(4, os.cpu_count() or 1)
        start = time.monotonic()
        self.stdout.write(_("Films, people and their credits …"))
        for done in make_corpus(
            reviews=reviews, people=people, seed=seed, now=timezone.now(), processes=processes
        ):
            self.stdout.write(
                _("%(done)d of %(all)d reviews after %(seconds)d s")
                % {"done": done, "all": reviews, "seconds": time.monotonic() - start}
            )
            self.stdout.flush()
