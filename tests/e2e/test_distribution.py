"""What pages say to machines, in a real browser: it is read as data, and nothing in it is refused.

A report of the Content-Security-Policy is an error in the console, and fails any browser test.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from editions.publishing import publish
from tests.factories import CreditFactory, FullReviewFactory

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


class TestPages:
    @pytest.mark.parametrize(
        "path", ["/", "/reviews/", "/reviews/x/", "/films/film/", "/people/p/"]
    )
    def test_carry_their_linked_data_as_data(self, page: Page, live_server: Any, path: str) -> None:
        hostile = "</script><script>document.title = 'taken'</script>"
        review = FullReviewFactory(slug="x", headline=hostile, film__slug="film")
        CreditFactory(film=review.film, person__slug="p", person__name=hostile)
        publish(review=review)
        page.goto(live_server.url + path)
        assert page.evaluate(LINKED_DATA) == ["https://schema.org", 0]
        assert page.title() != "taken"

    def test_lead_to_a_manifest_that_the_browser_takes(self, page: Page, live_server: Any) -> None:
        page.goto(live_server.url)
        manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
        assert (manifest["errors"], manifest["url"]) == ([], f"{live_server.url}/site.webmanifest")
        assert '"name": "Curtain"' in manifest["data"]

    def test_a_share_card_is_a_picture(self, page: Page, live_server: Any) -> None:
        publish(review=FullReviewFactory(slug="x"))
        page.goto(live_server.url)
        assert page.evaluate(DECODED, "/share/x.png") == [1200, 630]
