"""Settings of Python's cyclic garbage collector."""

import gc

THRESHOLDS = (10_000, 5, 20)
"""New objects before the youngest generation is collected, and how many collections of a generation
come before one of the next older (`gc.set_threshold`)."""


def configure_garbage_collection() -> None:
    """Collect less often, and never scan the objects that exist now. Call it after start-up.

    Python's default thresholds are low for this program: parsing one review creates tens of
    thousands of objects. High ones make pages wait: with 50,000, the page of the admin that met a
    collection took 64 to 100 ms longer than others; with 10,000, at most 29 ms longer.

    A collection moves the objects of requests that are in progress to the next generation, where
    their cycles stay until that one is collected. The thresholds of the older generations are low,
    so that this takes minutes and not hours of load. Collecting them is cheap, because the objects
    that exist now are left out.
    """
    gc.freeze()
    # Python skips a full collection until the older objects have grown by a fourth of those that
    # the last one has left. This one leaves none.
    gc.collect()
    gc.set_threshold(*THRESHOLDS)
