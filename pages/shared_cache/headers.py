"""The headers that tell a shared cache how long it may keep a page, and when it must not."""

MAX_AGE = 86_400
"""Seconds after which a page is asked for again although nobody has purged it."""

STALE_IF_ERROR = 86_400
"""For so many seconds more, a page is sent while no server answers (RFC 5861)."""

STALE_WHILE_REVALIDATE = 60

MARGIN = 0.5
"""Seconds before its end at which a page ends in a shared cache, which counts whole seconds and
from a later moment on."""

Headers = list[tuple[str, str]]


def shared_cache_headers(keys: str, generation: int, until: float, now: float) -> Headers:
    """For a page with surrogate ``keys`` that is valid at ``now`` and changes at ``until``.

    CDN-Cache-Control (RFC 9213) is for shared caches in front of the site only: readers' browsers
    and other caches are not purged. A page that is about to change is not kept beyond that moment,
    also while it is asked for again. By Surrogate-Generation, a cache knows an answer that was on
    its way when it was purged.
    """
    seconds = min(MAX_AGE, max(0, int(until - now - MARGIN))) if until < now + MAX_AGE else MAX_AGE
    control = f"max-age={seconds}"
    if seconds == MAX_AGE:
        control += f", stale-while-revalidate={STALE_WHILE_REVALIDATE}"
    return [
        ("CDN-Cache-Control", f"{control}, stale-if-error={STALE_IF_ERROR}"),
        ("Surrogate-Key", keys),
        ("Surrogate-Generation", str(generation)),
    ]
