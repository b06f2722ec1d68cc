"""The manuscript: a review and its parts, as editors work on them.

Readers never see these rows. They see the editions that publishing makes from them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from cast.models import Credit
from films.language_tags import validate_language_tag
from films.models import Film
from films.sorting import SortKeyField
from images.addresses import Address, Addressed
from images.models import Image
from reviews.bylines import BylineRow, Signed


class Critic(Addressed):
    display_name = models.CharField(_("display name"), max_length=120)
    sort_key = SortKeyField("display_name")
    slug = models.SlugField(_("slug"), max_length=140, unique=True)
    bio = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("portrait"),
        related_name="portrait_of_critic",
        null=True,
        blank=True,
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("account"),
        related_name="critic",
        null=True,
        blank=True,
        help_text=_("If the account is deleted, the byline is kept."),
    )

    class Meta:
        verbose_name = _("critic")
        verbose_name_plural = _("critics")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(display_name=""), name="critic_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="critic_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.display_name


class CriticSlug(Address):
    critic = models.ForeignKey(
        Critic, models.CASCADE, verbose_name=_("critic"), related_name="slugs"
    )

    class Meta(Address.Meta):
        verbose_name = _("critic address")
        verbose_name_plural = _("critic addresses")


class PresentReviews(models.Manager["Review"]):
    """The reviews that are not in the bin."""

    def get_queryset(self) -> models.QuerySet["Review"]:
        return super().get_queryset().filter(binned_at__isnull=True)


class Review(Signed):
    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("handed in")

    # What a draft may lack is checked by `editions.publishing_problems`.
    film = models.ForeignKey(
        Film,
        models.PROTECT,
        verbose_name=_("film"),
        related_name="reviews",
        null=True,
        blank=True,
    )
    critics = models.ManyToManyField(
        Critic, through="Byline", verbose_name=_("critics"), related_name="reviews"
    )
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    slug = models.SlugField(
        _("slug"),
        max_length=200,
        unique=True,
        help_text=_(
            "Part of the review's address. If you change it after publishing, the old address "
            "redirects to the new one."
        ),
    )
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("One or two sentences under the headline.")
    )
    meta_description = models.CharField(
        _("description for search engines"), max_length=300, blank=True
    )
    lead_image = models.ForeignKey(
        Image,
        models.PROTECT,
        verbose_name=_("lead image"),
        related_name="lead_of",
        null=True,
        blank=True,
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        default="en",
        validators=[validate_language_tag],
        help_text=_("A language tag (BCP 47), such as “en” or “de-AT”."),
    )
    disclosure = models.TextField(
        _("disclosure"),
        blank=True,
        help_text=_(
            "What readers should know about the critic's independence, such as “The critic saw "
            "the film at the studio's cost.”"
        ),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    planned_for = models.DateField(
        _("planned for"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("For the calendar of critics and editors. Nothing is published then."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    binned_at = models.DateTimeField(_("in the bin since"), null=True, blank=True, editable=False)

    notes_heading = models.CharField(
        _("heading instead of “Content notes”"), max_length=200, blank=True
    )
    cast_heading = models.CharField(_("heading instead of “The cast”"), max_length=200, blank=True)
    cast_introduction = MarkdownxField(_("introduction of the cast"), blank=True)
    audience_heading = models.CharField(
        _("heading instead of “Should you see it?”"), max_length=200, blank=True
    )
    good_heading = models.CharField(_("heading instead of “The good”"), max_length=200, blank=True)
    bad_heading = models.CharField(_("heading instead of “The bad”"), max_length=200, blank=True)
    verdict_heading = models.CharField(
        _("heading instead of “The verdict”"), max_length=200, blank=True
    )

    created = models.DateTimeField(_("created"), auto_now_add=True)
    modified = models.DateTimeField(_("modified"), auto_now=True)

    objects = PresentReviews()
    everything = models.Manager()
    """With the reviews in the bin."""

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created", "-pk"]
        indexes = [
            # Every query of `PresentReviews` has the condition that `binned_at` is empty. The two
            # indexes of orders contain this column, so the database reads them in their order and
            # leaves out what is in the bin. With an index of this column alone, SQLite would look
            # up nearly all reviews in it and then sort them.
            models.Index(fields=["created", "id", "binned_at"], name="review_by_creation"),
            models.Index(fields=["modified", "id", "binned_at"], name="review_by_change"),
            models.Index(
                fields=["binned_at"],
                condition=models.Q(binned_at__isnull=False),
                name="review_in_bin",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="review_has_a_slug"),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "submitted"]), name="review_stage_is_one"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="review_version_counts_from_1"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or gettext("Untitled review")


class Byline(BylineRow):
    """One critic of a review."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="bylines"
    )

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["review", "position"]
        # Bylines are changed with their review.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["review", "critic"], name="byline_critic_once"),
            models.UniqueConstraint(fields=["review", "position"], name="byline_position_once"),
        ]


