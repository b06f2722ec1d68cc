"""The filters of the list of reviews."""

from datetime import date

import pytest
from django.urls import reverse

from editions.publishing import publish, withdraw
from editions.rerendering import rerender
from films.models import Film
from pages.reviews import filters
from pages.reviews import views as reviews
from reviews.models import Review
from tests.factories import (
    AudienceFitFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ReviewFactory,
    VerdictFactory,
)

pytestmark = pytest.mark.django_db


def get(client, query=""):
    return client.get(reverse("pages:reviews") + query)


def listed(client, query=""):
    return sorted(card.headline for card in get(client, query).context["cards"])


def facets(client, query=""):
    """The labels and counts of the choices by filter. A star marks the chosen label."""
    return {
        facet.name: [
            (choice.label + "*" * choice.is_chosen, choice.count) for choice in facet.choices
        ]
        for facet in get(client, query).context["facets"]
    }


def published(headline, *, fits=(), recommendation="recommended", film=None, critic=None):
    review = ReviewFactory(
        headline=headline, film=film or FilmFactory(), critic=critic or CriticFactory()
    )
    VerdictFactory(review=review, recommendation=recommendation)
    for premise, answer in fits:
        AudienceFitFactory(review=review, premise=premise, answer=answer)
    publish(review=review)
    return review


@pytest.fixture(scope="module")
def three_reviews(module_db):
    """Three reviews that give every filter at least two choices."""
    horror, comedy = GenreFactory(name="Horror"), GenreFactory(name="Comedy")
    saga, other = FranchiseFactory(name="Saga"), FranchiseFactory(name="Other")
    ann, bob = CriticFactory(display_name="Ann"), CriticFactory(display_name="Bob")
    one = FilmFactory(genres=[horror, comedy], release_date=date(1979, 5, 25))
    two = FilmFactory(genres=[horror], release_date=date(1986, 1, 1), release_precision="year")
    three = FilmFactory(release_date=date(1986, 12, 31))
    for franchise, film in ((saga, one), (saga, two), (other, three)):
        FranchiseEntryFactory(franchise=franchise, film=film)
    gore, quiet = "you like gore", "you like quiet"
    published("One", film=one, critic=ann, recommendation="must_see", fits=[(gore, "yes")])
    published("Two", film=two, critic=ann, fits=[(gore, "yes"), (quiet, "no")])
    published("Three", film=three, critic=bob, fits=[(gore, "no"), (quiet, "yes")])


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "headlines"),
        [
            ("", ["One", "Three", "Two"]),
            ("?genre=horror", ["One", "Two"]),
            ("?genre=comedy", ["One"]),
            ("?franchise=other", ["Three"]),
            ("?year=1986", ["Three", "Two"]),
            ("?critic=ann", ["One", "Two"]),
            ("?recommendation=must_see", ["One"]),
            ("?audience=you+like+gore", ["One", "Two"]),
            ("?audience=you+like+quiet", ["Three"]),
            ("?genre=horror&year=1986", ["Two"]),
            ("?franchise=saga&critic=ann&audience=you+like+gore", ["One", "Two"]),
            ("?genre=comedy&year=1986", []),
        ],
    )
    def test_filters_narrow_the_list_and_combine(self, client, three_reviews, query, headlines):
        assert listed(client, query) == headlines

    def test_counts_depend_on_the_other_active_filters(self, client, three_reviews):
        assert facets(client) == {
            "genre": [("Comedy", 1), ("Horror", 2)],
            "franchise": [("Other", 1), ("Saga", 2)],
            "year": [("1986", 2), ("1979", 1)],
            "critic": [("Ann", 2), ("Bob", 1)],
            "recommendation": [("Must see", 1), ("Recommended", 2)],
            "audience": [("you like gore", 2), ("you like quiet", 1)],
        }
        assert facets(client, "?genre=horror&year=1986") == {
            "genre": [("Horror*", 1)],
            "year": [("1986*", 1), ("1979", 1)],
        }

    def test_active_filters_without_a_result_stay_in_the_form(self, client, three_reviews):
        response = get(client, "?genre=comedy&year=1986")
        assert "No review matches all of these filters." in response.text
        assert facets(client, "?genre=comedy&year=1986") == {
            "genre": [("Comedy*", 0), ("Horror", 1)],
            "year": [("1986*", 0), ("1979", 1)],
        }

    def test_a_value_without_a_live_review_is_not_offered(self, client, three_reviews):
        western = GenreFactory(name="Western")
        FilmFactory(genres=[western])
        ReviewFactory(film__genres=[western])
        gone = published("Gone", film=FilmFactory(genres=[western]))
        assert ("Western", 1) in facets(client)["genre"]
        withdraw(review=gone)
        assert facets(client)["genre"] == [("Comedy", 1), ("Horror", 2)]

    def test_a_premise_that_a_review_has_twice_counts_once(self, client, three_reviews):
        published("Four", fits=[("you like gore", "yes"), ("you like gore", "yes")])
        assert facets(client)["audience"] == [("you like gore", 3), ("you like quiet", 1)]
        assert listed(client, "?audience=you+like+gore") == ["Four", "One", "Two"]

    def test_the_most_frequent_choices_are_kept(self, client, three_reviews, monkeypatch):
        published("Four", fits=[("you like fog", "yes"), ("you like quiet", "yes")])
        monkeypatch.setattr(filters, "MAX_CHOICES", 2)
        gore, quiet = ("you like gore", 2), ("you like quiet", 2)
        assert facets(client)["audience"] == [gore, quiet]
        chosen = facets(client, "?audience=you+like+fog")["audience"]
        assert ("you like fog*", 1) in chosen
        assert len(chosen) == 2
        text = get(client).text
        assert ">For you if (the 2 most frequent)</label>" in text
        assert ">Verdict</label>" in text

    def test_a_filter_with_one_choice_is_left_out(self, client, three_reviews):
        for headline in ("Two", "Three"):
            withdraw(review=Review.objects.get(headline=headline))
        film = Film.objects.get(editions__headline="One")
        film.genres.remove(*film.genres.all()[1:])
        assert facets(client) == {}
        assert 'class="filters"' not in get(client).text

    @pytest.mark.parametrize("count", [1, 3])
    def test_fixed_number_of_queries(self, client, three_reviews, count, django_assert_num_queries):
        film = FilmFactory(genres=[GenreFactory(name="Western")])
        critic = CriticFactory(display_name="Cat")
        for number in range(count):
            published(f"More {number}", film=film, critic=critic)
        # The active filters, what is scheduled, the count, the page (3), the choices of each active
        # filter (2) and of the others.
        with django_assert_num_queries(10):
            response = get(client, "?genre=western&critic=cat")
        assert len(response.context["cards"]) == count


