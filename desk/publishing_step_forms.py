"""Forms of the confirmation pages of publishing steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.findings import describe_leak, leak_key
from desk.text_fields import Moment
from editions.leaks import Leak
from spoilers import check_plain


class PublishingStepForm(forms.Form):
    """Has the version of the manuscript that the page describes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(PublishingStepForm):
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


class ScheduleForm(PublishForm):
    live_from = forms.SplitDateTimeField(label=gettext_lazy("Live from"), widget=Moment)
    field_order = ["version", "live_from", "note", "leaks"]
