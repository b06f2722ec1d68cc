"""The forms of the page with the comments on a review."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.comments.anchors import Place, has_words
from desk.comments.models import MAX_COMMENT, MAX_QUOTE

SHORT_PASSAGE = 300
"""Characters up to which the whole passage is suggested as the words that a comment is about."""


class AnswerForm(forms.Form):
    """An answer to a comment."""

    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=MAX_COMMENT,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
    )


class CommentForm(AnswerForm):
    """A comment on the whole review."""

    field_order = ["quote", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Comment")


class PassageCommentForm(CommentForm):
    """A comment on words of ``place``. Without words it is about the beginning of the passage."""

    quote = forms.CharField(
        label=gettext_lazy("The words that it is about"),
        required=False,
        max_length=MAX_QUOTE,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 2, "data-quote": True}),
    )

    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        text = place.passage.text
        kwargs["initial"] = {"quote": text if len(text) <= SHORT_PASSAGE else ""}
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["quote"].help_text = _(
            "Select them in the text above, or copy them. Leave it empty for the whole passage."
        )

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"].replace("\r\n", "\n")
        if not quote.strip():
            return Truncator(self.place.passage.text).chars(SHORT_PASSAGE, truncate="")
        if not has_words(self.place.passage.text, quote):
            raise forms.ValidationError(
                _("These words are not in the passage. Copy them as they are there.")
            )
        return quote
