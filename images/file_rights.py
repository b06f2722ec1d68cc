"""Reads from the file of a picture who made it and who has the rights to it.

Read are the fields for creator, credit line, copyright notice and terms of use, and the address of
the terms: of XMP, else of IPTC-IIM, else of EXIF. Titles, descriptions, captions and keywords are
never read, since they may tell what a picture of a film shows.

Part of the process that decodes uploads: nothing of Django is imported here.
"""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from PIL import ExifTags, IptcImagePlugin
from PIL import Image as Pillow

MAX_CREDIT = 200
MAX_RIGHTS = 300
MAX_URL = 300
"""Characters. A longer text is left out: a part of a notice could say something else."""

MAX_XMP = 1_000_000
"""Bytes. An XMP packet of a JPEG has 65,000 at most."""

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = {
    "creator": "{http://purl.org/dc/elements/1.1/}creator",
    "credit": "{http://ns.adobe.com/photoshop/1.0/}Credit",
    "notice": "{http://purl.org/dc/elements/1.1/}rights",
    "terms": "{http://ns.adobe.com/xap/1.0/rights/}UsageTerms",
    "statement": "{http://ns.adobe.com/xap/1.0/rights/}WebStatement",
    "license": "{http://creativecommons.org/ns#}license",
}
_IPTC = {"creator": (2, 80), "credit": (2, 110), "notice": (2, 116)}
_EXIF = {"creator": ExifTags.Base.Artist, "notice": ExifTags.Base.Copyright}
_HOST = re.compile(r"[^\s/?#@]*\.[^\s/?#@.]+")

Fields = dict[str, str]
"""Texts by the keys of `_XMP`."""


@dataclass(frozen=True, slots=True)
class FileRights:
    """Plain texts of one line, each "" if the file does not have it.

    ``rights`` are the copyright notice and the terms of use. ``license_url`` is the address of the
    terms.
    """

    credit: str = ""
    rights: str = ""
    license_url: str = ""


def file_rights(image: Pillow.Image) -> FileRights:
    """What the file of ``image`` says, which must be loaded: a PNG may say it after its pixels."""
    fields: Fields = {}
    for read in (_exif, _iptc, _xmp):
        # Readers raise errors of any type for malicious files. A file without readable metadata
        # is a picture all the same.
        with suppress(Exception):
            fields |= {key: text for key, text in read(image).items() if text}
    creator, line = fields.get("creator", ""), fields.get("credit", "")
    notice, terms = fields.get("notice", ""), fields.get("terms", "")
    addresses = (fields.get("license", ""), fields.get("statement", ""))
    return FileRights(
        credit=_joined(creator, line, " / ", MAX_CREDIT),
        rights=_joined(notice, terms, " · ", MAX_RIGHTS),
        license_url=next(filter(_is_web_address, addresses), ""),
    )


def _xmp(image: Pillow.Image) -> Fields:
    packet = image.info.get("xmp", b"")
    if not packet or len(packet) > MAX_XMP:
        return {}
    from defusedxml import ElementTree  # Most pictures have none.

    rdf = ElementTree.fromstring(packet.rstrip(b"\x00 \r\n"), forbid_dtd=True)
    if rdf.tag != f"{_RDF}RDF":
        rdf = rdf.find(f"{_RDF}RDF")
    # Only what is said of the picture itself: a montage describes its sources deeper down.
    found: Fields = {}
    for description in rdf.findall(f"{_RDF}Description"):
        for key, tag in _XMP.items():
            element = description.find(tag)
            value = description.get(tag) or ("" if element is None else _xmp_value(element))
            found[key] = found.get(key) or _line(value)
    return found


def _xmp_value(element: Any) -> str:
    """A text, an address, a list of names, or the default of a text in several languages."""
    if address := element.get(f"{_RDF}resource"):
        return str(address)
    items = element.findall(f"*/{_RDF}li")
    texts = [item.text or "" for item in items]
    return ", ".join(texts[:1] if element.find(f"{_RDF}Alt") is not None else texts) or (
        element.text or ""
    )


def _iptc(image: Pillow.Image) -> Fields:
    # Only these formats are asked: the reader would look for other ones in the pixels.
    records: Any = (
        IptcImagePlugin.getiptcinfo(image) if image.format in {"JPEG", "MPO"} else None  # type: ignore[arg-type]
    )
    values = {key: (records or {}).get(place, b"") for key, place in _IPTC.items()}
    return {
        key: ", ".join(_line(_decoded(each)) for each in value)
        if isinstance(value, list)
        else _line(_decoded(value))
        for key, value in values.items()
    }


def _exif(image: Pillow.Image) -> Fields:
    exif = image.getexif()
    # The notices of photographer and editor are separated by NUL.
    return {
        key: ", ".join(filter(None, map(_line, _exif_text(exif.get(tag)).split("\0"))))
        for key, tag in _EXIF.items()
    }


def _exif_text(value: Any) -> str:
    """Pillow reads ASCII fields as Latin-1, but cameras and programs write UTF-8."""
    return _decoded(value.encode("latin-1")) if isinstance(value, str) else ""


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _line(text: str) -> str:
    """``text`` without control characters and repeated blanks."""
    printable = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    shown = (c for c in printable if unicodedata.category(c) not in {"Cf", "Cs", "Co", "Cn"})
    return " ".join("".join(shown).split())


def _joined(first: str, second: str, separator: str, limit: int) -> str:
    """Both texts, or the one that contains the other; only what fits into ``limit``."""
    texts: Iterable[str] = (first, second)
    if first in second or second in first:
        texts = (max(first, second, key=len),)
    whole = separator.join(texts)
    return whole if len(whole) <= limit else first if 0 < len(first) <= limit else ""


def _is_web_address(address: str) -> bool:
    if not 0 < len(address) <= MAX_URL:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(_HOST.fullmatch(parts.netloc))
