from django.db import migrations, models

from cast.character_slugs import write_different_slugs


def number(apps, schema_editor):
    """A document names the characters of a film by their slugs, so these differ now."""
    roles = apps.get_model("cast", "Credit").characters.through.objects.all()
    write_different_slugs(roles, apps.get_model("cast", "Character"))


class Migration(migrations.Migration):
    dependencies = [("cast", "0008_public_credits")]

    operations = [
        migrations.AlterField(
            model_name="character",
            name="slug",
            field=models.SlugField(
                help_text="Unique in the franchise and in each film.",
                max_length=200,
                verbose_name="slug",
            ),
        ),
        migrations.RunPython(number, migrations.RunPython.noop, elidable=True),
    ]
