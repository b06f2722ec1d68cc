"""The actions of the list of reviews, and the page that confirms them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.strict_admin import is_primary_key
from desk.bulk.outcomes import Outcome, outcomes
from desk.steps.forms import PublishForm
from desk.steps.pages import MEDIA, STEPS, run_step
from desk.steps.step import Step
from editions.permissions import NEEDED
from editions.publishing import PublishingRefused
from films.moments import in_words
from reviews.models import Review

MOST = 25
"""The most reviews of one page: those of one page of the list."""

BULK = ("hand_in", "publish", "schedule", "withdraw")
"""The steps that can be taken for several reviews."""


class BulkPages(ModelAdmin):
    """Mixin for the admin of `Review`: steps for the selected reviews."""

    actions = ["hand_in_selected", "publish_selected", "schedule_selected", "withdraw_selected"]

    def bulk_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.bulk_view)
        return [path("bulk/<slug:name>/", view, name="reviews_review_bulk")]

    def has_hand_in_permission(self, request: HttpRequest) -> bool:
        return _has(request, "hand_in")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return _has(request, "publish")

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return _has(request, "withdraw")

    @admin.action(description=gettext_lazy("Hand in the selected reviews"), permissions=["hand_in"])
    def hand_in_selected(self, request: HttpRequest, reviews: QuerySet[Review]) -> HttpResponse:
        return self._to_page(request, "hand_in", reviews)

    @admin.action(
        description=gettext_lazy("Publish the selected reviews now"), permissions=["publish"]
    )
    def publish_selected(self, request: HttpRequest, reviews: QuerySet[Review]) -> HttpResponse:
        return self._to_page(request, "publish", reviews)

    @admin.action(
        description=gettext_lazy("Schedule the selected reviews"), permissions=["publish"]
    )
    def schedule_selected(self, request: HttpRequest, reviews: QuerySet[Review]) -> HttpResponse:
        return self._to_page(request, "schedule", reviews)

    @admin.action(
        description=gettext_lazy("Withdraw the selected reviews"), permissions=["withdraw"]
    )
    def withdraw_selected(self, request: HttpRequest, reviews: QuerySet[Review]) -> HttpResponse:
        return self._to_page(request, "withdraw", reviews)

    def _to_page(self, request: HttpRequest, name: str, reviews: QuerySet[Review]) -> HttpResponse:
        keys = [str(pk) for pk in reviews.values_list("pk", flat=True)[: MOST + 1]]
        if len(keys) > MOST:
            said = _("Select %(most)d reviews at most. Nothing has been done.")
            messages.warning(request, said % {"most": MOST})
            return redirect(request.get_full_path())
        page = reverse("admin:reviews_review_bulk", args=[name])
        return redirect(f"{page}?reviews={','.join(keys)}")

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Say what the step will do to each of the reviews in the address. A POST does it to those
        to which it can be done, each in a transaction of its own."""
        if name not in BULK:
            raise Http404
        if not (self.has_view_or_change_permission(request) and _has(request, name)):
            raise PermissionDenied
        step = STEPS[name]
        reviews = self._chosen(request)
        if not reviews:
            messages.warning(request, _("Select reviews in the list first."))
            return redirect("admin:reviews_review_changelist")
        form = _form(step, request)
        asked = None
        if request.method == "POST" and form.is_valid() and not (asked := form.ask()):  # type: ignore[attr-defined]
            found = outcomes(step, reviews, request.user, form.cleaned_data.get("live_from"))
            _run_all(request, step, found, form.cleaned_data)
            return redirect("admin:reviews_review_changelist")
        given = getattr(form, "cleaned_data", {}).get("live_from")
        found = outcomes(step, reviews, request.user, given)
        request.current_app = self.admin_site.name
        context = {
            "opts": self.opts,
            "title": step.title,
            "step": step,
            "form": form,
            "asked": asked and in_words(asked),
            "media": MEDIA + form.media,
            "possible": [each for each in found if not each.reasons],
            "refused": [each for each in found if each.reasons],
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/desk/bulk.html", context)

    def _chosen(self, request: HttpRequest) -> list[Review]:
        """The reviews in the address that the account may see, in the order of the list."""
        keys = [key for key in request.GET.get("reviews", "").split(",") if is_primary_key(key)]
        reviews = self.get_queryset(request).filter(pk__in=map(int, keys[:MOST]))
        return list(reviews.select_related("film", "lead_image"))


def _has(request: HttpRequest, name: str) -> bool:
    return request.user.has_perm(NEEDED[STEPS[name].action])


def _form(step: Step, request: HttpRequest) -> forms.Form:
    """The form of ``step`` without what belongs to one review: its version, its leaks."""
    data = request.POST if request.method == "POST" else None
    kwargs: dict[str, Any] = {"leaks": []} if issubclass(step.form, PublishForm) else {}
    form: forms.Form = step.form(data, **kwargs)
    del form.fields["version"]
    return form


def _run_all(
    request: HttpRequest, step: Step, found: Sequence[Outcome], data: dict[str, Any]
) -> None:
    """Do ``step`` to the reviews of ``found`` for which it is possible, and was when their page
    was opened: the page had their versions."""
    for outcome in found:
        review = outcome.review
        version = request.POST.get(f"version-{review.pk}", "")
        if not is_primary_key(version):
            continue
        if outcome.reasons:
            _refuse(request, review, outcome.reasons)
            continue
        given = data | {"version": int(version)}
        try:
            said = run_step(step, review, request.user, given, outcome.manuscript)
        except PublishingRefused as refused:
            _refuse(request, review, refused.messages)
        else:
            messages.success(request, f"{review}: {said}")


def _refuse(request: HttpRequest, review: Review, reasons: Sequence[str]) -> None:
    messages.error(request, f"{review}: {' '.join(reasons)}")
