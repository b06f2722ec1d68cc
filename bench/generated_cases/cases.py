"""The areas: what is generated for each, and what must be true of the result."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils.html import escape

import spoilers
from bench.generated_cases.exports import EXPORTS
from bench.generated_cases.texts import YAML, foreign, hidden, junk, line
from documents.errors import DocumentRefused, Findings
from documents.exporting import export_review
from documents.importing import import_document
from documents.parsing import check_texts, read_document
from editions.rendering import render
from moving.image_files import ImageFiles
from moving.imported import ImportedPost, SourceRefused
from moving.importing import SiteImport
from moving.planning import plan_post
from moving.readers import READERS
from moving.site_map import SiteMap
from moving.texts import NotConverted, plain_text, to_markdown
from outreach.newsletter.plain_text import plain_text as mail_text
from spoilers import ProblemCode, Redacted, Unworkable, parse
from tests.canaries.variants import public_part
from tests.canaries.words import Words
from tests.documents.sample_documents import BODY, FRONT, document
from tests.hostile.dangers import dangers

FILMS = {"the-sequel": 2, "the-prequel": 3, "day-train": 4, "night-train": 5}
LINES = [f"{each}\n" for each in FRONT.split("\n") if each]

Faults = list[str]


@dataclass(frozen=True, slots=True)
class Case:
    """``run`` returns what is wrong, and raises what nobody has expected. ``source`` is the input,
    for a report and for the measure of its size."""

    source: str
    run: Callable[[], Faults]


def _redact(markdown: str) -> Redacted:
    def image(_source: str, alt: str, _title: str) -> str:
        return escape(alt)

    return parse(markdown).redact(film=1, key="k", film_id=FILMS.get, image=image)


def _leaks(words: Words, *texts: str) -> Faults:
    return [f"leak: {place}" for place in words.found_in("\n".join(texts))]


def _public(redacted: Redacted) -> list[str]:
    labels = [curtain.label for curtain in redacted.curtains if not curtain.parent]
    return [redacted.html, redacted.text, mail_text(redacted.html), *labels]


def parse_case(random: Random) -> Case:
    text, min_heading = junk(random), random.choice((3, 4))

    def run() -> Faults:
        parsed = parse(text, min_heading=min_heading)
        problems = {*parsed.problems, *parsed.check(), *parsed.problems_without_curtains()}
        parsed.warnings()
        assert len(parsed.films) + len(parsed.pictures) >= 0
        spoilers.check_plain(text)
        spoilers.announces(text)
        with suppress(Unworkable):
            spoilers.blocks(text)
        shown = spoilers.plain(text)
        faults = ["spoiler mark in a plain text"] if ">!" in shown else []
        codes = {problem.code for problem in problems}
        return faults + (["not understood"] if ProblemCode.NOT_UNDERSTOOD in codes else [])

    return Case(text, run)


def redact_case(random: Random) -> Case:
    words = Words()
    text = hidden(random, words) if random.random() < 0.7 else junk(random)

    def run() -> Faults:
        found = _redact(text)
        faults = _leaks(words, *_public(found)) if words.places else []
        every = [found.html, *(curtain.html for curtain in found.curtains)]
        faults += [f"HTML: {danger}" for html in every for danger in dangers(html)]
        if _redact(text) != found:
            faults.append("another result the second time")
        if ProblemCode.NOT_UNDERSTOOD in {problem.code for problem in found.problems}:
            faults.append("not understood")
        return faults

    return Case(text, run)


def convert_case(random: Random) -> Case:
    words = Words()
    is_html = random.random() < 0.5
    text = foreign(random, words, is_html=is_html) if random.random() < 0.5 else junk(random)

    def run() -> Faults:
        faults = []
        found = spoilers.canonical(text)
        if not found.problems:
            again = spoilers.canonical(found.text)
            # Tags that are left out may leave a new one behind. No form accepts it.
            is_accepted = not parse(found.text).check()
            if is_accepted and (again.text != found.text or again.changes):
                faults.append("another conversion the second time")
            faults += _leaks(words, *_public(_redact(found.text)))
        pasted = spoilers.from_html(text)
        if pasted.text and not parse(pasted.text).check():
            parse(pasted.text)
        try:
            moved = to_markdown(text, is_html=is_html).markdown
        except NotConverted:
            moved = ""
        if words.places and not parse(moved).check():
            faults += _leaks(words, *_public(_redact(moved)))
        shown, _warning = plain_text(text, 200)
        if len(shown) > 200:
            faults.append("a plain text that is too long")
        return faults

    return Case(text, run)


def move_case(random: Random) -> Case:
    words = Words()
    has_words = random.random() < 0.5
    kind = random.choice(list(EXPORTS))
    is_run = random.random() < 0.1
    texts: list[str] = []

    def text() -> str:
        is_html = kind != "markdown"
        made = foreign(random, words, is_html=is_html) if has_words else junk(random)
        texts.append(made)
        return made

    folder = tempfile.TemporaryDirectory(prefix="curtain-cases-")
    path = EXPORTS[kind](random, Path(folder.name), text, has_words=has_words)

    def run() -> Faults:
        faults: Faults = []
        with folder, rolled_back():
            try:
                reader = READERS[kind](path, ImageFiles(None), SiteMap())
                if is_run:
                    reports = [*SiteImport(reader).run()]
                    assert all(report.place for report in reports)
                    return faults
                for post in reader.posts():
                    if isinstance(post, ImportedPost):
                        faults += _moved(post, words)
                assert len([*reader.old_addresses()]) >= 0
            except SourceRefused:
                pass
        return faults

    return Case(f"{kind}\n" + "\n".join(texts), run)


def _moved(post: ImportedPost, words: Words) -> Faults:
    try:
        plan = plan_post(post, SiteMap(), ImageFiles(None))
    except NotConverted:
        return []
    markdown = plan.pictures.markdown
    if not words.places or parse(markdown).check():
        return []
    return _leaks(words, *_public(_redact(markdown)))


def import_case(random: Random) -> Case:
    words = Words()
    front, body = _front(random), _body(random, words)
    text = document(front, body)
    if random.random() < 0.1:
        at = random.randrange(len(text))
        text = text[:at] + junk(random, 2) + text[at + random.randint(0, 5) :]
        words = Words()
    data = text.encode("utf-8", "surrogatepass")
    if random.random() < 0.05:
        at = random.randrange(len(data))
        data = data[:at] + random.randbytes(3) + data[at:]
    is_stored = random.random() < 0.1

    def run() -> Faults:
        findings = Findings()
        try:
            read = read_document(data, findings)
            check_texts(read, FILMS.get, findings)
        except DocumentRefused:
            return []
        if findings.errors:
            return [] if not is_stored else _stored(data)
        faults = _leaks(words, public_part(render(read.review, film=1)))
        return faults + (_stored(data) if is_stored else [])

    return Case(text, run)


def _stored(data: bytes) -> Faults:
    """Import, import again, export and import the export: the last three change nothing."""
    with tempfile.TemporaryDirectory(prefix="curtain-cases-") as folder, rolled_back():
        path = Path(folder, "review.md")
        path.write_bytes(data)
        try:
            review = import_document(path).review
        except DocumentRefused:
            return []
        again = import_document(path, update=True).outcome
        path.write_text(export_review(review.slug).text)
        exported = import_document(path, update=True).outcome
    wrong = {"imported again": again, "exported and imported": exported}
    return [f"{what}: {outcome}" for what, outcome in wrong.items() if outcome != "unchanged"]


def _front(random: Random) -> str:
    lines = list(LINES)
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        at = random.randrange(len(lines))
        match random.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, random.choice(YAML))
            case 2:
                name, colon, _value = lines[at].partition(": ")
                lines[at] = f"{name}{colon}{line(random)}\n"
            case _:
                lines.append(lines[at])
    return "".join(lines)


def _body(random: Random, words: Words) -> str:
    parts = BODY.split("\n\n")
    for _ in range(random.randint(0, 3)):
        if random.random() < 0.7:
            made = hidden(random, words)
            # A class at a heading or at an item would be the document's own.
            parts.insert(0, made)
        else:
            parts.insert(random.randrange(len(parts)), junk(random, 6))
    return "\n\n".join(parts)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


AREAS: dict[str, Callable[[Random], Case]] = {
    "parse": parse_case,
    "redact": redact_case,
    "convert": convert_case,
    "move": move_case,
    "import": import_case,
}


def case_of(area: str, seed: int, number: int) -> Case:
    """The same case for the same arguments."""
    return AREAS[area](Random(f"{seed} {area} {number}"))  # noqa: S311
