from django.db import migrations

from films.sorting import write_sort_keys


def fill(apps, schema_editor):
    for name in ("Film", "Franchise", "Genre"):
        write_sort_keys(apps.get_model("films", name))


class Migration(migrations.Migration):
    dependencies = [("films", "0007_comparable_titles")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
