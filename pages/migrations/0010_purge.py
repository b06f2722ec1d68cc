from django.db import migrations, models

import editions.clock


class Migration(migrations.Migration):
    dependencies = [("pages", "0009_own_pages_in_search")]

    operations = [
        migrations.CreateModel(
            name="Purge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("keys", models.TextField(verbose_name="surrogate keys")),
                (
                    "created",
                    models.DateTimeField(default=editions.clock.now, verbose_name="created"),
                ),
            ],
            options={
                "verbose_name": "purge",
                "verbose_name_plural": "purges",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]
