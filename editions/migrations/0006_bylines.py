import django.db.models.deletion
from django.db import migrations, models


def copy_critics(apps, schema_editor):
    """The one critic of each edition becomes the first."""
    Edition = apps.get_model("editions", "Edition")
    EditionByline = apps.get_model("editions", "EditionByline")
    rows = Edition.objects.order_by("pk").values_list("pk", "critic")
    EditionByline.objects.bulk_create(
        (
            EditionByline(edition_id=edition, critic_id=critic, position=1)
            for edition, critic in rows.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0005_order_of_lists"),
        ("reviews", "0005_bylines"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionByline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "critic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="reviews.critic",
                        verbose_name="critic",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bylines",
                        to="editions.edition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline of an edition",
                "verbose_name_plural": "bylines of editions",
                "ordering": ["edition", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="editionbyline",
            constraint=models.UniqueConstraint(
                fields=("edition", "critic"), name="edition_critic_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="editionbyline",
            constraint=models.UniqueConstraint(
                fields=("edition", "position"), name="edition_byline_position_once"
            ),
        ),
        migrations.RunPython(copy_critics),
        migrations.RemoveField(model_name="edition", name="critic"),
        migrations.AddField(
            model_name="edition",
            name="critics",
            field=models.ManyToManyField(
                related_name="editions",
                through="editions.EditionByline",
                to="reviews.critic",
                verbose_name="critics",
            ),
        ),
    ]
