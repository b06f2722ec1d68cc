"""Escapes for plain text in headings, labels, premises and attributes.

Plain text holds no markup. A backslash before a punctuation character stands for that character;
all other text stands for itself.
"""

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~—])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~—]|\Z)")
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")


def unescape(source: str) -> str:
    return _ESCAPED.sub(r"\1", source)


def escape(text: str, characters: str) -> str:
    """``text`` with a backslash before ``characters``; `unescape` reverses it."""
    text = _BACKSLASH.sub(r"\\\\", text)
    return re.sub(f"([{re.escape(characters)}])", r"\\\1", text)


def one_line(text: str) -> str:
    """``text`` on one line, as a document can hold it, without blanks at start and end."""
    return _LINE_END.sub(" ", text).strip(" \t\r\n")


def quote(value: str) -> str:
    """``value`` in double quotes, for an attribute."""
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def unquote(source: str) -> str:
    """The value between the double quotes of an attribute; reverses `quote`."""
    return re.sub(r'\\(["\\])', r"\1", source)
