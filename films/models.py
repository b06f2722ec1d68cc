"""Films, their genres and franchises, and announced projects."""

from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from films.comparable_titles import ComparableTitleField
from films.film_rows import AlternativeTitle, WatchLink
from films.known_date_fields import (
    KnownDateAttribute,
    KnownDateField,
    precision_column,
    precision_constraint,
)
from films.secure_urls import SecureURLField, secure_constraint
from films.sorting import SortKeyField
from films.timeline import Contradiction, in_universe_order
from images.addresses import Address, Addressed, AddressedQuerySet
from images.live_facts import LiveFacts
from images.models import Image

__all__ = [
    "AlternativeTitle",
    "Film",
    "FilmSlug",
    "Franchise",
    "FranchiseEntry",
    "FranchiseSlug",
    "Genre",
    "GenreSlug",
    "Project",
    "WatchLink",
]


class Genre(Addressed):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    sort_key = SortKeyField("name")

    class Meta:
        verbose_name = _("genre")
        verbose_name_plural = _("genres")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name


class GenreSlug(Address):
    genre = models.ForeignKey(Genre, models.CASCADE, verbose_name=_("genre"), related_name="slugs")

    class Meta(Address.Meta):
        verbose_name = _("genre address")
        verbose_name_plural = _("genre addresses")


class FilmQuerySet(AddressedQuerySet):
    def confirmed(self) -> Self:
        """Those that public pages may name. A film that a critic has added waits for an editor."""
        return self.filter(is_confirmed=True)


