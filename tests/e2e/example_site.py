"""A site with every kind of page: with and without pictures, with short and very long names."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from editions.preview_tokens import preview_token
from editions.publishing import publish, withdraw
from site_settings.models import SitePage
from tests.curtain_urls import checksums
from tests.factories import (
    AlternativeTitleFactory,
    CastCritiqueFactory,
    CharacterFactory,
    ContentNoteFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    WatchLinkFactory,
)

SECRET = "Secret Star"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwe" * 3

MISSING_PAGE = "nothing-here/"
GONE_PAGE = "reviews/withdrawn/"

PATHS = [
    "",
    "reviews/",
    "reviews/?genre=drama",
    "reviews/?genre=drama&critic=a-critic&audience=nothing+like+it",
    "reviews/the-review/",
    "reviews/the-review/revealed/",
    "reviews/the-review/changed/",
    "films/",
    "films/the-train/",
    "films/the-train/revealed/",
    "films/bare/",
    "genres/drama/",
    "franchises/",
    "franchises/the-line/",
    "people/",
    "people/known-face/",
    "people/known-face/revealed/",
    "people/secret-star/revealed/",
    "critics/",
    "critics/a-critic/",
    "search/?q=train",
    "search/",
    "search/?q=train&kind=review&genre=drama",
    "search/?q=trian",
    "search/?q=nothing+like+it",
    "seen/",
    "about/",
    "imprint/",
    MISSING_PAGE,
    GONE_PAGE,
]
"""The first page of each kind shows the most."""


def create_example_site() -> list[str]:
    """Create the site. Returns the paths of its pages: `PATHS` and those of a new preview."""
    SitePage.objects.create(
        title="Imprint", slug="imprint", body=f"## Who\n\n{LONG}", is_published=True
    )
    critic = CriticFactory(
        display_name="A. Critic", slug="a-critic", bio="Row three.", portrait=ImageFactory()
    )
    film = FilmFactory(
        title="The Train",
        slug="the-train",
        tagline="It leaves.",
        overview="A train.",
        genres=[GenreFactory(name="Drama")],
        poster=ImageFactory(),
        backdrop=ImageFactory(credit="By A. Painter"),
        trailer_url="https://www.youtube.com/watch?v=1",
        trailer_still=ImageFactory(credit="By B. Painter"),
    )
    AlternativeTitleFactory(film=film, title="Der Zug", language="de", country="Germany")
    AlternativeTitleFactory(film=film, title=LONG)
    WatchLinkFactory(film=film, label="Service", note="to rent, with subtitles")
    WatchLinkFactory(film=film, label=LONG[:60], country="Liechtenstein")
    FilmFactory(title="Bare", slug="bare", status="rumored", release_date=None, runtime=None)
    known = PersonFactory(
        name="Known Face", slug="known-face", biography="Born.", portrait=ImageFactory()
    )
    credit = CreditFactory(film=film, person=known, characters=[CharacterFactory(name="Guard")])
    CreditFactory(
        film=film, person__name=LONG, person__slug="long", characters=[CharacterFactory(name=LONG)]
    )
    CreditFactory(film=film, department="Directing", job="Director", characters=[])
    secret = PersonFactory(name=SECRET, slug="secret-star")
    CreditFactory(film=film, person=secret, is_spoiler=True)
    ship = FilmFactory(title="The Ship", slug="the-ship")
    CreditFactory(film=ship, person=known, is_spoiler=True)
    franchise = FranchiseFactory(name="The Line", slug="the-line", overview="Rails.")
    first = FranchiseEntryFactory(franchise=franchise, film=film, release_order=1)
    for number in range(2, 9):
        FranchiseEntryFactory(
            franchise=franchise,
            film__title=LONG if number == 3 else f"Line {number}",
            film__slug=f"line-{number}",
            release_order=number,
            before=first if number == 8 else None,
        )
    ProjectFactory(franchise=franchise, source_url="https://example.org/")
    review = FullReviewFactory(film=film, critic=critic, slug="the-review", headline="All aboard")
    ContentNoteFactory(review=review)
    ContentNoteFactory(review=review, detail="The dog, before the title.")
    CastCritiqueFactory(
        review=review,
        position=0,
        credits=[credit],
        body="He >!did it!<.\n\n::: spoiler How\nBy rail[^1], >!at night!<.\n\n[^1]: So.\n:::",
    )
    with time_machine.travel(timezone.now() - timedelta(hours=2)):
        genres = [*film.genres.all(), GenreFactory(name="Comedy")]
        publish(review=FullReviewFactory(film__genres=genres, critic=critic, headline="Another"))
        publish(review=review)
        withdrawn = FullReviewFactory(slug="withdrawn")
        publish(review=withdrawn)
    withdraw(review=withdrawn)
    publish(review=review, note="The runtime.")
    preview = f"preview/{preview_token(review)}/"
    revealed = f"revealed/cast-1-2/{checksums(review)['cast-1-2']}/"
    previews = (f"{preview}{page}" for page in ("", "changed/", "revealed/", revealed))
    return [*PATHS, f"reviews/the-review/{revealed}", *previews]
