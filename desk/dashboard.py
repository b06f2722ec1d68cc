"""The front page of the admin: what an account has to do, and what happens next on the site."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.comments.models import Comment
from desk.old_projects import address_of, projects_to_look_up, status_of
from desk.open_leaks import with_open_leaks
from desk.public_state import not_published_since
from desk.review_list import (
    PublicStatusFilter,
    waiting_for_an_editor,
    with_public_status,
    with_unpublished_changes,
)
from editions.history import Kind
from editions.history_models import ReviewEvent
from editions.models import Edition, EditionImage
from editions.permissions import EVERY_REVIEW, NEEDED, Action, reviews_visible_to
from films.models import Film
from films.moments import in_words
from images.models import Image
from reviews.models import Review

ROWS = 8
"""The most rows in a panel."""

EVENTS = 300
"""How many of the newest events of a kind are looked at: a site has one for every save."""

MOST_COMMENTS = 50
"""How many of the newest comments are looked at, of which several may be on one review."""


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """``key`` is its id on the page; ``all_url`` is a list with all rows, "" if there is none."""

    key: str
    title: str
    rows: list[Row]
    all_url: str = ""


def dashboard(request: HttpRequest) -> dict[str, Any]:
    """The context of the front page for the account of ``request``: ``panels``, without those that
    would be empty. Reviews that the account may not see are in none."""
    panels = [panel for panel in _panels(request) if panel.rows]
    may_write = request.user.has_perm("reviews.add_review")
    return {
        "panels": panels,
        "new_review_url": reverse("admin:reviews_review_add") if may_write else "",
    }


def _panels(request: HttpRequest) -> Iterator[Panel]:
    user = request.user
    if user.has_perm(NEEDED[Action.VIEW]):
        reviews = reviews_visible_to(user).select_related("film")
        if user.has_perm(NEEDED[Action.CHANGE]) and getattr(user, "critic", None):
            own = reviews.filter(critics__user=user.pk)
            sent_back = _returned(own)
            yield _sent_back(sent_back)
            yield _my_drafts(own.exclude(pk__in=[review.pk for review, _event in sent_back]))
        yield _comments(reviews, user)
        yield _submitted(reviews, is_editor=user.has_perm(NEEDED[Action.PUBLISH]))
        yield _scheduled(_editions(Edition.objects.pending(), user))
        yield _embargoed(reviews)
        yield _changed(reviews)
        if user.has_perm(NEEDED[Action.PUBLISH]):
            yield _leaking(_editions(Edition.objects.live(), user))
        yield _published(_editions(Edition.objects.live(), user))
    if user.has_perm("films.change_film"):
        yield _unconfirmed_films()
    if user.has_perm("films.change_project"):
        yield _old_projects()
    if user.has_perm("images.change_image"):
        yield _without_alt()


def _returned(own: QuerySet[Review]) -> list[tuple[Review, ReviewEvent]]:
    open_events = not_published_since(Kind.RETURNED).filter(review=OuterRef("pk"))
    drafts = own.filter(Exists(open_events), stage=Review.Stage.DRAFT)
    return _of_newest_events(Kind.RETURNED, drafts)


def _sent_back(returned: list[tuple[Review, ReviewEvent]]) -> Panel:
    rows = [_row(review, in_words(event.at)) for review, event in returned[:ROWS]]
    return Panel("sent_back", _("Sent back to me"), rows)


def _comments(reviews: QuerySet[Review], user: Any) -> Panel:
    """Open comments of others on the reviews that the account signs, and open comments of its own;
    only those of which the last word is another's."""
    last = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(thread=OuterRef("pk"))).order_by("-pk")
    mine = Q(by=user.pk) | Q(review__critics__user=user.pk) | Q(answers__by=user.pk)
    waiting = (
        Comment.objects.open()
        .filter(mine, review__in=reviews.values("pk"))
        .alias(last_by=Subquery(last.values("by")[:1]))
        .exclude(last_by=user.pk)
        .select_related("review__film")
        .order_by("-pk")
        .distinct()
    )
    rows: dict[int, Row] = {}
    for comment in waiting[:MOST_COMMENTS]:
        url = reverse("admin:reviews_review_comments", args=[comment.review_id])
        when = in_words(comment.at)
        rows.setdefault(comment.review_id, replace(_row(comment.review, when), url=url))
    return Panel("comments", _("Comments for me"), [*rows.values()][:ROWS])


def _my_drafts(own: QuerySet[Review]) -> Panel:
    drafts = own.filter(_never_published(), stage=Review.Stage.DRAFT).order_by("-modified")
    rows = [_row(review, in_words(review.modified)) for review in drafts[:ROWS]]
    return Panel("drafts", _("My drafts"), rows, _list_url("draft"))


