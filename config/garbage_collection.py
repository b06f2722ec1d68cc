"""How often Python looks for garbage among objects that point at each other."""

import gc


def tune() -> None:
    """Look seldom, and never among what is loaded by now, which stays: call it once that is all.

    Python's own thresholds are for small programs: a parsed review alone is tens of thousands of
    objects, during whose making everything there is was looked through many times. What waits
    longer for its collection is 50,000 objects, some megabytes.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
