"""The readers of a review are counted in the log of the front server."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from monitoring.access_log import requests
from monitoring.models import DayOfReview
from reviews.models import Review, ReviewSlug
from tests.factories import ReviewFactory

DAY = date(2026, 5, 31)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def line(
    path: str = "/reviews/heat/",
    *,
    address: str = "203.0.113.7",
    at: str = "31/May/2026:12:00:00 +0000",
    method: str = "GET",
    status: int = 200,
    program: str = FIREFOX,
) -> str:
    request = f'"{method} {path} HTTP/1.1"'
    return f'{address} - - [{at}] {request} {status} 5120 "https://a.example/" "{program}"\n'


@pytest.fixture
def review(db: None) -> Review:
    return ReviewFactory(slug="heat")


def count(tmp_path: Path, *lines: str) -> list[tuple[int, int]]:
    """Readers and views of each review on `DAY`."""
    log = tmp_path / "access.log"
    log.write_text("".join(lines))
    call_command("count_readers", log, day=DAY, verbosity=0)
    return list(DayOfReview.objects.filter(day=DAY).values_list("readers", "views"))


class TestReaders:
    def test_are_addresses_with_programs(self, review: Review, tmp_path: Path) -> None:
        other = "Mozilla/5.0 (Macintosh) Safari/605.1.15"
        assert count(
            tmp_path,
            line(),
            line("/reviews/heat/?utm_source=x", status=304),
            line(program=other),
            line(address="2001:db8::1"),
        ) == [(3, 4)]

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": 301},
            {"status": 404},
            {"method": "HEAD"},
            {"program": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://google.com/bot.html)"},
            {"program": "curl/8.0"},
            {"program": "-"},
            {"program": ""},
            {"path": "/reviews/heat/revealed/"},
            {"path": "/reviews/unknown/"},
            {"at": "30/May/2026:12:00:00 +0000"},
            {"at": "31/May/2026:23:30:00 -0100"},
        ],
        ids=str,
    )
    def test_others_are_not_counted(
        self, changes: dict[str, str], review: Review, tmp_path: Path
    ) -> None:
        assert count(tmp_path, line(), line(**changes)) == [(1, 1)]  # type: ignore[arg-type]

    def test_of_a_former_slug_are_those_of_the_review(self, review: Review, tmp_path: Path) -> None:
        ReviewSlug.objects.create(review=review, slug="heat-1995")
        assert count(tmp_path, line(), line("/reviews/heat-1995/")) == [(1, 2)]

    def test_a_day_that_is_counted_again_is_replaced(self, review: Review, tmp_path: Path) -> None:
        count(tmp_path, line())
        assert count(tmp_path, line(), line(address="203.0.113.8")) == [(2, 2)]


class TestLogs:
    def test_may_be_compressed_and_have_other_lines(self, tmp_path: Path) -> None:
        log = tmp_path / "access.log.2.gz"
        with gzip.open(log, "wt") as file:
            file.write(line() + "\x16\x03\x01\n" + "[" * 8_000 + "\n")
            file.write(line(program=r"a \"quoted\" name"))
        first, other, brackets, last = requests(log)
        assert first
        assert last
        assert (other, brackets) == (None, None)
        assert (first.path, last.program) == ("/reviews/heat/", r"a \"quoted\" name")

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            ([], "they are empty"),
            (['{"path": "/"}\n'], "none of their lines"),
            ([line(at="30/May/2026:12:00:00 +0000")], "of other days"),
        ],
        ids=["empty", "another format", "another day"],
    )
    def test_without_the_day_change_nothing(
        self, lines: list[str], message: str, review: Review, tmp_path: Path
    ) -> None:
        count(tmp_path, line())
        with pytest.raises(CommandError, match=message):
            count(tmp_path, *lines)
        assert DayOfReview.objects.count() == 1

    def test_that_cannot_be_read_change_nothing(self, tmp_path: Path) -> None:
        missing = tmp_path / "none.log"
        with pytest.raises(CommandError, match=r"none\.log cannot be read: No such file"):
            call_command("count_readers", missing, day=DAY)
        damaged = tmp_path / "cut.gz"
        damaged.write_bytes(gzip.compress(line().encode() * 50)[:60])
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("count_readers", damaged, day=DAY)
