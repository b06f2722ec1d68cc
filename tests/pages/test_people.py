"""The list of people, the page of a person, its revealed page and its fragment."""

from datetime import date

import pytest
from django.urls import reverse

from cast.models import Credit
from editions.publishing import publish, withdraw
from pages.people import page as page_of_person
from pages.people import views as people
from tests.curtain_urls import revealed_url
from tests.factories import (
    CastCritiqueFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    ImageFactory,
    PersonFactory,
)
from tests.pages.page_heads import without_linked_data

ROBOTS = "noindex, nosnippet, noarchive"

pytestmark = pytest.mark.django_db


def get(client, name, *args):
    return client.get(reverse(f"pages:{name}", args=args))


@pytest.fixture
def person():
    """A person with a public credit in The Train, and a surprise appearance in The Ship."""
    person = PersonFactory(name="Known Face", slug="known-face")
    CreditFactory(
        film=FilmFactory(title="The Train", slug="the-train"),
        person=person,
        characters=[CharacterFactory(name="The Guard")],
    )
    CreditFactory(
        film=FilmFactory(title="The Ship", slug="the-ship"),
        person=person,
        characters=[CharacterFactory(name="The Stowaway")],
        is_spoiler=True,
    )
    return person


@pytest.fixture
def surprise_person():
    """A person who has only surprise appearances."""
    person = PersonFactory(name="Secret Star", slug="secret-star", biography="Born in secret.")
    CreditFactory(
        film=FilmFactory(title="The Ship", slug="the-ship"), person=person, is_spoiler=True
    )
    return person


SECRETS = ["The Ship", "the-ship", "The Stowaway"]


def secrets_in(response):
    return [secret for secret in SECRETS if secret in response.text]


class TestPersonList:
    def test_people_are_sorted_by_name_with_their_films(self, client):
        for name in ("Zoe Ames", "Abe Zahn", "Cher", "Bea Adler"):
            CreditFactory(person__name=name, film__title=f"{name}’s film")
        letters = get(client, "people").context["letters"]
        assert [
            (group["letter"], [(line["name"], line["films"]) for line in group["people"]])
            for group in letters
        ] == [
            ("A", [("Bea Adler", ["Bea Adler’s film"]), ("Zoe Ames", ["Zoe Ames’s film"])]),
            ("C", [("Cher", ["Cher’s film"])]),
            ("Z", [("Abe Zahn", ["Abe Zahn’s film"])]),
        ]

    def test_accents_do_not_change_the_order(self, client):
        for name in ("Fede Álvarez", "Bea Adler", "Zoe Ames", "Ürsula Zahn", "alma abel"):
            CreditFactory(person__name=name)
        letters = get(client, "people").context["letters"]
        assert [
            (group["letter"], [line["name"] for line in group["people"]]) for group in letters
        ] == [
            ("A", ["alma abel", "Bea Adler", "Fede Álvarez", "Zoe Ames"]),
            ("Z", ["Ürsula Zahn"]),
        ]

    def test_pages_continue_the_order(self, client, monkeypatch):
        monkeypatch.setattr(people, "PAGE_SIZE", 1)
        for name in ("Bea Adler", "Fede Álvarez"):
            CreditFactory(person__name=name)
        second = client.get(reverse("pages:people"), {"page": 2}).context["letters"]
        assert [line["name"] for group in second for line in group["people"]] == ["Fede Álvarez"]

    def test_three_newest_films_are_shown_once_each(self, client):
        person = PersonFactory()
        for year in range(2001, 2006):
            film = FilmFactory(title=f"Of {year}", release_date=date(year, 1, 1))
            CreditFactory.create_batch(2, person=person, film=film)
        (group,) = get(client, "people").context["letters"]
        assert group["people"][0]["films"] == ["Of 2005", "Of 2004", "Of 2003"]

    def test_surprises_are_not_in_the_list(self, client, person):
        response = get(client, "people")
        assert "Known Face" in response.text
        assert secrets_in(response) == []

    def test_people_without_public_credits_are_not_listed(self, client, surprise_person):
        PersonFactory(name="No Credit")
        response = get(client, "people")
        assert response.context["letters"] == []
        assert "There are no people here yet." in response.text

    @pytest.mark.parametrize("count", [1, 3])
    def test_five_queries_for_any_number_of_people(self, client, count, django_assert_num_queries):
        CreditFactory.create_batch(count)
        with django_assert_num_queries(5):
            get(client, "people")


