"""One credit that a pasted cast list would add, and whom the names in its line mean."""

from dataclasses import dataclass, field

from django.http import QueryDict

from cast.cast_list.lines import CastLine
from cast.models import Credit

NEW = "new"
"""Chosen for a new row. The lines that choose it for one name mean one row."""

ANOTHER = "another"
"""Chosen for a new row of its own, although another line with the same name has one."""


@dataclass(slots=True)
class Meaning:
    """Whom or what a name means. ``field`` is the name of the form field. ``choices`` are pairs of
    a value, a primary key or one of the constants above, and its label. ``chosen`` is "" if nobody
    has decided yet."""

    name: str
    field: str
    choices: list[tuple[str, str]]
    chosen: str
    error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to choose."""
        return len(self.choices) > 1

    @property
    def label(self) -> str:
        return dict(self.choices).get(self.chosen, "")


@dataclass(slots=True)
class PlannedCredit:
    """``index`` counts the credits from 0 and names the form fields. If ``is_proposed``, the page
    that shows the plan has this credit ticked, so that saving adds it. Otherwise ``note`` says why
    not."""

    index: int
    line: CastLine
    person: Meaning | None = None
    characters: list[Meaning] = field(default_factory=list)
    is_proposed: bool = True
    is_added: bool = True
    is_spoiler: bool = False
    billing: str = ""
    note: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def is_acting(self) -> bool:
        return self.line.department == Credit.ACTING

    def meanings(self) -> list[Meaning]:
        return [*([self.person] if self.person else []), *self.characters]

    def take(self, data: QueryDict) -> None:
        """Take the choices in the posted ``data``. Where nothing that can be chosen was posted,
        nothing is chosen."""
        self.is_added = f"add-{self.index}" in data
        self._take_settings(data, self.index)
        for it, name in zip(self.meanings(), self._fields(self.index), strict=True):
            value = data.get(name, it.chosen)
            it.chosen = value if value in dict(it.choices) else ""

    def keep(self, data: QueryDict, index: int) -> None:
        """Take what the editor chose on an earlier page. ``index`` is that of the line in its
        posted ``data``. A choice that is no longer offered is left out, and whether the credit is
        added is taken only if the editor had changed what the site proposed."""
        is_added = f"add-{index}" in data
        if is_added != (f"proposed-{index}" in data):
            self.is_added = is_added
        self._take_settings(data, index)
        for it, name in zip(self.meanings(), self._fields(index), strict=True):
            value = data.get(name, "")
            if value == ANOTHER and value not in dict(it.choices):
                value = NEW  # No other line has this name any more.
            if value in dict(it.choices):
                it.chosen = value

    def _take_settings(self, data: QueryDict, index: int) -> None:
        self.is_spoiler = f"surprise-{index}" in data
        billing = data.get(f"billing-{index}", "")
        self.billing = billing if billing in Credit.Billing.values else ""

    def _fields(self, index: int) -> list[str]:
        """The names of the form fields of `meanings`, where the line has this ``index``."""
        person = [person_field(index)] if self.person else []
        return [*person, *(character_field(index, n) for n in range(len(self.characters)))]


def person_field(index: int) -> str:
    return f"person-{index}"


def character_field(index: int, number: int) -> str:
    return f"character-{index}-{number}"