class Film(Addressed):
    class Status(models.TextChoices):
        RUMORED = "rumored", _("rumoured")
        PLANNED = "planned", _("planned")
        IN_PRODUCTION = "in_production", _("in production")
        POST_PRODUCTION = "post_production", _("in post-production")
        RELEASED = "released", _("released")
        CANCELED = "canceled", _("cancelled")

    title = models.CharField(_("title"), max_length=200)
    sort_title = models.CharField(
        _("title for sorting"),
        max_length=200,
        blank=True,
        help_text=_("Such as “Hard Day’s Night”. If empty, it is the title without its article."),
    )
    sort_key = SortKeyField("sort_title", "title", is_title=True)
    comparable_title = ComparableTitleField()
    original_title = models.CharField(_("original title"), max_length=200, blank=True)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        help_text=_(
            "Part of the film's address. If you change it, the old address redirects to the new "
            "one."
        ),
    )
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    overview = models.TextField(
        _("overview"), blank=True, help_text=_("Always public. Do not write spoilers here.")
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.RELEASED
    )
    release_date = KnownDateField("release", _("release date"), null=True, blank=True)
    release_precision = precision_column(_("precision of the release date"))
    release = KnownDateAttribute("release_date", "release_precision", _("release date"))
    runtime = models.PositiveSmallIntegerField(
        _("runtime"), null=True, blank=True, help_text=_("In minutes.")
    )
    certification = models.CharField(_("certification"), max_length=20, blank=True)
    genres = models.ManyToManyField(
        Genre, verbose_name=_("genres"), related_name="films", blank=True
    )
    poster = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("poster"),
        related_name="poster_of",
        null=True,
        blank=True,
    )
    backdrop = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("backdrop"),
        related_name="backdrop_of",
        null=True,
        blank=True,
    )
    trailer_url = SecureURLField(
        _("address of the trailer"),
        blank=True,
        help_text=_("A page with the video. It is opened when a reader asks for it."),
    )
    trailer_still = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("still of the trailer"),
        related_name="trailer_still_of",
        null=True,
        blank=True,
    )
    trailer_date = models.DateField(
        _("publication of the trailer"),
        null=True,
        blank=True,
        help_text=_("With the still and this date, search engines can list the video."),
    )
    tmdb_id = models.PositiveIntegerField(_("TMDB id"), null=True, blank=True, unique=True)
    imdb_id = models.CharField(_("IMDb id"), max_length=12, null=True, blank=True, unique=True)
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=14, null=True, blank=True, unique=True
    )

    letterboxd_slug = models.CharField(
        _("Letterboxd id"),
        max_length=150,
        null=True,
        blank=True,
        unique=True,
        help_text=_("The last part of the address of its page: letterboxd.com/film/…"),
    )

    distinction = models.CharField(
        _("distinction"),
        max_length=300,
        blank=True,
        editable=False,
        help_text=_("What tells the film from another of its title and year."),
    )
    """Written by `cast.telling_apart`; "" if no other film has the `comparable_title` and year."""
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=True,
        editable=False,
        help_text=_("Whether an editor has seen it. A film that is not is on no public page."),
    )

    objects = FilmQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films")
        permissions = [("suggest_film", _("Can add a film that an editor confirms"))]
        ordering = ["sort_key", F("release_date").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["comparable_title"], name="film_comparable_title"),
            models.Index(fields=["sort_key", "release_date", "id"], name="film_by_title"),
            models.Index(
                fields=["distinction"], condition=~Q(distinction=""), name="film_distinction"
            ),
            models.Index(
                fields=["is_confirmed"], condition=Q(is_confirmed=False), name="film_to_confirm"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="film_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="film_has_a_slug"),
            models.CheckConstraint(
                condition=Q(runtime__isnull=True) | Q(runtime__gt=0),
                name="film_runtime_is_positive",
                violation_error_message=_(
                    "Enter at least 1 minute, or leave the field empty if the runtime is unknown."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="released", release_date__isnull=False) | ~Q(status="released"),
                name="film_released_has_a_date",
                violation_error_message=_("A released film needs a release date."),
            ),
            precision_constraint(
                "release_date", "release_precision", name="film_release_date_fits_its_precision"
            ),
            models.CheckConstraint(
                condition=Q(imdb_id__isnull=True) | Q(imdb_id__regex=r"^tt[0-9]{7,9}\Z"),
                name="film_imdb_id_is_one",
                violation_error_message=_("An IMDb id of a film is “tt” and 7 to 9 digits."),
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id__isnull=True) | Q(wikidata_id__regex=r"^Q[0-9]+\Z"),
                name="film_wikidata_id_is_one",
                violation_error_message=_("A Wikidata id is “Q” and digits."),
            ),
            models.CheckConstraint(
                condition=Q(letterboxd_slug__isnull=True)
                | Q(letterboxd_slug__regex=r"^[a-z0-9-]+\Z"),
                name="film_letterboxd_id_is_one",
                violation_error_message=_(
                    "A Letterboxd id has small letters, digits and dashes, such as “alien-romulus”."
                ),
            ),
            secure_constraint("trailer_url", name="film_trailer_is_https"),
            models.CheckConstraint(
                condition=Q(trailer_still__isnull=True, trailer_date__isnull=True)
                | ~Q(trailer_url=""),
                name="film_trailer_has_an_address",
                violation_error_message=_("Enter the address of the trailer, too."),
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.title} ({self.year})" if self.year else self.title
        return f"{name} · {self.distinction}" if self.distinction else name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The columns are unique, so films without an id have null instead of "".
        self.imdb_id = self.imdb_id or None
        self.wikidata_id = self.wikidata_id or None
        self.letterboxd_slug = self.letterboxd_slug or None
        super().save(*args, **kwargs)

    @property
    def distinct_title(self) -> str:
        """The title, with the year and the distinction if another film has the same."""
        return str(self) if self.distinction else self.title

    @property
    def told_apart_title(self) -> str:
        """The title with the distinction, for places that show the year separately."""
        return f"{self.title} · {self.distinction}" if self.distinction else self.title

    @property
    def year(self) -> int | None:
        return self.release_date.year if self.release_date else None


class FilmSlug(Address):
    """A slug that a film has or had. Texts name films by them, too."""

    film = models.ForeignKey(Film, models.CASCADE, verbose_name=_("film"), related_name="slugs")

    class Meta(Address.Meta):
        verbose_name = _("film address")
        verbose_name_plural = _("film addresses")


class Franchise(Addressed):
    name = models.CharField(_("name"), max_length=120, unique=True)
    universe_name = models.CharField(
        _("name of the universe"), max_length=120, blank=True, help_text=_("Such as “Wickverse”.")
    )
    sort_key = SortKeyField("name", is_title=True)
    slug = models.SlugField(_("slug"), max_length=140, unique=True)
    overview = models.TextField(
        _("overview"), blank=True, help_text=_("Always public. Do not write spoilers here.")
    )
    films = models.ManyToManyField(
        Film, verbose_name=_("films"), through="FranchiseEntry", related_name="franchises"
    )

    class Meta:
        verbose_name = _("franchise")
        verbose_name_plural = _("franchises")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="franchise_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def in_universe(self) -> list["FranchiseEntry"]:
        """The entries in in-universe order. Raises `films.timeline.Contradiction`."""
        return in_universe_order(list(self.entries.select_related("film")))


