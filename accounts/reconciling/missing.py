"""The page for a form whose row was deleted or merged away while the form was open.

It keeps everything that was typed, shows the texts, and sends the form where it can be saved.
"""

import re
from dataclasses import dataclass

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, TextField
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.kept_forms import TOKEN
from accounts.reconciling.opened_form import BASE
from accounts.retry_later import asks_for_page
from accounts.sent_forms import sent_form

MERGED_INTO = "merged_into"
"""The key, in the log entry of a row that was merged away, of the primary key of the other row."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no row to save, and where its form can be sent instead.

    ``button`` sends the form to ``address``; both are "" if it can be sent nowhere. ``is_new`` says
    that it adds a row there. ``link`` is the address and the label of a page to visit before.
    """

    sentences: tuple[str, ...]
    address: str = ""
    button: str = ""
    is_new: bool = False
    link: tuple[str, str] | None = None


def log_merged(request: HttpRequest, *, gone: Model, kept: Model) -> None:
    """Note in the log of the admin that ``gone`` was merged into ``kept``, for `what_became_of`."""
    message = [{MERGED_INTO: str(kept.pk)}]
    LogEntry.objects.log_actions(request.user.pk, [gone], DELETION, message)  # type: ignore[arg-type]


def what_became_of(admin: ModelAdmin, request: HttpRequest, object_id: str) -> Missing:
    """What the log of the admin says about the row. Nothing is said of a row that still exists and
    that the account may not see."""
    opts = admin.opts
    entry = None
    if not admin.model._base_manager.filter(pk=object_id).exists():
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(admin.model),
            object_id=object_id,
            action_flag=DELETION,
        )
        entry = entries.select_related("user").order_by("-pk").first()
    if entry is None:
        said = _("It does not exist any more, or your account may not open it.")
        return _as_new(admin, request, said)
    words = {
        "who": entry.user.get_full_name() or entry.user.get_username(),
        "when": date_format(timezone.localtime(entry.action_time), "DATETIME_FORMAT"),
    }
    if kept := _merged_into(admin, request, entry):
        return Missing(
            (
                _("%(who)s merged it into “%(kept)s” while you had this page open: %(when)s.")
                % (words | {"kept": kept}),
                _(
                    "You can send your changes there. What you have not changed stays as it is "
                    "there, and where the two differ you choose."
                ),
            ),
            reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[kept.pk]),
            _("Send to “%(kept)s”") % {"kept": kept},
        )
    return _as_new(admin, request, _("%(who)s deleted it: %(when)s.") % words)


def missing_page(admin: ModelAdmin, request: HttpRequest, missing: Missing) -> HttpResponse | None:
    """The page with what ``request`` has sent; None if it has sent nothing or asks for no page."""
    form = sent_form(request)
    fields = [(name, value) for name, value in form.fields if name != TOKEN]
    if not (fields and asks_for_page(request)):
        return None
    query = request.META.get("QUERY_STRING", "")
    context = {
        "missing": missing,
        "texts": _texts(admin, fields),
        "fields": _fields_as_new(admin, fields) if missing.is_new else fields,
        "files": form.files,
        "address": f"{missing.address}?{query}" if query else missing.address,
    }
    return render(request, "409_missing.html", context, status=409)


def _as_new(admin: ModelAdmin, request: HttpRequest, sentence: str) -> Missing:
    if not admin.has_add_permission(request):
        return Missing((sentence,))
    address = reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_add")
    return Missing((sentence,), address, _("Save it as a new one"), is_new=True)


def _merged_into(admin: ModelAdmin, request: HttpRequest, entry: LogEntry) -> Model | None:
    # `get_change_message` is for people. The message is JSON that only this module writes.
    found = re.fullmatch(rf'\[{{"{MERGED_INTO}": "(\d+)"}}\]', entry.change_message)
    return admin.get_object(request, found[1]) if found else None


def _texts(admin: ModelAdmin, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The labels and the texts that the form has sent, to read or to copy."""
    models = [*(inline.model for inline in admin.inlines), admin.model]
    labels = {
        field.name: capfirst(str(field.verbose_name))
        for model in models
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField) and not field.choices
    }
    named = [(name.rpartition("-")[2], value) for name, value in fields]
    return [(labels[name], value) for name, value in named if name in labels and value.strip()]


def _fields_as_new(admin: ModelAdmin, fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """``fields`` as the form of a new row sends them: its inline rows are new, too."""
    keys = {"id"}
    for inline in admin.inlines:
        keys.add(_get_foreign_key(admin.model, inline.model, fk_name=inline.fk_name).name)
    found = []
    for name, value in fields:
        prefix, _dash, last = name.rpartition("-")
        if name in {BASE, "version"} or (prefix and last in keys):
            continue
        found.append((name, "0" if last == "INITIAL_FORMS" else value))
    return found


def key_of(object_id: str) -> str:
    """The primary key in an address of the admin; "" if it is none."""
    key = unquote(object_id)
    return key if key.isascii() and key.isdecimal() and len(key) < 19 else ""
