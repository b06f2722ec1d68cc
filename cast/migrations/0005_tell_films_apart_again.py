from django.db import migrations
from django.db.models import Count

from cast.telling_apart import write_distinctions


def tell_apart(apps, schema_editor):
    """Titles that differ only in accents, capitals, punctuation or spaces count as one now."""
    Film = apps.get_model("films", "Film")
    titles = Film.objects.order_by().values("comparable_title").annotate(count=Count("pk"))
    shared = list(titles.filter(count__gt=1).values_list("comparable_title", flat=True))
    for start in range(0, len(shared), 500):
        alike = Film.objects.filter(comparable_title__in=shared[start : start + 500])
        credits = apps.get_model("cast", "Credit").objects.filter(is_spoiler=False)
        write_distinctions(alike.order_by("pk"), credits)


class Migration(migrations.Migration):
    dependencies = [("cast", "0004_tell_films_apart"), ("films", "0007_comparable_titles")]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop, elidable=True)]
