"""The field into which the name of a franchise is typed, also of one that is not there yet."""

from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AutocompleteMixin
from django.utils.translation import gettext as _

from films.models import FranchiseEntry


class FranchiseInput(AutocompleteMixin, forms.TextInput):
    """new-franchise.js makes it a field with suggestions. Without JavaScript the browser suggests
    the names of the list with the id ``franchises``."""

    def __init__(self, admin_site: AdminSite, attrs: dict[str, Any]) -> None:
        own = {"list": "franchises", "autocomplete": "off", "data-new": _("New franchise")}
        super().__init__(FranchiseEntry._meta.get_field("franchise"), admin_site, attrs | own)

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Scripts of the admin take each field with the class of the mixin for a select.
        return super().build_attrs(*args, **kwargs) | {"class": "franchise-input"}
