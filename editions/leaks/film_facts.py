"""What the site says of a film in public, outside of reviews, and whom it credits in secret."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Model

from cast.models import Credit, Person
from editions.leaks.sentences import sentences
from editions.leaks.statements import PublicSentence
from films.models import Film, Project


@dataclass
class FilmFacts:
    """``names`` are those of each public credit of the cast, ``credits`` their primary keys in this
    order; ``makers`` are the names of the crew.
    ``premise`` is what the film's own facts tell. ``surprises`` are the names of people and
    characters that no public credit has."""

    premise: str = ""
    names: list[tuple[str, ...]] = field(default_factory=list)
    credits: list[int] = field(default_factory=list)
    makers: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)


def film_facts(films: Iterable[int]) -> FilmFacts:
    """The facts of the films with the primary keys ``films``, the one under review first. Three
    queries."""
    keys = list(films)
    found = FilmFacts()
    rows = {film.pk: film for film in Film.objects.filter(pk__in=keys)}
    known = [rows[pk] for pk in keys if pk in rows]
    found.premise = "\n".join(
        text
        for film in known
        for text in (film.title, film.original_title, film.tagline, film.overview)
        if text
    )
    secret: set[str] = set()
    public: set[str] = set()
    credits = Credit.objects.filter(film__in=keys).with_names().order_by("pk")
    for credit in credits:
        names = [credit.person.name] if credit.person else []
        names += [credit.credited_as] if credit.credited_as else []
        names += [character.name for character in credit.characters.all()]
        if credit.is_spoiler:
            if keys and credit.film_id == keys[0]:
                secret.update(names)
        else:
            public.update(names)
            if credit.department == Credit.ACTING:
                found.names.append(tuple(names))
                found.credits.append(credit.pk)
            else:
                found.makers += names
    found.surprises = sorted(secret - public)
    return found


def fact_sentences(film: int) -> Iterator[PublicSentence]:
    """The sentences that the site says of the film with the primary key ``film``: its overview and
    tagline, the notes of its franchises' projects, the biographies of those credited in public.
    Three queries."""
    for row in Film.objects.filter(pk=film):
        yield from sentences_of_fact(row)
    for project in Project.objects.filter(franchise__films=film).exclude(note="").order_by("pk"):
        yield from sentences_of_fact(project)
    people = Person.objects.filter(credits__film=film, credits__is_spoiler=False).distinct()
    for person in people.exclude(biography="").order_by("pk"):
        yield from sentences_of_fact(person)


FIELDS: dict[type[Model], tuple[str, ...]] = {
    Film: ("tagline", "overview"),
    Project: ("note",),
    Person: ("biography",),
}
"""The public texts of facts that can give something away."""


def sentences_of_fact(fact: Film | Project | Person) -> Iterator[PublicSentence]:
    kind = type(fact)
    for name in FIELDS[kind]:
        for each in sentences(getattr(fact, name)):
            part = f"{kind._meta.model_name}.{name}"
            yield PublicSentence(part, name, each, is_premise=kind is Film)
