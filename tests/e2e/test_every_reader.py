"""The readers' pages by keyboard, in print, in forced colours, with less motion, in two themes."""

from playwright.sync_api import Page, expect

from tests.e2e.axe import violations

TOP_EDGE = "part => getComputedStyle(part).borderTopStyle"


def outlined(page: Page) -> bool:
    """Whether the focused element has an outline, on itself or on its ``::after``."""
    return page.evaluate(
        """() => ["", "::after"].some((part) => {
          const style = getComputedStyle(document.activeElement, part || null);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        })"""
    )


class TestKeyboard:
    def test_opens_and_closes_a_curtain_from_the_home_page(
        self, page: Page, live_server, example_site
    ):
        page.goto(live_server.url)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        assert outlined(page)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        headline = page.get_by_role("link", name="All aboard")
        for _step in range(5):
            page.keyboard.press("Tab")
            assert outlined(page)
            if headline.evaluate("link => link === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{live_server.url}/reviews/the-review/")

        draw = page.locator("#curtain-cast-1-2").get_by_role("button")
        for _step in range(60):
            page.keyboard.press("Tab")
            assert outlined(page)
            if draw.evaluate("button => button === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator("#curtain-cast-1-2")).to_contain_text("By rail")
        page.keyboard.press("Escape")
        expect(draw).to_be_focused()


class TestPreferences:
    def test_of_motion_colours_and_paper_on_a_review(self, page: Page, live_server, example_site):
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{live_server.url}/reviews/the-review/")
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((part) =>
              ["", "::before", "::after"].some((at) => {
                const style = getComputedStyle(part, at || null);
                return [style.transitionDuration, style.animationDuration]
                  .some((time) => time.split(",").some((one) => parseFloat(one) > 0.01));
              })).map((part) => part.className)"""
        )
        assert moving == []

        page.emulate_media(forced_colors="active")
        closed = page.locator("spoiler-curtain.curtain--block:not(.curtain--open):visible").first
        assert closed.evaluate(TOP_EDGE) == "solid"
        page.emulate_media(forced_colors="none")

        # Print shows the review and its open curtains.
        page.locator("#curtain-cast-1-2").get_by_role("button").click()
        expect(page.locator("#curtain-cast-1-2")).to_contain_text("By rail")
        page.emulate_media(media="print")
        text = page.locator("body").inner_text()
        assert [
            words for words in ("All aboard", "By rail", "A. Critic") if words not in text
        ] == []
        assert closed.get_attribute("data-label") in text
        for gone in (
            page.get_by_role("navigation"),
            page.locator(".lights, .masthead__search, .seen"),
            page.locator(".endcard"),
            page.locator(".related"),
            page.get_by_text("Open the curtain"),
            page.get_by_text("Hide all again"),
        ):
            assert [part.inner_text() for part in gone.all() if part.is_visible()] == []

    def test_in_forced_colours_boxes_have_borders(self, page: Page, live_server, example_site):
        page.emulate_media(forced_colors="active")
        for path, part in (("", ".coming"), ("franchises/the-line/", ".strip")):
            page.goto(f"{live_server.url}/{path}")
            assert (path, page.locator(part).first.evaluate(TOP_EDGE)) == (path, "solid")
            assert (path, violations(page)) == (path, [])

    def test_the_theme_is_remembered(self, page: Page, live_server, example_site):
        page.emulate_media(color_scheme="light")
        page.goto(live_server.url)
        lights = page.get_by_role("button", name="Dim the lights")
        lights.click()
        page.goto(f"{live_server.url}/films/")
        expect(lights).to_have_attribute("aria-pressed", "true")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        lights.click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != paper
        page.reload()
        expect(lights).to_have_attribute("aria-pressed", "false")


class TestLinks:
    def test_lead_from_the_home_page_everywhere(self, page: Page, live_server, example_site):
        # From a coming film to its franchise.
        page.goto(live_server.url)
        page.get_by_role("region", name="What’s next").get_by_role("link", name="The Line").click()
        expect(page).to_have_url(f"{live_server.url}/franchises/the-line/")
        expect(page.get_by_role("region", name="What’s next")).to_contain_text("Project")

        # To the people and a performance.
        page.get_by_role("navigation", name="Site").get_by_role("link", name="People").click()
        page.get_by_role("link", name="Known Face").click()
        expect(page.get_by_role("region", name="What our reviews say")).to_contain_text("He")

        # To a correction and its review.
        page.get_by_role("link", name="Corrections").click()
        corrections = page.get_by_role("region", name="Corrections")
        expect(corrections).to_contain_text("The runtime.")
        corrections.get_by_role("link", name="All aboard").click()
        expect(page.locator(".correction")).to_contain_text("The runtime.")

    def test_lead_from_a_critic_to_a_review_and_the_next(
        self, page: Page, live_server, example_site, settings
    ):
        page.goto(live_server.url)
        page.get_by_role("link", name="Our critics").click()
        page.get_by_role("link", name="A. Critic").click()
        expect(page).to_have_url(f"{live_server.url}/critics/a-critic/")
        feed = page.get_by_role("link", name="Follow these reviews in a feed")
        answer = page.request.get(
            feed.get_attribute("href").replace(settings.SITE_URL, live_server.url)
        )
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        assert "All aboard" in answer.text()
        page.get_by_role("link", name="All aboard").click()
        page.get_by_role("region", name="Read on").get_by_role("link", name="Another").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Another")

    def test_lead_from_the_films_through_a_genre_to_a_review(
        self, page: Page, live_server, example_site, page_errors
    ):
        page.goto(f"{live_server.url}/films/")
        page.get_by_role("link", name="The Train").click()
        page.get_by_role("link", name="Drama").click()
        expect(page).to_have_url(f"{live_server.url}/genres/drama/")
        page.get_by_role("link", name="Another").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Another")

        # From a withdrawn review to the home page.
        page.goto(f"{live_server.url}/reviews/withdrawn/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This page has been removed.")
        page.get_by_role("link", name="Go to the home page").click()
        expect(page).to_have_url(f"{live_server.url}/")
        assert [error for error in page_errors if "410" not in error] == []
        page_errors.clear()
