from django.db import migrations

from films.sorting import write_sort_keys


def fill(apps, schema_editor):
    for name in ("Person", "Character"):
        write_sort_keys(apps.get_model("cast", name))


class Migration(migrations.Migration):
    dependencies = [("cast", "0005_tell_films_apart_again")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
