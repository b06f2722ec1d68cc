"""Forms of the confirmation pages of steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.comments.models import MAX_COMMENT
from films.moments import MomentField, in_words
from spoilers import check_plain


@dataclass(frozen=True, slots=True)
class ShownLeak:
    """A leak that an editor has to mend or to confirm. ``sentence`` describes it."""

    key: str
    sentence: str

    @property
    def field(self) -> str:
        return f"leak-{self.key}"


class StepForm(forms.Form):
    """Has the version of the manuscript that the page describes."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def ask(self) -> datetime | None:
        """The moment that the page has to show before this valid form is obeyed; here none."""
        return None


class MessageForm(StepForm):
    """Has a message to those who get the review, which is a comment on it."""

    message = forms.CharField(
        required=False,
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 4}),
        help_text=gettext_lazy(
            "It is among the comments on the review, for all who may see the review here. Readers "
            "never see it."
        ),
    )


class HandInForm(MessageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Message to the editors")


class SendBackForm(MessageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Message to the critics")


class NoteForm(MessageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].label = _("Note")
        self.fields["message"].required = True


class EndingForm(StepForm):
    """Takes back what is scheduled or live."""

    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For the history of the review. Readers do not see it."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )


class PublishForm(StepForm):
    """``leaks`` are public sentences that give hidden text away, and that no editor has confirmed
    yet. Each needs a reason."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "What readers should know about this edition, such as “Corrected the runtime.” or "
            "“Written after a preview.” They see the note below the byline. Leave it empty if "
            "there is nothing to say."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args: Any, leaks: list[ShownLeak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaks = leaks
        for leak in leaks:
            self.fields[leak.field] = forms.CharField(
                label=leak.sentence,
                max_length=300,
                strip=True,
                help_text=_(
                    "Why may this stay public? Give a reason, or go back and change the review."
                ),
                widget=forms.TextInput(attrs={"class": "vTextField"}),
            )

    @property
    def reasons(self) -> dict[str, str]:
        """Why each leak may stay public, by its key. The form is valid."""
        return {leak.key: self.cleaned_data[leak.field] for leak in self.leaks}

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if problems := check_plain(note):
            raise forms.ValidationError([problem.message for problem in problems])
        return note


class UpdateForm(PublishForm):
    """``scheduled`` is the moment of the pending edition that the page describes."""

    scheduled = forms.CharField(widget=forms.HiddenInput)


class DatedForm(PublishForm):
    """Takes the moment that an editor types.

    ``confirmed`` is the moment, in ISO 8601, that the page has already shown in words.
    """

    live_from = MomentField(label=gettext_lazy("Live from"))
    confirmed = forms.CharField(
        required=False, widget=forms.HiddenInput({"data-confirms-date": True})
    )
    field_order = ["version", "confirmed", "live_from", "note"]

    def ask(self) -> datetime | None:
        """The moment that the page still has to show in words before this valid form is obeyed.
        Sent again as it is, the form confirms it."""
        moment: datetime = self.cleaned_data["live_from"]
        if self.cleaned_data["confirmed"] == moment.isoformat():
            return None
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["confirmed"] = moment.isoformat()
        self.data = shown
        return moment


class ScheduleForm(DatedForm):
    def clean_live_from(self) -> datetime:
        moment: datetime = self.cleaned_data["live_from"]
        if moment <= timezone.now():
            raise forms.ValidationError(
                _("%(when)s has passed. Enter a later time, or publish the review now."),
                params={"when": in_words(moment)},
            )
        return moment


class BackdateForm(DatedForm):
    live_from = MomentField(label=gettext_lazy("First published"))

    def clean_live_from(self) -> datetime:
        moment: datetime = self.cleaned_data["live_from"]
        if moment > timezone.now():
            raise forms.ValidationError(
                _("%(when)s has not come yet. To publish it then, schedule it."),
                params={"when": in_words(moment)},
            )
        return moment
