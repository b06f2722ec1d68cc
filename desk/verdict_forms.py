"""The form of a verdict, with its score and the scale of the score."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from desk.text_fields import ReviewTexts
from verdicts.scales import NoScale, NotOnScale, Scale, ScaleKind, plain_number, scale_of

USUAL_BEST, USUAL_STEP = Decimal(10), Decimal("0.5")
"""The numbers of points that an editor leaves out. A document has to say both."""


class VerdictForm(ReviewTexts):
    """Reads the score on its scale. A verdict without a score has no scale.

    Where there is no score yet, the form shows the house scale.
    """

    score = forms.CharField(
        label=_("Score"),
        required=False,
        max_length=10,
        help_text=_("A number, such as 7.5, or a letter grade, such as B+."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An editor who may only look has neither.
        for name in {"scale_kind", "scale_worst"} & self.fields.keys():
            self.fields[name].required = False
        for name, text in (
            ("scale_best", _("If empty: 10 for points, 5 for stars.")),
            ("scale_step", _("If empty: 0.5 for points and stars, 1 for percent.")),
        ):
            if name in self.fields:
                self.fields[name].help_text = text
        if scale := scale_of(self.instance):
            self.initial["score"] = scale.written(self.instance.score)
        if shown := scale or house_scale():
            self.initial.update(_shown_columns(shown))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        names = ("score", "scale_kind", "scale_worst", "scale_best", "scale_step")
        if any(name in self.errors for name in names):
            return cleaned
        text, kind, worst, best, step = (self.cleaned_data.get(name) for name in names)
        if not text:
            self.cleaned_data |= dict.fromkeys(names) | scale_columns(None)
            return cleaned
        try:
            kind = ScaleKind(kind or ScaleKind.POINTS)
            if kind == ScaleKind.POINTS:
                best = USUAL_BEST if best is None else best
                step = USUAL_STEP if step is None else step
            scale = Scale.of(kind, worst, best, step)
            self.cleaned_data |= scale_columns(scale)
            self.cleaned_data["score"] = scale.read(text)
        except NoScale as error:
            self.add_error("scale_best", str(error))
        except NotOnScale as error:
            self.add_error("score", str(error))
        return cleaned


def house_scale() -> Scale | None:
    """The scale of new reviews; None if the site has none."""
    return Scale.from_notation(settings.HOUSE_SCALE) if settings.HOUSE_SCALE else None


def scale_columns(scale: Scale | None) -> dict[str, Any]:
    """The values of the columns of a verdict for ``scale``."""
    return {
        "scale_kind": scale.kind.value if scale else ScaleKind.POINTS.value,
        "scale_worst": scale.worst if scale else Decimal(0),
        "scale_best": scale.best if scale else None,
        "scale_step": scale.step if scale else None,
    }


def _shown_columns(scale: Scale) -> dict[str, Any]:
    """`scale_columns` as the form shows them: without zeros at the end of a number, and without the
    numbers that the kind of the scale fixes."""
    fixed = {
        ScaleKind.LETTERS: ("scale_worst", "scale_best", "scale_step"),
        ScaleKind.PERCENT: ("scale_worst", "scale_best"),
    }.get(scale.kind, ())
    return {
        name: Decimal(plain_number(value)) if isinstance(value, Decimal) else value
        for name, value in scale_columns(scale).items()
        if name not in fixed
    } | dict.fromkeys(fixed)
