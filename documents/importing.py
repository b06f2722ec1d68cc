"""Imports a document: its facts, its pictures and its review; and publishes it on request."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from documents.alternative_texts import warn_of_other_alternative_text
from documents.errors import DocumentFinding, DocumentRefused, Findings
from documents.fact_rows import FactRows
from documents.parsing import ReviewDocument, check_texts, read_document
from documents.pictures import PictureFiles, Pictures
from documents.references import References
from documents.renaming import rename
from documents.review_rows import write_review
from documents.source import MAX_BYTES
from documents.text_mapping import map_texts
from editions.content import CriticRef, NoteContent, ReviewContent, SectionContent
from editions.history import Kind, record, unrecorded
from editions.leaks.reviews import leaks_of
from editions.leaks.statements import Leak
from editions.manuscript import credit_ref, film_ref, image_ref, read_manuscript
from editions.models import Edition, Generation
from editions.parts import PARTS, part_of
from editions.publishing import PublishingRefused, publish
from editions.publishing_problems import publishing_problems
from editions.text_checks import Checked, keep
from images.public_changes import public_change
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Imported:
    """The result for one document. ``outcome`` is created, updated or unchanged; ``notes`` tell
    what was converted."""

    review: Review
    outcome: str
    edition: Edition | None
    warnings: tuple[DocumentFinding, ...]
    notes: tuple[DocumentFinding, ...]


def read_pictures(paths: Iterable[Path], *, keep_data: bool = True) -> PictureFiles:
    """Read the pictures of the documents at ``paths``, for several imports in one transaction.

    Errors are not reported: `import_document` finds them again. For ``keep_data`` see
    `PictureFiles`.
    """
    files = PictureFiles(keep_data=keep_data)
    for path in paths:
        with suppress(DocumentRefused, OSError):
            document = _read(path, Findings())
            Pictures(path.parent, Findings(), publish=False, files=files).collect(document)
    return files


def import_document(
    path: Path,
    *,
    publishing: bool = False,
    update: bool = False,
    pictures: PictureFiles | None = None,
) -> Imported:
    """Import the document at ``path``, all of it or nothing.

    ``publishing`` publishes the review; ``update`` replaces an existing review and the facts of its
    film. In a transaction, ``pictures`` must be what `read_pictures` has read before it. Raises
    `DocumentRefused`, and `OSError` if the file cannot be read.
    """
    findings = Findings()
    document = _read(path, findings)
    references = References(document, findings, update=update)
    document = references.document
    check_texts(document, references.film_id, findings)
    if document.is_broken:
        findings.stop_if_wrong()
    references.check()
    covered = references.critique_credits()
    library = Pictures(path.parent, findings, publishing, pictures or PictureFiles())
    library.collect(document, references.hidden_texts(covered))
    if not update:
        lead = document.facts.lead_image
        lead_image = library.image(lead.name) if lead else None
        warn_of_other_alternative_text(document, lead_image, findings)
    if publishing:
        _check_publishable(document, findings)
    findings.stop_if_wrong()
    try:
        with public_change():
            # The order of locks in every public transaction: the generation, then the review. The
            # generation is not raised, as perhaps nothing changes.
            list(Generation.objects.select_for_update().filter(pk=Generation.SITE))
            library.store()
            findings.stop_if_wrong()
            facts = FactRows(references, library, update=update)
            facts.write()
            return _write_review(facts, covered, publishing=publishing)
    except DatabaseError as error:
        reason = _("The database did not accept the document: %s") % error
        raise DocumentRefused([DocumentFinding(1, reason)], findings.warnings) from error


def _read(path: Path, findings: Findings) -> ReviewDocument:
    with path.open("rb") as file:
        return read_document(file.read(MAX_BYTES + 1), findings)


def _check_publishable(document: ReviewDocument, findings: Findings) -> None:
    if document.facts.unfinished:
        findings.error(
            document.facts.lines["unfinished"],
            _(
                "An unfinished review cannot be published. Remove “unfinished”, and complete what "
                "the import then reports."
            ),
        )
        return
    if not document.facts.has_verdict:
        findings.error(
            1,
            _(
                "A review needs a verdict before it is published. Add “verdict:” to the front "
                "matter and, indented below it, “recommendation: …”."
            ),
        )
    if not any(parsed.markdown for parsed in document.review.texts.values()):
        findings.error(document.source.body_line, _("The review has no text yet."))


def _write_review(rows: FactRows, covered: list[tuple[int, ...]], *, publishing: bool) -> Imported:
    """Write the review whose facts are in ``rows``, and publish it. ``covered`` are the indexes of
    each critique's credits in ``rows.credits``."""
    document, facts, findings = rows.references.document, rows.facts, rows.findings
    review = rows.references.review
    if review:
        review = Review.objects.select_for_update().get(pk=review.pk)
    lead = rows.pictures.image(facts.lead_image.name) if facts.lead_image else None
    content = replace(
        _linked(document.content, rows, covered), lead_image=image_ref(lead) if lead else None
    )
    try:
        before = unrecorded(review) if review else None
        parsed = document.review.texts.values()
        written, changed = write_review(
            review, _with_pictures(content, rows.pictures), facts.embargo_until, parsed
        )
        manuscript = read_manuscript(Review.objects.get(pk=written.pk), parsed)
        parsed = manuscript.texts.values()
        if changed and before:
            record(written, Kind.KEPT, content=before)
        if changed:
            record(written, Kind.IMPORTED, content=manuscript.content)
        edition = (
            publish(review=written, live_from=facts.publish_at, backdated=True, parsed=parsed)
            if publishing
            else None
        )
    except PublishingRefused as error:
        # All other checks of `publish` have passed: this is about its moment.
        line = facts.lines.get("publish_at") or facts.lines.get("embargo_until") or 1
        reasons = [DocumentFinding(line, each) for each in error.messages]
        raise DocumentRefused(reasons, findings.warnings) from error
    if lead and facts.lead_image and facts.lead_image.alt and rows.update:
        rows.store.save(lead, {"alt": facts.lead_image.alt, "decorative": False})
    leaks = leaks_of(manuscript, film=written.film_id, pk=written.pk)
    if changed and not publishing_problems(manuscript):
        # The page that publishes many reviews need not check it again.
        keep([Checked(written.pk, manuscript.content, leaks, Generation.objects.current())])
    _warn_of_leaks(leaks, document, findings)
    changed |= rows.store.changed
    outcome = "created" if review is None else "updated" if changed else "unchanged"
    warnings, notes = (tuple(sorted(set(each))) for each in (findings.warnings, findings.notes))
    return Imported(written, outcome, edition, warnings, notes)


