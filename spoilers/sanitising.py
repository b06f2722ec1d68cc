"""The last check of rendered HTML: only what this package itself makes may leave it."""

from itertools import product

import nh3

_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_PLACEHOLDER_CLASSES = {"tone-" + "".join(levels) for levels in product("0123", repeat=3)}

_cleaner = nh3.Cleaner(
    tags={
        *(
            "p",
            "br",
            "hr",
            "em",
            "strong",
            "s",
            "sup",
            "code",
            "pre",
            "a",
            "span",
            "section",
            "div",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
        *("img", "picture", "source", "figure", "figcaption", "curtain-slot"),
    },
    attributes={
        "a": {"href", "title", "rel", "id", "role", "aria-label"},
        "code": {"class"},
        "curtain-slot": {"key"},
        "div": {"role", "tabindex", "aria-label"},
        "img": {
            *("src", "srcset", "sizes", "width", "height", "alt", "title"),
            *("loading", "decoding", "fetchpriority"),
        },
        "li": {"id"},
        "ol": {"start"},
        "section": {"role", "aria-label"},
        "source": {"srcset", "type", "sizes", "media", "width", "height"},
        "span": {"id", "role", "aria-label"},
    },
    allowed_classes={
        "a": {"footnote-backref"},
        "div": {"gallery", "table-scroll"},
        "img": _PLACEHOLDER_CLASSES,
        "li": {"footnote-item"},
        "section": {"footnotes"},
        "span": {"credit", "footnotes", "footnote-item"},
        "sup": {"footnote-ref"},
        "td": _ALIGNMENTS,
        "th": _ALIGNMENTS,
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


def sanitise(html: str) -> str:
    """`html` without all elements, attributes and addresses that the renderer never makes."""
    return _cleaner.clean(html)