def _submitted(reviews: QuerySet[Review], *, is_editor: bool) -> Panel:
    """Those that were submitted and not published since, the longest waiting first."""
    submitted = with_public_status(reviews).filter(waiting_for_an_editor())
    waiting = _of_newest_events(Kind.SUBMITTED, submitted)
    rows = [
        _row(review, _("since %(when)s") % {"when": in_words(event.at)})
        for review, event in waiting[::-1][:ROWS]
    ]
    title = _("Waiting for an editor") if is_editor else _("Handed in to the editors")
    return Panel("submitted", title, rows, _list_url("submitted"))


def _scheduled(pending: QuerySet[Edition]) -> Panel:
    first = pending.order_by("live_from")[:ROWS]
    rows = [_row(edition.review, in_words(edition.live_from)) for edition in first]
    return Panel("scheduled", _("Scheduled"), rows, _list_url("scheduled"))


def _embargoed(reviews: QuerySet[Review]) -> Panel:
    ending = reviews.filter(embargo_until__gt=timezone.now()).order_by("embargo_until")[:ROWS]
    rows = [_row(review, _until(review.embargo_until)) for review in ending if review.embargo_until]
    return Panel("embargoes", _("Embargoes that end"), rows)


def _until(moment: datetime) -> str:
    return _("until %(when)s") % {"when": in_words(moment)}


def _changed(reviews: QuerySet[Review]) -> Panel:
    saved = ReviewEvent.objects.filter(snapshot__isnull=False).order_by("-pk")
    keys = list(dict.fromkeys(saved.values_list("review", flat=True)[:EVENTS]))
    changed = with_unpublished_changes(reviews.filter(pk__in=keys))
    found = sorted(changed, key=lambda review: keys.index(review.pk))
    rows = [_row(review, in_words(review.modified)) for review in found[:ROWS]]
    return Panel("changed", _("Live with unpublished changes"), rows, _list_url("changed"))


def _leaking(live: QuerySet[Edition]) -> Panel:
    rows = [
        _row(
            edition.review, ngettext("%(count)d place", "%(count)d places", left) % {"count": left}
        )
        for edition, left in [*with_open_leaks(live).items()][:ROWS]
    ]
    title = _("Live reviews that may give hidden text away")
    return Panel("leaks", title, rows, _list_url(PublicStatusFilter.LEAKING))


def _published(live: QuerySet[Edition]) -> Panel:
    last = live.order_by("-live_from", "-pk")[:ROWS]
    rows = [_row(edition.review, in_words(edition.live_from)) for edition in last]
    return Panel("published", _("Just published"), rows, _list_url("live"))


def _unconfirmed_films() -> Panel:
    waiting = Film.objects.filter(is_confirmed=False).order_by("pk")[:ROWS]
    rows = [Row(str(film), reverse("admin:films_film_change", args=[film.pk])) for film in waiting]
    url = f"{reverse('admin:films_film_changelist')}?is_confirmed__exact=0"
    return Panel("films", _("Films to confirm"), rows, url)


def _old_projects() -> Panel:
    rows = [
        Row(project.working_title, address_of(project), status_of(project))
        for project in projects_to_look_up()[:ROWS]
    ]
    return Panel("projects", _("Projects whose status is old"), rows)


def _without_alt() -> Panel:
    """The newest pictures in live editions whose alternative text is missing: those that somebody
    has marked as decorative."""
    shown = EditionImage.objects.filter(edition__in=Edition.objects.live())
    pictures = Image.objects.filter(decorative=True, pk__in=shown.values("image"))
    rows = [
        Row(picture.name, reverse("admin:images_image_change", args=[picture.pk]))
        for picture in pictures.order_by("-pk")[:ROWS]
    ]
    title = _("Pictures in live reviews without alternative text")
    return Panel("pictures", title, rows)


def _editions(editions: QuerySet[Edition], user: Any) -> QuerySet[Edition]:
    """Those of the reviews that ``user``, who may see reviews, may see."""
    if not user.has_perm(EVERY_REVIEW):
        editions = editions.filter(review__in=reviews_visible_to(user).values("pk"))
    return editions.select_related("review__film")


def _of_newest_events(kind: Kind, reviews: QuerySet[Review]) -> list[tuple[Review, ReviewEvent]]:
    """The ``reviews`` with their newest event of ``kind``, newest first."""
    events: dict[int, ReviewEvent] = {}
    for event in ReviewEvent.objects.filter(kind=kind).order_by("-pk")[:EVENTS]:
        events.setdefault(event.review_id, event)
    found = reviews.in_bulk(list(events))
    return [(found[key], event) for key, event in events.items() if key in found]


def _never_published() -> Any:
    return ~Exists(Edition.objects.filter(review=OuterRef("pk")))


def _row(review: Review, detail: str) -> Row:
    film = f"{review.film} · " if review.film else ""
    url = reverse("admin:reviews_review_change", args=[review.pk])
    return Row(str(review), url, f"{film}{detail}")


def _list_url(status: str) -> str:
    return f"{reverse('admin:reviews_review_changelist')}?status={status}"
