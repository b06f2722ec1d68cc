"""Merging two people, characters, films or genres: nothing that refers to either is lost."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from cast.models import Character, Credit, Person
from desk.merging.kinds import MERGES
from desk.merging.merge import MergeRefused, MergeReport
from documents.exporting import export_review
from documents.importing import import_document
from editions.models import Edition
from editions.publishing import publish
from editions.rerendering import content_of, rendering_of
from films.models import Film, FranchiseEntry, Genre
from reviews.models import Review
from tests.factories import (
    AdminFactory,
    AlternativeTitleFactory,
    CastCritiqueFactory,
    CharacterFactory,
    CreditFactory,
    EditorFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    SectionFactory,
    WatchLinkFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def merged(kept: Model, gone: Model) -> MergeReport:
    return MERGES[type(kept)](kept, gone).run()


def get(client: Client, name: str, slug: str) -> Any:
    return client.get(reverse(f"pages:{name}", args=[slug]))


class TestRelations:
    """A new relation to one of these models must be moved by its merge."""

    @pytest.mark.parametrize(
        ("model", "relations"),
        [
            (Person, {"Credit.person", "PersonSlug.person"}),
            (Character, {"Credit.characters"}),
            (Genre, {"Film.genres", "GenreSlug.genre"}),
            (
                Film,
                {
                    "AlternativeTitle.film",
                    "Credit.film",
                    "Edition.film",
                    "FilmSlug.film",
                    "Franchise.films",
                    "FranchiseEntry.film",
                    "Project.film",
                    "Review.film",
                    "Section.spoils",
                    # Goes with the film whose facts it remembers.
                    "TmdbRecord.film",
                    "WatchLink.film",
                },
            ),
        ],
    )
    def test_are_those_that_a_merge_moves(self, model: Any, relations: set[str]) -> None:
        assert {
            f"{each.related_model.__name__}.{each.field.name}"
            for each in model._meta.related_objects
        } == relations


class TestPeople:
    @pytest.fixture
    def pair(self) -> tuple[Person, Person]:
        kept = PersonFactory(name="Łukasz Próbny", slug="lukasz-probny")
        gone = PersonFactory(name="Ukasz Probny", slug="ukasz-probny", portrait=ImageFactory())
        return kept, gone

    def test_credits_move_and_the_old_address_redirects(
        self, client: Client, pair: tuple[Person, Person]
    ) -> None:
        kept, gone = pair
        own, other = CreditFactory(person=kept), CreditFactory(person=gone)
        portrait = gone.portrait
        report = merged(kept, gone)
        assert set(Credit.objects.values_list("pk", "person")) == {
            (own.pk, kept.pk),
            (other.pk, kept.pk),
        }
        assert Person.objects.get().portrait == portrait
        assert report.conflicts == []
        assert report.dropped == ["name: Ukasz Probny"]
        old = get(client, "person", "ukasz-probny")
        assert (old.status_code, old.url) == (301, "/people/lukasz-probny/")
        assert get(client, "person", "lukasz-probny").status_code == 200

    def test_old_address_does_not_give_a_surprise_away(
        self, client: Client, pair: tuple[Person, Person]
    ) -> None:
        kept, gone = pair
        CreditFactory(person=gone, is_spoiler=True)
        merged(kept, gone)
        unknown = get(client, "person", "nobody")
        for slug in ("ukasz-probny", "lukasz-probny"):
            answer = get(client, "person", slug)
            assert (answer.status_code, answer.content) == (404, unknown.content)

    def test_same_credit_twice_becomes_one_with_all_critiques(
        self, client: Client, pair: tuple[Person, Person]
    ) -> None:
        """Also in live editions, from which the person's page takes its critiques."""
        kept, gone = pair
        review = FullReviewFactory(film=FilmFactory(title="Night Train"))
        role = CharacterFactory(name="Mara")
        stays = CreditFactory(person=kept, film=review.film, characters=[role], billing_order=None)
        goes = CreditFactory(person=gone, film=review.film, characters=[role], billing_order=3)
        critique = CastCritiqueFactory(review=review, credits=[goes], body="Steady hands.")
        both = CastCritiqueFactory(review=review, credits=[goes, stays], body="Two faces.")
        edition = publish(review=review)
        report = merged(kept, gone)
        assert report.conflicts == [
            (
                "The same credit twice: “Night Train (2025): Ukasz Probny as Mara”. One of them "
                "stays, with the critiques of both."
            )
        ]
        stays.refresh_from_db()
        assert (stays.person, stays.billing_order) == (kept, 3)
        assert not Credit.objects.filter(pk=goes.pk).exists()
        assert [list(each.credits.all()) for each in (critique, both)] == [[stays], [stays]]
        content = content_of(Edition.objects.get())
        assert [[ref.id for ref in each.credits] for each in content.cast.items[2:]] == [
            [stays.pk],
            [stays.pk],
        ]
        assert goes.pk not in edition.editioncredit_set.values_list("credit", flat=True)
        page = get(client, "person", "lukasz-probny").text
        assert page.count("Steady hands.") == page.count("Two faces.") == 1

    def test_credit_that_is_a_surprise_in_one_of_them_stays_hidden(
        self, client: Client, pair: tuple[Person, Person]
    ) -> None:
        kept, gone = pair
        review = FullReviewFactory()
        CreditFactory(person=kept, film=review.film, characters=[])
        goes = CreditFactory(person=gone, film=review.film, characters=[], is_spoiler=True)
        CastCritiqueFactory(review=review, credits=[goes], body="The canary sings.")
        publish(review=review)
        merged(kept, gone)
        assert Credit.objects.get(person=kept).is_spoiler
        assert "canary" not in get(client, "review", review.slug).text
        assert get(client, "person", "lukasz-probny").status_code == 404


