"""Mobiledoc, the form in which Ghost 1 to 4 stored a text, as HTML.

The specification is that of Mobiledoc 0.3: sections of the kinds 1 (markup), 2 (image), 3 (list)
and 10 (card).
"""

import json
from html import escape
from typing import Any

from moving.ghost_cards import card_html

_INLINE = {"a", "b", "strong", "i", "em", "s", "del", "strike", "code", "sub", "sup", "u"}
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"}


def mobiledoc_html(source: str, warnings: list[str]) -> str:
    """Raises `ValueError`, `TypeError` or `KeyError` for what is no Mobiledoc."""
    document = json.loads(source)
    return "\n".join(_section(each, document, warnings) for each in document["sections"])


def _section(section: list[Any], document: dict[str, Any], warnings: list[str]) -> str:
    match section:
        case [1, str(tag), list(markers), *_rest]:
            tag = tag.lower() if tag.lower() in _BLOCKS else "p"
            tag = "blockquote" if tag in ("aside", "pull-quote") else tag
            return f"<{tag}>{_inline(markers, document)}</{tag}>"
        case [2, str(source), *_rest]:
            return card_html("image", {"src": source}, warnings)
        case [3, str(tag), list(items), *_rest]:
            tag = "ol" if tag.lower() == "ol" else "ul"
            inner = "".join(f"<li>{_inline(markers, document)}</li>" for markers in items)
            return f"<{tag}>{inner}</{tag}>"
        case [10, int(number), *_rest]:
            name, payload = document["cards"][number][:2]
            return card_html(str(name), payload if isinstance(payload, dict) else {}, warnings)
    return ""


def _inline(markers: list[Any], document: dict[str, Any]) -> str:
    """The text of ``markers``: each opens some markups, has a text and closes some."""
    html: list[str] = []
    opened: list[str] = []
    for kind, opens, closes, value in markers:
        for number in opens:
            tag, attributes = _markup(document["markups"][number])
            opened.append(tag)
            html.append(f"<{tag}{attributes}>" if tag else "")
        if kind == 0:
            html.append(escape(str(value)))
        else:
            name = document["atoms"][value][0]
            html.append(
                "<br>" if name == "soft-return" else escape(str(document["atoms"][value][1]))
            )
        for _number in range(closes):
            tag = opened.pop() if opened else ""
            html.append(f"</{tag}>" if tag else "")
    html += [f"</{tag}>" for tag in reversed(opened) if tag]
    return "".join(html)


def _markup(markup: list[Any]) -> tuple[str, str]:
    """The tag and its attributes; "" for a tag that is not known."""
    tag = str(markup[0]).lower()
    pairs = markup[1] if len(markup) > 1 else []
    attributes = dict(zip(pairs[::2], pairs[1::2], strict=False))
    href = f' href="{escape(str(attributes["href"]))}"' if "href" in attributes else ""
    return (tag if tag in _INLINE else ""), href
