"""Webhooks in the admin, and the list of what was told to whom."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.deletions import listed
from editions.permissions import reviews_visible_to
from outreach.after_publishing import teller
from outreach.delivering import send_again
from outreach.models import Announcement, Delivery, Webhook, new_secret

COLUMNS: tuple[str, ...] = (
    "what",
    "channel",
    "recipient",
    "status",
    "attempts",
    "answer",
    "due",
    "done",
)
"""What the list of deliveries shows."""


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """The secret is shown once, in the answer to the form that makes it."""

    list_display = ["address", "is_active", "created"]
    fieldsets = [
        (None, {"fields": ["address", "is_active"]}),
        (gettext_lazy("A message is sent when"), {"fields": [*Webhook.EVENTS]}),
    ]
    change_form_template = "admin/outreach/webhook.html"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.secret_view)
        return [path("<int:pk>/secret/", view, name="outreach_webhook_secret"), *super().get_urls()]

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._secret_page(request, obj, obj.secret)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Deliveries are counted, not listed: there can be thousands."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        return listed(to_delete), counts, needed, protected

    def secret_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether to replace the secret; a POST replaces it and shows the new one."""
        webhook = self.get_object(request, str(pk))
        if not self.has_change_permission(request, webhook):
            raise PermissionDenied
        if webhook is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined]
        if request.method != "POST":
            return self._secret_page(request, webhook, "")
        webhook.secret = new_secret()
        webhook.save(update_fields=["secret"])
        self.log_change(request, webhook, [{"changed": {"fields": ["secret"]}}])
        return self._secret_page(request, webhook, webhook.secret)

    def _secret_page(self, request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("Secret of the webhook"),
            "subtitle": str(webhook),
            "webhook": webhook,
            "secret": secret,
        }
        answer = TemplateResponse(request, "admin/outreach/secret.html", context)
        answer["Cache-Control"] = "no-store, private"
        return answer


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """What was sent to whom, and what came of it. It cannot be changed.

    An account sees no message to a superuser, and none about a review that is neither public nor
    its own, as in the other lists.
    """

    list_display = COLUMNS
    list_filter = ["status", "channel", "announcement__kind"]
    list_per_page = 50
    actions = ["send_again"]
    fields = [*COLUMNS, "key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        related = ("announcement__review__film", "account", "webhook")
        deliveries = super().get_queryset(request).select_related(*related)
        if request.user.is_superuser:
            return deliveries
        visible = Q(announcement__review__in=reviews_visible_to(request.user))
        public = Q(announcement__edition__isnull=False)
        return deliveries.filter(visible | public).exclude(account__is_superuser=True)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Only together with the webhook or the review that it is about."""
        match = request.resolver_match
        page = match.url_name or "" if match else ""
        return obj is not None and not page.startswith("outreach_delivery")

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outreach.change_webhook")

    @admin.action(description=gettext_lazy("Send again now"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = send_again(queryset)
        transaction.on_commit(teller.wake)
        sentence = ngettext(
            "%(count)d message is sent again. What was sent or dropped stays as it is.",
            "%(count)d messages are sent again. What was sent or dropped stays as it is.",
            count,
        )
        messages.success(request, sentence % {"count": count})

    @admin.display(description=gettext_lazy("what happened"))
    def what(self, delivery: Delivery) -> str:
        announcement = delivery.announcement
        film = announcement.review.film
        return f"{film or '–'}: {Announcement.Kind(announcement.kind).label}"

    @admin.display(description=gettext_lazy("recipient"))
    def recipient(self, delivery: Delivery) -> str:
        return delivery.recipient
