"""Writes the front matter of a document: the current facts about a review and its film."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Model, QuerySet

from cast.models import Credit, Person
from cast.sort_names import sort_name
from documents.identities import characters_of
from documents.yaml_writer import Block, Blocks
from editions.content import ReviewContent
from editions.library_pictures import LIBRARY
from films.models import Film, Franchise, FranchiseEntry, Project
from images.models import Image
from images.slugs import slug_for
from reviews.models import Critic, Review
from verdicts.scales import Scale, ScaleKind, scale_of


class FrontMatterWriter:
    """Collects the front matter, and in ``pictures`` the pictures that it names. The key
    ``unfinished`` tells an import that the review may lack what a finished one has."""

    def __init__(self, content: ReviewContent, review: Review, *, unfinished: bool) -> None:
        self.content = content
        self.review = review
        self.unfinished = unfinished
        self.film: Film | None = None
        if content.film.id is not None:
            self.film = Film.objects.select_related("poster").get(pk=content.film.id)
        critics = Critic.objects.in_bulk([critic.id or 0 for critic in content.critics])
        self.critics = [critics[critic.id or 0] for critic in content.critics]
        credits = _credits(self.film) if self.film else []
        self.credits = [credit for credit in credits if _names_somebody(credit)]
        self.shared_names = _shared(
            Person.objects.all(), {each.person.name for each in self.credits if each.person}
        ) | _shared(
            characters_of(self.film, ()),
            {each.name for credit in self.credits for each in credit.characters.all()},
        )
        self.shared_names |= _shared(
            Critic.objects.all(),
            {critic.display_name for critic in self.critics},
            "display_name",
        )
        self.pictures: dict[str, Image] = {}
        self.introduced: set[Franchise] = set()

    def facts(self) -> Block:
        content = self.content
        critics = [self._named(critic) for critic in self.critics]
        projects = self._projects()
        film = self._film(self.film, is_reviewed=True) if self.film else None
        related = [self._film(each) for each in self._related_films(projects)]
        front = Block(
            {"unfinished": self.unfinished or None} | _columns(content, "headline", "slug"),
            critic=critics[0] if len(critics) == 1 else critics,
            film=film,
            related_films=Blocks(related),
            credits=Blocks(map(self._credit, self.credits)),
            projects=Blocks(map(self._project, projects)),
            **_columns(content, "standfirst", "meta_description", "disclosure"),
            language="" if content.language == "en" else content.language,
            verdict=self._verdict(),
            **self._lead_image(),
            embargo_until=self.review.embargo_until,
        )
        return _without_blanks(front)

    def _film(self, film: Film, *, is_reviewed: bool = False) -> Block:
        entries = [self._entry(entry) for entry in _entries([film])]
        franchise: Any = Blocks(entries) if len(entries) > 1 else None
        if len(entries) == 1:
            franchise = Block(entries[0]) if is_reviewed else entries[0]
        genres = film.genres.all()
        return _without_blanks(
            Block(
                _columns(film, "title", "slug", "sort_title", "original_title", "tagline")
                | _columns(film, "overview", "status")
                | {"release_date": film.release}
                | _columns(film, "runtime", "certification"),
                genres=[self._named(each) for each in _by_name(genres)],
                **_columns(film, "tmdb_id", "imdb_id", "wikidata_id"),
                poster=self._picture(film.poster),
                franchise=franchise,
            )
        )

    def _entry(self, entry: FranchiseEntry) -> dict[str, Any]:
        franchise = entry.franchise
        is_new = franchise not in self.introduced
        self.introduced.add(franchise)
        return _without_blanks(
            {
                "name": self._named(franchise),
                "universe_name": franchise.universe_name if is_new else "",
                **_columns(entry, "label", "relation", "release_order"),
                "after": entry.after.film.slug if entry.after else None,
                "before": entry.before.film.slug if entry.before else None,
                "note": entry.note,
            }
        )

    def _picture(self, image: Image | None) -> str:
        if image is None:
            return ""
        self.pictures[image.name] = image
        return LIBRARY + image.name

    def _lead_image(self) -> dict[str, str]:
        lead = self.content.lead_image
        image = Image.objects.get(pk=lead.id or 0) if lead else None
        return {
            "lead_image": self._picture(image),
            "lead_image_alt": image.alt if image else "",
        }

    def _verdict(self) -> Block:
        verdict = self.content.verdict.first
        if verdict is None:
            return Block()
        scale = scale_of(verdict)
        return Block(
            recommendation=verdict.recommendation,
            **_without_blanks(
                {
                    "score": _score(verdict.score, scale) if scale else None,
                    "scale": _scale(scale) if scale else None,
                    "pull_quote": verdict.pull_quote,
                }
            ),
        )

    def _projects(self) -> list[Project]:
        """The projects of the film's franchises, in the order in which an import creates them."""
        if self.film is None:
            return []
        projects = Project.objects.filter(franchise__entries__film=self.film)
        return list(projects.select_related("franchise", "film").order_by("pk"))

    def _related_films(self, projects: Iterable[Project]) -> list[Film]:
        """Every film that the document names by slug, and those that these are set after or before,
        recursively; by slug."""
        content = self.content
        refs = (*content.spoiled, *(ref for each in content.story.items for ref in each.spoils))
        reviewed = {self.film.pk} if self.film else set()
        found = set(reviewed)
        todo = {ref.id for ref in refs if ref.id} | {
            each.film_id for each in projects if each.film_id
        }
        todo |= _neighbours(reviewed)
        while todo := todo - found:
            found |= todo
            todo = _neighbours(Film.objects.filter(pk__in=todo))
        films = Film.objects.filter(pk__in=found - reviewed).select_related("poster")
        return sorted(films, key=lambda film: film.slug)

    def _credit(self, credit: Credit) -> dict[str, Any]:
        is_acting = credit.department == Credit.ACTING
        return _without_blanks(
            {
                "person": self._named(credit.person) if credit.person else None,
                "characters": [self._named(each) for each in _by_name(credit.characters.all())],
                "credited_as": credit.credited_as,
                "department": "" if is_acting else credit.department,
                "job": credit.job,
                "billing": credit.billing,
                "order": credit.billing_order,
                "is_spoiler": credit.is_spoiler or None,
            }
        )

    def _project(self, project: Project) -> dict[str, Any]:
        return _without_blanks(
            {
                "title": project.working_title,
                "franchise": self._named(project.franchise),
                "film": project.film.slug if project.film else None,
                **_columns(project, "status"),
                "as_of": project.information_date,
                **_columns(project, "source_url", "note"),
            }
        )

    def _named(self, row: Any) -> str | dict[str, str]:
        """The name of ``row``, with the slug unless an import makes the same from the name. A name
        that several share has it always."""
        name = row.display_name if isinstance(row, Critic) else row.name
        is_told_by_name = row.slug == slug_for(type(row), name) and name not in self.shared_names
        written = {"name": str(name)} | ({} if is_told_by_name else {"slug": row.slug})
        if isinstance(row, Person) and row.sort_name != sort_name(name):
            written["sort_name"] = row.sort_name
        return written if len(written) > 1 else str(name)


