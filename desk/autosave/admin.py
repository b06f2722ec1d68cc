"""What the admin of reviews does for autosaving."""

import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import AdminErrorList
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.crypto import get_random_string
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from accounts.lock_wait import lock_wait
from accounts.strict_admin import is_primary_key
from desk.autosave import form_data, sent
from desk.autosave.answers import account_name, answer, others, refusal, session_answer
from desk.autosave.contents import content_of_fields
from desk.autosave.models import AutosavedText
from desk.autosave.offers import (
    AUTOSAVED,
    MOST,
    autosave_url,
    discarded,
    history,
    moment,
    offers,
)
from desk.autosave.saving import autosave, discard, mark_saved, report_open
from desk.autosave.sent import Refused
from desk.date_style import day_and_time
from desk.history.states import State
from desk.layout import TITLES
from reviews.models import Review

CONTINUE = "continue"
"""The query parameter with the primary key of the autosaved text that a form begins with."""

NOT_SAVED_YET = "not_saved_yet"

SENT = "form_as_sent"
"""The attribute of a request with the fields that the browser has posted."""

LOCK_MILLISECONDS = 2_000
"""How long an autosave waits for others who write. The browser tries again."""


class NotSavedYet:
    """Mixin for a form that begins with an autosaved text: validated, and never valid."""

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]
        self.add_error(None, ValidationError("", code=NOT_SAVED_YET))  # type: ignore[attr-defined]
        return cleaned


