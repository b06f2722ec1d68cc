"""Settings of Python's cyclic garbage collector."""

import gc


def configure_garbage_collection() -> None:
    """Collect less often, and never scan the objects that exist now. Call it after start-up.

    Python's default thresholds are low for this program: parsing one review creates tens of
    thousands of objects. A threshold of 50,000 objects delays the freeing of some megabytes.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
