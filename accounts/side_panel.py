"""Pages that a form shows in a panel at its side (static/admin_desk/side-panel.js)."""

from typing import Any

from django.db.models import Model
from django.http import JsonResponse

PANEL = "_panel"
"""Posted by the panel, which stays on its page: when the work is done, the answer is JSON."""


def done(message: str) -> JsonResponse:
    return JsonResponse({"message": message})


def done_with(model_admin: Any, row: Model, message: str, next_page: str = "") -> JsonResponse:
    """``row`` is to be chosen. The panel goes on with ``next_page``, if there is one."""
    answer = {"message": message, "value": str(row.pk), "label": model_admin.choice_label(row)}
    return JsonResponse(answer | ({"next": next_page} if next_page else {}))
