"""Requests to TMDB. Only these two hosts are ever asked: the API's and the pictures'."""

import json
import re
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

TIMEOUT = 8
"""Seconds until TMDB must have answered, and the longest pause within its answer."""

MOST_BYTES = 4 * 1024 * 1024
MOST_PICTURE_BYTES = 20 * 1024 * 1024

_PICTURE_PATH = re.compile(r"/[\w-]{1,80}\.(?:jpg|png|webp)", re.ASCII)
_DETAILS = "credits,release_dates,external_ids"


class TmdbError(Exception):
    """TMDB did not answer as it should. The text is a sentence for the editor."""


def is_set_up() -> bool:
    """Whether the site has a key for TMDB."""
    return bool(settings.TMDB_API_KEY)


def search(title: str, year: int | None = None) -> list[dict[str, Any]]:
    """TMDB's films for ``title``, the best match first, 20 at most. Raises `TmdbError`."""
    query = {"query": title, "include_adult": "false"}
    if year is not None:
        query["year"] = str(year)
    found = _json("search/movie", query).get("results")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def film(tmdb_id: int) -> dict[str, Any]:
    """TMDB's film, with its credits, releases and ids on other sites. Raises `TmdbError`."""
    return _json(f"movie/{tmdb_id}", {"append_to_response": _DETAILS})


def picture(path: str) -> bytes:
    """The file of a picture, by the path that TMDB gives. Raises `TmdbError`."""
    if not _PICTURE_PATH.fullmatch(path):
        raise TmdbError(_("TMDB names a picture in a way that is not understood."))
    return _bytes(f"{settings.TMDB_PICTURES_URL}{path}", {}, MOST_PICTURE_BYTES)


def _json(path: str, query: Mapping[str, str]) -> dict[str, Any]:
    if not is_set_up():
        raise TmdbError(_("The site has no key for TMDB. Set TMDB_API_KEY and restart the site."))
    parameters = {**query, "language": _language()}
    headers = {"Accept": "application/json"}
    # TMDB has two kinds of keys: a short one, and a long token that a header carries.
    if len(settings.TMDB_API_KEY) > 40:
        headers["Authorization"] = f"Bearer {settings.TMDB_API_KEY}"
    else:
        parameters["api_key"] = settings.TMDB_API_KEY
    url = f"{settings.TMDB_URL}/{path}?{urlencode(parameters)}"
    try:
        answer = json.loads(_bytes(url, headers, MOST_BYTES))
    except ValueError as error:
        raise TmdbError(_("TMDB’s answer is not understood. Try again later.")) from error
    if not isinstance(answer, dict):
        raise TmdbError(_("TMDB’s answer is not understood. Try again later."))
    return answer


def _bytes(url: str, headers: dict[str, str], most: int) -> bytes:
    """The body of the answer. No error names the address, which may have the key."""
    request = Request(url, headers=headers)  # noqa: S310  (the scheme is that of the settings)
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            body: bytes = answer.read(most + 1)
    except HTTPError as error:
        raise TmdbError(_of_status(error.code)) from None
    except (URLError, OSError, HTTPException):
        raise TmdbError(_("TMDB cannot be reached. Try again later.")) from None
    if len(body) > most:
        raise TmdbError(_("TMDB’s answer is too long."))
    return body


def _of_status(status: int) -> str:
    match status:
        case 401 | 403:
            return _("TMDB does not accept the site’s key. Check TMDB_API_KEY.")
        case 404:
            return _("TMDB does not have this any more.")
        case 429:
            return _("TMDB has been asked too often. Wait a minute.")
        case _:
            return _("TMDB has an error of its own (%(status)d). Try again later.") % {
                "status": status
            }


def _language() -> str:
    """The language of the site in TMDB's notation: "en-US", "de-DE"."""
    language, _sign, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{language}-{(region or _REGIONS.get(language, language)).upper()}"


def region() -> str:
    """The country whose certification and release count, by ISO 3166: "US", "DE"."""
    return _language().partition("-")[2]


_REGIONS = {"en": "us"}
