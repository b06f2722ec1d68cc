"""What every form of a credit checks."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cast.models import Credit


class CreditForm(forms.ModelForm):
    """A credit names a person, characters, or both: a document could not name it otherwise."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.check_names()
        return cleaned

    def check_names(self) -> None:
        given = self.cleaned_data
        is_role = given.get("department") == Credit.ACTING
        if is_role and not (given.get("person") or given.get("characters")) and not self.errors:
            self.add_error("person", _("Choose a person, characters, or both."))
