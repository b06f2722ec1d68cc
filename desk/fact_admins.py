"""Admins of facts with what lower layers cannot import: the picture field of the desk, and names
that tell films apart."""

from collections.abc import Iterable
from typing import Any

from cast.admin import CreditAdmin, PersonAdmin
from cast.telling_apart import tell_apart
from desk.editor import PictureFields
from films.admin import FilmAdmin, FranchiseEntryAdmin, ProjectAdmin
from films.models import Film
from reviews.admin import CriticAdmin


class FilmDesk(PictureFields, FilmAdmin):
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


class PersonDesk(PictureFields, PersonAdmin):
    pass


class CriticDesk(PictureFields, CriticAdmin):
    pass
