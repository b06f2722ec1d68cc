"""Resources that other resources name."""

from typing import Any

from films.models import Film
from images.models import Image
from pages.absolute_urls import absolute_url, page_url
from pages.api import resources


def api_url(name: str, *args: str, query: str = "") -> str:
    return page_url(f"api_{name}", *args) + query


def reference_fields(noun: str, row: Any, name: str) -> dict[str, str]:
    """The fields of `resources.Reference` for ``row``, whose page has the URL name ``noun``."""
    return {
        "slug": row.slug,
        "name": name,
        "url": page_url(noun, row.slug),
        "api_url": api_url(noun, row.slug),
    }


def reference(noun: str, row: Any, name: str) -> resources.Reference:
    return resources.Reference(**reference_fields(noun, row, name))


def film_fields(film: Film) -> dict[str, Any]:
    """The fields of `resources.FilmReference`."""
    return {
        "slug": film.slug,
        "title": film.title,
        "year": film.year,
        "url": page_url("film", film.slug),
        "api_url": api_url("film", film.slug),
    }


def film_reference(film: Film) -> resources.FilmReference:
    return resources.FilmReference(**film_fields(film))


def picture(image: Image | None) -> resources.Picture | None:
    if image is None:
        return None
    return resources.Picture(
        url=absolute_url(image.file.url),
        width=image.width,
        height=image.height,
        alt=image.alt,
        credit=image.credit,
        rights=image.rights,
        license_url=image.license_url,
    )
