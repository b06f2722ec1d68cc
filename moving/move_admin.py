"""“Move a site in”: the upload of an export, what will become of it, and how far it is."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.strict_admin import is_primary_key
from moving import move_process
from moving.move_forms import OptionsForm, UploadForm
from moving.move_models import MoveLine, SiteMove
from moving.report import OUTCOMES, Outcome
from moving.uploads import keep, remove_abandoned, remove_files
from reviews.models import Review

LINES = 100
"""How many lines of the report are on a page."""

State = SiteMove.State
MAY_CHECK = (State.CHECKED, State.REFUSED, State.DONE)
BUTTONS = {"check", "run", "continue", "stop"}
WARNINGS = "warnings"


@admin.register(SiteMove)
class SiteMoveAdmin(admin.ModelAdmin):
    list_display = ["file_name", "kind", "state", "created"]

    def get_urls(self) -> list[Any]:
        report = self.admin_site.admin_view(self.report_view)
        own = path("<path:object_id>/report/", report, name="moving_sitemove_report")
        return [own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        remove_abandoned(move_process.is_running)
        return super().changelist_view(
            request, {"title": _("Move a site in")} | (extra_context or {})
        )

    def add_view(  # type: ignore[override]
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """The form for the upload. What it stores is checked at once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request)
        if request.method == "POST" and form.is_valid():
            remove_abandoned(move_process.is_running)
            sent = form.cleaned_data
            move = keep(sent["file"], sent["pictures"], sent["kind"])
            self.log_addition(request, move, [{"added": {}}])
            move_process.start(move)
            return redirect("admin:moving_sitemove_change", move.pk)
        return self._page(request, "move_upload", _("Move a site in"), form=form)

    def change_view(  # type: ignore[override]
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponseBase:
        """What will become of each post, what an editor may choose, and how far the run is."""
        move = self._move(request, object_id)
        form = None
        if request.method == "POST" and not BUTTONS.isdisjoint(request.POST):
            if not self.has_change_permission(request, move):
                raise PermissionDenied
            if "check" in request.POST:
                form = OptionsForm(move, request.POST)
            if form is None or form.is_valid():
                self._act(request, move, form)
                return redirect("admin:moving_sitemove_change", move.pk)
        return self._move_page(request, move, form)

    def delete_model(self, request: HttpRequest, obj: SiteMove) -> None:
        remove_files(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SiteMove]) -> None:
        for move in queryset:
            self.delete_model(request, move)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """The uploads alone: a report may have many thousand lines."""
        moves = list(objs)
        busy = [move for move in moves if not self.has_delete_permission(request, move)]
        name = str(self.opts.verbose_name_plural)
        needed = {str(self.opts.verbose_name)} if busy else set()
        return [str(move) for move in moves], {name: len(moves)}, needed, []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_busy = isinstance(obj, SiteMove) and move_process.is_running(obj)
        return not is_busy and super().has_delete_permission(request, obj)

    def report_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """The report as a CSV file."""
        move = self._move(request, object_id)
        return StreamingHttpResponse(
            _csv(move),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="report-{move.pk}.csv"',
                "Cache-Control": "private, no-store",
            },
        )

    def _move(self, request: HttpRequest, object_id: str) -> SiteMove:
        if not self.has_view_permission(request):
            raise PermissionDenied
        move = SiteMove.objects.filter(pk=object_id).first() if is_primary_key(object_id) else None
        if move is None:
            raise Http404
        return move

    def _act(self, request: HttpRequest, move: SiteMove, form: OptionsForm | None) -> None:
        """Change the state as a button asks for, unless it has changed since the page was made."""
        now: dict[str, Any] = {"used_at": timezone.now(), "problem": "", "is_stopping": False}
        here = SiteMove.objects.filter(pk=move.pk)
        if "stop" in request.POST:
            here.filter(state__in=[State.CHECKING, State.RUNNING]).update(is_stopping=True)
            return
        if form:
            states = list(MAY_CHECK)
            now |= {"state": State.CHECKING, "options": form.options}
            now |= {"publishes": form.cleaned_data["publishes"]}
        elif "run" in request.POST:
            states = [State.CHECKED]
            now |= {"state": State.RUNNING, "started_at": timezone.now(), "done": 0, "counts": {}}
        elif move_process.is_running(move):
            return
        else:
            states = [State(move.state)]
            now["state"] = State.RUNNING if move.state == State.PAUSED else move.state
            if not (move.is_at_work or move.state == State.PAUSED):
                return
        if not here.filter(state__in=states).update(**now):
            messages.warning(request, _("Somebody else was faster. This is how it stands now."))
            return
        move.refresh_from_db()
        if "run" in request.POST:
            move.lines.all().delete()
            self.log_change(request, move, _("Moved in."))
        move_process.start(move)

    def _move_page(
        self, request: HttpRequest, move: SiteMove, form: OptionsForm | None
    ) -> TemplateResponse:
        is_running = move_process.is_running(move)
        wanted = request.GET.get("show", "")
        lines = _lines(move, wanted)
        page = Paginator(lines, LINES).get_page(request.GET.get("page"))
        slugs = [line.slug for line in page if line.slug]
        keys = dict(Review.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        may_choose = move.state in MAY_CHECK and move.has_files
        if form is None and may_choose:
            form = OptionsForm(move)
        return self._page(
            request,
            "move",
            move.file_name,
            move=move,
            is_running=is_running,
            has_stopped=move.is_at_work and not is_running,
            may_continue=move.state == State.PAUSED and move.has_files,
            # Not beside a choice that was refused: it would move in with the one before.
            may_run=move.state == State.CHECKED and move.has_files and not (form and form.errors),
            form=form if may_choose else None,
            counts=move.report.counts(),
            page=page,
            lines=[(line, keys.get(line.slug)) for line in page],
            wanted=wanted,
            filters=_filters(move),
        )

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/moving/{template}.html",
            {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
            | {"media": self.media}
            | context,
        )


def _lines(move: SiteMove, wanted: str) -> QuerySet[MoveLine]:
    if wanted == WARNINGS:
        return move.lines.filter(has_warnings=True)
    return move.lines.filter(outcome=wanted) if wanted in OUTCOMES else move.lines.all()


def _filters(move: SiteMove) -> list[tuple[str, str, int]]:
    """What the lines can be filtered by: the parameter, its name, and how many lines have it."""
    outcomes = move.report.outcomes
    warned = move.lines.filter(has_warnings=True).count()
    found = [(str(each), str(OUTCOMES[each]), outcomes.get(each, 0)) for each in Outcome]
    return [("", _("all"), sum(outcomes.values())), *filter(lambda each: each[2], found)] + (
        [(WARNINGS, _("with warnings"), warned)] if warned else []
    )


class _Echo:
    """Returns each line that the writer of CSV would write to a file."""

    def write(self, line: str) -> str:
        return line


def _csv(move: SiteMove) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(
        [_("Place"), _("Outcome"), _("Address"), _("Film"), _("Warnings")]
    )
    for name, count in move.report.counts():
        yield writer.writerow([_harmless(name), count, "", "", ""])
    for line in move.lines.iterator(1_000):
        address = reverse("pages:review", args=[line.slug]) if line.slug else ""
        values = (
            line.place,
            str(OUTCOMES[Outcome(line.outcome)]),
            address,
            "; ".join(line.made),
            "; ".join(line.warnings),
        )
        yield writer.writerow([_harmless(value) for value in values])


def _harmless(text: str) -> str:
    """``text`` so that a spreadsheet does not take it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
