"""Checksums of what a reader sees around each curtain.

A key counts positions, so after a correction it may be the key of another curtain. A link to a
revealed curtain therefore has a checksum besides the key: it opens that curtain only, or none. The
checksum is made of public text, so that a new edition with other hidden text has the same links.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

from editions.rendered import RenderedCurtain, Rendering
from spoilers import fill_slots

LENGTH = 12
"""Hexadecimal digits. One review has few curtains, and nobody gains from forging a checksum."""

_TAG = re.compile(r"<[^>]*>")


def curtain_checksums(rendering: Rendering) -> dict[str, str]:
    """The checksum of each curtain by its key. All of them differ.

    It is made of the words of the section, critique or point that the curtain is in, with the
    heading and with the labels and films of its curtains, and of the position among these. If
    several items have the same words, their number and order count too. For a curtain inside
    another, what the outer one hides counts as well: whoever sees the inner one has read it.
    """
    curtains = {curtain.key: curtain for curtain in rendering.curtains}
    items = []
    for part in rendering.parts:
        texts = [(part.heading, part.introduction)]
        texts += [(item.heading, item.html) for item in part.items]
        for heading, html in texts:
            words, keys = _closed(html, curtains)
            items.append((repr((part.key, heading, words)), keys))
    totals = Counter(item for item, _keys in items)
    numbers: Counter[str] = Counter()
    checksums: dict[str, str] = {}
    for item, keys in items:
        numbers[item] += 1
        checksums |= _by_position(f"{numbers[item]}/{totals[item]} {item}", keys)
    for outer in rendering.curtains:  # each before those inside it
        words, keys = _closed(outer.html, curtains)
        # A damaged text may have lost the slot of the curtain, which is then on no page.
        checksums |= _by_position(f"{checksums.get(outer.key)} {words!r}", keys)
    return checksums


def _closed(html: str, curtains: Mapping[str, RenderedCurtain]) -> tuple[str, list[str]]:
    """The words of ``html``, with label and films in the place of each curtain; the keys of these
    curtains in their order."""
    keys: list[str] = []

    def label(key: str) -> str:
        keys.append(key)
        return repr((curtains[key].label, curtains[key].films))

    return _TAG.sub("", fill_slots(html, label)), keys


def _by_position(context: str, keys: Iterable[str]) -> dict[str, str]:
    digest = sha256(context.encode())
    checksums = {}
    for position, key in enumerate(keys):
        own = digest.copy()
        own.update(f" {position}".encode())
        checksums[key] = own.hexdigest()[:LENGTH]
    return checksums