class TestPersonPage:
    def test_surprises_are_not_in_the_response(self, client, person):
        response = get(client, "person", "known-face")
        assert secrets_in(response) == []
        assert "as The Guard" in response.text
        assert 'data-label="Appearances kept secret" data-films=""' in response.text

    def test_bytes_do_not_depend_on_the_number_of_surprises(self, client, person):
        before = get(client, "person", "known-face").content
        CreditFactory.create_batch(3, person=person, is_spoiler=True)
        assert get(client, "person", "known-face").content == before

    def test_person_without_public_credits_is_404_as_an_unknown_person(
        self, client, surprise_person
    ):
        answers = [get(client, "person", slug) for slug in ("secret-star", "secret-stir")]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content

    def test_filmography_is_by_department_with_each_film_once(self, client):
        person = PersonFactory(slug="busy")
        newer = FilmFactory(title="Newer", release_date=date(2020, 1, 1))
        older = FilmFactory(title="Older", release_date=date(2010, 1, 1))
        for job in ("Writer", "Story"):
            CreditFactory(person=person, film=newer, department="A desk", job=job, characters=[])
        for film, billing in ((older, "voice"), (newer, "lead")):
            role = CharacterFactory(name=f"{film} hero")
            CreditFactory(person=person, film=film, characters=[role], billing=billing)
        CreditFactory(person=person, film=newer, characters=[])
        page = get(client, "person", "busy").context["page"]
        assert [
            (group["department"], [(tile.title, tile.note) for tile in group["tiles"]])
            for group in page["filmography"]
        ] == [
            (
                "Acting",
                [
                    ("Newer", "as Newer (2020) hero"),
                    ("Older", "as Older (2010) hero (voice)"),
                ],
            ),
            ("A desk", [("Newer", "Writer, Story")]),
        ]

    def test_films_are_newest_first_and_those_without_a_date_are_before_them(self, client):
        person = PersonFactory(slug="busy")
        for title, day, precision in (
            ("Year", date(2020, 1, 1), "year"),
            ("Coming", None, "day"),
            ("Day", date(2020, 1, 2), "day"),
            ("Older", date(2019, 12, 1), "month"),
        ):
            film = FilmFactory(
                title=title,
                release_date=day,
                release_precision=precision,
                status="released" if day else "planned",
            )
            CreditFactory(person=person, film=film)
        (group,) = get(client, "person", "busy").context["page"]["filmography"]
        assert [tile.title for tile in group["tiles"]] == ["Coming", "Day", "Year", "Older"]

    def test_films_are_continued_on_the_next_page(self, client, person, monkeypatch):
        monkeypatch.setattr(page_of_person, "FILMS_ON_PAGE", 2)
        for year in (2001, 2002):
            film = FilmFactory(title=f"Of {year}", release_date=date(year, 1, 1))
            CreditFactory(person=person, film=film)
        CreditFactory(person=person, film=film, department="Crew", job="Writer")
        pages = [client.get("/people/known-face/", {"page": number}) for number in (1, 2)]
        shown = [response.context["page"] for response in pages]
        train = person.credits.get(film__slug="the-train").film.title
        assert [
            [(group["department"], [tile.title for tile in group["tiles"]]) for group in each]
            for each in (page["filmography"] for page in shown)
        ] == [[("Acting", [train, "Of 2002"])], [("Acting", ["Of 2001"]), ("Crew", ["Of 2002"])]]
        assert [bool(page["curtain"]) for page in shown] == [True, False]
        assert [secrets_in(response) for response in pages] == [[], []]
        assert 'rel="next" href="?page=2"' in pages[0].text
        assert 'rel="canonical" href="http://127.0.0.1:8000/people/known-face/?page=2"' in (
            pages[1].text
        )
        revealed = client.get("/people/known-face/revealed/", {"page": 2})
        assert revealed.status_code == 200
        assert client.get("/people/known-face/", {"page": 3}).status_code == 404

    def test_portrait_and_biography_are_shown(self, client, person):
        person.portrait = ImageFactory(alt="A face.", credit="By C. Painter")
        person.biography = "Born.\n\nStill <acting>."
        person.save()
        text = without_linked_data(get(client, "person", "known-face"))
        for words in ('alt="A face."', "By C. Painter", "<p>Still &lt;acting&gt;.</p>"):
            assert text.count(words) == 1

    def test_bytes_are_the_same_for_everyone(self, client, admin_client, person):
        anonymous, editor = (get(who, "person", "known-face") for who in (client, admin_client))
        assert anonymous.content == editor.content
        assert (anonymous.cookies, anonymous.get("Vary", "")) == ({}, "Accept-Encoding")


