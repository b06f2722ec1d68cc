"""The content of a WordPress post → plain HTML, without its editors' own markup."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext as _

from moving.embeds import link_to

# Each pattern stops where its comment, or the next block, begins or ends: without that, a text with
# many openings that are never closed takes hours.
_ATTRIBUTES = r"(?P<attributes>\s+\{(?:(?!<!--|-->).)*\})"
BLOCK = re.compile(
    rf"<!--\s*(?P<close>/)?wp:(?P<name>[a-z][\w/-]*){_ATTRIBUTES}?\s*(?P<void>/)?-->", re.S
)
_EMBED_BLOCK = re.compile(
    rf"<!--\s*wp:(?P<name>embed|core-embed/[\w-]+){_ATTRIBUTES}\s*-->(?:(?!<!--\s*wp:).)*?"
    r"<!--\s*/wp:(?P=name)\s*-->",
    re.S,
)
_ELEMENTS = (
    "table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area|"
    "blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header|"
    "footer|nav|figure|figcaption|details|menu|summary|video|audio|iframe|script"
)
_OPENING = re.compile(rf"(?<!\s)\s*(<(?:{_ELEMENTS})[\s/>])", re.I)
_CLOSING = re.compile(rf"(</(?:{_ELEMENTS})>)\s*", re.I)
_IS_BLOCK = re.compile(rf"\s*</?(?:{_ELEMENTS})[\s/>]", re.I)
_KEPT = re.compile(r"<(pre|script|style|textarea)\b.*?</\1>", re.I | re.S)
_LINE_END = re.compile(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_SHORTCODE_ALONE = re.compile(r"\[/?[\w-]+[^\[\]]*\]")

_CAPTION = re.compile(
    r"\[(?P<name>wp_caption|caption)(?P<attributes>[^\]]*)\]"
    r"(?P<inner>(?:(?!\[(?:wp_)?caption).)*?)\[/(?P=name)\]",
    re.S,
)
_CAPTION_TEXT = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.I)
_GALLERY = re.compile(r"\[gallery(?P<attributes>[^\]]*)\]")
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(?P<url>[^\s\[\]<]+)\s*\[/embed\]")
_URL_ALONE = re.compile(r"^[ \t]*(?:<p>)?(?P<url>https?://[^\s<>\"']+)(?:</p>)?[ \t]*$", re.M)
_LINKED_PICTURE = re.compile(
    r"<a\b[^<>]*\bhref=[\"'][^\"']+\.(?:jpe?g|png|gif|webp|avif)(?:\?[^\"']*)?[\"'][^<>]*>"
    r"(?P<picture>\s*<img\b[^>]*>\s*)</a>",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the media library: its address, its alternative text, its post."""

    url: str
    alt: str = ""
    parent: str = ""


