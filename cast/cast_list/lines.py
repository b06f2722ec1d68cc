"""Reads a cast list that was typed or copied from elsewhere, line by line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cast.cast_list.jobs import KNOWN, Job
from cast.departments import job_name
from cast.models import Credit
from spoilers import Problem, ProblemCode, check_plain

MOST_LINES = 300
LONGEST_NAME = 160

_BULLET = re.compile(r"^(?:[•·*▪‣–—-]\s+|\d{1,3}[.)]\s+)")
_FOOTNOTES = re.compile(r"\[(?:\d{1,3}|[a-z]|note \d{1,2})\]", re.I)
_DOTS = re.compile(r"\s*(?:\.{2,}|…)[.…\s]*")
_DASH = re.compile(r"\s+[-–—]{1,2}\s+|\s*—\s*")
_AS = re.compile(r"\s+(?:as|als)\s+", re.I)
_BEGINS_WITH_AS = re.compile(r"^(?:as|als)\s+", re.I)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_LAST_PARENTHESES = re.compile(r"\s*[(（]([^()（）]*)[)）]$")
_CREDITED_AS = re.compile(r"^(?:credited\s+)?(?:as|als)\s+(.+)$", re.I)
_SELF = re.compile(r"^(?:him|her|them|it|one|my)?sel(?:f|ves)$|^sich selbst$", re.I)
# "Eve Macarro, a dancer who …", "Eve Macarro: a dancer …": an encyclopedia describes the role.
_DESCRIPTION = re.compile(r"(?:\s*:\s+|,\s+(?=(?:an?|the|who|whose|ein|eine|der|die|das)\s)).*$")
_BETWEEN_NAMES = re.compile(
    r"\s*;\s*|\s+(?:and|und|&|/)\s+|,(?!\s*(?:jr|sr|jnr|snr|II|III|IV)\b)\s*", re.I
)
_WORDS = re.compile(r"[^\W\d_]")

_BILLING = {
    "lead": Credit.Billing.LEAD,
    "supporting": Credit.Billing.SUPPORTING,
    "cameo": Credit.Billing.CAMEO,
    "cameo appearance": Credit.Billing.CAMEO,
    "gastauftritt": Credit.Billing.CAMEO,
    "voice": Credit.Billing.VOICE,
    "voice only": Credit.Billing.VOICE,
    "v.o.": Credit.Billing.VOICE,
    "stimme": Credit.Billing.VOICE,
    "uncredited": Credit.Billing.UNCREDITED,
    "ungenannt": Credit.Billing.UNCREDITED,
}
_NOBODY = {"?", "??", "???", "unknown", "unbekannt", "n. n.", "n.n.", "tba", "tbd"}
_HEADINGS = {
    "actor",
    "actors",
    "actress",
    "besetzung",
    "cast",
    "cast list",
    "character",
    "characters",
    "crew",
    "darsteller",
    "darstellerin",
    "figur",
    "name",
    "notes",
    "performer",
    "person",
    "role",
    "rolle",
    "schauspieler",
    "starring",
}


@dataclass(frozen=True, slots=True)
class CastLine:
    """What one line says about one person. ``number`` counts from 1.

    ``person`` is "" if nobody is named. ``is_self``: the person appears as themself, and the only
    character is that phrase. ``left_out`` is text that is not used. With a ``problem``, a sentence,
    the other fields say nothing.
    """

    number: int
    text: str
    person: str = ""
    characters: tuple[str, ...] = ()
    department: str = Credit.ACTING
    job: str = ""
    billing: str = ""
    credited_as: str = ""
    is_self: bool = False
    left_out: str = ""
    problem: str = ""

    @property
    def job_name(self) -> str:
        """The job in the active language."""
        return job_name(self.job)


def read_cast_list(text: str, jobs: Mapping[str, Job] = KNOWN) -> list[CastLine]:
    """The credits in ``text``, in order; several for a line with several people of a crew.

    A line is a person and the role, separated by "as", dots, a dash or a tab, or with the role in
    parentheses; a job of ``jobs`` and people after it; or a person alone. Empty lines, headings
    and lines of dots are left out. What is not understood has a `CastLine.problem`.
    """
    found: list[CastLine] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if number > MOST_LINES:
            problem = _("A list has at most %(most)d lines. Paste the rest afterwards.")
            found.append(CastLine(number, line, problem=problem % {"most": MOST_LINES}))
            break
        found += _checked(_read(number, line, jobs))
    return found


def possible_jobs(text: str) -> set[str]:
    """The phrases in ``text`` that would be jobs if somebody had such a job, in lower case."""
    phrases = {re.split(r"[:\t]", line, maxsplit=1)[0] for line in text.splitlines()}
    return {phrase.strip().lower() for phrase in phrases if len(phrase) <= 80}


def _checked(lines: Iterator[CastLine]) -> Iterator[CastLine]:
    for line in lines:
        names = (line.person, line.credited_as, *line.characters)
        if line.problem:
            yield line
        elif problems := check_plain(line.text):
            yield _not_understood(line, _in_plain_text(problems[0]))
        elif any(len(name) > LONGEST_NAME for name in names):
            yield _not_understood(
                line, _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}
            )
        elif any(name and not _WORDS.search(name) and not name.isdigit() for name in names):
            yield _not_understood(line, _("A name without letters."))
        else:
            yield line


def _in_plain_text(problem: Problem) -> str:
    if problem.code not in (ProblemCode.MARK_IN_PLAIN, ProblemCode.FOREIGN_IN_PLAIN):
        return problem.message
    hint = _("To hide a credit, tick “Surprise appearance” below it once the list is checked.")
    return f"{problem.message} {hint}"


def _not_understood(line: CastLine, problem: str) -> CastLine:
    return CastLine(line.number, line.text, problem=problem)


def _read(number: int, text: str, jobs: Mapping[str, Job]) -> Iterator[CastLine]:
    line = CastLine(number, text.strip())
    cells = [cell for each in text.split("\t") if (cell := _bare(each))]
    cells = [cell for cell in cells if not _DOTS.fullmatch(cell)]
    if len(cells) > 1 and cells[0].rstrip(".").isdigit():
        cells = cells[1:]
    if not cells or all(cell.rstrip(":").lower() in _HEADINGS for cell in cells):
        return
    if len(cells) == 1:
        yield from _one_cell(line, cells[0], jobs)
    elif job := jobs.get(cells[0].rstrip(":").lower()):
        for cell in cells[1:]:
            yield from _crew(line, job, cell)
    else:
        yield _cells(line, cells, jobs)


def _bare(cell: str) -> str:
    """``cell`` without a bullet, footnotes and spaces around."""
    return _BULLET.sub("", " ".join(_FOOTNOTES.sub("", cell).split())).strip()


def _cells(line: CastLine, cells: list[str], jobs: Mapping[str, Job]) -> CastLine:
    """A row of a table: the person, the role, and notes such as "voice"."""
    person, role, *notes = cells
    billing = [_BILLING.get(note.strip("() ").lower()) for note in notes]
    if None in billing:
        problem = _("The columns after the second one are not understood: %(columns)s")
        unknown = ", ".join(note for note, known in zip(notes, billing, strict=True) if not known)
        return _not_understood(line, problem % {"columns": unknown})
    role = _BEGINS_WITH_AS.sub("", role)
    found = _pair(line, person, role, jobs)
    return replace(found, billing=found.billing or str(next(iter(billing), "") or ""))


def _one_cell(line: CastLine, text: str, jobs: Mapping[str, Job]) -> Iterator[CastLine]:
    label, colon, names = text.partition(":")
    if colon and (job := jobs.get(label.strip().lower())):
        yield from _crew(line, job, names)
    elif by := _job_by(text, jobs):
        yield from _crew(line, *by)
    elif text.lower().rstrip(":") in _HEADINGS | jobs.keys():
        if text.lower().rstrip(":") in jobs:
            yield _not_understood(line, _("A job without a person."))
    else:
        yield _role(line, text, jobs)


def _job_by(text: str, jobs: Mapping[str, Job]) -> tuple[Job, str] | None:
    """The job and the names in "Directed by Ann Alpha"."""
    if match := re.match(r"(.+? (?:by|von))\s+(.+)$", text, re.I):
        job = jobs.get(match[1].lower())
        return (job, match[2]) if job else None
    return None


def _crew(line: CastLine, job: Job, names: str) -> Iterator[CastLine]:
    people = [name for each in _BETWEEN_NAMES.split(names) if (name := each.strip(" ,"))]
    if not people:
        yield _not_understood(line, _("A job without a person."))
    for person in people:
        noted = _with_notes(line, person)
        yield replace(noted[0], person=noted[1], department=job[0], job=job[1])


def _role(line: CastLine, text: str, jobs: Mapping[str, Job]) -> CastLine:
    line, text = _with_notes(line, text)
    if match := _BEGINS_WITH_AS.match(text):
        return _played(line, "", text[match.end() :])
    outside = _IN_PARENTHESES.sub(lambda match: "(" * len(match[0]), text)
    if match := _AS.search(outside):
        return _played(line, text[: match.start()], text[match.end() :])
    for separator in (_DOTS, _DASH):
        match = separator.search(outside)
        if match and match.start() and text[match.end() :]:
            return _pair(line, text[: match.start()], text[match.end() :], jobs)
    if match := _LAST_PARENTHESES.search(text):
        return _pair(line, text[: match.start()], match[1], jobs)
    if ":" in text:
        problem = _(
            "“%(label)s” is no job that the site knows. Write “person as character” for a role."
        )
        return _not_understood(line, problem % {"label": text.partition(":")[0].strip()})
    if len(text.split()) > 8:
        return _not_understood(line, _("Write “person as character”, one person in each line."))
    return _played(line, text, "")


def _pair(line: CastLine, person: str, role: str, jobs: Mapping[str, Job]) -> CastLine:
    """A person and what they did, which may be a job."""
    line, role = _with_notes(line, role)
    line, person = _with_notes(line, person)
    if job := jobs.get(role.lower()):
        return replace(line, person=person.strip(), department=job[0], job=job[1])
    return _played(line, person, role)


def _played(line: CastLine, person: str, role: str) -> CastLine:
    line, role = _with_notes(line, role)
    line, person = _with_notes(line, person)
    person = person.strip(" ,;:")
    if person.lower() in _NOBODY:
        person = ""
    left_out = ""
    if description := _DESCRIPTION.search(role):
        left_out, role = description[0].strip(" ,:"), role[: description.start()]
        line, role = _with_notes(line, role)
    characters = [name for each in role.split("/") if (name := each.strip(' ,;"“”„'))]
    characters = list(dict.fromkeys(characters))
    if not person and not characters:
        return _not_understood(line, _("Neither a person nor a character."))
    return replace(
        line,
        person=person,
        characters=tuple(characters),
        is_self=len(characters) == 1 and bool(_SELF.match(characters[0])),
        left_out=left_out,
    )


def _with_notes(line: CastLine, text: str) -> tuple[CastLine, str]:
    """``line`` with what the notes at the end of ``text`` say: "(voice)", "(as Ann Beta)",
    ", uncredited"; and ``text`` without them."""
    text = text.strip()
    while match := _LAST_PARENTHESES.search(text):
        note = match[1].strip()
        if billing := _BILLING.get(note.lower()):
            line = replace(line, billing=line.billing or str(billing.value))
        elif (alias := _CREDITED_AS.match(note)) and match.start():
            line = replace(line, credited_as=line.credited_as or alias[1].strip())
        else:
            break
        text = text[: match.start()].strip()
    before, comma, last = text.rpartition(",")
    if comma and (billing := _BILLING.get(last.strip().lower())):
        line, text = replace(line, billing=line.billing or str(billing.value)), before.strip()
    return line, text
