"""Plants a site in which every place that can hide something contains its own canary."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import time_machine
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.test import override_settings
from PIL import Image as Pillow
from PIL.PngImagePlugin import PngInfo

from accounts.models import AuditEntry
from cast.models import Character, Credit, Person
from desk.comments.commenting import comment
from editions.history import Kind, record
from editions.models import Edition
from editions.publishing import publish, withdraw
from films.models import Film, Franchise, FranchiseEntry, Genre, Project
from images.models import Image
from pages.search.models import NameSpelling
from reviews.models import ContentNoteLabel, Critic, Review, Section
from site_settings.models import SitePage, SiteSettings
from tests.canaries.words import Words
from tests.factories import (
    AudienceFitFactory,
    CastCritiqueFactory,
    CharacterFactory,
    ContentNoteFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    ImageFactory,
    PersonFactory,
    ProjectFactory,
    ReviewFactory,
    SectionFactory,
    UserFactory,
    VerdictFactory,
    VerdictPointFactory,
    picture_bytes,
)

PLANTED: tuple[type[Model], ...] = (
    *(Edition, Review, ContentNoteLabel, Critic, Project, FranchiseEntry, Franchise),
    *(Credit, Character, Film, Person, Genre, SiteSettings, SitePage, Image),
    # Who wrote the comments.
    User,
    # The words of names stay when the names are gone, until the index is rebuilt.
    NameSpelling,
)
"""In the order in which they can be deleted."""

PUBLISHED = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FAR = datetime(2999, 1, 1, tzinfo=UTC)

REVIEW = "the-review"
OTHER_REVIEW = "the-other-review"
FILM = "the-film"
FRANCHISE = "the-franchise"
GENRE = "the-genre"
PERSON = "the-person"
CRITIC = "the-critic"

HEADLINE = "A lantern on the train"
STANDFIRST = "Lanterns swing, and nobody sleeps."
FILM_TITLE = "The Lantern Express"
PERSON_NAME = "Ada Lanternfield"
CRITIC_NAME = "Otto Lanternhouse"
HIDEOUT = "Hideout Halfmoon"
"""A public film in which a public person is a surprise. No page names both."""


@dataclass(frozen=True, slots=True)
class Site:
    words: Words
    media: Path
    review: Review
    other: Review
    unpublished: tuple[Review, ...]
    """A draft, a review under embargo, a scheduled one and a withdrawn one."""
    secret_person: Person
    secret_character: Character
    film: Film
    edition: Edition
    lead_image: Image

    def reviews(self) -> Iterator[Review]:
        yield from (self.review, self.other, *self.unpublished)

    def live_editions(self) -> list[Edition]:
        return list(Edition.objects.live())


@contextmanager
def planted(media: Path) -> Iterator[Site]:
    """Plants the site, with its pictures in ``media``, and deletes it when the context ends."""
    with override_settings(MEDIA_ROOT=media):
        try:
            yield plant(media)
        finally:
            for model in PLANTED:
                model._default_manager.all().delete()
            # The model itself refuses to be deleted.
            AuditEntry.objects.all()._raw_delete(DEFAULT_DB_ALIAS)


def plant(media: Path) -> Site:
    """Plants the site. Its reviews are published at `PUBLISHED`."""
    words = Words()
    with time_machine.travel(PUBLISHED, tick=False) as clock:
        film = _film()
        critic = CriticFactory(
            display_name=CRITIC_NAME, slug=CRITIC, bio="Lights the way.", portrait=_image("critic")
        )
        co_author = CriticFactory(display_name="Ute Lanternlit", slug="the-co-author")
        review = _review(film, [critic, co_author])
        person, character = _surprises(review, words)
        write(review, words)
        edition = publish(review=review)
        other = _corrected(film, critic, words)
        drafts = _unpublished(film, critic, words)
        _comments([review, *drafts], words)
        SitePage(
            title="Imprint", slug="imprint", body="Printed by lamplight.", is_published=True
        ).save()
        draft = SitePage(
            title=words.hide("title of a draft page", in_source=True),
            slug="draft-page",
            body=words.hide("text of a draft page", in_source=True),
            is_published=True,
        )
        draft.save()
        draft.is_published = False
        draft.save()
        SiteSettings(pk=1, accent="#0b5c3b", icon=review.lead_image).save()
        clock.shift(HOUR)
        withdraw(review=drafts[-1])
    return Site(
        words=words,
        media=media,
        review=review,
        other=other,
        unpublished=drafts,
        secret_person=person,
        secret_character=character,
        film=film,
        edition=edition,
        lead_image=review.lead_image,
    )


def write(review: Review, words: Words) -> None:
    """Write canaries into every field of ``review`` that can hide text, over any earlier text."""
    review.cast_introduction = words.prose("introduction of the cast", public="Of many, two.")
    review.save()
    for note in review.content_notes.all():
        note.detail = words.hidden_prose("detail of a content note")
        note.save()
    for section in review.sections.order_by("position"):
        if section.placement == Section.Placement.FULL_STORY:
            section.heading = words.hide("heading of a hidden section")
            section.body = words.hidden_prose("hidden section")
        else:
            section.body = words.prose(f"{section.placement} section", public="The lamps are lit.")
        section.save()
    for critique in review.critiques.order_by("position"):
        covers_surprise = critique.credits.filter(is_spoiler=True).exists()
        kind = "surprise" if covers_surprise else "hidden" if critique.is_spoiler else "open"
        if kind == "hidden":
            critique.heading = words.hide("heading of a hidden critique")
        critique.body = (
            words.prose("open critique", public="Radiant.")
            if kind == "open"
            else words.hidden_prose(f"{kind} critique")
        )
        critique.save()
    for fit in review.audience_fits.all():
        fit.rationale = words.prose("rationale", public="Rails, and little else.")
        fit.save()
    for point in review.points.order_by("position"):
        if point.is_spoiler:
            point.label = words.hide("label of a hidden point")
            point.body = words.hidden_prose("hidden point")
        else:
            point.body = words.prose("point", public="It glows.")
        point.save()
    review.verdict.summary = words.prose("verdict", public="Take the train.")
    review.verdict.save()


def _film() -> Film:
    film = FilmFactory(
        title=FILM_TITLE,
        slug=FILM,
        tagline="Mind the lamps.",
        overview="A train, a night, a lantern.",
        poster=_image("poster"),
        backdrop=_image("backdrop"),
        genres=[GenreFactory(name="Lantern Noir", slug=GENRE)],
    )
    franchise = FranchiseFactory(name="The Lanterns", slug=FRANCHISE, overview="Lamps, in order.")
    FranchiseEntryFactory(franchise=franchise, film=film, release_order=2)
    for order, slug in ((1, "the-prequel"), (3, "the-sequel")):
        other = FilmFactory(title=slug.replace("-", " ").title(), slug=slug)
        FranchiseEntryFactory(franchise=franchise, film=other, release_order=order)
    ProjectFactory(franchise=franchise, working_title="More Lanterns")
    return film


def _review(film: Film, critics: list[Critic]) -> Review:
    """A review with hidden and public items in every part. `write` fills in the texts."""
    review = ReviewFactory(
        film=film,
        critics=critics,
        headline=HEADLINE,
        slug=REVIEW,
        standfirst=STANDFIRST,
        meta_description="Of a train and its lanterns.",
        disclosure="The critic paid for the ticket.",
        lead_image=_image("lead"),
        cast_heading="The passengers",
    )
    ContentNoteFactory(review=review, label__name="Moving lights")
    SectionFactory(review=review, position=1, heading="Departure")
    SectionFactory(
        review=review, position=2, placement="full_story", curtain_label="How it ends", heading=""
    )
    SectionFactory(review=review, position=3, placement="full_story", heading="")
    SectionFactory(review=review, position=4, placement="closing", heading="Arrival")
    known = PersonFactory(name=PERSON_NAME, slug=PERSON, portrait=_image("person"))
    CastCritiqueFactory(review=review, position=1, credits=[CreditFactory(film=film, person=known)])
    CastCritiqueFactory(review=review, position=2, is_spoiler=True)
    AudienceFitFactory(review=review, premise="you like trains")
    for polarity in ("good", "bad"):
        VerdictPointFactory(review=review, polarity=polarity, position=1, label="The light")
        VerdictPointFactory(review=review, polarity=polarity, position=2, label="", is_spoiler=True)
    VerdictFactory(review=review, scored=True, pull_quote="A train worth taking.")
    return review


def _surprises(review: Review, words: Words) -> tuple[Person, Character]:
    """Surprise appearances of a person without public credits, and of a person with some."""
    name = words.hide("person with only surprise credits")
    person = PersonFactory(
        name=f"Nomen {name}",
        slug=f"nomen-{name.lower()}",
        portrait=_image_with_metadata(words, "portrait of a surprise"),
        biography=words.hide("biography of a surprise"),
    )
    name = words.hide("character with only surprise credits")
    character = CharacterFactory(name=name, slug=name.lower())
    credit = CreditFactory(
        film=review.film,
        person=person,
        characters=[character],
        credited_as=words.hide("name in the credits of a surprise"),
        is_spoiler=True,
    )
    CastCritiqueFactory(review=review, position=3, credits=[credit])
    CreditFactory(
        film=review.film,
        person=person,
        department="Production",
        job=words.hide("job of a surprise"),
        characters=[],
        is_spoiler=True,
    )
    CreditFactory(
        film=FilmFactory(title=HIDEOUT, slug="the-hideout", release_date=date(2020, 1, 1)),
        person=Person.objects.get(slug=PERSON),
        characters=[CharacterFactory(name=words.hide("surprise of a public person"), slug="x")],
        is_spoiler=True,
    )
    return person, character


def _corrected(film: Film, critic: Critic, words: Words) -> Review:
    """A review whose superseded edition and whose unpublished changes contain canaries."""
    other = _short_review(film, critic, words, "a superseded edition")
    other.slug = OTHER_REVIEW
    other.save()
    publish(review=other)
    other.headline, other.standfirst = "The lanterns, corrected", ""
    other.save()
    other.sections.update(heading="Platform", body="No lamps here.")
    other.verdict.delete()
    VerdictFactory(review=other)
    publish(review=other, note="Put out a lamp.")
    other.headline = words.hide("headline, edited since")
    other.standfirst = words.hide("standfirst, edited since")
    other.save()
    SectionFactory(
        review=other, heading=words.hide("heading, new"), body=words.hide("section, new")
    )
    VerdictPointFactory(review=other, label=words.hide("point, new"))
    return other


def _comments(reviews: list[Review], words: Words) -> None:
    """What critics and editors tell each other: comments, answers, and messages in the history."""
    by = UserFactory()
    for review in reviews:
        said = comment(review=review, by=by, text=words.hide("comment", in_source=True))
        comment(review=review, by=by, text=words.hide("answer", in_source=True), thread=said)
        record(review, Kind.RETURNED, by=by, why=words.hide("message", in_source=True))


def _unpublished(film: Film, critic: Critic, words: Words) -> tuple[Review, ...]:
    draft, embargoed, scheduled, withdrawn = (
        _short_review(film, critic, words, kind)
        for kind in ("a draft", "a review under embargo", "a scheduled review", "a withdrawn one")
    )
    Review.objects.filter(pk=embargoed.pk).update(embargo_until=FAR, stage="submitted")
    publish(review=scheduled, live_from=FAR)
    publish(review=withdrawn)
    return draft, embargoed, scheduled, withdrawn


def _short_review(film: Film, critic: Critic, words: Words, kind: str) -> Review:
    """A review with canaries in the texts that would be public if it were published."""
    headline = words.hide(f"headline of {kind}")
    review = ReviewFactory(
        film=film,
        critic=critic,
        headline=headline,
        slug=f"on-{headline.lower()}",
        standfirst=words.hide(f"standfirst of {kind}"),
    )
    SectionFactory(
        review=review, heading=words.hide(f"heading of {kind}"), body=words.hide(f"text of {kind}")
    )
    VerdictFactory(review=review, pull_quote=words.hide(f"pull quote of {kind}"))
    return review


def _image(name: str) -> Image:
    number = sum(name.encode())
    return ImageFactory(
        name=f"lantern-{name}.png",
        alt=f"The lantern, {name}",
        data=picture_bytes(number, width=24, height=16),
    )


def _image_with_metadata(words: Words, place: str) -> Image:
    """A picture that only hidden parts show, with a canary in the metadata of its file."""
    written = PngInfo()
    written.add_text("Comment", words.hide(f"{place}: comment in the file", in_source=True))
    buffer = BytesIO()
    Pillow.new("RGB", (24, 16), "#0a1b2c").save(buffer, "PNG", pnginfo=written)
    image = ImageFactory(
        name=words.hide(f"{place}: file name", in_source=True).lower() + ".png",
        alt=words.hide(f"{place}: alt text"),
        credit=words.hide(f"{place}: credit"),
        data=buffer.getvalue(),
    )
    words.images.append(image)
    return image