def _entries(films: Iterable[Film | int]) -> Iterable[FranchiseEntry]:
    entries = FranchiseEntry.objects.filter(film__in=list(films))
    return entries.select_related("franchise", "after__film", "before__film").order_by("pk")


def _neighbours(films: Iterable[Film | int]) -> set[int]:
    """The films that ``films`` are set after or before."""
    others = [other for entry in _entries(films) for other in (entry.after, entry.before) if other]
    return {other.film_id for other in others}


def _credits(film: Film) -> Iterable[Credit]:
    credits = Credit.objects.filter(film=film).select_related("person")
    return credits.prefetch_related("characters").by_billing()


def _names_somebody(credit: Credit) -> bool:
    return bool(credit.person or credit.characters.all())


def _score(score: Decimal | None, scale: Scale) -> str | Decimal | None:
    """A number, unless it is written as a letter."""
    if score is None or scale.kind != ScaleKind.LETTERS:
        return score
    return scale.written(score)


def _scale(scale: Scale) -> str | dict[str, Any]:
    """As a document writes it, without what the kind of scale says."""
    if scale == Scale.of(ScaleKind.LETTERS) or scale == Scale.of(ScaleKind.PERCENT):
        return scale.kind.value
    is_percent = scale.kind == ScaleKind.PERCENT
    return _without_blanks(
        {
            "kind": scale.kind.value if scale.kind != ScaleKind.POINTS else None,
            "worst": scale.worst or None,
            "best": None if is_percent else scale.best,
            "step": scale.step,
        }
    )


def _columns(row: Model | ReviewContent, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _by_name(rows: Iterable[Any]) -> list[Any]:
    """Sorted by name in Python: databases sort differently."""
    return sorted(rows, key=lambda row: (row.name, row.slug))


def _shared(rows: QuerySet, names: set[str], field: str = "name") -> set[str]:
    """Those of ``names`` that several of ``rows`` have in the column ``field``."""
    named = rows.filter(**{f"{field}__in": names}).order_by()
    same = named.values(field).annotate(count=Count("pk"))
    return set(same.filter(count__gt=1).values_list(field, flat=True))


def _without_blanks(mapping: Any) -> Any:
    """``mapping``, of the same type, without keys that have no value."""
    return type(mapping)(
        (key, value) for key, value in mapping.items() if value not in (None, "", [], {})
    )
