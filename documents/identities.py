"""Finds out who and what a document means by its names, before anything is written.

A name means the stored row that has this name and the slug that is made from it, else the only
stored row of this name. A slug alone never identifies a row: if the stored name differs, the
document is refused, or with ``update`` and a slug in the document the row is renamed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from unicodedata import normalize

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from cast.models import Character, Person
from documents.errors import Findings, quoted, shortened
from documents.facts import CreditFacts, FilmFacts, Named, ProjectFacts, ReviewFacts
from films.models import Film, Franchise, Genre
from images.addresses import Addressed
from images.slugs import comparable_name, spellings_of_initials
from reviews.models import Critic

CHUNK = 300
"""How many names one query asks for."""


@dataclass(frozen=True, order=True, slots=True)
class Row:
    """A stored row, by ``matched``: a slug that it has or had."""

    matched: str
    name: str
    slug: str


def with_identities(
    facts: ReviewFacts, film: Film | None, findings: Findings, *, update: bool
) -> ReviewFacts:
    """``facts`` in which every name has the slug of the row that it means, or of a new one.

    ``film`` is the film under review if it is stored. Reports names of which it is not certain
    whom they mean. The number of queries does not depend on the number of names below `CHUNK`.
    """

    def found(rows: QuerySet, names: Iterable[Named | None], field: str = "name") -> Identities:
        return Identities(rows, field, filter(None, names), findings, update=update)

    films = facts.films()
    entries = [entry for each in films for entry in each.entries]
    franchises = found(
        Franchise.objects.all(),
        [*(entry.franchise for entry in entries), *(each.franchise for each in facts.projects)],
    )
    own = {franchises.of(entry.franchise).slug for entry in facts.film.entries}
    people = found(Person.objects.all(), (credit.person for credit in facts.credits))
    characters = found(
        characters_of(film, own), chain.from_iterable(each.characters for each in facts.credits)
    )
    critics = found(Critic.objects.all(), facts.critics, "display_name")
    genres = found(Genre.objects.all(), chain.from_iterable(each.genres or () for each in films))

    def film_with(each: FilmFacts) -> FilmFacts:
        entries = tuple(
            replace(entry, franchise=franchises.of(entry.franchise)) for entry in each.entries
        )
        known = None if each.genres is None else tuple(map(genres.of, each.genres))
        return replace(each, entries=entries, genres=known)

    def credit_with(credit: CreditFacts) -> CreditFacts:
        return replace(
            credit,
            person=credit.person and people.of(credit.person),
            characters=tuple(map(characters.of, credit.characters)),
        )

    def project_with(project: ProjectFacts) -> ProjectFacts:
        return replace(project, franchise=project.franchise and franchises.of(project.franchise))

    return replace(
        facts,
        critics=tuple(map(critics.of, facts.critics)),
        film=film_with(facts.film),
        related_films=tuple(map(film_with, facts.related_films)),
        credits=tuple(map(credit_with, facts.credits)),
        projects=tuple(map(project_with, facts.projects)),
    )


def characters_of(film: Film | None, franchises: Iterable[str]) -> QuerySet[Character]:
    """The characters among which those of a document about ``film`` are matched.

    They belong to one of the film's franchises, stored or with one of the slugs ``franchises``, or
    have a credit in the film.
    """
    place = Q(franchise__slug__in=list(franchises))
    if film:
        place |= Q(franchise__entries__film=film) | Q(credits__film=film)
    return Character.objects.filter(pk__in=Character.objects.filter(place).order_by().values("pk"))


class Identities:
    """The rows that the names of one model in a document mean. `of` gives them.

    ``field`` is the column of the name, ``rows`` are the rows among which names are matched.
    """

    def __init__(
        self,
        rows: QuerySet,
        field: str,
        names: Iterable[Named],
        findings: Findings,
        *,
        update: bool,
    ) -> None:
        self.findings = findings
        self.update = update
        self.is_unique = bool(rows.model._meta.get_field(field).unique)
        self.named = list(dict.fromkeys(each for each in names if each.slug))
        self.by_slug: dict[str, list[Row]] = {}
        self.by_name: dict[str, list[Row]] = {}
        for row in sorted(_stored(rows, field, self.named)):
            self.by_slug.setdefault(row.matched, []).append(row)
            if row.matched == row.slug:
                self.by_name.setdefault(comparable_name(row.name), []).append(row)
        self.made_slugs: dict[str, str] = {}
        """The slugs of new rows, by name, that the document does not give."""
        self.found = {each: self._identified(each) for each in self.named}
        self._check_each_other()

    def of(self, named: Named) -> Named:
        """``named`` with the slug of its row."""
        return self.found.get(named, named)

    def _identified(self, named: Named) -> Named:
        name = comparable_name(named.name)
        stored = self.by_slug.get(named.slug, [])
        same_name = self.by_name.get(name, [])
        if same := [row for row in stored if comparable_name(row.name) == name]:
            return replace(named, slug=same[0].slug)
        if named.has_own_slug:
            self._check_own_slug(named, stored, same_name)
            return replace(named, slug=stored[0].slug) if stored else named
        if len(same_name) == 1:
            return replace(named, slug=same_name[0].slug)
        if same_name:
            self._error(
                named,
                _(
                    "“%(name)s” is the name of several: %(slugs)s. Write {name: …, slug: …} with "
                    "the slug of the one that you mean."
                ),
                slugs=quoted(row.slug for row in same_name),
            )
        elif stored:
            self._error(
                named,
                _(
                    "The slug of “%(name)s” would be “%(slug)s”, which belongs to “%(stored)s”. If "
                    "that is the one that you mean, write “%(stored)s”; if not, write {name: …, "
                    "slug: …} with another slug."
                ),
                stored=shortened(stored[0].name),
            )
        # Another spelling of the name in the document may make another slug.
        return replace(named, slug=self.made_slugs.setdefault(name, named.slug))

    def _check_own_slug(self, named: Named, stored: list[Row], same_name: list[Row]) -> None:
        if stored and self.update:
            self.findings.warn(
                named.line,
                _("“%(stored)s” (%(slug)s) gets the name “%(name)s”."),
                stored=shortened(stored[0].name),
                slug=named.slug,
                name=shortened(named.name),
            )
        elif stored:
            self._error(
                named,
                _(
                    "The slug “%(slug)s” belongs to “%(stored)s”, not to “%(name)s”. Write that "
                    "name or another slug, or import with --update to change the name."
                ),
                stored=shortened(stored[0].name),
            )
        elif same_name and self.is_unique:
            self._error(
                named,
                _("“%(name)s” has the slug “%(stored)s”. Write that slug, or the name alone."),
                stored=same_name[0].slug,
            )
        elif same_name:
            self.findings.warn(
                named.line,
                _(
                    "“%(name)s” exists with the slug “%(stored)s”. With the slug “%(slug)s” this "
                    "is a second one of the same name."
                ),
                name=shortened(named.name),
                stored=same_name[0].slug,
                slug=named.slug,
            )

    def _check_each_other(self) -> None:
        """Report two names of the document with one slug, and one name with two new slugs."""
        by_slug: dict[str, Named] = {}
        own_slugs: dict[str, Named] = {}
        for named in self.found.values():
            if named.has_own_slug:
                own_slugs.setdefault(comparable_name(named.name), named)
        for named in self.found.values():
            name = comparable_name(named.name)
            other = by_slug.setdefault(named.slug, named)
            if comparable_name(other.name) != name:
                self._error(
                    named,
                    _(
                        "“%(name)s” has the slug “%(slug)s”, as “%(other)s” on line %(line)d has. "
                        "Write one of them as {name: …, slug: …} with another slug."
                    ),
                    other=shortened(other.name),
                    line=other.line,
                )
            elif (
                not named.has_own_slug
                and named.slug not in self.by_slug
                and (other := own_slugs.get(name, named)).slug != named.slug
            ):
                self._error(
                    named,
                    _(
                        "“%(name)s” has the slug “%(other)s” on line %(line)d and none here. Write "
                        "the slug here, too, or another one for somebody else of this name."
                    ),
                    other=other.slug,
                    line=other.line,
                )

    def _error(self, named: Named, sentence: str, **values: object) -> None:
        values = {"name": shortened(named.name), "slug": named.slug, **values}
        self.findings.error(named.line, sentence, **values)


def _stored(rows: QuerySet, field: str, named: list[Named]) -> set[Row]:
    """The rows with the slug, present or former, or the name of one of ``named``."""
    found: set[Row] = set()
    keeps_slugs = issubclass(rows.model, Addressed)
    for start in range(0, len(named), CHUNK):
        some = named[start : start + CHUNK]
        spellings = {name for each in some for name in spellings_of_initials(each.name)}
        names = {normalize(form, name) for name in spellings for form in ("NFC", "NFD")}
        names |= spellings
        slugs = {each.slug for each in some}
        match = Q(slug__in=slugs) | Q(**{f"{field}__in": names})
        for slug, name in rows.filter(match).order_by().values_list("slug", field):
            found.add(Row(slug, name, slug))
        if keeps_slugs:
            former = rows.filter(slugs__slug__in=slugs).order_by()
            found |= {Row(*row) for row in former.values_list("slugs__slug", field, "slug")}
    return found
