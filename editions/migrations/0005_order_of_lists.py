from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cast", "0003_person_slugs"),
        ("editions", "0004_edition_bodies"),
        ("films", "0005_franchise_slugs"),
        ("images", "0001_initial"),
        ("reviews", "0004_critic_and_review_slugs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="first_live_from",
            field=models.DateTimeField(verbose_name="first live from"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_until"], name="edition_ends"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["first_live_from", "review", "live_from", "live_until", "id"],
                name="edition_newest",
            ),
        ),
    ]
