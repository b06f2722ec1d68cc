"""The cards of Ghost's editors as HTML: pictures, code, embeds and others."""

from html import escape
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from moving.embeds import link_to


def card_html(kind: str, card: dict[str, Any], warnings: list[str]) -> str:
    """The HTML of a card; ``warnings`` gets what cannot be kept."""

    def text(name: str) -> str:
        return str(card.get(name) or "")

    match kind:
        case "image":
            return _figure(text("src"), text("alt"), text("caption"))
        case "gallery":
            pictures = card.get("images") or []
            return "".join(
                _figure(str(each.get("src") or ""), str(each.get("alt") or ""), "")
                for each in pictures
                if isinstance(each, dict)
            ) + _caption(text("caption"))
        case "html":
            return text("html")
        case "markdown" | "card-markdown":
            return _markdown(text("markdown"))
        case "code" | "codeblock":
            return f"<pre>{escape(text('code'))}</pre>{_caption(text('caption'))}"
        case "hr" | "horizontalrule":
            return "<hr>"
        case "toggle":
            # Hidden until the reader opens it.
            label = f"<summary>{escape(text('heading'))}</summary>" if text("heading") else ""
            return f"<details>{label}{text('content')}</details>"
        case "callout":
            words = text("calloutText")
            return f"<blockquote>{words}</blockquote>" if words else ""
        case "header" | "product" | "email" | "email-cta" | "signup" | "paywall" | "call-to-action":
            warnings.append(_("A card of the kind “%(kind)s” is left out.") % {"kind": kind})
            return ""
        case "embed" | "bookmark" | "video" | "audio" | "file" | "button":
            url = text("url") or text("src") or text("buttonUrl")
            title = text("title") or text("buttonText") or text("fileTitle")
            title = title or str((card.get("metadata") or {}).get("title") or "")
            return link_to(url, warnings, title=title) if url else ""
    warnings.append(_("A card of the kind “%(kind)s” is left out.") % {"kind": kind[:40]})
    return ""


def _markdown(source: str) -> str:
    return str(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(source)
    )


def _figure(source: str, alt: str, caption: str) -> str:
    if not source:
        return ""
    picture = f'<img src="{escape(source)}" alt="{escape(alt)}">'
    words = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{picture}{words}</figure>"


def _caption(caption: str) -> str:
    return f"<p>{caption}</p>" if caption else ""
