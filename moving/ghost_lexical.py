"""Lexical, the form in which Ghost 5 and later store a text, as HTML."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from moving.ghost_cards import card_html

_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}


def lexical_html(source: str, warnings: list[str]) -> str:
    """Raises `ValueError`, `TypeError` or `KeyError` for what is no Lexical."""
    root = json.loads(source)["root"]
    return "\n".join(_node(child, warnings) for child in root["children"])


def _node(node: dict[str, Any], warnings: list[str]) -> str:
    kind = str(node.get("type") or "")
    if kind in ("text", "extended-text"):
        return _text(node)
    if kind == "linebreak":
        return "<br>"
    if kind in ("link", "autolink", "at-link"):
        return f'<a href="{escape(str(node.get("url") or ""))}">{_inside(node, warnings)}</a>'
    if kind in ("heading", "extended-heading"):
        level = str(node.get("tag") or "h3")
        level = level if level in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h3"
        return f"<{level}>{_inside(node, warnings)}</{level}>"
    if kind == "list":
        tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
        return f"<{tag}>{_inside(node, warnings)}</{tag}>"
    if tag := _BLOCKS.get(kind, ""):
        return f"<{tag}>{_inside(node, warnings)}</{tag}>"
    if kind == "tab":
        return " "
    if "children" in node:
        return _inside(node, warnings)
    return card_html(kind, node, warnings)


def _inside(node: dict[str, Any], warnings: list[str]) -> str:
    return "".join(_node(child, warnings) for child in node.get("children") or ())


def _text(node: dict[str, Any]) -> str:
    text, bits = escape(str(node.get("text") or "")), node.get("format") or 0
    for tag in _tags(bits if isinstance(bits, int) else 0):
        text = f"<{tag}>{text}</{tag}>"
    return text


def _tags(bits: int) -> Iterator[str]:
    return (tag for bit, tag in _FORMATS if bits & bit)
