"""Makes editions refer to the rows into which others were merged.

An edition freezes words. It names films and credits by primary key, so that it survives a change of
their names; when two rows become one, these keys follow. The words, and the slugs in them, stay.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from editions.content import CreditRef, FilmRef, ReviewContent
from editions.models import Edition, EditionCredit
from editions.rerendering import content_of, for_change, rerender
from editions.serialisation import CONTENT_SCHEMA, Unreadable, to_json
from images.public_changes import before_public_write, public_change


def editions_with(films: Iterable[int] = (), credits: Iterable[int] = ()) -> QuerySet[Edition]:
    """The editions that name one of these films or credits, live or not. There may be others among
    them: the stored content is searched as text."""
    films = list(films)
    named = Q(film__in=films) | Q(credits__in=list(credits))
    for pk in films:
        named |= Q(content_text__contains=f'"id": {pk}')
    found = Edition.objects.annotate(content_text=Cast("body__content", TextField())).filter(named)
    return Edition.objects.filter(pk__in=found.values("pk"))


@public_change()
def follow_merge(*, films: Mapping[int, int], credits: Mapping[int, int]) -> list[Edition]:
    """Replace primary keys of films and credits in all editions; returns those that changed.

    The keys of ``films`` and ``credits`` are about to be deleted, the values stay. Reviews must
    have the films already. The editions are rendered again.
    """
    before_public_write()
    changed = [
        edition
        for edition in for_change(editions_with(films, credits))
        if _follow(edition, films, credits)
    ]
    for old, new in credits.items():
        uses = EditionCredit.objects.filter(credit=old)
        there = EditionCredit.objects.filter(credit=new).values("edition")
        uses.filter(edition__in=list(there.values_list("edition", flat=True))).delete()
        uses.update(credit=new)
    rerender(Edition.objects.filter(pk__in=[edition.pk for edition in changed]))
    return changed


def _follow(edition: Edition, films: Mapping[int, int], credits: Mapping[int, int]) -> bool:
    """Save ``edition`` with the new keys, if it has one of the old. Content that cannot be read
    stays: it is not shown anyway."""
    was = edition.film_id, edition.body.content
    edition.film_id = films.get(edition.film_id, edition.film_id)
    try:
        content = content_of(edition)
        followed = _with_new_keys(content, films, credits)
        if followed != content:
            edition.body.content, edition.body.content_schema = to_json(followed), CONTENT_SCHEMA
    except Unreadable:
        pass
    if (edition.film_id, edition.body.content) == was:
        return False
    edition.body.save(update_fields=["content", "content_schema"])
    edition.save(update_fields=["film"])
    return True


def _with_new_keys(
    content: ReviewContent, films: Mapping[int, int], credits: Mapping[int, int]
) -> ReviewContent:
    def film(ref: FilmRef) -> FilmRef:
        return replace(ref, id=films.get(ref.id or 0, ref.id))

    story = tuple(
        replace(section, spoils=tuple({ref.id: ref for ref in map(film, section.spoils)}.values()))
        for section in content.story.items
    )
    cast = tuple(
        replace(critique, credits=_credits(critique.credits, credits))
        for critique in content.cast.items
    )
    return replace(
        content,
        film=film(content.film),
        spoiled=tuple(map(film, content.spoiled)),
        story=replace(content.story, items=story),
        cast=replace(content.cast, items=cast),
    )


def _credits(refs: tuple[CreditRef, ...], keys: Mapping[int, int]) -> tuple[CreditRef, ...]:
    """``refs`` with their new keys. Two with one key become one, which was a surprise if one of
    them was: a critique of it stays hidden."""
    found: dict[int | None, CreditRef] = {}
    for ref in refs:
        key = keys.get(ref.id or 0, ref.id)
        stays = found.get(key, ref)
        found[key] = replace(stays, id=key, is_spoiler=stays.is_spoiler or ref.is_spoiler)
    return tuple(found.values())
