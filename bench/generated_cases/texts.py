"""Random texts: pieces of every syntax that the site reads, and canaries in hidden spans."""

import re
from collections.abc import Sequence
from functools import partial
from random import Random

from bench.repeated_texts import FOREIGN, REPEATED
from tests.canaries.forms import FORMS, MALFORMED
from tests.canaries.variants import CONTAINERS, DAMAGES
from tests.canaries.words import Words
from tests.hostile.patterns import EVERY
from tests.spoilers.foreign_forms import FORMS as FOREIGN_FORMS
from tests.spoilers.foreign_forms import WARNED

SIGNS = (
    *(">!", "!<", ":::", "::: spoiler", "{instead=", "{spoils=", "}", '"', "'", "`", "```", "~~~"),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "    ",
        " ",
        "\\",
        "*",
        "_",
        "**",
        "~~",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "![",
        "](",
        "[^",
        "]:",
        "<",
        ">",
        "&",
        "&#",
        ";",
        "|",
        "||",
        "| - |",
        "#",
        "- ",
        "1. ",
        "---",
    ),
    *("http://", "https://", "mailto:", "images/a.png", "[[", "]]", "{{", "}}", "{%", "%}", "%%"),
)
CONTROLS = (
    *("\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "\x80", "\x85", "\x9f", "\xa0"),
    *("\xad", "\u034f", "\u061c", "\u180e", "\u200b", "\u200d", "\u200e", "\u202e", "\u2028"),
    *("\u2029", "\u2060", "\u2066", "\u3000", "\ufe0f", "\ufeff", "\uffff", "\ufdd0", "\ufdd3"),
    *("\ufffd", "\ufff9", "\U0001f600", "\U0001d4d0", "\U000e0041", "\U0010ffff", "\U0002f800"),
    *("e\u0301" * 3, "\u0130", "ß", "ﬁ", "＞！", "：：：", "ا", "ש", "क्ष", "映画"),
)
HTML = (
    *("<p>", "</p>", "<b>", "</b>", "<div hidden>", "</div>", "<br/>", "<ul><li>", "</li></ul>"),
    *("<table><tr><td>", "</td></tr></table>", "<a href='x'>", "</a>", "<img src=a.png alt=b>"),
    *("<details><summary>", "</summary>", "</details>", "<style>", "</style>", "<script>"),
    *("</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<pre>", "</pre>", "<blockquote>"),
    *("<span style='display:none'>", "</span>", "<h1>", "</h1>", "<iframe src=//a.b>", "<input>"),
)
WORDPRESS = (
    *(
        "<!-- wp:paragraph -->",
        "<!-- /wp:paragraph -->",
        '<!-- wp:image {"id":7} -->',
        "<!--more-->",
    ),
    *('<!-- wp:embed {"url":"https://youtu.be/x"} -->', "<!--nextpage-->", '[gallery ids="7,8"]'),
    *('[caption id="a" width="1"]', "[/caption]", "[embed]", "[/embed]", "[su_spoiler]", "[x]"),
    *("[/su_spoiler]", "[vc_row]", "[/vc_row]", "https://www.youtube.com/watch?v=1\n", "[[x]]"),
    *(
        "<!--kg-card-begin: html-->",
        "<!--kg-card-end: html-->",
        '<div class="kg-card kg-toggle-card">',
    ),
)
YAML = (
    *(
        "---\n",
        "+++\n",
        "title: ",
        "title = ",
        "a: b\n",
        "- a\n",
        "  - b\n",
        "a: [b, c]\n",
        "? a\n",
    ),
    *(
        "a: {b: c}\n",
        "a: |\n  b\n",
        "a: >\n  b\n",
        "&a ",
        "*a ",
        "!!python/object ",
        "! ",
        "<<: *a\n",
    ),
    *(
        "2019-01-01\n",
        "1e999\n",
        ".inf\n",
        "0x1F\n",
        "~\n",
        "null\n",
        "'a''b'\n",
        '"\\u0000"\n',
        "%\n",
    ),
    *(
        "date: 0000-00-00\n",
        "rating: 9/10\n",
        "draft: true\n",
        "[a]\nb = 1\n",
        "{",
        '{"title": 1',
        "\t",
    ),
)
WORDS = ("the lamp", "A train leaves", "ünïcode", "x", "Heat (1995)", "9/10", "12 December 2024")

ANY = (*SIGNS, *CONTROLS, *HTML, *WORDPRESS, *YAML, *WORDS, *REPEATED, *FOREIGN, *MALFORMED, *EVERY)
_KINDS: Sequence[Sequence[str]] = (
    *(SIGNS, SIGNS, CONTROLS, HTML, WORDPRESS, YAML, WORDS, REPEATED, FOREIGN, MALFORMED, EVERY),
    tuple(FORMS.values()),
    tuple(text for _name, text, _fate in FOREIGN_FORMS),
)

# Without what makes code of the text after it, or a mark of the text before it: then hidden text
# would be public for a reason.
CALM = (
    *(
        "The lamp swings.",
        "*slowly*",
        "**bold**",
        "[a link](/about/)",
        "![a](images/a.png)",
        "| a |",
    ),
    *(
        "# Heading",
        "##### Low",
        "> quoted",
        "- item",
        "1. one",
        "---",
        "a | b\n- | -\nc | d",
        "* *",
    ),
    *(
        "`code`",
        "```\ncode\n```",
        "a\u200bb",
        "\u202ea\u202c",
        "\U0001f600",
        "映画",
        "[^0]: x",
        "[x]: /y",
    ),
    *(
        "5 < 6 > 4",
        "a & b",
        "!",
        "::",
        "(((",
        "]]]",
        "___",
        "<https://a.example/>",
        "a" * 500,
        "é" * 90,
    ),
)

# A hidden element after the button is what it shows, and a paragraph of its own ends the box.
_DEPENDING = {"a button for text after it", "box to tick"}
_FORMS = [each for each in FOREIGN_FORMS if each[0] not in _DEPENDING]
# Elements that browsers do not know: their text is kept with a warning. And a block of WordPress,
# which only its reader understands.
_SHOWN_IN_HTML = {"unknown element", "letters that look alike", "Russian", "block"}


def junk(random: Random, most: int = 12) -> str:
    """Pieces of one to three kinds, or of all, in any order; sometimes one of them many times."""
    if random.random() < 0.3:
        kinds: Sequence[Sequence[str]] = (ANY,)
    else:
        kinds = random.sample(_KINDS, random.randint(1, 3))
    pieces = [random.choice(random.choice(kinds)) for _ in range(random.randint(1, most))]
    if random.random() < 0.1:
        pieces[random.randrange(len(pieces))] *= random.choice((2, 7, 50, 300))
    if random.random() < 0.3:
        pieces = [piece for each in pieces for piece in (each, random.choice(WORDS))]
    text = random.choice(("", "", " ", "\n", "\n\n")).join(pieces)
    if random.random() < 0.1:
        text = text[: random.randrange(len(text) + 1)]
    return text


def line(random: Random) -> str:
    """A short text on one line."""
    return " ".join(junk(random, 4).split())[:300]


def hidden(random: Random, words: Words) -> str:
    """A text of this site with canaries in hidden spans, between harmless pieces.

    A mark of it may be damaged, or it may be a mistake of an author: then all of it is hidden.
    """
    if random.random() < 0.15:
        form = random.choice(MALFORMED)
        return words.written(form.replace("¤", "a.png"), "a malformed text")
    forms = random.sample(list(FORMS), random.randint(1, 3))
    pieces = [words.written(FORMS[form].replace("¤", "a.png"), form) for form in forms]
    for _ in range(random.randint(0, 3)):
        pieces.insert(random.randint(0, len(pieces)), random.choice(CALM))
    text = "\n\n".join(pieces)
    damage = random.choice(list(DAMAGES)) if random.random() < 0.5 else ""
    # In a container the rest of the text would be outside of it, such as a definition of a link.
    if damage == "on another line":
        text = _damaged(text, damage, random)
    for container in random.sample(list(CONTAINERS), random.choice((0, 0, 1, 2, 3))):
        text = CONTAINERS[container](text)
    return text if damage == "on another line" else _damaged(text, damage, random)


def _damaged(text: str, damage: str, random: Random) -> str:
    signs = [match.span() for match in re.finditer(r">!|!<|:::", text)]
    if not signs or not damage:
        return text
    start, end = random.choice(signs)
    return text[:start] + DAMAGES[damage](text[start:end]) + text[end:]


def foreign(random: Random, words: Words, *, is_html: bool = False) -> str:
    """A text with canaries in what other sites hide, between harmless pieces."""
    forms = [(name, text) for name, text, fate in _FORMS if fate != WARNED]
    if is_html:
        # Signs of other syntaxes are text there.
        elements = [form for form in forms if form[1][0] == "<" and form[1][-1] == ">"]
        forms = [form for form in elements if form[0] not in _SHOWN_IN_HTML]
    pieces = []
    for name, text in random.sample(forms, random.randint(1, 3)):
        place = partial(words.hide, name)
        pieces.append(re.sub("quillwort", lambda _match, hide=place: hide(), text))
    for _ in range(random.randint(0, 3)):
        pieces.insert(random.randint(0, len(pieces)), random.choice(CALM))
    return "\n\n".join(pieces)
