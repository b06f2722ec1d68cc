"""What stands where on the desk: the parts of a review in the order of its page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OWN_FIELDS: dict[str, Any] = {
    "review": [
        ("film", "critic"),
        "headline",
        "slug",
        "standfirst",
        "lead_image",
    ],
    "cast": ["cast_heading", "cast_introduction"],
    "audience": ["audience_heading"],
    "good": ["good_heading"],
    "bad": ["bad_heading"],
    "verdict": ["verdict_heading"],
    "colophon": [("stage", "embargo_until"), "language", "meta_description", "disclosure"],
}
"""Which part of the page holds which fields of the review itself."""

TITLES = {
    "review": pgettext_lazy("part of the desk", "The review"),
    "colophon": _("Settings"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: the review's own fields in it, a `Fieldset`, and the inline. Either may
    be None."""

    key: str
    title: str
    fieldset: Any
    inline: InlineAdminFormSet | None

    @property
    def count(self) -> int | None:
        """How many items it holds; None where they are not counted."""
        if self.inline is None or self.inline.formset.max_num == 1:
            return None
        return self.inline.formset.total_form_count()

    @property
    def has_errors(self) -> bool:
        own = self.fieldset and any(
            name in self.fieldset.form.errors for name in _names(self.fieldset.fields)
        )
        return bool(own or (self.inline and self.inline.formset.total_error_count()))


def in_page_order(adminform: AdminForm, inlines: list[InlineAdminFormSet]) -> list[Part]:
    """The parts of the page, each with its fields and its inline, as readers meet them."""
    fieldsets: dict[str, Any] = {fieldset.name: fieldset for fieldset in adminform}  # type: ignore[attr-defined]
    named = {inline.formset.prefix: inline for inline in inlines}
    keys = ["review", *named, "colophon"]
    return [
        Part(
            key=key,
            title=str(TITLES.get(key) or named[key].opts.verbose_name_plural),
            fieldset=fieldsets.get(key),
            inline=named.get(key),
        )
        for key in keys
        if key in named or key in fieldsets
    ]


def _names(fields: Any) -> list[str]:
    return [
        name for line in fields for name in (line if isinstance(line, (list, tuple)) else [line])
    ]
