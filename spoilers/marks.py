"""The marks `>!` and `!<`: sealed before parsing, paired, and their attributes read.

A mark takes precedence over all of Markdown except escapes and code, even over the quotation sign
at the beginning of a line. So before the text is parsed, both characters of each unescaped mark are
replaced by Unicode noncharacters ("sealed"). No rule of Markdown knows these, and each replaces one
character, so that lines and columns stay the same. Code gets its own characters back afterwards.
"""

import re

OPEN = "\ufdd0\ufdd1"
CLOSE = "\ufdd2\ufdd3"
SENTINEL = re.compile("[\ufdd0-\ufdd3]")

_NEWLINE = re.compile(r"\r\n?")
_FORBIDDEN = re.compile("[\0\ud800-\udfff\ufdd0-\ufdd3]")
# At the start of a run of backslashes: pairs of them, then an escaped character or a whole mark.
_MARK = re.compile(r"(?<!\\)((?>(?:\\\\)*))(\\[>!]|>!|!<)")
_SEALED = {">!": OPEN, "!<": CLOSE}
_BACK = {0xFDD0: ">", 0xFDD1: "!", 0xFDD2: "!", 0xFDD3: "<"}
_STEP = re.compile(f"(?P<escape>\\\\.)|(?P<ticks>`+)|(?P<open>{OPEN})|(?P<close>{CLOSE})", re.S)
_TICKS = re.compile("`+")

_VALUE = r'"(?>(?:[^"\\]|\\.)*)"'
_ATTRIBUTES = re.compile(rf"\{{\s*+(?>(?:\w++={_VALUE}(?>(?:\s++\w++={_VALUE})*))?)\s*+\}}", re.S)
_ATTRIBUTE = re.compile(rf"(\w++)=({_VALUE})", re.S)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def normalise(markdown: str) -> str:
    """`markdown` sealed and with line feeds only. NUL, lone surrogates and the noncharacters of
    sealed marks become U+FFFD."""
    return seal(_NEWLINE.sub("\n", markdown))


def seal(markdown: str) -> str:
    """As `normalise`, but with the line ends unchanged, so that all positions stay the same."""
    text = _FORBIDDEN.sub("\ufffd", markdown)
    return _MARK.sub(lambda match: match[1] + _SEALED.get(match[2], match[2]), text)


def restore(text: str) -> str:
    """Sealed `text` with the own characters of its marks."""
    return text.translate(_BACK)


def pair(text: str) -> dict[int, int]:
    """The position of each opening mark of sealed `text` → that of the mark that closes it.

    Marks nest. Marks in escapes, code spans and attributes do not count. A mark without a partner
    is left out. Takes linear time.
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
    """The end of the code span whose opening backticks end at `position`, or `position` if they
    open none."""
    if last_ticks.get(length, -1) < position:
        return position
    runs = _TICKS.finditer(text, position)
    return next(run.end() for run in runs if len(run[0]) == length)


def attributes_at(text: str, position: int) -> tuple[dict[str, str] | None, int]:
    """The attributes that begin at `position` of `text`, and the position of their end.

    The attributes are empty if there is no brace, and None if the braces hold anything else than
    attributes or a name twice.
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
    """`text` without the backslashes before punctuation, on one line."""
    return " ".join(_ESCAPED.sub(r"\1", text).split())
