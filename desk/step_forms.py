"""Forms of the confirmation pages of steps."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.comments.models import MAX_COMMENT
from desk.findings import describe_leak, leak_key
from editions.leaks import Leak
from films.moments import MomentField, in_words
from spoilers import check_plain


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
    """``leaks`` are public sentences that repeat hidden text. Each has to be confirmed."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "What has been corrected, such as “Corrected the runtime.” Readers see the note "
            "below the byline. Leave it empty if there is nothing to say."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    leaks = forms.MultipleChoiceField(
        label=gettext_lazy(
            "This public text repeats hidden text. Tick each sentence that may stay public:"
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, leaks: list[Leak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found_leaks = leaks
        choices = [(leak_key(leak), describe_leak(leak)) for leak in leaks]
        field = self.fields["leaks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        if not choices:
            del self.fields["leaks"]

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if problems := check_plain(note):
            raise forms.ValidationError([problem.message for problem in problems])
        return note

    def clean_leaks(self) -> list[str]:
        confirmed: list[str] = self.cleaned_data["leaks"]
        if len(set(confirmed)) < len({leak_key(leak) for leak in self.found_leaks}):
            raise forms.ValidationError(
                _("Tick each of these sentences, or go back to the review and change it.")
            )
        return confirmed


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
    field_order = ["version", "confirmed", "live_from", "note", "leaks"]

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
