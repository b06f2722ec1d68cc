"""The search page, on SQLite and on PostgreSQL."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cast.models import Credit
from editions.models import Edition
from editions.publishing import publish
from films.models import Film
from pages.search import views
from pages.search.models import SearchDocument
from site_settings.models import SitePage
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
)
from tests.pages.search_pages import counted, found, published, search

pytestmark = [pytest.mark.django_db, pytest.mark.search_index, pytest.mark.both_databases]


class TestWords:
    def test_words_are_found_by_their_stems(self, client):
        published("The replicants were dancing.", headline="One")
        assert found(client, "replicant dances") == ["One"]

    @pytest.mark.parametrize("typed", ["amelie", "AMÉLIE", "Ame\u0301lie", "amél"])
    def test_accents_and_case_are_ignored(self, client, typed):
        FilmFactory(title="Le Fabuleux Destin d’Amélie Poulain")
        assert found(client, typed) == ["Le Fabuleux Destin d’Amélie Poulain"]

    def test_own_pages_are_found_while_they_are_published(self, client):
        page = SitePage(title="Legal notice", slug="imprint", is_published=True)
        page.body = "Publisher: the *Velvet* Row."
        page.save()
        assert found(client, "velvet publisher", kind="page") == ["Legal notice"]
        assert 'href="/imprint/"' in client.get("/search/?q=legal").text
        page.body = "Nobody."
        page.save()
        assert found(client, "velvet") == []
        page.is_published = False
        page.save()
        assert found(client, "legal") == []
        assert not SearchDocument.objects.filter(kind="page").exists()

    def test_stroke_of_a_letter_is_ignored(self, client):
        CreditFactory(person=PersonFactory(name="Søren Łukasz"), film__title="Ida")
        assert found(client, "soren lukasz", kind="person") == ["Søren Łukasz"]

    def test_only_the_last_word_may_be_a_prefix(self, client):
        FilmFactory(title="Parabellum Rising")
        assert found(client, "parab") == ["Parabellum Rising"]
        assert found(client, "rising parab") == ["Parabellum Rising"]
        assert found(client, "parab rising") == []

    def test_words_in_quotes_must_follow_each_other(self, client):
        published("A cold war in a hot room.", headline="Cold")
        assert found(client, '"cold war"') == ["Cold"]
        assert found(client, '"war cold"') == []
        assert found(client, "war cold") == ["Cold"]

    def test_every_word_must_be_found_in_some_field(self, client):
        published("A duel.", headline="Rain", film=FilmFactory(title="The Long Night"))
        assert found(client, "rain duel night", kind="review") == ["Rain"]
        assert found(client, "rain duel day", kind="review") == []

    def test_stop_word_as_a_title_is_found(self, client):
        FilmFactory(title="It")
        assert found(client, "it") == ["It"]

    def test_stop_words_count(self, client):
        published("Lost in space.", headline="One")
        assert found(client, '"in space"') == ["One"]
        assert found(client, '"space in"') == []
        assert found(client, "the space") == []

    def test_last_word_may_be_a_prefix_of_an_inflected_word(self, client):
        published("The replicants were dancing.", headline="One")
        for typed in ("danc", "danci", "dancing", "dances"):
            assert found(client, typed) == ["One"]
        assert found(client, "dan") == []

    def test_prefix_in_a_text_counts_only_if_nothing_else_is_found(self, client):
        published("The replicants were dancing.", headline="One")
        published("They danced.", headline="Dancer")
        assert found(client, "danc") == ["Dancer", "One"]
        published("Nothing.", headline="Danci")
        assert found(client, "danci") == ["Danci"]

    @pytest.mark.parametrize(
        ("title", "typed"),
        [
            ("Spider-Man", "spiderman"),
            ("Spiderman", "spider-man"),
            ("Ocean’s Eleven", "oceans eleven"),
            ("Ocean’s Eleven", "ocean eleven"),
            ("M*A*S*H", "mash"),
            ("L.A. Confidential", "la confidential"),
            ("L’Avventura", "avventura"),
            ("WALL·E", "walle"),
        ],
    )
    def test_compounds_are_found_joined_and_split(self, client, title, typed):
        FilmFactory(title=title)
        assert found(client, typed) == [title]

    @pytest.mark.parametrize(
        ("title", "typed"),
        [
            ("七人の侍", "侍"),
            ("七人の侍", "七人"),
            ("隠し砦の三悪人", "三悪人 砦"),
            ("기생충", "생충"),
            ("ฉลาดเกมส์โกง", "เกมส์"),
        ],
    )
    def test_scripts_without_spaces_are_searched_by_character(self, client, title, typed):
        FilmFactory(title="人七", slug="other", overview="충생 悪人三 ส์เกม")
        FilmFactory(title=title, slug="film")
        response = search(client, typed)
        assert [hit.plain_title for hit in response.context["hits"]] == [title]
        assert "<mark>" in response.context["hits"][0].title


class TestRanking:
    def test_equal_title_is_before_titles_and_texts_with_the_word(self, client):
        for title, overview in (
            ("Another", "It has a harbour in it."),
            ("The Harbour Lights of Old", ""),
            ("Harbour", ""),
        ):
            FilmFactory(title=title, overview=overview)
        FilmFactory(title="Harbour: The Return", overview="Harbour, harbour, harbour.")
        assert found(client, "harbour the return")[0] == "Harbour: The Return"
        Film.objects.get(title="Harbour: The Return").delete()
        assert found(client, "harbour") == ["Harbour", "The Harbour Lights of Old", "Another"]

    def test_review_of_the_equal_title_is_before_reviews_of_similar_titles(self, client):
        published(headline="Wet", film=FilmFactory(title="Harbour"))
        published(
            "Harbour, harbour, harbour.",
            headline="Harbour again",
            film=FilmFactory(title="Harbour: The Return"),
        )
        assert found(client, "harbour", kind="review") == ["Wet", "Harbour again"]
        assert found(client, "harbour")[:2] == ["Harbour", "Wet"]

    def test_order_is_title_review_longer_title_name_lede_text(self, client):
        FilmFactory(title="A", overview="Kestrel, kestrel, kestrel.")
        FilmFactory(title="B", tagline="Kestrel and kestrel.")
        CreditFactory(film__title="C", person__name="Ann Kestrel", characters=[])
        FilmFactory(title="Kestrels", overview="Kestrel.")
        film = FilmFactory(title="Kestrel")
        published("A bird. " * 200, headline="Review", film=film)
        titles = ["Kestrel", "Review", "Kestrels", "Ann Kestrel", "C", "B", "A"]
        assert found(client, "kestrel") == titles

    def test_title_that_begins_with_the_words_is_before_other_titles_with_them(self, client):
        for title in ("The Kestrels", "Kestrels and Kites", "A Kestrel"):
            FilmFactory(title=title)
        assert found(client, "kestrel") == ["Kestrels and Kites", "A Kestrel", "The Kestrels"]
        assert found(client, "kestrels") == ["Kestrels and Kites", "A Kestrel", "The Kestrels"]

    def test_words_that_recur_in_a_text_are_before_words_that_it_has_once(self, client):
        published("A spider-man dances in a cold war. " * 3, headline="Often")
        published("A spider-man, who once danced in a cold war.", headline="Once")
        for typed in ("dancing", "danc", '"cold war"', "spider-man", "cold spiderman"):
            assert found(client, typed) == ["Often", "Once"]

    def test_equals_are_ordered_by_kind_and_the_last_added_is_first(self, client):
        reviews = [published("A kestrel.", headline=name) for name in ("One", "Two")]
        for name in ("Older", "Newer"):
            FilmFactory(title=name, overview="A kestrel.")
        expected = ["Newer", "Older", "Two", "One"]
        assert found(client, "kestrel") == expected
        for review in reviews:
            publish(review=review)
            assert found(client, "kestrel") == expected
        call_command("rebuild_search", verbosity=0)
        assert found(client, "kestrel") == expected

    def test_film_is_found_by_original_title_and_public_names(self, client):
        film = FilmFactory(title="Spirited Away", original_title="Sen to Chihiro", slug="away")
        character = CharacterFactory(name="Yubaba")
        CreditFactory(film=film, person__name="Mari Natsuki", characters=[character])
        for words in ("sen chihiro", "natsuki", "yubaba"):
            assert found(client, words, kind="film") == ["Spirited Away"]

    def test_review_is_found_by_film_and_critic(self, client):
        published(
            headline="Wet",
            film=FilmFactory(title="Ponyo", original_title="Gake no uta"),
            critic=CriticFactory(display_name="Hester Omondi"),
        )
        for words in ("ponyo", "gake", "omondi"):
            assert found(client, words, kind="review") == ["Wet"]


class TestHits:
    def test_hits_of_every_kind_link_to_their_pages(self, client):
        critic = CriticFactory(display_name="Ann Comet", bio="Writes.", portrait=ImageFactory())
        film = FilmFactory(title="Comet", poster=ImageFactory(), overview="About a comet.")
        published("A comet comes.", headline="Comets", film=film, critic=critic)
        CreditFactory(film=film, person__name="Comet Jones", person__portrait=ImageFactory())
        FranchiseEntryFactory(franchise__name="Comet Saga", film=film)
        hits = search(client, "comet").context["hits"]
        assert {hit.kind for hit in hits} == {"film", "review", "person", "franchise", "critic"}
        assert [bool(hit.picture) for hit in hits] == [True] * 5
        for hit in hits:
            assert client.get(hit.url).status_code == 200

    def test_matches_are_marked_and_texts_are_escaped(self, client):
        published("One & two. A \\<b>Duel\\</b> at dawn.", headline="A <duel>")
        hit = search(client, "duel").context["hits"][0]
        assert hit.title == "A &lt;<mark>duel</mark>&gt;"
        assert "&lt;b&gt;<mark>Duel</mark>&lt;/b&gt; at dawn" in hit.excerpt
        assert "One &amp; two." in hit.excerpt

    def test_excerpt_of_a_long_text_is_around_the_match(self, client):
        text = "Before it. " * 200 + "Then the Zeppelin lands. " + "After it. " * 200
        published(text, headline="Long")
        excerpt = search(client, "zeppelins").context["hits"][0].excerpt
        assert "the <mark>Zeppelin</mark> lands." in excerpt
        assert (excerpt[:2], excerpt[-2:]) == ("… ", " …")
        assert len(excerpt) < 500

    def test_excerpt_without_a_match_is_standfirst_or_overview(self, client):
        published("The text.", headline="Kestrel", standfirst="A bird.")
        FilmFactory(title="Kestrel Two", overview="Another bird.")
        hits = {hit.kind: hit.excerpt for hit in search(client, "kestrel").context["hits"]}
        assert hits == {"review": "A bird.", "film": "Another bird."}

    def test_excerpt_of_a_match_in_a_name_is_the_name(self, client):
        film = FilmFactory(title="Some Film", overview="About it.")
        CreditFactory(film=film, person__name="Zoë Quill", characters=[])
        hit = search(client, "quill", kind="film").context["hits"][0]
        assert hit.excerpt == "Zoë <mark>Quill</mark>"

    def test_match_in_the_title_shows_no_names(self, client):
        film = FilmFactory(title="Kestrel", tagline="It flies.")
        CreditFactory(film=film, person__name="Ann Kestrel")
        hit = search(client, "kestrel", kind="film").context["hits"][0]
        assert (hit.title, hit.excerpt) == ("<mark>Kestrel</mark>", "It flies.")

    def test_hit_without_any_text_has_an_empty_excerpt(self, client):
        CreditFactory(person__name="Zoë Quill")
        assert search(client, "quill", kind="person").context["hits"][0].excerpt == ""

    @pytest.mark.parametrize("count", [1, 3])
    def test_fixed_number_of_queries(self, client, count, django_assert_num_queries):
        for number in range(count):
            critic = CriticFactory(display_name=f"Comet Critic {number}")
            genres = [GenreFactory()]
            film = FilmFactory(title=f"Comet {number}", poster=ImageFactory(), genres=genres)
            published(headline=f"Comets {number}", film=film, critic=critic)
            CreditFactory(film=film, person__name=f"Comet {number}")
            FranchiseEntryFactory(franchise__name=f"Comet {number}", film=film)
        # Nine for the page: languages (2), keys (2), the best of them (4), documents. For each kind
        # its texts and its facts: 5 for reviews, 4 for films, 2 each for people and critics, 3 for
        # franchises.
        with django_assert_num_queries(27):
            assert len(search(client, "comet").context["hits"]) == 5 * count
        # The choices of all filters in one.
        with django_assert_num_queries(16):
            assert len(search(client, "comet", kind="review").context["hits"]) == count

    def test_hits_are_paginated(self, client, monkeypatch):
        monkeypatch.setattr(views, "PAGE_SIZE", 2)
        for number in range(5):
            FilmFactory(title=f"Comet {number}")
        pages = [found(client, "comet", page=page) for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [2, 2, 1]
        assert len({title for page in pages for title in page}) == 5
        assert 'href="?q=comet&amp;page=2"' in search(client, "comet").text

    @pytest.mark.parametrize("page", ["4", "0", "-1", "banana", "٣", "9" * 5000, "1e9", "\0", ""])
    def test_invalid_page_number_is_the_nearest_page(self, client, monkeypatch, page):
        monkeypatch.setattr(views, "PAGE_SIZE", 2)
        for number in range(5):
            FilmFactory(title=f"Comet {number}")
        response = search(client, "comet", page=page)
        assert response.status_code == 200
        assert response.context["hits"] != []


class TestKinds:
    def test_kinds_are_counted_and_linked(self, client):
        film = FilmFactory(title="Comet")
        published(headline="The review", film=film)
        assert counted(client, "comet") == {"Everything": 2, "Reviews": 1, "Films": 1}
        kinds = search(client, "comet", kind="film").context["kinds"]
        assert [kind["is_chosen"] for kind in kinds] == [False, False, True]
        assert [hit.kind for hit in client.get(kinds[1]["url"]).context["hits"]] == ["review"]

    @pytest.mark.parametrize("kind", ["critic", "nonsense", "\0", "x" * 5000])
    def test_kind_without_hits_is_ignored(self, client, kind):
        FilmFactory(title="Comet")
        assert found(client, "comet", kind=kind) == ["Comet"]


class TestFacets:
    @pytest.fixture
    def reviews(self):
        horror, comedy = GenreFactory(name="Horror"), GenreFactory(name="Comedy")
        for title, genre, critic in (
            ("Comet One", horror, "Ann"),
            ("Comet Two", horror, "Bob"),
            ("Comet Three", comedy, "Bob"),
            ("Other", comedy, "Bob"),
        ):
            film = FilmFactory(title=title, genres=[genre])
            known = Edition.objects.filter(critics__display_name=critic).first()
            by = (
                known.signed_by()[0]
                if known
                else CriticFactory(display_name=critic, slug=critic.lower())
            )
            published(headline=title, film=film, critic=by)

    def facets(self, client, **more):
        facets = search(client, "comet", kind="review", **more).context["facets"]
        return {
            facet.name: [(choice.label, choice.count) for choice in facet.choices]
            for facet in facets
        }

    def test_facets_count_the_reviews_found(self, client, reviews):
        assert self.facets(client) == {
            "genre": [("Comedy", 1), ("Horror", 2)],
            "critic": [("Ann", 1), ("Bob", 2)],
        }

    def test_filters_combine(self, client, reviews):
        more = {"genre": "horror", "critic": "bob"}
        assert found(client, "comet", kind="review", **more) == ["Comet Two"]
        response = search(client, "comet", kind="review", **more)
        assert [chip.url for chip in response.context["chips"]] == [
            "/search/?q=comet&kind=review&critic=bob",
            "/search/?q=comet&kind=review&genre=horror",
        ]
        assert '<input type="hidden" name="q" value="comet">' in response.text

    def test_filters_without_a_result_have_a_message(self, client, reviews):
        response = search(client, "comet", kind="review", genre="comedy", critic="ann")
        assert response.context["hits"] == []
        assert "No review matches all of these filters. Remove a filter." in response.text

    def test_unknown_value_is_ignored_with_a_message(self, client, reviews):
        response = search(client, "comet", kind="review", genre="opera")
        assert len(response.context["hits"]) == 3
        assert (
            "The filter “Genre” was ignored, because no review here matches “opera”."
            in response.text
        )


class TestAnyQuery:
    TYPED = [
        "",
        "   ",
        '"',
        '"""',
        '"a',
        "'",
        "a'b",
        "AND",
        "OR",
        "NOT",
        "comet AND",
        "comet NOT comet",
        "NEAR(comet dust, 5)",
        "comet*",
        "*",
        "^comet",
        "title:comet",
        "-comet",
        "(comet",
        ")(",
        "comet & | ! <-> :*",
        "\\",
        "%s %d %(x)s",
        "comet\0dust",
        "\0",
        "\ud800",
        "comet" * 2000,
        "a b " * 2500,
        "קומט",
        "كوميت \u202e\u200f",
        "🎬",
        "👩‍🚀🏽",
        "彗星",
        "the and of",
        "e\u0301\u0301\u0301",
        "\u0301",
        "<script>alert(1)</script>",
        "１２３ ² ½ ﷺ",
        "\x02comet\x03",
    ]

    @pytest.mark.parametrize("typed", TYPED)
    def test_unusual_query_is_a_page(self, client, typed):
        FilmFactory(title="Comet", overview="A comet of dust, and a lot of it.")
        query = typed.encode("utf-8", "surrogatepass")
        for kind in ("", "film", "review"):
            response = client.get(reverse("pages:search"), {"q": query, "kind": kind})
            assert response.status_code == 200
            assert "<script>alert" not in response.text
            assert '<meta name="robots" content="noindex, follow">' in response.text
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)

    @given(st.text(st.characters(codec="utf-8")))
    def test_any_text_is_a_page(self, client, typed):
        assert search(client, typed).status_code == 200

    def test_empty_query_explains_what_can_be_found(self, client):
        assert "Search for a film, a franchise" in client.get(reverse("pages:search")).text

    def test_query_without_words_has_a_message(self, client):
        assert "Your search contains no word." in search(client, "🎬 ---").text

    def test_long_query_is_cut_with_a_message(self, client):
        assert "only its beginning was used" in search(client, "comet " * 2000).text

    def test_query_without_hits_has_a_message(self, client):
        assert "Nothing was found for “<zyx>”." not in search(client, "<zyx>").text
        assert "Nothing was found for “&lt;zyx&gt;”." in search(client, "<zyx>").text

    def test_post_is_405(self, client):
        assert client.post(reverse("pages:search")).status_code == 405

    def test_every_page_links_to_the_search(self, client):
        assert '<a class="masthead__search" href="/search/"' in client.get("/films/").text


