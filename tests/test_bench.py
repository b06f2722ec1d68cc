"""The parts of the benchmarks that decide what a missed target is."""

import pytest

from bench import sizes, throughput
from bench.desk_clicks.__main__ import differences, rows_of
from bench.desk_clicks.user import Counts
from bench.latency import Timings
from bench.load import Run


def timings(*milliseconds: float, status: int = 200) -> Timings:
    return Timings([each / 1000 for each in milliseconds], 0.0, status)


class TestRowOfSizes:
    @pytest.mark.parametrize(
        ("name", "small", "large", "misses"),
        [
            ("home", timings(20, 20, 20), timings(39, 39, 49), []),
            ("home", timings(20, 20, 20), timings(40, 40, 60), ["p95", "ratio"]),
            (sizes.COMMONEST, timings(90, 90, 90), timings(100, 100, 140), []),
            ("home", timings(20), timings(1, status=404), ["status"]),
        ],
    )
    def test_misses(self, name: str, small: Timings, large: Timings, misses: list[str]) -> None:
        assert sizes.Row(name, small, large).misses == misses

    def test_p95_of_few_requests_is_the_slowest(self) -> None:
        assert timings(1, 2, 3, 90, 4).quantile(0.95) == 90


class TestTargetsOfThroughput:
    def test_are_ratios_of_the_medians(self) -> None:
        rates = {
            throughput.NGINX: 10_000,
            throughput.HIT: 7_000,
            throughput.WAGTAIL: 20,
            throughput.WAGTAIL_CACHED: 1_000,
            throughput.COLD_REVIEW: 90,
        }
        figures = {
            name: throughput.Figures([Run(rate, 1, 2), Run(rate * 9, 1, 2), Run(1, 1, 2)])
            for name, rate in rates.items()
        }
        targets = throughput.targets(figures, start_seconds=3)
        assert [target.reached for target in targets] == [0.7, 7, 350, 1, 4.5, 3]
        assert [target.is_missed for target in targets] == [False, True, False, False, False, True]
        assert str(targets[1]) == "a hit, of Wagtail's with a page cache: 7.00 (≥ 8)  MISSED"


class TestDeskClicks:
    @pytest.mark.parametrize(
        ("counts", "missed"),
        [
            (Counts(clicks=80, loads=6, keys=999), []),
            (Counts(clicks=81, loads=7, pop_ups=1), ["clicks", "page loads", "pop-ups"]),
        ],
    )
    def test_of_a_review(self, counts: Counts, missed: list[str]) -> None:
        assert [row.name for row in rows_of(counts) if row.is_missed] == missed

    def test_a_cast_takes_the_time_of_a_person_too(self) -> None:
        slow, quick = (rows_of(Counts(clicks=clicks), seconds=30) for clicks in (101, 100))
        assert [row.name for row in slow if row.is_missed] == ["seconds with those of a person"]
        assert [row.name for row in quick if row.is_missed] == []

    def test_what_differs_is_named(self) -> None:
        wanted = {"credits": [{"person": "Ann"}, {"person": "Bo"}], "slug": "a"}
        found = {"credits": [{"person": "Ann"}, {"person": "Cy"}], "slug": "a"}
        assert differences(wanted, found) == ["credits 2 person: 'Cy' instead of 'Bo'"]
        assert differences(wanted, {"credits": [], "slug": "a"}) == [
            "credits: [] instead of [{'person': 'Ann'}, {'person': 'Bo'}]"
        ]
