"""Refuses requests to the admin that no page of the admin makes, instead of failing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.audited_admin import AuditedAdmin
from accounts.list_dates import ListDates
from accounts.list_rows import KeysPaginator, rows_of_page
from accounts.reconciling.admin import ReconcilingAdmin
from accounts.repeated_forms import SavesOnce

SEARCH_WORDS = 20
"""Words of a search that are used. Each makes the query deeper, and SQLite has a limit."""

SEARCH_ROWS = 1_000
"""Rows that a search lists at most. To read the keys of tens of thousands takes long."""

FILTER_LOOKUPS = ("", "__exact", "__id__exact", "__isnull", "__gte", "__lt")
DATE_LOOKUPS = ("__year", "__month", "__day", "__gte", "__lt")


class StrictChangeList(ChangeList):
    """A list that refuses parameters which the database cannot take, lists the first `SEARCH_ROWS`
    of a search, and reads no more rows for its dates than it must."""

    model_admin: "StrictAdmin"

    @property
    def dates(self) -> ListDates:
        return ListDates(self)

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        # `url_for_result` adds them. Django would resolve the URL of each row before it adds them.
        self.kept_parameters, self.preserved_filters = self.preserved_filters, ""

    def url_for_result(self, result: Any) -> str:
        url = super().url_for_result(result)
        return f"{url}?{self.kept_parameters}" if self.kept_parameters else url

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet[Any]:
        with _refusals():
            found = super().get_queryset(request, exclude_parameters)
            if not (_is_for_all_rows(request) and self.model_admin.searches(request)):
                return found
            keys = list(found.values_list("pk", flat=True)[:SEARCH_ROWS])
        rows = self.root_queryset.filter(pk__among=keys)
        if not rows.query.select_related:
            rows = self.apply_select_related(rows)
        return rows.order_by(*found.query.order_by)

    def get_results(self, request: HttpRequest) -> None:
        with _refusals():
            super().get_results(request)
            if self.query or self.page_num > 1 or ORDER_VAR in self.params:
                self.result_list = rows_of_page(self)
            if isinstance(self.paginator, KeysPaginator) and self.paginator.has_more:
                self.search_help_text = _with_more(self.search_help_text)


def _is_for_all_rows(request: HttpRequest) -> bool:
    """Whether ``request`` is an action for all rows of the list."""
    return request.method == "POST" and request.POST.get("select_across") == "1"


def _with_more(help_text: Any) -> str:
    """The ``help_text`` of a search, and after it that more rows match than are listed."""
    more = _(
        "More than %(number)s rows match. The first %(number)s are listed; a further word finds "
        "fewer."
    )
    number = number_format(SEARCH_ROWS, force_grouping=True)
    return " ".join(filter(None, [help_text and f"{help_text}.", more % {"number": number}]))


@contextmanager
def _refusals() -> Iterator[None]:
    """Report what the database refuses as an incorrect parameter."""
    try:
        yield
    except (ValueError, OverflowError, DataError) as error:
        raise IncorrectLookupParameters from error


class _Choices:
    """The choices of a widget as the admin of their model labels them, in place of those of its
    ``field``."""

    def __init__(self, field: ModelChoiceField, model_admin: "StrictAdmin") -> None:
        self.field = self
        self.empty_values = field.empty_values
        self.queryset = model_admin.for_choice(field.queryset)  # type: ignore[arg-type]
        self.label_from_instance = model_admin.choice_label


class KeySelectMixin(AutocompleteMixin):
    """Shows a posted value only if it is a primary key. Django looks up any other value, too, and
    fails. The chosen values have the labels of `StrictAdmin.choice_label`."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        choices: Any = self.choices
        model_admin = self.admin_site._registry.get(choices.queryset.model)
        if isinstance(model_admin, StrictAdmin):
            self.choices: Any = _Choices(choices.field, model_admin)
        try:
            return super().optgroups(name, _keys_among(value), attr)
        finally:
            self.choices = choices


class KeySelect(KeySelectMixin, AutocompleteSelect):
    """An autocomplete field for one row."""


class KeySelectMultiple(KeySelectMixin, AutocompleteSelectMultiple):
    """An autocomplete field for several rows."""


class ChoiceFilter(admin.RelatedFieldListFilter):
    """A filter whose choices have the labels of `StrictAdmin.choice_label`. Django calls the choice
    of the rows that have no related row "-"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = escape(_("(none)"))

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        related: StrictAdmin = model_admin.admin_site.get_model_admin(field.related_model)
        ordering = self.field_admin_ordering(field, request, model_admin)
        rows = related.for_choice(field.related_model._default_manager.order_by(*ordering))
        return [(row.pk, related.choice_label(row)) for row in rows]


class KeysField(ModelMultipleChoiceField):
    """Refuses a value that is no primary key. Django looks up a number of any length, and SQLite
    fails."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if not is_primary_key(str(each)):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": each})
        return super().clean(value)


