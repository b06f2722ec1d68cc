from datetime import date

import pytest

from films.models import (
    AlternativeTitle,
    Film,
    FilmSlug,
    FranchiseEntry,
    FranchiseSlug,
    GenreSlug,
    Project,
    WatchLink,
)
from images.addresses import SLUG_IS_TAKEN
from tests.constraints import BLANK, Break, already_exists, constraint_error
from tests.factories import (
    AlternativeTitleFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ProjectFactory,
    WatchLinkFactory,
)

pytestmark = pytest.mark.both_databases


def entry(**changes: object) -> FranchiseEntry:
    given = {"franchise": FranchiseFactory(), "film": FilmFactory()} | changes
    return FranchiseEntryFactory.build(**given)


def entry_on_itself(field: str) -> FranchiseEntry:
    itself = FranchiseEntryFactory(franchise__name="Wick", label="Chapter 3")
    setattr(itself, field, itself)
    return itself


def same_order() -> FranchiseEntry:
    other = FranchiseEntryFactory()
    return entry(franchise=other.franchise, release_order=other.release_order)


def same_film() -> FranchiseEntry:
    other = FranchiseEntryFactory()
    return entry(franchise=other.franchise, film=other.film, release_order=99)


def project(**changes: object) -> Project:
    return ProjectFactory.build(franchise=FranchiseFactory(), **changes)


def same_project() -> object:
    other = ProjectFactory()
    return ProjectFactory.build(franchise=other.franchise, working_title=other.working_title)


def other_title(**changes: object) -> AlternativeTitle:
    return AlternativeTitleFactory.build(**{"film": FilmFactory()} | changes)


def watch_link(**changes: object) -> WatchLink:
    return WatchLinkFactory.build(**{"film": FilmFactory()} | changes)


