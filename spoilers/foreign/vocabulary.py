"""The one table of other sites' markup: what is converted, left out, refused.

Import, paste and the forms all ask this module. `docs/foreign-markup.md` shows the table; a test
compares the two. Names are in lower case.
"""

import re
from enum import Enum
from functools import lru_cache


class Treatment(Enum):
    """What becomes of an HTML element or a shortcode. The value is the heading in the docs."""

    CURTAIN = "becomes a curtain"
    EMPHASIS = "becomes `*…*`"
    STRONG = "becomes `**…**`"
    STRIKE = "becomes `~~…~~`"
    CODE = "becomes a code span"
    PREFORMATTED = "becomes a fenced code block"
    LINK = "becomes `[…](address)`"
    PICTURE = "becomes `![…](address)`; the picture must be in the library"
    BREAK = "becomes a line break"
    RULE = "becomes `---`"
    HEADING = "becomes a heading, `###` or lower"
    QUOTATION = "becomes a quotation, `> …`"
    LIST = "becomes a list"
    ITEM = "becomes an item of a list"
    TABLE = "becomes a table"
    QUOTED = "becomes “…”"
    PARAGRAPH = "becomes a paragraph"
    PLAIN = "is replaced by its text"
    DROPPED = "is replaced by its text, with a warning"
    REMOVED = "is removed with its content, with a warning"
    SILENT = "is removed with its content, which is not text"
    UNKNOWN = "is refused"


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _table(rows: dict[Treatment, str]) -> dict[str, Treatment]:
    return {name: treatment for treatment, names in rows.items() for name in names.split()}


ELEMENTS = _table(
    {
        Treatment.CURTAIN: "details dialog spoiler",
        Treatment.EMPHASIS: "cite dfn em i var",
        Treatment.STRONG: "b strong",
        Treatment.STRIKE: "del s strike",
        Treatment.CODE: "code kbd samp tt",
        Treatment.PREFORMATTED: "listing pre xmp",
        Treatment.LINK: "a",
        Treatment.PICTURE: "img",
        Treatment.BREAK: "br",
        Treatment.RULE: "hr",
        Treatment.HEADING: "h1 h2 h3 h4 h5 h6",
        Treatment.QUOTATION: "blockquote",
        Treatment.LIST: "dir menu ol ul",
        Treatment.ITEM: "dd dt li",
        Treatment.TABLE: "table",
        Treatment.QUOTED: "q",
        Treatment.PARAGRAPH: (
            "article aside caption center div dl figcaption figure footer header main p section "
            "td th tr"
        ),
        Treatment.PLAIN: "body html o:p picture span summary tbody tfoot thead wbr",
        Treatment.DROPPED: (
            "abbr acronym address bdi bdo big blink button data fieldset font form hgroup ins "
            "label legend map mark marquee meter nav nobr optgroup option output progress rb rp "
            "rt ruby search select small sub sup time u"
        ),
        Treatment.REMOVED: (
            "applet area audio canvas embed frame frameset iframe input math noscript object svg "
            "template textarea video"
        ),
        Treatment.SILENT: "base col colgroup head link meta param script source style title track",
    }
)
"""The HTML elements. An element with another name is UNKNOWN, or CURTAIN if its name `hides`."""

SHORTCODES = _table(
    {
        Treatment.EMPHASIS: "i",
        Treatment.STRONG: "b",
        Treatment.STRIKE: "s strike",
        Treatment.CODE: "code",
        Treatment.LINK: "email url",
        Treatment.PICTURE: "img",
        Treatment.QUOTATION: "quote",
        Treatment.LIST: "list ol ul",
        Treatment.ITEM: "* li",
        Treatment.PARAGRAPH: "caption center justify left p right wp_caption",
        Treatment.DROPPED: (
            "bgcolor color dropcap font h1 h2 h3 h4 h5 h6 highlight indent size sub sup table td "
            "th tr u"
        ),
    }
)
"""The shortcodes in brackets that end with a tag of their own, such as `[b]…[/b]`."""