class KeyFields(BaseModelAdmin):
    """Mixin for admins and inlines: their fields of relations are those above."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelectMultiple(db_field, self.admin_site))
        kwargs.setdefault("form_class", KeysField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class StrictAdmin(KeyFields, admin.ModelAdmin):
    """Mixed into every admin by `accounts.admin_site.AdminSite.register`.

    Django's lists take any lookup of the model's own fields and relations from the address, such as
    ``?reviews__id__exact=7``. Whoever may see the list could ask it about rows that they may not
    see. Here a list takes only the lookups of the filters that it shows.
    """

    show_full_result_count = False

    def suggestion_details(self, rows: Sequence[Any]) -> dict[int, str]:
        """What is said beside each suggested row, such as a film, its year and the role, by primary
        key. As many queries for one row as for twenty."""
        inner = getattr(super(), "suggestion_details", None)
        return inner(rows) if inner else {}

    def name_in(self, term: str) -> str:
        """The part of the typed ``term`` that is a name."""
        inner = getattr(super(), "name_in", None)
        return inner(term) if inner else term

    def for_choice(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """``rows`` with what `choice_label` needs. An admin may have this method and the next."""
        inner = getattr(super(), "for_choice", None)
        return inner(rows) if inner else rows

    def choice_label(self, row: Any) -> str:
        """How ``row`` is called where it is chosen: in fields, suggestions and filters."""
        inner = getattr(super(), "choice_label", None)
        return inner(row) if inner else str(row)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        allowed = {f"{self.date_hierarchy}{suffix}" for suffix in DATE_LOOKUPS}
        for item in self.get_list_filter(request):
            if isinstance(item, type) and issubclass(item, admin.SimpleListFilter):
                allowed.add(str(item.parameter_name))
            else:
                name = item[0] if isinstance(item, list | tuple) else item
                allowed |= {f"{name}{suffix}" for suffix in FILTER_LOOKUPS}
        return lookup in allowed

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        own = super().get_changelist(request, **kwargs)
        return type(own.__name__, (StrictChangeList, own), {})

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        if self.searches(request):
            return KeysPaginator(*args, most=SEARCH_ROWS, **kwargs)
        return super().get_paginator(request, *args, **kwargs)

    def searches(self, request: HttpRequest) -> bool:
        """Whether ``request`` searches the list."""
        return bool(self.get_search_fields(request) and request.GET.get(SEARCH_VAR, "").split())

    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django's, without the two templates that it renders for each row."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            format_html(_("Select this object for an action - {}"), str(obj)),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.split()
        if len(words) > SEARCH_WORDS:
            search_term = " ".join(words[:SEARCH_WORDS])
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The values for a new object from the address, without relations to invalid keys."""
        initial = super().get_changeform_initial_data(request)
        return {
            name: value
            for name, value in initial.items()
            if not self._is_relation(name) or all(map(is_primary_key, str(value).split(",")))
        }

    def _is_relation(self, name: str) -> bool:
        return any(field.name == name and field.is_relation for field in self.opts.get_fields())

    def history_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without permission a 403, whether the row exists or not."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().history_view(request, *args, **kwargs)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse a selection with an invalid key. The action would fail to look for its row."""
        if not all(map(is_primary_key, request.POST.getlist(ACTION_CHECKBOX_NAME))):
            messages.error(
                request, _("The selection could not be read. Select the items and try again.")
            )
            return redirect(request.get_full_path())
        return super().response_action(request, *args, **kwargs)


class ShorterPages(admin.ModelAdmin):
    """Mixed into every admin as its last base, so that an admin can have another number of rows."""

    list_per_page = 50


def is_primary_key(text: str) -> bool:
    """Whether ``text`` is a primary key that every database takes: up to 18 digits."""
    return text.isascii() and text.isdecimal() and len(text) < 19


def _keys_among(values: Iterable[str]) -> list[str]:
    return [value for value in values if is_primary_key(str(value))]


def strict(admin_class: type[admin.ModelAdmin]) -> type[admin.ModelAdmin]:
    """``admin_class`` with the rules of `StrictAdmin` and `AuditedAdmin` and on the bases
    `SavesOnce`, `ReconcilingAdmin` and `ShorterPages`; its inlines with the rules of
    `KeyFields`."""
    if issubclass(admin_class, StrictAdmin):
        return admin_class
    inlines = [type(inline.__name__, (KeyFields, inline), {}) for inline in admin_class.inlines]
    bases = (
        *(StrictAdmin, AuditedAdmin),
        admin_class,
        *(SavesOnce, ReconcilingAdmin, ShorterPages),
    )
    return type(admin_class.__name__, bases, {"inlines": inlines})


def has_null(request: HttpRequest) -> bool:
    """Whether an address or its parameters contain U+0000, which no database column can hold."""
    return "\0" in request.path or any(
        "\0" in text for pair in request.GET.lists() for text in (pair[0], *pair[1])
    )


def refuse_null(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _("The address contains a character that cannot be stored. Check the link."),
        status=400,
        content_type="text/plain; charset=utf-8",
    )
