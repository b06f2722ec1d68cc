"""The front page of the admin: what an account has to do, and what happens next on the site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.comments.models import Comment
from desk.date_style import day_and_time
from desk.first_rows import first_rows
from desk.old_projects import address_of, projects_to_look_up, status_of
from desk.open_leaks import with_open_leaks
from desk.review_list import (
    PublicStatusFilter,
    waiting_for_an_editor,
    with_public_status,
    with_unpublished_changes,
)
from desk.to_do import comments_for, drafts_of, pictures_without_alt, sent_back_to
from editions.history import Kind
from editions.history_models import ReviewEvent
from editions.models import Edition
from editions.permissions import EVERY_REVIEW, NEEDED, Action, reviews_visible_to
from films.models import Film, Project
from images.models import Image
from reviews.models import Review

ROWS = 8
"""The most rows in a panel."""

SAVED_LAST = 300
"""How many of the reviews that were saved last are looked at first for unpublished changes."""

MOST_SAVED_LAST = 3_000
"""How many are looked at if none of the first has any."""


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """``key`` is its id on the page. ``all_url`` is a list with all rows, "" if there is none, and
    ``left_out`` how many rows it has beside ``rows``, 0 if they are not counted."""

    key: str
    title: str
    rows: list[Row]
    all_url: str = ""
    left_out: int = 0


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
            yield _sent_back(user)
            yield _my_drafts(user)
        yield _comments(user)
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


def _panel(
    key: str, title: str, rows: QuerySet[Any], as_row: Callable[[Any], Row], all_url: str
) -> Panel:
    """A panel with the first of ``rows``, which are counted in the same query."""
    found, left_out = first_rows(rows, ROWS)
    return Panel(key, title, [as_row(each) for each in found], all_url, left_out)


def _sent_back(user: Any) -> Panel:
    def as_row(review: Any) -> Row:
        return _row(review, day_and_time(review.sent_back_at))

    found = sent_back_to(user).select_related("film")
    return _panel("sent_back", _("Sent back to me"), found, as_row, _reviews_url(todo="sent_back"))


def _my_drafts(user: Any) -> Panel:
    def as_row(review: Review) -> Row:
        return _row(review, day_and_time(review.modified))

    found = drafts_of(user).select_related("film")
    return _panel("drafts", _("My drafts"), found, as_row, _reviews_url(todo="drafts"))


def _comments(user: Any) -> Panel:
    """The reviews with comments for ``user``, those with the newest first."""

    def as_row(comment: Comment) -> Row:
        url = reverse("admin:reviews_review_comments", args=[comment.review_id])
        return _row(comment.review, day_and_time(comment.at), url)

    waiting = Comment.objects.filter(pk__in=comments_for(user).values("pk")).order_by()
    newest = waiting.values("review").annotate(newest=Max("pk")).values("newest")
    found = Comment.objects.filter(pk__in=newest).select_related("review__film").order_by("-pk")
    return _panel("comments", _("Comments for me"), found, as_row, _reviews_url(todo="comments"))


def _submitted(reviews: QuerySet[Review], *, is_editor: bool) -> Panel:
    """Those that were handed in and not published since, the longest waiting first. Of those that
    the history does not have, such as imported ones, it is known when they came to the site."""

    def as_row(review: Any) -> Row:
        if review.since is None:
            return _row(review)
        return _row(review, _("since %(when)s") % {"when": day_and_time(review.since)})

    events = ReviewEvent.objects.filter(review=OuterRef("pk"), kind=Kind.SUBMITTED)
    waiting = (
        with_public_status(reviews.select_related(None))
        .filter(waiting_for_an_editor())
        # PostgreSQL expects one row, and would read all films for each.
        .prefetch_related("film")
        .annotate(since=Subquery(events.order_by("-pk").values("at")[:1]))
        .order_by(Coalesce("since", "created"), "pk")
    )
    title = _("Waiting for an editor") if is_editor else _("Handed in to the editors")
    return _panel("submitted", title, waiting, as_row, _reviews_url(status="submitted"))


def _scheduled(pending: QuerySet[Edition]) -> Panel:
    first = pending.order_by("live_from")
    url = _reviews_url(status="scheduled")
    return _panel("scheduled", _("Scheduled"), first, _row_of_edition, url)


def _embargoed(reviews: QuerySet[Review]) -> Panel:
    def as_row(review: Any) -> Row:
        return _row(review, _until(review.embargo_until))

    ending = reviews.filter(embargo_until__gt=timezone.now()).order_by("embargo_until", "pk")
    url = _reviews_url(status="embargo")
    return _panel("embargoes", _("Embargoes that end"), ending, as_row, url)


def _until(moment: datetime) -> str:
    return _("until %(when)s") % {"when": day_and_time(moment)}


def _changed(reviews: QuerySet[Review]) -> Panel:
    """The reviews with unpublished changes among those that were saved last. To find and count all
    of them, every live review would be compared with its edition, which takes too long for this
    page. The list of reviews does it."""
    newest = reviews.order_by("-modified", "-pk")
    found: list[Review] = []
    for count in (SAVED_LAST, MOST_SAVED_LAST):
        keys = list(newest.values_list("pk", flat=True)[:count])
        found = list(with_unpublished_changes(newest.filter(pk__among=keys))[:ROWS])
        if found or len(keys) < count:
            break
    rows = [_row(review, day_and_time(review.modified)) for review in found]
    url = _reviews_url(status="changed")
    return Panel("changed", _("Live with unpublished changes"), rows, url)


def _leaking(live: QuerySet[Edition]) -> Panel:
    found = with_open_leaks(live)
    rows = [
        _row(
            edition.review, ngettext("%(count)d place", "%(count)d places", left) % {"count": left}
        )
        for edition, left in [*found.items()][:ROWS]
    ]
    title = _("Live reviews that may give hidden text away")
    url = _reviews_url(status=PublicStatusFilter.LEAKING)
    return Panel("leaks", title, rows, url, len(found) - len(rows))


def _published(live: QuerySet[Edition]) -> Panel:
    """Nobody has to do anything about these, so they are not counted, which would read all."""
    last = live.order_by("-live_from", "-pk")[:ROWS]
    rows = [_row_of_edition(edition) for edition in last]
    return Panel("published", _("Just published"), rows, _reviews_url(status="live"))


def _unconfirmed_films() -> Panel:
    def as_row(film: Film) -> Row:
        return Row(str(film), reverse("admin:films_film_change", args=[film.pk]))

    waiting = Film.objects.filter(is_confirmed=False).order_by("pk")
    url = f"{reverse('admin:films_film_changelist')}?is_confirmed__exact=0"
    return _panel("films", _("Films to confirm"), waiting, as_row, url)


def _old_projects() -> Panel:
    def as_row(project: Project) -> Row:
        return Row(project.working_title, address_of(project), status_of(project))

    url = f"{reverse('admin:films_project_changelist')}?todo=old"
    title = _("Projects whose status is old")
    return _panel("projects", title, projects_to_look_up(), as_row, url)


def _without_alt() -> Panel:
    def as_row(picture: Image) -> Row:
        return Row(picture.name, reverse("admin:images_image_change", args=[picture.pk]))

    url = f"{reverse('admin:images_image_changelist')}?todo=no_alt"
    title = _("Pictures in live reviews without alternative text")
    return _panel("pictures", title, pictures_without_alt(), as_row, url)


def _editions(editions: QuerySet[Edition], user: Any) -> QuerySet[Edition]:
    """Those of the reviews that ``user``, who may see reviews, may see."""
    if not user.has_perm(EVERY_REVIEW):
        editions = editions.filter(review__in=reviews_visible_to(user).values("pk"))
    return editions.select_related("review__film")


def _row_of_edition(edition: Edition) -> Row:
    return _row(edition.review, day_and_time(edition.live_from))


def _row(review: Review, detail: str = "", url: str = "") -> Row:
    film = str(review.film) if review.film else ""
    url = url or reverse("admin:reviews_review_change", args=[review.pk])
    return Row(str(review), url, " · ".join(filter(None, [film, detail])))


def _reviews_url(**query: str) -> str:
    return f"{reverse('admin:reviews_review_changelist')}?{urlencode(query)}"