class TestCharacters:
    def test_credits_move_and_a_credit_that_is_there_twice_becomes_one(self) -> None:
        franchise = FranchiseFactory()
        kept = CharacterFactory(name="Eve")
        gone = CharacterFactory(name="Eve Macarro", franchise=franchise)
        stays = CreditFactory(characters=[kept], billing_order=4)
        twice = {"film": stays.film, "person": stays.person, "billing_order": 5}
        CreditFactory(characters=[gone], **twice)
        other = CreditFactory(characters=[gone, kept])
        report = merged(kept, gone)
        assert {credit.pk: list(credit.characters.all()) for credit in Credit.objects.all()} == {
            stays.pk: [kept],
            other.pk: [kept],
        }
        assert Character.objects.get().franchise == franchise
        name = f"{stays.film}: {stays.person} as Eve Macarro"
        assert report.conflicts[1:] == [f"billing order of “{name}”: “4” stays, “5” is dropped."]

    def test_franchise_of_the_one_that_stays_is_kept(self) -> None:
        kept, gone = (CharacterFactory(franchise=FranchiseFactory()) for _each in range(2))
        report = merged(kept, gone)
        assert Character.objects.get().franchise == kept.franchise
        assert report.conflicts == [
            f"“{kept}” no longer belongs to the franchise “{gone.franchise}”."
        ]


class TestGenres:
    def test_films_move_and_the_old_address_redirects(self, client: Client) -> None:
        kept, gone = GenreFactory(name="Science Fiction"), GenreFactory(name="Sci-Fi")
        films = [FilmFactory(genres=genres) for genres in ([kept], [gone], [kept, gone])]
        merged(kept, gone)
        assert [list(film.genres.all()) for film in films] == [[kept]] * 3
        old = get(client, "genre", "sci-fi")
        assert (old.status_code, old.url) == (301, "/genres/science-fiction/")