class TestChips:
    def test_each_chip_links_to_the_list_without_its_filter(self, client, three_reviews):
        chips = get(client, "?genre=horror&year=1986").context["chips"]
        assert [(chip.label, chip.value, chip.url) for chip in chips] == [
            ("Genre", "Horror", "/reviews/?year=1986"),
            ("Year of the film", "1986", "/reviews/?genre=horror"),
        ]
        for words in ("Genre:</span> Horror</a>", "Year of the film:</span> 1986</a>"):
            assert words in get(client, "?genre=horror&year=1986").text
        last = get(client, "?recommendation=must_see").context["chips"]
        assert [(chip.value, chip.url) for chip in last] == [("Must see", "/reviews/")]


class TestCriticsOfOneName:
    NAMES = ("Ada Test · ada-test", "ada test · ada-test-2")

    @pytest.fixture(autouse=True)
    def _reviews(self, db):
        for name, slug in (("Ada Test", "ada-test"), ("ada test", "ada-test-2")):
            published(slug, critic=CriticFactory(display_name=name, slug=slug))

    def test_have_their_slugs_beside_the_name(self, client):
        first, second = self.NAMES
        assert facets(client)["critic"][:2] == [(first, 1), (second, 1)]
        response = get(client, "?critic=ada-test-2")
        assert [chip.value for chip in response.context["chips"]] == [second]

    @pytest.mark.search_index
    def test_in_the_search(self, client):
        response = client.get(reverse("pages:search"), {"q": "ada", "kind": "review"})
        [facet] = [each for each in response.context["facets"] if each.name == "critic"]
        assert {choice.label for choice in facet.choices} == set(self.NAMES)

    def test_a_name_of_one_critic_stands_alone(self, client):
        published("third", critic=CriticFactory(display_name="Ada Tester"))
        assert ("Ada Tester", 1) in facets(client)["critic"]


