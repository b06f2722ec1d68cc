"""Admins of facts with what lower layers cannot import: the picture field of the desk, merging,
what is to do, and the reviews that an account may see."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import path
from markdownx.models import MarkdownxField

from cast.admin import CharacterAdmin, PersonAdmin
from desk.editor import MarkdownEditor, PictureFields
from desk.leaks.facts import LeakWarnings
from desk.merging.admin import Mergeable
from desk.text_fields import MarkdownField
from desk.tmdb import screens as tmdb_screens
from desk.to_do import PicturesToDo, ProjectsToDo
from films.admin import FilmAdmin, FranchiseAdmin, GenreAdmin, ProjectAdmin
from images.admin import ImageAdmin
from reviews.admin import CriticAdmin
from site_settings.admin import SitePageAdmin, SiteSettingsAdmin
from site_settings.pages import MIN_HEADING


class FilmDesk(LeakWarnings, Mergeable, PictureFields, FilmAdmin):
    change_form_template = "admin/films/film/change_form.html"
    change_list_template = "admin/films/film/change_list.html"
    actions: list[Any] = [*Mergeable.actions, *FilmAdmin.actions]

    def get_urls(self) -> list[Any]:
        screens: dict[str, tuple[str, Callable[..., HttpResponseBase]]] = {
            "films_film_tmdb": ("tmdb/", tmdb_screens.search_screen),
            "films_film_tmdb_facts": ("tmdb/<int:tmdb_id>/", tmdb_screens.facts_screen),
            "films_film_tmdb_cast": (
                "tmdb/<int:tmdb_id>/cast/<int:film_id>/",
                tmdb_screens.cast_screen,
            ),
        }
        own = [
            path(place, self.admin_site.admin_view(partial(screen, self)), name=name)
            for name, (place, screen) in screens.items()
        ]
        return [*own, *super().get_urls()]


class PersonDesk(LeakWarnings, Mergeable, PictureFields, PersonAdmin):
    pass


class CharacterDesk(Mergeable, CharacterAdmin):
    pass


class GenreDesk(Mergeable, GenreAdmin):
    pass


class CriticDesk(PictureFields, CriticAdmin):
    pass


class FranchiseDesk(LeakWarnings, FranchiseAdmin):
    pass


class ImageDesk(ImageAdmin):
    list_filter = [*ImageAdmin.list_filter, PicturesToDo]


class ProjectDesk(LeakWarnings, ProjectAdmin):
    list_filter = [*ProjectAdmin.list_filter, ProjectsToDo]


class SiteSettingsDesk(PictureFields, SiteSettingsAdmin):
    pass


class SitePageDesk(SitePageAdmin):
    formfield_overrides = {
        MarkdownxField: {
            "form_class": MarkdownField,
            "widget": MarkdownEditor(min_heading=MIN_HEADING, has_curtains=False),
        }
    }
