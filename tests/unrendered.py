"""Requests whose pages are not rendered, for tests of what a page is rendered from.

The templates take most of the time of an admin page.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.template.response import TemplateResponse
from django.test import Client


@contextmanager
def unrendered() -> Iterator[None]:
    """Leaves template responses empty; their `context_data` is there."""
    with patch.object(TemplateResponse, "rendered_content", ""):
        yield


def page_context(client: Client, url: str, **query: str) -> Any:
    """The context of the page at ``url``."""
    with unrendered():
        response: Any = client.get(url, query)
    assert response.status_code == 200
    return response.context_data


def posted(client: Client, url: str, form: dict[str, Any]) -> Any:
    """The response to ``form``, without the page that shows it again."""
    with unrendered():
        return client.post(url, form)
