"""Sentences that announce spoilers, after which the text is public: "Spoilers ahead!".

A sentence does not say where the spoilers end, so nothing is converted. The author is warned.
"""

import re
from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import zip_longest
from string import punctuation

from markdown_it.token import Token

from spoilers.lookalikes import folded, visible
from spoilers.parser import build_tree
from spoilers.problems import Problem, ProblemCode
from spoilers.syntax_tree import SyntaxTree

_HIDDEN = "\ufffc"
"""What stands for a curtain in the visible text."""

_HINT = re.compile(
    r"spoil|s[\W_]{1,3}p[\W_]{1,3}o[\W_]{1,3}i[\W_]{1,3}l|highlight|select|hover|mark|rot-?13|click|tap"
    r"|(?:^[ \t]*+(?>(?:[.\\*_·•-]|&nbsp;|\xa0)*)[ \t]*+\r?\n){5}",
    re.I | re.M,
)
_WORD = r"spoilers?"
_FOLLOWS = (
    r"(?:alert|warning|ahead|below|beyond|follow\w*|begins?|starts?|territory|zone|section|alarm"
    r"|incoming|time|warnung|hinweis|gefahr|voraus|folg\w*|ab\s+hier|from\s+here|to\s+follow)"
)
_AREA = r"the|this|text|below|area|lines?|paragraph|it|with"
_ANNOUNCED = re.compile(
    rf"""
      # At the beginning of a line or a sentence: "Spoiler: …", "*** SPOILERS ***", "(spoiler) …".
      (?:^[^\w\n]*+|[.!?…]\s++[^\w\n]{{0,40}}+)(?:(?:major|minor|mild|big|huge|massive|slight|light|small|some|plot
        |leichter?|kleiner?|gro(?:ß|ss)er?|massiver?|achtung|vorsicht|warning|warnung|attention
        |caution|beware|here\s+be|here\s+come)[\s:,;!.-]+){{0,3}}{_WORD}\s*(?:[:!*=)\]—–]|-{{2,}}|$)
    | ^[^\w\n]*+(?-i:SPOILERS?)\b
    | \b{_WORD}[\s-]{{0,3}}{_FOLLOWS}\b
    | \b(?:warning|beware|caution|attention|achtung|vorsicht|warnung)\b[^\w\n]{{1,5}}
      (?:\w+\s+){{0,2}}{_WORD}\b
    | \b(?:contains?|includes|including|now|enth(?:ä|ae)lt|verr(?:ä|ae)t|mit|nun|jetzt|folgen
        |ab\s+hier)\s+(?:\w+\s+){{0,2}}{_WORD}\b
    | [(\[{{]\s*(?:\w+[\s:,!]+){{0,2}}{_WORD}\s*(?:[)\]}}:!|–—-]|{_FOLLOWS})
    | [(\[{{]\s*{_WORD}\s+(?=\w)
    # The button of a spoiler that was copied with its page.
    | ^[^\w\n]*+(?:click\s+(?:here\s+)?to\s+)?(?:show|reveal|view|hide|display)\s+(?:the\s+)?
      {_WORD}\b
    | ^[^\w\n]*+{_WORD}\s+(?:(?:an|ein|aus)\w*|zeigen|verbergen|lesen|(?:auf|zu)klappen)\W*$
    | \b(?:click|tap)\s+(?:here\s+)?to\s+(?:show|reveal|expand|unhide|display)\b
    | \b(?:end|ende)\s+(?:of\s+|der\s+|des\s+)?(?:the\s+)?{_WORD}\b
    | (?<!\w)s[\W_]{{1,3}}p[\W_]{{1,3}}o[\W_]{{1,3}}i[\W_]{{1,3}}l[\W_]{{1,3}}e[\W_]{{1,3}}r
    | \b(?:highlight|select|mark|hover|mouse\s?over|drag)\s+(?:over\s+)?(?:{_AREA})[^.\n]{{0,40}}
      \bto\s+(?:read|reveal|see|view|show)\b
    | \b(?:highlight|select|hover)\s+to\s+(?:read|reveal|see|view|show)\b
    | \bto\s+(?:read|reveal|see|view)\b[^.\n]{{0,40}}
      \b(?:highlight|select|hover\s+over)\s+(?:{_AREA})
    | \bzum\s+(?:lesen|anzeigen|aufdecken)\b[^.\n]{{0,20}}\bmarkieren\b
    | \bmarkieren\b[^.\n]{{0,30}}\bzum?\s+(?:lesen|sehen|anzeigen)\b
    | \brot-?13\b
    """,
    re.I | re.X | re.M,
)
_FREE = re.compile(
    r"\b(?:no|not|non|without|free\s+of|avoid\w*|never|any|keine?n?|ohne|nicht|frei\s+von)\b[^.\n]{0,30}$"
    r"|\b(?:un|non|anti)-?$",
    re.I,
)
"""What comes before the word where a text says that it has no spoilers."""
_FREE_AFTER = re.compile(r"[\s-]?(?:free|frei|less|los)\b|\s*(?:none|no|nein|keine?)\b", re.I)
_GAP = re.compile(r"(?:^[^\w\n\ufffc]{0,3}\n){5}", re.M)
_WORDS = re.compile(r"[\w\ufffc]")
MAX_EMPTY = 3
"""How many paragraphs without a word may follow each other. More of them, as more than four such
lines in a paragraph, move what follows out of sight."""