class TestPerformances:
    @pytest.fixture
    def credit(self, person):
        return person.credits.get(is_spoiler=False)

    def review(self, credit, **kwargs):
        review = FullReviewFactory(film=credit.film)
        review.critiques.all().delete()
        CastCritiqueFactory(review=review, credits=[credit], **kwargs)
        publish(review=review)
        return review

    def critiques(self, client):
        page = get(client, "person", "known-face").context["page"]
        return [performance.html for performance in page["performances"]]

    def test_critiques_from_live_reviews_are_listed_newest_first(self, client, credit):
        self.review(credit, body="Fine.")
        self.review(credit, body="Finer.")
        withdraw(review=self.review(credit, body="Withdrawn."))
        assert self.critiques(client) == ["<p>Finer.</p>\n", "<p>Fine.</p>\n"]

    def test_critiques_of_other_people_are_not_listed(self, client, credit):
        self.review(CreditFactory(film=credit.film), body="Somebody else.")
        assert self.critiques(client) == []

    def test_hidden_critique_is_left_out_without_a_curtain(self, client, person, credit):
        self.review(credit, body="Dies early.", is_spoiler=True)
        person.credits.filter(is_spoiler=True).update(film=credit.film)
        secret = person.credits.get(is_spoiler=True)
        review = self.review(credit, body="In the open.")
        CastCritiqueFactory(review=review, credits=[credit, secret], body="Twice in it.")
        publish(review=review)

        assert self.critiques(client) == ["<p>In the open.</p>\n"]
        response = get(client, "person", "known-face")
        assert response.text.count("<spoiler-curtain ") == 1
        assert response.text.count('id="curtain-credits"') == 1

    def test_critique_of_a_credit_that_becomes_a_surprise_is_left_out(self, client, person, credit):
        CreditFactory(person=person)
        self.review(credit, body="Seen.")
        assert self.critiques(client) == ["<p>Seen.</p>\n"]
        credit.is_spoiler = True
        credit.save()
        assert self.critiques(client) == []

    def test_only_the_newest_critiques_are_shown(self, client, credit, monkeypatch):
        monkeypatch.setattr(page_of_person, "CRITIQUES_ON_PAGE", 2)
        for body in ("One.", "Two.", "Three."):
            self.review(credit, body=body)
        assert self.critiques(client) == ["<p>Three.</p>\n", "<p>Two.</p>\n"]
        assert "These are the newest." in get(client, "person", "known-face").text

    def test_hidden_critiques_do_not_count(self, client, credit, monkeypatch):
        monkeypatch.setattr(page_of_person, "CRITIQUES_ON_PAGE", 1)
        self.review(credit, body="One.")
        before = get(client, "person", "known-face").content
        for _review in range(3):
            self.review(credit, body="Hidden.", is_spoiler=True)
        assert get(client, "person", "known-face").content == before

    def test_curtains_in_a_critique_link_to_its_review(self, client, credit):
        review = self.review(
            credit, body='Is >!the killer!<{instead="there"}.\n\n::: spoiler How\nBy train.\n:::'
        )
        text = get(client, "person", "known-face").text
        assert [words for words in ("the killer", "By train") if words in text] == []
        slug = review.slug
        assert f'id="{slug}-curtain-cast-1-1"' in text
        assert f'href="{revealed_url(review, "cast-1-1")}#curtain-cast-1-1"' in text
        assert f'data-fragment="/reviews/{slug}/editions/1/curtains/cast-1-2/"' in text

    def test_ids_of_two_reviews_do_not_collide(self, client, credit):
        body = 'So[^1] >!it!<, id="fn-cast-1_1".\n\n[^1]: As told.'
        slugs = [self.review(credit, body=body).slug for _review in range(2)]
        text = get(client, "person", "known-face").text
        for slug in slugs:
            assert text.count(f'id="{slug}-fn-cast-1_1"') == 1
            assert text.count(f'href="#{slug}-fn-cast-1_1"') == 1
            assert text.count(f'id="{slug}-fnref-cast-1_1_1"') == 1
            assert text.count(f'href="#{slug}-fnref-cast-1_1_1"') == 1
            assert text.count(f'id="{slug}-curtain-cast-1-1"') == 1
        # An id in the text of a review is text, and gets no prefix.
        assert text.count('id="fn-cast-1_1"') + text.count("id=&quot;fn-cast-1_1&quot;") == 2

    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries(self, client, person, credit, count, django_assert_num_queries):
        other = FilmFactory.create_batch(count)
        for film in other:
            body = f'It is >!so!<{{spoils="{film.slug}"}}.'
            self.review(credit, body=body)
            CreditFactory(person=person, film=film)
        with django_assert_num_queries(10):
            get(client, "person", "known-face")
        assert len(self.critiques(client)) == count


