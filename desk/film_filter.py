"""The filter by film of the list of reviews."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG, PAGE_VAR
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from accounts.strict_admin import KeySelect, is_primary_key
from films.models import Film
from reviews.models import Review


def film_field(admin_site: admin.AdminSite) -> KeySelect:
    """A field with suggestions for a film, as on the form of a review."""
    return KeySelect(Review._meta.get_field("film"), admin_site)


class FilmFilter(admin.SimpleListFilter):
    """Its choices are the chosen film, and none. Another is chosen in a field with suggestions, so
    that the page does not grow with the number of films."""

    title = gettext_lazy("film")
    parameter_name = "film"
    template = "admin/desk/film_filter.html"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        films = model_admin.admin_site.get_model_admin(Film)
        self.admin_site = model_admin.admin_site
        self.may_choose = films.has_view_permission(request)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        key = self.value()
        films = Film.objects.filter(pk=int(key)) if key else []
        return [(str(film.pk), str(film)) for film in films]

    def has_output(self) -> bool:
        return self.may_choose or super().has_output()

    def value(self) -> str | None:
        """The primary key of the chosen film."""
        key = super().value() or ""
        return key if is_primary_key(key) else None

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = self.value()
        return queryset.filter(film=int(key)) if key else queryset

    def field(self) -> SafeString:
        """The field without a film. Django would render five templates for it on each list."""
        field = film_field(self.admin_site)
        attributes = field.build_attrs(
            field.attrs, {"name": self.parameter_name, "id": "filter_film"}
        )
        return format_html('<select{}><option value=""></option></select>', flatatt(attributes))

    @property
    def kept(self) -> list[tuple[str, Any]]:
        """The other parameters of the address. Another film begins with the first page."""
        replaced = {self.parameter_name, PAGE_VAR, ERROR_FLAG}
        return [pair for pair in self.request.GET.items() if pair[0] not in replaced]
