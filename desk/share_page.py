"""The page with the links to the preview of a review for people without an account."""

from typing import Any
from urllib.parse import urljoin

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.strict_admin import is_primary_key
from desk.date_style import day_and_time
from editions.permissions import Action, may
from editions.share_links import make_share_link
from reviews.models import Review

DAYS = (1, 3, 7, 14, 30)


def _days() -> list[tuple[int, str]]:
    return [(days, ngettext("%d day", "%d days", days) % days) for days in DAYS]


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Valid for"),
        coerce=int,
        initial=7,
        choices=_days,
    )
    recipient = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Only for your own list. The recipient does not see it."),
    )


class SharePage(ModelAdmin):
    """Mixin for the admin of `Review`. Whoever may see a review may share its preview, unless the
    review is under embargo, and may revoke each of its links."""

    def get_urls(self) -> list[Any]:
        share = path(
            "<int:object_id>/share/",
            self.admin_site.admin_view(self.share_view),
            name="reviews_review_share",
        )
        return [share, *super().get_urls()]

    def share_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """List the links. A POST makes one, whose address is shown only in this answer, or revokes
        the link ``revoke``."""
        review = self.get_object(request, str(object_id))
        if review is None:
            missing: HttpResponse = self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, str(object_id)
            )
            return missing
        if not may(request.user, Action.VIEW, review):
            raise PermissionDenied
        if "revoke" in request.POST:
            return self._revoke(request, review)
        until = review.embargo_until
        embargo = day_and_time(until) if until and timezone.now() < until else ""
        form = ShareForm(request.POST or None)
        address = ""
        if request.method == "POST" and not embargo and form.is_valid():
            _link, token = make_share_link(review=review, by=request.user, **form.cleaned_data)
            address = urljoin(settings.SITE_URL, reverse("pages:preview", args=[token]))
            form = ShareForm()
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Share the preview"),
            "review": review,
            "change_url": reverse("admin:reviews_review_change", args=[review.pk]),
            "form": form,
            "address": address,
            "embargo_until": embargo,
            "links": [
                (link, day_and_time(link.made_at), day_and_time(link.expires_at))
                for link in review.share_links.select_related("made_by")
            ],
        }
        return TemplateResponse(request, "admin/desk/share.html", context)

    def _revoke(self, request: HttpRequest, review: Review) -> HttpResponse:
        pk = request.POST["revoke"]
        link = review.share_links.filter(pk=int(pk)).first() if is_primary_key(pk) else None
        if link and link.is_valid:
            link.revoke()
            messages.success(request, _("The link is revoked. It opens nothing any more."))
        return redirect("admin:reviews_review_share", review.pk)
