"""JSON-LD, checked against schema.org and against Google's rules for review snippets."""

import copy
import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db.models import prefetch_related_objects
from django.test import Client
from django.urls import reverse

from editions.publishing import publish
from editions.rerendering import rendering_of
from pages.live_editions import live_edition
from pages.reviews.page import public_credits
from pages.sharing.page_metadata import review_metadata
from pages.sharing.structured_data import json_ld
from pages.sharing.structured_data.nodes import same_as_urls
from pages.sharing.structured_data.works import trailer_node
from pages.site import site_without_database
from tests.factories import (
    AlternativeTitleFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    VerdictPointFactory,
)
from tests.pages.page_heads import head_of
from tests.pages.schema_org import nodes, problems
from tests.pages.test_metadata import PAGES

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def published(module_db):
    """A review with a score, of a film with all facts and with a surprise appearance."""
    with time_machine.travel(NOON, tick=False):
        return published_review()


def picture_with_rights():
    picture = ImageFactory(credit="A. Lens")
    picture.rights, picture.license_url = "© 2026 A. Lens", "https://example.org/terms"
    picture.save()
    return picture


def published_review():
    film = FilmFactory(
        title="The Train",
        original_title="Le Train",
        slug="the-film",
        overview="A train leaves.",
        certification="12",
        poster=picture_with_rights(),
        genres=[GenreFactory(name="Western", slug="western")],
        imdb_id="tt1234567",
        tmdb_id=42,
        wikidata_id="Q7",
        letterboxd_slug="the-train",
        trailer_url="https://video.example/1",
        trailer_still=ImageFactory(),
        trailer_date=date(2025, 4, 5),
    )
    AlternativeTitleFactory(film=film, title="Der Zug")
    FranchiseEntryFactory(
        film=film,
        franchise=FranchiseFactory(slug="the-line", name="The Line", universe_name="Lineverse"),
    )
    CreditFactory(
        film=film,
        person=PersonFactory(
            slug="somebody",
            name="Some Body",
            biography="Acts.",
            portrait=ImageFactory(),
            imdb_id="nm1234567",
            tmdb_id=43,
            wikidata_id="Q8",
        ),
    )
    CreditFactory(
        film=film,
        person__name="D. Rector",
        person__slug="d",
        department="Directing",
        job="Director",
    )
    CreditFactory(film=film, person__name="Sur Prise", is_spoiler=True)
    CreditFactory(film=film, person=None)
    critic = CriticFactory(
        slug="a-critic", display_name="A. Critic", bio="Row three.", portrait=ImageFactory()
    )
    review = FullReviewFactory(
        film=film, slug="the-review", headline="Rails & <Ties>", critic=critic
    )
    VerdictPointFactory(
        review=review, polarity="good", position=2, label="", body="It is >!her train!<, *really*."
    )
    publish(review=review)
    return review


@pytest.fixture
def review(clock, db, published):
    return copy.deepcopy(published)


@pytest.fixture(scope="module")
def texts(published):
    """The text of each of `PAGES` at noon, by the name of the page."""
    with time_machine.travel(NOON, tick=False):
        return {name: get(Client(), name, args).text for name, args in PAGES}


def get(client, name, args=()):
    return client.get(reverse(f"pages:{name}", args=args))


def node(client, kind, name, args=()):
    return head_of(get(client, name, args).text).node(kind)


def without(node, *names):
    return {name: value for name, value in node.items() if name not in names}


@pytest.fixture(scope="module")
def revealed(published):
    """The page of the film with its surprises."""
    return get(Client(), "film_revealed", ["the-film"]).text


@pytest.mark.parametrize("name", [name for name, _args in PAGES])
class TestEveryPage:
    def test_types_and_properties_are_those_of_schema_org(self, texts, name):
        [found] = head_of(texts[name]).documents
        assert problems(found) == []

    def test_json_does_not_end_its_script(self, texts, name):
        text = texts[name]
        start = text.index('<script type="application/ld+json">') + 35
        content = text[start : text.index("</script>", start)]
        assert [sign for sign in "<>&\u2028\u2029" if sign in content] == []
        json.loads(content)

    def test_surprises_are_not_in_the_data(self, texts, revealed, name):
        assert "Sur Prise" not in texts[name]
        assert "Sur Prise" in revealed


