"""Checks the security headers of every kind of answer: `python -m bench.headers [URL]`.

Prints a table with a row for each kind of answer and a column for each header: "ok", "MISSING" or
"WRONG" where something is expected, "-" where nothing is. Below it stand the values that are wrong.
Exits 1 if there is one.

URL is the address of a site that runs. Without it a site of its own is started from this clone with
one demo review, and asked twice: itself, and behind nginx with `deploy/nginx.conf`, if nginx is
installed.
"""

import http.client
import re
import ssl
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

HOST = "reviews.example.org"

POLICY = {
    *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'"),
    *("font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "form-action 'self'"),
    *("base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"),
}
"""Written here again, so that a change of config/headers.py is noticed."""

FEATURES = ("camera", "geolocation", "microphone", "payment", "usb")

Check = Callable[[str], bool]
ABSENT = "absent"
"""A header that may not be there."""


def _is(value: str) -> Check:
    return lambda found: found == value


def _has(*words: str) -> Check:
    return lambda found: all(word in found for word in words)


def _policy(found: str) -> bool:
    return {each.strip() for each in found.split(";")} == POLICY


def _features_off(found: str) -> bool:
    return all(f"{feature}=()" in found for feature in FEATURES)


def _own_cookies(found: str) -> bool:
    """Only for the admin, not for scripts, and not sent along by other sites."""
    cookies = found.split("\n")
    wanted = ("Path=/admin/", "HttpOnly", "SameSite=Lax")
    return all(word in cookie for cookie in cookies for word in wanted)


def _secure_cookies(found: str) -> bool:
    cookies = found.split("\n")
    return _own_cookies(found) and all(
        cookie.startswith("__Secure-") and "Secure" in cookie.split("; ") for cookie in cookies
    )


def _long(found: str) -> bool:
    seconds = re.search(r"max-age=(\d+)", found)
    return bool(seconds) and int(seconds[1]) >= 365 * 24 * 60 * 60  # type: ignore[index]


def _no_cookie(found: str) -> bool:
    return "cookie" not in found.lower()


COLUMNS = {
    "Content-Security-Policy": "CSP",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "referrer",
    "X-Frame-Options": "frames",
    "Cross-Origin-Opener-Policy": "COOP",
    "Permissions-Policy": "features",
    "Strict-Transport-Security": "HSTS",
    "Cache-Control": "cache",
    "Set-Cookie": "cookies",
    "Vary": "vary",
    "Surrogate-Key": "keys",
    "Server": "server",
    "Content-Type": "type",
}
"""The headers with their columns."""

Expected = Mapping[str, Check | str]

FILE: Expected = {
    "X-Content-Type-Options": _is("nosniff"),
    "Strict-Transport-Security": _long,
    "Set-Cookie": ABSENT,
    "Surrogate-Key": ABSENT,
    # A version helps whoever looks for a known fault.
    "Server": lambda found: not re.search(r"\d", found),
}
ANSWER: Expected = FILE | {
    "Content-Security-Policy": _policy,
    "Referrer-Policy": _is("same-origin"),
    "X-Frame-Options": _is("DENY"),
    "Cross-Origin-Opener-Policy": _is("same-origin"),
    "Permissions-Policy": _features_off,
    "Vary": _no_cookie,
}
PAGE = ANSWER | {"Content-Type": _is("text/html; charset=utf-8")}
ADMIN = {name: check for name, check in PAGE.items() if name != "Vary"} | {
    "Cache-Control": _has("no-store", "private"),
    "Set-Cookie": _secure_cookies,
}
OPTIONAL = {"Set-Cookie", "Vary", "Server"}
"""Headers that need not be there; if they are, the check holds."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    path: str
    expected: Expected
    status: int = 200
    method: str = "GET"


@dataclass(slots=True)
class Row:
    """What one answer has. ``cells`` are those of `COLUMNS`; ``wrong`` says what is not as it
    should be."""

    kind: Kind
    cells: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def kinds(review: str, picture: str, style: str) -> list[Kind]:
    """Every kind of answer, for a site with these addresses."""
    picture_expected = FILE | {
        "Content-Security-Policy": _is("default-src 'none'; sandbox"),
        "Cache-Control": _has("public", "immutable"),
        "Content-Type": lambda found: found.startswith("image/"),
        "Vary": ABSENT,
    }
    return [
        Kind("home", "/", PAGE),
        Kind("review", review, PAGE),
        Kind("review, revealed", f"{review}revealed/", PAGE),
        Kind("list", "/reviews/", PAGE),
        Kind("search", "/search/?q=the", PAGE),
        Kind("missing page", "/nowhere/", PAGE, 404),
        Kind("refused method", "/", ANSWER, 405, "POST"),
        Kind("feed", "/feeds/reviews.atom", ANSWER),
        Kind("API", "/api/v1/reviews/", ANSWER),
        Kind("sitemap", "/sitemap.xml", ANSWER),
        Kind("robots.txt", "/robots.txt", ANSWER),
        Kind("share card", f"/share/{review.split('/')[2]}.png", ANSWER),
        Kind("picture", picture, picture_expected),
        Kind("style sheet", style, FILE | {"Cache-Control": _has("public")}),
        Kind("login", "/admin/login/", ADMIN),
        Kind(
            "admin, not logged in",
            "/admin/",
            {k: v for k, v in ADMIN.items() if k != "Content-Type"},
            302,
        ),
        Kind("forged form", "/admin/login/", ADMIN, 403, "POST"),
    ]


def row_of(kind: Kind, status: int, headers: Message, *, is_https: bool) -> Row:
    row = Row(kind)
    if status != kind.status:
        row.wrong.append(f"{kind.name}: {kind.path} answers {status}, not {kind.status}")
    for name in COLUMNS:
        check = kind.expected.get(name)
        values = headers.get_all(name) or []
        found = "\n".join(map(str, values))
        if name == "Strict-Transport-Security" and not is_https:
            check = None
        if name == "Set-Cookie" and check is _secure_cookies and not is_https:
            check = _own_cookies
        row.cells[name] = _cell(name, check, found)
        if row.cells[name] in ("MISSING", "WRONG"):
            row.wrong.append(f"{kind.name}: {name}: {found or 'missing'}")
    return row


def _cell(name: str, check: Check | str | None, found: str) -> str:
    if check is None:
        return "-"
    if isinstance(check, str):
        return "WRONG" if found else "none"
    if not found:
        return "none" if name in OPTIONAL else "MISSING"
    return "ok" if check(found) else "WRONG"


class Site:
    """The site at ``url``. What is sent to it says that it is asked as ``host``."""

    def __init__(self, url: str, *, headers: Mapping[str, str] | None = None) -> None:
        self.parts = urlsplit(url)
        self.sent = dict(headers or {})
        self.is_https = self.parts.scheme == "https" or "X-Forwarded-Proto" in self.sent

    def ask(self, path: str, method: str = "GET") -> tuple[int, Message, bytes]:
        host, port = self.parts.hostname or "", self.parts.port
        if self.parts.scheme == "https":
            context = ssl.create_default_context()
            if host == "127.0.0.1":
                # nginx of this program, with a certificate that it has just made.
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                host, port, timeout=60, context=context
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=60)
        try:
            connection.request(method, path, headers={"Accept": "text/html"} | self.sent)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def kinds(self) -> list[Kind]:
        page = self.ask("/reviews/")[2].decode()
        review = re.search(r'href="(/reviews/[\w-]+/)"', page)
        picture = re.search(r"/media/[^\" ]+\.(?:webp|avif|jpe?g|png)", page)
        style = re.search(r'href="(/static/[^"]+\.css)"', page)
        if not (review and picture and style):
            sys.exit("The site needs a review with a picture.")
        return kinds(review[1], picture[0], style[1])


def check(name: str, site: Site) -> bool:
    """Print the table of ``site``. Whether all is as it should be."""
    rows = [
        row_of(kind, *site.ask(kind.path, kind.method)[:2], is_https=site.is_https)
        for kind in site.kinds()
    ]
    width = max(len(row.kind.name) for row in rows)
    print(f"\n{name}\n{'':{width}}  " + " ".join(f"{each:>8}" for each in COLUMNS.values()))
    for row in rows:
        cells = " ".join(f"{row.cells[each]:>8}" for each in COLUMNS)
        print(f"{row.kind.name:<{width}}  {cells}")
    wrong = [each for row in rows for each in row.wrong]
    print("\n".join(wrong) or f"All {len(rows)} kinds of answers have what they should.")
    return not wrong


@contextmanager
def own_sites() -> Iterator[dict[str, Site]]:
    """A site with a demo review, by itself and behind nginx."""
    from tests.deploy.front_server import configure, serving
    from tests.deploy.site import site_with_a_review

    with tempfile.TemporaryDirectory(prefix="curtain-headers-") as name:
        folder = Path(name)
        (folder / "home").mkdir()
        with site_with_a_review(folder / "home", TRUSTED_PROXIES="1") as site:
            app = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
            sites = {"The app": Site(f"http://127.0.0.1:{site.port}", headers=app)}
            try:
                front = configure(folder, media=site.media, app_port=site.port)
                with serving(front):
                    url = f"https://127.0.0.1:{front.https}"
                    yield sites | {"Behind nginx": Site(url, headers={"Host": HOST})}
            except FileNotFoundError as error:
                print(f"Not tried behind nginx: {error.filename} is not installed.")
                yield sites


def main(arguments: list[str]) -> int:
    if arguments:
        return int(not check(arguments[0], Site(arguments[0])))
    with own_sites() as sites:
        results = [check(name, site) for name, site in sites.items()]
        return int(not all(results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
