"""Times the admin's lists, searches and suggestions: `python -m bench.admin_lists [WORD]`.

On a corpus of `REVIEWS` reviews and `PEOPLE` people; on SQLite, or on PostgreSQL if DATABASE_URL is
that of a server (`scripts/with-postgres`). The requests go through the whole of Django in this
process. With WORD, only rows with this word in their name. Exits 1 if a row is over `LIMIT`.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import corpora, curtain
from bench.servers import VAR, stop_servers_when_terminated

REVIEWS, PEOPLE = 10_000, 50_000
LIMIT = 200.0
"""The most processor time that a request may take, in milliseconds: that of this process and of the
process of PostgreSQL that answers it. It depends least on other programs."""

REQUESTS = 5
MIN_REQUESTS, MAX_SECONDS = 3, 1.0
"""A row ends after so many seconds if it has had this many requests."""

ROUNDS = 3
"""A row over the limit is measured again when all others are done, up to so many times in all, and
the best round counts: other programs on the machine slow down single rows for seconds."""

BULK = 25
"""Reviews on the page that says what a step will do to each."""


@dataclass(slots=True)
class Row:
    """The times of one row, in milliseconds."""

    name: str
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    status: int = 0

    @property
    def judged(self) -> float:
        return quantile(self.processor, 0.95)

    @property
    def is_missed(self) -> bool:
        # The list of the settings, which are one row, leads to its form.
        return self.status not in (200, 302) or self.judged > LIMIT

    def __str__(self) -> str:
        return (
            f"| {self.name} | {quantile(self.wall, 0.5):.0f} | {quantile(self.wall, 0.95):.0f} "
            f"| {quantile(self.processor, 0.5):.0f} | {quantile(self.processor, 0.95):.0f} |"
        )


def quantile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def client_of(role: str) -> Any:
    """A client that is logged in with the ``role``. A critic has the most reviews of the site."""
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from reviews.models import Critic

    user, _created = User.objects.get_or_create(username=f"bench-{role}", is_staff=True)
    user.groups.set([Group.objects.get(name=role)])
    if role == "Critic":
        Critic.objects.filter(pk=Critic.objects.order_by("pk")[0].pk).update(user=user)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def address_rows(read: Any) -> dict[str, list[str]]:
    """What is requested as a chief, who sees every list."""
    from django.urls import reverse

    from bench.admin_addresses import ABSENT, list_rows, list_url, spread, suggestion_rows
    from films.models import Film
    from reviews.models import Review

    rows = {"dashboard": ["/admin/"], **list_rows(read)}
    rows |= suggestion_rows(["", "a", "the", "ada", "Ada Ortiz", ABSENT])
    search = reverse("admin:search")
    for what, words in {
        "common words": ["a", "the"],
        "a name": ["Ada Ortiz", "Ada"],
        "absent words": [ABSENT],
    }.items():
        rows[f"search of the admin, {what}"] = [f"{search}?q={word}" for word in words]
    calendar = reverse("admin:reviews_review_calendar")
    rows["calendar"] = [calendar, f"{calendar}?month=2026-09", f"{calendar}?month=2020-02"]
    keys = ",".join(str(review.pk) for review in spread(Review, BULK))
    for step in ("hand_in", "publish", "schedule", "withdraw"):
        page = reverse("admin:reviews_review_bulk", args=[step])
        rows[f"bulk page, {step}, {BULK} reviews"] = [f"{page}?reviews={keys}"]
    credits = reverse("admin:reviews_review_credits")
    films = list(spread(Film, 4))
    rows["suggestions for the credits of a critique"] = [
        f"{credits}?film={film.pk}&term=a" for film in films
    ]
    rows["choice of a picture"] = [
        f"{reverse('markdownx_pictures')}?q={word}" for word in ("", "corpus")
    ]
    rows["reviews in the bin"] = [f"{list_url(Review)}bin/"]
    return rows


def add_history() -> None:
    """Give the reviews of a corpus a history: each published, half changed since, some handed in.
    The working copies in it are empty; no list reads them."""
    from editions.history_models import ReviewEvent, Snapshot
    from reviews.models import Review

    if ReviewEvent.objects.exists():
        return
    kind = ReviewEvent.Kind
    keys = list(Review.objects.order_by("pk").values_list("pk", flat=True))
    numbers = dict(Review.objects.order_by("pk").values_list("pk", "editions__number"))
    Snapshot.objects.bulk_create(
        [
            Snapshot(review_id=key, digest=digest, content=b"", content_schema=1)
            for key in keys
            for digest in ("first", "second")
        ],
        batch_size=500,
    )
    made = dict[tuple[int, str], int]()
    for key, digest, pk in Snapshot.objects.values_list("review", "digest", "pk"):
        made[key, digest] = pk
    steps = (
        [(kind.SAVED, "first")] * 3
        + [(kind.SUBMITTED, None), (kind.PUBLISHED, "first")]
        + [(kind.SAVED, "second"), (kind.SUBMITTED, None)]
    )
    ReviewEvent.objects.bulk_create(
        [
            ReviewEvent(
                review_id=key,
                kind=step,
                snapshot_id=made[key, digest] if digest else None,
                edition_number=numbers[key] if step == kind.PUBLISHED else None,
            )
            for number, key in enumerate(keys)
            for step, digest in steps[: 7 if number % 20 == 0 else 6 if number % 2 else 5]
        ],
        batch_size=500,
    )
    Review.objects.filter(pk__in=keys[::20]).update(stage=Review.Stage.SUBMITTED)


def processor_time() -> float:
    """In seconds, of this process and of the process of PostgreSQL that it is connected to."""
    from django.db import connection

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    nanoseconds = Path(f"/proc/{pid}/schedstat").read_text().split()[0]
    return own + int(nanoseconds) / 1e9


def timed(client: Any, name: str, paths: list[str]) -> Row:
    """The first request of a row is not timed: it compiles templates."""
    row = Row(name)
    client.get(paths[0])
    begin = time.monotonic()
    for number in range(max(REQUESTS, len(paths))):
        if number >= max(MIN_REQUESTS, len(paths)) and time.monotonic() - begin > MAX_SECONDS:
            break
        wall, processor = time.perf_counter(), processor_time()
        response = client.get(paths[number % len(paths)])
        row.wall.append(1000 * (time.perf_counter() - wall))
        row.processor.append(1000 * (processor_time() - processor))
        row.status = max(row.status, response.status_code)
    return row


def requests(word: str) -> Iterator[tuple[Any, str, list[str]]]:
    """The client, the name and the addresses of each row."""
    add_history()
    editor = client_of("Chief")
    rows = address_rows(lambda url: editor.get(url).content.decode())
    for name, paths in rows.items():
        if word in name:
            yield editor, name, paths
    critic = client_of("Critic")
    for name, paths in rows.items():
        own = f"{name}, as a critic"
        # A far page of all reviews is none of a critic's own.
        if (
            word in own
            and "far page" not in name
            and name.startswith(("dashboard", "reviews_review", "search of", "calendar"))
        ):
            yield critic, own, paths


def measured(word: str) -> list[Row]:
    """The best round of each row. Prints each round."""
    rounds: dict[str, Row] = {}
    left = list(requests(word))
    for number in range(ROUNDS):
        if number and left:
            print(f"\nAgain, {len(left)} rows\n")
        for each in left:
            row = timed(*each)
            print(row, flush=True)
            rounds[row.name] = min(row, rounds.get(row.name, row), key=lambda row: row.judged)
        left = [each for each in left if rounds[each[1]].is_missed]
    return list(rounds.values())


def main(word: str = "") -> int:
    stop_servers_when_terminated()
    VAR.mkdir(parents=True, exist_ok=True)
    server = os.environ.get("DATABASE_URL", "")
    env = corpora.postgresql(REVIEWS, server, PEOPLE) if server else corpora.sqlite(REVIEWS, PEOPLE)
    env["PYTHONUNBUFFERED"] = "1"
    curtain.manage(env, "collectstatic", "--no-input", "--verbosity=0")
    os.environ.update(env | {"SITE_URL": "http://127.0.0.1"})
    import django

    django.setup()
    from django.db import connection

    from config.garbage_collection import configure_garbage_collection

    configure_garbage_collection()  # As the server does.
    if server:
        # The processes of a parallel query would not be counted.
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    print(f"\n{'PostgreSQL' if server else 'SQLite'}, times in milliseconds\n")
    print("| page | p50 | p95 | processor p50 | processor p95 |")
    print("| --- | ---: | ---: | ---: | ---: |")
    rows = measured(word)
    missed = [row for row in rows if row.is_missed]
    print(f"\n{len(rows)} rows, {len(missed)} over {LIMIT:.0f} ms")
    for row in missed:
        print(f"MISSED: {row.name}: {row.judged:.0f} ms, {row.status}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
