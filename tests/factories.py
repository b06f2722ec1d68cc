"""Factories. Each makes a valid row whose texts contain a number ("Film 3") and nothing random.

So no two rows of a factory are equal.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from PIL import Image as Pillow

from cast.models import Character, Credit, Person
from editions.models import Edition, EditionBody
from films.models import (
    AlternativeTitle,
    Film,
    Franchise,
    FranchiseEntry,
    Genre,
    Project,
    WatchLink,
)
from images.intake import add_image
from images.models import Image
from images.public_changes import public_change
from monitoring.models import DayOfReview
from outreach.models import Announcement, Delivery, Webhook
from reviews.models import CastCritique, ContentNote, ContentNoteLabel, Critic, Review, Section
from verdicts.models import AudienceFit, Verdict, VerdictPoint

PASSWORD = "the velvet curtain"


@lru_cache
def picture_bytes(
    number: int = 0, *, width: int = 8, height: int = 6, format: str = "PNG"
) -> bytes:
    """A picture file in one colour. Each ``number`` below 2 ** 24 gives another colour."""
    # Consecutive numbers give distant colours, which stay different after lossy encoding.
    color = (number * 40_503_007) % 2**24
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), f"#{color:06x}").save(buffer, format)
    return buffer.getvalue()


class PublicFactory(DjangoModelFactory):
    """Makes a row and its related rows in one `public_change`."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        with public_change(savepoint=False):
            return super()._generate(strategy, params)


class UserFactory(DjangoModelFactory):
    """An account with the password `PASSWORD`."""

    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"user-{n + 1}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        return model_class._default_manager.create_user(*args, **kwargs)


class EditorFactory(UserFactory):
    """A staff account without permissions."""

    username = factory.Sequence(lambda n: f"editor-{n + 1}")
    is_staff = True


class AdminFactory(EditorFactory):
    """A superuser."""

    username = factory.Sequence(lambda n: f"admin-{n + 1}")
    is_superuser = True


class ImageFactory(DjangoModelFactory):
    """A picture with a real file, added as an upload is.

    ``data`` are the bytes of the file. `picture_bytes` of numbers below 1,000 are never used here.
    """

    class Meta:
        model = Image

    name = factory.Sequence(lambda n: f"picture-{n + 1}.png")
    data = factory.Sequence(lambda n: picture_bytes(n + 1_000))
    alt = factory.Maybe("decorative", "", factory.Sequence(lambda n: f"Picture {n + 1}"))
    decorative = False

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Image:
        return add_image(**kwargs)


class GenreFactory(DjangoModelFactory):
    class Meta:
        model = Genre

    name = factory.Sequence(lambda n: f"Genre {n + 1}")
    slug = factory.LazyAttribute(lambda genre: slugify(genre.name))


class FilmFactory(PublicFactory):
    class Meta:
        model = Film
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Film {n + 1}")
    slug = factory.LazyAttribute(lambda film: slugify(film.title))
    release_date = date(2025, 6, 6)
    runtime = 125

    @factory.post_generation
    def genres(self: Film, create: bool, extracted: Sequence[Genre] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.genres.set(extracted)


class AlternativeTitleFactory(DjangoModelFactory):
    class Meta:
        model = AlternativeTitle

    film = factory.SubFactory(FilmFactory)
    title = factory.Sequence(lambda n: f"Other title {n + 1}")


class WatchLinkFactory(DjangoModelFactory):
    class Meta:
        model = WatchLink

    film = factory.SubFactory(FilmFactory)
    label = factory.Sequence(lambda n: f"Service {n + 1}")
    url = factory.Sequence(lambda n: f"https://service-{n + 1}.example/film")


class FranchiseFactory(DjangoModelFactory):
    class Meta:
        model = Franchise

    name = factory.Sequence(lambda n: f"Franchise {n + 1}")
    slug = factory.LazyAttribute(lambda franchise: slugify(franchise.name))


class FranchiseEntryFactory(PublicFactory):
    class Meta:
        model = FranchiseEntry

    franchise = factory.SubFactory(FranchiseFactory)
    film = factory.SubFactory(FilmFactory)
    release_order = factory.Sequence(lambda n: n + 1)
    label = factory.LazyAttribute(lambda entry: f"Chapter {entry.release_order}")


class ProjectFactory(PublicFactory):
    class Meta:
        model = Project

    working_title = factory.Sequence(lambda n: f"Project {n + 1}")
    franchise = factory.SubFactory(FranchiseFactory)
    status = Project.Status.ANNOUNCED


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n + 1}")
    slug = factory.LazyAttribute(lambda person: slugify(person.name))


