"""Tokens as plain text: what an excerpt, a feed, a search index or a word count reads."""

from collections.abc import Iterable

from django.utils.translation import gettext
from markdown_it.token import Token

from spoilers.bodies import Veil

_ENDS = {
    "paragraph_close",
    "heading_close",
    "bullet_list_close",
    "ordered_list_close",
    "table_close",
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def placeholder(veil: Veil) -> str:
    """How a closed curtain reads: as the author's substitute, else as its label in brackets."""
    if veil.kind == "inline" and veil.label:
        return veil.label
    return bracketed(veil.label)


def bracketed(label: str) -> str:
    label = label or gettext("spoiler")
    return f"[{label}]"


def inline_text(tokens: Iterable[Token]) -> str:
    """The text of inline tokens: an image reads as its alternative text, a citation as nothing."""
    parts = []
    for token in tokens:
        if token.type == "curtain":
            parts.append(placeholder(token.meta["veil"]))
        elif token.type == "image":
            parts.append(inline_text(token.children or ()))
        else:
            parts.append(_BREAKS.get(token.type) or token.content)
    return "".join(parts)


def text(bodies: Iterable[Iterable[Token]]) -> str:
    """The text of several bodies' block tokens: paragraphs divided by an empty line, the items of
    a tight list and the rows of a table by a line's end, cells by a space."""
    return "\n\n".join(filter(None, (_body_text(tokens) for tokens in bodies)))


def _body_text(tokens: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(inline_text(token.children or ()))
        elif token.type == "curtain":
            parts += [placeholder(token.meta["veil"]), "\n\n"]
        elif token.type in {"fence", "code_block"}:
            parts += [token.content.strip("\n"), "\n\n"]
        elif token.type in {"th_close", "td_close"}:
            parts.append(" ")
        elif token.type == "tr_close" or (token.type == "paragraph_close" and token.hidden):
            parts.append("\n")
        elif token.type in _ENDS:
            parts.append("\n\n")
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return _squeeze("\n".join(lines))


def _squeeze(paragraphs: str) -> str:
    """Without the empty lines that containers closing one after another leave."""
    return "\n\n".join(filter(None, (part.strip("\n") for part in paragraphs.split("\n\n"))))
