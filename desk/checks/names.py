"""Names in the text that no credit has.

Most capitalised words are no names of a film's cast: cities, prizes, other films. So only two cases
are reported: a name that is nearly one of the credits, and a name where a review names a performer
("played by Ana Torv", "Eve (Ana Torv)").
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cast.models import Character, Credit, Person
from desk.findings import PlacedFinding, placed
from editions.parsed_review import ParsedReview
from editions.parts import markdown_texts
from editions.publishing_problems import PublishingProblem
from films.models import Film, Franchise
from images.slugs import comparable_name
from reviews.models import Critic

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\.?"
_NAME = rf"{_WORD}(?:[ \n](?:(?:de|di|da|del|van|von|der|den|la|le|el|bin)[ \n])*{_WORD}){{1,3}}"
_FULL_NAME = re.compile(rf"(?<![\w’'-]){_NAME}(?![\w’'-])")
_VERBS = "played|voiced|portrayed|directed|written|gespielt|verkörpert|gesprochen|inszeniert"
_PERFORMER = re.compile(
    rf"(?:(?<![\w’'-]){_WORD} \((?={_NAME}\))"
    rf"|\b(?:{_VERBS})[ \n](?:by|von)[ \n]"
    r"|\b(?:starring|Regie:)[ \n])"
    rf"(?P<name>{_NAME})(?=[).,;:!?\n]|[ ][a-zß-ÿ(–—]|$)"
)
_ADDRESS = re.compile(r"\]\([^)\n]*\)|https?://\S+")

NEARLY = 0.82
"""From which likeness two names count as one that is spelled in two ways."""

MOST = 12
"""How many names are reported. Of others it is said how many they are."""


def uncredited_names(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    content = manuscript.content
    if content.film.id is None:
        return
    found = _names(manuscript)
    if not found:
        return
    credited = _credited(content.film.id)
    known = {comparable_name(name) for name in credited} | _known_elsewhere(set(found))
    reported = 0
    for name, (key, field, names_performer) in found.items():
        if comparable_name(name) in known:
            continue
        if meant := _nearly(name, credited):
            said = _("“%(name)s” is in no credit. Is it “%(meant)s”?")
        elif names_performer:
            said = _("“%(name)s” is in no credit of the film.")
        else:
            continue
        reported += 1
        if reported <= MOST:
            said %= {"name": name, "meant": meant}
            yield placed(PublishingProblem(key, 0, said, field))
    if reported > MOST:
        said = ngettext(
            "%(count)d more name is in no credit.",
            "%(count)d more names are in no credit.",
            reported - MOST,
        )
        yield PlacedFinding("", "", said % {"count": reported - MOST})


def _names(manuscript: ParsedReview) -> dict[str, tuple[str, str, bool]]:
    """The full names in the texts: the key and the field of the first text that has it, and
    whether it stands where a performer is named."""
    found: dict[str, tuple[str, str, bool]] = {}
    for text in markdown_texts(manuscript.content):
        words = _ADDRESS.sub("]", text.markdown)
        for match in _PERFORMER.finditer(words):
            found.setdefault(_spaced(match["name"]), (text.key, text.field, True))
        for match in _FULL_NAME.finditer(words):
            name = _spaced(match[0])
            # The first word may only begin a sentence.
            rest = name.partition(" ")[2]
            for each in (name, rest) if " " in rest else (name,):
                found.setdefault(each, (text.key, text.field, False))
    return found


def _spaced(name: str) -> str:
    """``name`` in one line, without a full stop that ends its sentence."""
    name = " ".join(name.split())
    is_initial = len(name.rpartition(" ")[2]) == 2
    return name if is_initial else name.removesuffix(".").removesuffix("’s").removesuffix("'s")


def _credited(film: int) -> set[str]:
    """The names of who has worked on ``film``, and of the characters in it. Two queries."""
    credits = Credit.objects.filter(film=film)
    people = credits.values_list("person__name", "credited_as")
    played = Character.objects.filter(credits__film=film).values_list("name", flat=True)
    return {name for pair in people for name in pair if name} | set(played)


def _known_elsewhere(names: set[str]) -> set[str]:
    """Those of ``names`` that are names of anybody or anything on the site. Five queries."""
    columns = (
        (Person, "name"),
        (Character, "name"),
        (Critic, "display_name"),
        (Film, "title"),
        (Franchise, "name"),
    )
    return {
        comparable_name(name)
        for model, column in columns
        for name in model._default_manager.filter(**{f"{column}__in": names})
        .order_by()
        .values_list(column, flat=True)
    }


def _nearly(name: str, credited: set[str]) -> str:
    """The credited name that ``name`` nearly is; "" if there is none. Both have as many words, and
    one of these in common."""
    words = name.lower().split()
    for other in sorted(credited):
        others = other.lower().split()
        if len(words) == len(others) and set(words) & set(others):
            likeness = SequenceMatcher(None, name.lower(), other.lower()).ratio()
            if NEARLY <= likeness < 1:
                return other
    return ""
