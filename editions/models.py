"""Editions: frozen versions of a whole review, made by publishing. Readers read editions."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cast.models import Credit
from editions import clock
from editions.history_models import RemovedItem, ReviewEvent, Snapshot
from editions.leak_models import LeakConfirmation, TextCheck
from editions.share_links import ShareLink
from films.models import Film
from images.models import Image
from images.public_rows import PublicRow
from reviews.bylines import BylineRow, Signed
from reviews.models import Critic, Review
from verdicts.models import AudienceFit, Verdict
from verdicts.scales import SCALE_KINDS

__all__ = [
    "Edition",
    "EditionBody",
    "EditionByline",
    "EditionCredit",
    "EditionFit",
    "EditionImage",
    "EditionSequence",
    "Generation",
    "LeakConfirmation",
    "RemovedItem",
    "ReviewEvent",
    "ShareLink",
    "Snapshot",
    "TextCheck",
]

SUPERSEDED_FOR = timedelta(hours=24)
"""How long a superseded edition still serves curtains to pages that were opened before."""


Moment = datetime | models.Expression
"""A moment, or an expression in SQL for it."""


def live_at(moment: Moment, of: str = "") -> Q:
    """What is public at ``moment``, by the columns ``live_from`` and ``live_until``, or by those of
    a relation, such as ``of="editions__"``. No other code decides this."""
    from_, until = f"{of}live_from", f"{of}live_until"
    begun, never_ends = Q(**{f"{from_}__lte": moment}), Q(**{f"{until}__isnull": True})
    return begun & (never_ends | Q(**{f"{until}__gt": moment}))


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self, at: Moment | None = None) -> Self:
        """The editions that are public now, or at ``at``."""
        return self.filter(live_at(at or clock.now()))

    def begun(self, at: Moment | None = None) -> Self:
        """The editions that are or were live."""
        return self.filter(live_from__lte=at or clock.now())

    def pending(self, at: Moment | None = None) -> Self:
        return self.filter(live_from__gt=at or clock.now())

    def live_or_pending(self, at: Moment | None = None) -> Self:
        """`live` and `pending` in one query: those that are not over."""
        now = at or clock.now()
        return self.filter(Q(live_until__isnull=True) | Q(live_until__gt=now))

    def for_lists(self) -> Self:
        """Newest first, with the related rows that a list shows, except the bylines.

        Ties are ordered by review, so that a new edition that changes only hidden text does not
        change the order.
        """
        return self.select_related("film__poster", "lead_image", "review").order_by(
            "-first_live_from", "-review_id"
        )

    def with_renderings(self) -> Self:
        """Each with its rendering, but without the other texts of its body."""
        return self.select_related("body").defer(
            "body__content", "body__search_text", "body__leaks"
        )


class Edition(PublicRow, Signed):
    """The facts of an edition that lists show and select by. `EditionBody` has its texts."""

    review = models.ForeignKey(
        Review, models.PROTECT, verbose_name=_("review"), related_name="editions"
    )
    number = models.PositiveIntegerField(_("number"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("published by"),
        related_name="editions",
        null=True,
        blank=True,
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Shown to readers, such as “Corrected the runtime.”"),
    )

    film = models.ForeignKey(Film, models.PROTECT, verbose_name=_("film"), related_name="editions")
    critics = models.ManyToManyField(
        Critic, through="EditionByline", verbose_name=_("critics"), related_name="editions"
    )
    lead_image = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("lead image"),
        related_name="lead_of_editions",
        null=True,
        blank=True,
    )
    headline = models.CharField(_("headline"), max_length=200)
    language = models.CharField(_("language"), max_length=35, blank=True)
    standfirst = models.TextField(_("standfirst"), blank=True)
    recommendation = models.CharField(
        _("recommendation"), max_length=14, choices=Verdict.Recommendation.choices, db_index=True
    )
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    scale_best = models.DecimalField(
        _("best score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    scale_kind = models.CharField(_("scale"), max_length=7, choices=SCALE_KINDS, default="points")
    reading_minutes = models.PositiveSmallIntegerField(
        _("reading time"), default=1, help_text=_("In minutes, without hidden text.")
    )
    first_live_from = models.DateTimeField(_("first live from"))
    redactor_version = models.PositiveIntegerField(_("version of the redactor"))
    open_leaks = models.PositiveSmallIntegerField(
        _("leaks"),
        default=0,
        help_text=_("How many of its leaks nobody had confirmed when it was published."),
    )

    images = models.ManyToManyField(Image, through="EditionImage", related_name="editions")
    credits = models.ManyToManyField(Credit, through="EditionCredit", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["review", "-number"]
        # Permissions for publishing a review. `accounts.roles` assigns them to roles.
        permissions = [
            ("edit_every_review", "Can edit every review, not only their own"),
            ("submit_review", "Can hand in a review to the editors"),
            ("publish_review", "Can publish a review, and cancel what is scheduled"),
            ("withdraw_review", "Can withdraw a review"),
            ("set_embargo", "Can set an embargo"),
        ]
        indexes = [
            models.Index(fields=["live_from", "live_until"], name="edition_live"),
            models.Index(fields=["live_until"], name="edition_ends"),
            models.Index(fields=["live_from", "id"], condition=~Q(note=""), name="edition_noted"),
            models.Index(
                fields=["live_from", "id"], condition=Q(open_leaks__gt=0), name="edition_leaking"
            ),
            # All columns that decide which editions a list shows, in the order of `for_lists`.
            models.Index(
                fields=["first_live_from", "review", "live_from", "live_until", "id"],
                name="edition_newest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="edition_number_is_unique"),
            models.UniqueConstraint(
                fields=["review", "live_from"], name="edition_live_from_is_unique"
            ),
            models.UniqueConstraint(
                fields=["review", "live_until"], name="edition_live_until_is_unique"
            ),
            models.UniqueConstraint(
                fields=["review"],
                condition=Q(live_until__isnull=True),
                name="edition_open_one_per_review",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_from__lt=F("live_until")),
                name="edition_begins_before_it_ends",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_counts_from_1"),
        ]

    def __str__(self) -> str:
        return _("%(headline)s, edition %(number)d") % {
            "headline": self.headline,
            "number": self.number,
        }

    def is_readable(self, at: datetime | None = None) -> bool:
        """Whether this edition, which has begun, still serves curtains to open pages.

        True while it is live and for `SUPERSEDED_FOR` after another edition replaced it. False
        once it is withdrawn.
        """
        now = at or clock.now()
        if self.live_until is None or now < self.live_until:
            return True
        ends = self.live_until + SUPERSEDED_FOR
        clock.changes_at(ends)
        successors = Edition.objects.filter(review=self.review_id, live_from=self.live_until)
        return now < ends and successors.exists()


class EditionBody(PublicRow):
    """The texts of an edition. They are many times as large as its other columns, which lists scan.

    Every edition has one. `editions.rerendering` reads it.
    """

    edition = models.OneToOneField(
        Edition,
        models.CASCADE,
        verbose_name=_("edition"),
        related_name="body",
        primary_key=True,
    )
    content = models.JSONField(_("content"))
    content_schema = models.PositiveSmallIntegerField(_("schema of the content"))
    rendered = models.JSONField(_("rendered"))
    search_text = models.TextField(_("text for search"), blank=True)
    leaks = models.JSONField(
        _("leaks"),
        default=list,
        blank=True,
        help_text=_("Public text that repeats hidden text, found when the edition was published."),
    )

    class Meta:
        verbose_name = _("body of an edition")
        verbose_name_plural = _("bodies of editions")
        ordering = ["edition"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.edition)


class EditionUse(models.Model):
    """A row that an edition uses, and that cannot be deleted while the edition exists."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("edition"))

    class Meta:
        abstract = True