class TestLimit:
    """Counts and pages end at a limit, so that a common word reads no more rows than a rare one."""

    @pytest.fixture(autouse=True)
    def _limit(self, monkeypatch):
        monkeypatch.setattr("pages.search.found.LIMIT", 3)

    def test_each_kind_is_counted_up_to_the_limit(self, client):
        for number in range(5):
            published(headline=f"Comet {number}", film=FilmFactory(title=f"Other {number}"))
        PersonFactory(name="Comet Alpha", biography="")
        person = CreditFactory(person__name="Comet Beta", film=Film.objects.first()).person
        page = search(client, "comet")
        assert [
            (kind["name"], kind["count"], kind["is_cut"]) for kind in page.context["kinds"]
        ] == [
            ("Everything", 3, True),
            ("Reviews", 3, True),
            ("Films", 1, False),
            ("People", 1, False),
        ]
        assert '<span class="kinds__count">3+</span>' in page.text
        assert found(client, "comet", kind="person") == [person.name]

    def test_last_page_is_that_of_the_limit(self, client, monkeypatch):
        monkeypatch.setattr("pages.search.views.PAGE_SIZE", 2)
        for number in range(5):
            published(headline=f"Comet {number}", film=FilmFactory(title=f"Other {number}"))
        assert found(client, "comet", page=1) == ["Comet 4", "Comet 3"]
        assert found(client, "comet", page=9) == ["Comet 2"]

    def test_filter_finds_what_is_behind_the_limit(self, client):
        critic = CriticFactory(display_name="Ann")
        published(headline="Comet Ann", film=FilmFactory(title="Other"), critic=critic)
        for number in range(5):
            published(headline=f"Comet {number}", film=FilmFactory(title=f"Other {number}"))
        assert found(client, "comet", kind="review", critic=critic.slug) == ["Comet Ann"]


