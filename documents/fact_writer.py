"""Facts as they are now → the front matter of a document."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from cast.models import Credit
from documents.yaml_text import Block, Blocks
from editions.content import ReviewContent
from editions.library_pictures import LIBRARY
from films.models import Film, Franchise, FranchiseEntry, Project
from images.models import Image
from reviews.models import Critic, Review


class Facts:
    """Collects what a document says besides its body, and the pictures that go with it."""

    def __init__(self, content: ReviewContent, review: Review) -> None:
        self.content = content
        self.review = review
        self.film = Film.objects.select_related("poster").get(pk=content.film.id or 0)
        self.credits = [credit for credit in _credits(self.film) if _names_somebody(credit)]
        self.pictures: dict[str, Image] = {}
        self.introduced: set[Franchise] = set()

    def front_matter(self) -> Block:
        content = self.content
        critic = Critic.objects.get(pk=content.critic.id or 0)
        projects = self._projects()
        film = self._film(self.film, is_reviewed=True)
        related = [self._film(each) for each in self._related_films(projects)]
        front = Block(
            headline=content.headline,
            slug=content.slug,
            critic=_named(critic.display_name, critic.slug),
            film=film,
            related_films=Blocks(related),
            credits=Blocks(map(_credit, self.credits)),
            projects=Blocks(map(_project, projects)),
            standfirst=content.standfirst,
            meta_description=content.meta_description,
            disclosure=content.disclosure,
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
                title=film.title,
                slug=film.slug,
                original_title=film.original_title,
                tagline=film.tagline,
                overview=film.overview,
                status=film.status,
                release_date=film.release_date,
                runtime=film.runtime,
                certification=film.certification,
                genres=[_named(each.name, each.slug) for each in _by_name(genres)],
                tmdb_id=film.tmdb_id,
                imdb_id=film.imdb_id,
                wikidata_id=film.wikidata_id,
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
                "name": _named(franchise.name, franchise.slug),
                "universe_name": franchise.universe_name if is_new else "",
                "label": entry.label,
                "relation": entry.relation,
                "release_order": entry.release_order,
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
        scale = {"best": verdict.scale_best, "step": verdict.scale_step}
        return _without_blanks(
            Block(
                recommendation=verdict.recommendation,
                score=verdict.score,
                scale=scale if verdict.score is not None else None,
                pull_quote=verdict.pull_quote,
            )
        )

    def _projects(self) -> list[Project]:
        """Of the film's franchises; and of these, the order that a new site would have."""
        projects = Project.objects.filter(franchise__entries__film=self.film)
        return list(projects.select_related("franchise", "film").order_by("pk"))

    def _related_films(self, projects: Iterable[Project]) -> list[Film]:
        """Every film that is named by slug, and those that these name in turn, by slug."""
        content = self.content
        refs = (*content.spoiled, *(ref for each in content.story.items for ref in each.spoils))
        found = {self.film.pk}
        todo = {ref.id for ref in refs if ref.id} | {
            each.film_id for each in projects if each.film_id
        }
        todo |= _neighbours([self.film])
        while todo := todo - found:
            found |= todo
            todo = _neighbours(Film.objects.filter(pk__in=todo))
        found.remove(self.film.pk)
        films = Film.objects.filter(pk__in=found).select_related("poster")
        return sorted(films, key=lambda film: film.slug)


def _entries(films: Iterable[Film]) -> Iterable[FranchiseEntry]:
    entries = FranchiseEntry.objects.filter(film__in=list(films))
    return entries.select_related("franchise", "after__film", "before__film").order_by("pk")


def _neighbours(films: Iterable[Film]) -> set[int]:
    """The films that ``films`` are set after or before."""
    others = [other for entry in _entries(films) for other in (entry.after, entry.before) if other]
    return {other.film_id for other in others}


def _credits(film: Film) -> Iterable[Credit]:
    credits = Credit.objects.filter(film=film).select_related("person")
    return credits.prefetch_related("characters").by_billing()


def _names_somebody(credit: Credit) -> bool:
    return bool(credit.person or credit.characters.all())


def _credit(credit: Credit) -> dict[str, Any]:
    is_acting = credit.department == Credit.ACTING
    return _without_blanks(
        {
            "person": _named(credit.person.name, credit.person.slug) if credit.person else None,
            "characters": [
                _named(each.name, each.slug) for each in _by_name(credit.characters.all())
            ],
            "credited_as": credit.credited_as,
            "department": "" if is_acting else credit.department,
            "job": credit.job,
            "billing": credit.billing,
            "order": credit.billing_order,
            "is_spoiler": credit.is_spoiler or None,
        }
    )


def _project(project: Project) -> dict[str, Any]:
    return _without_blanks(
        {
            "title": project.working_title,
            "franchise": _named(project.franchise.name, project.franchise.slug),
            "film": project.film.slug if project.film else None,
            "status": project.status,
            "as_of": project.as_of,
            "source_url": project.source_url,
            "note": project.note,
        }
    )


def _by_name(rows: Iterable[Any]) -> list[Any]:
    """By name as Python compares it: databases do not agree on the alphabet."""
    return sorted(rows, key=lambda row: (row.name, row.slug))


def _named(name: str, slug: str) -> str | dict[str, str]:
    return name if slugify(name) == slug else {"name": name, "slug": slug}


def _without_blanks(mapping: Any) -> Any:
    """The mapping, of its own kind, without the keys that say nothing."""
    return type(mapping)(
        (key, value) for key, value in mapping.items() if value not in (None, "", [], {})
    )
