"""Previews: the page of a review rendered from the manuscript, as publishing would render it now.

A preview has two URLs with the same token. Anybody with the shared URL can read it until the token
expires (after an hour, or after the days of a share link), unless the review is under embargo. The
staff URL below ADMIN_PATH requires a login, and also shows reviews under embargo. It has a third
one, which shows the form that an editor is typing into.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.throttling import throttled
from editions.content import ReviewContent
from editions.manuscript import parsed_content, read_manuscript
from editions.models import Edition
from editions.permissions import reviews_visible_to
from editions.preview_tokens import Expired, Forged, read_token
from editions.rendered import Rendering
from editions.rendering import render as render_content
from films.models import Film
from pages.absolute_urls import absolute_url
from pages.curtains.checksums import curtain_checksums
from pages.curtains.curtain_renderer import CurtainRenderer, verified_url
from pages.curtains.noindex import NOINDEX
from pages.films.page import film_genres
from pages.gone import Gone, gone_as_410
from pages.listings.bylines import Byline
from pages.listings.modification_dates import with_correction
from pages.paths import reverse
from pages.reviews.page import Facts, franchise_name, page_context, public_credits
from reviews.models import Review

SHARED, STAFF = "pages", "staff_preview"
URL_NAMES = {SHARED: "pages:preview", STAFF: "staff_preview:page"}


@dataclass(frozen=True, slots=True)
class PreviewURLs:
    """The `ReviewURLs` of a preview. ``kind`` is `SHARED` or `STAFF`."""

    kind: str
    token: str
    checksums: Mapping[str, str] = field(default_factory=dict)

    def page(self) -> str:
        return reverse(URL_NAMES[self.kind], args=[self.token])

    def changed(self) -> str:
        return reverse(f"{URL_NAMES[self.kind]}_changed", args=[self.token])

    def all_revealed(self) -> str:
        return reverse(f"{URL_NAMES[self.kind]}_revealed", args=[self.token])

    def revealed(self, key: str) -> str:
        return self._curtain("revealed_one", key)

    def fragment(self, key: str) -> str:
        return self._curtain("curtain", key)

    def _curtain(self, what: str, key: str) -> str:
        arguments = [self.token, key, self.checksums[key]]
        return reverse(f"{URL_NAMES[self.kind]}_{what}", args=arguments)


@dataclass(frozen=True, slots=True)
class Preview:
    """The manuscript of a review as it is rendered now, readable until ``expires``."""

    review: Review
    film: Film
    rendering: Rendering
    urls: PreviewURLs
    expires: datetime

    @property
    def is_under_embargo(self) -> bool:
        return is_under_embargo(self.review)


def is_under_embargo(review: Review) -> bool:
    return review.embargo_until is not None and timezone.now() < review.embargo_until


class NoPreview(Exception):
    """Raised with the response for a token that does not lead to a preview."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


View = Callable[..., HttpResponseBase]

Typed = Callable[[QueryDict], ReviewContent]
"""The content of a posted form of a review. The URL configuration passes it to the staff URLs."""

ALL = "all"
"""The value of `REVEALED` for every curtain."""

REVEALED = "_revealed"
"""The field of `typed` with the key of a curtain to reveal."""


def preview_view(view: View, allowed: Callable[[View], View] = require_safe) -> View:
    """Call ``view`` with the `Preview` of the token in the URL.

    The response is kept out of every search engine and every cache.
    """

    @allowed
    @throttled("preview", requests=120, seconds=60)
    @wraps(view)
    def wrapper(
        request: HttpRequest,
        token: str,
        kind: str = SHARED,
        typed: Typed | None = None,
        **rest: Any,
    ) -> HttpResponseBase:
        content = typed(request.POST) if typed and request.method == "POST" else None
        try:
            preview = _preview(request, token, kind, content)
            response: HttpResponseBase = view(request, preview, **rest)
        except NoPreview as refusal:
            response = refusal.response
        response["X-Robots-Tag"] = NOINDEX
        response["Cache-Control"] = "private, no-store"
        return response

    return wrapper


@preview_view
def closed(request: HttpRequest, preview: Preview) -> HttpResponse:
    """A preview with all its curtains closed."""
    return _page(request, preview, frozenset())


@preview_view
def all_curtains(request: HttpRequest, preview: Preview) -> HttpResponse:
    """A preview with every curtain revealed."""
    keys = frozenset(curtain.key for curtain in preview.rendering.curtains)
    return _page(request, preview, keys)


@preview_view
def changed(request: HttpRequest, preview: Preview) -> HttpResponse:
    """A preview with all its curtains closed, for a link to a curtain that it no longer has."""
    return _page(request, preview, frozenset(), is_changed=True)


