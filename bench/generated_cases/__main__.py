"""Hostile input by the hundred thousand: `python -m bench.generated_cases [NUMBER] [--seed SEED]`.

NUMBER cases (200,000 by default) of random texts, exports and documents are parsed, redacted,
converted, moved in and imported, in two processes. Nothing may be raised but what is declared, no
hidden word may be public, and what promises to change nothing the second time must do so. Then the
processor time of texts that repeat one piece is measured at several lengths: it may not grow faster
than the length. Prints a table; exits 1 if something is wrong.

`--case AREA:NUMBER` with the printed seed shows the input of one case and what is wrong with it.
"""

import argparse
import multiprocessing
import os
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed

from bench.generated_cases.running import MOST_REPORTED, SHARES, Tally, growth, prepare, run

PROCESSES = 2
PART = 500
"""Cases that a process takes at a time."""

GROWTH_PARTS = 8


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.generated_cases")
    parser.add_argument("number", nargs="?", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    parser.add_argument("--case", metavar="AREA:NUMBER")
    parser.add_argument("--area")
    parser.add_argument("--no-growth", action="store_true")
    given = parser.parse_args(arguments)
    if given.case:
        return show(given.case, given.seed)
    print(f"seed {given.seed}", flush=True)
    start = time.monotonic()
    tallies, ratios = measure(given.number, given.seed, given.area, with_growth=not given.no_growth)
    print(f"\n{'area':<10}{'cases':>9}{'crashes':>9}{'leaks':>7}{'others':>8}", end="")
    print(f"{'slowest ms/KB':>15}{'worst growth':>14}")
    failed = False
    for area, tally in tallies.items():
        ratio, missed = ratios[area]
        failed = failed or not tally.is_faultless or bool(missed)
        print(
            f"{area:<10}{tally.cases:>9,}{tally.crashes:>9}{tally.leaks:>7}{tally.others:>8}",
            end="",
        )
        print(f"{tally.slowest * 1000:>15.1f}{ratio:>14.2f}")
    print(f"\n{time.monotonic() - start:.0f} s")
    return int(failed)


def measure(
    number: int, seed: int, only: str | None, *, with_growth: bool
) -> tuple[dict[str, Tally], dict[str, tuple[float, list[str]]]]:
    """The tally of each area; its worst growth, and what grows too fast."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=prepare) as pool:
        tallies = {area: Tally() for area in SHARES if only in (None, area)}
        futures: dict[Future[Tally], str] = {}
        for area in tallies:
            count = round(number * (1.0 if only else SHARES[area]))
            for first in range(0, count, PART):
                numbers = range(first, min(count, first + PART))
                futures[pool.submit(run, area, seed, numbers)] = area
        for future in as_completed(futures):
            area, tally = futures[future], future.result()
            for case, fault in tally.wrong:
                if len(tallies[area].wrong) < MOST_REPORTED:
                    print(f"{area}:{case}: {fault}", flush=True)
                    tallies[area].wrong.append((case, fault))
            tally.wrong = []
            tallies[area].add(tally)
        ratios: dict[str, tuple[float, list[str]]] = {area: (0.0, []) for area in tallies}
        if with_growth:
            parts = {
                pool.submit(growth, area, part, GROWTH_PARTS): area
                for area in tallies
                for part in range(GROWTH_PARTS)
            }
            for done in as_completed(parts):
                worst, missed = done.result()
                before, others = ratios[parts[done]]
                ratios[parts[done]] = max(before, worst), [*others, *missed]
                for each in missed:
                    print(each, flush=True)
    return tallies, ratios


def show(name: str, seed: int) -> int:
    """Print the input of the case ``name``, and what is wrong with it."""
    area, _colon, number = name.partition(":")
    prepare()
    from bench.generated_cases.cases import case_of

    case = case_of(area, seed, int(number))
    print(repr(case.source) if not case.source.isprintable() else case.source)
    faults = case.run()
    print("\n".join(faults) or "Nothing is wrong.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
