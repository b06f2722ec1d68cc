"""Reads what a review document says, without keeping it: the rows are made and rolled back.

Pictures, and facts of the film beyond those of the short form, are no part of the measurement.
"""

import json
from pathlib import Path
from typing import Any

from tests.processes.server import Site

SAID = """
import json
from pathlib import Path
from django.db import transaction
from cast.models import Credit
from documents.importing import import_document, read_pictures

def number(value):
    return None if value is None else str(value)

def film_of(film):
    entry = film.franchise_entries.select_related("franchise", "after", "before").first()
    return {
        "title": film.title, "slug": film.slug, "original_title": film.original_title,
        "release": film.release.in_numbers() if film.release else "",
        "runtime": film.runtime or "", "genres": [genre.name for genre in film.genres.all()],
        "franchise": entry and {
            "name": entry.franchise.name, "universe": entry.franchise.universe_name,
            "label": entry.label, "relation": entry.relation, "order": entry.release_order,
            "after": entry.after and entry.after.label,
            "before": entry.before and entry.before.label,
        },
    }

def said_by(review):
    film = review.film
    franchises = [entry.franchise for entry in film.franchise_entries.all()]
    others = {entry.film for each in franchises for entry in each.entries.all()} - {film}
    others = sorted(others, key=lambda each: str(each.release_date))
    credits = film.credits.all().with_names().by_billing()
    verdict = getattr(review, "verdict", None)
    return {
        "headline": review.headline, "slug": review.slug, "standfirst": review.standfirst,
        "meta_description": review.meta_description, "disclosure": review.disclosure,
        "critics": [critic.display_name for critic in review.signed_by()],
        "film": film_of(film),
        "others": list(map(film_of, others)),
        "labels": [note.label.name for note in review.content_notes.all() if note.label],
        "credits": [
            {"person": credit.person.name if credit.person else "", "job": credit.job,
             "characters": [each.name for each in credit.characters.all()],
             "billing": credit.billing, "credited_as": credit.credited_as,
             "is_spoiler": credit.is_spoiler}
            for credit in credits
        ],
        "sections": [
            {"part": section.placement, "heading": section.heading, "body": section.body,
             "curtain_label": section.curtain_label,
             "spoils": [each.title for each in section.spoils.all()]}
            for section in review.sections.order_by("position", "pk")
        ],
        "cast": [
            {"credits": [str(credit) for credit in each.credits.all().with_names().by_billing()],
             "heading": each.heading, "is_spoiler": each.is_spoiler, "body": each.body}
            for each in review.critiques.order_by("position", "pk")
        ],
        "audience": [
            {"premise": each.premise, "answer": each.answer, "rationale": each.rationale}
            for each in review.audience_fits.order_by("position", "pk")
        ],
        "points": [
            {"part": each.polarity, "label": each.label, "is_spoiler": each.is_spoiler,
             "body": each.body}
            for each in review.points.order_by("position", "pk")
        ],
        "notes": [
            {"label": each.label.name, "detail": each.detail}
            for each in review.content_notes.order_by("position", "pk")
        ],
        "verdict": verdict and {
            "recommendation": verdict.recommendation, "summary": verdict.summary,
            "pull_quote": verdict.pull_quote, "score": number(verdict.score),
        },
        "headings": {
            name: getattr(review, name)
            for name in ("cast_heading", "cast_introduction", "audience_heading", "good_heading",
                         "bad_heading", "verdict_heading")
        },
        "projects": [
            {"working_title": each.working_title, "status": each.status, "note": each.note}
            for franchise in franchises for each in franchise.projects.order_by("pk")
        ],
    }

def show(review):
    print("READ:" + json.dumps(said_by(review)))
"""

DOCUMENT = """
pictures = read_pictures([Path(PATH)])
with transaction.atomic():
    show(import_document(Path(PATH), pictures=pictures).review)
    transaction.set_rollback(True)
"""

STORED = """
from reviews.models import Review
show(Review.objects.get())
"""


def read(site: Site, path: Path) -> dict[str, Any]:
    """What the document at ``path`` says. Raises `ValueError` if the site does not take it."""
    return _said(site, DOCUMENT.replace("PATH", repr(str(path.resolve()))))


def read_stored(site: Site) -> dict[str, Any]:
    """What the only review of ``site`` says."""
    return _said(site, STORED)


def _said(site: Site, code: str) -> dict[str, Any]:
    printed = site.shell(SAID + code)
    line = next((each for each in printed.splitlines() if each.startswith("READ:")), None)
    if line is None:
        raise ValueError(printed)
    found: dict[str, Any] = json.loads(line.removeprefix("READ:"))
    return found
