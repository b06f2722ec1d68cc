"""Which words the site's other reviews use of every film."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from editions.leaks.words import tokens
from editions.models import Edition

REVIEWS = 80
"""How many of the newest reviews are read."""

FEWEST = 12
"""With fewer reviews, a word in several of them may be chance."""

LONGEST = 8_000
"""How many characters of each review are read."""


def common_words(*, except_review: int | None) -> Mapping[str, float]:
    """The share of the other live reviews that each word is in, 0 to 1. One query."""
    editions = Edition.objects.live().exclude(review=except_review).order_by("-live_from", "-pk")
    texts = editions.values_list("body__search_text", flat=True)[:REVIEWS]
    found: Counter[str] = Counter()
    number = 0
    for text in texts:
        number += 1
        found.update(_words(text[:LONGEST]))
    if number < FEWEST:
        return {}
    return {word: count / number for word, count in found.items() if count > 1}


@lru_cache(maxsize=REVIEWS + 1)
def _words(text: str) -> frozenset[str]:
    """Kept, because every check of any review reads the same texts. They are public."""
    return frozenset(tokens(text))
