"""What a query depends on. Each query is as Django writes it, with fewer columns."""

import pytest

from pages.shared_cache.read_keys import MOST_BYTES, ReadKeys, collected, declared_reads, depends_on
from pages.shared_cache.sql_reading import reading_of

LIVE = '"editions_edition"."live_from" <= %s'
FILM = 'INNER JOIN "films_film" ON ("editions_edition"."film_id" = "films_film"."id")'
REVIEW = 'INNER JOIN "reviews_review" ON ("editions_edition"."review_id" = "reviews_review"."id")'
POSTER = 'LEFT OUTER JOIN "images_image" T5 ON ("films_film"."poster_id" = T5."id")'
LISTED = (
    'SELECT "editions_edition"."id", "films_film"."id", T5."id" '
    f'FROM "editions_edition" {FILM} {POSTER}'
)
OF_REVIEW = (
    f'SELECT "reviews_review"."id", "editions_edition"."headline" FROM "editions_edition" {REVIEW}'
)
CORRECTED = (
    '(SELECT U0."live_from" AS "a" FROM "editions_edition" U0 WHERE (U0."live_from" <= (%s) AND '
    'U0."review_id" = ("editions_edition"."review_id")) ORDER BY 1 DESC LIMIT 1) AS "corrected"'
)


def keys(sql, params=(), rows=()):
    """The keys of a page that makes one query, without those of whole tables."""
    page = ReadKeys()
    query = page.begin(sql, params)
    query.add(rows)
    return {key for key in page.header().split() if "-" in key or "." in key}