class PostHTML:
    """Converts the content of one post; ``warnings`` say what cannot be kept.

    ``attachment`` returns the media of an id, ``of_post`` those that belong to the post.
    """

    def __init__(
        self,
        attachment: Callable[[str], Attachment | None],
        of_post: Callable[[], Iterator[Attachment]],
    ) -> None:
        self.attachment = attachment
        self.of_post = of_post
        self.warnings: list[str] = []

    def convert(self, content: str) -> str:
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        if BLOCK.search(content):
            content = _EMBED_BLOCK.sub(self._embed_block, content)
            html = "\n\n".join(self._blocks(content))
        else:
            html = self._classic(content)
        return _LINKED_PICTURE.sub(r"\g<picture>", html)

    def _classic(self, content: str) -> str:
        content = self._shortcodes(content)
        return paragraphs(_URL_ALONE.sub(self._embed, content))

    def _shortcodes(self, content: str) -> str:
        content = _CAPTION.sub(_figure, content)
        content = _GALLERY.sub(self._gallery, content)
        return _EMBED.sub(self._embed, content)

    def _blocks(self, content: str) -> Iterator[str]:
        """The HTML of each block, and paragraphs of what is between blocks.

        What is in a block of a plugin is in an element with the name of the block as its class:
        names of spoilers, toggles and others hide it, as they would in a class.
        """
        position = 0
        opened: list[bool] = []
        """For each open block, whether it is one of a plugin."""
        for match in BLOCK.finditer(content):
            before = content[position : match.start()]
            position = match.end()
            if before.strip():
                yield self._shortcodes(before) if opened else self._classic(before)
            self._look_at(match)
            if match["close"]:
                if opened and opened.pop():
                    yield "</div>"
            elif not match["void"]:
                opened.append(_is_plugins(match["name"]))
                if opened[-1]:
                    yield f'<div class="{match["name"].replace("/", "-")}">'
        if content[position:].strip():
            yield self._classic(content[position:])

    def _look_at(self, block: re.Match[str]) -> None:
        name = block["name"]
        if name == "block":
            self._warn(_("A reusable block is missing here. Copy its text from the old site."))
        elif block["void"] and _is_plugins(name):
            self._warn(
                _("The block “%(name)s” of a plugin has no text of its own and is left out.")
                % {"name": name}
            )

    def _gallery(self, match: re.Match[str]) -> str:
        ids = re.search(r"\b(?:ids|include)=[\"']?([\d,\s]+)", match["attributes"])
        if ids:
            wanted = [self.attachment(each.strip()) for each in ids[1].split(",")]
        else:
            wanted = [*self.of_post()]
        found = [each for each in wanted if each]
        if not found:
            self._warn(_("The pictures of a gallery are not in the export."))
        return "\n\n" + "\n\n".join(map(img, found)) + "\n\n"

    def _embed_block(self, match: re.Match[str]) -> str:
        url = str(_attributes(match).get("url") or "")
        return f"\n\n{self._embedded(url)}\n\n" if url else match[0]

    def _embed(self, match: re.Match[str]) -> str:
        return f"\n\n{self._embedded(match['url'])}\n\n"

    def _embedded(self, url: str) -> str:
        return link_to(url, self.warnings)

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def img(attachment: Attachment) -> str:
    return f'<p><img src="{escape(attachment.url)}" alt="{escape(attachment.alt)}"></p>'


def paragraphs(content: str) -> str:
    """What WordPress makes of the lines of its classic editor: an empty line ends a paragraph, and
    every other line end is a line break."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\x00{len(kept) - 1}\x00\n\n"

    content = _KEPT.sub(keep, content.replace("\x00", ""))
    content = _OPENING.sub(r"\n\n\1", content)
    content = _CLOSING.sub(r"\1\n\n", content)
    found = []
    for part in map(str.strip, _BLANK.split(content)):
        if not part:
            continue
        if part.startswith("\x00") or _IS_BLOCK.match(part) or _SHORTCODE_ALONE.fullmatch(part):
            found.append(part)
        else:
            found.append(f"<p>{_LINE_END.sub('<br>', part)}</p>")
    return re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], "\n\n".join(found))


def _figure(match: re.Match[str]) -> str:
    """A picture with its caption, in the old and the new form of the shortcode."""
    inner = match["inner"]
    picture = _PICTURE.search(inner)
    if not picture:
        return inner
    words = _CAPTION_TEXT.search(match["attributes"])
    caption = (words[1] or words[2] or "") if words else inner[picture.end() :]
    caption = caption.strip()
    words_in = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"\n\n<figure>{picture[0]}{words_in}</figure>\n\n"


def _is_plugins(name: str) -> bool:
    """Whether the block ``name`` is one of a plugin."""
    return "/" in name and not name.startswith(("core/", "core-embed/"))


def _attributes(block: re.Match[str]) -> dict[str, object]:
    """The attributes of a block; none if they cannot be read."""
    try:
        found = json.loads(block["attributes"] or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def rating_blocks(content: str) -> Iterator[dict[str, object]]:
    """The attributes of the star ratings that Jetpack's block writes."""
    for match in BLOCK.finditer(content):
        if match["name"] == "jetpack/rating-star" and not match["close"]:
            yield _attributes(match)
