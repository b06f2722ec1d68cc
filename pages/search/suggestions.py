""" "Did you mean": titles and names that are spelled almost as what was typed."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher, get_close_matches

from pages.search.documents import Kind, documents
from pages.search.engine import engine
from pages.search.models import SearchDocument
from pages.search.query import Query, parse
from pages.search.words import lines, words

MOST = 3
ALIKE = 0.72
"""From which ratio on (difflib's) two spellings are taken for one."""

MOST_WORDS = 6
"""Of a longer question no word is a slip of the pen in a name."""

NAMED = (Kind.FILM, Kind.PERSON, Kind.FRANCHISE, Kind.CRITIC)
NAMES = ("title", "also", "names")


def suggestions(query: Query) -> list[str]:
    """Titles and names for a ``query`` that found nothing, the likeliest first.

    Where none fits the whole of it, the query itself with its words spelled as in titles and names,
    if that finds something. Of what is public alone.
    """
    if len(query.words) > MOST_WORDS:
        return []
    names = _names()
    spelled = _spelled(query.words, {word for name in names for word in name.split()})
    whole = " ".join(query.words)
    alike = sorted(
        (-_ratio(whole, name), name)
        for name in names
        if _ratio(whole, name) >= ALIKE or set(spelled) <= set(name.split())
    )
    if alike:
        written = (_as_written(name, *names[name]) for _unlike, name in alike[:MOST])
        return [name for name in written if name]
    corrected = parse(" ".join(spelled))
    return [corrected.text] if _finds_something(corrected) else []


def _names() -> dict[str, tuple[str, int]]:
    """The public titles and names, as indexed, with the kind and primary key of one thing of each.

    A film has the names of its public credits: somebody's role is a name too.
    """
    things = SearchDocument.objects.public().filter(kind__in=NAMED).order_by("-pk")
    return {
        name: (kind, object_id)
        for kind, object_id, *fields in things.values_list("kind", "object_id", *NAMES)
        for field in fields
        for name in lines(field)
    }


def _spelled(words: Sequence[str], vocabulary: Collection[str]) -> list[str]:
    """Each of ``words`` as ``vocabulary`` spells it; as it is, where nothing there is alike."""
    return [
        word
        if word in vocabulary
        else next(iter(get_close_matches(word, vocabulary, n=1, cutoff=ALIKE)), word)
        for word in words
    ]


def _ratio(one: str, other: str) -> float:
    """How alike they are, from 0 to 1; 0 where that is less than `ALIKE`."""
    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _as_written(name: str, kind: str, object_id: int) -> str:
    """``name`` with its capitals and accents, as its thing has it now; "" if it has it no more."""
    for document in documents(kind, [object_id]):
        for field in NAMES:
            for written in getattr(document, field).splitlines():
                if [word.text for word in words(written)] == name.split():
                    return str(written)
    return ""


def _finds_something(query: Query) -> bool:
    public = SearchDocument.objects.public()
    return public.filter(pk__in=engine().matching(query)).exists()
