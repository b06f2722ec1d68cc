"""The steps between critics and editors: hand in, send back, and write a note."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.mails import is_mail_set_up
from desk.handing_in import hand_in, send_back, write_note
from desk.public_state import PublicState
from desk.steps.forms import HandInForm, NoteForm, SendBackForm
from desk.steps.step import Step
from editions.permissions import Action
from reviews.models import Review


def _describe_hand_in(state: PublicState) -> list[str]:
    if state.stage != Review.Stage.DRAFT:
        return [_("This review is with the editors already.")]
    return [
        _("The editors find the review on their front page, under “Waiting for an editor”."),
        *_mailed(),
        _(
            "Until an editor sends it back, only editors can change it. Its critics can still read "
            "it, and comment on it."
        ),
        _("What readers see does not change."),
    ]


def _describe_send_back(state: PublicState) -> list[str]:
    if state.stage != Review.Stage.SUBMITTED:
        return [_("This review is a draft already.")]
    return [
        _("The critics can change the review again, and hand it in again."),
        _("They find it on their front page, under “Sent back to me”."),
        *_mailed(),
        _("What readers see does not change."),
    ]


def _describe_note(state: PublicState) -> list[str]:
    if not is_mail_set_up():
        return [_("This site cannot send mails. Write a comment instead.")]
    return [
        _("The note is among the comments on the review."),
        _(
            "The critics get a mail which says that it is there. The mail has no word of the note, "
            "because a mail must not have hidden text."
        ),
        _("Answers to the mail go to your own address, if your account has one."),
        _("What readers see does not change."),
    ]


def _mailed() -> list[str]:
    """A mail has no word of the review."""
    if not is_mail_set_up():
        return []
    return [
        _("Those who want mails also get one, which names the film and the critics only."),
    ]


def _hand_in(review: Review, by: Any, data: dict[str, Any], _unused: Any) -> str:
    hand_in(review=review, by=by, message=data["message"])
    return _("The review is handed in. The editors can see it.")


def _send_back(review: Review, by: Any, data: dict[str, Any], _unused: Any) -> str:
    send_back(review=review, by=by, message=data["message"])
    return _("The review is sent back. Its critics can change it.")


def _note(review: Review, by: Any, data: dict[str, Any], _unused: Any) -> str:
    if write_note(review=review, by=by, message=data["message"]):
        return _("The note is among the comments, and the critics get a mail.")
    return _(
        "The note is among the comments. No critic gets a mail: none has an account with an email "
        "address that wants these mails."
    )


HANDING_IN_STEPS = (
    Step(
        name="hand_in",
        action=Action.SUBMIT,
        title=gettext_lazy("Hand in to the editors"),
        form=HandInForm,
        is_possible=lambda state: state.stage == Review.Stage.DRAFT,
        describe=_describe_hand_in,
        run=_hand_in,
        is_checked=True,
    ),
    Step(
        name="send_back",
        action=Action.SEND_BACK,
        title=gettext_lazy("Send back to the critics"),
        form=SendBackForm,
        is_possible=lambda state: state.stage == Review.Stage.SUBMITTED,
        describe=_describe_send_back,
        run=_send_back,
    ),
    Step(
        name="note",
        action=Action.SEND_BACK,
        title=gettext_lazy("Write to the critics"),
        form=NoteForm,
        is_possible=lambda state: is_mail_set_up(),
        describe=_describe_note,
        run=_note,
    ),
)
