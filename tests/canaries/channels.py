"""The lists of all channels: URLs and management commands.

A new URL or command needs one line in one of these lists. The suite fails until it has one.

- `PUBLIC`: public URLs. A line has the name of the URL, its arguments, its query, and public words
  that the answer contains. Without these words, an empty answer would pass.
- `REVEALED`: URLs that show hidden text, because the reader requested exactly that.
- `PREVIEWS`: URLs of previews.
- `COMMANDS`: commands that must not print hidden text, with their arguments.
- `EDITOR_COMMANDS`: commands that may print hidden text, with the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pages.feeds.formats import FORMATS
from pages.sharing.sitemaps import SECTION_NAMES
from tests.canaries.planting import (
    CRITIC,
    CRITIC_NAME,
    FILM,
    FILM_TITLE,
    FRANCHISE,
    GENRE,
    HEADLINE,
    HIDEOUT,
    OTHER_REVIEW,
    PERSON,
    PERSON_NAME,
    REVIEW,
    Site,
)
from tests.curtain_urls import published_checksums

Argument = str | int | Callable[[Site], str]


@dataclass(frozen=True, slots=True)
class Channel:
    name: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    query: str = ""
    shows: str = ""
    status: int = 200

    def __str__(self) -> str:
        given = ", ".join(str(value) for value in self.arguments.values() if not callable(value))
        return f"{self.name}({given}){self.query}"

    def path(self, site: Site) -> str:
        given = {
            name: value(site) if callable(value) else value
            for name, value in self.arguments.items()
        }
        return reverse(self.name, kwargs=given) + self.query


ONE_REVIEW = {"slug": REVIEW}
ONE_CURTAIN = ONE_REVIEW | {"key": "opening-1-1"}
ONE_FILM = {"slug": FILM}
ONE_PERSON = {"slug": PERSON}


def feeds(name: str, **arguments: Argument) -> Iterator[Channel]:
    """A feed in each format, with the whole redacted text."""
    for ending in FORMATS:
        yield Channel(name, arguments | {"format": ending}, shows="The lamps are lit.")


PUBLIC = (
    Channel("pages:home", shows=HEADLINE),
    Channel("pages:favicon", status=302),
    Channel("pages:about", shows="curtain"),
    Channel("pages:seen"),
    Channel("pages:own_page", {"slug": "imprint"}, shows="Printed by lamplight."),
    Channel("pages:site_stylesheet", {"digest": "colours"}, shows="--velvet"),
    Channel(
        "pages:site_icon",
        {"digest": lambda site: site.lead_image.digest[:12], "size": 32},
    ),
    Channel("pages:genre", {"slug": GENRE}, shows=FILM_TITLE),
    Channel("pages:search"),
    Channel("pages:search", query="?q=lantern", shows=f"/reviews/{REVIEW}/"),
    Channel("pages:search", query="?q=lamplight", shows='href="/imprint/"'),
    Channel("pages:search", query="?q=lanterm", shows="/search/?q="),
    *feeds("pages:feed"),
    *feeds("pages:critic_feed", slug=CRITIC),
    *feeds("pages:franchise_feed", slug=FRANCHISE),
    Channel("pages:sitemap", shows="/sitemaps/reviews.xml"),
    *(
        Channel("pages:sitemap_section", {"section": section}, shows="<loc>")
        for section in SECTION_NAMES
    ),
    Channel("pages:robots", shows="Disallow: /reviews/*/revealed/"),
    Channel("pages:manifest"),
    Channel("pages:share_card", ONE_REVIEW),
    Channel("pages:reviews", shows=HEADLINE),
    Channel("pages:reviews", query=f"?franchise={FRANCHISE}&critic={CRITIC}", shows=HEADLINE),
    Channel("pages:review", ONE_REVIEW, shows="The lamps are lit."),
    Channel("pages:review", {"slug": OTHER_REVIEW}, shows="lanterns, corrected"),
    Channel("pages:review_changed", ONE_REVIEW, shows="The lamps are lit."),
    # Links to curtains that the review does not have.
    Channel("pages:revealed_one", ONE_CURTAIN | {"checksum": "0" * 12}, status=302),
    Channel("pages:revealed_without_checksum", ONE_CURTAIN | {"slug": OTHER_REVIEW}, status=302),
    Channel("pages:films", shows=FILM_TITLE),
    Channel("pages:film", ONE_FILM, shows=PERSON_NAME),
    Channel("pages:film", {"slug": "the-hideout"}, shows=HIDEOUT),
    Channel("pages:franchises", shows="The Lanterns"),
    Channel("pages:franchise", {"slug": FRANCHISE}, shows=FILM_TITLE),
    Channel("pages:people", shows=PERSON_NAME),
    Channel("pages:person", ONE_PERSON, shows="Radiant."),
    Channel("pages:critics", shows=CRITIC_NAME),
    Channel("pages:critic", {"slug": CRITIC}, shows=HEADLINE),
    Channel("pages:api_index", shows="/api/v1/reviews/"),
    Channel("pages:api_openapi", shows='"openapi": "3.1.0"'),
    Channel("pages:api_reviews", shows=HEADLINE),
    Channel("pages:api_reviews", query=f"?film={FILM}&critic={CRITIC}", shows=HEADLINE),
    Channel("pages:api_review", ONE_REVIEW, shows="The lamps are lit."),
    Channel("pages:api_films", shows=FILM_TITLE),
    Channel("pages:api_film", ONE_FILM, shows=PERSON_NAME),
    Channel("pages:api_film", {"slug": "the-hideout"}, shows=HIDEOUT),
    Channel("pages:api_people", shows=PERSON_NAME),
    Channel("pages:api_person", ONE_PERSON, shows=FILM_TITLE),
    Channel("pages:api_franchises", shows="The Lanterns"),
    Channel("pages:api_franchise", {"slug": FRANCHISE}, shows=FILM_TITLE),
    Channel("pages:api_critics", shows=CRITIC_NAME),
    Channel("pages:api_critic", {"slug": CRITIC}, shows=CRITIC_NAME),
    Channel("pages:api_genres", shows=GENRE),
    Channel("pages:api_genre", {"slug": GENRE}, shows=GENRE),
    *(
        Channel(
            "pages:oembed",
            query=f"?url=http://127.0.0.1:8000/reviews/{REVIEW}/&format={name}",
            shows=HEADLINE,
        )
        for name in ("json", "xml")
    ),
    Channel("media", {"path": lambda site: site.lead_image.file.name}),
)

REVEALED = (
    Channel("pages:revealed", ONE_REVIEW),
    Channel(
        "pages:revealed_one",
        ONE_CURTAIN | {"checksum": lambda site: published_checksums(site.edition)["opening-1-1"]},
    ),
    Channel("pages:curtain", ONE_CURTAIN | {"number": 1}),
    Channel("pages:film_revealed", ONE_FILM),
    Channel("pages:film_surprises", ONE_FILM),
    Channel("pages:person_revealed", ONE_PERSON),
    Channel("pages:person_surprises", ONE_PERSON),
    Channel("pages:person_revealed", {"slug": lambda site: site.secret_person.slug}),
)
"""URLs that show hidden text. They are noindex, and links to them are nofollow."""

PREVIEWS = (
    "pages:preview",
    "pages:preview_changed",
    "pages:preview_revealed",
    "pages:preview_revealed_one",
    "pages:preview_curtain",
)
"""URLs of previews, which anyone with the address can open: for an hour, or with the token of
a share link for some days."""

NOT_PUBLIC = {
    settings.ADMIN_PATH.removeprefix("/"): "everything below it requires an editor's login",
}
"""Beginnings of routes that are not public, with the reason."""

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "find_orphan_files": (),
    "make_corpus": ("--reviews=1", "--add"),
    "migrate": (),
    "newsletter": ("--review=the-review",),
    "prune_audit_log": ("--days=365",),
    "rebuild_lists": (),
    "rebuild_search": (),
    "rerender_editions": (),
    "run_due": ("--verbosity=2",),
}
"""Commands that must not print hidden text, because their output may end up in a log or a mail."""

EDITOR_COMMANDS = {
    "backup": "it names tables and files, and its file is the whole site",
    "count_readers": "it needs a log, and prints numbers only",
    "check_leaks": "it quotes hidden text to the editor who corrects the public text",
    "export_review": "it writes the manuscript",
    "import_site": "it reports on the posts of an export to who moves them in",
    "import_review": "it reports errors of a document to its author",
    "serve_metrics": "it runs until it is stopped; tests/monitoring has what it serves: numbers",
    "restore": "it names tables and files, and needs an empty site",
}
"""Commands that may print hidden text, with the reason."""


def url_patterns() -> Iterator[tuple[str, str]]:
    """Name and route of each URL pattern of the site. The name is "" if it has none."""
    yield from _walk(get_resolver(), "", ())


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (":".join((*spaces, entry.name)) if entry.name else ""), route
        else:
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, route, inner)


def is_public(route: str) -> bool:
    return not any(route.startswith(beginning) for beginning in NOT_PUBLIC)


def unregistered_urls() -> list[str]:
    """A sentence for each public URL that is in none of the lists above."""
    known = {channel.name for channel in (*PUBLIC, *REVEALED)} | set(PREVIEWS)
    return [
        f"The URL /{route} (“{name}”) is not tested with canaries. Add a line with its name and "
        f"arguments to PUBLIC in tests/canaries/channels.py."
        for name, route in url_patterns()
        if is_public(route) and name not in known
    ]


def own_commands() -> set[str]:
    """The management commands of the site's own packages."""
    libraries = {"markdownx", "pictures", "whitenoise", "axes", "csp", "django_otp"}
    own = {app for app in settings.INSTALLED_APPS if "." not in app} - libraries
    return {name for name, app in get_commands().items() if app in own}


def unregistered_commands() -> list[str]:
    """A sentence for each command that is in none of the lists above."""
    return [
        f"The command “{name}” is not tested with canaries. Add a line with its arguments to "
        f"COMMANDS in tests/canaries/channels.py, or to EDITOR_COMMANDS with the reason why it may "
        f"print hidden text."
        for name in sorted(own_commands() - COMMANDS.keys() - EDITOR_COMMANDS.keys())
    ]
