from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cast", "0006_sort_decomposed_accents")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name"], name="person_name"),
        ),
    ]
