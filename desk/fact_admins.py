"""Admins of films, people and critics with the picture field of the desk.

The apps of these models are in lower layers and cannot import it.
"""

from cast.admin import PersonAdmin
from desk.editor import PictureFields
from films.admin import FilmAdmin
from reviews.admin import CriticAdmin


class FilmDesk(PictureFields, FilmAdmin):
    pass


class PersonDesk(PictureFields, PersonAdmin):
    pass


class CriticDesk(PictureFields, CriticAdmin):
    pass
