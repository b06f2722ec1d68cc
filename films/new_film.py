"""The short form that adds a film, on the desk in a panel beside the review."""

from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, QuerySet
from django.forms.models import modelform_factory
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.repeated_forms import arriving_once, page_token, saved_before, with_digest
from accounts.side_panel import PANEL, done_with
from accounts.strict_admin import KeysField, is_primary_key
from films.film_form import FilmForm
from films.franchise_input import FranchiseInput
from films.known_date_fields import KnownDateFormField
from films.models import Film, Franchise, FranchiseEntry, Genre
from images.public_changes import before_public_write, public_change
from images.slugs import slug_for

USE = "_use"
"""The name of the buttons that choose a film that is there already."""

TMDB = "_tmdb"
"""The name of the button that looks for the typed title at TMDB."""

SUGGEST = "films.suggest_film"

FIELDS = ["title", "release_date", "original_title", "runtime", "genres", "slug"]

MOST_FRANCHISES = 500
"""How many franchises are suggested. More of them can be typed."""


class NewFilmForm(FilmForm):
    """A film is released if its date is not in the future. Without a date it is planned."""

    genres = KeysField(
        label=gettext_lazy("Genres"),
        queryset=Genre.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    franchise = forms.CharField(
        label=gettext_lazy("Franchise"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("A new one is made if there is none of this name."),
    )
    label = forms.CharField(
        label=gettext_lazy("Label in the franchise"), max_length=80, required=False
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Relation to the franchise"),
        choices=FranchiseEntry.Relation.choices,
        required=False,
    )

    release_order = forms.IntegerField(
        label=gettext_lazy("Release order in the franchise"),
        min_value=1,
        max_value=32_767,
        required=False,
        help_text=gettext_lazy("If empty, the film comes last."),
    )

    same: QuerySet[Film] | None = None
    """The films of this title and year, if the form was refused for them."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        released = self.cleaned_data.get("release_date")
        is_out = released is not None and released.first_day <= timezone.localdate()
        self.instance.status = Film.Status.RELEASED if is_out else Film.Status.PLANNED
        self._check_order()
        if self.has_error("slug") and (title := self.cleaned_data.get("title")):
            self.same = self.with_name(title)
        return cleaned

    def _check_order(self) -> None:
        order = self.cleaned_data.get("release_order")
        franchise = _franchise(self.cleaned_data.get("franchise", ""))
        if order and franchise and franchise.entries.filter(release_order=order).exists():
            message = _("Another film of the franchise has this number.")
            self.add_error("release_order", message)

    def add_entry(self) -> Franchise | None:
        """Put the saved film into the franchise that was entered, if one was. Returns the franchise
        if it had to be made."""
        name = self.cleaned_data.get("franchise")
        if not name:
            return None
        known = _franchise(name)
        franchise = known or Franchise.objects.create(name=name, slug=slug_for(Franchise, name))
        last = franchise.entries.aggregate(last=Max("release_order"))["last"] or 0
        FranchiseEntry.objects.create(
            franchise=franchise,
            film=self.instance,
            release_order=self.cleaned_data.get("release_order") or last + 1,
            label=self.cleaned_data.get("label", ""),
            relation=self.cleaned_data.get("relation") or FranchiseEntry.Relation.MAIN,
        )
        return None if known else franchise


def _franchise(name: str) -> Franchise | None:
    """The franchise of this name, or of the slug that is made from it."""
    chosen: Franchise | None = Franchise.objects.filter(name=name).first()
    found = chosen or Franchise.objects.by_slug(slug_for(Franchise, name)).first()
    return found or Franchise.objects.filter(name__iexact=name).first()


def new_film_screen(film_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponseBase:
    """The response to a request for the page. What is added by an account that may not add films is
    not confirmed. Raises `PermissionDenied`."""
    is_editor = film_admin.has_add_permission(request)
    if not (is_editor or request.user.has_perm(SUGGEST)):
        raise PermissionDenied
    form_class = modelform_factory(
        Film,
        form=NewFilmForm,
        fields=FIELDS,
        formfield_callback=partial(film_admin.formfield_for_dbfield, request=request),
    )
    initial = {name: request.GET.get(name, "") for name in ("title", "release_date")}
    # The ids differ from those of the review, beside which the form is shown.
    form = form_class(request.POST or None, initial=initial, auto_id="new_film_%s")
    if is_editor:
        field = form.fields["franchise"]
        field.widget = FranchiseInput(film_admin.admin_site, field.widget.attrs)
    else:
        for name in ("franchise", "label", "relation", "release_order"):
            del form.fields[name]
    if request.method == "POST":
        if is_editor and TMDB in request.POST:
            return redirect(f"{reverse('admin:films_film_tmdb')}?{_tmdb_query(request)}")
        if chosen := _chosen(request):
            return _done(film_admin, request, chosen, "")
        with arriving_once(request):
            if entry := saved_before(request, Film):
                film = Film.objects.filter(pk=entry.object_id or 0).first()
                if film:
                    return _done(film_admin, request, film, "")
            if form.is_valid():
                return _save(film_admin, request, form, is_editor=is_editor)
    return _page(film_admin, request, form)


def _tmdb_query(request: HttpRequest) -> str:
    """The query of the search at TMDB: the typed title, and the year if the date can be read."""
    query = {"q": request.POST.get("title", "")}
    with suppress(ValidationError):
        date = KnownDateFormField(required=False).clean(request.POST.get("release_date", ""))
        if date:
            query["year"] = str(date.year)
    return urlencode(query)


def _chosen(request: HttpRequest) -> Film | None:
    pk = request.POST.get(USE, "")
    return Film.objects.filter(pk=int(pk)).first() if is_primary_key(pk) else None


def _save(
    film_admin: admin.ModelAdmin, request: HttpRequest, form: Any, *, is_editor: bool
) -> HttpResponseBase:
    with public_change():
        before_public_write()
        form.instance.is_confirmed = is_editor
        film = form.save()
        made = form.add_entry()
        film_admin.log_addition(request, film, with_digest(request, [{"added": {}}]))
    # A title that two films have is told apart when the transaction ends.
    film.refresh_from_db()
    if is_editor:
        sentence = _("“%(film)s” was added. It is public.")
    else:
        sentence = _("“%(film)s” was added. It is on no public page until an editor confirms it.")
    sentence %= {"film": film}
    if made:
        said = _("The franchise “%(franchise)s” was added with it. It is public, too.")
        sentence = f"{sentence} {said % {'franchise': made}}"
    return _done(film_admin, request, film, sentence)


def _done(
    film_admin: admin.ModelAdmin, request: HttpRequest, film: Film, sentence: str
) -> HttpResponseBase:
    if PANEL in request.POST:
        return done_with(film_admin, film, sentence)
    if sentence:
        film_admin.message_user(request, sentence)
    return redirect("admin:films_film_change", film.pk)


def _page(film_admin: admin.ModelAdmin, request: HttpRequest, form: Any) -> TemplateResponse:
    all_names = Franchise.objects.values_list("name", flat=True)
    names = list(all_names[: MOST_FRANCHISES + 1]) if "franchise" in form.fields else []
    context = film_admin.admin_site.each_context(request) | {
        "title": _("New film"),
        "opts": Film._meta,
        "media": film_admin.media + form.media,
        "form": form,
        "first": [form["title"], form["release_date"]],
        "more": [field for field in form if field.name not in ("title", "release_date")],
        "franchises": names[:MOST_FRANCHISES],
        "lists_all_franchises": len(names) <= MOST_FRANCHISES,
        "may_ask_tmdb": film_admin.has_add_permission(request),
        "page_token": page_token(request),
    }
    request.current_app = film_admin.admin_site.name
    return TemplateResponse(request, "admin/films/new_film.html", context)