def announcements(markdown: str, tree: SyntaxTree | None = None) -> Iterator[Problem]:
    """A warning for each line of `markdown` that announces spoilers, unless a curtain follows it in
    its paragraph, or right after it. `tree` is the parse of `markdown`, if there is one."""
    if not _HINT.search(markdown):
        return
    tree = tree or build_tree(markdown)
    if tree.problems.must_hide_all:
        return
    tokens = [token for token in tree.body.tokens if token.type in _TEXTS]
    empty = 0
    for token, following in zip_longest(tokens, tokens[1:]):
        empty = empty + 1 if _is_empty(token) else 0
        if empty == MAX_EMPTY + 1 and token.map:
            yield Problem.of(ProblemCode.SPOILER_ANNOUNCED, token.map[0] + 1)
        if token.type == "inline" and token.map and not _hides(following):
            for line in _lines(token.children or (), token.map[0] + 1):
                yield Problem.of(ProblemCode.SPOILER_ANNOUNCED, line)


def announces(plain: str, markdown: str = "") -> bool:
    """Whether the `plain` field announces spoilers, and `markdown`, the text below it, does not
    begin with a curtain."""
    if not _HINT.search(plain):
        return False
    heading = " ".join(plain.split())
    return any(each.line == 1 for each in announcements(f"# {heading}\n\n{markdown}"))


_TEXTS = {"inline", "curtain", "fence", "code_block"}


def _hides(token: Token | None) -> bool:
    """Whether `token` is a curtain, or a paragraph that begins with one."""
    if token is None or token.type != "inline":
        return token is not None and token.type == "curtain"
    first = next(iter(token.children or ()), None)
    return first is not None and first.type == "curtain"


def _is_empty(token: Token) -> bool:
    return token.type == "inline" and not any(
        it.type in {"curtain", "image", "code_inline"} or _WORDS.search(_visible(it))
        for it in token.children or ()
    )


def _lines(tokens: Sequence[Token], first: int) -> Iterator[int]:
    """The lines of a passage that announce spoilers, each once."""
    words = folded("".join(_HIDDEN if it.type == "curtain" else _visible(it) for it in tokens))
    last_hidden = words.rfind(_HIDDEN)
    line, position = first, 0
    seen = 0
    for found in merge(
        _ANNOUNCED.finditer(words), _GAP.finditer(words), key=lambda match: match.start()
    ):
        if found.end() <= last_hidden or _is_free(words, found):
            continue
        begin = found.end() - len(found[0].lstrip())
        line += words.count("\n", position, begin)
        position = max(position, begin)
        if line != seen:
            seen = line
            yield line


def _is_free(words: str, found: re.Match[str]) -> bool:
    """Whether `words` say that there are no spoilers, quote the announcement, or escape its
    signs."""
    start = found.start()
    before = words[max(0, start - 60) : start] + found[0].lower().split("spoil")[0]
    return (
        "\0" in found[0]
        or words[max(0, start - 1) : start] in tuple("\"'“„‘‚«»")
        or bool(_FREE.search(before) or _FREE_AFTER.match(words, found.end()))
    )


def _visible(token: Token) -> str:
    return "".join(visible([token], punctuation)).replace(_HIDDEN, " ")
