"""The list of films, the page of a film, its revealed page and its fragment."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from editions.publishing import publish, withdraw
from pages.films import page as page_of_film
from pages.films import views as films
from tests.factories import (
    AlternativeTitleFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
    WatchLinkFactory,
)
from tests.pages.page_heads import head_of, without_linked_data

ROBOTS = "noindex, nosnippet, noarchive"
LABEL = b"Appearances kept secret"

pytestmark = pytest.mark.django_db


def get(client, name, *args):
    return client.get(reverse(f"pages:{name}", args=args))


@pytest.fixture
def film():
    """A film with two public credits, and with a surprise appearance of a person who has public
    credits and one of a person who has none."""
    film = FilmFactory(title="The Train", slug="the-train")
    known = PersonFactory(name="Known Face", slug="known-face")
    CreditFactory(film=film, person=known, characters=[CharacterFactory(name="The Guard")])
    CreditFactory(film=film, person=PersonFactory(name="Plain Lead", slug="plain-lead"))
    CreditFactory(
        film=film,
        person=known,
        characters=[CharacterFactory(name="The Guard’s Twin")],
        is_spoiler=True,
    )
    CreditFactory(
        film=film,
        person=PersonFactory(name="Secret Star", slug="secret-star"),
        characters=[CharacterFactory(name="The Ghost")],
        billing="cameo",
        is_spoiler=True,
    )
    return film


SECRETS = ["Twin", "Secret Star", "secret-star", "The Ghost", "cameo"]


def secrets_in(response):
    return [secret for secret in SECRETS if secret in response.text]


class TestFilmList:
    def test_films_are_sorted_by_title_with_the_status_of_unreleased_ones(self, client):
        for title, status in (("b", "released"), ("C", "rumored"), ("A", "post_production")):
            FilmFactory(title=title, status=status)
        tiles = get(client, "films").context["tiles"]
        assert [(tile.title, tile.status) for tile in tiles] == [
            ("A", "in post-production"),
            ("b", ""),
            ("C", "rumoured"),
        ]

    def test_a_film_with_a_live_review_is_marked_as_reviewed(self, client):
        for title in ("Live", "Pending", "Withdrawn"):
            review = FullReviewFactory(film__title=title)
            later = datetime(2100, 1, 1, tzinfo=UTC) if title == "Pending" else None
            publish(review=review, live_from=later)
            if title == "Withdrawn":
                withdraw(review=review)
        tiles = get(client, "films").context["tiles"]
        assert [(tile.title, tile.note) for tile in tiles] == [
            ("Live", "Reviewed"),
            ("Pending", ""),
            ("Withdrawn", ""),
        ]

    @pytest.mark.parametrize("count", [1, 3])
    def test_four_queries_for_any_number_of_films(self, client, count, django_assert_num_queries):
        FilmFactory.create_batch(count, poster=ImageFactory())
        with django_assert_num_queries(4):
            get(client, "films")

    def test_pages_from_either_end_continue_the_order(self, client, monkeypatch):
        monkeypatch.setattr(films, "PAGE_SIZE", 2)
        for title in "BCADE":
            FilmFactory(title=title)
        pages = [
            [tile.title for tile in client.get("/films/", {"page": page}).context["tiles"]]
            for page in (1, 2, 3)
        ]
        assert pages == [["A", "B"], ["C", "D"], ["E"]]

    def test_empty_list_is_a_page(self, client):
        page = get(client, "films").text
        assert "There are no films here yet." in page
        assert "mainEntity" not in head_of(page).node("CollectionPage")


class TestFilmPage:
    def test_surprise_appearances_are_not_in_the_response(self, client, film):
        response = get(client, "film", "the-train")
        assert response.status_code == 200
        assert secrets_in(response) == []
        assert response.content.count(LABEL) == 2  # the label and the data attribute
        assert "The Guard" in response.text
        assert "X-Robots-Tag" not in response

    def test_bytes_do_not_depend_on_the_number_of_surprises(self, client, film):
        before = get(client, "film", "the-train").content
        CreditFactory.create_batch(3, film=film, is_spoiler=True)
        assert get(client, "film", "the-train").content == before

    def test_film_without_surprises_has_no_curtain(self, client):
        film = CreditFactory(film__slug="open-book").film
        response = get(client, "film", film.slug)
        assert LABEL not in response.content
        assert b"curtain.js" not in response.content

    def test_curtain_spoils_the_film_itself(self, client, film):
        assert f'data-films="{film.pk}"' in get(client, "film", "the-train").text

    def test_cast_and_crew_are_in_billing_order(self, client):
        film = FilmFactory(slug="billed")
        for order, name in ((3, "Third"), (1, "First"), (None, "Last")):
            CreditFactory(
                film=film, person__name=name, billing_order=order, characters=[], billing="voice"
            )
        CreditFactory(
            film=film, person=None, characters=[CharacterFactory(name="Ship")], billing_order=4
        )
        for name, job in (("Ann", "Writer"), ("Bob", "Director"), ("Cy", "Writer")):
            CreditFactory(film=film, person__name=name, department="Crew", job=job, characters=[])
        page = get(client, "film", "billed").context["page"]
        assert [(line.name, line.part, line.billing) for line in page["cast"]] == [
            ("First", "", "voice"),
            ("Third", "", "voice"),
            ("", "Ship", ""),
            ("Last", "", "voice"),
        ]
        assert [(job.job, [person.name for person in job.people]) for job in page["crew"]] == [
            ("Writer", ["Ann", "Cy"]),
            ("Director", ["Bob"]),
        ]

    def test_only_live_reviews_of_the_film_are_listed(self, client, film):
        for headline in ("First", "Second", "Withdrawn"):
            publish(review=FullReviewFactory(film=film, headline=headline))
        withdraw(review=film.reviews.get(headline="Withdrawn"))
        FullReviewFactory(film=film, headline="Draft")
        publish(review=FullReviewFactory(headline="Of another film"))
        cards = get(client, "film", "the-train").context["page"]["reviews"]
        assert [card.headline for card in cards] == ["Second", "First"]

    def test_hidden_text_of_a_review_is_not_in_the_response(self, client, film):
        publish(review=FullReviewFactory(film=film))
        response = get(client, "film", "the-train")
        hidden = ["envoy is", "ending is", "A surprise to the last", "comes too late"]
        assert [words for words in hidden if words in response.text] == []

    def test_facts(self, client):
        FilmFactory(
            title="Der Zug",
            slug="zug",
            original_title="Der lange Zug",
            tagline="It leaves.",
            overview="A train.\n\nIt is late.",
            release_date=date(2024, 2, 3),
            certification="12A",
            runtime=99,
            genres=[GenreFactory(name="Drama")],
            poster=ImageFactory(credit="By A. Painter"),
            backdrop=ImageFactory(credit="By B. Painter"),
        )
        response = get(client, "film", "zug")
        text = without_linked_data(response)
        for words in (
            "Der lange Zug",
            "It leaves.",
            "<p>It is late.</p>",
            "Feb. 3, 2024",
            "12A",
            "99 minutes",
            "Drama",
            "By A. Painter",
            "By B. Painter",
            '<link rel="canonical" href="http://127.0.0.1:8000/films/zug/">',
        ):
            assert text.count(words) == 1

    @pytest.mark.parametrize(
        ("day", "precision", "words", "iso"),
        [
            (date(1927, 1, 1), "year", "1927", "1927"),
            (date(1927, 3, 1), "month", "March 1927", "1927-03"),
            (date(1927, 3, 14), "day", "March 14, 1927", "1927-03-14"),
        ],
    )
    def test_release_is_shown_as_precisely_as_it_is_known(self, client, day, precision, words, iso):
        FilmFactory(title="Old", slug="old", release_date=day, release_precision=precision)
        response = get(client, "film", "old")
        assert f"<dt>Released</dt><dd>{words}</dd>" in response.text
        assert f'"datePublished":"{iso}"' in response.text
        tags = response.text.count(f'<meta property="video:release_date" content="{iso}">')
        assert tags == (precision == "day")
        assert "<title>Old (1927)" in response.text

    def test_markup_in_facts_is_escaped(self, client):
        FilmFactory(title="<b>&", slug="odd", tagline="<i>", overview="<script>1</script>")
        text = get(client, "film", "odd").text
        assert [tag for tag in ("<b>", "<i>", "<script>1") if tag in text] == []
        assert "&lt;b&gt;&amp;" in text

    def test_other_titles_places_and_trailer_are_plain_links(self, client):
        film = FilmFactory(
            title="Der Zug",
            slug="zug",
            trailer_url="https://www.youtube.com/watch?v=1",
            trailer_still=ImageFactory(credit="By C. Painter"),
        )
        AlternativeTitleFactory(film=film, title="Le Train", language="fr", country="France")
        WatchLinkFactory(film=film, position=2, label="Later")
        WatchLinkFactory(
            film=film, position=1, label="<MUBI>", url="https://mubi.com/?a&b", country="Germany"
        )
        page = get(client, "film", "zug").text
        assert '<cite lang="fr" dir="auto">Le Train</cite> (France)</p>' in page
        link = '<a href="https://mubi.com/?a&amp;b" rel="nofollow noopener" dir="auto">'
        assert link + '&lt;MUBI&gt;</a> <span class="facts__details" dir="auto">(Germany)' in page
        assert page.index("MUBI") < page.index("Later")
        trailer = '<a class="trailer__link" href="https://www.youtube.com/watch?v=1" rel="noopener"'
        assert trailer in page
        assert "on youtube.com</span>" in page
        assert "<figcaption>By C. Painter</figcaption>" in page
        assert "<iframe" not in page
        assert 'src="https://www.youtube' not in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries(self, client, film, count, django_assert_num_queries):
        for number in range(count):
            publish(review=FullReviewFactory(film=film))
            WatchLinkFactory(film=film)
            AlternativeTitleFactory(film=film)
            franchise = FranchiseFactory()
            FranchiseEntryFactory(franchise=franchise, film=film, release_order=number + 1)
            FranchiseEntryFactory.create_batch(count, franchise=franchise)
            film.genres.add(GenreFactory())
        with django_assert_num_queries(13):
            get(client, "film", "the-train")

    def test_reviews_cast_and_crew_are_continued_on_the_next_page(self, client, film, monkeypatch):
        for name in ("REVIEWS_ON_PAGE", "CAST_ON_PAGE", "CREW_ON_PAGE"):
            monkeypatch.setattr(page_of_film, name, 1)
        for headline in ("Older", "Newer"):
            review = ReviewFactory(film=film, headline=headline)
            VerdictFactory(review=review)
            SectionFactory(review=review)
            publish(review=review)
        CreditFactory(film=film, person__name="Di", department="Crew", job="Writer", characters=[])
        FranchiseEntryFactory(film=film)

        pages = [client.get("/films/the-train/", {"page": number}) for number in (1, 2)]
        shown = [response.context["page"] for response in pages]
        assert [[card.headline for card in page["reviews"]] for page in shown] == [
            ["Newer"],
            ["Older"],
        ]
        assert [[line.name for line in page["cast"]] for page in shown] == [
            ["Known Face"],
            ["Plain Lead"],
        ]
        assert [len(page["crew"]) for page in shown] == [1, 0]
        assert [bool(page["curtain"]) for page in shown] == [True, False]
        assert [bool(page["places"]) for page in shown] == [True, False]
        assert [secrets_in(response) for response in pages] == [[], []]
        assert 'rel="next" href="?page=2"' in pages[0].text
        canonical = '<link rel="canonical" href="http://127.0.0.1:8000/films/the-train/?page=2">'
        assert [canonical in response.text for response in pages] == [False, True]
        assert client.get("/films/the-train/revealed/", {"page": 2}).status_code == 200
        assert client.get("/films/the-train/", {"page": 3}).status_code == 404

    def test_unknown_film_is_404(self, client):
        for name in ("film", "film_revealed", "film_surprises"):
            assert get(client, name, "nothing").status_code == 404

    def test_former_slug_redirects_permanently(self, client, film):
        film.slug = "the-night-train"
        film.save()
        for name in ("film", "film_revealed", "film_surprises"):
            response = get(client, name, "the-train")
            assert (response.status_code, response.url) == (
                301,
                reverse(f"pages:{name}", args=["the-night-train"]),
            )
            assert get(client, name, "the-night-train").status_code == 200

    def test_bytes_are_the_same_for_everyone(self, client, admin_client, film):
        anonymous, editor = (get(who, "film", "the-train") for who in (client, admin_client))
        assert anonymous.content == editor.content
        assert (anonymous.cookies, anonymous.get("Vary", "")) == ({}, "Accept-Encoding")


class TestRevealed:
    def test_surprises_are_shown_and_the_page_is_noindex(self, client, film):
        response = get(client, "film_revealed", "the-train")
        assert secrets_in(response) == SECRETS
        assert response["X-Robots-Tag"] == ROBOTS
        assert f'<meta name="robots" content="{ROBOTS}">' in response.text
        assert 'id="curtain-credits"' in response.text

    def test_people_are_linked_unless_their_page_would_spoil_another_film(self, client, film):
        elsewhere = PersonFactory(slug="everywhere")
        CreditFactory(film=film, person=elsewhere, is_spoiler=True)
        CreditFactory(person=elsewhere, is_spoiler=True)
        text = get(client, "film_revealed", "the-train").text
        curtain = text[text.index('id="curtain-credits"') :]
        assert '<a href="/people/known-face/" dir="auto">' in curtain
        assert '<a href="/people/secret-star/revealed/" dir="auto">' in curtain
        assert "everywhere" not in text

    def test_film_without_surprises_has_a_revealed_page(self, client):
        FilmFactory(slug="open-book")
        assert get(client, "film_revealed", "open-book").status_code == 200

    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries(self, client, count, django_assert_num_queries):
        film = FilmFactory(slug="the-train")
        CreditFactory.create_batch(count, film=film)
        CreditFactory.create_batch(count, film=film, is_spoiler=True)
        with django_assert_num_queries(12):
            get(client, "film_revealed", "the-train")


class TestFragment:
    def test_fragment_is_the_content_of_the_curtain(self, client, film):
        response = get(client, "film_surprises", "the-train")
        assert secrets_in(response) == SECRETS
        assert b"<html" not in response.content
        assert response["X-Robots-Tag"] == ROBOTS
        assert response.cookies == {}

    def test_film_without_surprises_has_no_fragment(self, client):
        FilmFactory(slug="open-book")
        assert get(client, "film_surprises", "open-book").status_code == 404


class TestFranchisePosition:
    """The position of a film in its franchises."""

    @pytest.fixture
    def entries(self):
        franchise = FranchiseFactory(name="The Line", slug="the-line")
        entries = [
            FranchiseEntryFactory(franchise=franchise, film__title=title, release_order=number)
            for number, title in enumerate(("One", "Two", "Three"), 1)
        ]
        entries[2].before = entries[0]
        entries[2].save()
        return entries

    def orders(self, client, entry):
        (place,) = get(client, "film", entry.film.slug).context["page"]["places"]
        return [[film and film.title for film in order.films] for order in place.orders]

    def test_neighbours_by_release_and_by_story(self, client, entries):
        by_release, in_the_story = self.orders(client, entries[2])
        assert by_release == ["Two", "Three", None]
        assert in_the_story == ["Two", "Three", "One"]
        assert self.orders(client, entries[0])[1] == ["Three", "One", None]

    def test_contradictory_facts_leave_only_the_release_order(self, client, entries):
        type(entries[0]).objects.filter(pk=entries[0].pk).update(before=entries[2])
        assert self.orders(client, entries[0]) == [[None, "One", "Two"]]

    def test_only_film_of_a_franchise_has_no_orders(self, client):
        entry = FranchiseEntryFactory(label="Chapter 1", relation="spin_off", note="A start.")
        (place,) = get(client, "film", entry.film.slug).context["page"]["places"]
        assert (place.orders, place.label, place.relation, place.note) == (
            [],
            "Chapter 1",
            "spin-off",
            "A start.",
        )
