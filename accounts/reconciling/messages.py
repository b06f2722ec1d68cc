"""What an editor is told when others have saved the same row meanwhile, and asked in a conflict."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.reconciling.opened_form import Lost
from accounts.reconciling.reconciled import Conflict, Reconciled
from accounts.reconciling.texts import Choice
from spoilers.word_comparison import Row, compared_rows, paragraphs, segments


@dataclass(frozen=True, slots=True)
class Savers:
    """Who else has saved. ``names`` are empty if that is not known; ``is_same`` says that it was
    the editor, in another window."""

    names: tuple[str, ...] = ()
    is_same: bool = False

    def __str__(self) -> str:
        if self.is_same:
            return _("You, in another window,")
        return str(get_text_list([*self.names], _("and"))) if self.names else _("Somebody else")


def who_saved(
    rows: Model | Iterable[Model], since: datetime | None, user: User | AnonymousUser
) -> Savers:
    """Who has saved one of ``rows``, which are of one model, since ``since``. One query, or two."""
    found = [rows] if isinstance(rows, Model) else [*rows]
    if since is None or not found:
        return Savers()
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(found[0]),
        object_id__in=[str(row.pk) for row in found],
        action_time__gt=since,
    ).select_related("user")
    users = {entry.user_id: entry.user for entry in entries.order_by("pk")}
    others = tuple(
        each.get_full_name() or each.get_username() for pk, each in users.items() if pk != user.pk
    )
    return Savers(others, is_same=bool(users) and not others)


def what_was_joined(reconciled: Reconciled, who: Savers) -> Iterator[tuple[int, str]]:
    """Levels and sentences for the editor whose form was saved."""
    if reconciled.kept:
        sentence = _("%(who)s saved changes while you had this page open. They are kept: %(what)s.")
        yield messages.INFO, sentence % {"who": who, "what": "; ".join(reconciled.kept)}
    if reconciled.stored_again:
        sentence = _("%(who)s deleted what you have changed. It is stored again: %(what)s.")
        yield messages.WARNING, sentence % {"who": who, "what": "; ".join(reconciled.stored_again)}


def lost_texts(reconciled: Reconciled) -> Iterator[tuple[Lost, str]]:
    """Each lost text with its line for the history of an object."""
    for lost in reconciled.lost:
        sentence = (
            _("%(field)s: not saved, because another text was chosen: “%(text)s”")
            if lost.is_mine
            else _("%(field)s: replaced after a choice: “%(text)s”")
        )
        yield lost, sentence % {"field": lost.label, "text": lost.text}


def asked_to_choose(reconciled: Reconciled) -> SafeString:
    """The refusal of a form with conflicts, with links to them."""
    count = len(reconciled.conflicts)
    sentence = ngettext(
        "Nothing is saved yet, because somebody else has changed %(count)d thing that you have "
        "changed, too. Choose what stays:",
        "Nothing is saved yet, because somebody else has changed %(count)d things that you have "
        "changed, too. Choose what stays:",
        count,
    )
    links = format_html_join(
        ", ",
        '<a href="#{}">{}</a>',
        ((conflict.name, conflict.label) for conflict in reconciled.conflicts),
    )
    return format_html("{} {}", sentence % {"count": count}, links)


def show_conflicts(reconciled: Reconciled, form: Any, formsets: Iterable[Any], who: Savers) -> None:
    """Put each conflict, with the choice, at its field in the bound ``form`` and ``formsets``."""
    by_prefix = {formset.prefix: formset for formset in formsets}
    for conflict in reconciled.conflicts:
        at = form
        if conflict.number is not None:
            at = by_prefix[conflict.prefix].forms[conflict.number]
        at.add_error(conflict.field or None, _question(conflict, who))


def _question(conflict: Conflict, who: Savers) -> str:
    context = {
        "conflict": conflict,
        "who": str(who),
        "rows": _differing(conflict),
        "choices": [
            {"value": f"{choice}-{conflict.seen}", "label": _label(choice, conflict)}
            for choice in conflict.choices
        ],
    }
    return render_to_string("admin/conflict.html", context)


def _differing(conflict: Conflict) -> list[Row]:
    """The paragraphs that differ. One that has no likeness on the other side stands beside the
    next such one of it. Of a row that I delete, all of them."""
    if conflict.is_row:
        return [Row(None, segments(words)) for words in paragraphs(conflict.theirs)]
    rows: list[Row] = []
    for row in compared_rows(paragraphs(conflict.mine), paragraphs(conflict.theirs)):
        last = rows[-1] if rows else None
        if last and last.right is None and row.left is None:
            rows[-1] = Row(last.left, row.right)
        elif any(each.is_changed for side in (row.left, row.right) for each in side or ()):
            rows.append(row)
    return rows


def _label(choice: Choice, conflict: Conflict) -> str:
    if conflict.is_row:
        return _("Delete it") if choice == "mine" else _("Keep it")
    return {
        "mine": _("Keep mine"),
        "theirs": _("Take theirs"),
        "both": _("Both: theirs below mine"),
    }[choice]
