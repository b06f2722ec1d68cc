"""The body of a newsletter as HTML with its styles in the elements, and as plain text.

Mail programs have no stylesheets of a page and no scripts, and some show no HTML.
"""

import nh3
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from outreach.newsletter.issues import Issue
from outreach.newsletter.plain_text import plain_text
from pages.absolute_urls import page_url
from pages.feeds.full_text import ATTRIBUTES, ELEMENTS
from pages.languages import direction_of
from pages.site import current_site

ACCENT = "#8a1226"
"""The colour of links where the site has none of its own, as in static/css/tokens.css."""

_HEADING = "margin:28px 0 12px;font:bold {size}px/1.3 Georgia,serif;color:#1b1512"
STYLES = {
    "p": "margin:0 0 16px;font:17px/1.6 Georgia,serif;color:#1b1512",
    "li": "margin:0 0 8px;font:17px/1.6 Georgia,serif;color:#1b1512",
    "td": "padding:4px 12px 4px 0;font:16px/1.5 Georgia,serif;color:#1b1512",
    "th": "padding:4px 12px 4px 0;font:bold 16px/1.5 Georgia,serif;text-align:left;color:#1b1512",
    "h2": _HEADING.format(size=22),
    "h3": _HEADING.format(size=19),
    "h4": _HEADING.format(size=17),
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #d8cfc4",
    "img": "max-width:100%;height:auto;border:0",
    "hr": "border:0;border-top:1px solid #d8cfc4;margin:24px 0",
}


def html_body(issue: Issue) -> str:
    """A complete HTML document, which a newsletter service takes as it is."""
    site = current_site()
    language = get_language() or ""
    styles = STYLES | {"a": f"color:{site.accent or ACCENT}"}
    content = nh3.clean(
        _content(issue),
        tags=ELEMENTS,
        attributes=ATTRIBUTES,
        set_tag_attribute_values={name: {"style": style} for name, style in styles.items()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    context = {
        "title": issue.title,
        "heading": issue.heading,
        "language": language,
        "direction": direction_of(language),
        "home": page_url("home"),
        "site_name": site.site_name,
        # Sanitised above.
        "content": mark_safe(content),  # noqa: S308
    }
    return render_to_string("newsletter/document.html", context)


def text_body(issue: Issue) -> str:
    """The same as plain text, with the address of each link behind its words."""
    heading = f"{issue.heading}\n{'=' * len(issue.heading)}\n\n" if issue.heading else ""
    return heading + plain_text(_content(issue))


def _content(issue: Issue) -> str:
    return render_to_string(
        "newsletter/content.html", {"issue": issue, "direction_of": direction_of}
    )
