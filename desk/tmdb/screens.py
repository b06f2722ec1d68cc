"""The pages that take facts from TMDB: search, then compare and take."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.repeated_forms import (
    arriving_once,
    page_token,
    saved_before,
    saved_last,
    with_digest,
)
from accounts.side_panel import PANEL, done_with
from cast.models import Credit
from desk.tmdb import client
from desk.tmdb.facts import TmdbFilm, read_film, year_of
from desk.tmdb.posters import add_poster, read_poster
from desk.tmdb.proposals import Comparison
from desk.tmdb.taking import same_title_and_year, take
from films.models import Film
from images.decoding import PictureRefused
from images.public_changes import before_public_write, public_change

ATTRIBUTION = "This product uses the TMDB API but is not endorsed or certified by TMDB."
"""The sentence that TMDB's terms ask for, in their words."""


def search_screen(film_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The response to a search by title and year. With ``film`` in the query, the found film fills
    that one. Raises `PermissionDenied`."""
    if not film_admin.has_add_permission(request):
        raise PermissionDenied
    film = _film(film_admin, request, request.GET.get("film", ""))
    title = request.GET.get("q", film.title if film else "").strip()
    year = request.GET.get("year", str(film.year or "") if film else "").strip()
    problem, found = "", []
    if title and client.is_set_up():
        try:
            found = client.search(title[:200], int(year) if _is_year(year) else None)
        except client.TmdbError as error:
            problem = str(error)
    ids = [each["id"] for each in found if isinstance(each.get("id"), int)]
    here = {each.tmdb_id: each for each in Film.objects.filter(tmdb_id__in=ids)}
    context = {
        "title": _("Facts from TMDB"),
        "film": film,
        "query": title,
        "year": year,
        "problem": problem,
        "is_set_up": client.is_set_up(),
        "found": [_hit(each, here, film) for each in found if each.get("id") in ids],
    }
    return _page(film_admin, request, "admin/films/tmdb_search.html", context)


def facts_screen(
    film_admin: admin.ModelAdmin, request: HttpRequest, tmdb_id: int
) -> HttpResponseBase:
    """The response to a request for the facts that TMDB has about one film, and to the form that
    takes them. Raises `PermissionDenied`."""
    if not film_admin.has_add_permission(request):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.GET
    film = _film(film_admin, request, data.get("film", ""))
    film = film or Film.objects.filter(tmdb_id=tmdb_id).first()
    try:
        facts = read_film(client.film(tmdb_id), client.region())
    except client.TmdbError as error:
        messages.error(request, str(error))
        return redirect(_search_address(film, ""))
    if request.method == "POST":
        return _take(film_admin, request, facts, film)
    return _facts_page(film_admin, request, Comparison(facts, film))


def _take(
    film_admin: admin.ModelAdmin, request: HttpRequest, facts: TmdbFilm, film: Film | None
) -> HttpResponseBase:
    names = request.POST.getlist("take")
    # Waiting for a server elsewhere must not keep others from saving.
    poster, warning = read_poster(facts) if "poster" in names else (None, "")
    with arriving_once(request):
        if saved := _saved_already(request, film):
            return _done(film_admin, request, facts, saved)
        with public_change():
            before_public_write()
            if film is not None:
                film = Film.objects.filter(pk=film.pk).first()
            comparison = Comparison(facts, film)
            comparison.choose(names)
            refusal = _refusal(request, comparison)
            try:
                image = None if refusal or poster is None else add_poster(facts, poster)
                changed = None if refusal else take(comparison, image)
            except (ValidationError, PictureRefused) as error:
                changed, refusal = None, " ".join(getattr(error, "messages", [str(error)]))
            if changed is None:
                transaction.set_rollback(True)
            else:
                _log(film_admin, request, comparison, changed)
    if changed is None:
        return _facts_page(film_admin, request, comparison, refusal)
    sentence = _("“%(film)s” was saved. It is public.") % {"film": changed}
    return _done(film_admin, request, facts, changed, sentence, warning)


def _refusal(request: HttpRequest, comparison: Comparison) -> str:
    if request.POST.get("seen") != comparison.digest:
        return _("The film, or what TMDB says about it, has changed. Check it again.")
    is_new = comparison.film is None and "another" not in request.POST
    if is_new and same_title_and_year(comparison).exists():
        return _("There already is a film of this title and year.")
    if not comparison.taken():
        return _("Nothing was saved: no fact is chosen.")
    return ""


def _saved_already(request: HttpRequest, film: Film | None) -> Film | None:
    """The film that this very form has saved before."""
    if film is not None:
        return film if saved_last(request, Film, str(film.pk)) else None
    entry = saved_before(request, Film)
    return Film.objects.filter(pk=entry.object_id or 0).first() if entry else None


def _log(
    film_admin: admin.ModelAdmin, request: HttpRequest, comparison: Comparison, film: Film
) -> None:
    if comparison.film is None:
        film_admin.log_addition(request, film, with_digest(request, [{"added": {}}]))
        return
    fields = [each.label for each in comparison.proposals if each.is_taken]
    film_admin.log_change(request, film, with_digest(request, [{"changed": {"fields": fields}}]))


def _done(
    film_admin: admin.ModelAdmin,
    request: HttpRequest,
    facts: TmdbFilm,
    film: Film,
    sentence: str = "",
    warning: str = "",
) -> HttpResponseBase:
    """On to the cast, if the film has no credits yet and the account may add some."""
    cast = ""
    may_add = _may_add_credits(film_admin, request)
    if facts.cast_list and may_add and not Credit.objects.filter(film=film).exists():
        cast = reverse("admin:films_film_tmdb_cast", args=[facts.tmdb_id, film.pk])
    if PANEL in request.POST:
        said = " ".join(filter(None, [sentence, warning]))
        return done_with(film_admin, film, said, next_page=cast)
    if warning:
        messages.warning(request, warning)
    if sentence:
        messages.success(request, sentence)
    return redirect(cast or reverse("admin:films_film_change", args=[film.pk]))


def _may_add_credits(film_admin: admin.ModelAdmin, request: HttpRequest) -> bool:
    return film_admin.admin_site.get_model_admin(Credit).has_add_permission(request)


def cast_screen(
    film_admin: admin.ModelAdmin, request: HttpRequest, tmdb_id: int, film_id: int
) -> HttpResponseBase:
    """The response to a request for TMDB's cast and crew of one film, as a list to check on the
    page that adds cast lists. Raises `PermissionDenied`."""
    film = _film(film_admin, request, str(film_id))
    if film is None or not _may_add_credits(film_admin, request):
        raise PermissionDenied
    cast_list, problem = "", ""
    try:
        cast_list = read_film(client.film(tmdb_id), client.region()).cast_list
    except client.TmdbError as error:
        problem = str(error)
    context = {
        "title": _("The cast and crew that TMDB names"),
        "film": film,
        "problem": problem,
        "cast_list": cast_list,
        "rows": min(30, cast_list.count("\n") + 2),
    }
    return _page(film_admin, request, "admin/films/tmdb_cast.html", context)


def _film(film_admin: admin.ModelAdmin, request: HttpRequest, pk: str) -> Film | None:
    """The film with the primary key ``pk``, if there is one. Raises `PermissionDenied`."""
    film = Film.objects.filter(pk=int(pk)).first() if _is_number(pk) else None
    if film is not None and not film_admin.has_change_permission(request, film):
        raise PermissionDenied
    return film


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 15


def _is_year(text: str) -> bool:
    return _is_number(text) and len(text) == 4


def _search_address(film: Film | None, title: str) -> str:
    query = {"film": film.pk} if film else {"q": title}
    return f"{reverse('admin:films_film_tmdb')}?{urlencode(query)}"


def _hit(answer: dict[str, Any], here: dict[int, Film], film: Film | None) -> dict[str, Any]:
    facts = read_film(answer, "")
    address = reverse("admin:films_film_tmdb_facts", args=[facts.tmdb_id])
    return {
        "title": facts.title or facts.original_title,
        "original_title": facts.original_title,
        "year": year_of(answer),
        "overview": facts.overview,
        "here": here.get(facts.tmdb_id),
        "address": f"{address}?film={film.pk}" if film else address,
    }


def _facts_page(
    film_admin: admin.ModelAdmin, request: HttpRequest, comparison: Comparison, refusal: str = ""
) -> TemplateResponse:
    film = comparison.film
    same = same_title_and_year(comparison) if film is None else Film.objects.none()
    context = {
        "title": _("TMDB on %(title)s") % {"title": comparison.facts.title},
        "film": film,
        "facts": comparison.facts,
        "comparison": comparison,
        "same": same,
        "refusal": refusal,
        "page_token": page_token(request),
        "search_address": _search_address(film, comparison.facts.title),
        "may_add_credits": _may_add_credits(film_admin, request),
    }
    return _page(film_admin, request, "admin/films/tmdb_facts.html", context)


def _page(
    film_admin: admin.ModelAdmin, request: HttpRequest, template: str, context: dict[str, Any]
) -> TemplateResponse:
    request.current_app = film_admin.admin_site.name
    context = film_admin.admin_site.each_context(request) | {
        "opts": Film._meta,
        "media": film_admin.media,
        "attribution": ATTRIBUTION,
        **context,
    }
    return TemplateResponse(request, template, context)
