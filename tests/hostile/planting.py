"""A site with hostile texts in every text field, past all checks of forms and imports."""

from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

import time_machine
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Model, QuerySet, TextField
from markdownx.models import MarkdownxField

from editions.manuscript import read_manuscript
from editions.models import Edition, EditionBody
from editions.parsed_review import parse_review
from editions.publishing import publish
from editions.rendering import render
from editions.serialisation import to_json
from reviews.models import Section
from spoilers import parse
from tests.canaries.planting import PUBLISHED, Site, plant
from tests.e2e.test_admin_screens import one_row_of_each_model
from tests.factories import FullReviewFactory
from tests.hostile.patterns import EVERY, PLAIN

LONGEST = 1_500
"""Characters in one text of the tests that always run."""

ACCEPTED_SLUG = "accepted"
"""The review with the patterns that a form accepts: they are shown, not hidden as a whole."""

KEPT = {
    # What another field or the code depends on.
    *(
        "language",
        "value",
        "accent",
        "dark_accent",
        "color",
        "digest",
        "source_digest",
        "file",
        "folder",
    ),
    *("imdb_id", "wikidata_id", "letterboxd_slug", "username", "password", "email", "key", "old"),
    *("filter", "variant", "part", "window", "passage", "source", "source_id", "credential_id"),
    *(
        "public_digest",
        "hidden_digest",
        "model",
        "codename",
        "department",
        "job",
        "secret",
        "outcome",
        "word",
    ),
    # Lines with addresses.
    "profiles",
}
"""Names of fields that are not texts of people."""


def fields_of(model: type[Model]) -> Iterator[models.Field]:
    """The text fields of ``model``."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | TextField)
        is_slug = isinstance(field, models.SlugField)
        if is_text and not is_slug and not field.choices and field.name not in KEPT:
            yield field


def planted_models() -> Iterator[type[Model]]:
    folder = Path(settings.BASE_DIR)
    for config in apps.get_app_configs():
        if Path(config.path).parent == folder:
            yield from config.get_models(include_auto_created=True)
    yield User


def plant_patterns(media: Path, *, rotation: int = 0, longest: int = LONGEST) -> Site:
    """Plant the site of the canaries and a row of each model of the admin, and write patterns over
    their texts: as many as fit, and not more than ``longest`` characters. Each text begins with
    other patterns; with another ``rotation``, too."""
    site = plant(media)
    one_row_of_each_model()
    review = FullReviewFactory(slug=ACCEPTED_SLUG, film=site.film)
    Section.objects.filter(review=review).update(body=accepted_markdown())
    with time_machine.travel(PUBLISHED, tick=False):
        publish(review=review)
    starts = count(rotation * 40, 3)
    for model in planted_models():
        for field in fields_of(model):
            for row in QuerySet(model).values_list("pk", flat=True):
                _write(model, field, row, next(starts), longest)
    for edition in Edition.objects.exclude(review=review).select_related("review"):
        _freeze(edition)
    return site


def accepted_markdown() -> str:
    """All patterns that may be published as Markdown."""
    parsed = map(parse, EVERY)
    return "\n\n".join(each.markdown for each in parsed if not each.check() and not each.pictures)


def _freeze(edition: Edition) -> None:
    """Store the present manuscript in ``edition`` as if it had no problems."""
    manuscript = parse_review(read_manuscript(edition.review).content)
    rendering = render(manuscript, film=edition.film_id)
    EditionBody.objects.filter(edition=edition).update(
        content=to_json(manuscript.content),
        rendered=to_json(rendering),
        search_text=rendering.text,
    )


def text_for(field: models.Field, start: int, longest: int) -> str:
    """Patterns for ``field``, which begin with that at ``start``."""
    most = min(field.max_length or longest, longest)
    patterns = EVERY if isinstance(field, MarkdownxField) else PLAIN
    ordered = islice(cycle(patterns), start % len(patterns), start % len(patterns) + len(patterns))
    chosen, length = [], 0
    for pattern in ordered:
        if length + len(pattern) + 2 < most:
            chosen.append(pattern)
            length += len(pattern) + 2
    text = ("\n\n" if isinstance(field, TextField) else " ").join(chosen)
    return text.replace("\0", "").strip()


def _write(model: type[Model], field: models.Field, pk: object, start: int, longest: int) -> None:
    text = text_for(field, start, longest)
    # The managers of some models refuse changes.
    rows = QuerySet(model).filter(pk=pk)
    if isinstance(field, models.URLField):
        text = f'https://evil.example/"><script>alert({start})</script>'
    if field.unique:
        text = f"{pk} {text}"[: field.max_length]
    try:
        with transaction.atomic():
            rows.update(**{field.name: text})
    except IntegrityError:
        # A constraint of the database keeps such a text out.
        refused.add(f"{model.__name__}.{field.name}")


refused: set[str] = set()