class TestURL:
    @pytest.mark.parametrize(
        ("query", "target"),
        [
            ("?genre=&franchise=&year=", ""),
            ("?genre=horror&franchise=&year=&critic=", "?genre=horror"),
            ("?year=1986&genre=horror", "?genre=horror&year=1986"),
            ("?genre=comedy&genre=horror", "?genre=horror"),
            ("?utm_source=x&genre=", ""),
        ],
    )
    def test_unnormalized_query_redirects_to_the_normalized_one(
        self, client, three_reviews, query, target
    ):
        response = get(client, query)
        assert (response.status_code, response.url) == (302, f"/reviews/{target}")

    @pytest.mark.parametrize(
        ("query", "canonical", "robots"),
        [
            ("", "", ""),
            ("?utm_source=x", "", ""),
            ("?genre=horror", "?genre=horror", ""),
            ("?genre=horror&utm_source=x", "?genre=horror", ""),
            ("?year=1986", "?year=1986", ""),
            ("?genre=horror&year=1986", "?genre=horror&amp;year=1986", "noindex, follow"),
            ("?audience=you+like+gore", "?audience=you+like+gore", "noindex, follow"),
            ("?genre=opera", "", "noindex, follow"),
            ("?genre=horror&page=2", "?genre=horror&amp;page=2", ""),
        ],
    )
    def test_canonical_url_and_robots(
        self, client, three_reviews, monkeypatch, query, canonical, robots
    ):
        monkeypatch.setattr(reviews, "PAGE_SIZE", 1)
        response = get(client, query)
        link = f'<link rel="canonical" href="http://127.0.0.1:8000/reviews/{canonical}">'
        assert response.text.count(link) == 1
        assert response.context.get("robots", "") == robots

    def test_too_long_url_is_answered_without_a_redirect(self, client, three_reviews):
        response = get(client, f"?genre=horror&year=&critic={'x' * 60_000}")
        assert (response.status_code, listed(client, "?genre=horror")) == (200, ["One", "Two"])
        assert sorted(card.headline for card in response.context["cards"]) == ["One", "Two"]
        assert 'reviews/?genre=horror">' in response.text

    def test_pager_keeps_the_filters(self, client, three_reviews, monkeypatch):
        monkeypatch.setattr(reviews, "PAGE_SIZE", 1)
        response = get(client, "?genre=horror")
        assert 'rel="next" href="?genre=horror&amp;page=2"' in response.text
        both = [listed(client, f"?genre=horror&page={page}") for page in (1, 2)]
        assert both == [["Two"], ["One"]]
        assert get(client, "?genre=horror&page=3").status_code == 404
        assert get(client, "?genre=horror&page=x").status_code == 404


NAMES = [each.name for each in filters.FILTERS]
UNKNOWN = ["nonsense", "0", "-1", "99999", "\0", "'\"<b>", "x" * 5000, "²", "🎬", "yes:"]


class TestUnknownValues:
    @pytest.mark.parametrize(
        "query",
        [
            *({name: "nonsense"} for name in NAMES),
            *(dict.fromkeys(NAMES, value) for value in UNKNOWN),
        ],
    )
    def test_unknown_value_is_ignored_with_a_message(self, client, three_reviews, query):
        response = client.get(reverse("pages:reviews"), query)
        assert (response.status_code, len(response.context["cards"])) == (200, 3)
        said = " was ignored, because no review here matches "
        assert response.text.count(said) == len(query)
        assert "<b>" not in response.text

    def test_known_filter_beside_an_unknown_value_is_applied(self, client, three_reviews):
        response = get(client, "?genre=horror&critic=nobody")
        assert listed(client, "?genre=horror&critic=nobody") == ["One", "Two"]
        words = "The filter “Critic” was ignored, because no review here matches “nobody”."
        assert words in response.text

    def test_value_without_a_live_review_is_unknown(self, client, three_reviews):
        GenreFactory(name="Western")
        words = "The filter “Genre” was ignored, because no review here matches “western”."
        assert words in get(client, "?genre=western").text


class TestCards:
    def test_card_has_score_and_reading_time(self, client):
        review = ReviewFactory(headline="Scored")
        VerdictFactory(review=review, scored=True, summary="word " * 700)
        publish(review=review)
        card = get(client).context["cards"][0]
        assert (card.score, card.spoken_score, card.reading_minutes) == (
            "7.5/10",
            "7.5 out of 10",
            3,
        )
        assert "3 minutes" in get(client).text

    def test_card_without_a_score(self, client):
        published("Unscored")
        card = get(client).context["cards"][0]
        assert (card.score, card.spoken_score, card.reading_minutes) == ("", "", 1)
        assert "rating__score" not in get(client).text

    def test_rerendering_updates_the_reading_time(self, client):
        review = published("Short")
        review.editions.update(reading_minutes=99)
        rerender(review.editions.all())
        assert get(client).context["cards"][0].reading_minutes == 1