CASES = {
    "a row by its key": (
        'SELECT "films_film"."title" FROM "films_film" WHERE "films_film"."id" = %s',
        (3,),
        [("Alien",)],
        {"film-3"},
    ),
    "rows by a column": (
        (
            'SELECT "cast_credit"."id" FROM "cast_credit" WHERE (NOT "cast_credit"."is_spoiler" '
            'AND "cast_credit"."film_id" IN (%s, %s)) ORDER BY "cast_credit"."billing_order" ASC'
        ),
        (3, 4),
        [(1,)],
        {"credit.film_id-3", "credit.film_id-4"},
    ),
    "either of two": (
        (
            'SELECT "cast_credit"."id" FROM "cast_credit" WHERE ("cast_credit"."film_id" = %s OR '
            '"cast_credit"."person_id" = %s)'
        ),
        (3, 4),
        [(1,)],
        {"credit.any"},
    ),
    "a list with what it shows": (
        f'{LISTED} WHERE {LIVE} ORDER BY "editions_edition"."first_live_from" DESC LIMIT 13',
        ("now",),
        [(1, 2, None), (7, 8, 9)],
        {"edition.any", "film-2", "film-8", "image-9"},
    ),
    "a list in the order of what it shows, which is cut": (
        f'{LISTED} WHERE {LIVE} ORDER BY "films_film"."title" DESC LIMIT 2',
        ("now",),
        [(1, 2, None), (7, 8, 9)],
        {"edition.any", "film-2", "film-8", "film.any", "image-9"},
    ),
    "a list that a column of another table restricts": (
        f'{LISTED} WHERE ({LIVE} AND "films_film"."is_confirmed")',
        ("now",),
        [(1, 2, None)],
        {"edition.any", "film.any"},
    ),
    "rows of a row that its address names": (
        f'{OF_REVIEW} WHERE ("reviews_review"."slug" = %s AND {LIVE}) LIMIT 1',
        ("alien", "now"),
        [(5, "It hunts")],
        {"review.slug-alien", "edition.review_id-5"},
    ),
    "no row of such a row": (
        f'{OF_REVIEW} WHERE ("reviews_review"."slug" = %s AND {LIVE}) LIMIT 1',
        ("alien", "now"),
        [],
        {"review.slug-alien", "edition.any"},
    ),
    "a query in a column": (
        (
            f'SELECT "editions_edition"."id", "editions_edition"."review_id", {CORRECTED} '
            'FROM "editions_edition" WHERE "editions_edition"."id" = %s'
        ),
        ("now", 1),
        [(1, 5, None)],
        {"edition-1", "edition.review_id-5"},
    ),
    "a query in a condition": (
        (
            'SELECT "films_film"."title" FROM "films_film" WHERE ("films_film"."id" = %s AND '
            'EXISTS(SELECT 1 AS "a" FROM "cast_credit" U0 INNER JOIN "cast_person" U1 ON '
            '(U0."person_id" = U1."id") WHERE U0."film_id" = ("films_film"."id") LIMIT 1))'
        ),
        (3,),
        [("Alien",)],
        {"credit.any", "film-3", "person.any"},
    ),
    "two tables with one key": (
        (
            'SELECT "editions_edition"."id" FROM "editions_edition" INNER JOIN '
            '"editions_editionbody" ON ("editions_edition"."id" = '
            '"editions_editionbody"."edition_id")'
        ),
        (),
        [(1,)],
        {"edition.any", "editionbody-1"},
    ),
    "an inner join by a column that may be empty": (
        (
            'SELECT "editions_edition"."id", "films_film"."id" FROM "editions_edition" '
            f'{FILM} INNER JOIN "images_image" ON ("films_film"."poster_id" = "images_image"."id")'
        ),
        (),
        [(1, 2)],
        {"edition.any", "film.any"},
    ),
    "a union": (
        (
            'SELECT "films_film"."id" FROM "films_film" UNION SELECT "cast_person"."id" FROM '
            '"cast_person"'
        ),
        (),
        [(1,)],
        {"film.any", "person.any"},
    ),
    "SQL by hand": (
        "SELECT film.id FROM films_film film WHERE film.id = %s",
        (3,),
        [(3,)],
        {"film.any"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_query_depends_on(case):
    sql, params, rows, expected = CASES[case]
    assert keys(sql, params, rows) == expected


class TestAPage:
    def test_that_reads_an_unwatched_table_has_no_keys(self):
        page = ReadKeys()
        page.begin('SELECT "auth_user"."id" FROM "auth_user"', ())
        assert page.header() == ""

    def test_names_the_rows_of_a_query_with_a_named_query_inside(self):
        page = ReadKeys()
        shared = "WITH shared AS (SELECT film_id FROM cast_credit) SELECT film_id FROM shared"
        with collected(page), declared_reads():
            query = page.begin(
                'SELECT "films_film"."id" FROM "films_film" '
                f'WHERE "films_film"."id" IN ({shared}) ORDER BY "films_film"."id" ASC',
                (),
            )
        query.add([(4,)])
        assert "film-4" in page.header().split()

    @pytest.mark.parametrize("words", ["WITH", "WITH RECURSIVE"])
    def test_reads_no_table_of_a_name_that_its_query_gives(self, words):
        page = ReadKeys()
        page.begin(f"{words} shared AS (SELECT film_id FROM cast_credit) SELECT * FROM shared", ())
        assert "credit.any" in page.header().split()

    def test_declares_what_its_queries_depend_on(self):
        page = ReadKeys()
        with collected(page):
            with declared_reads("kin.film-1"):
                query = page.begin('SELECT "films_film"."id" FROM "films_film"', ())
            depends_on("kin.genre-2")
        query.add([(4,)])
        assert page.header() == "film film-4 kin.film-1 kin.genre-2 site"

    def test_with_too_many_keys_has_those_of_whole_tables(self):
        page = ReadKeys()
        query = page.begin(LISTED, ())
        query.add([(row, 1, row) for row in range(10_000, 11_000)])
        assert page.header() == "edition edition.any film film-1 image image.any site"
        assert len(page.header()) < MOST_BYTES


def test_what_pages_declare_outside_of_one_is_ignored():
    depends_on("film-1")
    with declared_reads("film-1"):
        assert reading_of("SELECT 1").always == frozenset()