class TestFilms:
    @pytest.fixture
    def pair(self) -> tuple[Film, Film]:
        return (
            FilmFactory(title="Lighthouse", slug="lighthouse", runtime=None),
            FilmFactory(
                title="The Lighthouse", slug="the-lighthouse", poster=ImageFactory(), tmdb_id=7
            ),
        )

    def test_everything_moves(self, client: Client, pair: tuple[Film, Film]) -> None:
        kept, gone = pair
        line = FranchiseFactory(name="The Line")
        entry = FranchiseEntryFactory(film=gone, franchise=line)
        project = ProjectFactory(franchise=line, film=gone)
        genre = GenreFactory()
        gone.genres.set([genre])
        credit = CreditFactory(film=gone)
        review = FullReviewFactory(film=gone, slug="review")
        merged(kept, gone)
        film = Film.objects.get()
        assert (film.pk, film.runtime, film.tmdb_id) == (kept.pk, 125, 7)
        assert film.poster == gone.poster
        for row in (entry, project, credit, review):
            row.refresh_from_db()
            assert row.film == film
        assert (list(film.genres.all()), review.version) == ([genre], 2)
        for name in ("film", "film_revealed"):
            old = get(client, name, "the-lighthouse")
            assert (old.status_code, old.url) == (
                301,
                reverse(f"pages:{name}", args=["lighthouse"]),
            )

    def test_titles_and_places_that_both_have_stay_once(self, pair: tuple[Film, Film]) -> None:
        kept, gone = pair
        for film in pair:
            AlternativeTitleFactory(film=film, title="Leuchtturm")
            WatchLinkFactory(film=film, label="MUBI", url="https://mubi.com/lighthouse")
        AlternativeTitleFactory(film=gone, title="Fyren")
        WatchLinkFactory(film=gone, label="Arte", url="https://arte.tv/lighthouse")
        report = merged(kept, gone)
        titles = kept.alternative_titles.values_list("title", flat=True)
        assert list(titles) == ["Leuchtturm", "Fyren"]
        assert list(kept.watch_links.values_list("label", flat=True)) == ["MUBI", "Arte"]
        assert report.moved["alternative titles"] == ["Fyren"]

    @pytest.mark.parametrize(("own", "date"), [("https://a.example/1", None), ("", "2026-02-03")])
    def test_trailer_keeps_its_own_date(
        self, pair: tuple[Film, Film], own: str, date: str | None
    ) -> None:
        kept, gone = pair
        kept.trailer_url = own
        gone.trailer_url, gone.trailer_date = "https://a.example/2", "2026-02-03"
        kept.save()
        gone.save()
        report = merged(kept, gone)
        film = Film.objects.get()
        assert film.trailer_url == (own or "https://a.example/2")
        assert (str(film.trailer_date) if film.trailer_date else None) == date
        assert ("publication of the trailer: Feb. 3, 2026" in report.dropped) == bool(own)

    def test_curtains_of_live_editions_spoil_the_film_that_stays(
        self, client: Client, pair: tuple[Film, Film]
    ) -> None:
        kept, gone = pair
        reviews = [FullReviewFactory(film=film) for film in (gone, FilmFactory(title="Other"))]
        for review in reviews:
            SectionFactory(
                review=review,
                body='>!The lamp!<{spoils="the-lighthouse"}, >!both!<{spoils="the-lighthouse '
                'lighthouse"}, >!own!<.',
            )
            review.sections.get(placement="full_story").spoils.set([kept, gone])
            publish(review=review)
        pages = {review: get(client, "review", review.slug).text for review in reviews}
        merged(kept, gone)
        for review in reviews:
            edition = Edition.objects.get(review=review)
            spoiled = {curtain.films for curtain in rendering_of(edition).curtains}
            assert spoiled == {
                (kept.pk,),
                (review.film_id if review.film_id != gone.pk else kept.pk,),
            }
            assert str(gone.pk) not in json.dumps(
                [film.id for film in content_of(edition).spoiled] + [edition.film_id]
            )
            page = get(client, "review", review.slug).text
            assert page.count("<spoiler-curtain") == pages[review].count("<spoiler-curtain")
            revealed = client.get(f"/reviews/{review.slug}/editions/1/curtains/opening-2-1/")
            assert (revealed.status_code, "The lamp" in revealed.text) == (200, True)
        review = Review.objects.get(pk=reviews[0].pk)
        assert publish(review=review).film == kept

    def test_document_of_a_review_comes_back(self, pair: tuple[Film, Film], tmp_path: Any) -> None:
        kept, gone = pair
        review = FullReviewFactory(film=FilmFactory(), lead_image=None)
        SectionFactory(review=review, body='>!The lamp!<{spoils="the-lighthouse"}.')
        publish(review=review)
        merged(kept, gone)
        for text in (export_review(review.slug).text, export_review(review.slug, 1).text):
            assert 'spoils="lighthouse"' in text
        path = tmp_path / "review.md"
        path.write_text(text)
        assert import_document(path, update=True).outcome == "unchanged"

    def test_two_entries_of_one_franchise_become_one(self, pair: tuple[Film, Film]) -> None:
        kept, gone = pair
        line = FranchiseFactory()
        first, stays, goes, last = (
            FranchiseEntryFactory(franchise=line, film=film, release_order=order, label="")
            for order, film in enumerate((FilmFactory(), kept, gone, FilmFactory()), 1)
        )
        goes.after, last.after = first, goes
        goes.save()
        last.save()
        report = merged(kept, gone)
        stays.refresh_from_db()
        last.refresh_from_db()
        assert (stays.after, last.after) == (first, stays)
        assert FranchiseEntry.objects.count() == 3
        assert len(report.conflicts) == 1

    def test_contradictory_order_is_refused(self, pair: tuple[Film, Film]) -> None:
        kept, gone = pair
        line = FranchiseFactory()
        stays, goes, middle = (
            FranchiseEntryFactory(franchise=line, film=film) for film in (kept, gone, FilmFactory())
        )
        middle.after, goes.after = stays, middle
        middle.save()
        goes.save()
        with pytest.raises(MergeRefused, match="contradicts itself"):
            merged(kept, gone)
        assert Film.objects.filter(pk=gone.pk).exists()