class ReviewSlug(Address):
    """A former slug of a review that was published. `editions.publishing.set_slug` writes it."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="slugs"
    )

    class Meta(Address.Meta):
        verbose_name = _("review address")
        verbose_name_plural = _("review addresses")


class ContentNoteLabel(models.Model):
    """What content notes warn of, such as "Animal death". Editors keep the list."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    sort_key = SortKeyField("name")
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("content note label")
        verbose_name_plural = _("content note labels")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="note_label_has_a_name"),
            models.CheckConstraint(condition=~Q(slug=""), name="note_label_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name


class ContentNote(models.Model):
    """A content note of a review. The label is public, the detail is always behind a curtain."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="content_notes"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.ForeignKey(
        ContentNoteLabel,
        models.PROTECT,
        verbose_name=_("label"),
        related_name="notes",
        null=True,
        blank=True,
    )
    detail = MarkdownxField(
        _("detail"),
        blank=True,
        help_text=_("Readers see it once they open the curtain, which has the label on it."),
    )

    class Meta:
        verbose_name = _("content note")
        verbose_name_plural = _("content notes")
        ordering = ["review", "position", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.label.name if self.label else ""


class Section(models.Model):
    class Placement(models.TextChoices):
        OPENING = "opening", _("opening")
        FULL_STORY = "full_story", _("the full story (hidden)")
        CLOSING = "closing", _("closing")

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="sections"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    placement = models.CharField(_("placement"), max_length=10, choices=Placement.choices)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    body = MarkdownxField(_("body"), blank=True)
    curtain_label = models.CharField(
        _("label of the curtain"),
        max_length=120,
        blank=True,
        help_text=_(
            "Shown to readers while the section is hidden. The heading of the section is "
            "hidden, too."
        ),
    )
    spoils = models.ManyToManyField(
        Film,
        verbose_name=_("spoiled films"),
        related_name="spoiled_in_sections",
        blank=True,
        help_text=_("If empty, the film under review."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["review", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(placement__in=["opening", "full_story", "closing"]),
                name="section_placement_is_one",
            ),
            models.CheckConstraint(
                condition=Q(placement="full_story") | Q(curtain_label=""),
                name="section_label_is_of_a_hidden_one",
                violation_error_message=_(
                    "Only a section of the full story can have a curtain label."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_placement_display()


class CastCritique(models.Model):
    """A critique of one performance or of several."""

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="critiques"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    credits = models.ManyToManyField(
        Credit, verbose_name=_("credits"), related_name="critiques", blank=True
    )
    heading = models.CharField(
        _("heading"),
        max_length=200,
        blank=True,
        help_text=_("If empty, it is made from the credits, such as “Ana de Armas as Eve”."),
    )
    body = MarkdownxField(_("body"), blank=True)
    is_spoiler = models.BooleanField(
        _("hidden"),
        default=False,
        help_text=_("A critique of a surprise appearance is always hidden."),
    )

    class Meta:
        verbose_name = _("cast critique")
        verbose_name_plural = _("cast critiques")
        ordering = ["review", "position", "pk"]

    def __str__(self) -> str:
        return self.heading or ", ".join(str(credit) for credit in self.credits.all())
