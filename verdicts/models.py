"""The verdict of a review: recommendation, audience, good and bad points."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast, NullIf, Round
from django.db.models.lookups import Exact
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from reviews.models import Review
from verdicts.scales import SCALE_KINDS


def hundredths(field: str) -> Cast:
    """The column ``field`` in whole hundredths: SQLite stores decimals as floats, without an exact
    remainder."""
    return Cast(Round(F(field) * 100), IntegerField())


class Verdict(models.Model):
    class Recommendation(models.TextChoices):
        MUST_SEE = "must_see", _("Must see")
        RECOMMENDED = "recommended", _("Recommended")
        WORTH_A_LOOK = "worth_a_look", _("Worth a look")
        MIXED = "mixed", _("Mixed")
        SKIP = "skip", _("Skip it")

    review = models.OneToOneField(
        Review, models.CASCADE, verbose_name=_("review"), related_name="verdict"
    )
    recommendation = models.CharField(
        _("recommendation"), max_length=14, choices=Recommendation.choices, blank=True
    )
    score = models.DecimalField(
        _("score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    scale_kind = models.CharField(_("scale"), max_length=7, choices=SCALE_KINDS, default="points")
    scale_worst = models.DecimalField(
        _("worst score"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0))],
    )
    scale_best = models.DecimalField(
        _("best score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    scale_step = models.DecimalField(
        _("step of the score"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    summary = MarkdownxField(_("summary"), blank=True)
    pull_quote = models.CharField(_("pull quote"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    recommendation__in=[
                        "must_see",
                        "recommended",
                        "worth_a_look",
                        "mixed",
                        "skip",
                        "",
                    ]
                ),
                name="verdict_recommendation_is_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    score__isnull=True,
                    scale_best__isnull=True,
                    scale_step__isnull=True,
                    scale_kind="points",
                    scale_worst=0,
                )
                | Q(score__isnull=False, scale_best__isnull=False, scale_step__isnull=False),
                name="verdict_score_has_a_scale",
                violation_error_message=_(
                    "Enter score, best score and step together, or leave all three empty."
                ),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(
                    scale_worst__gte=0,
                    score__gte=F("scale_worst"),
                    score__lte=F("scale_best"),
                    scale_best__gt=F("scale_worst"),
                    scale_step__gt=0,
                ),
                name="verdict_score_is_on_its_scale",
                violation_error_message=_(
                    "The score must be between the worst and the best score."
                ),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True)
                | Q(
                    Exact(
                        (hundredths("score") - hundredths("scale_worst"))
                        % NullIf(hundredths("scale_step"), 0),
                        0,
                    )
                ),
                name="verdict_score_is_in_steps",
                violation_error_message=_(
                    "The score must be a whole number of steps above the worst score."
                ),
            ),
            models.CheckConstraint(
                condition=Q(scale_kind__in=["points", "stars"])
                | Q(scale_kind="percent", scale_worst=0, scale_best=100)
                | Q(scale_kind="letters", scale_worst=1, scale_best=13, scale_step=1),
                name="verdict_scale_fits_its_kind",
                violation_error_message=_(
                    "A percentage is from 0 to 100, and a letter grade from 1 (F) to 13 (A+)."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_recommendation_display() or gettext("Verdict without a recommendation")


class AudienceFit(models.Model):
    """Whether a reader should see the film: a premise about the reader, and the answer."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        DEPENDS = "depends", _("It depends")

        @property
        def before_premise(self) -> str:
            """The answer as readers see it before the premise: "Yes, if" you like trains."""
            return {
                self.YES: gettext("Yes, if"),
                self.NO: gettext("No, if"),
                self.DEPENDS: gettext("Maybe, if"),
            }[self]

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="audience_fits"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    premise = models.CharField(
        _("premise"),
        max_length=200,
        blank=True,
        help_text=_("The condition after “if”, such as “you're in it for stylish ultraviolence”."),
    )
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    rationale = MarkdownxField(_("rationale"), blank=True)

    class Meta:
        verbose_name = _("audience fit")
        verbose_name_plural = _("audience fits")
        ordering = ["review", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no", "depends", ""]), name="fit_answer_is_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.premise}"


class VerdictPoint(models.Model):
    """A good or a bad point."""

    class Polarity(models.TextChoices):
        GOOD = "good", _("good")
        BAD = "bad", _("bad")

    review = models.ForeignKey(
        Review, models.CASCADE, verbose_name=_("review"), related_name="points"
    )
    polarity = models.CharField(_("polarity"), max_length=4, choices=Polarity.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("label"), max_length=120, blank=True)
    body = MarkdownxField(_("body"), blank=True)
    is_spoiler = models.BooleanField(_("hidden"), default=False)

    class Meta:
        verbose_name = _("verdict point")
        verbose_name_plural = _("verdict points")
        ordering = ["review", "polarity", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(polarity__in=["good", "bad"]), name="point_polarity_is_one"
            ),
            models.CheckConstraint(
                condition=~Q(label="", body=""),
                name="point_says_something",
                violation_error_message=_("Enter a label, a text or both."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.body[:60]
