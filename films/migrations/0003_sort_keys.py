from django.db import migrations, models

from films.sorting import SortKeyField, write_sort_keys


def fill(apps, schema_editor):
    for name in ("Film", "Franchise", "Genre"):
        write_sort_keys(apps.get_model("films", name))


class Migration(migrations.Migration):
    dependencies = [("films", "0002_dates_as_known")]

    operations = [
        migrations.AddField(
            model_name="film",
            name="sort_title",
            field=models.CharField(
                blank=True,
                help_text="Such as “Hard Day’s Night”. If empty, it is the title without its "
                "article.",
                max_length=200,
                verbose_name="title for sorting",
            ),
        ),
        migrations.AddField(
            model_name="film",
            name="sort_key",
            field=SortKeyField("sort_title", "title", is_title=True),
        ),
        migrations.AddField(
            model_name="franchise",
            name="sort_key",
            field=SortKeyField("name", is_title=True),
        ),
        migrations.AddField(model_name="genre", name="sort_key", field=SortKeyField("name")),
        migrations.AlterModelOptions(
            name="film",
            options={
                "ordering": [
                    "sort_key",
                    models.OrderBy(models.F("release_date"), nulls_last=True),
                    "pk",
                ],
                "verbose_name": "film",
                "verbose_name_plural": "films",
            },
        ),
        migrations.AlterModelOptions(
            name="franchise",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "franchise",
                "verbose_name_plural": "franchises",
            },
        ),
        migrations.AlterModelOptions(
            name="genre",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "genre",
                "verbose_name_plural": "genres",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
