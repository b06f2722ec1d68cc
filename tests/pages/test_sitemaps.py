"""The sitemap."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.urls import reverse

from editions.publishing import publish, withdraw
from films.models import Film
from pages.sharing import sitemaps
from tests.factories import (
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
    SectionFactory,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SITE = "http://127.0.0.1:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_page(monkeypatch):
    """The sequences of PostgreSQL go on from test to test, so rows may be in any range."""
    monkeypatch.setattr(sitemaps, "KEYS_ON_PAGE", 1_000_000_000)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def read(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(response.content)


def section(client, name, **query):
    return read(client.get(reverse("pages:sitemap_section", args=[name]), query))


def texts(element, path):
    return [found.text for found in element.findall(path, NAMES)]


def paths(client, name, **query):
    return [loc.removeprefix(SITE) for loc in texts(section(client, name, **query), "s:url/s:loc")]


@pytest.mark.both_databases
class TestIndex:
    def test_sections_with_entries_are_listed(self, client):
        FilmFactory()
        index = read(client.get("/sitemap.xml"))
        assert index.tag == f"{{{NAMES['s']}}}sitemapindex"
        assert texts(index, "s:sitemap/s:loc") == [
            f"{SITE}/sitemaps/pages.xml",
            f"{SITE}/sitemaps/films.xml",
        ]

    def test_pages_of_a_long_section_are_listed(self, client, monkeypatch):
        monkeypatch.setattr(sitemaps, "KEYS_ON_PAGE", 2)
        films = [FilmFactory(slug=f"film-{number}") for number in range(9)]
        # A page without a row is not listed.
        empty = films[4].pk // 2
        Film.objects.filter(pk__in=(empty * 2, empty * 2 + 1)).delete()
        left = [film for film in films if film.pk // 2 != empty]
        found = texts(read(client.get("/sitemap.xml")), "s:sitemap/s:loc")
        count = len({film.pk // 2 for film in left})
        assert [loc for loc in found if "films" in loc] == [
            f"{SITE}/sitemaps/films.xml",
            *(f"{SITE}/sitemaps/films.xml?p={number}" for number in range(2, count + 1)),
        ]
        by_page = [paths(client, "films", p=page) for page in range(1, count + 1)]
        assert {len(page) for page in by_page} <= {1, 2}
        assert [path for page in by_page for path in page] == [
            f"/films/{film.slug}/" for film in left
        ]
        assert client.get(f"/sitemaps/films.xml?p={count + 1}").status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_six_queries_for_any_number_of_entries(self, client, count, django_assert_num_queries):
        for _number in range(count):
            publish(review=FullReviewFactory())
        with django_assert_num_queries(6):
            client.get("/sitemap.xml")

    @pytest.mark.parametrize(
        "path", ["/sitemaps/none.xml", "/sitemaps/films.xml?p=2", "/sitemaps/pages.xml?p=2"]
    )
    def test_unknown_section_or_page_is_404(self, client, path):
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "x", "", "²", "9" * 12])
    def test_invalid_page_number_is_404(self, client, page):
        assert client.get(f"/sitemaps/films.xml?p={page}").status_code == 404


class TestPages:
    def test_listed_pages_exist(self, client):
        found = paths(client, "pages")
        assert found == [
            *("/", "/reviews/", "/films/", "/franchises/", "/people/", "/critics/", "/about/")
        ]
        assert {client.get(path).status_code for path in found} == {200}


class TestReviews:
    def test_live_reviews_are_listed_newest_first(self, client, clock):
        for hours, slug in enumerate(["older", "newer", "gone"]):
            clock.move_to(NOON + hours * HOUR)
            review = FullReviewFactory(slug=slug)
            publish(review=review)
        FullReviewFactory(slug="draft")
        publish(review=FullReviewFactory(slug="later"), live_from=NOON + 9 * HOUR)
        clock.move_to(NOON + 3 * HOUR)
        withdraw(review=review)
        assert paths(client, "reviews") == ["/reviews/newer/", "/reviews/older/"]
        clock.move_to(NOON + 9 * HOUR)
        assert paths(client, "reviews") == ["/reviews/later/", "/reviews/newer/", "/reviews/older/"]

    def test_lastmod_changes_only_with_a_note(self, client, clock):
        review = FullReviewFactory()
        publish(review=review)

        def changed():
            return texts(section(client, "reviews"), "s:url/s:lastmod")

        clock.move_to(NOON + HOUR)
        publish(review=review)
        assert changed() == ["2026-05-01T12:00:00+00:00"]
        clock.move_to(NOON + 2 * HOUR)
        publish(review=review, note="Corrected.")
        assert changed() == ["2026-05-01T14:00:00+00:00"]

    def test_pictures_behind_curtains_are_not_listed(self, client):
        film = FilmFactory(poster=ImageFactory())
        review = FullReviewFactory(film=film)
        hidden = ImageFactory(name="hidden.png")
        SectionFactory(review=review, placement="full_story", body="![A grave](images/hidden.png)")
        edition = publish(review=review)
        assert hidden in edition.images.all()
        pictures = texts(section(client, "reviews"), "s:url/i:image/i:loc")
        assert pictures == [SITE + image.file.url for image in (review.lead_image, film.poster)]

    def test_news_entry_exists_for_two_days(self, client, clock):
        publish(review=FullReviewFactory(headline="Now & <then>", language="de-AT"))
        clock.move_to(NOON + timedelta(days=2))
        [news] = section(client, "reviews").findall("s:url/n:news", NAMES)
        assert {child.tag.partition("}")[2]: child.text for child in news.iter()} | {
            "news": None,
            "publication": None,
        } == {
            "news": None,
            "publication": None,
            "name": "Curtain",
            "language": "de",
            "publication_date": "2026-05-01T12:00:00+00:00",
            "title": "Now & <then>",
        }
        clock.move_to(NOON + timedelta(days=2, seconds=1))
        assert section(client, "reviews").findall("s:url/n:news", NAMES) == []

    def test_characters_that_xml_does_not_allow_are_left_out(self, client):
        edition = publish(review=FullReviewFactory())
        edition.headline = "A\x0bB"
        edition.save()
        assert texts(section(client, "reviews"), "s:url/n:news/n:title") == ["AB"]


class TestPeople:
    def test_only_people_with_public_credits_are_listed(self, client):
        known = PersonFactory(slug="known", portrait=ImageFactory())
        CreditFactory(person=known)
        CreditFactory(person=known, is_spoiler=True)
        CreditFactory(person__slug="surprise", person__portrait=ImageFactory(), is_spoiler=True)
        PersonFactory(slug="nobody")
        assert paths(client, "people") == ["/people/known/"]
        pictures = texts(section(client, "people"), "s:url/i:image/i:loc")
        assert pictures == [SITE + known.portrait.file.url]

    def test_surprise_that_becomes_public_is_listed(self, client):
        credit = CreditFactory(person__slug="surprise", is_spoiler=True)
        credit.is_spoiler = False
        credit.save()
        assert paths(client, "people") == ["/people/surprise/"]


class TestFacts:
    @pytest.fixture
    def reviewed(self, clock):
        """A review from noon. There are also a film, a franchise and a critic without a review."""
        entry = FranchiseEntryFactory(film__slug="train", franchise__slug="line")
        FranchiseEntryFactory(film__slug="car", franchise__slug="road")
        critic = CriticFactory(slug="a-critic")
        CriticFactory(slug="idle")
        review = FullReviewFactory(film=entry.film, critic=critic)
        publish(review=review)
        clock.shift(HOUR)
        return review

    def dated(self, client, name):
        return {
            url.find("s:loc", NAMES).text.removeprefix(SITE): url.findtext("s:lastmod", "", NAMES)
            for url in section(client, name).findall("s:url", NAMES)
        }

    def test_lastmod_is_the_date_of_the_newest_review(self, client, reviewed):
        noon = "2026-05-01T12:00:00+00:00"
        assert self.dated(client, "films") == {"/films/train/": noon, "/films/car/": ""}
        assert self.dated(client, "franchises") == {
            "/franchises/line/": noon,
            "/franchises/road/": "",
        }
        assert self.dated(client, "critics") == {"/critics/a-critic/": noon}

    def test_withdrawn_review_gives_no_date(self, client, reviewed):
        withdraw(review=reviewed)
        assert set(self.dated(client, "films").values()) == {""}
        assert self.dated(client, "critics") == {}

    def test_films_have_their_pictures(self, client):
        film = FilmFactory(poster=ImageFactory(), backdrop=ImageFactory())
        pictures = texts(section(client, "films"), "s:url/i:image/i:loc")
        assert pictures == [SITE + image.file.url for image in (film.poster, film.backdrop)]


class TestEverySection:
    @pytest.mark.parametrize(
        ("name", "queries"),
        [("reviews", 3), ("films", 2), ("franchises", 3), ("people", 2), ("critics", 3)],
    )
    @pytest.mark.parametrize("count", [1, 3])
    def test_fixed_number_of_queries(self, client, name, queries, count, django_assert_num_queries):
        for _number in range(count):
            film = FilmFactory(poster=ImageFactory())
            FranchiseEntryFactory(film=film)
            critic = CriticFactory(portrait=ImageFactory())
            publish(review=FullReviewFactory(film=film, critic=critic))
        with django_assert_num_queries(queries):
            section(client, name)

    @pytest.mark.parametrize("name", sitemaps.SECTION_NAMES)
    def test_urls_start_with_site_url_for_any_host(self, client, settings, name):
        publish(review=FullReviewFactory())
        FranchiseEntryFactory()
        settings.SITE_URL = "https://curtain.example"
        settings.ALLOWED_HOSTS = ["*"]
        address = reverse("pages:sitemap_section", args=[name])
        found = read(client.get(address, headers={"host": "evil.example"}))
        locations = texts(found, "s:url/s:loc")
        assert locations
        assert {loc.startswith("https://curtain.example/") for loc in locations} == {True}

    @pytest.mark.parametrize("name", sitemaps.SECTION_NAMES)
    def test_unchanged_section_is_304_and_post_is_405(self, client, name):
        address = reverse("pages:sitemap_section", args=[name])
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        assert client.post(address).status_code == 405
