"""A form for a new row that arrives twice adds one row."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

PAGE = "page"
"""The hidden field of a form for a new row that tells each page with such a form from others."""

KEPT = timedelta(hours=1)
"""How long after an addition the same form counts as a repetition."""


class AddsOnce(admin.ModelAdmin):
    """Base of every admin (`accounts.strict_admin.strict`).

    An editor who presses *Save* twice, or whose browser sends a form again, gets the answer to the
    first one again. The same words from another page are another row, since two characters may
    have one name. Forms with files are not compared.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        is_comparable = object_id is None and bool(request.POST.get(PAGE)) and not request.FILES
        if not (is_comparable and self.has_add_permission(request)):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # The forms of one editor wait for each other.
            User.objects.select_for_update(no_key=True).get(pk=request.user.pk or 0)
            if added := self._added(request):
                return self.response_add(request, added)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        message: Any = super().construct_change_message(request, form, formsets, add)
        return [*message, {"form": _digest(request)}] if add else message

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if add:
            context[PAGE] = request.POST.get(PAGE) or token_urlsafe(8)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _added(self, request: HttpRequest) -> Model | None:
        """The row that this form has added before."""
        entry = LogEntry.objects.filter(
            user=request.user.pk or 0,
            content_type=ContentType.objects.get_for_model(self.model),
            action_flag=ADDITION,
            action_time__gt=timezone.now() - KEPT,
            change_message__contains=_digest(request),
        ).first()
        return self.get_object(request, str(entry.object_id)) if entry else None


def _digest(request: HttpRequest) -> str:
    fields = sorted(request.POST.lists())
    said = [each for each in fields if each[0] != "csrfmiddlewaretoken"]
    return sha256(repr(said).encode()).hexdigest()
