import django.db.models.deletion
from django.db import migrations, models

COPY = """
    INSERT INTO editions_editionbody
        (edition_id, content, content_schema, rendered, search_text, leaks)
    SELECT id, content, content_schema, rendered, search_text, leaks FROM editions_edition
"""


def shorten(apps, schema_editor):
    """SQLite writes the whole table again for each column that is dropped. So the texts go first,
    all at once."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "UPDATE editions_edition"
            " SET content = '{}', rendered = '{}', search_text = '', leaks = '[]'"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0003_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionBody",
            fields=[
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="editions.edition",
                        verbose_name="edition",
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "content_schema",
                    models.PositiveSmallIntegerField(verbose_name="schema of the content"),
                ),
                ("rendered", models.JSONField(verbose_name="rendered")),
                ("search_text", models.TextField(blank=True, verbose_name="text for search")),
                (
                    "leaks",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Public text that repeats hidden text, found when the edition was published.",
                        verbose_name="leaks",
                    ),
                ),
            ],
            options={
                "verbose_name": "body of an edition",
                "verbose_name_plural": "bodies of editions",
                "ordering": ["edition"],
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(COPY),
        migrations.RunPython(shorten),
        migrations.RemoveField(
            model_name="edition",
            name="content",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="content_schema",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="leaks",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="rendered",
        ),
        migrations.RemoveField(
            model_name="edition",
            name="search_text",
        ),
    ]
