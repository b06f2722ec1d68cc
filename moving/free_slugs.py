"""The first slug that is not used yet."""

from collections.abc import Callable, Iterable

from images.slugs import numbered

_AT_ONCE = (2, 50, 1_000)
"""How many candidates each query asks for. Nearly always the first is free."""


def first_free(
    *slugs: str, max_length: int, used: Callable[[list[str]], Iterable[str | None]]
) -> str:
    """The first of ``slugs`` that is not among the ``used``, or else the last with a number."""
    numbers = (numbered(slugs[-1], number, max_length) for number in range(2, 1_000))
    candidates = [*dict.fromkeys(slugs), *numbers]
    for count in _AT_ONCE:
        asked = candidates[:count]
        taken = set(used(asked))
        if free := next((each for each in asked if each not in taken), ""):
            return free
    raise ValueError("all slugs are used")