class TestReview:
    def test_properties_of_a_review(self, client, review):
        found = node(client, "Review", "review", ["the-review"])
        url = f"{SITE}/reviews/the-review/"
        publisher = {
            "@type": "Organization",
            "@id": f"{SITE}/#publisher",
            "name": "Curtain",
            "url": f"{SITE}/",
            "logo": {"@type": "ImageObject", "url": f"{SITE}/static/icons/icon-512.png"},
        }
        assert without(found, "image", "itemReviewed") == {
            "@type": "Review",
            "@id": f"{url}#review",
            "url": url,
            "name": "Rails & <Ties>",
            "headline": "Rails & <Ties>",
            "description": "About Rails & <Ties>.",
            "inLanguage": "en",
            "datePublished": "2026-05-01T12:00:00+00:00",
            "author": {
                "@type": "Person",
                "@id": f"{SITE}/critics/a-critic/#critic",
                "name": "A. Critic",
                "url": f"{SITE}/critics/a-critic/",
            },
            "publisher": publisher,
            "reviewRating": {
                "@type": "Rating",
                "ratingValue": "7.5",
                "bestRating": "10",
                "worstRating": "0",
            },
            "positiveNotes": notes(
                review.points.get(polarity="good", position=1).label, "It is [spoiler], really."
            ),
            "negativeNotes": notes(review.points.get(polarity="bad", position=1).label),
        }
        card, lead = found["image"]
        assert card["url"].startswith(f"{SITE}/share/the-review.png?v=")
        assert lead["url"] == SITE + review.lead_image.file.url

    def test_picture_has_its_credit_and_its_rights(self, client, review):
        image = node(client, "Movie", "film", ["the-film"])["image"]
        assert without(image, "url", "caption") == {
            "@type": "ImageObject",
            "creditText": "A. Lens",
            "copyrightNotice": "© 2026 A. Lens",
            "license": "https://example.org/terms",
        }

    def test_video_without_all_that_is_required_is_left_out(self, review):
        film = review.film
        assert trailer_node(film) != {}
        film.trailer_date = None
        assert trailer_node(film) == {}

    def test_page_of_a_film_has_its_other_titles(self, client, review):
        film = node(client, "Movie", "film", ["the-film"])
        assert film["alternateName"] == ["Le Train", "Der Zug"]

    def test_film_has_its_public_credits(self, client, review):
        film = node(client, "Review", "review", ["the-review"])["itemReviewed"]
        assert without(film, "image") == {
            "@type": "Movie",
            "@id": f"{SITE}/films/the-film/#film",
            "name": "The Train",
            "alternateName": "Le Train",
            "trailer": {
                "@type": "VideoObject",
                "name": "Trailer: The Train",
                "url": "https://video.example/1",
                "thumbnailUrl": SITE + review.film.trailer_still.file.url,
                "uploadDate": "2025-04-05",
            },
            "url": f"{SITE}/films/the-film/",
            "description": "A train leaves.",
            "datePublished": "2025-06-06",
            "duration": "PT125M",
            "contentRating": "12",
            "genre": ["Western"],
            "director": [{"@type": "Person", "name": "D. Rector", "url": f"{SITE}/people/d/"}],
            "actor": film["actor"],
            "sameAs": [
                "https://www.imdb.com/title/tt1234567/",
                "https://www.themoviedb.org/movie/42",
                "https://www.wikidata.org/wiki/Q7",
                "https://letterboxd.com/film/the-train/",
            ],
        }
        names = [person["name"] for person in film["actor"]]
        assert ("Some Body" in names, "Sur Prise" in names, "" in names) == (True, False, False)

    def test_date_modified_is_that_of_a_correction(self, client, review, clock):
        clock.shift(timedelta(hours=1))
        publish(review=review)
        assert "dateModified" not in node(client, "Review", "review", ["the-review"])
        clock.shift(timedelta(hours=1))
        publish(review=review, note="Corrected.")
        found = node(client, "Review", "review", ["the-review"])
        assert found["dateModified"] == "2026-05-01T14:00:00+00:00"

    def test_review_without_score_and_points_has_no_rating_and_notes(self, client, clock, db):
        review = FullReviewFactory(slug="plain", lead_image=None)
        review.points.all().delete()
        verdict = review.verdict
        verdict.score = verdict.scale_best = verdict.scale_step = None
        verdict.save()
        publish(review=review)
        found = node(client, "Review", "review", ["plain"])
        missing = {"reviewRating", "positiveNotes", "negativeNotes"}
        assert missing & found.keys() == set()
        [document] = head_of(get(client, "review", ["plain"]).text).documents
        assert problems(document) == []

    def test_hidden_point_is_not_counted(self, client, review):
        found = node(client, "Review", "review", ["the-review"])["negativeNotes"]
        assert len(found["itemListElement"]) == 1
        assert "The twist" in get(client, "revealed", ["the-review"]).text

    def test_breadcrumbs(self, client, review):
        trail = node(client, "BreadcrumbList", "review", ["the-review"])["itemListElement"]
        assert [(step["position"], step["name"], step["item"]["@id"]) for step in trail] == [
            (1, "Reviews", f"{SITE}/reviews/"),
            (2, "The Train", f"{SITE}/films/the-film/"),
            (3, "Rails & <Ties>", f"{SITE}/reviews/the-review/"),
        ]

    @pytest.mark.parametrize("people", [1, 3])
    def test_no_query_for_any_number_of_credits(self, clock, db, people, django_assert_num_queries):
        review = FullReviewFactory(slug="x")
        for _number in range(people):
            CreditFactory(film=review.film)
        publish(review=review)
        edition = live_edition("x")
        page = {"corrected": None, "film": {"facts": {"genres": []}}}
        credits = public_credits(edition.film)
        prefetch_related_objects([edition], "bylines")
        with site_without_database(), django_assert_num_queries(0):
            review_metadata(edition, rendering_of(edition), page=page, credits=credits)


