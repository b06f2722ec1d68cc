"""Time to redact one field, or to convert its spoilers: `python bench/redact.py [SECONDS]`.

Each row is a piece of Markdown, repeated to one megabyte ("1 MB"; most are then refused for their
amount of markup, which must be fast) and to the maximum markup of a field ("fullest"). Times are
processor time. With SECONDS, exits 1 if a row took longer. Such a row is measured up to `RUNS`
times and the minimum counts, because other processes slow the processor down.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.conf import settings

settings.configure(USE_I18N=False)

from bench.repeated_texts import FOREIGN, REPEATED  # noqa: E402
from config.garbage_collection import configure_garbage_collection  # noqa: E402
from spoilers import canonical, parse  # noqa: E402
from spoilers.marks import normalise  # noqa: E402
from spoilers.parser import MAX_LENGTH, MAX_MARKUP, markup  # noqa: E402

LIMIT = float(sys.argv[1]) if len(sys.argv) > 1 else float("inf")
RUNS = 5


def repeated(unit: str, *, whole: bool) -> str:
    weight = max(1, markup(normalise(unit)))
    fitting = MAX_LENGTH // len(unit)
    return unit * (fitting if whole else min(fitting, MAX_MARKUP // weight))


def special_inputs() -> Iterator[tuple[str, str]]:
    """Inputs that are not a repetition of one unit."""
    n = MAX_MARKUP
    prose = "The story is thin and the pacing is inconsistent so you wait for action " * 8
    yield "prose, 1 MB", (prose + "\n\n") * (MAX_LENGTH // (len(prose) + 2))
    yield "nested images", "![" * (n // 5) + "a" + "](b)" * (n // 5)
    yield "nested links", "[" * (n // 3) + "a" + "](b)" * (n // 3)
    yield "nested marks", ">!" * (n // 7) + "a" + "!<" * (n // 7)
    yield "growing backticks", " ".join("`" * length for length in range(1, int((2 * n) ** 0.5)))
    yield "many columns", "|" + "a|" * (n // 4) + "\n|" + "-|" * (n // 4) + "\n"
    yield "short rows", "|" + "a|" * 255 + "\n|" + "-|" * 255 + "\n" + "|\n" * 256
    yield "one reference used", "[a]: /u\n\n" + "[a] " * (n // 2 - 10)
    yield "many references", "".join(f"[a{i}]: /u\n\n[a{i}]\n\n" for i in range(n // 14))
    yield "one footnote cited", "[^a]: b\n\n" + "[^a] " * (n // 2 - 10)
    yield "one footnote hidden", "[^a]: b\n\n" + ">![^a]!< " * (n // 10 - 10)
    yield "many footnotes", "".join(f"[^a{i}]: b\n\n[^a{i}]\n\n" for i in range(n // 14))
    yield (
        "footnotes doubling",
        "".join(f"[^{i}]: >![^{i + 1}]!< >![^{i + 1}]!<\n" for i in range(19))
        + "[^19]: a\n\n>![^0]!<",
    )
    yield "deep lists", "".join("  " * min(i, 19) + "- a\n" for i in range(n // 7))
    yield "deep quotations", (">" * 20 + " a\n") * (n // 22)
    yield "lazy lines", "> " * 20 + "a\n" + "b\n" * (n // 2 - 20)
    yield "long address", "[a](http://" + "a/" * (MAX_LENGTH // 2 - 10) + ")"
    yield "open parentheses", "[a](" + "(" * (MAX_LENGTH - 4)
    yield "long fence", ":" * MAX_LENGTH
    yield "long label", "::: spoiler " + "\\" * (n - 10)
    yield "many bars in rows", "|a|b|c|\n|-|-|-|\n" + "|a||b|\n" * (n // 8)
    yield "spaces", "a" + " " * (MAX_LENGTH - 2) + "b"


def redact_field(markdown: str) -> object:
    return parse(markdown).redact(film=1, key="bench", film_id=lambda slug: 2)


def seconds(markdown: str, work: Callable[[str], object] = redact_field) -> float:
    least = float("inf")
    for _run in range(RUNS):
        start = time.process_time()
        work(markdown)
        least = min(least, time.process_time() - start)
        if least < LIMIT:
            break
    return least


def main() -> int:
    configure_garbage_collection()
    rows = [(name, None, seconds(markdown)) for name, markdown in special_inputs()]
    for unit in REPEATED:
        whole = seconds(repeated(unit, whole=True))
        rows.append((repr(unit), whole, seconds(repeated(unit, whole=False))))
    for unit in FOREIGN:
        whole = seconds(repeated(unit, whole=True), canonical)
        fullest = seconds(repeated(unit, whole=False), canonical)
        rows.append((f"canonical {unit!r}", whole, fullest))
    lines = [f"{'':28} {'1 MB':>8} {'fullest':>8}"]
    for name, whole, fullest in rows:
        lines.append(f"{name:28} {'' if whole is None else f'{whole:.2f}':>8} {fullest:8.2f}")
    slowest = max(max(whole or 0, fullest) for _, whole, fullest in rows)
    lines.append(f"{'slowest':28} {slowest:17.2f}")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(slowest > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
