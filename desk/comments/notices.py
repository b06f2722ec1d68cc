"""Shows the open comments on the form of a review, at the fields that they are about."""

from collections.abc import Callable

from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.autosave.answers import account_name
from desk.comments.anchors import Place, has_words, place_now, places_of
from desk.comments.models import Comment
from desk.draft_problems import form_of
from desk.first_rows import first_rows
from desk.layout import DeskPart
from editions.content import ReviewContent
from editions.parts import BY_KEY
from reviews.models import Review

MOST = 100
LENGTH = 280
"""How many of the newest comments the form shows, and how many characters of each."""


def show_comments(
    review: Review, content: Callable[[], ReviewContent], parts: list[DeskPart]
) -> int:
    """Set the open comments on ``review`` as ``comments`` of the fields in ``parts`` that have
    their words. Returns how many comments are open. One query, and if there are comments those of
    ``content``, which returns the stored texts, and of `places_of`."""
    found = Comment.objects.open().filter(review=review).select_related("by").order_by("-pk")
    comments, left_out = first_rows(found, MOST)
    places = places_of(content()) if comments else []
    page = reverse("admin:reviews_review_comments", args=[review.pk])
    for comment in reversed(comments):
        if place := place_now(comment, places):
            who = account_name(comment.by) if comment.by else _("A removed account")
            said = _("%(who)s on “%(words)s”: %(comment)s") % {
                "who": who,
                "words": Truncator(comment.quote).chars(60),
                "comment": Truncator(comment.text).chars(LENGTH),
            }
            link = (f"{page}#comment-{comment.pk}", _("Answer"))
            notice = format_html('{} <a href="{}">{}</a>', said, *link)
            _show(notice, comment, place, parts)
    return len(comments) + left_out


def _show(notice: str, comment: Comment, place: Place, parts: list[DeskPart]) -> None:
    passage = place.passage
    key = f"{passage.group}-{passage.number}" if passage.number else passage.group
    form = form_of(key, place.field, parts)
    if form is None:
        return
    field = place.field or BY_KEY[passage.group].item.text
    names = [place.field] if place.field else form.fields
    with_words = [name for name in names if _has_words(form, name, comment.quote)]
    # The items of a posted form may be others than the stored ones, or in another order.
    if form.is_bound and not with_words:
        return
    if shown := form.fields.get(with_words[-1] if with_words else field):
        shown.comments = [*getattr(shown, "comments", []), notice]


def _has_words(form: BaseForm, name: str, quote: str) -> bool:
    value = form[name].value() if name in form.fields else None
    return isinstance(value, str) and has_words(value, quote)
