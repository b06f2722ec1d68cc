"""Pieces of Markdown: what the text of other formats needs to stand in it."""

import re

from spoilers.foreign.atoms import is_public

_LINE_SIGN = re.compile(r"(?:#{1,6}(?=\s)|[-+](?=\s|$)|>(?!!)|=+\s*$|-{2,}\s*$)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_TICKS = re.compile(r"`+")
_SPACES = re.compile(r"\s+")
_MAX_TITLE = 500
_SIGNS = re.compile(r"([\\`*_\[\]<>!&~|^{}$])")


def prefixed(text: str, prefix: str, first: str) -> str:
    """`text` with `prefix` at the beginning of each line, but with `first` on its first line."""
    lines = [f"{prefix}{line}".rstrip() if line else prefix.rstrip() for line in text.split("\n")]
    return first + "\n".join(lines)[len(prefix) :]


def protected(text: str) -> str:
    """`text` of a paragraph, with a backslash where its line would begin another block."""
    return "\n".join(
        re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", _LINE_SIGN.sub(r"\\\g<0>", line, count=1))
        if _LINE_SIGN.match(line) or _NUMBER.match(line)
        else line
        for line in text.split("\n")
    )


def address(address: str) -> str:
    """`address` as it may stand in the parentheses of a link."""
    safe = _SPACES.sub("%20", address.strip()).replace("<", "%3C").replace(">", "%3E")
    safe = safe.replace("\\", "%5C").replace("!", "%21")
    return safe.replace("(", "%28").replace(")", "%29")


def alternative(text: str) -> str:
    """`text` as the alternative text of a picture. What looks like a spoiler is left as it is, so
    that it is refused."""
    words = " ".join(text.split())
    return _SIGNS.sub(r"\\\1", words) if is_public(words) else words


def may_be_title(text: str) -> bool:
    """Whether `text` can be the caption of a picture: words in which nothing is hidden."""
    return bool(text) and is_public(text) and len(text) <= _MAX_TITLE


def title(text: str) -> str:
    """`text` as the title of a picture, between quotation marks."""
    quoted = re.sub(r'"([^"]*)"', r"“\1”", text).replace('"', "”")
    return _SIGNS.sub(r"\\\1", quoted)


def code(text: str) -> str:
    """`text` as a code span."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    gap = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def fenced(text: str) -> str:
    """`text` as a fenced code block."""
    longest = max(map(len, _TICKS.findall(text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}\n{text.strip(chr(10))}\n{ticks}"
