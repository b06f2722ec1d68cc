from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def count_open_leaks(apps: Any, schema_editor: Any) -> None:
    """Count the leaks that the editions recorded when they were published."""
    edition_body = apps.get_model("editions", "EditionBody")
    edition = apps.get_model("editions", "Edition")
    bodies = edition_body.objects.exclude(leaks=[]).values_list("edition_id", "leaks")
    for pk, leaks in bodies.order_by("edition_id").iterator():
        count = sum(not leak["confirmed"] for leak in leaks)
        if count:
            edition.objects.filter(pk=pk).update(open_leaks=count)


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0012_leak_confirmations"),
        ("reviews", "0009_bin"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextCheck",
            fields=[
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text_check",
                        serialize=False,
                        to="reviews.review",
                        verbose_name="review",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the content")),
                ("generation", models.PositiveBigIntegerField(verbose_name="generation")),
                ("leaks", models.JSONField(blank=True, default=list, verbose_name="leaks")),
            ],
            options={
                "verbose_name": "check of a review",
                "verbose_name_plural": "checks of reviews",
                "ordering": ["review"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="edition",
            name="open_leaks",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="How many of its leaks nobody had confirmed when it was published.",
                verbose_name="leaks",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("open_leaks__gt", 0)),
                fields=["live_from", "id"],
                name="edition_leaking",
            ),
        ),
        migrations.RunPython(count_open_leaks, migrations.RunPython.noop),
    ]
