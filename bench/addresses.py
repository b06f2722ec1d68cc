"""Prints what `bench.sizes` requests of a corpus, as JSON: addresses by the name of their row, and
the session of an editor.

Run with the environment of the corpus and the origin of its server as argument.
"""

import html
import json
import re
import sys
from collections.abc import Iterator
from itertools import combinations
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import django

django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.urls import reverse  # noqa: E402

from cast.models import Person  # noqa: E402
from editions.models import Edition  # noqa: E402
from films.models import Film, Franchise, Genre  # noqa: E402
from pages.corpus.vocabulary import vocabulary  # noqa: E402
from pages.search.models import SearchDocument  # noqa: E402
from reviews.models import Critic, Review  # noqa: E402

Rows = dict[str, list[str]]

SOME = 8
"""Addresses of one kind, where there are many."""

_SELECT = re.compile(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', re.S)
_OPTION = re.compile(r'<option[^>]*value="([^"]+)"[^>]*>[^<]*?\(?([\d,. ]+)\)?\s*</option>')


def spread(model: type[Model]) -> list[Any]:
    """`SOME` rows of ``model`` from the first to the last."""
    keys = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    return list(model._default_manager.filter(pk__in=keys[:: max(1, len(keys) // SOME)][:SOME]))


def first(model: type[Model]) -> Any:
    """The first row of ``model``: in a corpus the one with the most credits, films or reviews."""
    return model._default_manager.order_by("pk").first()


def page_rows(pages: int) -> Rows:
    """``pages`` is the number of pages of the list of reviews."""
    live = list(
        Edition.objects.live().order_by("pk").values_list("review__slug", flat=True).iterator()
    )
    return {
        "home": ["/"],
        "reviews, page 1": ["/reviews/"],
        "reviews, a far page": [f"/reviews/?page={page}" for page in (pages, pages * 9 // 10)],
        "review": [f"/reviews/{slug}/" for slug in live[:: max(1, len(live) // SOME)]],
        "film": [f"/films/{film.slug}/" for film in spread(Film)],
        "film with the most reviews": [f"/films/{first(Film).slug}/"],
        "films": ["/films/"],
        "franchise": [f"/franchises/{franchise.slug}/" for franchise in spread(Franchise)],
        "franchise with the most films": [f"/franchises/{first(Franchise).slug}/"],
        "franchises": ["/franchises/"],
        "person": [f"/people/{person.slug}/" for person in spread(Person)[1:]],
        "person with the most credits": [f"/people/{first(Person).slug}/"],
        "people": ["/people/"],
        "critic": [f"/critics/{critic.slug}/" for critic in spread(Critic)[1:]],
        "critic with the most reviews": [f"/critics/{first(Critic).slug}/"],
        "critics": ["/critics/"],
        "genre": [f"/genres/{genre.slug}/" for genre in spread(Genre)],
        "about": ["/about/"],
    }


def filter_rows(list_page: str) -> Rows:
    """Every filter of ``list_page`` and pairs of them, each with its most frequent value."""
    most: dict[str, str] = {}
    for name, options in _SELECT.findall(list_page):
        counts = {
            html.unescape(value): int(re.sub(r"\D", "", count))
            for value, count in _OPTION.findall(options)
            if re.sub(r"\D", "", count)
        }
        if counts:
            most[name] = max(counts, key=lambda value: counts[value])
    rows = {f"filter {name}": [_filtered({name: most[name]})] for name in most}
    for one, two in combinations(most, 2):
        rows[f"filters {one}, {two}"] = [_filtered({one: most[one], two: most[two]})]
    return rows


def _filtered(chosen: dict[str, str]) -> str:
    return f"/reviews/?{urlencode(chosen)}"


def search_rows() -> Rows:
    words = vocabulary().public.texts
    documents = SearchDocument.objects.filter(kind=SearchDocument.Kind.REVIEW).order_by("pk")
    ranks = {word: rank for rank, word in enumerate(words)}
    rare, five, wrong = [], [], []
    for document in documents[: SOME * 3 : 3]:
        known = [word for word in set(document.body.split()) if len(word) > 5 and word in ranks]
        known.sort(key=lambda word: ranks[word])
        rare.append(known[-1])
        five.append(" ".join(known[len(known) // 2 :][:5]))
        word = known[-3]
        wrong.append(word[:2] + word[3] + word[2] + word[4:])
    queries = {
        "search, the commonest words": list(words[:4]),
        "search, common words": list(words[150 : 150 + SOME]),
        "search, rare words": rare,
        "search, absent words": ["qzxvk", "wrrgbl zzyx", "xxqqj"],
        "search, five words": five,
        "search, a misspelling": wrong,
        "search, a name": [str(person) for person in spread(Person)],
    }
    return {name: [f"/search/?{urlencode({'q': q})}" for q in of] for name, of in queries.items()}


def feed_rows() -> Rows:
    formats = ("atom", "rss", "json")
    sections = re.findall(r"/sitemaps/[\w.-]+", _read("/sitemap.xml"))
    return {
        "feed": [f"/feeds/reviews.{format}" for format in formats],
        "feed of a critic": [f"/feeds/critics/{first(Critic).slug}.{f}" for f in formats],
        "feed of a franchise": [f"/feeds/franchises/{first(Franchise).slug}.{f}" for f in formats],
        "sitemap": ["/sitemap.xml"],
    } | {f"sitemap {section.split('/')[-1]}": [section] for section in dict.fromkeys(sections)}


def admin_rows() -> Rows:
    """Every list of the admin, its search and its suggestions."""
    rows: Rows = {"admin": ["/admin/"]}
    for model, model_admin in admin.site._registry.items():
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        url = reverse(f"admin:{label}_changelist")
        rows[f"admin, {label}"] = [url]
        if model_admin.search_fields:
            found = [f"{url}?{urlencode({'q': query})}" for query in ("ada", "the", "zzyx")]
            rows[f"admin, search of {label}"] = found
        for field in model_admin.autocomplete_fields:
            parameters = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field,
            }
            rows[f"admin, suggestions for {label}.{field}"] = [
                f"{reverse('admin:autocomplete')}?{urlencode(parameters | {'term': term})}"
                for term in ("", "the", "ada")
            ]
    review = first(Review)
    credits = reverse("admin:reviews_review_credits")
    rows["admin, suggestions for credits"] = [f"{credits}?film={review.film_id}&term=a"]
    rows["admin, form of a review"] = [
        reverse("admin:reviews_review_change", args=[row.pk]) for row in spread(Review)
    ]
    return rows


def session() -> str:
    """The key of a session of a superuser."""
    user, _created = User.objects.get_or_create(
        username="bench", defaults={"is_staff": True, "is_superuser": True}
    )
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def _read(path: str) -> str:
    with urlopen(sys.argv[1] + path) as response:
        body: bytes = response.read()
    return body.decode()


def rows() -> Iterator[Rows]:
    list_page = _read("/reviews/")
    numbers = re.findall(r"[?&;]page=(\d+)|Page 1 of (\d+)", list_page)
    pages = max((int(number) for pair in numbers for number in pair if number), default=1)
    yield page_rows(pages)
    yield filter_rows(list_page)
    yield search_rows()
    yield feed_rows()
    yield admin_rows()


def main() -> None:
    found: Rows = {}
    for some in rows():
        found |= some
    json.dump({"session": session(), "rows": found}, sys.stdout)


main()