class CharacterFactory(DjangoModelFactory):
    class Meta:
        model = Character

    name = factory.Sequence(lambda n: f"Character {n + 1}")
    slug = factory.LazyAttribute(lambda character: slugify(character.name))


class CreditFactory(PublicFactory):
    """A credit of a person as one new character, or as the given ``characters``."""

    class Meta:
        model = Credit
        skip_postgeneration_save = True

    film = factory.SubFactory(FilmFactory)
    person = factory.SubFactory(PersonFactory)
    billing_order = factory.Sequence(lambda n: n + 1)

    @factory.post_generation
    def characters(
        self: Credit, create: bool, extracted: Sequence[Character] | None, **kwargs: Any
    ) -> None:
        if create:
            self.characters.set([CharacterFactory()] if extracted is None else extracted)


class CriticFactory(DjangoModelFactory):
    class Meta:
        model = Critic

    display_name = factory.Sequence(lambda n: f"Critic {n + 1}")
    slug = factory.LazyAttribute(lambda critic: slugify(critic.display_name))


class ReviewFactory(PublicFactory):
    """A review by a new critic, by ``critic``, or by several ``critics``."""

    class Meta:
        model = Review

    film = factory.SubFactory(FilmFactory)
    critics = ()
    critic = factory.Maybe("critics", None, factory.SubFactory(CriticFactory))
    headline = factory.Sequence(lambda n: f"Review {n + 1}")
    slug = factory.LazyAttribute(lambda review: slugify(review.headline))

    @classmethod
    def _build(cls, model_class: type, *args: Any, **kwargs: Any) -> Review:
        del kwargs["critic"], kwargs["critics"]
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Review:
        critic = kwargs.pop("critic")
        critics = kwargs.pop("critics") or [critic]
        review: Review = super()._create(model_class, *args, **kwargs)
        review.sign(critic.pk for critic in critics)
        return review


class ContentNoteLabelFactory(DjangoModelFactory):
    class Meta:
        model = ContentNoteLabel

    name = factory.Sequence(lambda n: f"Label {n + 1}")
    slug = factory.LazyAttribute(lambda label: slugify(label.name))


class ContentNoteFactory(DjangoModelFactory):
    """A content note without a detail."""

    class Meta:
        model = ContentNote

    review = factory.SubFactory(ReviewFactory)
    position = factory.Sequence(lambda n: n + 1)
    label = factory.SubFactory(ContentNoteLabelFactory)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    position = factory.Sequence(lambda n: n + 1)
    placement = Section.Placement.OPENING
    heading = factory.Sequence(lambda n: f"Section {n + 1}")
    body = factory.LazyAttribute(lambda section: f"The text of {section.heading}.")

    @factory.post_generation
    def spoils(self: Section, create: bool, extracted: Sequence[Film] | None, **kw: Any) -> None:
        if create and extracted:
            self.spoils.set(extracted)


class CastCritiqueFactory(PublicFactory):
    """A critique of one new credit of the film under review, or of the given ``credits``."""

    class Meta:
        model = CastCritique
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    position = factory.Sequence(lambda n: n + 1)
    body = factory.Sequence(lambda n: f"The text of critique {n + 1}.")

    @factory.post_generation
    def credits(
        self: CastCritique, create: bool, extracted: Sequence[Credit] | None, **kwargs: Any
    ) -> None:
        if create:
            own = [CreditFactory(film=self.review.film)] if extracted is None else extracted
            self.credits.set(own)


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = Verdict

    class Params:
        scored = factory.Trait(
            score=Decimal("7.5"), scale_best=Decimal(10), scale_step=Decimal("0.5")
        )

    review = factory.SubFactory(ReviewFactory)
    recommendation = Verdict.Recommendation.RECOMMENDED
    summary = factory.Sequence(lambda n: f"The summary of verdict {n + 1}.")


class AudienceFitFactory(DjangoModelFactory):
    class Meta:
        model = AudienceFit

    review = factory.SubFactory(ReviewFactory)
    position = factory.Sequence(lambda n: n + 1)
    premise = factory.Sequence(lambda n: f"premise {n + 1}")
    answer = AudienceFit.Answer.YES
    rationale = factory.LazyAttribute(lambda fit: f"The rationale of {fit.premise}.")


class VerdictPointFactory(DjangoModelFactory):
    class Meta:
        model = VerdictPoint

    review = factory.SubFactory(ReviewFactory)
    polarity = VerdictPoint.Polarity.GOOD
    position = factory.Sequence(lambda n: n + 1)
    label = factory.Sequence(lambda n: f"Point {n + 1}")
    body = factory.LazyAttribute(lambda point: f"The text of {point.label}.")


