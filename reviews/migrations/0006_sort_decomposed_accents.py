from django.db import migrations

from films.sorting import write_sort_keys


def fill(apps, schema_editor):
    for name in ("Critic", "ContentNoteLabel"):
        write_sort_keys(apps.get_model("reviews", name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_bylines")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