def _linked(
    content: ReviewContent, rows: FactRows, covered: list[tuple[int, ...]]
) -> ReviewContent:
    """``content`` with the primary keys of the films, the critics and the credits that it names."""

    def with_films(section: SectionContent) -> SectionContent:
        return replace(
            section, spoils=tuple(film_ref(rows.store.film(ref.slug)) for ref in section.spoils)
        )

    def with_label(note: NoteContent) -> NoteContent:
        if not note.name:
            return note
        label = rows.references.labels[note.name]
        rows.store.save(label, {})
        return replace(note, name=label.name, label_id=label.pk)

    critiques = tuple(
        replace(each, credits=tuple(credit_ref(rows.credits[at]) for at in indexes))
        for each, indexes in zip(content.cast.items, covered, strict=True)
    )
    return replace(
        content,
        film=film_ref(rows.film),
        critics=tuple(CriticRef(critic.slug, critic.pk) for critic in rows.critics),
        notes=replace(content.notes, items=tuple(map(with_label, content.notes.items))),
        story=replace(content.story, items=tuple(map(with_films, content.story.items))),
        cast=replace(content.cast, items=critiques),
    )


def _with_pictures(content: ReviewContent, pictures: Pictures) -> ReviewContent:
    """``content`` with the names that the library gave to the pictures."""
    names = pictures.renamed()

    def renamed(markdown: str) -> str:
        return rename(markdown, films={}, pictures=names)

    return map_texts(content, section=renamed, critique=renamed, item=renamed)


def _warn_of_leaks(leaks: list[Leak], document: ReviewDocument, findings: Findings) -> None:
    for leak in leaks:
        if not leak.confirmed:
            findings.warn(
                _line_of(document, leak),
                _("“%(public)s” gives away what is hidden (%(hidden)s): “%(text)s”."),
                public=leak.public.excerpt,
                hidden=leak.hidden.place,
                text=leak.hidden.text,
            )


def _line_of(document: ReviewDocument, leak: Leak) -> int:
    """The line of the file on which the public sentence of ``leak`` begins, 1 if it is not found.

    The hidden text may be the same. Then it comes first in the file if its part does."""
    body = document.source.body
    # There can be markup between words.
    words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", leak.public.text)))
    found = [match.start() for match in re.finditer(words, body, re.I)] if words else []
    if not found:
        return 1
    order = [part.key for part in PARTS]
    public, hidden = (part_of(each.part) for each in (leak.public, leak.hidden))
    is_after = public and hidden and order.index(public.key) > order.index(hidden.key)
    return document.source.body_line + body.count("\n", 0, found[-1 if is_after else 0])
