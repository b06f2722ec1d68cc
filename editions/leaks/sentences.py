"""Divides plain text into sentences."""

import re
from collections.abc import Iterator

_PARAGRAPH = re.compile(r"\n\s*")
_END = re.compile(
    r"[.!?…]+[\"'”’»«“)\]]*(?=\s+[\"'“„‘«»(\[¿¡]?[^\W_a-zäöüß])"
    r"|[。！？]+[」』）]*"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(„“\"'])(?:[A-ZÄÖÜ]|Dr|Prof|Mr|Mrs|Ms|St|Sr|Jr|No|Nr|Vol|vs|etc|ca|bzw|usw|Abb"
    r"|z\. ?B|d\. ?h|u\. ?a|K\. ?o|e\.g|i\.e|sog|evtl|Hrsg|Mt|Lt|Sgt|Capt|Col|Gen)\.$"
)


def sentences(text: str) -> Iterator[str]:
    """The sentences of ``text`` in order, each on one line. A line break ends a sentence."""
    for paragraph in _PARAGRAPH.split(text):
        begin = 0
        for match in _END.finditer(paragraph):
            if not _ABBREVIATION.search(paragraph[begin : match.end()]):
                yield from _clean(paragraph[begin : match.end()])
                begin = match.end()
        yield from _clean(paragraph[begin:])


def _clean(text: str) -> Iterator[str]:
    cleaned = " ".join(text.split())
    if any(char.isalnum() for char in cleaned):
        yield cleaned
