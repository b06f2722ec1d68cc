"""Indexes for the searches of the admin on PostgreSQL, where a word may be any part of a text.

The lookup `has_text` uses them. They need PostgreSQL's extension pg_trgm, which comes with the
server and may be created by the owner of a database. Where that is not allowed, the searches work
without indexes; docs/operations.md says how to add them later.

Each index is made in a transaction of its own, so that only one table at a time cannot be written.
After a process that was killed, the next run makes the indexes that are missing.
"""

import sys
from typing import Any

from django.db import DatabaseError, migrations, transaction

COLUMNS = {
    "cast_character": ["name", "slug"],
    "cast_credit": ["credited_as"],
    "cast_person": ["name", "sort_name", "imdb_id"],
    "cast_personslug": ["slug"],
    "editions_edition": ["headline", "note"],
    "films_alternativetitle": ["title"],
    "films_film": ["title", "original_title", "imdb_id"],
    "films_filmslug": ["slug"],
    "images_image": ["name", "alt", "credit", "rights"],
    "reviews_castcritique": ["body", "heading"],
    "reviews_contentnote": ["detail"],
    "reviews_review": [
        *("headline", "slug", "standfirst", "meta_description", "disclosure"),
        "cast_introduction",
    ],
    "reviews_section": ["body", "heading", "curtain_label"],
    "verdicts_audiencefit": ["rationale", "premise"],
    "verdicts_verdict": ["summary", "pull_quote"],
    "verdicts_verdictpoint": ["body", "label"],
}

WITHOUT_EXTENSION = (
    "\n  PostgreSQL's extension pg_trgm could not be created (%s).\n"
    "  The searches of the admin work, but take longer on a large site. docs/operations.md says how\n"
    "  to add the indexes later.\n"
)


def make_indexes(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError as error:
        sys.stderr.write(WITHOUT_EXTENSION % str(error).splitlines()[0])
        return
    for table, columns in COLUMNS.items():
        # The expressions of `has_text`: PostgreSQL uses an index only for the same expression.
        texts = ", ".join(f'(("{column}"::text) COLLATE "C") gin_trgm_ops' for column in columns)
        schema_editor.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_search" ON "{table}" USING gin ({texts})'
        )


def delete_indexes(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for table in COLUMNS:
            schema_editor.execute(f'DROP INDEX IF EXISTS "{table}_search"')


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cast", "0009_different_character_slugs"),
        ("desk", "0003_comments"),
        ("editions", "0013_checks_and_open_leaks"),
        ("films", "0011_titles_places_and_trailers"),
        ("images", "0003_rights_and_focal_points"),
        ("reviews", "0010_planned_for"),
        ("verdicts", "0003_half_written_drafts"),
    ]

    operations = [migrations.RunPython(make_indexes, delete_indexes, elidable=False)]
