"""The posters of TMDB: fetched and decoded, then added to the library."""

from django.utils.translation import gettext as _

from desk.tmdb import client
from desk.tmdb.facts import TmdbFilm
from images.decoding import Picture, PictureRefused
from images.intake import add_picture, name_for, read_picture
from images.models import Image


def read_poster(facts: TmdbFilm) -> tuple[Picture | None, str]:
    """The decoded poster, or None and why it is missing. Not in a transaction: it may take some
    seconds."""
    try:
        data = client.picture(facts.poster)
        return read_picture(data, name=f"{facts.title}.jpg"), ""
    except (client.TmdbError, PictureRefused) as error:
        reason = " ".join(getattr(error, "messages", [str(error)]))
        return None, _("The poster was not taken. %(reason)s") % {"reason": reason}


def add_poster(facts: TmdbFilm, picture: Picture) -> Image:
    """Raises `ValidationError`."""
    alt = _("Poster of %(title)s") % {"title": facts.title}
    name = name_for(f"{facts.title} poster.jpg", picture)
    return add_picture(picture=picture, name=name, alt=alt, credit="TMDB")
