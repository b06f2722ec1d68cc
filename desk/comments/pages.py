"""The page with the text of a review and the comments on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.strict_admin import is_primary_key
from desk.autosave.answers import account_name
from desk.comments.anchors import Place, by_place, places_of
from desk.comments.commenting import comment, reopen, resolve
from desk.comments.forms import AnswerForm, CommentForm, PassageCommentForm
from desk.comments.models import Comment
from desk.date_style import day_and_time
from desk.history.comparison import read
from editions.history import stored_content
from reviews.models import Review

MOST_OPEN = 200
MOST_RESOLVED = 50
"""How many comments of each kind a page shows, the newest first."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. ``said`` are all of them in order (pk, who, when, text)."""

    comment: Comment
    said: list[dict[str, Any]]
    form: AnswerForm

    @property
    def resolved(self) -> str:
        """Who resolved it and when; "" if it is open."""
        if self.comment.resolved_at is None:
            return ""
        return _("Resolved by %(who)s: %(when)s") % {
            "who": _name(self.comment.resolved_by),
            "when": day_and_time(self.comment.resolved_at),
        }


class CommentPages(ModelAdmin):
    """Mixin for the admin of `Review`. Whoever may see a review may comment on it, answer, and mark
    a comment as resolved."""

    def comment_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.comments_view)
        return [path("<int:object_id>/comments/", view, name="reviews_review_comments")]

    def comments_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The text with its comments. A POST adds one, answers one, resolves or reopens one."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        review = self.get_object(request, str(object_id))
        if review is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))  # type: ignore[attr-defined]
        places = places_of(stored_content(review))
        if request.method == "POST" and (done := _obey(request, review, places)):
            return redirect(done)
        request.current_app = self.admin_site.name
        context = {
            "opts": self.opts,
            "media": self.media,
            "title": _("Comments"),
            "subtitle": str(review),
            "review": review,
            "change_url": reverse("admin:reviews_review_change", args=[review.pk]),
            "history_url": reverse("admin:reviews_review_history", args=[review.pk]),
        }
        context |= self.admin_site.each_context(request) | _shown(request, review, places)
        return TemplateResponse(request, "admin/desk/comments.html", context)


def _obey(request: HttpRequest, review: Review, places: list[Place]) -> str:
    """Do what the form of ``request`` asks. Returns the address to show then; "" if the form is
    refused."""
    sent, here = request.POST, request.get_full_path()
    for name, done in (("resolve", _("Resolved.")), ("reopen", _("The comment is open again."))):
        if found := _thread(review, sent.get(name, "")):
            if name == "resolve":
                resolve(found, by=request.user)
            else:
                reopen(found)
            messages.success(request, done)
            return here
    form = _sent_form(sent, places)
    thread = _thread(review, sent.get("thread", ""))
    if not form.is_valid() or ("thread" in sent and thread is None):
        return ""
    said = comment(
        review=review,
        by=request.user,
        thread=thread,
        text=form.cleaned_data["text"],
        quote=form.cleaned_data.get("quote", ""),
        passage=form.place.key if isinstance(form, PassageCommentForm) else "",
    )
    messages.success(request, _("Your answer is there.") if thread else _("Your comment is there."))
    # A new comment is on the first page.
    page = here if thread else reverse("admin:reviews_review_comments", args=[review.pk])
    return f"{page}#comment-{said.pk}"


def _sent_form(sent: QueryDict, places: list[Place]) -> AnswerForm:
    if "thread" in sent:
        return AnswerForm(sent)
    place = {place.key: place for place in places}.get(sent.get("passage", ""))
    return PassageCommentForm(sent, place=place) if place else CommentForm(sent)


def _thread(review: Review, pk: str) -> Comment | None:
    if not is_primary_key(pk):
        return None
    return Comment.objects.first_ones().filter(review=review, pk=int(pk)).first()


def _shown(request: HttpRequest, review: Review, places: list[Place]) -> dict[str, Any]:
    sent = request.POST
    answers = Comment.objects.select_related("by").order_by("pk")
    comments = (
        Comment.objects.first_ones()
        .filter(review=review)
        .select_related("by", "resolved_by")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("-pk")
    )
    unresolved = Paginator(comments.filter(resolved_at=None), MOST_OPEN)
    open_page = unresolved.get_page(request.GET.get("page"))
    settled = Paginator(comments.filter(resolved_at__isnull=False), MOST_RESOLVED)
    resolved_page = settled.get_page(request.GET.get("resolved"))
    at, nowhere = by_place([*open_page][::-1], places)

    def threads(found: Iterable[Comment]) -> list[Thread]:
        return [_as_thread(each, sent) for each in found]

    is_general = bool(sent) and not sent.get("thread") and not sent.get("passage")
    return {
        "passages": [
            {
                "place": place,
                "paragraphs": read(place.passage),
                "threads": threads(at.get(place.key, [])),
                "form": _place_form(place, sent),
            }
            for place in places
        ],
        "general": threads(each for each in nowhere if not each.quote),
        "changed": threads(each for each in nowhere if each.quote),
        "resolved": threads(resolved_page),
        "form": CommentForm(sent if is_general else None, auto_id="id_review_%s"),
        "open": unresolved.count,
        "open_page": open_page,
        "resolved_page": resolved_page,
    }


def _place_form(place: Place, sent: QueryDict) -> PassageCommentForm:
    is_sent = sent.get("passage") == place.key
    auto_id = f"id_{place.key.replace('.', '_')}_%s"
    return PassageCommentForm(sent if is_sent else None, auto_id=auto_id, place=place)


def _as_thread(first: Comment, sent: QueryDict) -> Thread:
    is_sent = sent.get("thread") == str(first.pk)
    said = [
        {"pk": each.pk, "who": _name(each.by), "when": day_and_time(each.at), "text": each.text}
        for each in (first, *first.answers.all())
    ]
    return Thread(
        first, said, AnswerForm(sent if is_sent else None, auto_id=f"id_answer_{first.pk}_%s")
    )


def _name(account: Any) -> str:
    return account_name(account) if account else _("A removed account")
