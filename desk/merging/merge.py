"""What every merge does: one row is kept, gets what the other one has, and the other one goes."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar

from django.db.models import Field, ForeignKey, Model
from django.utils.formats import localize
from django.utils.translation import gettext as _

from images.addresses import Addressed
from images.models import Image
from images.public_changes import before_public_write, public_change


class MergeRefused(Exception):
    """The rows cannot be merged; the message is a sentence."""


class _Rehearsed(Exception):
    """Rolls a rehearsal back."""


@dataclass
class MergeReport:
    """What a merge does. ``moved`` has the names of the rows that move, by kind; ``conflicts``,
    ``filled`` and ``dropped`` are sentences. Nothing else of the other row is lost."""

    moved: dict[str, list[str]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Equal for two reports that say the same."""
        return sha256(repr(self).encode()).hexdigest()


class Merge:
    """Merges ``gone`` into ``kept``. `move` of a subclass moves what refers to ``gone``."""

    derived: ClassVar[frozenset[str]] = frozenset()
    """Columns that are neither filled nor reported."""

    def __init__(self, kept: Model, gone: Model) -> None:
        self.model = type(kept)
        self.keys = (kept.pk, gone.pk)
        self.report = MergeReport()

    def rehearse(self) -> MergeReport:
        """What `run` would do now; nothing is stored. Raises `MergeRefused`."""
        try:
            with public_change():
                self.run()
                raise _Rehearsed
        except _Rehearsed:
            return self.report

    @public_change()
    def run(self) -> MergeReport:
        """Merge the rows, all or nothing. Raises `MergeRefused`."""
        before_public_write()
        rows = self.model._default_manager.select_for_update().in_bulk(list(self.keys))
        if len(rows) != 2:
            raise MergeRefused(_("One of the two does not exist any more."))
        self.kept: Any = rows[self.keys[0]]
        self.gone: Any = rows[self.keys[1]]
        self.move()
        if isinstance(self.gone, Addressed):
            self._move_addresses()
        self._fill()
        self._check_unused()
        self.gone.delete()
        self.kept.save()
        return self.report

    def move(self) -> None:
        raise NotImplementedError

    def moved(self, kind: Any, names: list[str]) -> None:
        if names:
            self.report.moved[str(kind)] = names

    def _move_addresses(self) -> None:
        slugs = list(self.gone.slugs.all())
        owner = self.gone.slugs.field.name
        for address in slugs:
            setattr(address, owner, self.kept)
            address.save()
        self.moved(_("Addresses, which redirect from now on"), [each.slug for each in slugs])

    def _fill(self) -> None:
        """Give ``kept`` the values of ``gone`` where it has none, and report what goes."""
        for column in self.model._meta.concrete_fields:
            mine, other = (getattr(row, column.name) for row in (self.kept, self.gone))
            # Columns that nobody edits are computed from others.
            is_own = (
                column.primary_key or not column.editable or column.name in {"slug", *self.derived}
            )
            if is_own or other in ("", None, mine):
                continue
            values = {"field": column.verbose_name, "value": _shown(column, self.gone)}
            if mine in ("", None):
                setattr(self.kept, column.name, other)
                self.report.filled.append(_("%(field)s: %(value)s") % values)
            elif column.related_model is Image:
                sentence = _("%(field)s: %(value)s (the picture stays in the library)")
                self.report.dropped.append(sentence % values)
            else:
                self.report.dropped.append(_("%(field)s: %(value)s") % values)

    def _check_unused(self) -> None:
        """A row that something still refers to would take it along, or could not be deleted."""
        for relation in self.model._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self.gone})
            if rows.exists():
                raise AssertionError(f"a merge does not move {relation.field}")


def _shown(column: Field, row: Any) -> str:
    display = getattr(row, f"get_{column.name}_display", None)
    if display:
        return str(display())
    value = getattr(row, column.name)
    return (
        value.name
        if isinstance(column, ForeignKey) and isinstance(value, Image)
        else str(localize(value))
    )
