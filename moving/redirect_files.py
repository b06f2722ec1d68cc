"""Reads redirects from a CSV file: the old address, then the new one, a line for each."""

import csv
import io
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from moving.models import Redirect
from moving.paths import path_of, split_address
from reviews.models import Review

MAX_BYTES = 1024 * 1024
MAX_LINES = 5_000
MOST_ERRORS = 20


def read_redirects(data: bytes) -> list[Redirect]:
    """The redirects in a file, not saved and all valid. A first line without a slash is a heading.

    Raises `ValidationError` with a sentence for each wrong line.
    """
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 1 MiB. Divide it."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not UTF-8. Save it as UTF-8.")) from error
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    found: dict[str, Redirect] = {}
    errors: list[str] = []
    for line, row in _rows(text, delimiter):
        if line > MAX_LINES:
            raise ValidationError(
                _("The file has more than %(count)d lines. Divide it.") % {"count": MAX_LINES}
            )
        if not any(row) or (line == 1 and "/" not in row[0]):
            continue
        errors += [
            _("Line %(line)d: %(problem)s") % {"line": line, "problem": problem}
            for problem in _problems(row, found)
        ]
        if len(errors) >= MOST_ERRORS:
            break
    if errors:
        raise ValidationError(errors)
    return list(found.values())


def redirect_of(old: str, new: str) -> Redirect:
    """The redirect from ``old`` to ``new``, which may name this site. To an address of a review it
    leads whatever the slug of the review becomes."""
    redirect = Redirect(old=path_of(old) or old)
    parts = split_address(new)
    is_here = parts is not None and (
        parts[:2] == ("", "") or parts.netloc == urlsplit(settings.SITE_URL).netloc
    )
    target = path_of(new) if is_here else new
    redirect.review = _review_at(target)
    if redirect.review is None:
        redirect.target = target or new
    return redirect


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(line, [each.strip() for each in row]) for line, row in enumerate(rows, 1)]
    except csv.Error as error:
        raise ValidationError(
            _("The file is no CSV: %(reason)s. Check its quotation marks.") % {"reason": error}
        ) from error


def _problems(row: list[str], found: dict[str, Redirect]) -> list[str]:
    """Why ``row`` is no redirect; it is added to ``found`` if it is one."""
    if len(row) < 2 or not row[0] or not row[1]:
        return [_("Write the old address and the new one, with a comma between them.")]
    redirect = redirect_of(row[0], row[1])
    if redirect.old in found:
        return [_("“%(old)s” is in the file twice.") % {"old": redirect.old}]
    is_continued = any(each in found for each in redirect.answered_by())
    if is_continued or any(each.target == redirect.old for each in found.values()):
        return [_("One redirect of the file leads to another. Enter where that leads.")]
    try:
        redirect.full_clean()
    except ValidationError as error:
        return list(error.messages)
    found[redirect.old] = redirect
    return []


def _review_at(path: str) -> Review | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "pages:review":
        return None
    review: Review | None = Review.objects.filter(slug=match.kwargs["slug"]).first()
    return review
