"""Which views are public pages, and that a page depends on nothing that the cache does not know."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from cast.models import Credit, Person
from editions.publishing import publish, set_slug, withdraw
from films.models import Film
from images.models import Image
from pages.models import Purge
from pages.reviews.filters import FILTERS
from pages.shared_cache.storing import store_purges
from pages.shared_cache.write_keys import Watcher
from pages.site import site_icon_url
from reviews.models import Review
from site_settings.models import SitePage, SiteSettings
from tests.curtain_urls import revealed_url
from tests.factories import (
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
)
from tests.wsgi import ask

pytestmark = pytest.mark.django_db

PUBLIC = {
    "home": "/",
    "about": "/about/",
    "own_page": "/imprint/",
    "site_stylesheet": "/site/colours.css",
    "site_icon": "",
    "seen": "/seen/",
    "reviews": "/reviews/?genre=drama&critic=a-critic",
    "review": "/reviews/the-review/",
    "revealed": "/reviews/the-review/revealed/",
    "review_changed": "/reviews/the-review/changed/",
    "revealed_one": "",
    "curtain": "/reviews/the-review/editions/1/curtains/opening-1-1/",
    "films": "/films/",
    "film": "/films/the-film/",
    "film_revealed": "/films/the-film/revealed/",
    "film_surprises": "/films/the-film/curtains/credits/",
    "genre": "/genres/drama/",
    "franchises": "/franchises/",
    "franchise": "/franchises/the-line/",
    "people": "/people/",
    "person": "/people/somebody/",
    "person_revealed": "/people/somebody/revealed/",
    "person_surprises": "/people/somebody/curtains/credits/",
    "critics": "/critics/",
    "critic": "/critics/a-critic/",
    "feed": "/feeds/reviews.atom",
    "critic_feed": "/feeds/critics/a-critic.rss",
    "franchise_feed": "/feeds/franchises/the-line.json",
    "sitemap": "/sitemap.xml",
    "sitemap_section": "/sitemaps/reviews.xml?p=1",
    "robots": "/robots.txt",
    "manifest": "/site.webmanifest",
    "share_card": "/share/the-review.png",
    "api_index": "/api/v1/",
    "api_openapi": "/api/v1/openapi.json",
    "api_reviews": "/api/v1/reviews/?critic=a-critic&genre=drama",
    "api_review": "/api/v1/reviews/the-review/",
    "api_films": "/api/v1/films/?genre=drama",
    "api_film": "/api/v1/films/the-film/",
    "api_people": "/api/v1/people/",
    "api_person": "/api/v1/people/somebody/",
    "api_franchises": "/api/v1/franchises/",
    "api_franchise": "/api/v1/franchises/the-line/",
    "api_critics": "/api/v1/critics/",
    "api_critic": "/api/v1/critics/a-critic/",
    "api_genres": "/api/v1/genres/",
    "api_genre": "/api/v1/genres/drama/",
}
"""The URL name of each public page, with an address of it."""

NOT_PUBLIC = {
    "search": "has no bounded number of addresses",
    "oembed": "has no bounded number of addresses",
    "favicon": "is a redirect",
    "revealed_without_checksum": "is a redirect",
    **dict.fromkeys(
        [
            "preview",
            "preview_changed",
            "preview_revealed",
            "preview_revealed_one",
            "preview_curtain",
        ],
        "shows what is not published",
    ),
}
"""Views of `pages` that are not kept, and why."""

ROOT = Path(__file__).parents[3]

NOT_ON_PUBLIC_PAGES = {
    "pages/cache/application.py",
    "pages/facets/values.py",
    "pages/management/commands/make_corpus.py",
    "pages/reviews/preview.py",
    "pages/search/entries.py",
}
"""Modules that read the clock of the system."""

FILTER_NAMES = tuple(each.name for each in FILTERS)
PARAMETERS = {
    **dict.fromkeys(["films", "genre", "franchises", "people", "critics", "critic"], ("page",)),
    **dict.fromkeys(["film", "film_revealed", "person", "person_revealed", "franchise"], ("page",)),
    "reviews": (*FILTER_NAMES, "page"),
    "sitemap_section": ("p",),
    "api_reviews": ("film", "critic", "franchise", "genre", "changed_since", "page"),
    "api_films": ("genre", "page"),
    **dict.fromkeys(["api_people", "api_franchises", "api_critics", "api_genres"], ("page",)),
}


def views():
    """The views of `pages` by the name of their URL."""
    patterns = get_resolver().url_patterns
    [pages] = [each for each in patterns if getattr(each, "namespace", None) == "pages"]
    return {pattern.name: pattern.callback for pattern in pages.url_patterns}


class TestViews:
    def test_are_declared_or_left_out_for_a_reason(self):
        declared = {
            name: view.public_parameters
            for name, view in views().items()
            if hasattr(view, "public_parameters")
        }
        assert declared == {name: PARAMETERS.get(name, ()) for name in PUBLIC}
        assert views().keys() - declared.keys() == NOT_PUBLIC.keys()


class TestTime:
    def test_is_that_of_the_stopped_clock(self):
        """A page that reads another clock could be kept beyond its time."""
        modules = [*ROOT.glob("pages/**/*.py"), ROOT / "editions" / "rerendering.py"]
        names = {
            str(module.relative_to(ROOT))
            for module in modules
            if re.search(r"timezone\.|\bdatetime\.|\btime\(|\btoday\(", module.read_text())
        }
        assert names == NOT_ON_PUBLIC_PAGES


@pytest.fixture(scope="module", autouse=True)
def site(module_db):
    """Every public page has something to show, and all kinds of facts."""
    genre = GenreFactory(slug="drama")
    film = FilmFactory(slug="the-film", title="The Film")
    film.genres.add(genre)
    other = FilmFactory(slug="the-other-film", title="The Other Film")
    other.genres.add(genre)
    FranchiseEntryFactory(franchise__slug="the-line", film=film)
    ProjectFactory()
    review = FullReviewFactory(
        slug="the-review", film=film, critic__slug="a-critic", critic__display_name="A. Critic"
    )
    publish(review=review)
    publish(review=FullReviewFactory(slug="another-review", film=other))
    somebody = PersonFactory(slug="somebody", name="Somebody")
    CreditFactory(film=film, person=somebody)
    CreditFactory(film=other, person=somebody, is_spoiler=True)
    PersonFactory(name="Nobody")
    SitePage(title="Imprint", slug="imprint", body="Vienna", is_published=True).save()
    settings = SiteSettings(pk=1, accent="#0b5c3b", icon=ImageFactory())
    settings.save()


@pytest.fixture
def addresses():
    review = Review.objects.get(slug="the-review")
    own = {
        "revealed_one": revealed_url(review, "opening-1-1"),
        "site_icon": site_icon_url(SiteSettings.objects.get(), 32),
    }
    return list((PUBLIC | own).values())


def saved(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


KINDS = (
    "home",
    "seen",
    "reviews",
    "review",
    "curtain",
    "film",
    "genre",
    "franchise",
    "person",
    "critic",
    "feed",
    "sitemap_section",
    "share_card",
    "api_reviews",
    "api_review",
    "api_person",
)

CHANGES = {
    "the title of a film": lambda: saved(Film.objects.get(slug="the-film"), title="Another"),
    "a name": lambda: saved(Person.objects.get(slug="somebody"), name="Somebody Else"),
    "a secret": lambda: saved(Credit.objects.filter(is_spoiler=False).last(), is_spoiler=True),
    "the genres of a film": lambda: Film.objects.get(slug="the-film").genres.clear(),
    "an alternative text": lambda: saved(
        Image.objects.filter(lead_of_editions__isnull=False).first(), alt="A train."
    ),
    "a new edition": lambda: publish(review=Review.objects.get(slug="the-review"), note="Mended."),
    "a withdrawal": lambda: withdraw(review=Review.objects.get(slug="another-review")),
    "a new review": lambda: publish(
        review=FullReviewFactory(film=Film.objects.get(slug="the-film"), headline="Again")
    ),
    "the address of a review": lambda: set_slug(
        review=Review.objects.get(slug="another-review"), slug="its-new-address"
    ),
    "the name of the site": lambda: saved(SiteSettings.objects.get(), name="The Velvet Row"),
    "no public row": lambda: saved(Review.objects.get(slug="the-review"), headline="A draft"),
}
WITHOUT_SOAK = {"the title of a film", "a secret", "a new edition", "a withdrawal", "no public row"}
"""Those that `make test` tries."""


@pytest.fixture
def purged(settings):
    """Returns the surrogate keys that were purged since the site was made."""
    settings.CACHE_PURGE_URLS = ["http://cache.example/"]
    with connection.execute_wrapper(Watcher(store_purges)):
        yield lambda: {key for row in Purge.objects.all() for key in row.keys.split()}


def keys_of(answer):
    return set(answer.headers["Surrogate-Key"].split())


class TestPublicPages:
    def test_are_kept_and_the_same_for_every_host(self, cached_site, renders, addresses, settings):
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        for address in addresses:
            one, two = (ask(WSGIHandler(), address, host=f"{n}.example") for n in ("one", "two"))
            assert (one.status, one.body) == (200, two.body), address
            assert ask(cached_site, address, host="one.example").body == one.body
        assert renders() == len(addresses)
        assert [ask(cached_site, each, host="two.example").status for each in addresses] == [
            200
        ] * len(addresses)
        assert renders() == 0

    @pytest.mark.parametrize(
        "change",
        [
            each if each in WITHOUT_SOAK else pytest.param(each, marks=pytest.mark.soak)
            for each in CHANGES
        ],
    )
    def test_are_rendered_again_and_purged_if_they_have_changed(
        self, cached_site, renders, purged, addresses, change
    ):
        if not os.environ.get("SOAK"):
            addresses = [PUBLIC[name] for name in KINDS]
        before = {address: ask(cached_site, address) for address in addresses}
        CHANGES[change]()
        renders()
        rendered, changed = set(), set()
        for address in addresses:
            now = ask(cached_site, address)
            if renders():
                rendered.add(address)
            expected = ask(WSGIHandler(), address)
            assert (now.status, now.body) == (expected.status, expected.body), address
            if (now.status, now.body) != (before[address].status, before[address].body):
                changed.add(address)
        assert changed <= rendered
        met = {address for address, answer in before.items() if purged() & keys_of(answer)}
        assert changed <= met
        if change == "no public row":
            assert met == set()
        elif change != "the name of the site":
            assert max(len(rendered), len(met)) < len(addresses)


class TestPagesWithATimeOfTheirOwn:
    FRAGMENT = PUBLIC["curtain"]
    NEWS = "/sitemaps/reviews.xml"

    def test_of_a_clock_that_was_ahead_end_when_it_is_right(self, cached_site):
        Review.objects.filter(slug="the-review").update(headline="Not yet")
        minute = timezone.now() + timedelta(hours=1)
        publish(review=Review.objects.get(slug="the-review"), live_from=minute)
        with time_machine.travel(minute + timedelta(hours=1), tick=False):
            assert b"Not yet" in ask(cached_site, "/reviews/the-review/").body
        assert b"Not yet" not in ask(cached_site, "/reviews/the-review/").body

    def test_end_then_although_nothing_was_changed(self, cached_site, renders):
        publish(review=Review.objects.get(slug="the-review"), note="Mended.")
        for hours, fragment, is_news in [(0, 200, True), (23, 200, True), (25, 410, True)]:
            with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
                assert ask(cached_site, self.FRAGMENT).status == fragment
                assert (b"<news:news>" in ask(cached_site, self.NEWS).body) is is_news
        assert renders() == 3
        with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
            assert b"<news:news>" not in ask(cached_site, self.NEWS).body
