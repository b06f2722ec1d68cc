"""Admins of facts with what lower layers cannot import: the picture field of the desk, merging,
and the reviews that an account may see."""

from cast.admin import CharacterAdmin, PersonAdmin
from desk.editor import PictureFields
from desk.leaks.facts import LeakWarnings
from desk.merging.admin import Mergeable
from films.admin import FilmAdmin, FranchiseAdmin, GenreAdmin, ProjectAdmin
from reviews.admin import CriticAdmin


class FilmDesk(LeakWarnings, Mergeable, PictureFields, FilmAdmin):
    change_form_template = "admin/films/film/change_form.html"


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


class ProjectDesk(LeakWarnings, ProjectAdmin):
    pass
