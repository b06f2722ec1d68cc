from collections import Counter

from django.db import migrations

from cast.telling_apart import write_distinctions
from films.known_dates import KnownDate, Precision


def tell_apart(apps, schema_editor):
    Film = apps.get_model("films", "Film")
    titles = Counter(Film.objects.order_by().values_list("title", flat=True).iterator())
    shared = [title for title, count in titles.items() if count > 1]
    for start in range(0, len(shared), 500):
        films = list(Film.objects.filter(title__in=shared[start : start + 500]).order_by("pk"))
        for film in films:
            day = film.release_date
            film.year = day.year if day else None
            film.release = KnownDate(day, Precision(film.release_precision)) if day else None
        credits = apps.get_model("cast", "Credit").objects.filter(is_spoiler=False)
        write_distinctions(films, credits)


class Migration(migrations.Migration):
    dependencies = [("cast", "0003_person_slugs"), ("films", "0006_film_distinction")]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
