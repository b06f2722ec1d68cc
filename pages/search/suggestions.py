""" "Did you mean": public titles and names with a spelling close to what was typed."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher, get_close_matches

from pages.search.engine import engine
from pages.search.entries import TITLE_FIELDS, Kind, search_entries
from pages.search.models import SearchDocument
from pages.search.query import Query, parse
from pages.search.spellings import other_spellings
from pages.search.words import indexed_lines, words

MAX_SUGGESTIONS = 3
MAX_CLOSE = 6
"""Close names that are read from their rows, one query each."""

MIN_SIMILARITY = 0.72
"""The ratio of `difflib` from which two spellings count as close."""

MAX_WORDS = 6
"""A longer query is not a misspelled name."""

KINDS = (Kind.FILM, Kind.PERSON, Kind.FRANCHISE, Kind.CRITIC)
NAME_FIELDS = (*TITLE_FIELDS, "names")


def suggestions(query: Query) -> list[str]:
    """Public titles and names close to ``query``, which found nothing; the closest first.

    If no name is close to the whole query, the query with each word corrected to a word of a name,
    but only if that finds something.
    """
    if len(query.words) > MAX_WORDS:
        return []
    names = _public_names()
    corrected = _corrected(query.words, {word for name in names for word in name.split()})
    typed = " ".join(query.words)
    close = sorted(
        (-_similarity(typed, name), name)
        for name in names
        if _similarity(typed, name) >= MIN_SIMILARITY or set(corrected) <= set(name.split())
    )
    if close:
        found = (_as_written(name, *names[name]) for _rank, name in close[:MAX_CLOSE])
        # Several spellings of one title may be close.
        return [*dict.fromkeys(filter(None, found))][:MAX_SUGGESTIONS]
    correction = parse(" ".join(corrected))
    return [correction.text] if _finds_something(correction) else []


def _public_names() -> dict[str, tuple[str, int]]:
    """The public titles and names as they are indexed, each with the kind and the primary key of a
    row that has it.

    A film's names are those in its public credits, so the names of characters are included.
    """
    rows = SearchDocument.objects.public().filter(kind__in=KINDS).order_by("-pk")
    return {
        name: (kind, object_id)
        for kind, object_id, *fields in rows.values_list("kind", "object_id", *NAME_FIELDS)
        for field in fields
        for name in indexed_lines(field)
    }


def _corrected(words: Sequence[str], vocabulary: Collection[str]) -> list[str]:
    """Each of ``words`` as the closest word of ``vocabulary``; unchanged if none is close."""
    return [
        word
        if word in vocabulary
        else next(iter(get_close_matches(word, vocabulary, n=1, cutoff=MIN_SIMILARITY)), word)
        for word in words
    ]


def _similarity(one: str, other: str) -> float:
    """From 0 to 1; 0 if it is less than `MIN_SIMILARITY`."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < MIN_SIMILARITY or matcher.quick_ratio() < MIN_SIMILARITY:
        return 0.0
    return matcher.ratio()


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


def _finds_something(query: Query) -> bool:
    public = SearchDocument.objects.public()
    return public.filter(pk__in=engine().matching(query)).exists()