class Autosaving(ModelAdmin):
    """Mixin for the admin of `Review`: stores what is typed, offers it again, and tells who has
    which review open. Its texts are shown to their own account only."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.autosave_view)
        return [
            path("autosave/", view, name="reviews_review_autosave_new"),
            path("<int:object_id>/autosave/", view, name="reviews_review_autosave"),
            *super().get_urls(),
        ]

    # The address for autosaving

    def autosave_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """GET: whose session it is. POST with JSON: an autosave, or a report that the form is open.
        POST of a form: discard the text ``discard``."""
        try:
            review = self._changeable(request, object_id)
            if request.method != "POST":
                return session_answer(request)
            if request.content_type != "application/json":
                return self._discard(request, review)
            return self._autosave(request, review)
        except Refused as refused:
            return refusal(request, refused)

    def _changeable(self, request: HttpRequest, pk: int | None) -> Review | None:
        """The review that the account may change; None for a new one. Raises `Refused`."""
        if pk is None:
            if not self.has_add_permission(request):
                raise Refused(403, _("Your account may not add reviews."))
            return None
        if not self.has_view_or_change_permission(request):
            raise Refused(403, _("Your account may not change this review."))
        # Also one that was put into the bin while its form was open.
        review = Review.everything.filter(pk=pk).first()
        if review is None or not self.has_view_permission(request, review):
            raise Refused(404, _("This review is not there any more, or you may not open it."))
        if not self.has_change_permission(request, review):
            raise Refused(403, _("Your account may not change this review."))
        return review

    def _autosave(self, request: HttpRequest, review: Review | None) -> HttpResponse:
        read = sent.read(request, places=set(TITLES))
        if read.account != request.user.pk:
            raise Refused(409, _("You are logged in with another account than this form."))
        stored = None
        with lock_wait(LOCK_MILLISECONDS), transaction.atomic():
            report_open(account=request.user, review=review, sent=read)
            if read.fields is not None:
                stored = autosave(account=request.user, review=review, sent=read)
        return answer(request, review, read, stored)

    def _discard(self, request: HttpRequest, review: Review | None) -> HttpResponse:
        pk = request.POST.get("discard", "")
        if not is_primary_key(pk):
            raise Refused(400, _("The request cannot be read."))
        if discard(request.user, int(pk)):
            messages.success(request, _("The text is discarded. It is kept for 30 days."))
        if review and "list" not in request.POST:
            return redirect("admin:reviews_review_change", review.pk)
        return redirect("admin:reviews_review_changelist")

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method == "POST":
            # Other mixins may change what is saved. The words that were typed are kept.
            setattr(request, SENT, request.POST)
        elif text := self._to_continue(request, object_id):
            request = _posting(request, text)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _to_continue(self, request: HttpRequest, object_id: str | None) -> AutosavedText | None:
        pk = request.GET.get(CONTINUE, "")
        if not is_primary_key(pk):
            return None
        texts = AutosavedText.objects.of(request.user).filter(pk=int(pk))
        if object_id is None:
            return texts.filter(review=None).first()
        if not is_primary_key(object_id):
            return None
        return texts.filter(review=int(object_id), review__binned_at=None).first()

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        if hasattr(request, "continued"):
            return type(form.__name__, (NotSavedYet, form), {})
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._mark_saved(request, form.instance)

    def is_repeated(self, request: HttpRequest, obj: Review) -> None:
        super().is_repeated(request, obj)  # type: ignore[misc]
        # Its window may have got another name meanwhile.
        self._mark_saved(request, obj)

    def _mark_saved(self, request: HttpRequest, review: Review) -> None:
        window = request.POST.get(form_data.WINDOW, "")
        if sent.WINDOW_NAME.fullmatch(window):
            posted = getattr(request, SENT)
            mark_saved(
                account=request.user,
                review=review,
                window=window,
                number=_posted_number(request, form_data.NUMBER) or 0,
                continues=_posted_number(request, form_data.CONTINUES),
                fields=form_data.posted_fields(posted),
            )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        review = context["original"]
        may_save = (
            self.has_change_permission(request, review)
            if review
            else self.has_add_permission(request)
        )
        if may_save and not context["is_popup"]:
            context["autosave"] = self._context(request, context, review)
        return super().render_change_form(request, context, *args, **kwargs)

    def _context(
        self, request: HttpRequest, context: dict[str, Any], review: Review | None
    ) -> dict[str, Any]:
        """What the templates of autosaving take."""
        form = context["adminform"].form
        text: AutosavedText | None = getattr(request, "continued", None)
        said = ""
        if text:
            _leave_out_reminder(form, context)
            said = _(
                "This is the text of %(when)s, which has not been saved yet. “Save” saves it."
            ) % {"when": moment(text.saved_at)}
        window = request.POST.get(form_data.WINDOW, "")
        if text or not sent.WINDOW_NAME.fullmatch(window):
            window = get_random_string(22)
        own = AutosavedText.objects.of(request.user)
        continues = text.pk if text else _posted_number(request, form_data.CONTINUES)
        unsaved = own.unsaved().filter(review=review).exclude(window=window)
        if continues:
            unsaved = unsaved.exclude(pk=continues)
        numbers = own.filter(window=window).values_list("number", flat=True)
        return {
            "url": autosave_url(review.pk if review else None),
            "account": request.user.pk,
            "name": account_name(request.user),
            "window": window,
            "number": (numbers.first() if form.is_bound and not text else None) or 0,
            "continues": continues or "",
            "is_changed": form.is_bound,
            "said": said,
            "others": others(review, request.user, window, own_windows=False),
            "offers": offers(request.user, unsaved[:MOST]),
        }

    # Other pages

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Offers the texts of the account that are unsaved."""
        response = super().changelist_view(request, extra_context)
        if hasattr(response, "context_data"):
            unsaved = AutosavedText.objects.of(request.user).unsaved()[:MOST]
            response.context_data["autosaved"] = {
                "account": request.user.pk,
                "url": autosave_url(None),
                "offers": offers(request.user, unsaved),
            }
        return response

    def bin_view(self, request: HttpRequest) -> Any:
        response = super().bin_view(request)  # type: ignore[misc]
        if hasattr(response, "context_data"):
            response.context_data["discarded"] = discarded(request.user)
        return response

    def state(self, request: HttpRequest, review: Review, ref: str) -> State:
        """Also the texts that the account has typed in ``review``, as "autosaved-17"."""
        pk = ref.removeprefix(AUTOSAVED)
        if pk == ref or not is_primary_key(pk):
            return super().state(request, review, ref)  # type: ignore[misc]
        text = AutosavedText.objects.of(request.user).filter(review=review, pk=int(pk)).first()
        if text is None:
            raise Http404
        title = _("Text that was saved automatically: %(when)s") % {
            "when": day_and_time(text.saved_at)
        }
        try:
            content = content_of_fields(form_data.unpack(text.data))
        except form_data.UnreadableText:
            return State(ref, title, None)
        return State(ref, title, content)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        response = super().history_view(request, object_id, extra_context)
        if hasattr(response, "context_data") and (review := response.context_data.get("review")):
            number = request.GET.get("autosaved")
            page, texts = history(review, request.user, number)
            response.context_data |= {"autosaved_page": page, "autosaved": texts}
        return response


def _posting(request: HttpRequest, text: AutosavedText) -> HttpRequest:
    """``request`` as if it posted ``text``, which is then ``continued`` of it."""
    try:
        fields = form_data.unpack(text.data)
    except form_data.UnreadableText:
        messages.error(request, _("The text cannot be read any more."))
        return request
    posting: Any = copy.copy(request)
    posting.method = "POST"
    posting.POST = form_data.as_posted(fields)
    posting._files = MultiValueDict()
    posting.continued = text
    return posting


def _leave_out_reminder(form: Any, context: dict[str, Any]) -> None:
    """Take the error of `NotSavedYet` out of what the page shows as mistakes."""
    errors = form.errors[NON_FIELD_ERRORS]
    errors.data = [error for error in errors.data if error.code != NOT_SAVED_YET]
    if not errors.data:
        del form.errors[NON_FIELD_ERRORS]
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    context["errors"] = AdminErrorList(form, formsets)


def _posted_number(request: HttpRequest, name: str) -> int | None:
    given = request.POST.get(name, "")
    return int(given) if is_primary_key(given) and int(given) <= sent.MAX_NUMBER else None
