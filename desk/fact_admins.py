"""Admins of facts with what lower layers cannot import: the picture field of the desk, names that
tell films apart, and merging."""

from collections.abc import Iterable
from typing import Any

from cast.admin import CharacterAdmin, CreditAdmin, PersonAdmin
from cast.telling_apart import tell_apart
from desk.editor import PictureFields
from desk.merging.admin import Mergeable
from films.admin import FilmAdmin, FranchiseEntryAdmin, GenreAdmin, ProjectAdmin
from films.models import Film
from reviews.admin import CriticAdmin


class FilmDesk(Mergeable, PictureFields, FilmAdmin):
    change_form_template = "admin/films/film/change_form.html"

    def tell_apart(self, rows: Iterable[Film]) -> None:
        tell_apart(rows)


class FilmsToldApart:
    """Mixin for admins whose lists have a column with the film of each row."""

    def tell_apart(self, rows: Iterable[Any]) -> None:
        tell_apart(row.film for row in rows)


class CreditDesk(FilmsToldApart, CreditAdmin):
    pass


class FranchiseEntryDesk(FilmsToldApart, FranchiseEntryAdmin):
    pass


class ProjectDesk(FilmsToldApart, ProjectAdmin):
    pass


class PersonDesk(Mergeable, PictureFields, PersonAdmin):
    pass


class CharacterDesk(Mergeable, CharacterAdmin):
    pass


class GenreDesk(Mergeable, GenreAdmin):
    pass


class CriticDesk(PictureFields, CriticAdmin):
    pass
