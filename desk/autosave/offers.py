"""The autosaved texts of an account as the desk offers them."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from desk.autosave.answers import account_name
from desk.autosave.form_data import UnreadableText, unpack, value_of
from desk.autosave.models import AutosavedText, OpenForm
from desk.date_style import at_time, day_and_time
from desk.layout import TITLES
from reviews.models import Review

AUTOSAVED = "autosaved-"
"""Begins the name of a text among the states of its review."""

MOST = 50
"""How many texts a page lists, newest first."""


def offers(account: Any, texts: Iterable[AutosavedText]) -> list[dict[str, Any]]:
    """What a page says of each of ``texts``, which are unsaved texts of ``account``.

    ``is_open``: its form reported within the last minute that it is open. It may be closed by now.
    """
    found = list(texts)
    present = OpenForm.objects.present().filter(account=account)
    windows = set(present.values_list("window", flat=True)) if found else set()
    return [
        {
            "text": text,
            "when": moment(text.saved_at),
            "headline": _headline(text),
            "part": TITLES.get(text.place, ""),
            "is_open": text.window in windows,
            "continue_url": continue_url(text),
            "discard_url": autosave_url(text.review_id),
        }
        for text in found
    ]


def discarded(account: Any) -> list[dict[str, Any]]:
    """What the bin says of the texts that ``account`` has discarded, newest first."""
    return [
        {
            "when": moment(text.saved_at),
            "headline": _headline(text),
            "continue_url": continue_url(text),
        }
        for text in AutosavedText.objects.of(account).discarded()[:MOST]
    ]


def history(review: Review, account: Any, number: str | None) -> tuple[Page, list[dict[str, Any]]]:
    """The page ``number`` of the autosaved texts of ``review``, of all accounts, newest first: who,
    when and state, without words. ``continue_url`` and ``ref``, the name of the state, are empty
    for the texts of others. ``continue_url`` is also empty for a text that was saved since: the
    history of the review shows it already."""
    texts = AutosavedText.objects.filter(review=review).select_related("account").defer("data")
    page = Paginator(texts.order_by("-saved_at", "-pk"), MOST).get_page(number)
    return page, [_listed(text, is_own=text.account_id == account.pk) for text in page]


def _listed(text: AutosavedText, *, is_own: bool) -> dict[str, Any]:
    is_saved = text.state == AutosavedText.State.SAVED
    return {
        "who": account_name(text.account),
        "begun": moment(text.begun_at),
        "ended": at_time(text.saved_at),
        "state": text.get_state_display(),
        "continue_url": continue_url(text) if is_own and not is_saved else "",
        "ref": f"{AUTOSAVED}{text.pk}" if is_own else "",
    }


def autosave_url(review: int | None) -> str:
    if review is None:
        return reverse("admin:reviews_review_autosave_new")
    return reverse("admin:reviews_review_autosave", args=[review])


def continue_url(text: AutosavedText) -> str:
    page = (
        reverse("admin:reviews_review_change", args=[text.review_id])
        if text.review_id
        else reverse("admin:reviews_review_add")
    )
    return f"{page}?continue={text.pk}"


def moment(at: datetime) -> str:
    """The time of ``at``, with its day if that is not today."""
    is_today = timezone.localdate(at) == timezone.localdate()
    return at_time(at) if is_today else day_and_time(at)


def _headline(text: AutosavedText) -> str:
    with suppress(UnreadableText):
        return value_of(unpack(text.data), "headline")
    return ""
