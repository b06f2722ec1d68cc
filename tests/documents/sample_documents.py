"""A sample document, and functions to import it and to look at all rows before and after."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from documents.errors import DocumentRefused
from documents.importing import Imported, import_document

FRONT = """\
headline: The Long Night Train
slug: long-night-train
critic: Vera Lind
film:
  title: Night Train
  slug: night-train
  status: released
  release_date: 2025-03-14
  genres: [Thriller]
  franchise: {name: The Line, universe_name: Lineverse, label: Third stop, relation: sequel, release_order: 3, after: day-train}
related_films:
  - title: Day Train
    slug: day-train
    status: released
    release_date: 2021-09-03
    franchise: {name: The Line, label: First stop, relation: main, release_order: 1}
credits:
  - {person: Ida Holm, characters: [Mara], billing: lead, order: 1}
  - {person: Jon Berg, characters: [The conductor], billing: supporting, order: 2}
  - {person: Lea Voss, characters: [The envoy], billing: cameo, order: 3, is_spoiler: true}
  - {person: Per Dahl, department: Directing, job: Director, order: 4}
verdict:
  recommendation: recommended
"""  # noqa: E501

BODY = """\
She boards at midnight, and >!the envoy is her sister!<{instead="somebody waits"}.

## The light

Lamps pass. Each one asks the same question.

## The cast {.cast}

Two of them carry it.

### Ida Holm as Mara

She listens better than others speak.

### The crew {credits="jon-berg per-dahl"}

Steady hands.

### Lea Voss as The envoy {.spoiler}

A door opens.

## For whom? {.audience}

- yes: you like trains — There are eleven.
- no: you like quiet

## The last stop {.spoiler label="The ending" spoils="day-train night-train"}

The train never stops.

## The good {.good}

- **Sound:** Every rail has a voice.
- No speeches.

## The bad {.bad}

- {.spoiler} **The twist:** It comes a station late.

## The verdict {.verdict}

Get on.

## After the train {.closing}

A fourth film is planned.
"""

IN_LINE = FRONT[FRONT.index("{name: The Line") : FRONT.index("}") + 1]
IN_LINES = IN_LINE.strip("{}").replace(", ", "\n    ")


def as_exported(text: str) -> str:
    """The export of ``text``, a variation of `DOCUMENT`: the film's franchise is in lines."""
    return text.replace(f" {IN_LINE}", f"\n    {IN_LINES}", 1)


DOCUMENT = f"---\n{FRONT}---\n\n{BODY}"


def document(front: str = FRONT, body: str = BODY) -> str:
    return f"---\n{front}---\n\n{body}"


def line_of(text: str, words: str) -> int:
    """The first line of ``text`` that holds ``words``."""
    return text[: text.index(words)].count("\n") + 1


def write(folder: Path, text: str | bytes, name: str = "review.md") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def imported(folder: Path, text: str | bytes = DOCUMENT, **options: Any) -> Imported:
    return import_document(write(folder, text), **options)


def errors(folder: Path, text: str | bytes, **options: Any) -> list[tuple[int, str]]:
    """The errors of the document with their lines. Checks that nothing of it was stored."""
    before = rows()
    try:
        imported(folder, text, **options)
    except DocumentRefused as refused:
        assert rows() == before
        return [(error.line, error.sentence) for error in refused.errors]
    return []


def models() -> list[type[Model]]:
    """The models of the project's apps, each before those that it refers to."""
    names = ("editions", "verdicts", "reviews", "cast", "films", "images")
    found = (apps.get_app_config(name).get_models(include_auto_created=True) for name in names)
    return [model for each in found for model in reversed(list(each))]


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the site, with primary keys and times of change, by model.

    The values are as the database returns them. A query set for each model would take ten times
    as long.
    """
    found = {}
    with connection.cursor() as cursor:
        for model in models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY 1")
            columns = [column[0] for column in cursor.description]
            found[model._meta.label] = [
                dict(zip(columns, row, strict=True)) for row in cursor.fetchall()
            ]
    return found


def empty_site() -> None:
    """Delete every row of the project's own apps."""
    for model in models():
        if not model._meta.auto_created:
            model._default_manager.all().delete()
