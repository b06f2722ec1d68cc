"""What the page cache keeps, for whom, and what it sends."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Semaphore

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from editions.publishing import publish
from films.models import Film
from pages.cache.application import PageCache
from pages.cache.database import SharedConnection
from pages.cache.public_page import public_page
from reviews.models import Review
from tests.factories import FilmFactory, FullReviewFactory, GenreFactory
from tests.wsgi import ask

pytestmark = pytest.mark.django_db

REVIEW = "/reviews/the-review/"


@pytest.fixture(scope="module", autouse=True)
def _site(module_db):
    genre = GenreFactory(slug="drama")
    for number in range(60):
        FilmFactory(title=f"Film {number:02}", slug=f"film-{number:02}").genres.add(genre)
    film = FilmFactory(slug="the-film")
    film.genres.add(genre)
    publish(review=FullReviewFactory(slug="the-review", film=film))


class TestAHit:
    def test_has_the_bytes_and_headers_of_the_cold_page(self, cached_site, renders):
        cold = ask(cached_site, REVIEW)
        assert (cold.status, renders()) == (200, 1)
        assert ask(cached_site, REVIEW) == cold
        assert renders() == 0

    def test_differs_from_the_site_without_a_cache_in_two_headers(self, cached_site):
        cached, plain = ask(cached_site, REVIEW), ask(WSGIHandler(), REVIEW)
        assert (cached.body, plain.status) == (plain.body, 200)
        etag = cached.headers.pop("ETag")
        assert (etag[0], etag[-1]) == ('"', '"')
        assert cached.headers == plain.headers

    def test_is_compressed_as_the_client_wants_it(self, cached_site, renders):
        plain = ask(cached_site, REVIEW)
        compressed = {
            encoding: ask(cached_site, REVIEW, accept_encoding=encoding)
            for encoding in ("gzip", "br")
        }
        assert renders() == 1
        assert gzip.decompress(compressed["gzip"].body) == plain.body
        assert brotli.decompress(compressed["br"].body) == plain.body
        answers = [plain, *compressed.values()]
        assert [each.headers.get("Content-Encoding") for each in answers] == [None, "gzip", "br"]
        assert {each.headers["Vary"] for each in answers} == {"Accept-Encoding"}
        assert [int(each.headers["Content-Length"]) for each in answers] == [
            len(each.body) for each in answers
        ]
        assert len({each.headers["ETag"] for each in answers}) == 3

    def test_is_the_same_whichever_encoding_was_asked_for_first(self, cached_site):
        encodings = ("br", "gzip", "")
        first = [ask(cached_site, REVIEW, accept_encoding=each) for each in encodings]
        cached_site.pages.clear()
        last = [ask(cached_site, REVIEW, accept_encoding=each) for each in reversed(encodings)]
        assert first == last[::-1]

    def test_of_head_has_the_headers_alone(self, cached_site, renders):
        head = ask(cached_site, REVIEW, method="HEAD", accept_encoding="br")
        get = ask(cached_site, REVIEW, accept_encoding="br")
        assert (head.headers, head.body, renders()) == (get.headers, b"", 1)

    def test_ignores_a_range(self, cached_site):
        whole = ask(cached_site, REVIEW)
        assert ask(cached_site, REVIEW, range="bytes=0-9") == whole

    def test_answers_304_to_a_client_that_has_it(self, cached_site):
        page = ask(cached_site, REVIEW, accept_encoding="gzip")
        etag = page.headers["ETag"]
        for known in (etag, f'"x", W/{etag}', "*"):
            answer = ask(cached_site, REVIEW, accept_encoding="gzip", if_none_match=known)
            assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", etag)
            assert {name for name in answer.headers if name.startswith("Content-")} == {
                "Content-Security-Policy"
            }
        other = ask(cached_site, REVIEW, if_none_match=etag)
        assert (other.status, len(other.body) > 0) == (200, True)

    def test_of_a_client_with_an_old_page_is_a_render_with_200(self, cached_site, renders):
        old = ask(cached_site, "/feeds/reviews.atom", if_none_match='"old"', range="bytes=0-1")
        assert (old.status, renders()) == (200, 1)
        etag = old.headers["ETag"]
        assert ask(cached_site, "/feeds/reviews.atom", if_none_match=etag).status == 304
        assert renders() == 0


class TestKeys:
    @pytest.mark.parametrize(
        "query",
        [
            "utm_source=x&fbclid=y",
            "Page=2",
            "%70age%5B%5D=2",
            "page%00=2",
            "x=" + "y" * 900,
        ],
    )
    def test_unknown_parameters_are_ignored(self, cached_site, renders, query):
        page = ask(cached_site, "/films/")
        assert page.status == 200
        assert (ask(cached_site, f"/films/?{query}"), renders()) == (page, 1)

    def test_an_unknown_parameter_on_the_cold_page_poisons_nothing(self, cached_site, renders):
        cold = ask(cached_site, "/films/?utm_source=%22%3E%3Cscript%3E&page=2&x=1")
        assert ask(cached_site, "/films/?page=2") == cold
        assert (renders(), b"utm_source" in cold.body) == (1, False)
        assert ask(WSGIHandler(), "/films/?page=2").body == cold.body

    @pytest.mark.parametrize("query", ["genre=drama&page=1", "genre=%64r%61ma&page=%31", "page=1&"])
    def test_encodings_of_a_value_are_one_page(self, cached_site, renders, query):
        ask(cached_site, "/reviews/?genre=drama&page=1")
        ask(cached_site, "/reviews/?page=1")
        renders()
        assert ask(cached_site, f"/reviews/?{query}").status == 200
        assert renders() == 0

    @pytest.mark.parametrize(
        "query",
        [
            "page=1&page=2",
            "page=2&genre=drama",
            "genre=&page=2",
            "page=01",
            "page=%201",
            "page",
            "genre=drama&genre=none",
            "page=" + "1" * 1000,
            "&".join(f"x{number}=1" for number in range(300)),
        ],
    )
    def test_a_query_that_no_link_has_is_left_to_django(self, cached_site, query):
        answer = ask(cached_site, f"/reviews/?{query}")
        assert (len(cached_site.pages), "ETag" in answer.headers) == (0, False)
        plain = ask(WSGIHandler(), f"/reviews/?{query}")
        assert (answer.status, answer.body) == (plain.status, plain.body)

    @pytest.mark.parametrize(
        ("address", "known"),
        [("/films%2Fthe-film/", 200), ("/films/the%2Dfilm/", 200), ("/films/the+film/", 404)],
    )
    def test_a_path_is_what_django_makes_of_it(self, cached_site, address, known):
        for _time in range(2):
            assert ask(cached_site, address).status == known

    def test_a_second_spelling_of_a_path_is_left_to_django(self, cached_site):
        fragments = [f"{REVIEW}editions/{each}/curtains/opening-1-1/" for each in ("01", "1")]
        answers = [ask(cached_site, fragment) for fragment in fragments]
        assert [answer.status for answer in answers] == [200, 200]
        assert len(cached_site.pages) == 1

    def test_headers_of_the_client_do_not_reach_the_page(self, cached_site):
        odd = ask(
            cached_site,
            "/films/?page=2",
            cookie="sessionid=x; csrftoken=y",
            accept_language="de",
            user_agent="odd",
            environ={"CONTENT_TYPE": "text/plain; charset=utf-16"},
        )
        assert odd.body == ask(WSGIHandler(), "/films/?page=2").body
        assert ask(cached_site, "/films/?page=2") == odd

    def test_a_host_that_is_not_the_sites_is_refused_before_and_after(self, cached_site):
        for _time in range(2):
            assert ask(cached_site, REVIEW, host="evil.example").status == 400
            assert ask(cached_site, REVIEW, host="testserver").status == 200

    def test_hosts_of_the_site_share_a_page(self, cached_site, renders, settings):
        settings.ALLOWED_HOSTS = ["one.example", "two.example"]
        one, two = (ask(cached_site, REVIEW, host=f"{name}.example") for name in ("one", "two"))
        assert (one, renders()) == (two, 1)

    def test_a_page_by_https_is_no_hit_by_http(self, settings, open_connection):
        settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS = 60
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        site = PageCache(WSGIHandler(), max_bytes=10**7, database=SharedConnection())
        for _time in range(2):
            secure = ask(site, REVIEW, x_forwarded_proto="https")
            assert (secure.status, "Strict-Transport-Security" in secure.headers) == (200, True)
            assert ask(site, REVIEW).status == 301


def view_with(**headers: str):
    @public_page()
    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("page", headers=headers)

    return view


@public_page()
def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("page")
    response.set_cookie("name", "value")
    return response


@public_page()
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"pa", b"ge"]))


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


urlpatterns = [
    path("kept/", view_with(), name="kept"),
    path("for-this-language/", view_with(Vary="Accept-Language"), name="for-this-language"),
    path("for-this-visitor/", view_with(Vary="Accept-Encoding, Cookie"), name="for-this-visitor"),
    path("private/", view_with(**{"Cache-Control": "private"}), name="private"),
    path("not-stored/", view_with(**{"Cache-Control": "no-store"}), name="not-stored"),
    path(
        "with-a-nonce/",
        view_with(**{"Content-Security-Policy": "script-src 'nonce-abc'"}),
        name="with-a-nonce",
    ),
    path("encoded/", view_with(**{"Content-Encoding": "br"}), name="encoded"),
    path("with-a-cookie/", with_cookie, name="with-a-cookie"),
    path("streamed/", streamed, name="streamed"),
    path("undeclared/", undeclared, name="undeclared"),
]


class TestKept:
    @pytest.mark.urls(__name__)
    @pytest.mark.parametrize("route", urlpatterns, ids=lambda route: str(route.pattern))
    def test_is_only_what_is_the_same_for_everybody(self, cached_site, renders, route):
        address = f"/{route.pattern}"
        answers = [ask(cached_site, address) for _time in range(2)]
        assert {(answer.status, answer.body) for answer in answers} == {(200, b"page")}
        assert renders() == (1 if address == "/kept/" else 2)

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/films/none/", 404),
            ("/films/?page=99", 404),
            ("/films/the-film", 301),
            ("/reviews/?genre=", 302),
            ("/reviews/the-review/revealed/opening-1-1/wrong/", 302),
            ("/favicon.ico", 302),
            ("/search/?q=film", 200),
            ("/admin/login/", 200),
        ],
    )
    def test_is_no_error_no_redirect_no_search_and_no_admin(self, cached_site, address, status):
        assert ask(cached_site, address).status == status
        assert len(cached_site.pages) == 0

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get"])
    def test_is_no_answer_to_another_method(self, cached_site, renders, method):
        ask(cached_site, REVIEW)
        ask(cached_site, REVIEW, method=method)
        assert renders() == 2


class TestErrorPages:
    def test_are_compressed_as_without_the_cache(self, cached_site):
        answer = ask(cached_site, "/films/none/", accept_encoding="gzip")
        assert (answer.status, answer.headers["Content-Encoding"]) == (404, "gzip")
        assert gzip.decompress(answer.body) == ask(WSGIHandler(), "/films/none/").body


class TestAStampede:
    READERS = 6

    @pytest.mark.urls(__name__)
    @pytest.mark.parametrize(("address", "rendered"), [("/kept/", 1), ("/private/", READERS)])
    def test_renders_a_cold_page_once(self, cached_site, renders, monkeypatch, address, rendered):
        waiting = Semaphore(0)
        first = Semaphore(1)
        site = cached_site.application

        class CountedEvent(Event):
            def wait(self, timeout=None):
                waiting.release()
                return super().wait(timeout)

        def when_the_others_wait(*arguments):
            if first.acquire(blocking=False):
                assert all(waiting.acquire(timeout=20) for _other in range(self.READERS - 1))
            return site(*arguments)

        def read(_number):
            try:
                return ask(cached_site, address)
            finally:
                connections.close_all()

        monkeypatch.setattr("pages.cache.application.Event", CountedEvent)
        cached_site.application = when_the_others_wait
        with ThreadPoolExecutor(self.READERS) as pool:
            answers = [*pool.map(read, range(self.READERS))]
        assert [answer.body for answer in answers] == [b"page"] * self.READERS
        assert renders() == rendered


class TestAPageThatHasChanged:
    def test_is_rendered_again(self, cached_site, renders):
        old = ask(cached_site, "/films/the-film/")
        film = Film.objects.get(slug="the-film")
        film.tagline = "A new line."
        film.save()
        new = ask(cached_site, "/films/the-film/")
        assert ("A new line." in old.text, "A new line." in new.text) == (False, True)
        assert (renders(), old.headers["ETag"] != new.headers["ETag"]) == (2, True)

    def test_others_are_not_rendered_again(self, cached_site, renders):
        old = ask(cached_site, "/films/the-film/")
        film = Film.objects.get(slug="film-07")
        film.tagline = "A new line."
        film.save()
        assert (ask(cached_site, "/films/the-film/"), renders()) == (old, 1)
        film.tagline = "Another."
        film.save()
        assert (ask(cached_site, "/films/the-film/"), renders()) == (old, 0)

    def test_is_rendered_again_at_its_minute_however_often_it_was_the_same(
        self, cached_site, renders
    ):
        """After each change elsewhere the page is compared again, at a later time."""
        review = Review.objects.get(slug="the-review")
        Review.objects.filter(pk=review.pk).update(headline="A later headline")
        minute = timezone.now() + timedelta(hours=10)
        publish(review=review, live_from=minute)
        with time_machine.travel(minute - timedelta(hours=9), tick=False) as clock:
            for change in range(3):
                assert "A later headline" not in ask(cached_site, REVIEW).text
                film = Film.objects.get(slug="film-07")
                film.tagline = f"Line {change}."
                film.save()
                clock.shift(timedelta(hours=1))
            assert renders() == 1
            clock.move_to(minute)
            assert "A later headline" in ask(cached_site, REVIEW).text