class TestSuggestions:
    def suggested(self, client, typed):
        return [link["name"] for link in search(client, typed).context.get("suggestions", [])]

    def test_titles_and_names_with_similar_spelling_are_suggested(self, client):
        film = FilmFactory(title="Amélie", original_title="Le Fabuleux Destin")
        CreditFactory(film=film, person__name="Audrey Tautou")
        FranchiseFactory(name="Blade Runner", universe_name="Wickverse")
        CriticFactory(display_name="Nobody Yet")
        published(critic=CriticFactory(display_name="Hester Omondi"))
        for typed, name in (
            ("amelei", "Amélie"),
            ("fabulous destin", "Le Fabuleux Destin"),
            ("audry tatou", "Audrey Tautou"),
            ("tatou", "Audrey Tautou"),
            ("blad runer", "Blade Runner"),
            ("wickvers e", "Wickverse"),
            ("omondo", "Hester Omondi"),
        ):
            assert self.suggested(client, typed) == [name]
        link = search(client, "amelei").context["suggestions"][0]
        assert [hit.plain_title for hit in client.get(link["url"]).context["hits"]] == ["Amélie"]

    def test_misspelled_name_beside_a_word_of_a_text_is_corrected(self, client):
        published("A zeppelin lands.", film=FilmFactory(title="Casablanca"))
        assert self.suggested(client, "casablnca zeppelin") == ["casablanca zeppelin"]
        assert self.suggested(client, "casablnca kestrel") == []

    def test_name_that_changed_in_the_database_is_not_suggested(self, client):
        FilmFactory(title="Amélie")
        Film.objects.update(title="Another")
        assert self.suggested(client, "amelei") == []

    def test_number_and_distance_of_suggestions_are_limited(self, client):
        for number in range(5):
            FilmFactory(title=f"Alien {number}")
        assert len(self.suggested(client, "alein")) == 3
        assert self.suggested(client, "qqqqqqq") == []
        assert self.suggested(client, "a b c d e f g alein") == []


