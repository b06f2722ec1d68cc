"""Writes the facts of a corpus: genres, franchises, films, people and their credits.

All in bulk, so without the signals of single rows: `pages.corpus.making` writes the search index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any, TypeVar

from django.db.models import Model

from cast.models import Character, Credit, Person, PersonSlug
from cast.sort_names import sort_name
from films.known_dates import Precision
from films.models import (
    Film,
    FilmSlug,
    Franchise,
    FranchiseEntry,
    FranchiseSlug,
    Genre,
    GenreSlug,
    Project,
)
from images.models import Image
from images.slugs import slug_for
from pages.corpus.names import Slugs, name
from pages.corpus.prose import Prose
from pages.corpus.sizes import Sizes
from reviews.models import ContentNoteLabel, Critic, CriticSlug

BATCH = 500

GENRES = (  # noqa: SIM905
    "Drama Comedy Thriller Action Romance Horror Crime Documentary Adventure Animation Mystery "
    "Fantasy Family History War Music Western Sport Noir Musical"
).split()
"""The most usual first."""

CREW = (
    ("Directing", "Director"),
    ("Writing", "Screenplay"),
    ("Camera", "Director of Photography"),
    ("Sound", "Composer"),
    ("Editing", "Editor"),
    ("Production", "Producer"),
)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """``heading`` is that of a critique of the credit alone: "Ana Alpha as Vera Voss"."""

    id: int
    person: str
    role: str
    heading: str


@dataclass(slots=True)
class FilmFacts:
    """What reviews say about a film. ``topics`` are words, ``names`` those of its public cast and
    crew. ``roles`` are in the order of billing; ``surprise`` is the one that is kept secret."""

    id: int
    slug: str
    title: str
    release: date
    topics: list[str]
    names: list[str] = field(default_factory=list)
    roles: list[CreditFacts] = field(default_factory=list)
    surprise: CreditFacts | None = None
    franchise: int | None = None


@dataclass(frozen=True, slots=True)
class CriticFacts:
    """``number`` counts the critics of the corpus."""

    number: int
    id: int
    slug: str


def written(rows: Sequence[Row]) -> list[Row]:
    """``rows``, inserted."""
    return type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH) if rows else []


def write_addresses(addresses: type[Model], field_name: str, rows: Iterable[Any]) -> None:
    written([addresses(slug=row.slug, **{f"{field_name}_id": row.pk}) for row in rows])


class FactsWriter:
    """Writes the facts of a corpus of ``sizes``, with ``posters`` for the films."""

    def __init__(self, rng: Random, sizes: Sizes, posters: Sequence[Image]) -> None:
        self.rng, self.sizes, self.posters = rng, sizes, posters
        self.prose = Prose(rng)

    def genres(self) -> list[Genre]:
        """Those of `GENRES`, where a site has them already its own."""
        known = {genre.name: genre for genre in Genre.objects.filter(name__in=GENRES)}
        slugs = Slugs(Genre)
        new = written(
            [Genre(name=name, slug=slugs.new(name)) for name in GENRES if name not in known]
        )
        write_addresses(GenreSlug, "genre", new)
        known |= {genre.name: genre for genre in new}
        return [known[name] for name in GENRES]

    def labels(self, names: Sequence[str]) -> list[int]:
        """The primary keys of the content note labels with these names."""
        known = dict(
            ContentNoteLabel.objects.filter(name__in=names).order_by().values_list("name", "pk")
        )
        slugs = Slugs(ContentNoteLabel)
        for label in written(
            [ContentNoteLabel(name=n, slug=slugs.new(n)) for n in names if n not in known]
        ):
            known[label.name] = label.pk
        return [known[name] for name in names]

    def critics(self) -> list[CriticFacts]:
        slugs = Slugs(Critic)
        rows = written(
            [
                Critic(display_name=text, slug=slugs.new(text), bio=self.prose.public(40))
                for text in (name(number * 31 + 7) for number in range(self.sizes.critics))
            ]
        )
        write_addresses(CriticSlug, "critic", rows)
        return [CriticFacts(number, row.pk, row.slug) for number, row in enumerate(rows)]

    def people(self) -> list[Person]:
        slugs = Slugs(Person)
        people = []
        for number in range(self.sizes.people):
            text = name(number)
            biography = self.prose.public(40) if self.rng.random() < 0.2 else ""
            people.append(
                Person(
                    name=text,
                    sort_name=sort_name(text),
                    slug=slugs.new(text),
                    biography=biography,
                )
            )
        rows = written(people)
        write_addresses(PersonSlug, "person", rows)
        return rows

    def films(self, genres: Sequence[Genre]) -> list[FilmFacts]:
        rng, slugs = self.rng, Slugs(Film)
        franchise_of = self._franchises()
        topics_of_genre = {
            genre.pk: [self.prose.title(1).lower() for _topic in range(40)] for genre in genres
        }
        parts: dict[int, int] = {}
        rows, genres_of, topics = [], [], []
        for number in range(self.sizes.films):
            title = self.prose.title(rng.choice((1, 2, 2, 2, 3, 3, 4)))
            if rng.random() < 0.3:
                title = f"The {title}"
            franchise = franchise_of[number]
            if franchise:
                part = parts[franchise.pk] = parts.get(franchise.pk, 0) + 1
                title = f"{franchise.name} {part}" if part > 1 else franchise.name
                if rng.random() < 0.4:
                    title += f" {self.prose.title(2)}"
            rows.append(self._film(title, slugs))
            own = self._genres_of_film(genres)
            genres_of.append(own)
            words = [self.prose.title(1).lower() for _topic in range(14)]
            topics.append(words + rng.sample(topics_of_genre[own[0].pk], 6))
        written(rows)
        write_addresses(FilmSlug, "film", rows)
        through = Film.genres.through
        written(
            [
                through(film_id=film.pk, genre_id=genre.pk)
                for film, own in zip(rows, genres_of, strict=True)
                for genre in own
            ]
        )
        self._entries(rows, franchise_of)
        return [
            FilmFacts(
                film.pk,
                film.slug,
                film.title,
                film.release_date or date(2026, 1, 1),
                words,
                names=[film.title],
                franchise=franchise.pk if franchise else None,
            )
            for film, words, franchise in zip(rows, topics, franchise_of, strict=True)
        ]

    def credits(self, films: Sequence[FilmFacts], people: Sequence[Person]) -> None:
        """Write the credits of ``films`` and note them there. The first of ``people`` has the most
        credits, as `Sizes` says."""
        rng = self.rng
        leads = {film.id for film in rng.sample(list(films), self.sizes.lead_credits)}
        sums = list(accumulate((number + 60) ** -0.6 for number in range(len(people) - 1)))
        regulars: dict[int, list[Character]] = {}
        for start in range(0, len(films), BATCH):
            some = films[start : start + BATCH]
            roles = {film.id: rng.randint(5, 12) for film in some}
            characters = {
                film.id: self._characters(film, roles[film.id], regulars) for film in some
            }
            new = {id(each): each for of in characters.values() for each in of if not each.pk}
            written(list(new.values()))
            rows = []
            for film in some:
                count = roles[film.id]
                chosen = rng.choices(people[1:], cum_weights=sums, k=count + len(CREW))
                if film.id in leads:
                    chosen[0] = people[0]
                rows += self._credits_of_film(film, chosen, count)
            written(rows)
            self._note(some, rows, characters)

    def _film(self, title: str, slugs: Slugs) -> Film:
        rng = self.rng
        released = date(2026, 10, 1) - timedelta(days=int(rng.expovariate(1 / 5_500)) % 36_000)
        precision = rng.choices(list(Precision), (2, 2, 96))[0]
        if precision != Precision.DAY:
            released = released.replace(day=1)
        if precision == Precision.YEAR:
            released = released.replace(month=1)
        return Film(
            title=title,
            slug=slugs.new(title),
            tagline=self.prose.public(8) if rng.random() < 0.5 else "",
            overview=self.prose.public(rng.randint(25, 70)),
            release_date=released,
            release_precision=precision,
            runtime=max(62, min(240, round(rng.gauss(110, 20)))),
            poster=rng.choice(self.posters) if self.posters and rng.random() < 0.9 else None,
        )

    def _genres_of_film(self, genres: Sequence[Genre]) -> list[Genre]:
        weights = [1 / (rank + 2) for rank in range(len(genres))]
        count = self.rng.choice((1, 2, 2, 3))
        return list({g.pk: g for g in self.rng.choices(genres, weights, k=count)}.values())

    def _franchises(self) -> list[Franchise | None]:
        """The franchise of each film: about a quarter of the films are in one."""
        taken = set(Franchise.objects.values_list("name", flat=True))
        slugs = Slugs(Franchise)
        rows: list[Franchise] = []
        while len(rows) < self.sizes.franchises:
            text = self.prose.title(self.rng.choice((1, 2)))
            if text not in taken:
                taken.add(text)
                overview = self.prose.public(50)
                rows.append(Franchise(name=text, slug=slugs.new(text), overview=overview))
        written(rows)
        write_addresses(FranchiseSlug, "franchise", rows)
        written([project for row in rows for project in self._projects(row)])
        sizes = [1 / (rank + 60) for rank in range(len(rows))]
        return [
            self.rng.choices(rows, sizes)[0] if self.rng.random() < 0.25 else None
            for _film in range(self.sizes.films)
        ]

    def _projects(self, franchise: Franchise) -> list[Project]:
        titles = {self.prose.title(2) for _project in range(self.rng.choice((0, 0, 0, 1, 2)))}
        return [
            Project(
                working_title=title,
                franchise=franchise,
                status=self.rng.choice(Project.Status.values),
                as_of=date(2026, self.rng.randint(1, 9), self.rng.randint(1, 28)),
            )
            for title in sorted(titles)
        ]

    def _entries(self, films: Sequence[Film], franchise_of: Sequence[Franchise | None]) -> None:
        members: dict[int, list[Film]] = {}
        for film, franchise in zip(films, franchise_of, strict=True):
            if franchise:
                members.setdefault(franchise.pk, []).append(film)
        entries = []
        for key, of in members.items():
            of.sort(key=lambda film: (film.release_date or date.max, film.pk))
            entries += [
                FranchiseEntry(
                    franchise_id=key,
                    film=film,
                    release_order=order,
                    label=f"Chapter {order}",
                    relation=self.rng.choice(FranchiseEntry.Relation.values),
                )
                for order, film in enumerate(of, 1)
            ]
        written(entries)
        # Most films are set after the one before, some before the first.
        first: dict[int, FranchiseEntry] = {}
        latest: dict[int, FranchiseEntry] = {}
        for entry in entries:
            key = entry.franchise_id
            if key not in first:
                first[key] = latest[key] = entry
            elif self.rng.random() < 0.1:
                entry.before = first[key]
            else:
                entry.after = latest[key]
                latest[key] = entry
        if entries:
            FranchiseEntry.objects.bulk_update(entries, ["after", "before"], batch_size=BATCH)

    def _characters(
        self, film: FilmFacts, count: int, regulars: dict[int, list[Character]]
    ) -> list[Character]:
        """New roles of ``film``. The films of a franchise share some of theirs."""
        shared: list[Character] = []
        if film.franchise:
            if film.franchise not in regulars:
                names = dict.fromkeys(self._role_name() for _role in range(10))
                regulars[film.franchise] = [self._character(text, film.franchise) for text in names]
            shared = self.rng.sample(regulars[film.franchise], min(3, count))
        return [
            *shared,
            *(self._character(self._role_name()) for _role in range(len(shared), count)),
        ]

    def _character(self, text: str, franchise: int | None = None) -> Character:
        return Character(name=text, slug=slug_for(Character, text), franchise_id=franchise)

    def _role_name(self) -> str:
        return name(self.rng.randrange(25_000))

    def _credits_of_film(
        self, film: FilmFacts, people: Sequence[Person], roles: int
    ) -> list[Credit]:
        """One film in seven keeps its last role secret."""
        has_surprise = self.rng.random() < 1 / 7
        billings = Credit.Billing
        credits = [
            Credit(
                film_id=film.id,
                person=people[number],
                billing_order=number + 1,
                billing=billings.LEAD if number < 2 else billings.SUPPORTING,
                is_spoiler=has_surprise and number == roles - 1,
            )
            for number in range(roles)
        ]
        crew = zip(CREW, people[roles:], strict=True)
        credits += [
            Credit(film_id=film.id, person=person, department=department, job=job)
            for (department, job), person in crew
        ]
        return credits

    def _note(
        self,
        films: Sequence[FilmFacts],
        credits: Sequence[Credit],
        characters: dict[int, list[Character]],
    ) -> None:
        by_id = {film.id: film for film in films}
        waiting = {film: iter(of) for film, of in characters.items()}
        played = []
        for credit in credits:
            film = by_id[credit.film_id]
            assert credit.person is not None
            person = credit.person
            if credit.department != Credit.ACTING:
                film.names.append(person.name)
                continue
            role = next(waiting[film.id])
            played.append(Credit.characters.through(credit_id=credit.pk, character_id=role.pk))
            heading = f"{person.name} as {role.name}"
            facts = CreditFacts(credit.pk, person.slug, role.slug, heading)
            if credit.is_spoiler:
                film.surprise = facts
            else:
                film.roles.append(facts)
                film.names += [person.name, role.name]
        written(played)
