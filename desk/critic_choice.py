"""The field that chooses a critic who has no account yet."""

from typing import Any

from django import forms
from django.contrib import admin

from accounts.strict_admin import KeySelect, StrictAdmin
from reviews.admin import WITHOUT_ACCOUNT
from reviews.models import Critic, Review


class CriticSelect(KeySelect):
    """Suggests critics without an account. All of them are options, for browsers without
    JavaScript."""

    def __init__(self) -> None:
        super().__init__(Review._meta.get_field("critics"), admin.site)

    def get_url(self) -> str:
        return f"{super().get_url()}?{WITHOUT_ACCOUNT}=1"

    def optgroups(self, *args: Any, **kwargs: Any) -> list[Any]:
        return forms.Select.optgroups(self, *args, **kwargs)


class CriticChoice(forms.ModelChoiceField):
    """Each critic has the label of the suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Critic.objects.filter(user=None), **kwargs)

    def suggest(self) -> None:
        """Show suggestions. Call it for the field of a form that is shown: they have the language
        of the request."""
        model_admin: Any = admin.site.get_model_admin(Critic)
        self.model_admin: StrictAdmin = model_admin
        self.widget = CriticSelect()
        self.queryset = model_admin.for_choice(self.queryset)

    def label_from_instance(self, obj: Critic) -> str:
        return self.model_admin.choice_label(obj)
