"""The Jinja2 environment of the readers' templates (docs/decisions/0042)."""

from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from django.utils import formats, translation
from jinja2 import Environment, StrictUndefined, Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from pages.paths import reverse
from pages.template_filters import FILTERS, in_local_time
from site_settings.models import SiteSettings

PAGE_DEFAULTS: dict[str, Any] = {
    "canonical": "",
    "contact": "",
    "footer_links": (),
    "form": None,
    "metadata": None,
    "nav": (),
    "robots": "",
    "site_icons": {},
    "site_logo": "",
    "site_name": "",
    "site_stylesheet": "",
}
"""The variables of base.html and of the error pages that a page need not give."""


class Components:
    """The macros of the folder ``components``: `components.poster` is that of ``poster.html``."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        template = self._environment.get_template(f"components/{name}.html")
        macro: Callable[..., Markup] = getattr(template.module, name)
        if not self._environment.auto_reload:
            setattr(self, name, macro)
        return macro


class PageEnvironment(Environment):
    """The environment of the templates in one language, the active one.

    Texts are translated when a template is compiled, except those with a plural.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.components = Components(self)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An item of a dictionary rather than its method (`part.items`), as Django finds it."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        return super()._generate(_Translation().visit(source), *args, **options)


class _Translation(NodeTransformer):
    """Replaces the calls of `_TRANSLATED` by their results."""

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(call)
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        texts = [each.value for each in call.args if isinstance(each, nodes.Const)]
        if name not in _TRANSLATED or len(texts) != len(call.args):
            return call
        return nodes.Const(_TRANSLATED[name](*texts), lineno=call.lineno)


def _marked_safe(function: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *texts: Markup(function(*texts))  # noqa: S704  (the site's own texts)


_TRANSLATED: dict[str, Callable[..., str]] = {
    "_": _marked_safe(translation.gettext),
    "pgettext": _marked_safe(translation.pgettext),
    "gettext": translation.gettext,  # of a {% trans %} block
}


class PageEnvironments:
    """A `PageEnvironment` for each language, for Django's Jinja2 backend.

    A site has one language. Only tests change it.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._by_language: dict[str, PageEnvironment] = {}

    def active(self) -> PageEnvironment:
        language = translation.get_language()
        if language not in self._by_language:
            self._by_language[language] = _page_environment(self._options)
        return self._by_language[language]

    def get_template(self, name: str) -> Template:
        return self.active().get_template(name)


def _page_environment(options: dict[str, Any]) -> PageEnvironment:
    """A variable that is not defined raises an error, except those of `PAGE_DEFAULTS`."""
    environment = PageEnvironment(
        **options
        | {
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n"],
            "finalize": localized,
            "keep_trailing_newline": True,
            # Never forgets a template.
            "cache_size": -1,
        }
    )
    environment.globals |= _TRANSLATED | PAGE_DEFAULTS
    environment.globals |= {
        "components": environment.components,
        "is_bidi": translation.get_language_bidi,
        "language": translation.get_language,
        "ngettext": translation.ngettext,
        "notice_skeleton": notice_skeleton,
        # Of a page that is rendered without a request.
        "site": SiteSettings(),
        "static": lambda path: staticfiles_storage.url(path),
        "url": lambda name, *args: reverse(name, args),
    }
    environment.filters |= FILTERS
    return environment


def notice_skeleton() -> str:
    """The template that error pages extend: one without static files if they are not collected."""
    try:
        staticfiles_storage.url("css/base.css")
    except ValueError:
        return "plain.html"
    return "base.html"


def localized(value: Any) -> Any:
    """``value`` as it is printed in the language and time zone of the site."""
    if isinstance(value, (str, int)):
        return value
    return formats.localize(in_local_time(value))


def page_environment() -> PageEnvironment:
    """The environment of the site in the active language."""
    engine: Any = engines["jinja2"]
    environments: PageEnvironments = engine.env
    return environments.active()


def components() -> Components:
    """The `Components`, for code outside of templates."""
    return page_environment().components
