"""Previews: the review page made from the rows, as it would be published now.

Each has two addresses with one signature. Whoever has the open one can read it for an hour, unless
the review is under embargo. The one under the admin asks for an account besides, and shows an
editor what is under embargo too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.throttling import throttled
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.permissions import reviews_visible_to
from editions.preview_tokens import Expired, Forged, read_token
from editions.rendered import Rendering
from editions.rendering import render as render_content
from pages.curtains.revealing import ROBOTS
from pages.curtains.slots import CurtainRenderer
from pages.reviews.page import Facts, page_context
from reviews.models import Review

OPEN, STAFF = "pages", "staff_preview"
NAMES = {OPEN: "pages:preview", STAFF: "staff_preview:page"}


@dataclass(frozen=True, slots=True)
class PreviewAddresses:
    """``kind``: `OPEN` or `STAFF`, the two places where a preview is."""

    kind: str
    token: str

    def page(self) -> str:
        return reverse(NAMES[self.kind], args=[self.token])

    def everything(self) -> str:
        return reverse(f"{NAMES[self.kind]}_revealed", args=[self.token])

    def drawn(self, key: str) -> str:
        return reverse(f"{NAMES[self.kind]}_revealed_one", args=[self.token, key])

    def fragment(self, key: str) -> str:
        return reverse(f"{NAMES[self.kind]}_curtain", args=[self.token, key])


@dataclass(frozen=True, slots=True)
class Preview:
    review: Review
    rendering: Rendering
    addresses: PreviewAddresses
    expires: datetime

    @property
    def is_under_embargo(self) -> bool:
        return under_embargo(self.review)


def under_embargo(review: Review) -> bool:
    return review.embargo_until is not None and timezone.now() < review.embargo_until


class Answered(Exception):
    """The request has its answer before there is a preview."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


View = Callable[..., HttpResponseBase]


def private(view: View) -> View:
    """A view of a `Preview`, from its token; kept out of every index and every cache."""

    @require_safe
    @throttled("preview", requests=120, seconds=60)
    @wraps(view)
    def answer(request: HttpRequest, token: str, kind: str = OPEN, **rest: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = view(request, _preview(request, token, kind), **rest)
        except Answered as answered:
            response = answered.response
        response["X-Robots-Tag"] = ROBOTS
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


@private
def closed(request: HttpRequest, preview: Preview) -> HttpResponse:
    return _page(request, preview, frozenset())


@private
def everything(request: HttpRequest, preview: Preview) -> HttpResponse:
    keys = frozenset(curtain.key for curtain in preview.rendering.curtains)
    return _page(request, preview, keys)


@private
def one(request: HttpRequest, preview: Preview, key: str) -> HttpResponse:
    drawn = preview.rendering.and_around(key)
    if not drawn:
        raise Http404
    return _page(request, preview, drawn)


@private
def fragment(request: HttpRequest, preview: Preview, key: str) -> HttpResponse:
    rail = CurtainRenderer(
        preview.rendering, film=preview.review.film_id, addresses=preview.addresses
    )
    content = rail.content(key)
    if content is None:
        raise Http404
    return HttpResponse(content)


def for_staff(view: View) -> View:
    """``view`` under the admin: its login first, and its second factor."""

    @wraps(view)
    def asked(request: HttpRequest, **arguments: Any) -> Any:
        if view is fragment and not admin.site.has_permission(request):
            # The script would hang a login form behind the curtain.
            raise PermissionDenied
        return admin.site.admin_view(view)(request, kind=STAFF, **arguments)

    return asked


def _preview(request: HttpRequest, token: str, kind: str) -> Preview:
    """Raises `Answered` and `Http404`."""
    try:
        pk, expires = read_token(token)
    except Expired as error:
        page = render(request, "pages/preview_expired.html", {"robots": ROBOTS}, status=410)
        raise Answered(page) from error
    except Forged as error:
        raise Http404 from error
    visible = reviews_visible_to(request.user) if kind == STAFF else Review.objects.all()
    review = visible.select_related("film__poster", "critic", "lead_image").filter(pk=pk).first()
    if review is None:
        raise Http404
    if kind == OPEN and under_embargo(review):
        context = {"robots": ROBOTS, "until": review.embargo_until}
        context["staff_url"] = PreviewAddresses(STAFF, token).page()
        raise Answered(render(request, "pages/preview_embargo.html", context, status=403))
    return Preview(
        review=review,
        rendering=render_content(read_manuscript(review), film=review.film_id),
        addresses=PreviewAddresses(kind, token),
        expires=expires,
    )


def _page(request: HttpRequest, preview: Preview, drawn: frozenset[str]) -> HttpResponse:
    review = preview.review
    first = Edition.objects.filter(review=review).begun().order_by("live_from").first()
    facts = Facts(
        review=review,
        film=review.film,
        critic=review.critic,
        lead_image=review.lead_image,
        published=first.first_live_from if first else timezone.now(),
        number=0,
    )
    context = page_context(preview.rendering, facts, preview.addresses, drawn)
    context["robots"] = ROBOTS
    context["preview"] = {
        "expires": preview.expires,
        "until": review.embargo_until if preview.is_under_embargo else None,
    }
    if preview.addresses.kind == STAFF:
        shared = PreviewAddresses(OPEN, preview.addresses.token).page()
        context["preview"] |= {
            "desk_url": reverse("admin:reviews_review_change", args=[review.pk]),
            "share_url": "" if preview.is_under_embargo else settings.SITE_URL + shared,
        }
    return render(request, "pages/review.html", context)
