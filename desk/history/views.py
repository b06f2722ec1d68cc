"""The pages of a review's history: its lines, one of its states, and two of them side by side."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from desk.date_style import day_and_time
from desk.history.comparison import compare, read
from desk.history.names import names_in
from desk.history.passages import Passage, passages_of
from desk.history.states import NOW, State, state_of
from desk.public_state import newest_editions, public_state
from editions.history_models import ReviewEvent
from editions.models import Edition
from editions.permissions import Action, may
from editions.restoring import restore
from reviews.models import Review

PAGE_SIZE = 50


class HistoryPages(ModelAdmin):
    """Mixin for the admin of `Review`. Whoever may see a review may read its history; whoever may
    change it may restore."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        review = self._visible(request, object_id)
        if not isinstance(review, Review):
            return review
        events = ReviewEvent.objects.filter(review=review).select_related("by").order_by("-pk")
        page = Paginator(events, PAGE_SIZE).get_page(request.GET.get("page"))
        numbers = {event.edition_number for event in page if event.edition_number}
        there = Edition.objects.filter(review=review, number__in=numbers)
        present = set(there.values_list("number", flat=True))
        editions, older_editions = newest_editions(review, public_state(review))
        context = {
            "title": _("History"),
            "page": page,
            "lines": [_line(event, present) for event in page],
            "now": NOW,
            "editions": editions,
            "older_editions": older_editions,
        }
        return self._page(request, review, "history", context)

    def state_view(self, request: HttpRequest, object_id: int, ref: str) -> HttpResponse:
        """Show one state of a review; a POST restores it."""
        review = self._visible(request, str(object_id))
        if not isinstance(review, Review):
            return review
        if request.method == "POST" and not self._may_restore(request, review):
            raise PermissionDenied
        state = self.state(request, review, ref)
        if request.method == "POST" and ref != NOW and state.content:
            return self._restored(request, review, state)
        context = {
            "title": state.title,
            "chosen": state,
            "is_restorable": self._is_restorable(request, review, state),
            "passages": [
                {"title": passage.title, "paragraphs": read(passage)}
                for passage in _passages(state)[0]
            ],
        }
        return self._page(request, review, "state", context)

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the states ``a`` and ``b`` side by side."""
        review = self._visible(request, str(object_id))
        if not isinstance(review, Review):
            return review
        sides = [self.state(request, review, request.GET.get(name) or NOW) for name in ("a", "b")]
        compared = compare(*_passages(*sides))
        context = {
            "title": _("Comparison"),
            "sides": [
                {"chosen": side, "is_restorable": self._is_restorable(request, review, side)}
                for side in sides
            ],
            "changed": [passage for passage in compared if passage.change],
            "equal": [passage for passage in compared if not passage.change],
        }
        return self._page(request, review, "compare", context)

    def state(self, request: HttpRequest, review: Review, ref: str) -> State:
        """The state of ``review`` with the name ``ref``. Raises `Http404`."""
        state = state_of(review, ref)
        if state is None:
            raise Http404
        return state

    def _restored(self, request: HttpRequest, review: Review, state: State) -> HttpResponse:
        assert state.content
        restored = restore(review=review, content=state.content, by=request.user, why=state.title)
        before = reverse(
            "admin:reviews_review_state", args=[review.pk, f"saved-{restored.before.pk}"]
        )
        said = _("The working copy has the text of “%(state)s” again.") % {"state": state.title}
        link = _("Undo: open the working copy from before")
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, before, link))
        if restored.missing:
            gone = _("Not restored, because it is no longer there: %(names)s.")
            messages.warning(request, gone % {"names": "; ".join(restored.missing)})
        return redirect(reverse("admin:reviews_review_change", args=[review.pk]))

    def _visible(self, request: HttpRequest, pk: str) -> Any:
        """The review with the primary key ``pk``, or the redirection for one that is not found."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        review = self.get_object(request, pk)
        if review is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, pk)  # type: ignore[attr-defined]
        return cast(Review, review)

    def _may_restore(self, request: HttpRequest, review: Review) -> bool:
        return may(request.user, Action.CHANGE, review)

    def _is_restorable(self, request: HttpRequest, review: Review, state: State) -> bool:
        is_other = state.ref != NOW and state.content is not None
        return is_other and self._may_restore(request, review)

    def _page(
        self, request: HttpRequest, review: Review, name: str, context: dict[str, Any]
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        urls = {
            f"{page}_url": reverse(f"admin:reviews_review_{page}", args=[review.pk])
            for page in ("change", "history", "compare")
        }
        own = {"opts": self.opts, "review": review, "subtitle": str(review), "media": self.media}
        context = self.admin_site.each_context(request) | own | urls | context
        return TemplateResponse(request, f"admin/desk/{name}.html", context)


def _passages(*states: State) -> list[list[Passage]]:
    """The passages of each of ``states``, with the names of what they refer to."""
    names = names_in(*(state.content for state in states if state.content))
    return [passages_of(state.content, names) if state.content else [] for state in states]


def _line(event: ReviewEvent, editions: set[int]) -> dict[str, Any]:
    """A line of the history. ``ref`` is the state that it left, "" for none."""
    number = event.edition_number
    return {
        "when": day_and_time(event.at),
        "what": event.get_kind_display(),
        "who": event.by and (event.by.get_full_name() or event.by.get_username()),
        "why": event.why,
        "number": number,
        "moment": event.moment and day_and_time(event.moment),
        "edition": f"edition-{number}" if number in editions else "",
        "ref": f"saved-{event.pk}" if event.snapshot_id else "",
    }
