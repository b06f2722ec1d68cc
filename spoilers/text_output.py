"""Tokens as plain text, for excerpts, feeds, search and word counts."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext
from markdown_it.token import Token

from spoilers.figures import caption_of, pictures_of
from spoilers.syntax_tree import ParsedCurtain

_ENDS = {
    "paragraph_close",
    "heading_close",
    "bullet_list_close",
    "ordered_list_close",
    "table_close",
}
_BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def placeholder(curtain: ParsedCurtain) -> str:
    """The text of a closed curtain: the author's substitute, or the label in brackets."""
    if curtain.kind == "inline" and curtain.label:
        return curtain.label
    return bracketed(curtain.label)


def bracketed(label: str) -> str:
    label = label or gettext("spoiler")
    return f"[{label}]"


def inline_text(tokens: Iterable[Token]) -> str:
    """The text of inline tokens. An image is its alternative text, a citation is left out."""
    parts = []
    for token in tokens:
        if token.type == "curtain":
            parts.append(placeholder(token.meta["curtain"]))
        elif token.type == "image":
            parts.append(inline_text(token.children or ()))
        else:
            parts.append(_BREAKS.get(token.type) or token.content)
    return "".join(parts)


def plain_text(bodies: Iterable[Iterable[Token]]) -> str:
    """The text of the block tokens of several bodies. An empty line separates paragraphs, a line
    break the items of a tight list and the rows of a table, a space the cells of a row."""
    return "\n\n".join(filter(None, (_body_text(tokens) for tokens in bodies)))


def _body_text(tokens: Iterable[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_with_captions(token.children or ()))
        elif token.type == "curtain":
            parts += [placeholder(token.meta["curtain"]), "\n\n"]
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


def _with_captions(tokens: Sequence[Token]) -> str:
    """The text of a paragraph. Of pictures that stand alone their captions, too."""
    text = inline_text(tokens)
    captions = filter(None, map(caption_of, pictures_of(tokens)))
    return "\n".join([*([text] if text else []), *captions])


def _squeeze(paragraphs: str) -> str:
    """Without the surplus empty lines where several containers close at once."""
    return "\n\n".join(filter(None, (part.strip("\n") for part in paragraphs.split("\n\n"))))
