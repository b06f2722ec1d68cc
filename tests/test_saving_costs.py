"""The numbers of queries for saving public rows, including the generation and the search index.

Savepoints are not counted: in production they are the BEGIN and COMMIT of the transaction.
PostgreSQL needs one more query for each write of search documents, which sets their vectors.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cast.models import Credit, Person
from editions.publishing import publish
from films.models import Film
from tests.desk_forms import form_of, values
from tests.documents.sample_documents import imported
from tests.factories import (
    AdminFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    GenreFactory,
    PersonFactory,
)
from tests.roles import signed_in
from tests.unrendered import page_context

pytestmark = [pytest.mark.django_db, pytest.mark.search_index]


@pytest.fixture(autouse=True)
def _generation(db: None) -> None:
    """A database that another test has flushed has no generation until the first change."""
    GenreFactory()


def statements(action: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        action()
    queries = (query["sql"] for query in captured)
    return [sql for sql in queries if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def with_documents(count: int) -> int:
    """The number of queries here if one of ``count`` queries writes search documents."""
    return count + (connection.vendor == "postgresql")


class TestCredit:
    """The search document of a film takes 6 queries: film, genres, other titles, names of the cast,
    write, and whether the words of the names are known; 7 if a word is new."""

    def test_new(self) -> None:
        film, person = FilmFactory(), PersonFactory()
        executed = statements(lambda: Credit.objects.create(film=film, person=person))
        # The generation, the credit, the document.
        assert len(executed) == with_documents(1 + 1 + 6)

    def test_changed(self) -> None:
        credit = CreditFactory()
        credit.credited_as = "Somebody"
        # The generation, the old row, the new row, the document with a new word.
        assert len(statements(credit.save)) == with_documents(1 + 2 + 7)

    def test_changed_in_a_column_that_is_not_indexed(self) -> None:
        credit = CreditFactory()
        credit.billing = Credit.Billing.CAMEO
        assert len(statements(credit.save)) == 1 + 2

    def test_that_becomes_a_surprise(self) -> None:
        credit = CreditFactory()
        credit.is_spoiler = True
        # As above, and the editions that show the credit.
        assert len(statements(credit.save)) == with_documents(1 + 2 + 1 + 6)

    def test_deleted(self) -> None:
        credit = CreditFactory()
        # The generation, the editions that show it, three deletions, the document.
        assert len(statements(credit.delete)) == with_documents(1 + 1 + 3 + 6)

    def test_with_its_film_person_and_character(self) -> None:
        # The generation; film and person, each with its address; credit, character, and the
        # relation of these (3); films like the new one; characters of the film with one slug;
        # reading for the documents of the film (4) and of the person (1); one write, and two for
        # the words of the names.
        assert len(statements(CreditFactory)) == with_documents(1 + 9 + 1 + 1 + 4 + 1 + 3)


class TestFilm:
    def test_new(self) -> None:
        # The generation, the film and its address, films like it, the document.
        assert len(statements(FilmFactory)) == with_documents(1 + 2 + 1 + 7)

    @pytest.mark.parametrize("cast", [0, 1, 3])
    def test_with_a_changed_tagline_does_not_read_its_cast(self, cast: int) -> None:
        film = FilmFactory()
        CreditFactory.create_batch(cast, film=film)
        film.tagline = "In space."
        # The generation, the old row, the new row, the names in the index, the other titles, the
        # document.
        executed = statements(film.save)
        assert len(executed) == with_documents(1 + 2 + 3)
        assert not any("cast_credit" in sql for sql in executed)

    def test_with_a_changed_title_reads_its_reviews(self) -> None:
        film = FilmFactory()
        film.title = "Renamed"
        # The generation, the old row, the new row, films like it, the reviews, the document.
        assert len(statements(film.save)) == with_documents(1 + 2 + 1 + 1 + 5)

    def test_with_a_changed_slug_keeps_the_old_one(self) -> None:
        film = FilmFactory()
        film.slug = "renamed"
        # The generation, the old row, the new row, a search for the new slug, its insertion, films
        # like it.
        assert len(statements(film.save)) == 1 + 2 + 2 + 1

    def test_without_a_change(self) -> None:
        assert len(statements(FilmFactory().save)) == 1 + 2

    def test_with_a_new_genre(self) -> None:
        film, genre = FilmFactory(), GenreFactory()
        # Outside of a `public_change` the generation is also raised for the document, and for the
        # lists, which read the reviews of the film (2).
        executed = statements(lambda: film.genres.add(genre))
        assert len(executed) == with_documents(1 + 1 + 1 + 1 + 7) + 2


class TestPerson:
    def test_new(self) -> None:
        # The generation, the person, the address, the document.
        assert len(statements(PersonFactory)) == with_documents(1 + 2 + 4)

    def test_with_a_changed_biography(self) -> None:
        person: Person = CreditFactory().person
        person.biography = "Born."
        assert len(statements(person.save)) == with_documents(1 + 2 + 3)

    @pytest.mark.parametrize("films", [1, 3])
    def test_with_a_changed_name_reads_all_films_at_once(self, films: int) -> None:
        person = PersonFactory()
        CreditFactory.create_batch(films, person=person)
        person.name = "Renamed"
        # The films that the person tells apart, all films, reading for their documents (4) and the
        # person's (1), one write, and two for the words of the name.
        assert len(statements(person.save)) == with_documents(1 + 2 + 1 + 1 + 4 + 1 + 3)


class TestPublication:
    def test_writes_its_documents_once(self) -> None:
        review = FullReviewFactory()
        publish(review=review)
        executed = statements(lambda: publish(review=review))
        writes = (sql for sql in executed if sql.startswith(("INSERT", "UPDATE", "DELETE")))
        assert [sql.split('"')[1] for sql in writes] == [
            "editions_generation",
            "editions_edition",
            "editions_editionsequence",
            "accounts_auditentry",
            "editions_reviewevent",
            "editions_edition",
            "editions_editionbody",
            "editions_editionbyline",
            "editions_editionfit",
            "editions_editionimage",
            "editions_editioncredit",
            "pages_facetentry",
            "pages_facetentry",
            "pages_searchdocument",
            "pages_searchdocument",
        ]


class TestImport:
    def test_is_one_change(self, tmp_path: Path) -> None:
        executed = statements(lambda: imported(tmp_path, publishing=True))
        assert sum('UPDATE "editions_generation"' in sql for sql in executed) == 1
        assert sum('INSERT INTO "pages_searchdocument"' in sql for sql in executed) == 1


class TestAdmin:
    def test_saves_a_film_as_one_change(self) -> None:
        film = FilmFactory()
        desk = signed_in(AdminFactory())
        url = reverse("admin:films_film_change", args=[film.pk])
        form = form_of(page_context(desk, url)) | {
            "tagline": "In space.",
            "genres": [genre.pk for genre in GenreFactory.create_batch(2)],
        }
        executed = statements(lambda: desk.post(url, form))
        film.refresh_from_db()
        assert (film.tagline, film.genres.count()) == ("In space.", 2)
        assert sum('UPDATE "editions_generation"' in sql for sql in executed) == 1
        assert sum('INSERT INTO "pages_searchdocument"' in sql for sql in executed) == 1


class TestCreditsScreen:
    """A page of 25 rows of a film with 300 credits."""

    @pytest.fixture
    def film(self) -> Film:
        film = FilmFactory()
        person = PersonFactory()
        credits = (Credit(film=film, person=person, billing_order=n) for n in range(300))
        Credit.objects.bulk_create(credits)
        return film

    def saved(self, film: Film, rows: int) -> list[str]:
        """The statements of saving the first page with ``rows`` changed rows."""
        desk = signed_in(AdminFactory())
        url = reverse("admin:cast_credit_film", args=[film.pk])
        context = desk.get(url).context
        form = values(context["formset"].management_form) | {"base": context["base"]}
        for row in context["formset"]:
            form |= values(row)
        form |= {f"credits-{row}-credited_as": f"Name {row}" for row in range(rows)}
        executed = statements(lambda: desk.post(url, form))
        assert film.credits.exclude(credited_as="").count() == rows
        return executed

    def test_without_a_change_reads_the_page_once(self, film: Film) -> None:
        # Session and account (3), film, number of credits, the account for which forms wait, the
        # lock and its rollback, credits of the page, their characters.
        assert len(self.saved(film, 0)) == 10

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_eleven_queries_for_each_changed_row(self, film: Film, rows: int) -> None:
        ContentType.objects.get_for_model(Credit)  # This is cached for the admin's log.
        # For each row: validation (6), saving (3), the admin's log (2). Once: the page (7), the
        # generation, the document (7), the log of the film and the session with the message.
        assert len(self.saved(film, rows)) == with_documents(11 * rows + 7 + 1 + 7 + 1 + 1)
