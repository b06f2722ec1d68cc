"""What the search finds after changes: publishing, time, facts, secrets and upgrades."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from editions.models import Edition
from editions.publishing import cancel, publish, withdraw
from editions.rerendering import rerender
from films.models import Film
from pages.search import rebuilding
from pages.search.entries import SearchEntry
from pages.search.hits import load_hits
from pages.search.index import document, write
from pages.search.models import NameSpelling, SearchDocument, SearchRebuild
from pages.search.query import parse
from pages.search.rebuilding import build_if_empty, rebuild
from tests.factories import (
    AlternativeTitleFactory,
    CastCritiqueFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.pages.search_pages import counted, found, published, search

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = [pytest.mark.django_db, pytest.mark.search_index, pytest.mark.both_databases]


class TestHiddenText:
    """Hidden words are not found. Each is found once it is public, so the search works."""

    def is_not_found(self, client, word, other):
        """Whether the page for ``word`` equals that for ``other``, a word that no text has."""
        hidden, none = (search(client, typed).content for typed in (word, other))
        return hidden.replace(word.encode(), b"?") == none.replace(other.encode(), b"?")

    def test_hidden_text_is_not_found_until_it_is_public(self, client):
        review = FullReviewFactory(headline="The headline")
        for word, plant in {
            "quizzling": {"placement": "opening", "body": "She is >!the quizzling!< here."},
            "wombatry": {"placement": "full_story", "heading": "Wombatry", "body": "It ends."},
            "jabberwoe": {"placement": "full_story", "body": "It ends in jabberwoe."},
        }.items():
            section = SectionFactory(review=review, **plant)
            publish(review=review)
            assert self.is_not_found(client, word, "vexillogy")
            assert self.is_not_found(client, word[:6], "vexill")
            section.placement = "opening"
            section.body = section.body.replace(">!", "").replace("!<", "")
            section.save()
            publish(review=review)
            assert found(client, word) == ["The headline"]
            section.delete()

    def test_hidden_word_is_in_no_excerpt_and_no_count(self, client):
        published("The envoy is >!her sister!<, on the train.", headline="Envoy")
        response = search(client, "envoy")
        assert [hit.plain_title for hit in response.context["hits"]] == ["Envoy"]
        assert "sister" not in response.text
        assert counted(client, "sister") == {}
        assert counted(client, "envoy sister") == {}

    def test_person_with_only_surprises_is_not_found(self, client):
        film = FilmFactory(title="The Film")
        character = CharacterFactory(name="Xanthippus")
        credit = CreditFactory(
            film=film,
            person__name="Quizzling Smith",
            person__biography="A wombatry.",
            characters=[character],
            credited_as="Jabberwoe",
            is_spoiler=True,
        )
        words = ("quizzling", "wombatry", "xanthippus", "jabberwoe")
        for word in words:
            assert self.is_not_found(client, word, "vexillogy")
            assert self.is_not_found(client, f"{word[:-2]}i", "vexillog")
        credit.is_spoiler = False
        credit.save()
        for word in words:
            assert search(client, word).context["hits"]
        assert found(client, "xanthippus") == ["The Film"]
        credit.is_spoiler = True
        credit.save()
        for word in words:
            assert self.is_not_found(client, word, "vexillogy")

    def test_secret_name_that_is_the_stem_of_a_public_one_is_not_suggested(self, client):
        CreditFactory(film=FilmFactory(title="The Winters of Harlequin"))
        before = [search(client, typed).content for typed in ("wintr", "wintr harlequn")]
        CreditFactory(film__title="Other", person__name="Zed Winter", is_spoiler=True)
        after = [search(client, typed).content for typed in ("wintr", "wintr harlequn")]
        assert after == before
        assert b"Winters of Harlequin" in search(client, "winterz").content

    def test_surprise_of_a_known_person_does_not_lead_to_the_film(self, client):
        person = PersonFactory(name="Quizzling Smith")
        CreditFactory(person=person, film__title="Known For")
        CreditFactory(person=person, film__title="Secret", is_spoiler=True)
        assert found(client, "quizzling", kind="film") == ["Known For"]
        assert counted(client, "quizzling") == {"Everything": 2, "Films": 1, "People": 1}

    def test_critique_of_a_credit_that_becomes_a_surprise_is_not_found(self, client):
        review = ReviewFactory(headline="The headline")
        credit = CreditFactory(film=review.film)
        CastCritiqueFactory(review=review, credits=[credit], body="A quizzling.", heading="He")
        VerdictFactory(review=review)
        publish(review=review)
        assert found(client, "quizzling") == ["The headline"]
        credit.is_spoiler = True
        credit.save()
        assert self.is_not_found(client, "quizzling", "vexillogy")

    def test_edition_of_another_redactor_version_is_not_found_until_rerendered(self, client):
        review = published("A quizzling.", headline="The headline")
        Edition.objects.update(redactor_version=0)
        assert found(client, "quizzling") == []
        call_command("rebuild_search", verbosity=0)
        assert found(client, "quizzling") == []
        rerender(review.editions.all())
        assert found(client, "quizzling") == ["The headline"]


class TestTime:
    @pytest.fixture
    def clock(self):
        with time_machine.travel(NOON, tick=False) as traveller:
            yield traveller

    @pytest.fixture
    def review(self, clock):
        return published("The first words.", headline="Before")

    def change(self, review):
        review.headline = "After"
        review.save()
        review.sections.update(body="The second words.")

    def test_drafts_and_unpublished_edits_are_not_found(self, client, review):
        ReviewFactory(headline="Draft")
        self.change(review)
        assert found(client, "before") == ["Before"]
        assert found(client, "second") == found(client, "draft") == []

    def test_new_edition_replaces_the_one_before_at_once(self, client, review, clock):
        self.change(review)
        clock.move_to(NOON + HOUR)
        publish(review=review)
        assert found(client, "words") == ["After"]
        assert found(client, "first") == []

    def test_scheduled_edition_is_found_when_it_is_live(self, client, review, clock):
        self.change(review)
        publish(review=review, live_from=NOON + HOUR)
        assert found(client, "words") == ["Before"]
        assert found(client, "second") == []
        clock.move_to(NOON + HOUR - timedelta(seconds=1))
        assert found(client, "words") == ["Before"]
        clock.move_to(NOON + HOUR)
        assert found(client, "words") == ["After"]
        assert found(client, "first") == []

    def test_scheduled_edition_has_no_hit_before_it_is_live(self, client, review, clock):
        self.change(review)
        publish(review=review, live_from=NOON + HOUR)
        keys = list(SearchDocument.objects.filter(body__contains="second").values_list("pk"))
        assert len(keys) == 1
        assert load_hits(parse("second"), keys[0]) == []
        clock.move_to(NOON + HOUR)
        assert [hit.plain_title for hit in load_hits(parse("second"), keys[0])] == ["After"]

    def test_cancelling_keeps_the_live_edition(self, client, review, clock):
        self.change(review)
        publish(review=review, live_from=NOON + HOUR)
        cancel(review=review)
        clock.move_to(NOON + 2 * HOUR)
        assert found(client, "words") == ["Before"]
        assert found(client, "second") == []

    def test_withdrawn_review_is_not_found(self, client, review, clock):
        withdraw(review=review)
        clock.move_to(NOON + HOUR)
        assert found(client, "words") == []
        assert found(client, review.byline()) == []


class TestFacts:
    def test_saved_facts_are_found_at_once(self, client):
        film = FilmFactory(title="Before")
        review = published(headline="The review", film=film)
        film.title = "After"
        film.save()
        assert found(client, "before") == []
        assert set(found(client, "after")) == {"After", "The review"}
        [critic] = review.signed_by()
        critic.display_name = "Renamed Critic"
        critic.save()
        assert set(found(client, "renamed")) == {"Renamed Critic", "The review"}

    def test_alternative_titles_find_the_film_and_its_reviews(self, client):
        film = FilmFactory(title="Unheard", original_title="Unheard")
        published(film=film, headline="The review")
        title = AlternativeTitleFactory(film=film, title="Quizzling Wombat")
        assert found(client, "quizzling wombat") == ["Unheard", "The review"]
        title.title = "Jabberwoe"
        title.save()
        assert found(client, "quizzling") == []
        assert found(client, "jabberwoe") == ["Unheard", "The review"]
        other = FilmFactory(title="Seen")
        title.film = other
        title.save()
        assert found(client, "jabberwoe") == ["Seen"]
        title.delete()
        assert found(client, "jabberwoe") == []

    def test_credits_of_a_film_are_found(self, client):
        film, other = FilmFactory(title="One"), FilmFactory(title="Other")
        credit = CreditFactory(film=film, person__name="Quill", characters=[])
        character = CharacterFactory(name="Zed")
        credit.characters.add(character)
        assert found(client, "quill zed") == ["One"]
        character.name = "Why"
        character.save()
        assert (found(client, "zed"), found(client, "why")) == ([], ["One"])
        credit.person.name = "Feather"
        credit.person.save()
        assert found(client, "feather", kind="film") == ["One"]
        credit.film = other
        credit.save()
        assert found(client, "feather", kind="film") == ["Other"]
        character.delete()
        assert found(client, "why") == []
        credit.delete()
        assert found(client, "feather") == []

    def test_genres_of_a_film_are_found(self, client):
        genre = GenreFactory(name="Western")
        film = FilmFactory(title="One", genres=[genre])
        assert found(client, "western") == ["One"]
        genre.name = "Eastern"
        genre.save()
        assert (found(client, "western"), found(client, "eastern")) == ([], ["One"])
        genre.films.clear()
        assert found(client, "eastern") == []
        film.genres.add(genre)
        assert found(client, "eastern") == ["One"]
        genre.delete()
        assert found(client, "eastern") == []

    def test_deleted_rows_are_not_found(self, client):
        FranchiseFactory(name="Gone Saga").delete()
        film = FilmFactory(title="Gone")
        CreditFactory(film=film, person__name="Gone Too")
        film.delete()
        assert found(client, "gone") == []
        assert Film.objects.count() == 0

    def test_hit_shows_the_present_text_of_its_row(self, client):
        FilmFactory(title="Before", overview="Old words.")
        Film.objects.update(title="After", overview="New words.")
        hit = search(client, "before").context["hits"][0]
        assert (hit.title, hit.excerpt) == ("After", "New words.")


class TestRebuilding:
    def test_rebuild_indexes_bulk_writes(self, client, capsys):
        CreditFactory(person__name="Quill", film__title="Before")
        published(headline="The review")
        Film.objects.filter(title="Before").update(title="After")
        assert found(client, "after") == []
        call_command("rebuild_search")
        assert capsys.readouterr().out == "The search can find 5 entries.\n"
        assert found(client, "after") == ["After"]
        assert found(client, "before") == []

    def test_rebuild_writes_only_what_differs(self, client, monkeypatch):
        FilmFactory(title="Same")
        FilmFactory(title="Before")
        Film.objects.filter(title="Before").update(title="After")
        entry = SearchEntry(kind="film", object_id=10**9, subject_id=10**9, title="Gone")
        write([document(entry)])
        written = []
        monkeypatch.setattr(rebuilding, "write", lambda rows: written.extend(rows))
        rebuild()
        assert [str(row) for row in written] == ["Film: after"]
        assert found(client, "gone") == []
        assert not SearchDocument.objects.filter(object_id=10**9).exists()

    def test_words_that_no_name_has_are_deleted(self):
        film = FilmFactory(title="Zorglub")
        Film.objects.filter(pk=film.pk).update(title="Spirou")
        rebuild()
        words = set(NameSpelling.objects.values_list("word", flat=True))
        assert ("zorglub" in words, "spirou" in words) == (False, True)

    def test_rebuild_goes_on_where_it_stopped(self, client, monkeypatch):
        monkeypatch.setattr(rebuilding, "AT_ONCE", 1)
        films = [FilmFactory(title=f"Before {n}") for n in range(3)]
        PersonFactory(name="Somebody")
        SearchDocument.objects.all().delete()

        def stop(done, of):
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuild(stop)
        assert found(client, "before") == ["Before 1", "Before 0"]
        SearchDocument.objects.filter(object_id=films[0].pk).delete()
        counted = []
        rebuild(lambda *numbers: counted.append(numbers))
        # The first film was done before.
        assert found(client, "before") == ["Before 2", "Before 1"]
        assert (counted[0], counted[-1]) == ((3, 4), (4, 4))
        rebuild()
        assert found(client, "before") == ["Before 2", "Before 1", "Before 0"]

    def test_change_while_documents_are_compared_is_not_undone(self, client, monkeypatch):
        film = FilmFactory(title="Before")
        SearchDocument.objects.all().delete()
        differences = rebuilding._differences
        titles = iter(["After"])

        def changed_meanwhile(task):
            compared = differences(task)
            if title := next(titles, ""):
                film.title = title
                film.save()
            return compared

        monkeypatch.setattr(rebuilding, "_differences", changed_meanwhile)
        rebuild()
        assert (found(client, "after"), found(client, "before")) == (["After"], [])

    def test_old_documents_are_found_until_they_are_replaced(self, client):
        FilmFactory(title="Kept")
        seen = []
        rebuild(lambda done, of: seen.append(found(client, "kept")), from_start=True)
        assert set(map(tuple, seen)) == {("Kept",)}

    def test_migrate_goes_on_with_a_rebuild_that_was_stopped(self, client):
        FilmFactory(title="Filled")
        FilmFactory(title="Other")
        SearchDocument.objects.filter(title__contains="filled").delete()
        SearchRebuild.objects.create(pk=1, kind="film", done=0)
        call_command("migrate", verbosity=0)
        assert found(client, "filled") == ["Filled"]

    def test_migrate_fills_an_empty_index(self, client):
        FilmFactory(title="Filled")
        SearchDocument.objects.all().delete()
        assert found(client, "filled") == []
        call_command("migrate", verbosity=0)
        assert found(client, "filled") == ["Filled"]

    def test_migrate_of_another_database_does_not_fill_the_index(self):
        FilmFactory(title="Filled")
        SearchDocument.objects.all().delete()
        build_if_empty(using="other")
        assert not SearchDocument.objects.exists()

    def test_migrate_does_not_rebuild_an_existing_index(self, client):
        FilmFactory(title="Filled")
        FilmFactory(title="Other")
        SearchDocument.objects.filter(title__contains="filled").delete()
        call_command("migrate", verbosity=0)
        assert found(client, "filled") == []


@pytest.mark.django_db(transaction=True)
class TestFlush:
    def test_flushed_index_is_empty_and_works(self, client):
        FilmFactory(title="Comet")
        assert found(client, "comet") == ["Comet"]
        call_command("flush", interactive=False, verbosity=0)
        assert found(client, "comet") == []
        FilmFactory(title="Comet again")
        assert found(client, "comet") == ["Comet again"]


@pytest.mark.django_db(transaction=True)
class TestUpgrade:
    def test_migrate_makes_the_index_of_an_older_version_anew(self, client):
        published("A comet.", headline="Comet")
        try:
            call_command("migrate", "pages", "0001", verbosity=0)
        finally:
            call_command("migrate", verbosity=0)
        assert found(client, "comet") == ["Comet"]
        FilmFactory(title="Comets")
        assert found(client, "comet") == ["Comet", "Comets"]