class FranchiseSlug(Address):
    franchise = models.ForeignKey(
        Franchise, models.CASCADE, verbose_name=_("franchise"), related_name="slugs"
    )

    class Meta(Address.Meta):
        verbose_name = _("franchise address")
        verbose_name_plural = _("franchise addresses")


class FranchiseEntry(LiveFacts):
    """A film's position in a franchise, by release and by the events of its universe.

    The in-universe position is stored as facts ("set after Chapter 3", "set before Chapter 4"),
    which `films.timeline` sorts.
    """

    class Relation(models.TextChoices):
        MAIN = "main", _("main")
        SPIN_OFF = "spin_off", _("spin-off")
        PREQUEL = "prequel", _("prequel")
        SEQUEL = "sequel", _("sequel")
        REBOOT = "reboot", _("reboot")
        REMAKE = "remake", _("remake")

    franchise = models.ForeignKey(
        Franchise, models.CASCADE, verbose_name=_("franchise"), related_name="entries"
    )
    film = models.ForeignKey(
        Film, models.CASCADE, verbose_name=_("film"), related_name="franchise_entries"
    )
    release_order = models.PositiveSmallIntegerField(_("release order"))
    label = models.CharField(
        _("label"), max_length=80, blank=True, help_text=_("Such as “Chapter 3”.")
    )
    relation = models.CharField(
        _("relation"), max_length=10, choices=Relation.choices, default=Relation.MAIN
    )
    after = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("set after"),
        related_name="followed_by",
        null=True,
        blank=True,
    )
    before = models.ForeignKey(
        "self",
        models.RESTRICT,
        verbose_name=_("set before"),
        related_name="preceded_by",
        null=True,
        blank=True,
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("franchise entry")
        verbose_name_plural = _("franchise entries")
        ordering = ["franchise", "release_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["franchise", "release_order"], name="entry_release_order_is_unique"
            ),
            models.UniqueConstraint(
                fields=["franchise", "film"], name="entry_film_is_once_in_franchise"
            ),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | ~Q(after=F("pk")),
                name="entry_is_not_after_itself",
                violation_error_message=_("An entry cannot be set after itself."),
            ),
            models.CheckConstraint(
                condition=Q(before__isnull=True) | ~Q(before=F("pk")),
                name="entry_is_not_before_itself",
                violation_error_message=_("An entry cannot be set before itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.franchise}: {self.label or self.film}"

    def clean(self) -> None:
        super().clean()
        for name in ("after", "before"):
            other = getattr(self, name)
            if other and other.franchise_id != self.franchise_id:
                raise ValidationError({name: _("Choose an entry of the same franchise.")})
        if cast("int | None", self.release_order) is None:
            return  # The field has an error of its own, and there is no order to check.
        others = FranchiseEntry.objects.filter(franchise=self.franchise_id).exclude(pk=self.pk)
        try:
            in_universe_order([*others.select_related("film"), self])
        except Contradiction as error:
            raise ValidationError(str(error)) from error


class Project(LiveFacts):
    """What is known about a coming film of a franchise."""

    class Status(models.TextChoices):
        RUMORED = "rumored", _("rumoured")
        ANNOUNCED = "announced", _("announced")
        IN_DEVELOPMENT = "in_development", _("in development")
        FILMING = "filming", _("filming")
        LIMBO = "limbo", _("in limbo")
        UNLIKELY = "unlikely", _("unlikely")
        CANCELED = "canceled", _("cancelled")
        RELEASED = "released", _("released")

    working_title = models.CharField(_("working title"), max_length=200)
    franchise = models.ForeignKey(
        Franchise, models.CASCADE, verbose_name=_("franchise"), related_name="projects"
    )
    film = models.ForeignKey(
        Film,
        models.SET_NULL,
        verbose_name=_("film"),
        related_name="projects",
        null=True,
        blank=True,
    )
    status = models.CharField(_("status"), max_length=20, choices=Status.choices)
    as_of = KnownDateField(
        "information_date",
        _("as of"),
        null=True,
        blank=True,
        help_text=_("The date of this information."),
    )
    as_of_precision = precision_column(_("precision of the date"))
    information_date = KnownDateAttribute("as_of", "as_of_precision", _("as of"))
    source_url = models.URLField(_("source"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["franchise", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["franchise", "working_title"], name="project_title_is_once_in_franchise"
            ),
            precision_constraint(
                "as_of", "as_of_precision", name="project_date_fits_its_precision"
            ),
        ]

    def __str__(self) -> str:
        return self.working_title
