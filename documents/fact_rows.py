"""Writes the facts of a document to the rows of films, franchises, people, credits and projects.

Missing rows are created. Existing rows are linked and stay unchanged. With ``update`` the film
under review, its credits and its projects get the values of the document; related films never do.
A row is saved only if a value differs.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cast.models import Character, Credit, Person
from documents.facts import CreditFacts, FilmFacts, Named, ProjectFacts
from documents.franchise_entries import FranchiseEntryRows
from documents.pictures import Pictures
from documents.references import References
from documents.row_store import RowStore
from films.models import Film, Franchise, Genre, Project
from reviews.models import Critic


class FactRows:
    """Writes the facts of one document, inside a transaction.

    After `write`, ``film``, ``critics`` and ``credits`` hold the rows; ``film`` is None if the
    document names none, ``credits`` are in the order of `References.credits`.
    """

    def __init__(self, references: References, pictures: Pictures, *, update: bool) -> None:
        self.references = references
        self.facts = references.facts
        self.pictures = pictures
        self.findings = references.findings
        self.update = update
        self.store = RowStore()

    def write(self) -> None:
        """Raises `DocumentRefused` if the facts contradict each other or the stored ones."""
        reviewed = self.facts.film
        self.film = self._film(reviewed, update=self.update) if reviewed.slug else None
        for facts in self.facts.related_films:
            self._film(facts, update=False)
        self.findings.stop_if_wrong()
        entries = FranchiseEntryRows(self.store, self.findings)
        for facts in self.facts.films():
            entries.write(facts, update=self.update and facts is self.facts.film)
        self.findings.stop_if_wrong()
        entries.relate()
        self.findings.stop_if_wrong()
        self.critics = [
            self.store.named(Critic, named, update=self.update, name_field="display_name")
            for named in self.facts.critics
        ]
        stored = Credit.objects.filter(film=self.film).select_related("person")
        rows = {row.pk: row for row in stored.prefetch_related("characters")}
        self.credits = [
            self._credit(credit.facts, rows[credit.row.pk] if credit.row else None)
            for credit in self.references.credits
        ]
        for project in self.facts.projects:
            self._project(project)

    def _film(self, facts: FilmFacts, *, update: bool) -> Film:
        film = Film.objects.by_slug(facts.slug).first()
        if facts.columns is None or (film and not update):
            return self.store.film(facts.slug)
        film = film or Film(slug=facts.slug)
        values = dict(facts.columns)
        if film._state.adding:
            release = values.get("release")
            is_released = bool(release and release.first_day <= localdate())
            values.setdefault(
                "status", Film.Status.RELEASED if is_released else Film.Status.PLANNED
            )
        if facts.poster:
            values["poster"] = self.pictures.image(facts.poster.name)
        elif "poster" in facts.lines:
            values["poster"] = None
        if self._is_valid(film, values, facts):
            self.store.save(film, values)
            if facts.genres is not None:
                genres = [
                    self.store.named(Genre, genre, update=self.update) for genre in facts.genres
                ]
                self.store.relate(film.genres, genres)
        self.store.films[facts.slug] = film
        return film

    def _is_valid(self, film: Film, values: Mapping[str, Any], facts: FilmFacts) -> bool:
        """Whether ``film`` with ``values`` can be saved; if not, it is reported at the key."""
        tried = Film(pk=film.pk)
        for column in Film._meta.concrete_fields:
            setattr(tried, column.attname, getattr(film, column.attname))
        for name, value in values.items():
            setattr(tried, name, value)
        tried._state.adding = film._state.adding
        try:
            tried.full_clean(exclude=["poster", "backdrop"])
        except ValidationError as error:
            for key, messages in error.message_dict.items():
                line = facts.lines.get(key, facts.line)
                for message in messages:
                    self.findings.error(line, _("The film: %s") % message)
            return False
        return True

    def _franchises(self) -> list[Franchise]:
        return list(Franchise.objects.filter(entries__film=self.film).order_by("entries__pk"))

    def _credit(self, facts: CreditFacts | None, row: Credit | None) -> Credit:
        if row and (facts is None or not self.update):
            return row
        assert facts, "only a credit of the document is new"
        credit = row or Credit(film=self.film)
        values = dict(facts.columns)
        if facts.person or credit._state.adding:
            values["person"] = (
                self.store.named(Person, facts.person, update=self.update) if facts.person else None
            )
        self.store.save(credit, values)
        self._set_characters(credit, facts)
        return credit

    def _set_characters(self, credit: Credit, facts: CreditFacts) -> None:
        """Make the characters of ``credit`` those of ``facts``, matched by slug."""
        present = {character.slug: character for character in credit.characters.all()}
        for named in facts.characters:
            if self.update and named.slug in present:
                self.store.known.setdefault((Character, named.slug), present[named.slug])
                self.store.save(present[named.slug], {"name": named.name})
        if set(present) != {named.slug for named in facts.characters}:
            characters = [
                present.get(each.slug) or self._character(each) for each in facts.characters
            ]
            self.store.relate(credit.characters, characters)

    def _character(self, named: Named) -> Character:
        """The character of the film's franchises, else of the film, with this slug."""
        key = (Character, named.slug)
        if key not in self.store.known:
            franchises = self._franchises()
            same_slug = Character.objects.filter(slug=named.slug)
            row = (
                same_slug.filter(franchise__in=franchises).first()
                or same_slug.filter(credits__film=self.film).first()
                or Character(slug=named.slug, franchise=franchises[0] if franchises else None)
            )
            if row._state.adding or self.update:
                self.store.save(row, {"name": named.name})
            self.store.known[key] = row
        found: Character = self.store.known[key]
        return found

    def _project(self, facts: ProjectFacts) -> None:
        franchise = (
            self.store.named(Franchise, facts.franchise, update=self.update)
            if facts.franchise
            else self._franchises()[0]
        )
        project = Project.objects.filter(franchise=franchise, working_title=facts.title).first()
        if project and not self.update:
            return
        values = dict(facts.columns)
        if facts.film:
            values["film"] = self.store.film(facts.film.slug) if facts.film.slug else None
        project = project or Project(franchise=franchise, working_title=facts.title)
        self.store.save(project, values)