def notes(*names):
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name}
            for position, name in enumerate(names, 1)
        ],
    }


class TestGoogle:
    """https://developers.google.com/search/docs/appearance/structured-data/review-snippet"""

    def test_required_properties_of_a_review(self, client, review):
        found = node(client, "Review", "review", ["the-review"])
        assert found["author"]["name"]
        assert found["itemReviewed"]["name"]
        assert found["itemReviewed"]["@type"] == "Movie"
        rating = found["reviewRating"]
        low, value, high = (
            float(rating[name]) for name in ("worstRating", "ratingValue", "bestRating")
        )
        assert low <= value <= high
        assert len(found["positiveNotes"]["itemListElement"]) >= 2

    def test_required_properties_of_a_movie(self, client, review):
        found = node(client, "Movie", "film", ["the-film"])
        assert (found["name"], found["image"]["url"]) == (
            "The Train",
            SITE + review.film.poster.file.url,
        )
        assert "aggregateRating" not in found

    @pytest.mark.parametrize("name", [name for name, _args in PAGES])
    def test_required_properties_of_breadcrumbs(self, texts, name):
        [document] = head_of(texts[name]).documents
        for trail in (n for n in nodes(document) if n.get("@type") == "BreadcrumbList"):
            steps = trail["itemListElement"]
            assert [step["position"] for step in steps] == [*range(1, len(steps) + 1)]
            assert [step for step in steps if not (step["name"] and step["item"]["@id"])] == []


