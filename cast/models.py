"""People, the characters they play, and their credits."""

from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cast.sort_names import sort_name
from films.models import Film, Franchise
from films.row_tests import has_row
from films.sorting import SortKeyField
from images.addresses import Address, Addressed, AddressedQuerySet
from images.live_facts import LiveFacts
from images.models import Image


class PersonQuerySet(AddressedQuerySet):
    def known(self) -> Self:
        """Those with a public credit. The others have no public page."""
        return self.filter(has_row(Credit.objects.public().filter(person=OuterRef("pk"))))


class Person(Addressed):
    name = models.CharField(_("name"), max_length=160)
    sort_name = models.CharField(
        _("name for sorting"),
        max_length=160,
        blank=True,
        help_text=_("Such as “Armas, Ana de”. If empty, it is made from the name."),
    )
    sort_key = SortKeyField("sort_name")
    slug = models.SlugField(_("slug"), max_length=180, unique=True)
    portrait = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("portrait"),
        related_name="portrait_of",
        null=True,
        blank=True,
    )
    biography = models.TextField(
        _("biography"), blank=True, help_text=_("Always public. Do not write spoilers here.")
    )
    tmdb_id = models.PositiveIntegerField(_("TMDB id"), null=True, blank=True, unique=True)
    imdb_id = models.CharField(_("IMDb id"), max_length=12, null=True, blank=True, unique=True)
    wikidata_id = models.CharField(
        _("Wikidata id"), max_length=14, null=True, blank=True, unique=True
    )

    objects = PersonQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["name"], name="person_name")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="person_has_a_slug"),
            models.CheckConstraint(
                condition=Q(imdb_id__isnull=True) | Q(imdb_id__regex=r"^nm[0-9]{7,9}\Z"),
                name="person_imdb_id_is_one",
                violation_error_message=_("An IMDb id of a person is “nm” and 7 to 9 digits."),
            ),
            models.CheckConstraint(
                condition=Q(wikidata_id__isnull=True) | Q(wikidata_id__regex=r"^Q[0-9]+\Z"),
                name="person_wikidata_id_is_one",
                violation_error_message=_("A Wikidata id is “Q” and digits."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = self.sort_name or sort_name(self.name)
        # The columns are unique, so people without an id have null instead of "".
        self.imdb_id = self.imdb_id or None
        self.wikidata_id = self.wikidata_id or None
        super().save(*args, **kwargs)


class PersonSlug(Address):
    person = models.ForeignKey(
        Person, models.CASCADE, verbose_name=_("person"), related_name="slugs"
    )

    class Meta(Address.Meta):
        verbose_name = _("person address")
        verbose_name_plural = _("person addresses")


class Character(LiveFacts):
    """A role. A role that has no name in the film, "the Austrian villain", is a character too."""

    name = models.CharField(_("name"), max_length=160)
    sort_key = SortKeyField("name")
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        help_text=_("Unique in the franchise and in each film."),
    )
    franchise = models.ForeignKey(
        Franchise,
        models.SET_NULL,
        verbose_name=_("franchise"),
        related_name="characters",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("character")
        verbose_name_plural = _("characters")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="character_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="character_has_a_slug"),
            models.UniqueConstraint(
                fields=["franchise", "slug"], name="character_slug_is_unique_in_franchise"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CreditQuerySet(models.QuerySet["Credit"]):
    def public(self) -> Self:
        """Without surprise appearances. Pages that are not revealed may name no other credits."""
        return self.filter(is_spoiler=False)

    def with_names(self) -> Self:
        """With the persons and characters of which the names of credits are made. Two queries."""
        return self.select_related("person").prefetch_related("characters")

    def by_billing(self) -> Self:
        """Credits without a billing order come last."""
        return self.order_by(models.F("billing_order").asc(nulls_last=True), "pk")


class Credit(LiveFacts):
    class Billing(models.TextChoices):
        LEAD = "lead", _("lead")
        SUPPORTING = "supporting", _("supporting")
        CAMEO = "cameo", _("cameo")
        VOICE = "voice", _("voice")
        UNCREDITED = "uncredited", _("uncredited")

    ACTING = "Acting"

    film = models.ForeignKey(Film, models.CASCADE, verbose_name=_("film"), related_name="credits")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="credits",
        db_index=False,
        null=True,
        blank=True,
        help_text=_(
            "Leave empty only if nobody is cast for the character or the performer is unknown."
        ),
    )
    characters = models.ManyToManyField(
        Character, verbose_name=_("characters"), related_name="credits", blank=True
    )
    department = models.CharField(_("department"), max_length=60, default=ACTING)
    job = models.CharField(_("job"), max_length=80, blank=True)
    billing_order = models.PositiveSmallIntegerField(_("billing order"), null=True, blank=True)
    billing = models.CharField(_("billing"), max_length=12, choices=Billing.choices, blank=True)
    credited_as = models.CharField(_("credited as"), max_length=160, blank=True)
    is_spoiler = models.BooleanField(
        _("surprise appearance"),
        default=False,
        help_text=_("Hidden on all public pages until the reader reveals it."),
    )

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["film", models.F("billing_order").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(department="Acting"),
                name="credit_without_a_person_is_a_role",
                violation_error_message=_("Only an acting credit can have no person."),
            ),
            models.CheckConstraint(
                condition=Q(department="Acting") | ~Q(job=""),
                name="credit_of_the_crew_has_a_job",
                violation_error_message=_("Enter the job, such as “Director” or “Composer”."),
            ),
            models.CheckConstraint(condition=~Q(department=""), name="credit_has_a_department"),
        ]
        # Whether somebody has a public credit is asked for each person of a list.
        indexes = [models.Index(fields=["person", "is_spoiler"], name="credit_is_public")]

    def __str__(self) -> str:
        who = self.credited_as or (self.person.name if self.person else "")
        roles = ", ".join(character.name for character in self.characters.all()) or self.job
        return credit_name(who, roles, self.department)


def credit_name(who: str, roles: str, department: str) -> str:
    """The name of a credit, such as "Ana de Armas as Eve". ``roles`` is the job of one of the
    crew."""
    if who and roles:
        return _("%(person)s as %(character)s") % {"person": who, "character": roles}
    return who or roles or department
