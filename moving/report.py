"""What a run did with each post, and the counts."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moving.imported import NOBODY, ImportedPost
from moving.storable import storable


class Outcome(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    PRESENT = "present"
    SKIPPED = "skipped"
    BROKEN = "broken"
    NOWHERE = "nowhere"


OUTCOMES = {
    Outcome.DRAFT: gettext_lazy("draft"),
    Outcome.PUBLISHED: gettext_lazy("published"),
    Outcome.PRESENT: gettext_lazy("already here, unchanged"),
    Outcome.SKIPPED: gettext_lazy("skipped"),
    Outcome.BROKEN: gettext_lazy("not moved"),
    Outcome.NOWHERE: gettext_lazy("old address that leads nowhere here"),
}


@dataclass(frozen=True, slots=True)
class PostReport:
    """``slug`` is that of the review, "" without one."""

    place: str
    outcome: Outcome
    slug: str = ""
    made: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def summary(self) -> str:
        words = [str(OUTCOMES[self.outcome]), self.slug, *self.made]
        return ", ".join(filter(None, words))


@dataclass
class SiteReport:
    """Counts only, so that it stays small however many posts there are."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    films_found: int = 0
    films_proposed: int = 0
    without_film: int = 0
    critics_added: int = 0
    pictures: int = 0
    redirects: int = 0
    warnings: int = 0
    passed_over: dict[str, int] = field(default_factory=dict)
    authors: dict[str, list[Any]] = field(default_factory=dict)
    """The name of each author and how many posts are by them, by the key at the source."""
    tags: dict[str, int] = field(default_factory=dict)
    """How many posts have each category or tag."""

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "SiteReport":
        """The report that `as_json` has made; an empty one of {}."""
        outcomes = stored.get("outcomes", {}).items()
        return cls(**stored | {"outcomes": {Outcome(name): count for name, count in outcomes}})

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = storable(asdict(self))
        return found

    def see(self, post: ImportedPost) -> None:
        """Count the authors and the tags of ``post``."""
        for author in post.authors or [NOBODY]:
            name = author.name or author.key or _("no author is named")
            counted = self.authors.setdefault(author.key, [name, 0])
            counted[1] += 1
        for tag in post.tags:
            self.tags[tag] = self.tags.get(tag, 0) + 1

    def count(self, post: PostReport) -> None:
        self.outcomes[post.outcome] = self.outcomes.get(post.outcome, 0) + 1
        self.warnings += len(post.warnings)

    def counts(self) -> list[tuple[str, int]]:
        """What was counted, with its name; nothing that there is none of."""
        counts = [(str(OUTCOMES[each]), self.outcomes.get(each, 0)) for each in Outcome]
        counts += [
            (_("films found"), self.films_found),
            (_("films proposed"), self.films_proposed),
            (_("without a film"), self.without_film),
            (_("critics added"), self.critics_added),
            (_("pictures"), self.pictures),
            (_("redirects beside those of posts"), self.redirects),
            (_("warnings"), self.warnings),
        ]
        over = self.passed_over.items()
        counts += [(_("passed over, %(reason)s") % {"reason": r}, count) for r, count in over]
        return [(name, count) for name, count in counts if count]

    def lines(self) -> list[str]:
        return [f"{name}: {count}" for name, count in self.counts()]
