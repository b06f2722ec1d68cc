"""Plain text inside Markdown's structure: headings, labels, premises, attributes.

They are shown as they are, so nothing in them is markup. A backslash before a character of
punctuation makes it stand for itself; everything else is what it is.
"""

import re

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~—])")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~—]|\Z)")
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")


def unescape(source: str) -> str:
    return _ESCAPED.sub(r"\1", source)


def escape(text: str, characters: str) -> str:
    """``text`` so that `unescape` gives it back and none of ``characters`` stands bare in it."""
    text = _BACKSLASH.sub(r"\\\\", text)
    return re.sub(f"([{re.escape(characters)}])", r"\\\1", text)


def one_line(text: str) -> str:
    """``text`` as a document can hold it: on one line, without blanks around it."""
    return _LINE_END.sub(" ", text).strip(" \t\r\n")


def quote(value: str) -> str:
    """An attribute's value in double quotes."""
    return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'


def unquote(source: str) -> str:
    """The value of an attribute that was written between double quotes."""
    return re.sub(r'\\(["\\])', r"\1", source)
