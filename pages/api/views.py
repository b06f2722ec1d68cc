"""The addresses of the API: a list and a single one of each kind."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from cast.models import Person
from editions import clock
from editions.models import Edition, EditionQuerySet
from editions.rerendering import rendering_of
from films.models import Film, Franchise, Genre
from pages.api import facts
from pages.api.answers import answer, api_view, list_answer, problem
from pages.api.openapi import document
from pages.api.references import api_url, reference
from pages.api.reviews import review, review_summary
from pages.facets.counts import LiveCounts
from pages.facets.live_reviews import LiveReviews
from pages.facets.values import CRITIC, FRANCHISE, GENRE
from pages.former_slugs import found_by_slug, review_found_by_slug
from pages.listed_editions import listed_editions, with_bylines
from pages.listings.modification_dates import with_correction_date
from pages.listings.pagination import RowsByKey, requested_page
from pages.listings.tiles import films_by_title
from pages.live_editions import live_edition
from reviews.models import Critic

PAGE_SIZE = 50

FILTERS = {
    CRITIC: "critics__slug",
    FRANCHISE: "film__franchises__slug",
    GENRE: "film__genres__slug",
}
"""The filters of the list of reviews besides that by film, with their columns."""


@api_view()
def index(request: HttpRequest) -> HttpResponse:
    """The addresses of the lists and of the document that describes them."""
    names = ("reviews", "films", "people", "franchises", "critics", "genres")
    lists = {name: api_url(name) for name in names}
    return JsonResponse({"openapi": api_url("openapi"), **lists})


@api_view()
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), content_type="application/openapi+json")


@api_view("film", *FILTERS, "changed_since", "page")
def review_list(request: HttpRequest) -> HttpResponse:
    """The live reviews, the newest first."""
    wanted = [(name, request.GET[name]) for name in FILTERS if name in request.GET]
    try:
        since = moment_in(request.GET["changed_since"]) if "changed_since" in request.GET else None
    except ValueError:
        return problem(400, _("Write changed_since as 2026-05-01T12:00:00Z (ISO 8601)."))
    if "film" in request.GET or since:
        editions = Edition.objects.live().filter(**{FILTERS[name]: value for name, value in wanted})
        if since:
            changed = Q(first_live_from__gte=since) | Q(corrected__gte=since)
            editions = with_correction_date(editions).filter(changed)
        if "film" in request.GET:
            editions = editions.filter(film__slug=request.GET["film"])
        rows: Any = _Reviews(editions)
    else:
        counts = LiveCounts(clock.now())
        known = counts.known(wanted)
        rows = LiveReviews(counts, list(known.values())) if len(known) == len(wanted) else []
    listing = requested_page(request, rows, PAGE_SIZE)
    return list_answer(request, listing, [review_summary(edition) for edition in listing])


class _Reviews:
    """The live ``editions`` as a sequence for `Paginator`, the newest first."""

    ordered = True

    def __init__(self, editions: EditionQuerySet) -> None:
        newest = editions.order_by("-first_live_from", "-review_id")
        self._keys = newest.values_list("pk", flat=True)

    @cached_property
    def count(self) -> int:
        return self._keys.count()

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, positions: slice) -> list[Edition]:
        return listed_editions(self._keys[positions])


def moment_in(text: str) -> datetime:
    """The moment ``text`` in ISO 8601, of UTC unless it says another zone. Raises `ValueError`."""
    moment = parse_datetime(text) or parse_datetime(f"{text}T00:00")
    if moment is None:
        raise ValueError(text)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


@api_view()
@review_found_by_slug
def review_detail(request: HttpRequest, slug: str) -> HttpResponse:
    edition = live_edition(slug)
    rendering = rendering_of(edition)
    with_bylines([edition])
    return answer(review(edition, rendering))


@api_view("genre", "page")
def film_list(request: HttpRequest) -> HttpResponse:
    """The films by title."""
    films = Film.objects.confirmed()
    if "genre" in request.GET:
        films = films.filter(genres__slug=request.GET["genre"])
    listing = requested_page(request, films_by_title(films), PAGE_SIZE)
    return list_answer(request, listing, [facts.film_summary(film) for film in listing])


@api_view()
@found_by_slug(
    lambda: Film.objects.confirmed().select_related("poster", "backdrop", "trailer_still")
)
def film_detail(request: HttpRequest, film: Film) -> HttpResponse:
    return answer(facts.film(film))


@api_view("page")
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a public credit, by name."""
    return _references(request, "person", Person.objects.known(), "name")


@api_view()
@found_by_slug(lambda: Person.objects.select_related("portrait"))
def person_detail(request: HttpRequest, person: Person) -> HttpResponse:
    """404 for a person without public credits, with the same bytes as for an unknown slug."""
    found = facts.person(person)
    if found is None:
        raise Http404
    return answer(found)


@api_view("page")
def franchise_list(request: HttpRequest) -> HttpResponse:
    return _references(request, "franchise", Franchise.objects.all(), "name")


@api_view()
@found_by_slug(Franchise.objects.all)
def franchise_detail(request: HttpRequest, franchise: Franchise) -> HttpResponse:
    return answer(facts.franchise(franchise))


@api_view("page")
def critic_list(request: HttpRequest) -> HttpResponse:
    """The critics with live reviews, by name."""
    slugs = [each.value for each in LiveCounts(clock.now()).all_of(CRITIC)]
    critics = Critic.objects.filter(slug__in=slugs)
    return _references(request, "critic", critics, "display_name")


@api_view()
@found_by_slug(lambda: Critic.objects.select_related("portrait"))
def critic_detail(request: HttpRequest, critic: Critic) -> HttpResponse:
    return answer(facts.critic(critic))


@api_view("page")
def genre_list(request: HttpRequest) -> HttpResponse:
    return _references(request, "genre", Genre.objects.all(), "name")


@api_view()
@found_by_slug(Genre.objects.all)
def genre_detail(request: HttpRequest, genre: Genre) -> HttpResponse:
    return answer(facts.genre(genre))


def _references(request: HttpRequest, noun: str, rows: QuerySet[Any], name: str) -> HttpResponse:
    """The list of ``rows`` by the column ``name``, each as a reference."""
    loaded: QuerySet[Any] = rows.model._default_manager.only(name, "slug")
    by_name = RowsByKey(rows.order_by("sort_key", "pk"), loaded)
    listing = requested_page(request, by_name, PAGE_SIZE)
    found = [reference(noun, row, getattr(row, name)) for row in listing]
    return list_answer(request, listing, found)
