"""The characters of one film have different slugs: a document names them by their slugs.

Receivers here look at the films concerned at the end of the transaction in which a credit got a
character or another film, or a character another slug. They make a difference where there is none.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.signals import m2m_changed, post_save

from cast.models import Character, Credit
from images.public_changes import run_at_end
from images.slugs import numbered


def number_slugs(films: Iterable[int]) -> None:
    """Number the slugs that characters of one of ``films`` (primary keys) share: "guard-2".

    A character of a franchise keeps its slug before one without, else the older one does. One
    query if no slug is shared.
    """
    roles = Credit.characters.through.objects.filter(credit__film__in=set(films))
    write_different_slugs(roles, Character)


def write_different_slugs(roles: QuerySet[Any], model: type[Character]) -> None:
    """Make the slugs of the characters in ``roles``, pairs of credit and character, different in
    each film. For migrations, too, whose ``model`` has columns only."""
    sharing = _sharing(roles)
    if not sharing:
        return
    rows = model._base_manager.in_bulk({pk for pks in sharing.values() for pk in pks})
    taken = _slugs_beside(rows.values())
    max_length: int = model._meta.get_field("slug").max_length  # type: ignore[assignment]
    changed = {}
    for pks in sharing.values():
        alike = sorted((rows[pk] for pk in pks), key=lambda row: (row.franchise_id is None, row.pk))
        for row in alike[1:]:
            if row.pk not in changed:
                tries = (numbered(row.slug, number, max_length) for number in count(2))
                row.slug = next(each for each in tries if each not in taken)
                taken.add(row.slug)
                changed[row.pk] = row
    model._base_manager.bulk_update(changed.values(), ["slug"], batch_size=500)


def _sharing(roles: QuerySet[Any]) -> dict[tuple[int, str], set[int]]:
    """The primary keys of the characters that share a slug, by film and slug."""
    by_slug = roles.order_by().values_list("credit__film", "character__slug")
    shared = by_slug.annotate(count=Count("character", distinct=True)).filter(count__gt=1)
    keys = {(film, slug) for film, slug, _count in shared}
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    if keys:
        alike = roles.filter(character__slug__in={slug for _film, slug in keys}).order_by()
        for film, slug, pk in alike.values_list("credit__film", "character__slug", "character"):
            if (film, slug) in keys:
                found[film, slug].add(pk)
    return found


def _slugs_beside(rows: Iterable[Character]) -> set[str]:
    """The slugs that begin as those of ``rows`` do."""
    slugs: set[str] = set()
    for row in rows:
        begun = type(row)._base_manager.filter(slug__startswith=row.slug[:-12] or row.slug)
        slugs.update(begun.values_list("slug", flat=True))
    return slugs


def _characters_changed(instance: Any, action: str, reverse: bool, pk_set: Any, **_: Any) -> None:
    if action == "post_add" and pk_set:
        films = (
            set(Credit.objects.filter(pk__in=pk_set).values_list("film", flat=True))
            if reverse
            else {instance.film_id}
        )
        run_at_end(number_slugs, films)


def _credit_saved(instance: Credit, created: bool, **_signal: Any) -> None:
    if not created and instance.changes("film_id"):
        run_at_end(number_slugs, {instance.film_id})


def _character_saved(instance: Character, created: bool, **_signal: Any) -> None:
    if not created and instance.changes("slug"):
        run_at_end(number_slugs, set(instance.credits.values_list("film", flat=True)))


def connect() -> None:
    through = Credit.characters.through
    m2m_changed.connect(_characters_changed, sender=through, dispatch_uid="character slugs")
    post_save.connect(_credit_saved, sender=Credit, dispatch_uid="character slugs")
    post_save.connect(_character_saved, sender=Character, dispatch_uid="character slugs")
