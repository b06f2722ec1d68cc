"""Addresses within the site, as redirects store and compare them: decoded, with their query."""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from django.core.exceptions import ValidationError
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

OLD_LENGTH = 500

_PART = re.compile(r"(?P<whole>/.+)/(?:amp|page/\d{1,5}|comment-page-\d{1,5})/?")
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\]")


def path_of(address: str) -> str:
    """The path and the query of ``address``, which may name a host: "https://x.org/a/?p=1#b" →
    "/a/?p=1". Percent-encoded characters of the path are decoded. "" if it has none of use."""
    parts = split_address(address)
    if parts is None:
        return ""
    path = unquote(parts.path) or "/"
    if not path.startswith("/"):
        path = f"/{path}"
    found = f"{path}?{parts.query}" if parts.query else path
    return "" if found == "/" or len(found) > OLD_LENGTH else found


def split_address(address: str) -> SplitResult | None:
    """The parts of ``address``; None if it is none, such as "http://[x"."""
    try:
        parts = urlsplit(address.strip())
        parts.hostname  # noqa: B018  (it is read when it is asked for)
    except ValueError:
        return None
    return parts


def spellings(path: str, query: str) -> Iterator[str]:
    """The stored forms that answer a request for ``path`` (decoded) and ``query`` (raw), the best
    first: with the query, with its first parameter (others may be there to track readers), and
    without; each as it is, and with or without a slash at the end. Last, the address of which
    ``path`` is a part: the second page of a list, a page of comments, or the version for AMP."""
    paths = [path]
    if path != "/":
        paths.append(path.removesuffix("/") if path.endswith("/") else f"{path}/")
    for wanted in dict.fromkeys([query, query.partition("&")[0], ""]):
        for each in paths:
            yield f"{each}?{wanted}" if wanted else each
    if part := _PART.fullmatch(path):
        yield from (f"{part['whole']}/", part["whole"])


def request_for(address: str) -> tuple[str, str]:
    """The path (decoded) and the query that a browser asks for at ``address`` of this site."""
    try:
        parts = urlsplit(urljoin("http://site/", address))
    except ValueError:
        return "", ""
    return unquote(parts.path), parts.query


def leads_to(address: str, path: str, query: str) -> bool:
    """Whether a browser that is sent to ``address`` asks for ``path`` and ``query`` again; a slash
    at the end does not matter."""
    asked, with_query = request_for(address)
    return (asked.rstrip("/"), with_query) == (path.rstrip("/"), query)


def is_local(target: str) -> bool:
    """Whether browsers stay on the site when they are sent to ``target``."""
    return (
        target.startswith("/")
        and not target.startswith("//")
        and not _UNUSABLE.search(target)
        and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    )


def check_old(old: str) -> None:
    """Raises `ValidationError`."""
    if not old.startswith("/") or old.startswith("//") or re.search(r"[\x00-\x1f\x7f\\#]", old):
        raise ValidationError(
            _("Write the old address without the name of the site, such as “/2019/04/heat/”.")
        )
    if old == "/":
        raise ValidationError(_("“/” is the front page, which is always here."))


def is_usable_old(old: str) -> bool:
    """Whether a redirect may begin at ``old``."""
    try:
        check_old(old)
    except ValidationError:
        return False
    return len(old) <= OLD_LENGTH


def check_target(target: str) -> None:
    """Raises `ValidationError`."""
    if not is_local(target):
        raise ValidationError(
            _(
                "Write an address of this site without its name and without spaces, such as "
                "“/films/heat/”. A redirect to another site is not possible."
            )
        )
