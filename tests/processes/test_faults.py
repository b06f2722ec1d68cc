"""What readers and editors get while the database is locked, and when the disk is full."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import pytest
from django.db import connection

from tests.faults import KeptForm, full_disk, locked
from tests.processes.server import Answer, Browser, Site, running_site

pytestmark = pytest.mark.django_db

ADD = "/admin/films/genre/add/"
PAGES = ["/", "/reviews/", "/reviews/sample/", "/films/", "/search/?q=the", "/feeds/reviews.atom"]
POSTS = 6
PLACES = 2
"""Half of the four threads of the one worker."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: object) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("site")
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        running_site(folder, workers=1, DATABASE_LOCK_SECONDS="60") as site,
    ):
        site.shell(
            "from django.contrib.auth.models import User\n"
            "from editions.publishing import publish\n"
            "from tests.factories import FullReviewFactory\n"
            "User.objects.create_superuser('vera', password='a-long-password')\n"
            "publish(review=FullReviewFactory(slug='sample'))\n"
        )
        yield site


@pytest.fixture(scope="module")
def vera(site: Site) -> Browser:
    browser = Browser(site)
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
                posts = [pool.submit(save, vera, f"Genre-{number}") for number in range(POSTS)]
                refused = [post.result() for post in islice(as_completed(posts), POSTS - PLACES)]
                assert readers(site) == [200] * len(PAGES)
                assert sum(not post.done() for post in posts) == PLACES
            answers = [post.result() for post in posts]
        assert sorted(answer.status for answer in answers) == [302] * PLACES + [503] * len(refused)
        assert [sent_again(vera, answer).status for answer in refused] == [302] * len(refused)
        page = vera.get("/admin/films/genre/").body
        assert [number for number in range(POSTS) if f">Genre-{number}<" not in page] == []


class TestAFullDisk:
    def test_readers_stay_and_editors_keep_their_form(self, site: Site, vera: Browser) -> None:
        with ExitStack() as stack:
            for process in site.processes():
                stack.enter_context(full_disk(process))
            assert readers(site) == [200] * len(PAGES)
            answer = save(vera, "Noir")
        if connection.vendor == "sqlite":
            assert answer.status == 503
            assert "The disk of the site is full" in answer.body
            answer = sent_again(vera, answer)
        assert answer.status == 302
