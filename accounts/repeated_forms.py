"""A form that arrives twice is saved once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

PAGE = "_page"
"""The hidden field of a form that tells each page with such a form from others."""

KEPT = timedelta(hours=1)
"""How long after a save the same form counts as a repetition."""

_DIGEST = "digest_of_form"
"""The attribute of a request with the digest of its form. What is posted changes later."""


@contextmanager
def arriving_once(request: HttpRequest) -> Iterator[None]:
    """A transaction in which the forms of one editor wait for each other. `saved_before` and
    `with_digest` then know the form of ``request``."""
    if request.POST.get(PAGE) and not request.FILES:
        setattr(request, _DIGEST, _digest(request))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=request.user.pk or 0)
        yield


def saved_before(request: HttpRequest, model: type[Model], **of: Any) -> LogEntry | None:
    """The line of the log about a row of ``model`` that the form of ``request`` has written before;
    None if there is none, or if the form cannot be compared. ``of`` limits the lines."""
    if not (digest := getattr(request, _DIGEST, None)):
        return None
    return LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        action_time__gt=timezone.now() - KEPT,
        user=request.user.pk or 0,
        change_message__contains=digest,
        **of,
    ).first()


def saved_last(request: HttpRequest, model: type[Model], pk: str) -> LogEntry | None:
    """As `saved_before`, if nobody has changed the row with the primary key ``pk`` since."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=pk
    )
    last = entries.order_by("-pk").values("pk")[:1]
    return saved_before(request, model, pk__in=last, action_flag=CHANGE)


def page_token(request: HttpRequest) -> str:
    """The value of the field `PAGE`."""
    return request.POST.get(PAGE) or token_urlsafe(8)


def with_digest(request: HttpRequest, message: list[Any]) -> list[Any]:
    """``message``, what the log says, with what `saved_before` looks for."""
    digest = getattr(request, _DIGEST, None)
    return [*message, {"form": digest}] if digest else message


class SavesOnce(admin.ModelAdmin):
    """Base of every admin (`accounts.strict_admin.strict`).

    An editor who presses *Save* twice, or whose browser sends a form again, gets the answer to the
    first one again: nothing is added or stored twice. The same words from another page are another
    form, since two characters may have one name. So is a form for a row that somebody has saved
    since. Forms with files are not compared.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        is_permitted = (
            self.has_change_permission(request) if object_id else self.has_add_permission(request)
        )
        if not (is_permitted and request.POST.get(PAGE)) or request.FILES:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with arriving_once(request):
            if saved := self._saved(request, object_id):
                self.is_repeated(request, saved)
                answer = self.response_change if object_id else self.response_add
                return answer(request, saved)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def is_repeated(self, request: HttpRequest, obj: Any) -> None:
        """Called instead of saving ``obj`` when its form arrives again."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        message: Any = super().construct_change_message(request, form, formsets, add)
        return with_digest(request, message)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        context["page_token"] = page_token(request)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _saved(self, request: HttpRequest, object_id: str | None) -> Model | None:
        """The row that this form has added or changed before."""
        if object_id:
            entry = saved_last(request, self.model, unquote(object_id))
        else:
            entry = saved_before(request, self.model, action_flag=ADDITION)
        return self.get_object(request, str(entry.object_id)) if entry else None


def _digest(request: HttpRequest) -> str:
    """Of what was typed on this page: without the button, the CSRF token, and other names that
    begin with an underscore, which scripts may change."""
    fields = sorted(request.POST.lists())
    typed = [each for each in fields if each[0][0:1] != "_" and each[0] != "csrfmiddlewaretoken"]
    return sha256(repr([request.POST[PAGE], *typed]).encode()).hexdigest()
