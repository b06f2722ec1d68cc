"""What a browser sends while an editor types, for tests."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from reviews.models import Review
from tests.desk_forms import address, form_of
from tests.unrendered import page_context

WINDOW = "window-of-a-test-1"
OTHER_WINDOW = "window-of-a-test-2"
NEW = "/admin/reviews/review/autosave/"


def send(client: Client, user: User, review: Review | None = None, **more: Any) -> Any:
    """Send what a browser sends, and return the response."""
    data = {"account": user.pk, "window": WINDOW, "number": 1, "version": 1} | more
    url = address(review, "autosave") if review else NEW
    return client.post(url, json.dumps(data), content_type="application/json")


def typed(client: Client, review: Review, **fields: Any) -> list[list[str]]:
    """The fields of the desk's form, with ``fields`` typed into it."""
    form = form_of(page_context(client, address(review))) | fields
    pairs = []
    for name, value in form.items():
        pairs += [[name, str(one)] for one in (value if isinstance(value, list) else [value])]
    return pairs


def as_form(fields: list[list[str]]) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for name, value in fields:
        form.setdefault(name, []).append(value)
    return form