EMBEDS = _words(
    "audio contact-form contact-form-7 dailymotion embed flickr gallery googlemaps gravityform "
    "instagram mailpoet_form ninja_form playlist polldaddy products recent_products sitemap "
    "soundcloud spotify tiktok tweet twitter video vimeo wpforms wpvideo youtube"
)
"""The shortcodes that stand alone, with attributes. They are removed with a warning."""

BLOCKS = _words(
    "audio button buttons code column columns cover details embed file freeform gallery group "
    "heading html image list list-item media-text more nextpage paragraph preformatted pullquote "
    "quote separator social-link social-links spacer table verse video"
)
"""The blocks of WordPress: comments such as `<!-- wp:quote -->`, which are removed without a
warning. What they contain is HTML."""

COMMENTS = re.compile(
    r"(?:more|nextpage|kg-card-(?:begin|end)(?:: ?[\w-]+)?|(?:Start|End)Fragment)"
)
"""Other comments that are removed without a warning."""

SPOILER = re.compile(r"sp[o0]il|sp[o0]ler|spolier|spioler|spoyl", re.I)
"""A word for spoiler, in English and German, as a part of a name."""

HIDING = re.compile(
    r"hidden|hide|hiding|blur(?!b)|redact|censor|conceal|obscur|invisib|collaps|accordion|akkordeon"
    r"|toggl|expand|reveal|disclos|read-?more|show-?more|blackout|rot-?13|sr-?only|off-?screen"
    r"|screen-?reader|secret|nsfw|faq-?answer|(?<![a-z])text-(?:white|light)(?![\w-])|(?:content|trigger)-?warning|tooltip|pop-?(?:up|over)|modal|dropdown"
    r"|(?<![a-z])sp-(?:wrap|head|body)|tab-?(?:pane|content)"
    r"|(?<![a-z])d-none|display-none|opacity-(?:0|5|10)(?!\d)|text-transparent|hover-only"
    r"|(?<![a-z])(?:(?:max-)?[hw]|scale)-0(?!\d)|(?<![\w-])-z-\d|(?:text|[hw])-\[0(?![.\d])|\[display:none\]"
    r"|versteck|verborg|verberg|verdeck|verraet|verrat|ausblend|ausgeblend|klapp|unsichtbar"
    r"|unscharf|schw(?:ä|ae)rz|zensier|enth(?:ü|ue)ll|geheim|akkordion",
    re.I,
)
"""Words for hiding, in English and German, as a part of a name."""

HIDING_WORDS = _words(
    "mask masked masking unmask fold folded folding foldable unfold cut veil unveil cloak curtain "
    "peek ljcut more closed cw drawer lightbox shroud shrouded veiled"
)
"""Words for hiding that are parts of other words, such as "fold" in "scaffold": only whole words
of a name count."""

_HARMLESS = re.compile(r"overflow[\w:-]*|backface[\w:-]*|read-?more-?link", re.I)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[^\w]+|_+")
_FREE = re.compile(
    r"(?:un|non?[-_ ]?|anti[-_ ]?|kein[-_ ]?)sp[o0]il\w*"
    r"|sp[o0]ile?r?s?[-_ ]?(?:free|frei|los|safe|less)\w*",
    re.I,
)


def names_spoiler(name: str) -> bool:
    """Whether `name`, of a tag or a class, contains a word for spoiler. `spoiler-free` does not."""
    return bool(SPOILER.search(_FREE.sub("", name)))


@lru_cache(maxsize=2_000)
def hides(name: str) -> bool:
    """Whether `name`, of a tag, a class or an attribute, says that its content is hidden."""
    if SPOILER.search(name):
        return True
    name = _HARMLESS.sub("", name)
    if HIDING.search(name):
        return True
    return not HIDING_WORDS.isdisjoint(word.lower() for word in _SPLIT.split(_CAMEL.sub("-", name)))


def element(name: str) -> Treatment:
    """The treatment of the HTML element `name`."""
    known = ELEMENTS.get(name)
    if known:
        return known
    return Treatment.CURTAIN if hides(name) else Treatment.UNKNOWN