class TestOtherPages:
    def test_home_page_describes_site_and_search(self, client, review):
        found = node(client, "WebSite", "home")
        assert (found["name"], found["url"]) == ("Curtain", f"{SITE}/")
        action = found["potentialAction"]
        assert action["query-input"] == "required name=search_term_string"
        template = action["target"]["urlTemplate"]
        assert template == SITE + reverse("pages:search") + "?q={search_term_string}"

    def test_franchise_has_its_films(self, client, review):
        found = node(client, "MovieSeries", "franchise", ["the-line"])
        assert (found["name"], found["alternateName"]) == ("The Line", "Lineverse")
        assert [film["name"] for film in found["hasPart"]] == ["The Train"]

    def test_person_and_critic_are_persons(self, client, review):
        person = node(client, "Person", "person", ["somebody"])
        assert (person["name"], person["description"]) == ("Some Body", "Acts.")
        assert person["sameAs"] == [
            "https://www.imdb.com/name/nm1234567/",
            "https://www.themoviedb.org/person/43",
            "https://www.wikidata.org/wiki/Q8",
        ]
        critic = node(client, "Person", "critic", ["a-critic"])
        assert (critic["name"], critic["worksFor"]["name"]) == ("A. Critic", "Curtain")

    @pytest.mark.parametrize(
        ("name", "entry", "address"),
        [
            ("reviews", "Rails & <Ties>", "/reviews/the-review/"),
            ("films", "The Train", "/films/the-film/"),
            ("franchises", "The Line", "/franchises/the-line/"),
            ("critics", "A. Critic", "/critics/a-critic/"),
        ],
    )
    def test_list_has_its_entries(self, client, review, name, entry, address):
        found = node(client, "CollectionPage", name)
        listed = found["mainEntity"]["itemListElement"]
        assert [(item["position"], item["name"], item["url"]) for item in listed] == [
            (1, entry, SITE + address)
        ]

    def test_thing_without_ids_has_no_same_as_urls(self):
        assert same_as_urls("title", imdb=None, tmdb=None, wikidata=None) == []


class TestJsonLd:
    def test_empty_properties_are_left_out(self):
        node = {"@type": "Movie", "name": "A", "url": "", "image": {"url": None}, "genre": []}
        assert json.loads(json_ld(node, {}))["@graph"] == [{"@type": "Movie", "name": "A"}]

    def test_zero_is_kept(self):
        assert json.loads(json_ld({"position": 0}))["@graph"] == [{"position": 0}]

    def test_special_characters_are_escaped(self):
        text = "</script><!-- & \u2028\u2029 é"
        written = json_ld({"name": text})
        assert json.loads(written)["@graph"] == [{"name": text}]
        assert [sign for sign in "<>&\u2028\u2029" if sign in written] == []
        assert "é" in written


class TestSchemaOrg:
    """`problems` finds each kind of problem, so an empty list proves something."""

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"@type": "Film"}, "Film is no type"),
            ({}, "None is no type"),
            ({"@type": "Movie", "colour": "red"}, "Movie has no colour"),
            ({"@type": "Movie", "name": 5}, "Movie.name is not 5"),
            ({"@type": "Movie", "name": " "}, "Movie.name is not ' '"),
            ({"@type": "Movie", "url": "/films/x/"}, "Movie.url is not '/films/x/'"),
            ({"@type": "Movie", "datePublished": "June"}, "Movie.datePublished is not 'June'"),
            ({"@type": "Movie", "duration": "125"}, "Movie.duration is not '125'"),
            ({"@type": "Movie", "director": {"@type": "Movie"}}, "Movie.director is not"),
            ({"@type": "Movie", "director": {"@id": "#nobody"}}, "Movie.director is not"),
            ({"@type": "Movie", "director": [{"@type": "Person", "x": 1}]}, "Person has no x"),
            ({"@type": "ListItem", "position": True}, "ListItem.position is not True"),
        ],
    )
    def test_each_problem_is_found(self, wrong, said):
        [found] = problems({"@context": "https://schema.org", "@graph": [wrong]})
        assert found.startswith(said)

    def test_valid_document_has_no_problems(self):
        film = {"@type": "Movie", "@id": "#f", "duration": "PT2H5M", "datePublished": "2025-06-06"}
        review = {"@type": "Review", "itemReviewed": {"@id": "#f"}, "name": "A"}
        assert problems({"@context": "https://schema.org", "@graph": [film, review]}) == []