class TestPage:
    @pytest.fixture
    def pair(self) -> list[Person]:
        people = [PersonFactory(name=name) for name in ("Ann Alpha", "Ann Alfa")]
        CreditFactory(person=people[1], film=FilmFactory(title="Night Train"))
        return people

    def url(self, kept: Person, gone: Person | None = None) -> str:
        url = reverse("admin:cast_person_merge", args=[kept.pk])
        return f"{url}?other={gone.pk}" if gone else url

    @pytest.fixture
    def editor(self, client: Client) -> Client:
        client.force_login(AdminFactory())
        return client

    def test_nothing_changes_before_it_is_confirmed(
        self, editor: Client, pair: list[Person]
    ) -> None:
        kept, gone = pair
        change = editor.get(reverse("admin:cast_person_change", args=[kept.pk]))
        assert self.url(kept) in change.text
        assert 'name="other"' in editor.get(self.url(kept)).text
        preview = editor.get(self.url(kept, gone))
        report = preview.context["report"]
        assert [*report.moved.values()] == [
            [f"Night Train (2025): {Credit.objects.get()}"],
            ["ann-alfa"],
        ]
        assert Credit.objects.get().person == gone
        answer = editor.post(self.url(kept, gone), {"digest": report.digest})
        assert answer.url == reverse("admin:cast_person_change", args=[kept.pk])
        assert Credit.objects.get().person == kept
        assert list(Person.objects.all()) == [kept]

    def test_what_changed_since_the_page_was_opened_is_shown_first(
        self, editor: Client, pair: list[Person]
    ) -> None:
        kept, gone = pair
        digest = editor.get(self.url(kept, gone)).context["report"].digest
        CreditFactory(person=gone)
        for posted in (digest, ""):
            answer = editor.post(self.url(kept, gone), {"digest": posted})
            assert (answer.status_code, Person.objects.count()) == (200, 2)
            assert len(answer.context["report"].moved["credits"]) == 2

    def test_two_selected_rows_lead_to_the_page(self, editor: Client, pair: list[Person]) -> None:
        keys = sorted(person.pk for person in pair)
        url = reverse("admin:cast_person_changelist")
        form = {"action": "merge_selected", "_selected_action": keys}
        assert editor.post(url, form).url == f"{self.url(pair[0])}?other={keys[1]}"
        form["_selected_action"] = keys[:1]
        assert editor.post(url, form).url == url

    @pytest.mark.parametrize("other", ["x", "9" * 30, "0", ""])
    def test_invalid_key_asks_again(self, editor: Client, pair: list[Person], other: str) -> None:
        answer = editor.get(f"{self.url(pair[0])}?other={other}")
        assert (answer.status_code, "form" in answer.context) == (200, True)
        same = editor.get(self.url(pair[0], pair[0]))
        assert same.context.get("report") is None

    @pytest.mark.parametrize("verbs", [("view",), ("view", "change"), ("view", "delete")])
    def test_needs_the_permissions_to_change_and_to_delete(
        self, client: Client, pair: list[Person], verbs: tuple[str, ...]
    ) -> None:
        account = EditorFactory()
        names = [f"{verb}_person" for verb in verbs]
        account.user_permissions.set(Permission.objects.filter(codename__in=names))
        client.force_login(account)
        missing = reverse("admin:cast_person_merge", args=[10**9])
        for url in (self.url(pair[0]), self.url(*pair), missing):
            for answer in (client.get(url), client.post(url, {"digest": "x"})):
                assert answer.status_code == 403
        change = client.get(reverse("admin:cast_person_change", args=[pair[0].pk]))
        assert self.url(pair[0]) not in change.text
        assert Person.objects.count() == 2
