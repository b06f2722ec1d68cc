"""What waits for an account: the front page of the admin and the filters of lists show it."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from desk.comments.models import Comment
from desk.old_projects import projects_to_look_up
from desk.public_state import not_published_since
from editions.history import Kind
from editions.models import Edition, EditionImage
from editions.permissions import reviews_visible_to
from images.models import Image
from reviews.models import Review


def sent_back_to(user: Any) -> QuerySet[Review]:
    """The reviews that ``user`` signs and an editor has sent back, the last first, with the moment
    (``sent_back_at``)."""
    events = not_published_since(Kind.RETURNED).filter(review=OuterRef("pk"))
    own = _signed_by(user).filter(Exists(events), stage=Review.Stage.DRAFT)
    last = Subquery(events.order_by("-pk").values("at")[:1])
    return own.annotate(sent_back_at=last).order_by("-sent_back_at", "-pk")


def drafts_of(user: Any) -> QuerySet[Review]:
    """The reviews that ``user`` signs, that were never published and that are not sent back."""
    published = Edition.objects.filter(review=OuterRef("pk"))
    own = _signed_by(user).filter(~Exists(published), stage=Review.Stage.DRAFT)
    return own.exclude(pk__in=sent_back_to(user).values("pk")).order_by("-modified", "-pk")


def comments_for(user: Any) -> QuerySet[Comment]:
    """Open comments of others on the reviews that ``user`` signs, and open ones in which ``user``
    takes part; only those of which the last word is another's."""
    last = Comment.objects.filter(Q(pk=OuterRef("pk")) | Q(thread=OuterRef("pk"))).order_by("-pk")
    mine = Q(by=user.pk) | Q(review__critics__user=user.pk) | Q(answers__by=user.pk)
    return (
        Comment.objects.open()
        .filter(mine, review__in=reviews_visible_to(user).values("pk"))
        .alias(last_by=Subquery(last.values("by")[:1]))
        .exclude(last_by=user.pk)
    )


def pictures_without_alt() -> QuerySet[Image]:
    """The pictures in live editions whose alternative text is missing, because somebody has marked
    them as decorative; the newest first."""
    shown = EditionImage.objects.filter(edition__in=Edition.objects.live())
    pictures = Image.objects.filter(decorative=True, pk__in=shown.values("image"))
    return pictures.order_by("-pk")


def _signed_by(user: Any) -> QuerySet[Review]:
    return reviews_visible_to(user).filter(critics__user=user.pk)


class ToDoFilter(admin.SimpleListFilter):
    """``lists`` has the name of each choice, and what returns its rows for an account."""

    title = _("what is to do")
    parameter_name = "todo"
    lists: ClassVar[dict[str, tuple[Any, Callable[[Any], QuerySet[Any]]]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(value, name) for value, (name, _rows) in self.lists.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if chosen := self.lists.get(self.value() or ""):
            return queryset.filter(pk__in=chosen[1](request.user).order_by().values("pk"))
        return queryset


class ReviewsToDo(ToDoFilter):
    lists: ClassVar = {
        "sent_back": (_("Sent back to me"), sent_back_to),
        "drafts": (_("My drafts"), drafts_of),
        "comments": (
            _("Comments for me"),
            lambda user: Review.objects.filter(pk__in=comments_for(user).values("review")),
        ),
    }


class ProjectsToDo(ToDoFilter):
    lists: ClassVar = {
        "old": (_("Projects whose status is old"), lambda _user: projects_to_look_up())
    }


class PicturesToDo(ToDoFilter):
    lists: ClassVar = {
        "no_alt": (
            _("Pictures in live reviews without alternative text"),
            lambda _user: pictures_without_alt(),
        )
    }
