"""A posted form joined with what others have stored, and the conflicts that it has."""

from dataclasses import dataclass, field

from django.http import QueryDict

from accounts.reconciling.opened_form import Lost, OpenedForm
from accounts.reconciling.texts import Choice


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field, or a whole row if ``field`` is "", that both have changed.

    ``number`` is that of the row in its formset, None in the form itself. ``name`` is that of the
    radio buttons; ``seen`` tells the stored value that the editor chooses from.
    """

    name: str
    seen: str
    label: str
    mine: str
    theirs: str
    choices: list[Choice]
    field: str = ""
    prefix: str = ""
    number: int | None = None

    @property
    def is_row(self) -> bool:
        return not self.field


@dataclass(slots=True)
class Reconciled:
    """``data`` is what to save, or to show again if there are ``conflicts``; ``opened`` goes with
    it."""

    data: QueryDict
    opened: OpenedForm
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def lost(self) -> list[Lost]:
        return self.opened.lost

    @property
    def kept(self) -> list[str]:
        """The names of the others' changes in ``data``."""
        return self.opened.kept

    @property
    def stored_again(self) -> list[str]:
        """The names of the rows that others deleted and the editor has changed."""
        return self.opened.stored_again

    @property
    def has_joined(self) -> bool:
        """Whether something is to be said to the editor when the form is saved."""
        return bool(self.kept or self.stored_again)
