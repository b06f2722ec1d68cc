"""The page on which an account chooses the mails that it gets."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mails import is_mail_set_up
from accounts.models import MailPreference, mail_preference

PUBLISH = "editions.publish_review"
"""Who has this permission is told when a review is handed in."""


class MailPreferenceForm(forms.ModelForm):
    class Meta:
        model = MailPreference
        exclude = ["account"]  # noqa: DJ006  (every choice has a field)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.account.has_perm(PUBLISH):
            del self.fields["handed_in"]


def mail_choices(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the choices of the account of ``request``, or store them."""
    form = MailPreferenceForm(request.POST or None, instance=mail_preference(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is stored."))
        return redirect(reverse("admin:mails"))
    context |= {
        "title": _("Mails to me"),
        "form": form,
        "can_mail": is_mail_set_up(),
        "address": request.user.email,  # type: ignore[union-attr]
    }
    return TemplateResponse(request, "admin/mails.html", context)
