"""Autosaving in a real browser. `make soak` tries faults that need processes of their own."""

from typing import Any

from playwright.sync_api import Page, expect

from desk.autosave.models import AutosavedText
from editions.models import LeakConfirmation
from reviews.models import Review
from tests.e2e.axe import violations
from tests.e2e.logins import sign_in
from tests.factories import PASSWORD, AdminFactory, FullReviewFactory

SAVED = "Saved automatically at"


def desk_of(page: Page, live_server: Any, review: Review) -> str:
    page.on("dialog", lambda dialog: dialog.accept())
    url = f"{live_server.url}/admin/reviews/review/{review.pk}/change/"
    page.goto(url)
    return url


class TestAutosave:
    def test_a_text_is_offered_again_after_a_reload_and_saved(
        self, page: Page, live_server: Any, violated: list[str]
    ) -> None:
        sign_in(page.context, live_server.url)
        review = FullReviewFactory(standfirst="Stored.")
        desk_of(page, live_server, review)
        page.get_by_label("Standfirst").fill("Typed >!and not closed.")
        good = page.locator("#part-good")
        good.locator("[data-add]").click()
        good.locator("[data-item]").last.get_by_label("Label").fill("A new point")
        expect(page.locator("[data-line]")).to_contain_text(SAVED)
        assert Review.objects.get().standfirst == "Stored."

        page.reload()
        expect(page.get_by_label("Standfirst")).to_have_value("Stored.")
        assert violations(page, ".offers, .autosave") == []
        page.get_by_role("link", name="Continue with it").click()
        expect(page.get_by_label("Standfirst")).to_have_value("Typed >!and not closed.")
        point = good.locator("[data-item]").last.get_by_label("Label")
        expect(point).to_have_value("A new point")
        page.get_by_label("Standfirst").fill("Closed.")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist .success")).to_have_text("Saved.")
        expect(page.locator(".offer")).to_have_count(0)
        assert Review.objects.get().standfirst == "Closed."
        assert review.points.filter(label="A new point").exists()
        assert not AutosavedText.objects.unsaved().exists()
        assert violated == []

    def test_after_a_lost_session_the_editor_logs_in_again_in_place(
        self, page: Page, live_server: Any, page_errors: list[str], violated: list[str]
    ) -> None:
        user = sign_in(page.context, live_server.url)
        other = AdminFactory()
        review = FullReviewFactory()
        url = desk_of(page, live_server, review)
        page.context.clear_cookies()
        page.get_by_label("Standfirst").fill("Typed after the session.")
        expect(page.locator("[data-line]")).to_contain_text("You are logged out.")
        page.get_by_role("button", name="Save", exact=True).click()

        dialog = page.get_by_role("dialog", name="Log in again")
        for account, error in ((other, "This form belongs to"), (user, "")):
            dialog.get_by_label("Username").fill(account.username)
            dialog.get_by_label("Password").fill(PASSWORD)
            assert violations(page, "#login-again") == []
            dialog.get_by_role("button", name="Log in", exact=True).click()
            if error:
                expect(dialog.get_by_role("alert")).to_contain_text(error)
                dialog.get_by_role("button", name="Log in as").click()
        # The form is then sent by itself.
        expect(page.locator(".messagelist .success")).to_have_text("Saved.")
        assert page.url == url
        assert Review.objects.get().standfirst == "Typed after the session."
        assert {"403" in error for error in page_errors} == {True}
        page_errors.clear()
        assert violated == []


class TestLeaks:
    def test_panel_follows_the_text_and_hides_a_clause(
        self, page: Page, live_server: Any, violated: list[str], page_errors: list[str]
    ) -> None:
        sign_in(page.context, live_server.url)
        review = FullReviewFactory()
        desk_of(page, live_server, review)
        panel = page.locator("#leaks")
        expect(panel).to_be_hidden()
        closing = page.locator("#part-closing textarea[name$=-body]").first
        closing.fill("A fine film, although the envoy is her sister, and so on.")
        leak = panel.locator(".leak")
        expect(leak).to_have_count(1)
        expect(leak).to_contain_text("gives away what is hidden in The opening, 1")
        assert violations(page, "#leaks") == []

        leak.get_by_role("link").click()
        selected = closing.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
        assert selected == "A fine film, although the envoy is her sister, and so on"
        leak.get_by_role("button", name="Hide the clause").click()
        expect(closing).to_have_value(
            "A fine film, >!although the envoy is her sister!<, and so on."
        )
        expect(panel).to_be_hidden()

        page.get_by_label("Standfirst").fill("Now the envoy is her sister.")
        expect(leak).to_have_count(1)
        expect(leak.get_by_role("button", name="Hide the", include_hidden=True)).to_have_count(2)
        expect(leak.get_by_role("button", name="Hide the")).to_have_count(0)
        leak.get_by_label("Why it may stay").fill("The trailer shows it.")
        leak.get_by_role("button", name="Confirm").click()
        expect(panel).to_be_hidden()
        assert LeakConfirmation.objects.get().reason == "The trailer shows it."
        assert violated == []
        assert page_errors == []
