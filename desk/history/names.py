"""The names of the films, critics and credits to which a content refers, for pages that show it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from cast.models import Credit
from editions.content import CreditRef, CriticRef, FilmRef, ItemContent, ReviewContent
from editions.parts import PARTS
from films.models import Film
from reviews.models import Critic

Ref = FilmRef | CriticRef | CreditRef
Names = Mapping[Ref, str]


def names_in(*contents: ReviewContent) -> Names:
    """The present names of all to which ``contents`` refer. What is no longer stored has none. Five
    queries at most."""
    refs = {ref for content in contents for ref in _refs(content) if ref.id}
    names: dict[Ref, str] = {}
    for kind, rows in (
        (FilmRef, Film.objects.all()),
        (CriticRef, Critic.objects.all()),
        (CreditRef, Credit.objects.select_related("person").prefetch_related("characters")),
    ):
        own = [ref for ref in refs if isinstance(ref, kind)]
        found = rows.in_bulk([ref.id for ref in own]) if own else {}
        names |= {ref: str(found[ref.id]) for ref in own if ref.id in found}
    return names


def _refs(content: ReviewContent) -> Iterator[Ref]:
    yield content.film
    yield from content.critics
    for part in PARTS:
        for item in part.of(content).items:
            yield from _refs_of_item(item)


def _refs_of_item(item: ItemContent) -> Iterable[Ref]:
    values = (getattr(item, field.name) for field in fields(item))
    return (ref for value in values if isinstance(value, tuple) for ref in value)
