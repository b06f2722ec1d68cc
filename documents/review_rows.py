"""The content of a document → the review and its parts, in place: what stays is not written."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Model

from cast.models import Credit
from documents.fact_rows import put
from documents.facts import ReviewFacts
from documents.portable import portable
from editions.content import PointContent, ReviewContent
from editions.manuscript import read_manuscript
from editions.publishing import set_embargo
from editions.review_texts import PAGE_KEYS
from films.models import Film
from images.models import Image
from reviews.models import CastCritique, Critic, Review, Section
from spoilers import ParsedText
from verdicts.models import AudienceFit, Verdict, VerdictPoint

HEADINGS = ("audience_heading", "good_heading", "bad_heading", "verdict_heading")
TEXTS = ("headline", "standfirst", "meta_description", "disclosure", "language", *HEADINGS)


@dataclass(frozen=True, slots=True)
class Linked:
    """The rows that the content of a document names. ``credits`` are each critique's."""

    film: Film
    critic: Critic
    lead_image: Image | None
    credits: Sequence[Sequence[Credit]]
    film_of: Callable[[str], Film]


@dataclass(frozen=True, slots=True)
class Element:
    """One row of a part, as columns and as the primary keys that it relates."""

    columns: tuple[Any, ...]
    related: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """``relation`` names the many-to-many field behind `Element.related`."""

    model: type[Model]
    columns: tuple[str, ...]
    relation: str = ""


SECTIONS = Part(Section, ("placement", "heading", "body", "curtain_label"), "spoils")
CRITIQUES = Part(CastCritique, ("heading", "body", "is_spoiler"), "credits")
FITS = Part(AudienceFit, ("premise", "answer", "rationale"))
POINTS = Part(VerdictPoint, ("polarity", "label", "body", "is_spoiler"))

PLACEMENTS = list(PAGE_KEYS)
POLARITIES = ["good", "bad"]


def write_review(
    review: Review | None,
    facts: ReviewFacts,
    content: ReviewContent,
    linked: Linked,
    parsed: Iterable[ParsedText] = (),
) -> tuple[Review, bool]:
    """The review with ``content``, made or brought up to date; whether any row was written. Texts
    of the rows that are among ``parsed`` are not parsed again.

    Raises `editions.publishing.PublishingRefused` for an embargo past a pending edition.
    """
    # Of a copy: reading fills an object's caches with what is about to change.
    old = portable(read_manuscript(copy(review), parsed).content) if review else None
    values: dict[str, Any] = {
        "film": linked.film,
        "critic": linked.critic,
        "lead_image": linked.lead_image,
        **_changes(TEXTS, old, content),
        **_changes(("heading", "introduction"), old and old.cast, content.cast, prefix="cast_"),
    }
    changed = False
    if review is None:
        review = Review(slug=content.slug, embargo_until=facts.embargo_until)
    elif review.embargo_until != facts.embargo_until:
        set_embargo(review=review, until=facts.embargo_until)
        review.refresh_from_db()
        changed = True
    is_new = review._state.adding
    changed |= put(review, values)

    credits = [frozenset(credit.pk for credit in each) for each in linked.credits]
    # A list, not a generator: every part is written.
    parts = [
        _write_part(SECTIONS, review, _old_sections(old), _sections(content, linked)),
        _write_part(CRITIQUES, review, _old_critiques(old), _critiques(content, credits)),
        _write_part(FITS, review, _fits(old), _fits(content)),
        _write_part(POINTS, review, _points(old), _points(content)),
        _write_verdict(review, old, content),
    ]
    if (changed or any(parts)) and not is_new:
        put(review, {"version": review.version + 1})
    return review, changed or any(parts)


def _changes(names: Iterable[str], old: Any, new: Any, prefix: str = "") -> dict[str, Any]:
    """The columns to write: what a document cannot tell from what is there stays as it is."""
    return {
        prefix + name: getattr(new, name)
        for name in names
        if old is None or getattr(old, name) != getattr(new, name)
    }