class EditionImage(EditionUse):
    image = models.ForeignKey(Image, models.PROTECT, verbose_name=_("image"))

    class Meta:
        verbose_name = _("image of an edition")
        verbose_name_plural = _("images of editions")
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "image"], name="edition_image_once"),
        ]

    def __str__(self) -> str:
        return str(self.image)


class EditionCredit(EditionUse):
    credit = models.ForeignKey(Credit, models.PROTECT, verbose_name=_("credit"))

    class Meta:
        verbose_name = _("credit of an edition")
        verbose_name_plural = _("credits of editions")
        ordering = ["edition", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "credit"], name="edition_credit_once"),
        ]

    def __str__(self) -> str:
        return str(self.credit)


class EditionByline(BylineRow):
    """One critic of an edition, as the review was signed when it was published."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("edition"), related_name="bylines"
    )

    class Meta:
        verbose_name = _("byline of an edition")
        verbose_name_plural = _("bylines of editions")
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "critic"], name="edition_critic_once"),
            models.UniqueConstraint(
                fields=["edition", "position"], name="edition_byline_position_once"
            ),
        ]


class EditionFit(models.Model):
    """An audience fit of an edition, stored as a row so that lists can filter by it."""

    edition = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("edition"), related_name="fits"
    )
    premise = models.CharField(_("premise"), max_length=200)
    answer = models.CharField(_("answer"), max_length=8, choices=AudienceFit.Answer.choices)

    class Meta:
        verbose_name = _("audience fit of an edition")
        verbose_name_plural = _("audience fits of editions")
        ordering = ["edition", "pk"]
        indexes = [models.Index(fields=["premise", "answer"], name="edition_fit")]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.premise}"


class EditionSequence(models.Model):
    """The last edition number of a review, and the time of the last publishing operation.

    A number is not used again, even if its pending edition is deleted. The time never goes back:
    clocks may be adjusted or differ between machines, and an edition that was public at the last
    operation must not count as pending at the next one. Where a clock was wrong by more than a
    minute, `editions.jumped_clock` moves the editions instead.
    """

    review = models.OneToOneField(
        Review,
        models.CASCADE,
        verbose_name=_("review"),
        related_name="edition_sequence",
        primary_key=True,
    )
    last = models.PositiveIntegerField(_("last number"), default=0)
    moment = models.DateTimeField(
        _("last moment"),
        help_text=_("When the review was last published, scheduled, cancelled or withdrawn."),
        default=timezone.now,
    )

    class Meta:
        verbose_name = _("sequence of editions")
        verbose_name_plural = _("sequences of editions")
        ordering = ["review"]

    def __str__(self) -> str:
        return str(self.last)


class GenerationManager(models.Manager["Generation"]):
    def bump(self) -> None:
        """Increment the generation. The row is locked until the transaction commits."""
        if not self.filter(pk=Generation.SITE).update(number=F("number") + 1):
            self.create(pk=Generation.SITE, number=1)

    def current(self) -> int:
        return self.filter(pk=Generation.SITE).values_list("number", flat=True).first() or 0


class Generation(models.Model):
    """One row that counts changes of public data. The page cache is valid for one generation."""

    SITE = 1

    number = models.PositiveBigIntegerField(_("number"), default=0)

    objects = GenerationManager()

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="generation_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = self.SITE
        super().save(*args, **kwargs)
