"""The admin of reviews: one form for a whole review, and the pages that publish it."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import F, Field, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.strict_admin import is_primary_key
from cast.models import Credit
from desk.autosave.admin import Autosaving
from desk.bin.views import BinPages
from desk.bulk.pages import BulkPages
from desk.calendar_page import CalendarPage
from desk.checks.look_at import look_at
from desk.comments.notices import show_comments
from desk.comments.pages import CommentPages
from desk.credit_choices import suggest_credits
from desk.deletions import listed
from desk.draft_problems import show_problems
from desk.editor import PictureFields
from desk.findings import text_warnings
from desk.handing_in import last_handing
from desk.history.views import HistoryPages
from desk.inlines import BLANK_ROWS, IN_PAGE_ORDER
from desk.kept_texts import keep_lost_texts
from desk.layout import OWN_FIELDS, in_page_order
from desk.leaks.admin import LeakPages
from desk.next_pages import NextPages, review_url
from desk.own_reviews import OwnReviewsOnly
from desk.public_state import newest_editions, public_state
from desk.review_form import ReviewForm
from desk.review_list import ReviewListing
from desk.section_formsets import number_sections
from desk.share_page import SharePage
from desk.steps.pages import STEPS, permitted_steps, step_view
from desk.text_fields import FIELDS
from desk.words_view import WordsView
from editions.history import Kind, is_recorded, record, stored_content, unrecorded
from editions.manuscript import read_manuscript, read_rows
from editions.models import Edition
from editions.permissions import NEEDED, Action, may
from editions.preview_tokens import preview_token
from editions.publishing import PublishingRefused, set_embargo, set_slug
from films.models import Film
from films.new_film import SUGGEST
from images.admin_search import NarrowSearch
from reviews.models import Critic, Review

SCRIPTS = [
    Script(f"admin_desk/{name}.js", type="module")
    for name in (
        "desk",
        "parts",
        "outline",
        "find",
        "saved-place",
        "live-preview",
        "sticky",
        "shortcut-list",
        "autosave",
        "autosave-leftovers",
        "leaks",
        "side-panel",
        "credits-order",
        "new-franchise",
    )
]


class StaleReview(Exception):
    """The review was changed after the form was validated and before it was saved."""


def _changed_texts(saved: Iterable[Any]) -> Iterator[str]:
    """The texts that were changed in the forms and formsets ``saved``."""
    for form in chain.from_iterable(getattr(each, "forms", [each]) for each in saved):
        for name in form.changed_data:
            if isinstance(value := form.cleaned_data.get(name), str):
                yield value


class ReviewDesk(
    ReviewListing,
    NextPages,
    LeakPages,
    Autosaving,
    WordsView,
    SharePage,
    NarrowSearch,
    PictureFields,
    HistoryPages,
    CommentPages,
    BulkPages,
    CalendarPage,
    BinPages,
    OwnReviewsOnly,
    admin.ModelAdmin,
):
    form = ReviewForm
    formfield_overrides = FIELDS
    inlines = IN_PAGE_ORDER
    change_form_template = "admin/desk/desk.html"
    fieldsets = [(key, {"fields": fields}) for key, fields in OWN_FIELDS.items()]
    autocomplete_fields = ["film"]

    class Media:
        css = {
            "all": [
                "css/tokens.css",
                "css/fonts.css",
                "admin_desk/desk.css",
                "admin_desk/outline.css",
                "admin_desk/find.css",
                "admin_desk/live-preview.css",
                "admin_desk/autosave.css",
                "admin_desk/side-panel.css",
                "admin_desk/cast-list.css",
                "admin_desk/tmdb.css",
                "admin_desk/leaks.css",
            ]
        }
        js = ["admin/js/jquery.init.js", *SCRIPTS]

    # URLs

    def get_urls(self) -> list[Any]:
        steps = [
            path(
                f"<int:object_id>/{name}/",
                self.admin_site.admin_view(partial(self.step_view, name=name)),
                name=f"reviews_review_{name}",
            )
            for name in STEPS
        ]
        credits = path(
            "credits/", self.admin_site.admin_view(suggest_credits), name="reviews_review_credits"
        )
        states = [
            path(
                "<int:object_id>/state/<slug:ref>/",
                self.admin_site.admin_view(self.state_view),
                name="reviews_review_state",
            ),
            path(
                "<int:object_id>/compare/",
                self.admin_site.admin_view(self.compare_view),
                name="reviews_review_compare",
            ),
        ]
        preview = path(
            "<int:object_id>/preview/",
            self.admin_site.admin_view(self.preview_view),
            name="reviews_review_preview",
        )
        more = [*self.comment_urls(), *self.bulk_urls(), *self.calendar_urls(), *self.bin_urls()]
        return [credits, preview, *states, *steps, *more, *super().get_urls()]

    def step_view(self, request: HttpRequest, object_id: int, *, name: str) -> HttpResponseBase:
        """Show the confirmation page of a publishing step, or run the step."""
        review = self.get_object(request, str(object_id))
        if review is None:
            return self.missing_redirect(request, object_id)
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {"opts": self.opts}
        return step_view(request, STEPS[name], review, context, review_url(review))

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Redirect to a preview with a new token; a posted form to that of what was typed."""
        review = self.get_object(request, str(object_id))
        if review is None:
            return self.missing_redirect(request, object_id)
        if review.film is None:
            messages.warning(
                request, _("Choose the film first: the preview shows the page of its review.")
            )
            return redirect(review_url(review))
        token = preview_token(review)
        if request.method == "POST":
            return redirect("staff_preview:page_typed", token, preserve_request=True)
        return redirect("staff_preview:page", token)

    def missing_redirect(self, request: HttpRequest, object_id: int) -> Any:
        pk = str(object_id)
        return self._get_obj_does_not_exist_redirect(request, self.opts, pk)

    # The form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        # The slug of a published review is public as soon as it is saved.
        if obj and obj.editions.exists() and not may(request.user, Action.PUBLISH, obj):
            return [*fields, "slug"]
        return fields

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(widget := getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # The buttons beside the field would delete or open the film itself.
            widget.can_delete_related = widget.can_view_related = False
            if db_field.name == "film":
                # A panel beside the form adds one, not a window of its own.
                widget.can_add_related = False
                if self._may_add_films(request):
                    field.panel = {"url": reverse("admin:films_film_new"), "label": _("New film")}  # type: ignore[union-attr]
        return field

    def _may_add_films(self, request: HttpRequest) -> bool:
        films = self.admin_site.get_model_admin(Film)
        return films.has_add_permission(request) or request.user.has_perm(SUGGEST)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[ReviewForm]:
        """The form for the account of ``request``."""
        form = super().get_form(request, *args, **kwargs)
        can_add = self.admin_site.get_model_admin(Critic).has_add_permission(request)
        used = {"admin_site": self.admin_site, "user": request.user, "can_add_critics": can_add}
        return type(form.__name__, (form,), used)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (StaleReview, PublishingRefused):
            # Nothing was saved. Validating the form again shows what has changed.
            return super().changeform_view(request, object_id, form_url, extra_context)

    # As in `accounts.reconciling.admin`:

    def is_unchanged(self, request: HttpRequest, object_id: str) -> bool:
        pk, version = unquote(object_id), request.POST.get("version", "")
        if not (is_primary_key(pk) and is_primary_key(version)):
            return False
        return Review.objects.filter(pk=int(pk), version=int(version)).exists()

    def locked(self, request: HttpRequest, object_id: str) -> Any:
        """Not locked, because publishing locks the generation before the review, and a save may
        have to do the same. `save_model` compares the versions instead."""
        return self.get_object(request, unquote(object_id))

    def title_of_row(self, inline: Any) -> str:
        return str(inline.part.title)

    def keep_lost_texts(self, request: HttpRequest, obj: Any, reconciled: Any) -> None:
        keep_lost_texts(obj, reconciled.lost, by=request.user)

    def save_model(self, request: HttpRequest, obj: Review, form: Any, change: bool) -> None:
        before = None
        if change:
            # Before the update: publishing locks the generation first and then the review.
            if "embargo_until" in form.changed_data:
                withdrawing = form.withdrawing()
                set_embargo(
                    review=obj, until=obj.embargo_until, withdrawing=withdrawing, by=request.user
                )
                if withdrawing:
                    messages.success(request, _("The review is withdrawn."))
            if "slug" in form.changed_data:
                set_slug(review=obj, slug=obj.slug)
            version = form.cleaned_data["version"]
            review = Review.objects.filter(pk=obj.pk, version=version)
            if not review.update(version=F("version") + 1):
                raise StaleReview
            obj.version = version + 1
            before = unrecorded(obj)
        super().save_model(request, obj, form, change)
        if before:
            record(obj, Kind.KEPT, content=before)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        # The names of items can be hidden text, and the log of the admin is shown elsewhere, too.
        return super().construct_change_message(request, form, [], add)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "byline" in form.cleaned_data:
            form.instance.sign(critic.pk for critic in form.cleaned_data["byline"])
        number_sections(form.instance)
        content = stored_content(form.instance)
        # Not if nothing was changed: "Publish now" and others save an unchanged form, too.
        if form.has_changed() or not is_recorded(form.instance, content):
            record(form.instance, Kind.SAVED, by=request.user, content=content)
        for warning in text_warnings(content, set(_changed_texts([form, *formsets]))):
            messages.warning(request, warning)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Review | None = None,
    ) -> Any:
        parts = in_page_order(context["adminform"], context["inline_admin_formsets"])
        context["parts"] = parts
        context["more_rows"] = f"?{BLANK_ROWS}=3"
        if self.admin_site.get_model_admin(Credit).has_add_permission(request):
            # side-panel.js puts the chosen film into the address.
            context["paste_url"] = reverse("admin:cast_credit_paste", args=[0])
            if obj and obj.film_id:
                context["credits_url"] = reverse("admin:cast_credit_film", args=[obj.film_id])
        if obj and obj.pk:
            stored = Review.objects.select_related("film", "lead_image").get(pk=obj.pk)
            state = public_state(stored)
            context["state"] = state
            context["editions"], context["older_editions"] = newest_editions(stored, state)
            if stored.removed_items.exists():
                context["removed_url"] = review_url(stored, "removed")
            context["public_url"] = self._public_url(stored) if state.live else ""
            # Whoever may publish needs nobody to hand in a correction to.
            hands_in = not may(request.user, Action.PUBLISH, stored)
            context["steps"] = {
                step.name: {"url": review_url(stored, step.name), "title": step.title}
                for step in permitted_steps(request, stored)
                if step.is_possible(state)
                and (step.name != "hand_in" or hands_in or not state.was_live)
            }
            context["preview_url"] = review_url(stored, "preview")
            context["share_url"] = review_url(stored, "share")
            if context["adminform"].form.is_bound:
                # What was found in the stored texts may no longer be so in those of the form.
                comments = show_comments(stored, lambda: read_rows(stored), parts)
            else:
                manuscript = read_manuscript(stored)
                context["problems"] = show_problems(manuscript, parts)
                context["advice"] = look_at(manuscript)
                comments = show_comments(stored, lambda: manuscript.content, parts)
            context["open_comments"] = comments
            context["comments_url"] = review_url(stored, "comments")
            context["handed"] = last_handing(stored)
            context["hands_in"] = hands_in
        else:
            publishes = request.user.has_perm(NEEDED[Action.PUBLISH])
            offered = ("publish", "schedule") if publishes else ("hand_in",)
            context["steps"] = {name: {"title": STEPS[name].title} for name in offered}
            context["hands_in"] = not publishes
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _public_url(self, review: Review) -> str:
        return reverse("pages:review", args=[review.slug])

    # Deleting

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Protect reviews that have editions, without asking for the permission to delete them."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        published = Edition.objects.filter(review__in=list(objs)).values("review__headline")
        to_delete = listed(to_delete)
        headlines = sorted({row["review__headline"] for row in published})
        if headlines:
            return to_delete, counts, set(), headlines
        return to_delete, counts, needed, protected
