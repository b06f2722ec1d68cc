"""The audit log in the admin: a list that nobody can change, whatever their permissions."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audit_models import AuditEntry
from accounts.roles import role_name

ACCOUNT = User._meta.label_lower
COLUMNS = ("at", "who", "action", "about", "what", "address", "request_id")


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Names of rows are looked up when the list is shown, with the admin of their model: who may
    not see a row reads its kind and key."""

    # The number of the request is 32 signs long: it is on the page of an entry.
    list_display = COLUMNS[:-1]
    list_display_links = ["at"]
    list_filter = ["action", "at"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name"]
    search_help_text = gettext_lazy("The username of who did it, or to whose account it was done")
    fields = COLUMNS
    readonly_fields = COLUMNS

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """A chief does not see accounts of superusers, so nor what was done to them."""
        entries = super().get_queryset(request)
        if request.user.is_superuser:
            return entries
        hidden = _keys(User.objects.filter(is_superuser=True))
        return entries.exclude(model=ACCOUNT, key__in=hidden)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry], search_term: str
    ) -> tuple[QuerySet[AuditEntry], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = search_term.split()
        if not words:
            return found, may_repeat
        named = Q()
        for word in words:
            named &= Q(username__icontains=word)
        about = Q(model=ACCOUNT, key__in=_keys(User.objects.filter(named)))
        return found | queryset.filter(about), may_repeat

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        page = super().get_changelist_instance(request)
        self._name_rows(request, page.result_list)
        return page

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> AuditEntry | None:
        entry: AuditEntry | None = super().get_object(request, *args, **kwargs)
        if entry:
            self._name_rows(request, [entry])
        return entry

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("who"), ordering="name")
    def who(self, entry: AuditEntry) -> str:
        if entry.name:
            return entry.name
        return _("somebody without a login") if entry.request_id else _("command line")

    @admin.display(description=gettext_lazy("to what"))
    def about(self, entry: AuditEntry) -> str:
        return getattr(entry, "row_name", "")

    @admin.display(description=gettext_lazy("detail"))
    def what(self, entry: AuditEntry) -> str:
        if entry.action == AuditEntry.Action.ROLES_CHANGED:
            return ", ".join(role_name(name) for name in entry.detail.split(", "))
        return entry.detail

    def _name_rows(self, request: HttpRequest, entries: Iterable[AuditEntry]) -> None:
        """Set ``row_name`` of each entry: one query for each kind of row."""
        by_model: dict[str, list[AuditEntry]] = {}
        for entry in entries:
            if entry.model:
                by_model.setdefault(entry.model, []).append(entry)
        admins = {model._meta.label_lower: its for model, its in self.admin_site._registry.items()}
        for label, theirs in by_model.items():
            its = admins.get(label)
            names: dict[str, str] = {}
            if its and its.has_view_permission(request):
                rows = its.get_queryset(request).filter(pk__in={entry.key for entry in theirs})
                names = {str(row.pk): str(row) for row in rows}
            kind = its.opts.verbose_name if its else label
            for entry in theirs:
                name = names.get(entry.key)
                entry.row_name = (  # type: ignore[attr-defined]
                    f"{kind}: {name}" if name else f"{kind} {entry.key}"
                )


def _keys(accounts: QuerySet[User]) -> Any:
    return accounts.annotate(text=Cast("pk", CharField())).values("text")
