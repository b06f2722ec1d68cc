"""Puts an earlier text of a review back into its working copy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cast.models import Credit
from editions.content import (
    CritiqueContent,
    FilmRef,
    NoteContent,
    PartContent,
    ReviewContent,
    SectionContent,
)
from editions.history import Kind, record, stored_content
from editions.history_models import ReviewEvent
from editions.manuscript_rows import write_rows
from films.models import Film
from images.models import Image
from reviews.models import ContentNoteLabel, Critic, Review

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Restored:
    """``before`` has the working copy as it was; ``missing`` are sentences about what could not be
    restored, because the rows are gone."""

    before: ReviewEvent
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def restore(*, review: Review, content: ReviewContent, by: Any, why: str) -> Restored:
    """Make ``content`` the working copy of ``review``, with all items, and record both states.

    Slug, stage and embargo stay as they are, and so does what readers see. ``why`` says for the
    history what is restored.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    old = stored_content(review)
    restored = Restored(record(review, Kind.KEPT, by=by, content=old))
    resolved = _Resolution(old, restored.missing).resolved(content)
    write_rows(review, resolved, old)
    record(review, Kind.RESTORED, by=by, why=why, content=stored_content(review))
    return restored


class _Resolution:
    """Replaces references to rows that are gone since ``content`` was kept."""

    def __init__(self, old: ReviewContent, missing: list[str]) -> None:
        self.old = old
        self.missing = missing

    def resolved(self, content: ReviewContent) -> ReviewContent:
        film = self._film(content)
        lead = content.lead_image
        if lead and not Image.objects.filter(pk=lead.id or 0).exists():
            self._miss(_("the lead image %(name)s"), lead.name)
            lead = None
        critics = _rows(Critic, (critic.id for critic in content.critics))
        for critic in content.critics:
            if critic.id not in critics:
                self._miss(_("the critic %(name)s"), critic.slug)
        return replace(
            content,
            film=film,
            critics=tuple(critic for critic in content.critics if critic.id in critics),
            lead_image=lead,
            notes=self._notes(content.notes),
            story=self._story(content.story),
            cast=self._cast(content.cast, film),
        )

    def _film(self, content: ReviewContent) -> FilmRef:
        film = _film_now(content.film)
        if film is None:
            self._miss(_("the film %(name)s"), content.film.slug)
            return self.old.film
        return film

    def _notes(self, notes: PartContent[NoteContent]) -> PartContent[NoteContent]:
        labels = _rows(ContentNoteLabel, (note.label_id for note in notes.items))
        kept = []
        for note in notes.items:
            if note.label_id in labels:
                kept.append(note)
            else:
                self._miss(_("the content note %(name)s"), note.name)
        return replace(notes, items=tuple(kept))

    def _story(self, story: PartContent[SectionContent]) -> PartContent[SectionContent]:
        return replace(
            story,
            items=tuple(
                replace(section, spoils=tuple(self._spoiled(section.spoils)))
                for section in story.items
            ),
        )

    def _spoiled(self, films: Iterable[FilmRef]) -> Iterator[FilmRef]:
        for film in films:
            if now := _film_now(film):
                yield now
            else:
                self._miss(_("the spoiled film %(name)s"), film.slug)

    def _cast(
        self, cast: PartContent[CritiqueContent], film: FilmRef
    ) -> PartContent[CritiqueContent]:
        wanted = (credit.id for critique in cast.items for credit in critique.credits)
        credits = {pk for pk, credit in _rows(Credit, wanted).items() if credit.film_id == film.id}
        items = []
        for critique in cast.items:
            for credit in critique.credits:
                if credit.id not in credits:
                    self._miss(_("the credit of %(name)s"), credit.person or critique.heading)
            there = tuple(credit for credit in critique.credits if credit.id in credits)
            items.append(replace(critique, credits=there))
        return replace(cast, items=tuple(items))

    def _miss(self, what: str, name: str) -> None:
        self.missing.append(what % {"name": name})


def _film_now(film: FilmRef) -> FilmRef | None:
    """The film of ``film``, or the one that has its slug now, as after a merge."""
    found = Film.objects.filter(pk=film.id or 0).first() or Film.objects.by_slug(film.slug).first()
    return FilmRef(found.slug, found.pk) if found else None


def _rows(model: type[Row], keys: Iterable[int | None]) -> dict[int | None, Row]:
    return {**model._default_manager.in_bulk({key for key in keys if key})}
