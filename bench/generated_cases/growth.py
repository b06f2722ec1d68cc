"""How the processor time grows with the length of texts that repeat one piece."""

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import spoilers
from bench.generated_cases.cases import FILMS, rolled_back
from bench.generated_cases.texts import CONTROLS, HTML, SIGNS, WORDPRESS, YAML
from bench.repeated_texts import FOREIGN, REPEATED
from documents.errors import DocumentRefused, Findings
from documents.parsing import check_texts, read_document
from moving.front_matter import BrokenFrontMatter, read_front_matter
from moving.image_files import ImageFiles
from moving.imported import ImportedPost, SourceRefused
from moving.planning import plan_post
from moving.readers import READERS
from moving.site_map import SiteMap
from moving.texts import NotConverted, plain_text, to_markdown
from moving.wordpress_html import PostHTML
from spoilers import parse
from spoilers.marks import normalise
from spoilers.parser import MAX_MARKUP, markup
from tests.documents.sample_documents import FRONT
from tests.moving.exports import item, wxr

MOST_RATIO = 3.0
"""Of the time for twice the length. Linear growth has 2, quadratic growth 4."""

LEAST_SECONDS = 0.02
"""A shorter time says nothing about its growth."""

LONGEST = 50_000
"""Characters of the longest text, if it does not have half of the markup that a text may have."""

RUNS = 3


@dataclass(frozen=True, slots=True)
class Family:
    """Texts of ``piece``, which ``work`` is given."""

    name: str
    piece: str
    work: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Growth:
    """``ratio`` is 0 if the text is done so fast that it says nothing."""

    family: Family
    seconds: float
    ratio: float

    @property
    def is_missed(self) -> bool:
        return self.ratio > MOST_RATIO

    def __str__(self) -> str:
        times = f"{self.seconds:.3f} s, {self.ratio:.2f} times that of half of it"
        return f"{self.family.name} {self.family.piece[:40]!r}: {times}"


def growth_of(family: Family) -> Growth:
    """The longest text that is worked on, and its time by that of half of it. A text that grows too
    fast is measured again."""
    weight = max(1, markup(normalise(family.piece)))
    most = max(4, min(MAX_MARKUP // weight // 2, LONGEST // len(family.piece)))
    whole = _seconds(family, most, 1)
    if whole < LEAST_SECONDS:
        return Growth(family, whole, 0.0)
    ratio = whole / max(1e-6, _seconds(family, most // 2, 1))
    for _run in range(RUNS):
        if ratio <= MOST_RATIO:
            break
        whole, half = _seconds(family, most, RUNS), _seconds(family, most // 2, RUNS)
        ratio = min(ratio, whole / max(1e-6, half))
    return Growth(family, whole, ratio)


def _seconds(family: Family, number: int, runs: int) -> float:
    text = family.piece * number
    least = float("inf")
    for _run in range(runs):
        start = time.process_time()
        family.work(text)
        least = min(least, time.process_time() - start)
    return least


def families(area: str) -> Iterator[Family]:
    """The texts that are measured in ``area``."""
    ours = dict.fromkeys([*REPEATED, *SIGNS, *CONTROLS])
    theirs = dict.fromkeys([*FOREIGN, *HTML, *WORDPRESS])
    lists = {"ours": ours, "theirs": theirs, "wordpress": WORDPRESS, "yaml": YAML}
    for name, pieces, work in WORK[area]:
        for piece in lists[pieces]:
            yield Family(name, piece, work)


def _parse(text: str) -> None:
    parsed = parse(text)
    parsed.check()
    parsed.warnings()


def _plain(text: str) -> None:
    spoilers.check_plain(text)
    spoilers.plain(text)


def _redact(text: str) -> None:
    hidden = f"{text}\n\n::: spoiler\n\n{text}\n\n:::"
    parse(hidden).redact(film=1, key="k", film_id=FILMS.get)


def _to_markdown(text: str) -> None:
    for is_html in (True, False):
        with suppress(NotConverted):
            to_markdown(text, is_html=is_html)


def _short(text: str) -> None:
    plain_text(text, 200)


def _blocks(text: str) -> None:
    PostHTML({}.get, lambda: iter(())).convert(text)


def _front(text: str) -> None:
    for fence in ("---", "+++"):
        with suppress(BrokenFrontMatter):
            read_front_matter(f"{fence}\n{text}\n{fence}\n")


def _moved(kind: str, name: str, written: str) -> None:
    with tempfile.TemporaryDirectory(prefix="curtain-cases-") as folder, rolled_back():
        path = Path(folder, name)
        path.write_bytes(written.encode("utf-8", "replace"))
        with suppress(SourceRefused, NotConverted):
            for post in READERS[kind](path, ImageFiles(None), SiteMap()).posts():
                if isinstance(post, ImportedPost):
                    plan_post(post, SiteMap(), ImageFiles(None))


def _wordpress(text: str) -> None:
    _moved("wordpress", "export.xml", wxr(item(content=text.replace("]]>", ""))))


def _ghost(text: str) -> None:
    posts = [{"id": "1", "title": "Heat", "html": text}]
    _moved("ghost", "ghost.json", json.dumps({"db": [{"data": {"posts": posts}}]}))


def _document(text: str) -> None:
    _read(f"---\n{FRONT}---\n\n{text}")


def _facts(text: str) -> None:
    _read(f"---\n{FRONT}{text}\n---\n\nText\n")


def _read(written: str) -> None:
    findings = Findings()
    with suppress(DocumentRefused):
        check_texts(
            read_document(written.encode("utf-8", "replace"), findings), FILMS.get, findings
        )


WORK: dict[str, list[tuple[str, str, Callable[[str], object]]]] = {
    "parse": [("parse", "ours", _parse), ("plain field", "ours", _plain)],
    "redact": [("redact", "ours", _redact)],
    "convert": [
        ("canonical", "theirs", spoilers.canonical),
        ("plain text", "theirs", _short),
        ("text of a post", "theirs", _to_markdown),
    ],
    "move": [
        ("WordPress", "wordpress", _wordpress),
        ("blocks of WordPress", "wordpress", _blocks),
        ("Ghost", "wordpress", _ghost),
        ("front matter", "yaml", _front),
    ],
    "import": [("document", "ours", _document), ("front matter of a document", "yaml", _facts)],
}


def worst_growth(area: str, part: int, parts: int) -> tuple[float, list[str]]:
    """The worst ratio of a part of the families of ``area``, and what grows too fast."""
    found = [growth_of(each) for each in list(families(area))[part::parts]]
    missed = [str(each) for each in found if each.is_missed]
    return max((each.ratio for each in found), default=0.0), missed