@preview_view
def one_curtain(request: HttpRequest, preview: Preview, key: str, checksum: str) -> HttpResponse:
    """A preview with the curtain ``key`` and the curtains around it revealed.

    Redirects to the curtain that has ``checksum`` by now, or to `changed`.
    """
    if preview.urls.checksums.get(key) != checksum:
        return redirect(verified_url(preview.urls, checksum))
    return _page(request, preview, preview.rendering.and_around(key))


@preview_view
@gone_as_410
def curtain_fragment(
    request: HttpRequest, preview: Preview, key: str, checksum: str
) -> HttpResponse:
    """The hidden content of the curtain ``key``, which the script fetches; 410 if that curtain no
    longer has ``checksum``."""
    if preview.urls.checksums.get(key) != checksum:
        raise Gone
    curtains = CurtainRenderer(preview.rendering, film=preview.film.pk, urls=preview.urls)
    return HttpResponse(curtains.content(key))


def _typed(request: HttpRequest, preview: Preview) -> HttpResponse:
    """The posted form of a review as its page, with the curtain `REVEALED` and those around it
    revealed. Film, critics and pictures of the page are those that are saved."""
    wanted = request.POST.get(REVEALED, "")
    keys = {curtain.key for curtain in preview.rendering.curtains}
    revealed = frozenset(keys) if wanted == ALL else preview.rendering.and_around(wanted)
    return _page(request, preview, revealed)


typed = preview_view(_typed, require_POST)


def for_staff(view: View) -> View:
    """``view``, a `preview_view`, behind the login and second factor of the admin."""

    @wraps(view)
    def wrapper(request: HttpRequest, **arguments: Any) -> Any:
        if view is curtain_fragment and not admin.site.has_permission(request):
            # The script would show a login form as the content of the curtain.
            raise PermissionDenied
        return admin.site.admin_view(view)(request, kind=STAFF, **arguments)

    return wrapper


def _preview(request: HttpRequest, token: str, kind: str, content: ReviewContent | None) -> Preview:
    """The preview that ``token`` names, with ``content`` instead of the manuscript if there is one.

    Raises `NoPreview` for an expired token and for a shared preview under embargo, `Http404` for a
    forged token and for a review that is deleted or not visible to the user.
    """
    try:
        pk, expires = read_token(token)
    except Expired as error:
        page = render(request, "pages/preview_expired.html", {"robots": NOINDEX}, status=410)
        raise NoPreview(page) from error
    except Forged as error:
        raise Http404 from error
    visible = reviews_visible_to(request.user) if kind == STAFF else Review.objects.all()
    pictures = ("film__poster", "film__trailer_still", "lead_image")
    reviews = visible.select_related(*pictures).prefetch_related("bylines")
    review = reviews.filter(pk=pk).first()
    # A draft without a film has no page.
    if review is None or review.film is None:
        raise Http404
    if kind == SHARED and is_under_embargo(review):
        context = {"robots": NOINDEX, "until": review.embargo_until}
        context["staff_url"] = PreviewURLs(STAFF, token).page()
        raise NoPreview(render(request, "pages/preview_embargo.html", context, status=403))
    parsed = read_manuscript(review) if content is None else parsed_content(content)
    rendering = render_content(parsed, film=review.film.pk)
    return Preview(
        review=review,
        film=review.film,
        rendering=rendering,
        urls=PreviewURLs(kind, token, curtain_checksums(rendering)),
        expires=expires,
    )


def _page(
    request: HttpRequest, preview: Preview, revealed: frozenset[str], *, is_changed: bool = False
) -> HttpResponse:
    review = preview.review
    begun = Edition.objects.filter(review=review).begun()
    first = begun.order_by("live_from").first()
    noted = with_correction(begun).first()
    entry = preview.film.franchise_entries.select_related("franchise").order_by("pk").first()
    facts = Facts(
        film=preview.film,
        byline=Byline.of(review),
        lead_image=review.lead_image,
        published=first.first_live_from if first else timezone.now(),
        number=0,
        corrected=noted.corrected if noted else None,  # type: ignore[attr-defined]
        correction_note=(noted.correction_note or "") if noted else "",  # type: ignore[attr-defined]
        genres=film_genres(preview.film),
        franchise=(franchise_name(entry.franchise.name, entry.label), entry.franchise.slug)
        if entry
        else None,
        credits=public_credits(preview.film),
    )
    context = page_context(preview.rendering, facts, preview.urls, revealed)
    context["robots"] = NOINDEX
    context["is_changed"] = is_changed
    context["preview"] = {
        "expires": preview.expires,
        "until": review.embargo_until if preview.is_under_embargo else None,
    }
    if preview.urls.kind == STAFF:
        shared_url = absolute_url(PreviewURLs(SHARED, preview.urls.token).page())
        context["preview"] |= {
            "desk_url": reverse("admin:reviews_review_change", args=[review.pk]),
            "links_url": reverse("admin:reviews_review_share", args=[review.pk]),
            "share_url": "" if preview.is_under_embargo else shared_url,
        }
    return render(request, "pages/review.html", context)
