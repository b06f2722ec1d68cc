"""The form of rows that have a slug: it makes an empty slug from the name."""

from itertools import count
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.addresses import Addressed
from images.slugs import numbered, slug_for

SLUG_IS_TAKEN = gettext_lazy(
    "The slug “{slug}” belongs to {other}. Use that one, or enter another slug, such as “{free}”."
)
NAME_IS_TAKEN = gettext_lazy(
    "There is already {other} with this name. Use that one. If you mean another, enter a slug, "
    "such as “{free}”."
)


class SlugForm(forms.ModelForm):
    """Makes an empty slug from the field ``slug_source``, as the importer does.

    A slug that belongs to another row is refused with a link to that row. So is a name that
    another row has, unless the editor enters a slug: two rows of one name are made on purpose only.
    """

    slug_source: ClassVar[str] = "name"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
            hint = _("If empty, it is made from the field “%(name)s”.") % {
                "name": self.fields[self.slug_source].label
            }
            field.help_text = f"{field.help_text} {hint}".strip()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "slug" in self.cleaned_data:
            self._clean_slug()
        return cleaned

    def _clean_slug(self) -> None:
        slug: str = self.cleaned_data["slug"]
        name: str = self.cleaned_data.get(self.slug_source) or ""
        is_made = not slug
        if is_made and not name:
            return  # The name has an error of its own.
        if is_made:
            slug = self.cleaned_data["slug"] = self.made_slug(name)
        if other := self.with_slug(slug).first():
            self.add_error("slug", self.refusal(SLUG_IS_TAKEN, other, slug, self.free_slug(slug)))
        elif is_made and (other := self.with_name(name).first()):
            self.add_error("slug", self.refusal(NAME_IS_TAKEN, other, slug, slug))

    def made_slug(self, name: str) -> str:
        return slug_for(self._meta.model, name)

    def others(self) -> QuerySet[Any]:
        """The rows from which the slug must differ."""
        rows: QuerySet[Any] = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        return rows

    def with_slug(self, slug: str) -> QuerySet[Any]:
        """The other rows that have this slug, or had it if the model keeps former slugs."""
        others = self.others()
        return others.filter(**{"slugs__slug" if self._keeps_slugs else "slug": slug})

    @property
    def _keeps_slugs(self) -> bool:
        return issubclass(self._meta.model, Addressed)

    def with_name(self, name: str) -> QuerySet[Any]:
        """The other rows of this name, whatever their slugs."""
        return self.others().filter(**{self.slug_source: name})

    def free_slug(self, slug: str) -> str:
        """``slug`` with the first number, from 2, that makes it free."""
        max_length = self._meta.model._meta.get_field("slug").max_length
        tries = (numbered(slug, number, max_length) for number in count(2))
        return next(each for each in tries if not self.with_slug(each).exists())

    def refusal(self, sentence: Any, other: Model, slug: str, free: str) -> str:
        """``sentence`` as HTML with a link to ``other``."""
        opts = other._meta
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[other.pk])
        link = format_html('<a href="{}" target="_blank">{}</a>', url, other)
        return format_html(str(sentence), slug=slug, other=link, free=free)
