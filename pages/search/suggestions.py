""" "Did you mean": public titles and names with a spelling close to what was typed."""

from collections.abc import Sequence
from itertools import islice

from pages.search.engine import engine
from pages.search.entries import TITLE_FIELDS, search_entries
from pages.search.misspellings import MIN_LENGTH, NAME_FIELDS, similar_words, similarity
from pages.search.models import SearchDocument, SearchDocumentQuerySet, keys_of
from pages.search.query import Phrase, Query, Term, parse
from pages.search.ranking import matching_keys
from pages.search.spellings import other_spellings
from pages.search.words import indexed_lines, words

MAX_SUGGESTIONS = 3
MAX_CLOSE = 6
"""Close names that are read from their rows, one query each."""

MAX_WORDS = 6
"""A longer query is not a misspelled name."""

MAX_CHOICES = 3
"""Words of names that are tried instead of a word."""

MAX_DOCUMENTS = 100
"""Documents whose names are compared with what was typed."""


def suggestions(query: Query) -> list[str]:
    """Public titles and names close to ``query``, which found nothing; the closest first.

    If no name is close to the whole query, the query with each word corrected to a word of a name,
    but only if that finds something.
    """
    typed = query.words
    if len(typed) > MAX_WORDS:
        return []
    choices = [_choices(word) for word in typed]
    corrected = [found[0] if found else word for word, found in zip(typed, choices, strict=True)]
    # A short word is not looked up. It may be missing in the name.
    attempts = [
        [found for word, found in zip(typed, choices, strict=True) if found or not _is_short(word)]
    ]
    if len(typed) > 1:
        attempts.append([_choices("".join(typed))])
    names = {
        name: row
        for attempt in attempts
        if attempt and all(attempt)
        for name, row in _names(attempt).items()
    }
    whole = " ".join(typed)
    close = sorted(
        (-similarity(whole, name), name)
        for name in names
        if similarity(whole, name) or set(corrected) <= set(name.split())
    )
    if close:
        found = (_as_written(name, *names[name]) for _rank, name in close[:MAX_CLOSE])
        # Several spellings of one title may be close.
        return [*dict.fromkeys(filter(None, found))][:MAX_SUGGESTIONS]
    correction = parse(" ".join(corrected))
    return (
        [correction.text] if matching_keys(correction, SearchDocument.objects.public(), 1) else []
    )


def _choices(word: str) -> list[str]:
    """Up to `MAX_CHOICES` words of public names that are spelled like ``word``, the closest
    first."""
    return list(islice(filter(_is_public, similar_words(word)), MAX_CHOICES))


def _is_public(word: str) -> bool:
    """Whether a public title or name has ``word``. One query.

    A document is also found by other forms of its words, which may be words of a secret name only:
    "winter" is the stem of "Winters".
    """
    rows = _documents_with([[word]]).values_list(*NAME_FIELDS)[:MAX_DOCUMENTS]
    lines = (line for fields in rows for field in fields for line in indexed_lines(field))
    return any(word in line.split() for line in lines)


def _is_short(word: str) -> bool:
    return len(word) < MIN_LENGTH


def _documents() -> SearchDocumentQuerySet:
    return SearchDocument.objects.public().exclude(pk__range=keys_of(SearchDocument.Kind.REVIEW))


def _documents_with(choices: Sequence[Sequence[str]]) -> SearchDocumentQuerySet:
    """The public documents whose titles and names have one word of each of ``choices``."""
    terms = (Term(Phrase((first,)), frozenset(others)) for first, *others in choices)
    return engine().matching(_documents(), Query("", tuple(terms)), NAME_FIELDS)


def _names(choices: Sequence[Sequence[str]]) -> dict[str, tuple[str, int]]:
    """The titles and names, as they are indexed, of documents with one word of each of ``choices``,
    each with the kind and the primary key of a row that has it.

    A film's names are those in its public credits, so the names of characters are included.
    """
    rows = _documents_with(choices).values_list("kind", "object_id", *NAME_FIELDS)
    return {
        name: (kind, object_id)
        for kind, object_id, *fields in rows[:MAX_DOCUMENTS]
        for field in fields
        for name in indexed_lines(field)
    }


def _as_written(name: str, kind: str, object_id: int) -> str:
    """``name``, which is indexed, as its row spells it; "" if the row does not have it any more."""
    for document in search_entries(kind, [object_id]):
        for field in NAME_FIELDS:
            for written in getattr(document, field).splitlines():
                others = other_spellings(written) if field in TITLE_FIELDS else []
                if any(_as_indexed(each) == name for each in [written, *others]):
                    return str(written)
    return ""


def _as_indexed(line: str) -> str:
    return " ".join(word.text for word in words(line))
