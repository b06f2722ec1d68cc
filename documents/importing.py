"""A document → rows, and an edition if it is to be published: all of it, or nothing."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import DatabaseError
from django.utils.translation import gettext as _

from documents.errors import DocumentRefused, Finding, Findings
from documents.fact_rows import FactRows
from documents.parsing import ReviewDocument, check_texts, read_document
from documents.pictures import Pictures, rename_pictures
from documents.plan import Plan
from documents.review_rows import write_review
from documents.row_store import save_changes
from documents.source import MAX_BYTES
from documents.text_mapping import map_texts
from editions.content import CriticRef, ReviewContent
from editions.leaks import leaks
from editions.manuscript import credit_ref, film_ref, image_ref, read_manuscript
from editions.models import Edition, Generation
from editions.parsed_review import ParsedReview
from editions.publishing import PublishingRefused, publish
from editions.rendering import render
from films.batch import batch
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one document. ``done``: created, updated or unchanged; ``notes`` say what was
    converted in it."""

    review: Review
    done: str
    edition: Edition | None
    warnings: tuple[Finding, ...]
    notes: tuple[Finding, ...]


def read_file(path: Path) -> bytes:
    """The bytes of the file, or of its first MiB and one byte. Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def import_document(path: Path, *, publishing: bool = False, update: bool = False) -> Imported:
    """Import the document at ``path``.

    Raises `DocumentRefused`, and then nothing has changed; `OSError` if the file cannot be read.
    """
    findings = Findings()
    document = read_document(read_file(path), findings)
    plan = Plan(document, findings)
    if document.broken:
        check_texts(document, plan.film_id, findings)
        raise DocumentRefused(findings.errors, findings.warnings)
    check_texts(document, plan.film_id, findings)
    plan.check(update=update)
    credits = plan.critique_credits()
    pictures = Pictures(path.parent, findings, publishing)
    pictures.collect(document, plan.hidden_texts(credits))
    if not update:
        pictures.warn_of_other_words(document)
    if publishing:
        _check_publishable(document, findings)
    findings.stop_if_wrong()
    try:
        with batch():
            return _write(plan, pictures, credits, findings, publishing=publishing, update=update)
    except DatabaseError as error:
        reason = _("The database refuses the document: %s") % error
        raise DocumentRefused([Finding(1, reason)], findings.warnings) from error


def _check_publishable(document: ReviewDocument, findings: Findings) -> None:
    if document.facts.verdict is None and "verdict" not in document.facts.lines:
        findings.error(
            1,
            _(
                "A review is published with its verdict: add “verdict:” to the front matter, and "
                "indented below it “recommendation: …”."
            ),
        )
    if not any(parsed.markdown for parsed in document.review.texts.values()):
        findings.error(document.source.body_line, _("The review has no text yet."))


def _write(
    plan: Plan,
    pictures: Pictures,
    critique_credits: list[tuple[int, ...]],
    findings: Findings,
    *,
    publishing: bool,
    update: bool,
) -> Imported:
    # The first lock of every public transaction, without raising it: perhaps nothing changes.
    list(Generation.objects.select_for_update().filter(pk=Generation.SITE))
    review = plan.review and Review.objects.select_for_update().get(pk=plan.review.pk)
    pictures.store()
    findings.stop_if_wrong()
    rows = FactRows(plan, pictures, findings, update=update)
    rows.write()
    document = plan.document
    lead = document.facts.lead_image
    lead_image = pictures.image(lead.name) if lead else None
    content = replace(
        _linked(document.content, rows, critique_credits),
        lead_image=image_ref(lead_image) if lead_image else None,
    )
    try:
        parsed = document.review.texts.values()
        written, changed = write_review(
            review, _with_pictures(content, pictures), document.facts.embargo_until, parsed
        )
        manuscript = read_manuscript(Review.objects.get(pk=written.pk), parsed)
        edition = (
            publish(
                review=written,
                live_from=document.facts.publish_at,
                parsed=manuscript.texts.values(),
            )
            if publishing
            else None
        )
    except PublishingRefused as error:
        line = _line_of_moment(document)
        raise DocumentRefused(
            [Finding(line, each) for each in error.messages], findings.warnings
        ) from error
    changed |= rows.store.changed
    if lead and lead.alt and lead_image and update:
        changed |= save_changes(lead_image, {"alt": lead.alt, "decorative": False})
    _warn_of_leaks(manuscript, document, findings, film=written.film_id)
    done = "created" if review is None else "updated" if changed else "unchanged"
    warnings, notes = (tuple(sorted(set(each))) for each in (findings.warnings, findings.notes))
    return Imported(written, done, edition, warnings, notes)


def _linked(
    content: ReviewContent, rows: FactRows, critique_credits: list[tuple[int, ...]]
) -> ReviewContent:
    """``content`` with the primary keys of the films, the critic and the credits that it names."""
    critiques = zip(content.cast.items, critique_credits, strict=True)
    return replace(
        content,
        film=film_ref(rows.film),
        critic=CriticRef(rows.critic.slug, rows.critic.pk),
        story=replace(
            content.story,
            items=tuple(
                replace(
                    each, spoils=tuple(film_ref(rows.store.film(ref.slug)) for ref in each.spoils)
                )
                for each in content.story.items
            ),
        ),
        cast=replace(
            content.cast,
            items=tuple(
                replace(each, credits=tuple(credit_ref(rows.credits[at]) for at in places))
                for each, places in critiques
            ),
        ),
    )


def _with_pictures(content: ReviewContent, pictures: Pictures) -> ReviewContent:
    """``content`` with the names that the library gave to the pictures."""
    names = pictures.renamed()

    def renamed(markdown: str) -> str:
        return rename_pictures(markdown, names)

    return map_texts(content, section=renamed, critique=renamed, item=renamed)


def _line_of_moment(document: ReviewDocument) -> int:
    """Where the document says when it may be read: every other check of `publish` has passed."""
    lines = document.facts.lines
    return lines.get("publish_at") or lines.get("embargo_until") or 1


def _warn_of_leaks(
    manuscript: ParsedReview, document: ReviewDocument, findings: Findings, *, film: int
) -> None:
    for leak in leaks(manuscript.content, render(manuscript, film=film)):
        findings.warn(
            _line_of(document, leak.public, leak.phrase),
            _("“%(phrase)s” is hidden (%(hidden)s) but also public: “… %(public)s …”.")
            % {"phrase": leak.phrase, "hidden": leak.hidden, "public": leak.public},
        )


def _line_of(document: ReviewDocument, *excerpts: str) -> int:
    """The line of the file on which the words of one of ``excerpts`` begin, tried in turn."""
    body = document.source.body
    for excerpt in excerpts:
        # Markup may stand between words.
        words = r"[\W_]+".join(map(re.escape, re.findall(r"[^\W_]+", excerpt)))
        if found := re.search(words, body, re.I):
            return document.source.body_line + body.count("\n", 0, found.start())
    return 1
