"""Films that have one title and one year are told apart by what is beside the title.

Titles that differ only in accents, capitals, punctuation or spaces count as one.

Each film stores its `Film.distinction`, so that every list and choice can show it without a query.
Receivers here write it again at the end of the transaction in which a film, the credit of a
director or the name of a person has changed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import translation

from cast.departments import is_directing
from cast.models import Credit, Person
from films.comparable_titles import comparable_title
from films.known_dates import KnownDate, Precision
from films.models import Film
from images.public_changes import run_at_end
from images.slugs import comparable_name


def tell_apart(changed: Iterable[int]) -> None:
    """Write `Film.distinction` of the films ``changed`` (primary keys) and of those like them.

    It is the first of these that is known: the directors, the original title, the day of the
    release, the slug; with the next ones if it does not differ from another film's. Everything in
    it is public. Films that have a distinction are always looked at, because the film from which
    they were told apart may have got another title. One query; two or three if films are alike.
    """
    titles = Film.objects.filter(Q(pk__in=changed) | ~Q(distinction="")).values("comparable_title")
    films = Film.objects.filter(comparable_title__in=titles).order_by("pk")
    write_distinctions(films, Credit.objects.public())


def write_distinctions(films: Iterable[Film], public_credits: QuerySet[Credit]) -> None:
    """Write the distinctions of ``films``, among which are all that have their titles.

    For migrations, too, whose models have columns only.
    """
    groups: dict[tuple[str, int | None], list[Film]] = defaultdict(list)
    for film in films:
        released = film.release_date
        year = released.year if released else None
        groups[comparable_title(film.title), year].append(film)
    alike = [film for group in groups.values() if len(group) > 1 for film in group]
    directors = _directors(alike, public_credits)
    outdated = []
    for group in groups.values():
        found = _distinctions(group, directors)
        for film in group:
            if film.distinction != found[film.pk]:
                film.distinction = found[film.pk]
                outdated.append(film)
    if outdated:
        type(outdated[0])._base_manager.bulk_update(outdated, ["distinction"], batch_size=500)


def _distinctions(films: list[Film], directors: Mapping[int, str]) -> dict[int, str]:
    """For each of ``films``, which have one title and year, as few details as make it different
    from the others; "" for a single film. In the language of the site."""
    if len(films) == 1:
        return {films[0].pk: ""}
    with translation.override(settings.LANGUAGE_CODE):
        details = {film.pk: _details(film, directors) for film in films}
    found: dict[int, str] = {}
    for count in range(1, max(map(len, details.values())) + 1):
        joined = {pk: ", ".join(each[:count]) for pk, each in details.items() if pk not in found}
        counts = Counter(joined.values())
        found |= {pk: text for pk, text in joined.items() if counts[text] == 1}
    return {pk: _shortened(text) for pk, text in found.items()}


def _details(film: Film, directors: Mapping[int, str]) -> list[str]:
    """What may differ, the most telling first; the slug, which does, last."""
    has_other = comparable_name(film.original_title) != comparable_name(film.title)
    # These films are of the same year, so a year alone tells nothing.
    released = film.release_date and KnownDate(film.release_date, Precision(film.release_precision))
    day = str(released) if released and released.precision != Precision.YEAR else ""
    details = [directors.get(film.pk, ""), film.original_title if has_other else "", day, film.slug]
    return list(filter(None, details))


def _shortened(text: str) -> str:
    """``text`` in the length of the column: without the middle, because its end may be a slug."""
    length: int = Film._meta.get_field("distinction").max_length  # type: ignore[assignment]
    half = (length - 3) // 2
    return text if len(text) <= length else f"{text[:half]} … {text[-half:]}"


def _directors(films: list[Film], public_credits: QuerySet[Credit]) -> dict[int, str]:
    """The names of the directors by film, in the order of billing. No query without ``films``."""
    if not films:
        return {}
    crew = public_credits.exclude(department=Credit.ACTING)
    credits = crew.filter(film__in=[film.pk for film in films], person__isnull=False)
    names: dict[int, dict[str, None]] = defaultdict(dict)
    ordered = credits.order_by(F("billing_order").asc(nulls_last=True), "pk")
    for film, job, name in ordered.values_list("film", "job", "person__name"):
        if is_directing(job):
            names[film].setdefault(name)
    return {film: ", ".join(found) for film, found in names.items()}


def _film_saved(instance: Film, **_signal: Any) -> None:
    if instance.changes("title", "original_title", "release_date", "release_precision", "slug"):
        run_at_end(tell_apart, {instance.pk})


def _credit_saved(instance: Credit, **_signal: Any) -> None:
    jobs = (instance.job, instance.value_before_save("job") or "")
    if any(map(is_directing, jobs)) and instance.changes(
        "film_id", "person_id", "department", "job", "billing_order", "is_spoiler"
    ):
        films = {instance.film_id, instance.value_before_save("film_id")} - {None}
        run_at_end(tell_apart, films)


def _person_saved(instance: Person, created: bool, **_signal: Any) -> None:
    if not created and instance.changes("name"):
        crew = instance.credits.exclude(department=Credit.ACTING)
        films = crew.exclude(film__distinction="").values_list("film", flat=True)
        run_at_end(tell_apart, set(films))


def _deleted(instance: Model, **_signal: Any) -> None:
    if isinstance(instance, Film):
        run_at_end(tell_apart, {instance.pk})
    elif isinstance(instance, Credit) and is_directing(instance.job):
        run_at_end(tell_apart, {instance.film_id})


def connect() -> None:
    for model, receiver in ((Film, _film_saved), (Credit, _credit_saved), (Person, _person_saved)):
        post_save.connect(receiver, sender=model, dispatch_uid=f"telling apart {model}")
    for model in (Film, Credit):
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"telling apart {model}")
