from django.db import migrations

from cast.sort_names import sort_name
from films.sorting import SortKeyField, write_sort_keys


def fill(apps, schema_editor):
    """Also correct the sort names that were made from names by the older rule."""
    person_model = apps.get_model("cast", "Person")
    for person in person_model.objects.only("name", "sort_name").iterator():
        given, _space, family = person.name.rpartition(" ")
        made = f"{family}, {given}" if given else family
        if person.sort_name == made != sort_name(person.name):
            person.sort_name = sort_name(person.name)
            person.save(update_fields=["sort_name"])
    for name in ("Person", "Character"):
        write_sort_keys(apps.get_model("cast", name))


class Migration(migrations.Migration):
    dependencies = [("cast", "0001_initial")]

    operations = [
        migrations.AddField(model_name="character", name="sort_key", field=SortKeyField("name")),
        migrations.AddField(model_name="person", name="sort_key", field=SortKeyField("sort_name")),
        migrations.AlterModelOptions(
            name="character",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "character",
                "verbose_name_plural": "characters",
            },
        ),
        migrations.AlterModelOptions(
            name="person",
            options={
                "ordering": ["sort_key", "pk"],
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
