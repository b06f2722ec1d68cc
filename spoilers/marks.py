"""The marks `>!` and `!<` before any parsing: made unmistakable, paired, their attributes read.

A mark beats everything but an escape and code, even the quotation sign of a continuation line.
So before Markdown sees the text, both characters of every unescaped mark are replaced by Unicode
noncharacters, one for one: columns and lines hold, and no rule of Markdown knows them. What turns
out to be code gets its characters back.
"""

import re

OPEN = "\ufdd0\ufdd1"
CLOSE = "\ufdd2\ufdd3"
SENTINEL = re.compile("[\ufdd0-\ufdd3]")

_NEWLINE = re.compile(r"\r\n?")
_FORBIDDEN = re.compile("[\0\ud800-\udfff\ufdd0-\ufdd3]")
# From the start of a run of backslashes: pairs of them, then one escaped character or a whole mark.
_MARK = re.compile(r"(?<!\\)((?:\\\\)*+)(\\[>!]|>!|!<)")
_SEALED = {">!": OPEN, "!<": CLOSE}
_BACK = {0xFDD0: ">", 0xFDD1: "!", 0xFDD2: "!", 0xFDD3: "<"}
_STEP = re.compile(f"(?P<escape>\\\\.)|(?P<ticks>`+)|(?P<open>{OPEN})|(?P<close>{CLOSE})", re.S)
_TICKS = re.compile("`+")

_VALUE = r'"(?:[^"\\]|\\.)*+"'
_ATTRIBUTES = re.compile(rf"\{{\s*+(?:\w++={_VALUE}(?:\s++\w++={_VALUE})*+)?+\s*+\}}", re.S)
_ATTRIBUTE = re.compile(rf"(\w++)=({_VALUE})", re.S)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def normalise(markdown: str) -> str:
    """`markdown` with line feeds only, its marks made unmistakable, and U+FFFD for what no page can
    hold: NUL, half surrogates, and the noncharacters that stand for marks."""
    return seal(_NEWLINE.sub("\n", markdown))


def seal(markdown: str) -> str:
    """As `normalise`, but every line ends as it did: each character stays in its place."""
    text = _FORBIDDEN.sub("\ufffd", markdown)
    return _MARK.sub(lambda match: match[1] + _SEALED.get(match[2], match[2]), text)


def restore(text: str) -> str:
    """`text` with the marks' own characters, for code and for what is shown as it was written."""
    return text.translate(_BACK)


def pair(text: str) -> dict[int, int]:
    """Position of each opening mark of normalised `text` → position of the mark that closes it.

    Marks nest. Escapes, code spans and the attributes of a closed mark are passed over. What has
    no partner is not in the answer. One pass, linear.
    """
    pairs: dict[int, int] = {}
    if OPEN not in text:
        return pairs
    last_ticks = {len(run[0]): run.start() for run in _TICKS.finditer(text)}
    opened: list[int] = []
    position = 0
    while step := _STEP.search(text, position):
        position = step.end()
        if step["open"]:
            opened.append(step.start())
        elif step["close"] and opened:
            pairs[opened.pop()] = step.start()
            attributes = _ATTRIBUTES.match(text, position)
            position = attributes.end() if attributes else position
        elif step["ticks"]:
            position = _after_code(text, position, len(step["ticks"]), last_ticks)
    return pairs


def _after_code(text: str, position: int, length: int, last_ticks: dict[int, int]) -> int:
    """Where the code span ends whose opening run ends at `position`; `position` if it is none."""
    if last_ticks.get(length, -1) < position:
        return position
    runs = _TICKS.finditer(text, position)
    return next(run.end() for run in runs if len(run[0]) == length)


def attributes_at(text: str, position: int) -> tuple[dict[str, str] | None, int]:
    """The attributes that begin at `position` of `text`, and where they end.

    No brace there: no attributes. One that does not parse completely, or a name twice: None.
    """
    if not text.startswith("{", position):
        return {}, position
    match = _ATTRIBUTES.match(text, position)
    if not match:
        return None, position
    found = _ATTRIBUTE.findall(match[0])
    values = {name: unescape(value[1:-1]) for name, value in found}
    return (values if len(values) == len(found) else None), match.end()


def unescape(text: str) -> str:
    """Plain `text` without the backslashes that protect punctuation, on one line."""
    return " ".join(_ESCAPED.sub(r"\1", text).split())