class TestPortraitsInReviews:
    @pytest.fixture
    def review(self):
        review = FullReviewFactory(slug="the-review")
        review.critiques.all().delete()
        return review

    def credit_with_portrait(self, alt, **kwargs):
        person = PersonFactory(portrait=ImageFactory(alt=alt))
        return CreditFactory(person=person, **kwargs)

    def portraits(self, client):
        cast = get(client, "review", "the-review").context["page"]["cast"]
        return [bool(critique.get("portrait")) for critique in cast.items]

    def test_only_critiques_of_one_person_have_a_portrait(self, client, review):
        one, two = (self.credit_with_portrait(f"Face {n}", film=review.film) for n in (1, 2))
        twice = CreditFactory(film=review.film, person=one.person)
        for credits in ([one], [one, twice], [one, two], [CreditFactory(film=review.film)]):
            CastCritiqueFactory(review=review, credits=credits)
        publish(review=review)
        assert self.portraits(client) == [True, True, False, False]

    def test_hidden_critique_has_no_portrait(self, client, review):
        shown = self.credit_with_portrait("Shown", film=review.film)
        secret = self.credit_with_portrait("Secret", film=review.film, is_spoiler=True)
        CastCritiqueFactory(review=review, credits=[secret])
        CastCritiqueFactory(review=review, credits=[shown], is_spoiler=True)
        publish(review=review)
        assert self.portraits(client) == [False, False]
        files = [credit.person.portrait.file.name for credit in (shown, secret)]
        for name in ("review", "revealed"):
            text = get(client, name, "the-review").text
            assert [file for file in files if file.partition(".")[0] in text] == []


class TestRevealed:
    def test_surprises_are_shown_and_the_page_is_noindex(self, client, person):
        response = get(client, "person_revealed", "known-face")
        assert secrets_in(response) == SECRETS
        assert response["X-Robots-Tag"] == ROBOTS
        assert f'<meta name="robots" content="{ROBOTS}">' in response.text

    def test_it_is_the_only_page_of_a_person_without_public_credits(self, client, surprise_person):
        response = get(client, "person_revealed", "secret-star")
        assert response.status_code == 200
        assert "The Ship" in response.text
        assert "Born in secret." in response.text
        # Nothing links to the public page, which does not exist.
        assert 'href="/people/secret-star/"' not in response.text
        assert "canonical" not in response.text

    def test_person_without_any_credit_is_404(self, client):
        PersonFactory(slug="nobody")
        for name in ("person", "person_revealed", "person_surprises"):
            assert get(client, name, "nobody").status_code == 404

    def test_person_without_surprises_has_a_revealed_page_and_no_fragment(self, client):
        CreditFactory(person__slug="open-book")
        assert get(client, "person_revealed", "open-book").status_code == 200
        assert get(client, "person_surprises", "open-book").status_code == 404

    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries(self, client, person, count, django_assert_num_queries):
        Credit.objects.filter(is_spoiler=True).delete()
        CreditFactory.create_batch(count, person=person, is_spoiler=True)
        with django_assert_num_queries(8):
            get(client, "person_revealed", "known-face")


class TestFragment:
    def test_fragment_is_the_content_of_the_curtain(self, client, person):
        response = get(client, "person_surprises", "known-face")
        assert secrets_in(response) == SECRETS
        assert b"<html" not in response.content
        assert response["X-Robots-Tag"] == ROBOTS
        assert response.cookies == {}
