from django.db import migrations

from films.sorting import SortKeyField, write_sort_keys


def fill(apps, schema_editor):
    for name in ("ContentNoteLabel", "Critic"):
        write_sort_keys(apps.get_model("reviews", name))


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_content_notes")]

    operations = [
        migrations.AddField(
            model_name="contentnotelabel", name="sort_key", field=SortKeyField("name")
        ),
        migrations.AddField(
            model_name="critic", name="sort_key", field=SortKeyField("display_name")
        ),
        migrations.AlterModelOptions(
            name="contentnotelabel",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "content note label",
                "verbose_name_plural": "content note labels",
            },
        ),
        migrations.AlterModelOptions(
            name="critic",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "critic",
                "verbose_name_plural": "critics",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