class FullReviewFactory(ReviewFactory):
    """A review that is ready to be published, with all parts except content notes.

    It has a curtain of each kind: a mark in the opening ("envoy"), the section of the full story
    ("ending"), the second critique, of a surprise credit ("surprise"), and the second bad point
    ("twist").
    """

    class Meta:
        skip_postgeneration_save = True

    standfirst = factory.LazyAttribute(lambda review: f"The standfirst of {review.headline}.")
    meta_description = factory.LazyAttribute(lambda review: f"About {review.headline}.")
    lead_image = factory.SubFactory(ImageFactory)
    cast_heading = "The cast"
    cast_introduction = "Of many, two."
    audience_heading = "Should you see it?"
    good_heading = "The good"
    bad_heading = "The bad"
    verdict_heading = "The verdict"

    @factory.post_generation
    def parts(self: Review, create: bool, extracted: None, **kwargs: Any) -> None:
        if not create:
            return
        SectionFactory(
            review=self,
            position=1,
            heading="Before the train",
            body="She learns that >!the envoy is her sister!< on the train.",
        )
        SectionFactory(
            review=self,
            position=2,
            placement=Section.Placement.FULL_STORY,
            heading="How it ends",
            body="The ending is a duel.",
            curtain_label="The ending",
        )
        SectionFactory(
            review=self,
            position=3,
            placement=Section.Placement.CLOSING,
            heading="After the train",
            body="What comes next is open.",
        )
        CastCritiqueFactory(review=self, position=1, body="She carries the film.")
        CastCritiqueFactory(
            review=self,
            position=2,
            body="A surprise to the last.",
            credits=[CreditFactory(film=self.film, is_spoiler=True)],
        )
        AudienceFitFactory(review=self, position=1, premise="you like trains")
        AudienceFitFactory(
            review=self, position=2, premise="you like quiet", answer=AudienceFit.Answer.NO
        )
        for polarity in VerdictPoint.Polarity:
            VerdictPointFactory(review=self, polarity=polarity, position=1)
        VerdictPointFactory(
            review=self,
            polarity=VerdictPoint.Polarity.BAD,
            position=2,
            label="The twist",
            body="It comes too late.",
            is_spoiler=True,
        )
        VerdictFactory(review=self, scored=True, pull_quote="A train worth taking.")


class EditionBodyFactory(DjangoModelFactory):
    class Meta:
        model = EditionBody

    content = factory.LazyFunction(lambda: {"schema": 1})
    content_schema = 1
    rendered = factory.LazyFunction(lambda: {"parts": []})


class EditionFactory(DjangoModelFactory):
    """A row without content, live since 2026 began, signed as its review. `publish` makes complete
    editions."""

    class Meta:
        model = Edition
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    number = factory.Sequence(lambda n: n + 1)
    live_from = datetime(2026, 1, 1, tzinfo=UTC)
    film = factory.SelfAttribute("review.film")
    headline = factory.SelfAttribute("review.headline")
    recommendation = Verdict.Recommendation.RECOMMENDED
    first_live_from = factory.SelfAttribute("live_from")
    redactor_version = 1
    body = factory.RelatedFactory(EditionBodyFactory, "edition")

    @classmethod
    def _generate(cls, strategy: str, params: Any) -> Any:
        with public_change():
            return super()._generate(strategy, params)

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Edition:
        edition: Edition = super()._create(model_class, *args, **kwargs)
        edition.sign(critic.pk for critic in edition.review.signed_by())
        return edition


class WebhookFactory(DjangoModelFactory):
    class Meta:
        model = Webhook

    address = factory.Sequence(lambda n: f"https://hooks-{n + 1}.example/in")


class DayOfReviewFactory(DjangoModelFactory):
    class Meta:
        model = DayOfReview

    review = factory.SubFactory(ReviewFactory)
    day = date(2026, 5, 31)
    readers = 3
    views = 5


class DeliveryFactory(DjangoModelFactory):
    """A message to a webhook that an edition went live. It waits."""

    class Meta:
        model = Delivery

    class Params:
        edition = factory.SubFactory(EditionFactory)

    channel = Delivery.Channel.WEBHOOK
    webhook = factory.SubFactory(WebhookFactory)

    @factory.lazy_attribute
    def announcement(self) -> Announcement:
        edition = self.edition
        made, _created = Announcement.objects.get_or_create(
            review=edition.review, edition=edition, kind="published", moment=edition.live_from
        )
        return made
