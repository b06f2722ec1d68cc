"""`response.context` of pages whose template is in Jinja2.

Django's test client collects the contexts of its own templates only.
"""

from typing import Any

from django.http import HttpRequest
from django.template.backends import jinja2
from django.test.signals import template_rendered

_render = jinja2.Template.render


def collect() -> None:
    """Tell the test client of every Jinja2 template that is rendered."""
    jinja2.Template.render = _render_and_tell


def _render_and_tell(
    self: jinja2.Template, context: dict[str, Any] | None = None, request: HttpRequest | None = None
) -> str:
    whole = dict(context or {})
    if request is not None:
        for processor in self.backend.template_context_processors:
            whole |= processor(request)
    template_rendered.send(sender=self, template=self, context=whole, request=request)
    return _render(self, context, request)
