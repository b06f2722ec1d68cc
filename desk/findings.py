"""What stands in a review's way to the public, in an editor's words."""

from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from editions.checks import Finding, problems
from editions.leaks import SURPRISE, Leak, leaks
from editions.parsed_review import ParsedReview
from editions.rendering import render


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """``anchor`` leads to the part on the desk; "" where it concerns the whole review."""

    place: str
    anchor: str
    message: str


def findings_of(manuscript: ParsedReview) -> list[PlacedFinding]:
    return [_placed(finding) for finding in problems(manuscript)]


def leaks_of(manuscript: ParsedReview, *, film: int) -> list[Leak]:
    return leaks(manuscript.content, render(manuscript, film=film))


def leak_key(leak: Leak) -> str:
    """What tells a leak from another: the phrase and where it stands."""
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
    """What an editor calls the place with a key: "opening-2-1" is in "The opening, 2"."""
    part, _dash, rest = key.partition("-")
    number = rest.partition("-")[0]
    name = {
        "opening": _("The opening"),
        "cast": _("The cast"),
        "audience": _("Should you see it?"),
        "story": _("The full story"),
        "good": _("The good"),
        "bad": _("The bad"),
        "verdict": _("The verdict"),
        "closing": _("The closing"),
    }.get(part, key)
    if part == "verdict" or not number.isdecimal():
        return name
    return _("%(part)s, %(number)s") % {"part": name, "number": number}


def _placed(finding: Finding) -> PlacedFinding:
    if not finding.key:
        return PlacedFinding("", "", finding.message)
    place = _("%(place)s, line %(line)d") % {
        "place": place_of(finding.key),
        "line": finding.line,
    }
    part = finding.key.partition("-")[0]
    known = ("opening", "cast", "audience", "story", "good", "bad", "verdict", "closing")
    return PlacedFinding(place, f"part-{part if part in known else 'review'}", finding.message)
