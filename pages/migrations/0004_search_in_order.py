"""Keys of search documents in the order of the results, and in SQLite a second, small index.

The index is dropped. `migrate` builds it again.
"""

from importlib import import_module

from django.db import migrations, models

former = import_module("pages.migrations.0002_rank_without_statistics")

ALL = ("title", "also", "names", "lede", "recurring", "body")
TABLES = {"pages_search": ALL, "pages_ranking": ALL[:-1]}
OPTIONS = {"pages_search": "", "pages_ranking": ", prefix='2 3 4'"}
"""The words that begin with two letters are many. An index of their own finds them at once."""


def sqlite_statements():
    for table, fields in TABLES.items():
        columns = ", ".join(fields)
        old, new = (", ".join(f"{row}.{field}" for field in fields) for row in ("old", "new"))
        delete = (
            f"INSERT INTO {table} ({table}, rowid, {columns}) "  # noqa: S608
            f"VALUES ('delete', old.id, {old});"
        )
        insert = f"INSERT INTO {table} (rowid, {columns}) VALUES (new.id, {new});"  # noqa: S608
        yield (
            f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, "
            "content='pages_searchdocument', content_rowid='id', tokenize='ascii'"
            f"{OPTIONS[table]})"
        )
        for event, work in (("INSERT", insert), ("DELETE", delete), ("UPDATE", delete + insert)):
            yield (
                f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON pages_searchdocument "
                f"BEGIN {work} END"
            )


def drop_former_index(apps, schema_editor):
    """Before the documents are deleted: the triggers would take them out of it one by one."""
    if schema_editor.connection.vendor == "sqlite":
        drop(schema_editor, ["pages_search"])
    apps.get_model("pages", "SearchDocument").objects.all().delete()


def drop(schema_editor, tables):
    for table in tables:
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER {table}_{event}")
        schema_editor.execute(f"DROP TABLE {table}")


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in sqlite_statements():
            schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        drop(schema_editor, TABLES)
    apps.get_model("pages", "SearchDocument").objects.all().delete()


def create_former_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        former.create_index(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_spellings_of_titles")]

    operations = [
        migrations.RunPython(drop_former_index, create_former_index),
        migrations.AlterField(
            model_name="searchdocument",
            name="id",
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.RunPython(create_index, drop_index),
    ]
