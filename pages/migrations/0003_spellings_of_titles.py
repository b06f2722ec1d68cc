from django.db import migrations


def empty_index(apps, schema_editor):
    """`migrate` then builds the index again, with the other spellings of each title."""
    apps.get_model("pages", "SearchDocument").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_rank_without_statistics")]

    operations = [migrations.RunPython(empty_index, migrations.RunPython.noop)]
