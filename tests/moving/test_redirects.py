"""Redirects from old addresses: for readers and in the admin."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import Role
from editions.publishing import publish
from moving.film_titles import film_of_title
from moving.models import Redirect
from moving.paths import is_local, path_of
from moving.redirect_files import read_redirects
from reviews.models import Review
from tests.factories import FullReviewFactory
from tests.roles import account
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    review: Review = FullReviewFactory(slug="heat")
    for old in ("/2019/04/heat/", "/?p=7", "/heat.html"):
        Redirect.objects.create(old=old, review=review)
    return review


class TestReaders:
    @pytest.mark.parametrize(
        "old",
        [
            *("/2019/04/heat/", "/2019/04/heat", "/heat.html?utm_source=x", "/?p=7", "/?p=7&x=1"),
            *("/2019/04/heat/amp/", "/2019/04/heat/page/2", "/2019/04/heat/comment-page-1/"),
        ],
    )
    def test_are_led_to_a_live_review(
        self,
        old: str,
        review: Review,
        client: Client,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        publish(review=review)
        # The page that says 404 reads the settings of the site.
        with django_assert_num_queries(1 if old.startswith("/?") else 2):
            response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, "/reviews/heat/")
        assert response["Cache-Control"] == "public, max-age=3600"
        assert not response.cookies

    def test_are_not_told_of_a_draft(self, review: Review, client: Client) -> None:
        assert client.get("/2019/04/heat/").status_code == 404
        assert client.get("/?p=7").status_code == 200  # the front page

    def test_find_a_page_of_the_site_first(self, review: Review, client: Client) -> None:
        Redirect.objects.create(old="/about/", target="/films/")
        assert client.get("/about/").status_code == 200
        Redirect.objects.create(old="/feed/", target="/feeds/reviews.rss")
        assert client.get("/feed/")["Location"] == "/feeds/reviews.rss"


class TestAddresses:
    @pytest.mark.parametrize(
        ("target", "expected"),
        [
            ("/films/", True),
            ("//evil.example/", False),
            ("/\\evil.example", False),
            ("https://evil.example/", False),
            ("/a\nb", False),
            ("javascript:alert(1)", False),
        ],
    )
    def test_only_local_ones_are_targets(self, target: str, expected: bool) -> None:
        assert is_local(target) is expected

    def test_of_whole_urls(self) -> None:
        assert path_of("https://old.example/%C3%A9/?p=1#x") == "/é/?p=1"
        assert path_of("https://old.example") == ""

    def test_make_no_loops(self) -> None:
        Redirect.objects.create(old="/a/", target="/b/")
        for old, target in (("/c/", "/a/"), ("/b/", "/c/"), ("/d/", "/d/")):
            with pytest.raises(ValidationError):
                Redirect(old=old, target=target).full_clean()

    @pytest.mark.parametrize("target", ["/a", "/a?x=1", "/a/#x", "/./a/", "/%61/"])
    def test_make_no_loops_in_another_spelling(self, target: str, client: Client) -> None:
        with pytest.raises(ValidationError):
            Redirect(old="/a/", target=target).full_clean()
        with pytest.raises(ValidationError):
            read_redirects(f"/a/,/b\n/b/,{target}\n".encode())
        # One that is there already.
        Redirect.objects.create(old="/a/", target=target)
        where = target.partition("#")[0].replace("/./", "/")
        assert client.get(where).status_code in (301, 404)
        assert client.get(where, follow=True).status_code == 404
        with pytest.raises(ValidationError):
            Redirect(old="/b/", target=target).full_clean()

    def test_are_stored_as_requests_are_decoded(self) -> None:
        redirect = Redirect(old="/r%C3%A9/", target="/films/")
        redirect.full_clean()
        assert redirect.old == "/ré/"


class TestFiles:
    def test_are_read_whole(self, review: Review) -> None:
        data = b"old;new\n/x/;/reviews/heat/\nhttps://old.example/y;/films/?q=1\n"
        assert [(each.old, each.review, each.target) for each in read_redirects(data)] == [
            ("/x/", review, ""),
            ("/y", None, "/films/?q=1"),
        ]

    def test_are_refused_with_their_lines(self, review: Review) -> None:
        data = b"/x/,https://evil.example/\n/?p=7,/films/\n/z/\n/v,http://[x\n/w,javascript:x\n"
        with pytest.raises(ValidationError) as refused:
            read_redirects(data)
        assert [message.partition(":")[0] for message in refused.value.messages] == [
            "Line 1",
            "Line 2",
            "Line 3",
            "Line 4",
            "Line 5",
        ]

    def test_are_added_in_the_admin(self, client: Client) -> None:
        client.force_login(account(Role.EDITOR))
        url = reverse("admin:moving_redirect_file")
        bad = SimpleUploadedFile("r.csv", b"/x/,/films/\n/x/,/genres/")
        assert posted(client, url, {"file": bad}).context_data["form"].errors
        assert not Redirect.objects.exists()
        posted(client, url, {"file": SimpleUploadedFile("r.csv", b"/x/,/films/")})
        assert Redirect.objects.get().target == "/films/"

    def test_are_tried_in_the_admin(self, client: Client, review: Review) -> None:
        client.force_login(account(Role.EDITOR))
        url = reverse("admin:moving_redirect_try")
        Redirect.objects.create(old="/x/", target="/films/")
        outcomes = {
            old: page_context(client, url, address=old)["outcome"]
            for old in ("https://old.example/x/", "/heat.html", "/none/")
        }
        assert outcomes == {
            "https://old.example/x/": "“/x/” leads to /films/.",
            "/heat.html": "“/heat.html” leads to a review that is not public now.",
            "/none/": "No redirect begins at “/none/”.",
        }


@pytest.mark.parametrize(
    ("title", "film"),
    [
        ("Review: Heat (1995)", ("Heat", 1995)),
        ("Heat – Film Review", ("Heat", None)),
        ("Movie Review: “The Thing”", ("The Thing", None)),
        ("Heat (1995): a second look", ("Heat", 1995)),
        ("2001: A Space Odyssey (1968) review", ("2001: A Space Odyssey", 1968)),
        ("The ten best films of 2019", ("", None)),
        ("In review", ("In", None)),
    ],
)
def test_films_of_titles(title: str, film: Any) -> None:
    found = film_of_title(title)
    assert (found.title, found.year) == film