class TestLanguages:
    def test_stems_of_the_site_language(self, client, settings):
        settings.LANGUAGE_CODE = "de"
        published("Die Häuser brennen.", headline="Eins", language="de")
        for typed in ("Haus", "hausern", "Haeuser"):
            assert found(client, typed) == ["Eins"]
        FilmFactory(title="Straßen der Nacht")
        assert found(client, "strasse nacht") == ["Straßen der Nacht"]

    def test_stems_of_the_language_of_a_review(self, client):
        published("Die Häuser brennen. Dancing.", headline="Eins", language="de-AT")
        published("They were dancing, in houses.", headline="One", language="en")
        response = search(client, "Hauses brennen")
        assert [hit.plain_title for hit in response.context["hits"]] == ["Eins"]
        assert "<mark>Häuser</mark> <mark>brennen</mark>" in response.context["hits"][0].excerpt
        assert found(client, "dances") == ["One"]

    def test_language_without_a_stemmer_is_searched_without_stems(self, client, settings):
        settings.LANGUAGE_CODE = "ja"
        published("Heghlu’meH QaQ jajvam.", headline="Wa’", language="tlh")
        assert found(client, "heghlumeh qaq") == ["Wa’"]


def test_document_as_a_string():
    FilmFactory(title="Comet")
    CreditFactory(film=Film.objects.get(), person=None, characters=[])
    assert Credit.objects.count() == 1
    assert [str(document) for document in SearchDocument.objects.all()] == ["Film: comet"]