def _old_sections(content: ReviewContent | None) -> list[Element]:
    return (
        []
        if content is None
        else [
            Element(
                (each.placement, each.heading, each.body, each.curtain_label),
                frozenset(ref.id for ref in each.spoils),
            )
            for placement in PLACEMENTS
            for each in content.placed(placement)
        ]
    )


def _sections(content: ReviewContent, linked: Linked) -> list[Element]:
    return [
        Element(
            (each.placement, each.heading, each.body, each.curtain_label),
            frozenset(linked.film_of(ref.slug).pk for ref in each.spoils),
        )
        for each in content.sections
    ]


def _old_critiques(content: ReviewContent | None) -> list[Element]:
    if content is None:
        return []
    related = [frozenset(ref.id for ref in each.credits) for each in content.cast.critiques]
    return _critiques(content, related)


def _critiques(content: ReviewContent, credits: Iterable[frozenset[Any]]) -> list[Element]:
    return [
        Element((each.heading if each.own_heading else "", each.body, each.is_spoiler), related)
        for each, related in zip(content.cast.critiques, credits, strict=True)
    ]


def _fits(content: ReviewContent | None) -> list[Element]:
    return (
        []
        if content is None
        else [Element((fit.premise, fit.answer, fit.rationale)) for fit in content.fits]
    )


def _points(content: ReviewContent | None) -> list[Element]:
    def of(polarity: str, points: Iterable[PointContent]) -> list[Element]:
        return [Element((polarity, each.label, each.body, each.is_spoiler)) for each in points]

    return [] if content is None else of("good", content.good) + of("bad", content.bad)


def _rank(row: Any) -> tuple[int, int, int]:
    """Where a row stands on the page among those of its part."""
    group = 0
    if isinstance(row, Section):
        group = PLACEMENTS.index(row.placement)
    elif isinstance(row, VerdictPoint):
        group = POLARITIES.index(row.polarity)
    return (group, row.position, row.pk or 0)


def _write_part(part: Part, review: Review, old: list[Element], new: list[Element]) -> bool:
    """Bring the rows of ``part`` from ``old`` to ``new``; whether any was written."""
    rows = sorted(part.model._default_manager.filter(review=review), key=_rank)
    pairs, surplus = _paired(rows, old, new)
    for row in surplus:
        row.delete()
    changed = bool(surplus)
    places = [_rank(row) for row, _was, _is in pairs if row]
    keeps = len(places) == len(pairs) and places == sorted(places)
    for position, (row, was, element) in enumerate(pairs, 1):
        values = {
            name: value
            for index, (name, value) in enumerate(zip(part.columns, element.columns, strict=True))
            if was is None or was.columns[index] != value
        }
        row = row or part.model(review=review)
        changed |= put(row, values if keeps else values | {"position": position})
        if part.relation and (was.related if was else frozenset()) != element.related:
            getattr(row, part.relation).set(element.related)
            changed = True
    return changed


def _paired(
    rows: list[Any], old: list[Element], new: list[Element]
) -> tuple[list[tuple[Any, Element | None, Element]], list[Any]]:
    """For each of ``new`` the row that it is, or is to become, with what that was; and the rows
    that are left over."""
    pairs: list[tuple[Any, Element | None, Element]] = []
    surplus: list[Any] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _tag, old_start, old_stop, new_start, new_stop in matcher.get_opcodes():
        there = list(zip(rows[old_start:old_stop], old[old_start:old_stop], strict=True))
        for element in new[new_start:new_stop]:
            row, was = there.pop(0) if there else (None, None)
            pairs.append((row, was, element))
        surplus += [row for row, _was in there]
    return pairs, surplus


def _write_verdict(review: Review, old: ReviewContent | None, content: ReviewContent) -> bool:
    new = content.verdict
    verdict = Verdict.objects.filter(review=review).first()
    if new is None:
        return bool(verdict and verdict.delete())
    names = ("recommendation", "summary", "pull_quote", "score", "scale_best", "scale_step")
    return put(verdict or Verdict(review=review), _changes(names, old and old.verdict, new))
