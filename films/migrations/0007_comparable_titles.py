from django.db import migrations, models

from films.comparable_titles import ComparableTitleField, comparable_title


def fill(apps, schema_editor):
    Film = apps.get_model("films", "Film")
    films = list(Film._base_manager.only("pk", "title"))
    for film in films:
        film.comparable_title = comparable_title(film.title)
    Film._base_manager.bulk_update(films, ["comparable_title"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("films", "0006_film_distinction")]

    operations = [
        migrations.RemoveIndex(model_name="film", name="film_title"),
        migrations.AddField(
            model_name="film", name="comparable_title", field=ComparableTitleField()
        ),
        migrations.AddIndex(
            model_name="film",
            index=models.Index(fields=["comparable_title"], name="film_comparable_title"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