PLACE = "https://a.example/"
NOT_SECURE = "Enter an address that begins with “https://”."
BAD_LETTERBOXD = "A Letterboxd id has small letters, digits and dashes, such as “alien-romulus”."
CYCLE = (
    "The in-universe order contradicts itself: Wick: Chapter 3 → Wick: Chapter 3. "
    "Remove one of these facts."
)
BAD_IMDB = {"__all__": ["An IMDb id of a film is “tt” and 7 to 9 digits."]}
BAD_WIKIDATA = {"__all__": ["A Wikidata id is “Q” and digits."]}
BREAKS = [
    Break("film_has_a_title", lambda: FilmFactory.build(title="", slug="a"), {"title": BLANK}),
    Break("film_has_a_slug", lambda: FilmFactory.build(slug=""), {"slug": BLANK}),
    Break(
        "film_trailer_is_https",
        lambda: FilmFactory.build(trailer_url="http://a.example/"),
        {"trailer_url": [NOT_SECURE]},
    ),
    Break(
        "film_trailer_has_an_address",
        lambda: FilmFactory.build(trailer_date=date(2026, 1, 2)),
        {"__all__": ["Enter the address of the trailer, too."]},
    ),
    Break(
        "film_letterboxd_id_is_one",
        lambda: FilmFactory.build(letterboxd_slug="/film/alien"),
        {"__all__": [BAD_LETTERBOXD]},
    ),
    Break(
        "films.Film.letterboxd_slug",
        lambda: FilmFactory.build(letterboxd_slug=FilmFactory(letterboxd_slug="a").letterboxd_slug),
        {"letterboxd_slug": already_exists("Film", "Letterboxd id")},
    ),
    Break("alternative_title_is_not_empty", lambda: other_title(title=""), {"title": BLANK}),
    Break(
        "alternative_title_is_once_at_a_film",
        lambda: other_title(film=AlternativeTitleFactory(title="Fyren").film, title="Fyren"),
        {"__all__": ["Alternative title with this Film, Title and Country already exists."]},
    ),
    Break("watch_link_has_label_and_address", lambda: watch_link(label=""), {"label": BLANK}),
    Break(
        "watch_link_is_https",
        lambda: watch_link(url="ftp://a.example/"),
        {"url": [NOT_SECURE]},
    ),
    Break(
        "watch_link_is_once_at_a_film",
        lambda: watch_link(film=WatchLinkFactory(url=PLACE).film, url=PLACE),
        {"__all__": ["Place to watch with this Film, Address and Country already exists."]},
    ),
    Break(
        "film_runtime_is_positive",
        lambda: FilmFactory.build(runtime=0),
        {
            "__all__": [
                "Enter at least 1 minute, or leave the field empty if the runtime is unknown."
            ]
        },
    ),
    Break(
        "film_released_has_a_date",
        lambda: FilmFactory.build(release_date=None),
        {"__all__": ["A released film needs a release date."]},
    ),
    *(
        Break(
            name,
            lambda factory=factory, values=values: factory(**values),
            constraint_error(name),
        )
        for name, factory, column, precision in (
            (
                "film_release_date_fits_its_precision",
                FilmFactory.build,
                "release_date",
                "release_precision",
            ),
            ("project_date_fits_its_precision", project, "as_of", "as_of_precision"),
        )
        for values in (
            {column: date(1927, 3, 14), precision: "month"},
            {column: date(1927, 3, 1), precision: "year"},
            {column: date(1927, 1, 2), precision: "year"},
            {column: date(1927, 1, 1), precision: "week"},
            {column: None, precision: "year", "status": "rumored"},
            {column: None, precision: "month", "status": "rumored"},
        )
    ),
    *(
        Break("film_imdb_id_is_one", lambda imdb=imdb: FilmFactory.build(imdb_id=imdb), BAD_IMDB)
        for imdb in ("nm0000001", "tt123456", "tt1234567890", "TT1234567", "tt1234567\n")
    ),
    *(
        Break(
            "film_wikidata_id_is_one",
            lambda wikidata=wikidata: FilmFactory.build(wikidata_id=wikidata),
            BAD_WIKIDATA,
        )
        for wikidata in ("Q", "q1", "1", "Q1x", "Q1\n")
    ),
    Break(
        "films.Film.slug",
        lambda: FilmFactory.build(slug=FilmFactory().slug),
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "films.Film.tmdb_id",
        lambda: FilmFactory.build(tmdb_id=FilmFactory(tmdb_id=7).tmdb_id),
        {"tmdb_id": already_exists("Film", "TMDB id")},
    ),
    Break(
        "films.Film.imdb_id",
        lambda: FilmFactory.build(imdb_id=FilmFactory(imdb_id="tt1234567").imdb_id),
        {"imdb_id": already_exists("Film", "IMDb id")},
    ),
    Break(
        "films.Film.wikidata_id",
        lambda: FilmFactory.build(wikidata_id=FilmFactory(wikidata_id="Q1").wikidata_id),
        {"wikidata_id": already_exists("Film", "Wikidata id")},
    ),
    Break(
        "films.FilmSlug.slug",
        lambda: FilmSlug(film=FilmFactory(), slug=FilmFactory().slug),
        {"slug": already_exists("Film address", "Slug")},
    ),
    Break(
        "films.Genre.name",
        lambda: GenreFactory.build(name=GenreFactory().name, slug="a"),
        {"name": already_exists("Genre", "Name")},
    ),
    Break(
        "films.Genre.slug",
        lambda: GenreFactory.build(slug=GenreFactory().slug),
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "films.GenreSlug.slug",
        lambda: GenreSlug(genre=GenreFactory(), slug=GenreFactory().slug),
        {"slug": already_exists("Genre address", "Slug")},
    ),
    Break("franchise_has_a_slug", lambda: FranchiseFactory.build(slug=""), {"slug": BLANK}),
    Break(
        "films.Franchise.name",
        lambda: FranchiseFactory.build(name=FranchiseFactory().name, slug="a"),
        {"name": already_exists("Franchise", "Name")},
    ),
    Break(
        "films.Franchise.slug",
        lambda: FranchiseFactory.build(slug=FranchiseFactory().slug),
        {"slug": [str(SLUG_IS_TAKEN)]},
    ),
    Break(
        "films.FranchiseSlug.slug",
        lambda: FranchiseSlug(franchise=FranchiseFactory(), slug=FranchiseFactory().slug),
        {"slug": already_exists("Franchise address", "Slug")},
    ),
    Break(
        "entry_release_order_is_unique",
        same_order,
        {"__all__": already_exists("Franchise entry", "Franchise and Release order")},
    ),
    Break(
        "entry_film_is_once_in_franchise",
        same_film,
        {"__all__": already_exists("Franchise entry", "Franchise and Film")},
    ),
    Break(
        "entry_is_not_after_itself",
        lambda: entry_on_itself("after"),
        {"__all__": [CYCLE, "An entry cannot be set after itself."]},
    ),
    Break(
        "entry_is_not_before_itself",
        lambda: entry_on_itself("before"),
        {"__all__": [CYCLE, "An entry cannot be set before itself."]},
    ),
    Break(
        "project_title_is_once_in_franchise",
        same_project,
        {"__all__": already_exists("Project", "Franchise and Working title")},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()

    def test_the_database_accepts_films_without_ids_and_dates(self) -> None:
        for film in (
            FilmFactory.build(tmdb_id=None, imdb_id=None, wikidata_id=None, runtime=None),
            FilmFactory.build(status="rumored", release_date=None),
            FilmFactory.build(tmdb_id=1, imdb_id="tt1234567", wikidata_id="Q1", runtime=1),
            FilmFactory.build(tmdb_id=2, imdb_id="tt123456789", wikidata_id="Q1234567890"),
        ):
            film.full_clean()
            film.save()
        assert Film.objects.count() == 4

    def test_the_database_accepts_the_same_release_order_in_two_franchises(self) -> None:
        first = FranchiseEntryFactory()
        second = FranchiseEntryFactory(film=first.film, release_order=first.release_order)
        assert second.franchise != first.franchise
