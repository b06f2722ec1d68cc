"""The facts of a document → films, franchises, people, credits, projects.

What is missing is made. What is there is linked as it is; with ``update`` the facts of the film
under review, which the document is about, are brought to what the document says. Related films are
never overwritten. A row that would not change is not written.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from cast.models import Character, Credit, Person
from documents.errors import Findings
from documents.facts import CreditFacts, FilmFacts, Named, ProjectFacts
from documents.franchise_entries import FranchiseEntryRows
from documents.pictures import Pictures
from documents.plan import Plan
from films.models import Film, Franchise, Genre, Project
from reviews.models import Critic

Row = TypeVar("Row", bound=Model)


def put(row: Model, values: Mapping[str, Any]) -> bool:
    """Save ``row`` with ``values`` if it is new or one of them differs; whether it was saved."""
    is_new = row._state.adding
    changed = {
        name: value for name, value in values.items() if is_new or getattr(row, name) != value
    }
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or is_new:
        row.save()
        return True
    return False


class FactRows:
    """Writes the facts of one document, inside a transaction."""

    def __init__(self, plan: Plan, pictures: Pictures, findings: Findings, *, update: bool) -> None:
        self.plan = plan
        self.facts = plan.facts
        self.pictures = pictures
        self.findings = findings
        self.update = update
        self.changed = False
        self.films: dict[str, Film] = {}
        self.known: dict[tuple[type[Model], str], Any] = {}
        self.made: set[Model] = set()
        self.places = FranchiseEntryRows(self)

    def write(self) -> None:
        self.film = self._film(self.facts.film, update=self.update)
        for facts in self.facts.related_films:
            self._film(facts, update=False)
        self.findings.stop_if_wrong()
        for facts in self.facts.films():
            self.places.put(facts, update=self.update and facts is self.facts.film)
        self.findings.stop_if_wrong()
        self.places.relate()
        self.findings.stop_if_wrong()
        self.critic = self.named(Critic, self.facts.critic, name="display_name")
        stored = Credit.objects.filter(film=self.film).select_related("person")
        rows = {row.pk: row for row in stored.prefetch_related("characters")}
        listed = [
            self._credit(facts, rows[row.pk] if row else None) for facts, row in self.plan.credits
        ]
        self.credits = [*listed, *(rows[row.pk] for row in self.plan.other_credits)]
        for project in self.facts.projects:
            self._project(project)

    def put(self, row: Model, values: Mapping[str, Any]) -> None:
        self.changed |= put(row, values)

    def named(
        self, model: type[Row], named: Named, name: str = "name", *, keep: bool = False
    ) -> Row:
        """The row of ``model`` with this slug; the first of a document that names it decides."""
        key = (model, named.slug)
        if key not in self.known:
            manager = model._default_manager
            row = manager.filter(slug=named.slug).first() or model(slug=named.slug)
            is_new = row._state.adding
            if is_new or (self.update and not keep):
                self.put(row, {name: named.name})
            if is_new:
                self.made.add(row)
            self.known[key] = row
        found: Row = self.known[key]
        return found

    def film_of(self, slug: str) -> Film:
        """The film of a slug that the plan has found, in the document or among the rows."""
        if slug not in self.films:
            self.films[slug] = Film.objects.by_slug(slug).get()
        return self.films[slug]

    def _film(self, facts: FilmFacts, *, update: bool) -> Film:
        film = Film.objects.by_slug(facts.slug).first()
        if facts.columns is None or (film and not update):
            return self.film_of(facts.slug)
        film = film or Film(slug=facts.slug)
        values = dict(facts.columns)
        if film._state.adding:
            values.setdefault("status", self._status(values))
        if facts.poster:
            values["poster"] = self.pictures.image(facts.poster.name)
        elif "poster" in facts.lines:
            values["poster"] = None
        if self._is_valid(film, values, facts):
            self.put(film, values)
            if facts.genres is not None:
                genres = [self.named(Genre, genre) for genre in facts.genres]
                self.relate(film.genres, genres)
        self.films[facts.slug] = film
        return film

    def _status(self, values: Mapping[str, Any]) -> str:
        # What has no day yet has not been released.
        return Film.Status.RELEASED if values.get("release_date") else Film.Status.PLANNED

    def _is_valid(self, film: Film, values: Mapping[str, Any], facts: FilmFacts) -> bool:
        """Whether the film can be saved so; if not, it is reported at the key."""
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

    def relate(self, manager: Any, rows: Iterable[Model]) -> None:
        """Make ``rows`` the ones that ``manager`` relates, if they are not."""
        wanted = {row.pk for row in rows}
        if set(manager.values_list("pk", flat=True)) != wanted:
            manager.set(wanted)
            self.changed = True

    def _franchises(self) -> list[Franchise]:
        return list(Franchise.objects.filter(entries__film=self.film).order_by("entries__pk"))

    def _credit(self, facts: CreditFacts, row: Credit | None) -> Credit:
        if row and not self.update:
            return row
        credit = row or Credit(film=self.film)
        values = dict(facts.columns)
        if facts.person or credit._state.adding:
            values["person"] = self.named(Person, facts.person) if facts.person else None
        self.put(credit, values)
        self._cast(credit, facts)
        return credit

    def _cast(self, credit: Credit, facts: CreditFacts) -> None:
        """Make the characters of ``credit`` those of ``facts``, by their slugs."""
        present = {character.slug: character for character in credit.characters.all()}
        for named in facts.characters:
            if self.update and named.slug in present:
                self.known.setdefault((Character, named.slug), present[named.slug])
                self.put(present[named.slug], {"name": named.name})
        if set(present) != {named.slug for named in facts.characters}:
            characters = [
                present.get(each.slug) or self._character(each) for each in facts.characters
            ]
            self.relate(credit.characters, characters)

    def _character(self, named: Named) -> Character:
        """Of the film's franchises, else of the film."""
        key = (Character, named.slug)
        if key not in self.known:
            franchises = self._franchises()
            same_slug = Character.objects.filter(slug=named.slug)
            row = (
                same_slug.filter(franchise__in=franchises).first()
                or same_slug.filter(credits__film=self.film).first()
                or Character(slug=named.slug, franchise=franchises[0] if franchises else None)
            )
            if row._state.adding or self.update:
                self.put(row, {"name": named.name})
            self.known[key] = row
        found: Character = self.known[key]
        return found

    def _project(self, facts: ProjectFacts) -> None:
        franchise = (
            self.named(Franchise, facts.franchise) if facts.franchise else self._franchises()[0]
        )
        project = Project.objects.filter(franchise=franchise, working_title=facts.title).first()
        if project and not self.update:
            return
        values = dict(facts.columns)
        if facts.film:
            values["film"] = self.film_of(facts.film.slug) if facts.film.slug else None
        self.put(project or Project(franchise=franchise, working_title=facts.title), values)
