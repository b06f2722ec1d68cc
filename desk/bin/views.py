"""The pages of the bin: deleted drafts, and the items that were removed from one review."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import audit
from accounts.reconciling.missing import Missing
from desk.autosave.answers import account_name
from desk.date_style import day_and_time
from desk.history.passages import text_of_item
from editions.bin import (
    KEPT_FOR,
    NotBinned,
    content_of_removed,
    empty_bin,
    keep_removed,
    put_back,
    put_into_bin,
    take_out_of_bin,
)
from editions.history_models import RemovedItem, ReviewEvent
from editions.parts import BY_KEY
from editions.permissions import EVERY_REVIEW, Action, may
from editions.serialisation import Unreadable
from reviews.models import Review


class BinPages(ModelAdmin):
    """Mixin for the admin of `Review`: deleting puts drafts and removed items into the bin.

    Whoever may change a review may take it and its items out of the bin again.
    """

    change_list_template = "admin/desk/reviews.html"

    def bin_urls(self) -> list[Any]:
        def admin_view(view: Callable[..., HttpResponse]) -> Any:
            return self.admin_site.admin_view(view)

        return [
            path("bin/", admin_view(self.bin_view), name="reviews_review_bin"),
            path(
                "<int:object_id>/removed/",
                admin_view(self.removed_view),
                name="reviews_review_removed",
            ),
        ]

    # The bin of reviews

    def bin_view(self, request: HttpRequest) -> HttpResponse:
        """The deleted drafts. A POST takes one out of the bin, or deletes it for good."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        empty_bin()
        if request.method == "POST":
            return self._changed_bin(request)
        reviews = self.binned_reviews(request).order_by("-binned_at", "-pk")
        rows = [self._binned_row(request, review) for review in reviews]
        return self._bin_page(request, "bin", {"title": _("Bin"), "rows": rows})

    def visible_rows(self, request: HttpRequest) -> QuerySet[Review]:
        """The reviews that the account of ``request`` may see, in the bin or not."""
        reviews = Review.everything.all()
        if not request.user.has_perm(EVERY_REVIEW):
            reviews = reviews.filter(critics__user=request.user.pk)
        return reviews

    def binned_reviews(self, request: HttpRequest) -> QuerySet[Review]:
        """The reviews in the bin that the account of ``request`` may see."""
        binned = self.visible_rows(request).filter(binned_at__isnull=False)
        return binned.select_related("film").prefetch_related("bylines")

    def _changed_bin(self, request: HttpRequest) -> HttpResponse:
        name, action = ("delete", Action.DELETE)
        if "take_out" in request.POST:
            name, action = ("take_out", Action.CHANGE)
        key = request.POST.get(name, "")
        reviews = self.binned_reviews(request)
        review = reviews.filter(pk=int(key)).first() if _is_key(key) else None
        if review is None:
            messages.warning(request, _("This review is not in the bin any more."))
            return redirect("admin:reviews_review_bin")
        if not may(request.user, action, review):
            raise PermissionDenied
        if action is Action.DELETE:
            self.log_deletions(request, reviews.filter(pk=review.pk))
            audit.record(audit.Action.DELETED, review)
            review.delete()
            messages.success(request, _("“%(name)s” is deleted for good.") % {"name": review})
            return redirect("admin:reviews_review_bin")
        try:
            review = take_out_of_bin(review, by=request.user)
        except NotBinned as error:
            messages.warning(request, str(error))
            return redirect("admin:reviews_review_bin")
        messages.success(request, _("The review is out of the bin."))
        return redirect("admin:reviews_review_change", review.pk)

    def _binned_row(self, request: HttpRequest, review: Review) -> dict[str, Any]:
        events = ReviewEvent.objects.filter(review=review, kind=ReviewEvent.Kind.BINNED)
        event = events.select_related("by").order_by("-pk").first()
        assert review.binned_at
        return {
            "review": review,
            "when": day_and_time(review.binned_at),
            "until": day_and_time(review.binned_at + KEPT_FOR),
            "who": event.by if event else None,
            "may_take_out": may(request.user, Action.CHANGE, review),
            "may_delete": may(request.user, Action.DELETE, review),
        }

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        is_binned = (
            _is_key(object_id) and self.binned_reviews(request).filter(pk=int(object_id)).exists()
        )
        if is_binned and request.method != "POST":
            messages.info(request, _("This review is in the bin. Take it out to open it."))
            return redirect("admin:reviews_review_bin")
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]

    def missing(self, request: HttpRequest, object_id: str) -> Missing:
        """As in `accounts.reconciling.admin`."""
        review = self.binned_reviews(request).filter(pk=object_id).first()
        if review is None:
            found: Missing = super().missing(request, object_id)  # type: ignore[misc]
            return found
        row = self._binned_row(request, review)
        who = account_name(row["who"]) if row["who"] else _("Somebody else")
        said = _("%(who)s put this review into the bin: %(when)s.")
        sentences = [said % {"who": who, "when": row["when"]}]
        if row["may_take_out"]:
            sentences.append(
                _("Take it out of the bin, come back to this page, and press “Send again”.")
            )
        bin_page = (reverse("admin:reviews_review_bin"), _("Open the bin in a new window"))
        return Missing(
            tuple(sentences),
            reverse("admin:reviews_review_change", args=[review.pk]),
            _("Send again"),
            link=bin_page,
        )

    # Deleting

    def delete_model(self, request: HttpRequest, obj: Review) -> None:
        put_into_bin(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        for review in queryset:
            put_into_bin(review, by=request.user)
        messages.info(request, self._in_the_bin())

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        messages.success(request, self._in_the_bin())
        return redirect("admin:reviews_review_changelist")

    def _in_the_bin(self) -> str:
        days = KEPT_FOR.days
        said = ngettext(
            "Deleted drafts stay in the bin for %(days)d day.",
            "Deleted drafts stay in the bin for %(days)d days.",
            days,
        ) % {"days": days}
        url = reverse("admin:reviews_review_bin")
        return format_html('{} <a href="{}">{}</a>', said, url, _("Open the bin"))

    # The removed items of a review

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        keys = [each.instance.pk for each in formset.deleted_forms if each.instance.pk]
        if keys:
            rows = formset.part.item.model._default_manager.filter(pk__in=keys).order_by("pk")
            keep_removed(formset.part, rows, review=form.instance, by=request.user)
        super().save_formset(request, form, formset, change)

    def removed_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The items that were removed from a review. A POST puts one back."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        review = self.get_object(request, str(object_id))
        if review is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        empty_bin()
        may_change = may(request.user, Action.CHANGE, review)
        removed = RemovedItem.objects.filter(review=review).select_related("by", "review")
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            key = request.POST.get("put_back", "")
            found = removed.filter(pk=int(key)).first() if _is_key(key) else None
            return self._put_back(request, review, found)
        context = {
            "title": _("Removed items"),
            "review": review,
            "subtitle": str(review),
            "rows": [_removed_row(each) for each in removed.order_by("-pk")],
            "may_change": may_change,
            "change_url": reverse("admin:reviews_review_change", args=[review.pk]),
        }
        return self._bin_page(request, "removed", context)

    def _put_back(
        self, request: HttpRequest, review: Review, removed: RemovedItem | None
    ) -> HttpResponse:
        if removed is None:
            messages.warning(request, _("This item is not in the bin any more."))
            return redirect("admin:reviews_review_removed", review.pk)
        part = BY_KEY.get(removed.part)
        try:
            restored = put_back(removed, by=request.user)
        except (NotBinned, Unreadable) as error:
            said = str(error) if isinstance(error, NotBinned) else _("This text cannot be read.")
            messages.error(request, said)
            return redirect("admin:reviews_review_removed", review.pk)
        messages.success(
            request,
            _("The item is back, at the end of “%(part)s”.")
            % {"part": part.title if part else removed.part},
        )
        if restored.missing:
            gone = _("Not restored, because it is no longer there: %(names)s.")
            messages.warning(request, gone % {"names": "; ".join(restored.missing)})
        return redirect("admin:reviews_review_change", review.pk)

    def _bin_page(
        self, request: HttpRequest, name: str, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        days = {"opts": self.opts, "days": KEPT_FOR.days, "media": self.media}
        context = self.admin_site.each_context(request) | days | context
        return TemplateResponse(request, f"admin/desk/{name}.html", context)


def _removed_row(removed: RemovedItem) -> dict[str, Any]:
    part = BY_KEY.get(removed.part)
    try:
        text = text_of_item(part, content_of_removed(removed)) if part else ""
    except Unreadable:
        text = ""
    return {
        "pk": removed.pk,
        "part": capfirst(str(part.title)) if part else removed.part,
        "text": text,
        "when": day_and_time(removed.at),
        "until": day_and_time(removed.at + KEPT_FOR),
        "who": removed.by,
    }


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
