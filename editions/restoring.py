"""Puts an earlier text of a review back into its working copy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cast.models import Credit
from editions.content import (
    CriticRef,
    CritiqueContent,
    FilmRef,
    ImageRef,
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
    """Replaces references to rows that are gone: by the row into which one was merged, which has
    its slug, or by nothing."""

    def __init__(self, old: ReviewContent, missing: list[str]) -> None:
        self.old = old
        self.missing = missing

    def resolved(self, content: ReviewContent) -> ReviewContent:
        film = self._film(content)
        return replace(
            content,
            film=film,
            critics=tuple(self._critics(content.critics)),
            lead_image=self._lead_image(content),
            notes=self._notes(content.notes),
            story=self._story(content.story),
            cast=self._cast(content.cast, film),
        )

    def _film(self, content: ReviewContent) -> FilmRef:
        if not content.film.slug:
            return content.film
        film = _row_of(Film, content.film)
        if film is None:
            self._miss(_("the film %(name)s"), content.film.slug)
            return self.old.film
        return FilmRef(film.slug, film.pk)

    def _critics(self, refs: Iterable[CriticRef]) -> Iterator[CriticRef]:
        for ref in refs:
            if critic := _row_of(Critic, ref):
                yield CriticRef(critic.slug, critic.pk)
            else:
                self._miss(_("the critic %(name)s"), ref.slug)

    def _lead_image(self, content: ReviewContent) -> ImageRef | None:
        lead = content.lead_image
        if lead and not Image.objects.filter(pk=lead.id or 0).exists():
            self._miss(_("the lead image %(name)s"), lead.name)
            return None
        return lead

    def _notes(self, notes: PartContent[NoteContent]) -> PartContent[NoteContent]:
        labels = ContentNoteLabel.objects.in_bulk(
            [note.label_id for note in notes.items if note.label_id]
        )
        items = []
        for note in notes.items:
            if note.label_id and note.label_id not in labels:
                self._miss(_("the label %(name)s of a content note"), note.name)
                note = replace(note, label_id=None)
            items.append(note)
        return replace(notes, items=tuple(items))

    def _story(self, story: PartContent[SectionContent]) -> PartContent[SectionContent]:
        sections = (
            replace(section, spoils=tuple(self._spoiled(section.spoils))) for section in story.items
        )
        return replace(story, items=tuple(sections))

    def _spoiled(self, refs: Iterable[FilmRef]) -> Iterator[FilmRef]:
        for ref in refs:
            if film := _row_of(Film, ref):
                yield FilmRef(film.slug, film.pk)
            else:
                self._miss(_("the spoiled film %(name)s"), ref.slug)

    def _cast(
        self, cast: PartContent[CritiqueContent], film: FilmRef
    ) -> PartContent[CritiqueContent]:
        there = Credit.objects.filter(film=film.id)
        credits = set(there.values_list("pk", flat=True))
        critiques = []
        for critique in cast.items:
            found = []
            for ref in critique.credits:
                same = there.filter(person__slugs__slug=ref.person).values_list("pk", flat=True)
                if ref.id in credits:
                    found.append(ref)
                elif len(keys := list(same[:2])) == 1:
                    found.append(replace(ref, id=keys[0]))
                else:
                    self._miss(_("the credit of %(name)s"), ref.person or critique.heading)
            critiques.append(replace(critique, credits=tuple(found)))
        return replace(cast, items=tuple(critiques))

    def _miss(self, what: str, name: str) -> None:
        self.missing.append(what % {"name": name})


def _row_of(model: type[Row], ref: FilmRef | CriticRef) -> Row | None:
    """The row of ``ref``, or the one that has its slug now."""
    rows = model._default_manager
    return rows.filter(pk=ref.id or 0).first() or rows.filter(slugs__slug=ref.slug).first()
