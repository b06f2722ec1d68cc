"""What readers and editors get while the database is locked, forms arrive slowly, or the disk is
full."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from itertools import islice

import pytest
from django.db import connection

from tests.faults import KeptForm, full_disk, locked
from tests.processes.server import START_SECONDS, Answer, Browser, Site

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db, pytest.mark.soak]

ADD = "/admin/films/genre/add/"
PAGES = ["/", "/reviews/", "/reviews/sample/", "/films/", "/search/?q=the", "/feeds/reviews.atom"]
POSTS = 10
PLACES = 2
"""Half of the four threads of each of the two workers."""


@pytest.fixture(scope="module")
def vera(site: Site) -> Browser:
    site.shell(
        "from editions.publishing import publish\n"
        "from tests.factories import FullReviewFactory\n"
        "publish(review=FullReviewFactory(slug='sample'))\n"
    )
    browser = Browser(site, address="192.0.2.7")
    assert browser.log_in("vera", "a-long-password").status == 302
    return browser


def readers(site: Site) -> list[int]:
    return [Browser(site).get(page).status for page in PAGES]


def save(vera: Browser, name: str) -> Answer:
    return Browser(vera.site, vera.cookies).post(ADD, {"name": name, "slug": name.lower()})


def sent_again(vera: Browser, answer: Answer) -> Answer:
    form = KeptForm(answer.body)
    return vera.send(form.action, dict(form.fields))


class TestALongWriter:
    def test_readers_are_answered_while_forms_wait_for_the_lock(
        self, site: Site, vera: Browser
    ) -> None:
        with ThreadPoolExecutor(POSTS) as pool:
            with locked("films_genre", site.database_url):
                posts = [pool.submit(save, vera, f"Mood-{number}") for number in range(POSTS)]
                # However the workers share the forms, the others find no place.
                refused = list(islice(as_completed(posts), POSTS - 2 * PLACES))
                assert readers(site) == [200] * len(PAGES)
                assert sum(not post.done() for post in posts) >= PLACES
            answers = [post.result() for post in posts]
        assert {post.result().status for post in refused} == {503}
        lost = [answer for answer in answers if answer.status != 302]
        assert [answer.status for answer in lost] == [503] * len(lost)
        assert [sent_again(vera, answer).status for answer in lost] == [302] * len(lost)
        page = vera.get("/admin/films/genre/?q=Mood-").body
        assert [number for number in range(POSTS) if f">Mood-{number}<" not in page] == []


SLOW_FORMS = 12


@contextmanager
def slow_form(site: Site) -> Iterator[None]:
    """A form of which the beginning has arrived, and the rest does not."""
    lines = [
        "POST /admin/login/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Cookie: csrftoken=" + "x" * 32,  # without one, the form is refused before it is read
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 1000",
        "",
        "username=",
    ]
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.sendall("\r\n".join(lines).encode())
        yield


class TestSlowForms:
    def test_readers_are_answered_while_forms_arrive(self, site: Site, vera: Browser) -> None:
        with ExitStack() as stack:
            for _form in range(SLOW_FORMS):
                stack.enter_context(slow_form(site))
            for _try in range(3):
                assert readers(site) == [200] * len(PAGES)
        # The server notices soon that the clients are gone.
        deadline = time.monotonic() + START_SECONDS
        while save(vera, f"Slow-{time.monotonic():.0f}").status != 302:
            assert time.monotonic() < deadline


class TestAFullDisk:
    def test_readers_stay_and_editors_keep_their_form(self, site: Site, vera: Browser) -> None:
        with ExitStack() as stack:
            for process in site.workers_running():
                stack.enter_context(full_disk(process))
            assert readers(site) == [200] * len(PAGES)
            answer = save(vera, "Noir")
        if connection.vendor == "sqlite":
            assert answer.status == 503
            assert "The disk of the site is full" in answer.body
            answer = sent_again(vera, answer)
        assert answer.status == 302
