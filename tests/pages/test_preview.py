"""Previews of the manuscript, at signed URLs that expire."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from accounts.roles import Role
from desk.share_page import ShareForm
from editions.preview_tokens import Expired, Forged, preview_token, read_token
from editions.publishing import publish
from editions.share_links import ShareLink, make_share_link
from reviews.models import Review
from tests.curtain_urls import checksums
from tests.desk_forms import address, opened
from tests.factories import AdminFactory, CriticFactory, FullReviewFactory, ReviewFactory
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

SECRET = "the envoy is her sister"
ENDING = "The ending is a duel."
WAYS = ["", "changed/", "revealed/", "revealed/{story}/", "curtains/{story}/"]


@pytest.fixture
def review() -> Review:
    return FullReviewFactory(slug="the-review")


@pytest.fixture
def open_url(review: Review) -> str:
    return f"/preview/{preview_token(review)}/"


@pytest.fixture
def staff_url(review: Review) -> str:
    return f"/admin/preview/{preview_token(review)}/"


@pytest.fixture
def story(review: Review) -> str:
    """The end of the URLs of a curtain: its key and its checksum."""
    return f"story-1/{checksums(review)['story-1']}"


@pytest.fixture
def desk() -> Client:
    return signed_in(AdminFactory())


def embargo(review: Review) -> None:
    Review.objects.update(embargo_until=timezone.now() + timedelta(days=1))


class TestToken:
    def test_token_holds_review_and_expiry(self, review: Review) -> None:
        with time_machine.travel("2026-05-01 12:00:00Z", tick=False):
            pk, expires = read_token(preview_token(review))
        assert (pk, expires.isoformat()) == (review.pk, "2026-05-01T13:00:00+00:00")

    def test_token_expires_after_an_hour(self, review: Review) -> None:
        with time_machine.travel("2026-05-01 12:00:00Z", tick=False):
            token = preview_token(review)
        with time_machine.travel("2026-05-01 12:59:59Z", tick=False):
            assert read_token(token)[0] == review.pk
        with time_machine.travel("2026-05-01 13:00:01Z", tick=False), pytest.raises(Expired):
            read_token(token)

    @pytest.mark.parametrize("change", ["", "x", "1", "1.2", "1.2.3", "..", "é"])
    def test_forged_token_is_refused(self, change: str) -> None:
        with pytest.raises(Forged):
            read_token(change)

    def test_token_of_another_review_is_refused(self, review: Review) -> None:
        _pk, _dot, rest = preview_token(review).partition(".")
        with pytest.raises(Forged):
            read_token(f"{review.pk + 1}.{rest}")


class TestPage:
    def test_preview_equals_the_published_page(
        self, client: Client, review: Review, open_url: str
    ) -> None:
        shown = client.get(open_url).context["page"]
        publish(review=review)
        published = client.get("/reviews/the-review/").context["page"]
        for page in (shown, published):
            for name in ("opening", "cast", "story", "bad", "published", "edition_number"):
                page.pop(name)
            page.pop("reveal_all_url")
            page.pop("hide_all_url")
        assert shown == published

    def test_preview_shows_the_manuscript(
        self, client: Client, review: Review, open_url: str
    ) -> None:
        publish(review=review)
        Review.objects.update(headline="Rewritten")
        assert client.get(open_url).context["page"]["headline"] == "Rewritten"

    def test_hidden_text_is_not_in_the_response(self, client: Client, open_url: str) -> None:
        page = client.get(open_url).content.decode()
        assert (SECRET in page, ENDING in page) == (False, False)

    def test_revealed_pages_and_fragments_use_the_same_token(
        self, client: Client, open_url: str, story: str
    ) -> None:
        page = client.get(open_url).content.decode()
        for way, found in (
            (f"curtains/{story}/", [False, True]),
            (f"revealed/{story}/", [False, True]),
            ("revealed/", [True, True]),
        ):
            assert f'"{open_url}{way}' in page
            drawn = client.get(f"{open_url}{way}").content.decode()
            assert [SECRET in drawn, ENDING in drawn] == found

    def test_context_of_a_shared_preview(self, client: Client, open_url: str) -> None:
        context = client.get(open_url).context["preview"]
        assert set(context) == {"expires", "until"}

    def test_unfinished_review_has_a_preview(self, client: Client) -> None:
        url = f"/preview/{preview_token(ReviewFactory(headline='Begun'))}/"
        assert client.get(url).context["page"]["headline"] == "Begun"

    def test_there_is_no_canonical_url(self, client: Client, open_url: str) -> None:
        assert 'rel="canonical"' not in client.get(open_url).content.decode()


class TestHeaders:
    @pytest.mark.parametrize("way", WAYS)
    def test_no_index_no_cache_no_cookie(
        self, client: Client, open_url: str, story: str, way: str
    ) -> None:
        response = client.get(open_url + way.format(story=story))
        assert response.status_code == 200
        assert response["X-Robots-Tag"] == "noindex, nosnippet, noarchive"
        assert response["Cache-Control"] == "private, no-store"
        assert response.cookies == {}
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_only_get_and_head_are_allowed(
        self, client: Client, open_url: str, method: str
    ) -> None:
        assert getattr(client, method)(open_url).status_code == 405


class TestExpiry:
    @pytest.mark.parametrize("way", WAYS)
    def test_expired_preview_is_410(
        self, client: Client, review: Review, story: str, way: str
    ) -> None:
        with time_machine.travel(timezone.now() - timedelta(hours=2)):
            url = f"/preview/{preview_token(review)}/"
        response = client.get(url + way.format(story=story))
        assert response.status_code == 410
        assert "This preview has expired." in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"

    def test_forged_url_is_404(self, client: Client, desk: Client) -> None:
        assert client.get("/preview/1.abc.def/").status_code == 404
        assert desk.get("/admin/preview/1.abc.def/").status_code == 404

    def test_preview_of_a_deleted_review_is_404(self, client: Client) -> None:
        review = ReviewFactory()
        url = f"/preview/{preview_token(review)}/"
        review.delete()
        assert client.get(url).status_code == 404


class TestEmbargo:
    @pytest.mark.parametrize("way", WAYS)
    def test_shared_preview_under_embargo_is_403(
        self, client: Client, review: Review, open_url: str, story: str, way: str
    ) -> None:
        embargo(review)
        response = client.get(open_url + way.format(story=story))
        page = response.content.decode()
        assert response.status_code == 403
        assert ("Under embargo." in page, review.headline in page, ENDING in page) == (
            True,
            False,
            False,
        )
        assert response.cookies == {}

    def test_staff_can_read_a_review_under_embargo(
        self, desk: Client, review: Review, staff_url: str, story: str
    ) -> None:
        embargo(review)
        response = desk.get(staff_url)
        assert response.context["page"]["headline"] == review.headline
        assert response.context["preview"]["share_url"] == ""
        assert ENDING in desk.get(f"{staff_url}curtains/{story}/").content.decode()

    def test_shared_preview_after_the_embargo_is_200(
        self, client: Client, review: Review, open_url: str
    ) -> None:
        Review.objects.update(embargo_until=timezone.now() - timedelta(seconds=1))
        assert client.get(open_url).status_code == 200


class TestShareLink:
    """A link of an editor for people without an account."""

    @pytest.fixture
    def share_url(self, review: Review) -> str:
        return address(review, "share")

    def made(self, desk: Client, share_url: str, **given: Any) -> str:
        """The path of a new link."""
        response = desk.post(share_url, {"days": "3", "recipient": "Press office"} | given)
        return urlsplit(response.context["address"]).path

    def test_opens_the_working_copy_until_it_expires(
        self, client: Client, desk: Client, review: Review, share_url: str
    ) -> None:
        path = self.made(desk, share_url)
        Review.objects.update(headline="Rewritten")
        page = client.get(path).content.decode()
        assert ("Rewritten" in page, SECRET in page) == (True, False)
        assert SECRET in client.get(f"{path}revealed/").content.decode()
        with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
            assert client.get(path).status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
            assert client.get(path).status_code == 410

    def test_is_listed_without_its_address_and_revoked(
        self, client: Client, desk: Client, share_url: str
    ) -> None:
        path = self.made(desk, share_url)
        link = ShareLink.objects.get()
        token = path.split("/")[2]
        assert token not in str(list(ShareLink.objects.values_list()))
        listed = desk.get(share_url).content.decode()
        assert ("Press office" in listed, token in listed) == (True, False)
        assert client.get(path).status_code == 200
        desk.post(share_url, {"revoke": str(link.pk)})
        assert client.get(path).status_code == 410
        assert "revoked" in desk.get(share_url).content.decode()

    def test_is_refused_under_embargo(
        self, client: Client, desk: Client, review: Review, share_url: str
    ) -> None:
        path = self.made(desk, share_url)
        embargo(review)
        assert client.get(path).status_code == 403
        response = desk.post(share_url, {"days": "3"})
        assert response.context["address"] == ""
        assert "for signed-in staff only" in response.content.decode()
        assert ShareLink.objects.count() == 1

    def test_only_offered_days_are_accepted(self, desk: Client, share_url: str) -> None:
        response = desk.post(share_url, {"days": "365"})
        assert "days" in response.context["form"].errors
        assert not ShareLink.objects.exists()

    def test_days_are_in_the_active_language(self) -> None:
        for language, said in [("en", "7 day"), ("de", "7 Tag")]:
            with translation.override(language):
                assert said in str(ShareForm())

    def test_critics_share_their_own_reviews_only(self, review: Review, share_url: str) -> None:
        user = account(Role.CRITIC)
        own = FullReviewFactory(critic=CriticFactory(user=user))
        client = signed_in(user)
        assert client.post(share_url, {"days": "3"}).status_code == 302
        assert not ShareLink.objects.exists()
        assert self.made(client, address(own, "share")).startswith("/preview/")
        link = ShareLink.objects.get()
        # A link of another review is not revoked with the address of one's own.
        other, _token = make_share_link(review=review, days=1, by=None)
        client.post(address(own, "share"), {"revoke": str(other.pk)})
        assert [each.is_valid for each in ShareLink.objects.order_by("pk")] == [True, True]
        assert link.made_by == user

    def test_outdated_links_are_deleted_when_one_is_made(self, review: Review) -> None:
        with time_machine.travel(timezone.now() - timedelta(days=40)):
            make_share_link(review=review, days=1, by=None)
        kept, _token = make_share_link(review=review, days=1, by=None)
        assert list(ShareLink.objects.all()) == [kept]


class TestTyped:
    """The page of a posted form, which is not saved."""

    def test_shows_the_posted_form_with_closed_curtains(
        self, desk: Client, review: Review, staff_url: str
    ) -> None:
        fields = opened(desk, review) | {
            "headline": "Typed",
            "closing-0-body": "Then >!they meet!<.",
        }
        page = desk.post(f"{staff_url}typed/", fields).content.decode()
        assert ("Typed" in page, "Then " in page) == (True, True)
        assert ("they meet" in page, SECRET in page, ENDING in page) == (False, False, False)
        one = desk.post(f"{staff_url}typed/", fields | {"_revealed": "closing-1-1"})
        page = one.content.decode()
        assert ("they meet" in page, ENDING in page) == (True, False)
        page = desk.post(f"{staff_url}typed/", fields | {"_revealed": "all"}).content.decode()
        assert ("they meet" in page, SECRET in page, ENDING in page) == (True, True, True)
        assert Review.objects.get().headline == review.headline

    def test_is_private_and_for_staff_only(
        self, client: Client, desk: Client, review: Review, staff_url: str, open_url: str
    ) -> None:
        response = desk.post(f"{staff_url}typed/")
        assert response["X-Robots-Tag"] == "noindex, nosnippet, noarchive"
        assert response["Cache-Control"].startswith("private, no-store")
        assert client.post(f"{staff_url}typed/").status_code == 302
        assert client.post(f"{open_url}typed/").status_code == 404

    def test_the_desk_posts_its_form_there(self, desk: Client, review: Review) -> None:
        response = desk.post(address(review, "preview"), {"headline": "Typed"})
        assert response.status_code == 307
        assert response.url.endswith("/typed/")


class TestStaff:
    def test_desk_redirects_to_the_staff_preview(self, desk: Client, review: Review) -> None:
        response: Any = desk.get(address(review, "preview"), follow=True)
        assert response.status_code == 200
        assert response.request["PATH_INFO"].startswith("/admin/preview/")
        preview = response.context["preview"]
        assert preview["desk_url"] == address(review)
        assert preview["share_url"].startswith("http://127.0.0.1:8000/preview/")

    def test_curtains_use_staff_urls(self, desk: Client, staff_url: str, story: str) -> None:
        page = desk.get(staff_url).content.decode()
        assert f'data-fragment="{staff_url}curtains/{story}/"' in page
        assert f'href="{staff_url}revealed/{story}/#curtain-story-1"' in page

    def test_staff_preview_requires_a_login(
        self, client: Client, staff_url: str, story: str
    ) -> None:
        response = client.get(staff_url)
        assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")
        # The script would show a login form as the content of a curtain.
        assert client.get(f"{staff_url}curtains/{story}/").status_code == 403

    def test_critics_see_previews_of_their_own_reviews_only(
        self, review: Review, staff_url: str
    ) -> None:
        user = account(Role.CRITIC)
        own = FullReviewFactory(critic=CriticFactory(user=user))
        client = signed_in(user)
        assert client.get(staff_url).status_code == 404
        assert client.get(f"/admin/preview/{preview_token(own)}/").status_code == 200
