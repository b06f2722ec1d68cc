from django.db import migrations, models


def copy_language(apps, schema_editor):
    """From the content, which has had it since the first edition."""
    editions = apps.get_model("editions", "Edition").objects
    for pk, language in list(editions.values_list("pk", "content__language")):
        editions.filter(pk=pk).update(language=language or "")


class Migration(migrations.Migration):
    dependencies = [("editions", "0002_scales")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="language",
            field=models.CharField(blank=True, max_length=35, verbose_name="language"),
        ),
        migrations.RunPython(copy_language, migrations.RunPython.noop, elidable=True),
    ]
