"""The layout of the desk: the parts of a review in the order of its page."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.helpers import AdminForm, InlineAdminFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from editions.parts import PARTS

OWN_FIELDS: dict[str, Any] = {
    "review": [
        ("film", "byline"),
        "headline",
        "slug",
        "standfirst",
        "lead_image",
    ],
    **{part.key: part.own_fields for part in PARTS if part.own_fields},
    "colophon": [("planned_for", "embargo_until"), "language", "meta_description", "disclosure"],
}
"""The review's own fields, by the part of the desk that shows them."""

TITLES = {
    "review": pgettext_lazy("part of the desk", "The review"),
    **{part.key: part.title for part in PARTS},
    "colophon": _("Settings"),
}


@dataclass(frozen=True, slots=True)
class DeskPart:
    """A part of the desk: a `Fieldset` of the review's own fields and the inline of its items.
    Either may be None."""

    key: str
    title: str
    fieldset: Any
    inline: InlineAdminFormSet | None

    @property
    def count(self) -> int | None:
        """The number of items; None for a part without items or with at most one."""
        if self.inline is None or self.inline.formset.max_num == 1:
            return None
        return self.inline.formset.total_form_count()

    @property
    def has_errors(self) -> bool:
        own = self.fieldset and any(
            name in self.fieldset.form.errors for name in names_in(self.fieldset.fields)
        )
        return bool(own or (self.inline and self.inline.formset.total_error_count()))


def in_page_order(adminform: AdminForm, inlines: list[InlineAdminFormSet]) -> list[DeskPart]:
    """The parts of the desk, each with its fields and its inline, in the order of the page."""
    fieldsets: dict[str, Any] = {fieldset.name: fieldset for fieldset in adminform}  # type: ignore[attr-defined]
    named = {inline.formset.prefix: inline for inline in inlines}
    return [
        DeskPart(
            key=key,
            title=str(TITLES[key]),
            fieldset=fieldsets.get(key),
            inline=named.get(key),
        )
        for key in TITLES
        if key in named or key in fieldsets
    ]


def names_in(fields: Any) -> list[str]:
    """The names in ``fields``, of which some share a line."""
    return [
        name for line in fields for name in (line if isinstance(line, (list, tuple)) else [line])
    ]
