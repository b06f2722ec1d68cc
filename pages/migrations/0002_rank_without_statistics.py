from importlib import import_module

from django.db import migrations, models

# The table holds nothing that other tables do not hold. It is made anew, with its new columns
# before the long texts, and the receiver of post_migrate fills it.

initial = import_module("pages.migrations.0001_initial")

SQLITE = [
    """
    CREATE VIRTUAL TABLE pages_search USING fts5(
        title, also, names, lede, recurring, body,
        content='pages_searchdocument', content_rowid='id', tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER pages_search_insert AFTER INSERT ON pages_searchdocument BEGIN
        INSERT INTO pages_search (rowid, title, also, names, lede, recurring, body)
        VALUES (new.id, new.title, new.also, new.names, new.lede, new.recurring, new.body);
    END
    """,
    """
    CREATE TRIGGER pages_search_delete AFTER DELETE ON pages_searchdocument BEGIN
        INSERT INTO pages_search (pages_search, rowid, title, also, names, lede, recurring, body)
        VALUES ('delete', old.id, old.title, old.also, old.names, old.lede, old.recurring,
            old.body);
    END
    """,
    """
    CREATE TRIGGER pages_search_update AFTER UPDATE ON pages_searchdocument BEGIN
        INSERT INTO pages_search (pages_search, rowid, title, also, names, lede, recurring, body)
        VALUES ('delete', old.id, old.title, old.also, old.names, old.lede, old.recurring,
            old.body);
        INSERT INTO pages_search (rowid, title, also, names, lede, recurring, body)
        VALUES (new.id, new.title, new.also, new.names, new.lede, new.recurring, new.body);
    END
    """,
]

POSTGRESQL = [
    "ALTER TABLE pages_searchdocument ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE pages_searchdocument ADD COLUMN ranking_vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX pages_search ON pages_searchdocument USING gin (vector)",
    "CREATE INDEX pages_search_ranking ON pages_searchdocument USING gin (ranking_vector)",
]


def create_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]

    operations = [
        migrations.RunPython(initial.drop_index, initial.create_index),
        migrations.DeleteModel(name="SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("film", "Film"),
                            ("review", "Review"),
                            ("person", "Person"),
                            ("franchise", "Franchise"),
                            ("critic", "Critic"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "object_id",
                    models.BigIntegerField(
                        help_text="Of the edition, the film, the person and so on.",
                        verbose_name="primary key",
                    ),
                ),
                (
                    "subject_id",
                    models.BigIntegerField(
                        help_text="Of the review, the film, the person and so on. A review has "
                        "many editions.",
                        verbose_name="primary key of the subject",
                    ),
                ),
                ("language", models.CharField(max_length=35, verbose_name="language")),
                ("title", models.TextField(verbose_name="title")),
                ("also", models.TextField(blank=True, verbose_name="other titles")),
                ("names", models.TextField(blank=True, verbose_name="names")),
                ("lede", models.TextField(blank=True, verbose_name="lede")),
                (
                    "recurring",
                    models.TextField(blank=True, verbose_name="words that recur in the body"),
                ),
                ("body", models.TextField(blank=True, verbose_name="body")),
            ],
            options={
                "verbose_name": "document of the search",
                "verbose_name_plural": "documents of the search",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "language"], name="search_document_language")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"), name="search_document_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["film", "review", "person", "franchise", "critic"])
                        ),
                        name="search_document_kind_is_one",
                    ),
                ],
            },
        ),
        migrations.RunPython(create_index, initial.drop_index),
    ]
