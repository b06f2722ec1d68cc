"""The Markdown field of the admin."""

from typing import Any

from django.forms.renderers import BaseRenderer, TemplatesSetting
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.safestring import SafeString
from markdownx.widgets import AdminMarkdownxWidget

from editions.parts import SECTION_HEADING


class MarkdownEditor(AdminMarkdownxWidget):
    """markdownx's admin widget with a template and scripts of this project (docs/decisions/0016).

    ``min_heading`` is the highest heading level allowed in the text, as for `spoilers.parse`.
    A text without ``has_curtains`` has no buttons for spoilers, and the preview refuses them.
    Without JavaScript the field is a plain textarea.
    """

    template_name = "markdownx/editor.html"

    class Media:
        extend = False
        css = {"all": ["css/tokens.css", "editor/editor.css"]}
        js = [
            Script("editor/markdown-toolbar-element.js", type="module"),
            Script("editor/editor.js", type="module"),
            Script("editor/files.js", type="module"),
            Script("editor/paste.js", type="module"),
            Script("editor/pictures.js", type="module"),
            Script("editor/picture-preview.js", type="module"),
        ]

    def __init__(
        self, attrs: Any = None, *, min_heading: int = SECTION_HEADING, has_curtains: bool = True
    ) -> None:
        super().__init__(attrs)
        self.min_heading = min_heading
        self.has_curtains = has_curtains

    def get_context(self, name: str, value: Any, attrs: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context | {
            "min_heading": self.min_heading,
            "has_curtains": self.has_curtains,
            "paste_path": reverse("markdownx_canonical"),
            "pictures_path": reverse("markdownx_pictures"),
        }

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        # The default renderer finds templates of apps only, not those in templates/. The attributes
        # are copied, because markdownx changes them.
        return super().render(name, value, dict(attrs or {}), TemplatesSetting())
