from django.db import migrations

# The index holds other words from here on: it is emptied, and `migrate` makes it anew when it ends
# (`pages.search.index.build_if_empty`). The triggers stay as they are.

SQLITE = [
    "DELETE FROM pages_searchdocument",
    "DROP TABLE pages_search",
    """
    CREATE VIRTUAL TABLE pages_search USING fts5(
        title, also, names, lede, body,
        content='pages_searchdocument', content_rowid='id', tokenize='ascii'
    )
    """,
]
"""``ascii`` takes whatever lies beyond ASCII for a letter, and so every word as it is given."""

POSTGRESQL = ["DELETE FROM pages_searchdocument"]


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
