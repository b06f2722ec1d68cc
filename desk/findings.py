"""The problems and leaks of a manuscript, described for editors."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from editions.leaks import SURPRISE, Leak, leaks
from editions.parsed_review import ParsedReview
from editions.parts import part_of
from editions.publishing_problems import PublishingProblem, publishing_problems
from editions.rendering import render


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """``anchor`` is the id of the part on the desk; "" for what concerns the whole review."""

    place: str
    anchor: str
    message: str


def findings_of(manuscript: ParsedReview) -> list[PlacedFinding]:
    return [_placed(finding) for finding in publishing_problems(manuscript)]


def leaks_of(manuscript: ParsedReview, *, film: int) -> list[Leak]:
    return leaks(manuscript.content, render(manuscript, film=film))


def leak_key(leak: Leak) -> str:
    """A stable identifier of a leak, made of the phrase and its two places."""
    return sha256("\n".join([leak.phrase, leak.hidden, leak.public]).encode()).hexdigest()[:16]


def describe_leak(leak: Leak) -> str:
    """A sentence about one leak."""
    if leak.hidden == SURPRISE:
        said = _("The surprise appearance of “%(phrase)s” is also in public text: “…%(public)s…”")
    else:
        said = _("“%(phrase)s” is hidden in %(place)s, but also public: “…%(public)s…”")
    return said % {
        "phrase": leak.phrase,
        "public": leak.public,
        "place": place_of(leak.hidden),
    }


def place_of(key: str) -> str:
    """What an editor calls the place with ``key``: "opening-2-1" is in "The opening, 2"."""
    part = part_of(key)
    if part is None:
        return key
    number = key.split("-")[1:2]
    if part.is_single or not number or not number[0].isdecimal():
        return str(part.title)
    return _("%(part)s, %(number)s") % {"part": part.title, "number": number[0]}


def _placed(finding: PublishingProblem) -> PlacedFinding:
    if not finding.key:
        return PlacedFinding("", "", finding.message)
    place = _("%(place)s, line %(line)d") % {
        "place": place_of(finding.key),
        "line": finding.line,
    }
    part = part_of(finding.key)
    return PlacedFinding(place, f"part-{part.key if part else 'review'}", finding.message)
