from django.db import migrations


def empty_index(apps, schema_editor):
    """`migrate` then builds the index again, with the numbers in titles as words and as digits."""
    apps.get_model("pages", "SearchDocument").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0007_search_rebuild")]

    operations = [migrations.RunPython(empty_index, migrations.RunPython.noop, elidable=True)]
