"""The admins of facts that show a picture: it is chosen as on the desk, which their floors do not
know."""

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
