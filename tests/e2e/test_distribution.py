"""Structured data, web app manifest and share cards in a real browser.

A breach of the Content-Security-Policy is logged as an error, which fails any browser test.
"""

from typing import Any

from playwright.sync_api import Page

from editions.publishing import publish
from tests.factories import CreditFactory, FullReviewFactory

HOSTILE = "</script><script>document.title = 'taken'</script>"

LINKED_DATA = """() => {
  const [script, ...others] = document.querySelectorAll('script[type="application/ld+json"]');
  return [JSON.parse(script.textContent)["@context"], others.length];
}"""

DECODED = """async (address) => {
  const picture = Object.assign(new Image(), { src: address });
  await picture.decode();
  return [picture.naturalWidth, picture.naturalHeight];
}"""

PATHS = ["/", "/reviews/", "/reviews/x/", "/films/film/", "/people/p/"]


def hostile_names() -> None:
    """A film and a person whose names are scripts, and a review that ends one."""
    names = {"headline": "</script>", "film__title": HOSTILE}
    review = FullReviewFactory(slug="x", film__slug="film", **names)
    CreditFactory(film=review.film, person__slug="p", person__name=HOSTILE)
    publish(review=review)


class TestPages:
    def test_structured_data_is_data_whatever_the_names_are(
        self, page: Page, live_server: Any, planted: Any
    ) -> None:
        planted(hostile_names)
        for path in PATHS:
            page.goto(live_server.url + path)
            found = (page.evaluate(LINKED_DATA), page.title() != "taken")
            assert (path, found) == (path, (["https://schema.org", 0], True))

    def test_the_browser_accepts_the_manifest(self, page: Page, live_server: Any) -> None:
        page.goto(live_server.url)
        manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
        assert (manifest["errors"], manifest["url"]) == ([], f"{live_server.url}/site.webmanifest")
        assert '"name": "Curtain"' in manifest["data"]

    def test_a_share_card_is_a_picture(self, page: Page, live_server: Any, planted: Any) -> None:
        planted(hostile_names)
        page.goto(live_server.url)
        assert page.evaluate(DECODED, "/share/x.png") == [1200, 630]
