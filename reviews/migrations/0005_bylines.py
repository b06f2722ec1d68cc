import django.db.models.deletion
from django.db import migrations, models


def copy_critics(apps, schema_editor):
    """The one critic of each review becomes the first."""
    Review = apps.get_model("reviews", "Review")
    Byline = apps.get_model("reviews", "Byline")
    rows = Review.objects.order_by("pk").values_list("pk", "critic")
    Byline.objects.bulk_create(
        (
            Byline(review_id=review, critic_id=critic, position=1)
            for review, critic in rows.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_critic_and_review_slugs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Byline",
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bylines",
                        to="reviews.review",
                        verbose_name="review",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline",
                "verbose_name_plural": "bylines",
                "ordering": ["review", "position"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="byline",
            constraint=models.UniqueConstraint(
                fields=("review", "critic"), name="byline_critic_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="byline",
            constraint=models.UniqueConstraint(
                fields=("review", "position"), name="byline_position_once"
            ),
        ),
        migrations.RunPython(copy_critics),
        migrations.RemoveField(model_name="review", name="critic"),
        migrations.AddField(
            model_name="review",
            name="critics",
            field=models.ManyToManyField(
                related_name="reviews",
                through="reviews.Byline",
                to="reviews.critic",
                verbose_name="critics",
            ),
        ),
    ]
