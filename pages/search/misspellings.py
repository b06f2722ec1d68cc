"""Words of names that are spelled like a misspelled word.

Comparing a word with all words of all names takes seconds on a large site. So the index stores each
word of a name with its variants: its first `PREFIX` letters, and these without one letter. A
misspelled word finds the words with which it shares a variant. (The method is that of SymSpell,
https://github.com/wolfgarbe/SymSpell.)
"""

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import chain

from pages.search.models import NameSpelling, SearchDocument
from pages.search.words import indexed_lines

PREFIX = 7
MIN_LENGTH = 3
"""Letters of a word that is stored, and of one that is looked up."""

LONG_WORD = 5
"""Letters of a word that may lack two letters of a name, or have two others."""

MIN_SIMILARITY = 0.72
"""The ratio of `difflib` from which two spellings count as close."""

WORDS_AT_ONCE = 5_000
"""Words that are deleted in one query."""

NAME_FIELDS = ("title", "also", "names")


def store_words_of_names(documents: Iterable[SearchDocument]) -> None:
    """Store the words of the titles and names of ``documents`` that are not stored yet. Two queries
    at most."""
    words = _words(
        getattr(document, field)
        for document in documents
        if document.kind != SearchDocument.Kind.REVIEW
        for field in NAME_FIELDS
    )
    if not words:
        return
    known = NameSpelling.objects.filter(word__in=words).values_list("word", flat=True).distinct()
    NameSpelling.objects.bulk_create(
        (
            NameSpelling(variant=variant, word=word)
            for word in sorted(words.difference(known))
            for variant in sorted(variants(word, 1))
        ),
        batch_size=5_000,
        ignore_conflicts=True,
    )


def delete_unused_words() -> None:
    """Delete the words that no title or name has any more."""
    documents = SearchDocument.objects.exclude(kind=SearchDocument.Kind.REVIEW)
    fields = documents.values_list(*NAME_FIELDS).order_by().iterator()
    used = _words(chain.from_iterable(fields))
    stored = NameSpelling.objects.order_by().values_list("word", flat=True).distinct()
    unused = sorted(set(stored.iterator()) - used)
    for start in range(0, len(unused), WORDS_AT_ONCE):
        words = unused[start : start + WORDS_AT_ONCE]
        NameSpelling.objects.filter(word__in=words).delete()


def _words(texts: Iterable[str]) -> set[str]:
    """The words of the indexed ``texts`` that are long enough to be stored."""
    lines = (line for text in texts for line in indexed_lines(text))
    return {word for line in lines for word in line.split() if len(word) >= MIN_LENGTH}


def similar_words(word: str) -> list[str]:
    """The stored words that are spelled like ``word``, the closest first; itself, if it is stored.

    Words of names that are not public are among them. One query.
    """
    if len(word) < MIN_LENGTH:
        return []
    keys = variants(word, 2 if len(word) >= LONG_WORD else 1)
    found = set(NameSpelling.objects.filter(variant__in=keys).values_list("word", flat=True))
    rated = ((similarity(word, other), other) for other in found)
    return [other for rate, other in sorted(rated, key=lambda rated: (-rated[0], rated[1])) if rate]


def variants(word: str, deletions: int) -> set[str]:
    """The first letters of ``word``, and what remains of them without up to ``deletions``."""
    found = {word[:PREFIX]}
    for _each in range(deletions):
        found |= {text[:at] + text[at + 1 :] for text in found for at in range(len(text))}
    return found - {""}


def similarity(one: str, other: str) -> float:
    """From 0 to 1; 0 if it is less than `MIN_SIMILARITY`."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < MIN_SIMILARITY or matcher.quick_ratio() < MIN_SIMILARITY:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= MIN_SIMILARITY else 0.0
