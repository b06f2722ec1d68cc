"""An autosaved text as the content of a review, so that it can be read, compared and restored."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model
from django.http import QueryDict

from accounts.strict_admin import is_primary_key
from cast.models import Credit
from desk.autosave.form_data import Fields, as_posted
from desk.verdict_forms import VerdictForm
from editions.content import (
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    ItemContent,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.manuscript import credit_ref, film_ref, heading_of, image_ref
from editions.parts import (
    CRITIQUE,
    FIT,
    NOTE,
    OWN_TEXTS,
    PARTS,
    POINT,
    SECTION,
    VERDICT,
    ItemKind,
    Part,
)
from films.models import Film
from images.models import Image
from reviews.models import ContentNoteLabel, Critic

MOST_ITEMS = 1_000
"""How many items of a part are read. A form has at most 200."""

Row = TypeVar("Row", bound=Model)


def content_of_fields(sent: Fields) -> ReviewContent:
    """`content_of_form` of the fields ``sent``."""
    return content_of_form(as_posted(sent))


def content_of_form(posted: QueryDict) -> ReviewContent:
    """The content that saving the form of a review with the fields ``posted`` would give, without
    what could not be stored, such as a score that is not on its scale."""
    items = _items(posted)
    parts: dict[str, Any] = {
        part.key: PartContent(
            _text(posted, part.heading_field),
            _text(posted, part.introduction_field),
            tuple(items[part.key]),
        )
        for part in PARTS
    }
    film = _row(Film, posted.get("film", ""))
    lead = _row(Image, posted.get("lead_image", ""))
    critics = _rows(Critic, posted.getlist("byline"))
    texts: dict[str, Any] = {name: _text(posted, name) for name in (*OWN_TEXTS, "slug", "language")}
    return ReviewContent(
        film=film_ref(film),
        critics=tuple(CriticRef(critic.slug, critic.pk) for critic in critics),
        lead_image=image_ref(lead) if lead else None,
        **texts,
        **parts,
    )


def _items(posted: QueryDict) -> dict[str, list[ItemContent]]:
    """The items of each part in their order. A section that was moved to another part is the last
    one there."""
    found: dict[str, list[ItemContent]] = {part.key: [] for part in PARTS}
    moved: dict[str, list[ItemContent]] = {part.key: [] for part in PARTS}
    for part in PARTS:
        for prefix in _prefixes(part, posted):
            item = _Fields(posted, prefix).item(part.item)
            target = _part_of_section(posted, prefix) or part.key
            if item is not None:
                (found if target == part.key else moved)[target].append(item)
    return {key: items + moved[key] for key, items in found.items()}


def _prefixes(part: Part, posted: QueryDict) -> list[str]:
    """What the names of the fields of each item begin with, without the deleted items."""
    total = posted.get(f"{part.key}-TOTAL_FORMS", "")
    count = min(int(total), MOST_ITEMS) if is_primary_key(total) else 0
    prefixes = [f"{part.key}-{index}-" for index in range(count)]

    def place(prefix: str) -> tuple[bool, int]:
        position = posted.get(f"{prefix}position", "")
        return (False, int(position)) if is_primary_key(position) else (True, 0)

    kept = (prefix for prefix in prefixes if not posted.get(f"{prefix}DELETE"))
    return sorted(kept, key=place)


def _part_of_section(posted: QueryDict, prefix: str) -> str:
    """The key of the part that is chosen for a section; "" for other items."""
    placement = posted.get(f"{prefix}placement", "")
    return next((part.key for part in PARTS if part.where.get("placement") == placement), "")


class _Fields:
    """The fields of one item, whose names begin with ``prefix``."""

    def __init__(self, posted: QueryDict, prefix: str) -> None:
        self.posted = posted
        self.prefix = prefix

    def item(self, kind: ItemKind) -> ItemContent | None:
        """None if nothing is in the fields."""
        names = [name for name in self.posted if name.startswith(self.prefix)]
        unread = {f"{self.prefix}{name}" for name in ("id", "review", "position", "placement")}
        if not any(self.posted.get(name) for name in names if name not in unread):
            return None
        return self._read(kind)

    def _read(self, kind: ItemKind) -> ItemContent | None:
        text = self._text
        if kind is NOTE:
            label = _row(ContentNoteLabel, self.posted.get(f"{self.prefix}label", ""))
            name, key = (label.name, label.pk) if label else ("", None)
            return NoteContent(name, text("detail"), key)
        if kind is SECTION:
            spoils = self._films("spoils")
            return SectionContent(text("heading"), text("body"), text("curtain_label"), spoils)
        if kind is CRITIQUE:
            return self._critique()
        if kind is FIT:
            return FitContent(text("premise"), text("answer"), text("rationale"))
        if kind is POINT:
            return PointContent(text("label"), text("body"), self._is_ticked("is_spoiler"))
        if kind is VERDICT:
            return self._verdict()
        raise TypeError(f"no fields are known for a {kind.name}")

    def _text(self, name: str) -> str:
        return _text(self.posted, f"{self.prefix}{name}")

    def _is_ticked(self, name: str) -> bool:
        return bool(self.posted.get(f"{self.prefix}{name}"))

    def _films(self, name: str) -> tuple[FilmRef, ...]:
        films = _rows(Film, self.posted.getlist(f"{self.prefix}{name}"))
        return tuple(sorted(map(film_ref, films), key=lambda ref: ref.slug))

    def _critique(self) -> CritiqueContent:
        keys = _keys(self.posted.getlist(f"{self.prefix}credits"))
        credits = list(Credit.objects.filter(pk__in=keys).with_names().by_billing())
        heading = self._text("heading")
        return CritiqueContent(
            heading=heading or heading_of(credits),
            own_heading=bool(heading),
            body=self._text("body"),
            credits=tuple(map(credit_ref, credits)),
            is_spoiler=self._is_ticked("is_spoiler"),
        )

    def _verdict(self) -> VerdictContent | None:
        names = ("recommendation", "summary", "pull_quote")
        texts: dict[str, Any] = {name: self._text(name) for name in names}
        form = _VerdictFields(self.posted, prefix=self.prefix.removesuffix("-"))
        numbers = ("score", "scale_best", "scale_step", "scale_kind", "scale_worst")
        scale: dict[str, Any] = {}
        if form.is_valid() and form.cleaned_data["score"] is not None:
            scale = {name: form.cleaned_data[name] for name in numbers}
        if not scale and not any(texts.values()):
            return None
        return VerdictContent(**texts, **scale)


class _VerdictFields(VerdictForm):
    class Meta:
        model = VERDICT.model
        fields = ("score", "scale_kind", "scale_worst", "scale_best", "scale_step")

    def _post_clean(self) -> None:
        """The other columns are not read, so the row cannot be checked."""


def _text(posted: QueryDict, name: str) -> str:
    """The text of the field ``name``, with the line ends and without the blanks at its ends, as the
    forms store it."""
    return posted.get(name, "").replace("\r\n", "\n").strip() if name else ""


def _row(model: type[Row], key: str) -> Row | None:
    return next(iter(_rows(model, [key])), None)


def _rows(model: type[Row], keys: Iterable[str]) -> Sequence[Row]:
    """The rows with ``keys``, in their order, as far as they exist."""
    found = model._default_manager.in_bulk(_keys(keys))
    return [found[key] for key in _keys(keys) if key in found]


def _keys(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if is_primary_key(value)]
