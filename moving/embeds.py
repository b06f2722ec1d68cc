"""What is embedded from elsewhere becomes a link, since nothing is loaded from other sites."""

import re
from html import escape, unescape

from django.utils.translation import gettext as _

from moving.paths import split_address

_FRAME = re.compile(
    r"<iframe\b[^>]*?\bsrc=(?:\"([^\"]+)\"|'([^']+)')[^>]*>(?:\s*</iframe>)?", re.I | re.S
)


def link_to(url: str, warnings: list[str], *, title: str = "") -> str:
    """A paragraph with a link to ``url``; a warning says that it was embedded."""
    sentence = _("What was embedded from %(url)s is now a link.") % {"url": url[:100]}
    if sentence not in warnings:
        warnings.append(sentence)
    parts = split_address(url)
    host = ((parts and parts.hostname) or url).removeprefix("www.")
    return f'<p><a href="{escape(url)}">{escape(title or host)}</a></p>'


def frames_as_links(html: str, warnings: list[str]) -> str:
    """``html`` with a link in place of each frame."""

    def link(match: re.Match[str]) -> str:
        url = unescape(match[1] or match[2])
        return link_to(f"https:{url}" if url.startswith("//") else url, warnings)

    return _FRAME.sub(link, html)
