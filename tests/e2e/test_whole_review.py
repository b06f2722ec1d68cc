"""A complete review of the demo, typed into the empty desk, previewed, published and read.

Every text arrives unchanged, and no page breaks the Content-Security-Policy.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Locator, Page, expect

from cast.models import Credit
from editions.content import ReviewContent
from editions.manuscript import read_manuscript
from editions.parts import PARTS
from films.models import Film
from images.models import Image
from reviews.models import Review
from tests.e2e.suggestions import choose
from tests.factories import PASSWORD, AdminFactory

DOCUMENTS = Path(__file__).parents[2] / "demo" / "reviews"
SLUG = "knives-out"

COLLECT = """
addEventListener("securitypolicyviolation", (event) =>
  report(`${location.href}: ${event.violatedDirective}: ${event.blockedURI}`));
"""
DROP = """
(place, [name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  const init = { bubbles: true, cancelable: true, dataTransfer };
  place.dispatchEvent(new DragEvent("dragover", init));
  place.dispatchEvent(new DragEvent("drop", init));
}
"""


@pytest.fixture
def context(new_context: Callable[[], BrowserContext]) -> BrowserContext:
    """A context of its own, because the test listens to all of its pages."""
    return new_context()


def watched(context: BrowserContext, reports: list[str]) -> None:
    """Add to ``reports`` each violation of the policy and each error that a page logs."""
    context.expose_function("report", lambda report: reports.append(report))
    context.add_init_script(COLLECT)

    def log(message: Any) -> None:
        if message.type == "error":
            reports.append(f"{message.page.url}: {message.text}")

    context.on("console", log)


def exported() -> str:
    out = StringIO()
    call_command("export_review", SLUG, stdout=out)
    return out.getvalue()


def part(page: Page, key: str) -> Locator:
    return page.locator(f"#part-{key}")


def add(page: Page, key: str) -> Locator:
    part(page, key).locator("[data-add]").click()
    return part(page, key).locator("[data-item]").last


def fill(place: Locator | Page, **texts: str) -> None:
    """Fill the fields whose names end so, but those for which the text is empty."""
    for name, text in texts.items():
        if text:
            place.locator(f":is(input, textarea)[name$='{name}']").fill(text)


class Writer:
    """Types a review into the desk that is open on ``page``."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def write(self, content: ReviewContent) -> None:
        page = self.page
        choose(page.locator(".field-film").first, str(Film.objects.get(pk=content.film.id)))
        choose(page.locator(".field-byline").first, "Hester Omondi")
        page.get_by_label("Headline").press_sequentially(content.headline)
        for name in ("standfirst", "meta_description", "disclosure"):
            fill(page, **{name: getattr(content, name)})
        for own in PARTS:
            if own.heading_field:
                fill(page, **{own.heading_field: own.of(content).heading})
        fill(page, cast_introduction=content.cast.introduction)
        page.get_by_label("Slug").fill(content.slug)
        for key in ("opening", "story", "closing"):
            for section in getattr(content, key).items:
                item = add(page, key)
                fill(item, heading=section.heading, body=section.body)
                fill(item, curtain_label=section.curtain_label)
                for film in section.spoils:
                    choose(item.locator(".field-spoils"), Film.objects.get(pk=film.id).title)
        for critique in content.cast.items:
            item = add(page, "cast")
            for credit in Credit.objects.filter(pk__in=[ref.id for ref in critique.credits]):
                choose(item.locator(".field-credits"), str(credit))
            fill(item, heading=critique.heading if critique.own_heading else "", body=critique.body)
            item.get_by_label("Hidden").set_checked(critique.is_spoiler)
        for fit in content.audience.items:
            item = add(page, "audience")
            fill(item, premise=fit.premise, rationale=fit.rationale)
            item.get_by_label("Answer").select_option(fit.answer)
        self._points("good", content.good.items)
        self._points("bad", content.bad.items)
        self._verdict(content.verdict.first)

    def _points(self, key: str, points: Iterable[Any]) -> None:
        for point in points:
            item = add(self.page, key)
            fill(item, label=point.label, body=point.body)
            item.get_by_label("Hidden").set_checked(point.is_spoiler)

    def _verdict(self, verdict: Any) -> None:
        place = part(self.page, "verdict")
        place.get_by_label("Recommendation").select_option(verdict.recommendation)
        fill(place, summary=verdict.summary, pull_quote=verdict.pull_quote)
        for name in ("score", "scale_best", "scale_step"):
            value = getattr(verdict, name)
            fill(place, **{name: "" if value is None else str(value)})


@contextmanager
def another_reader(page: Page, reports: list[str]) -> Iterator[Page]:
    assert page.context.browser is not None
    with page.context.browser.new_context() as context:
        watched(context, reports)
        yield context.new_page()


@pytest.mark.soak
class TestDemoReview:
    def test_typed_into_the_desk_exports_unchanged(self, page: Page, live_server: Any) -> None:
        call_command("import_review", str(DOCUMENTS / f"{SLUG}.md"), stdout=StringIO())
        document, content = exported(), read_manuscript(Review.objects.get()).content
        alt = Image.objects.get(pk=content.lead_image.id).alt  # type: ignore[union-attr]
        Review.objects.all().delete()
        Image.objects.filter(pk=content.lead_image.id).delete()  # type: ignore[union-attr]

        reports: list[str] = []
        watched(page.context, reports)
        page.on("dialog", lambda dialog: dialog.accept())
        AdminFactory(username="root")
        page.goto(f"{live_server.url}/admin/")
        page.get_by_label("Username").fill("root")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.goto(f"{live_server.url}/admin/reviews/review/add/")
        page.get_by_role("button", name="Open all parts").press("Enter")

        Writer(page).write(content)
        field = page.get_by_role("group", name="Lead image")
        data = (DOCUMENTS / "images" / f"{SLUG}-lead.webp").read_bytes()
        file = [f"{SLUG}-lead.webp", "image/webp", base64.b64encode(data).decode()]
        field.evaluate(DROP, file)
        page.get_by_role("dialog", name="Upload a picture").get_by_label("Alternative text").fill(
            alt
        )
        page.keyboard.press("Enter")
        expect(field.locator("img")).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist .success")).to_have_text("Saved.")
        assert exported() == document

        page.get_by_role("button", name="Preview", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(content.headline)
        page.get_by_role("link", name="Edit the review").click()
        page.get_by_role("button", name="Publish now").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Publish now")
        for box in page.locator("input[name^=leak-]").all():
            box.fill("The trailer shows it.")
        page.get_by_role("button", name="Publish now").click()
        expect(page.locator(".messagelist .success")).to_have_text("Edition 1 is live.")

        hidden = content.story.items[0]
        secret = hidden.body.split("\n")[0].split(">!")[0].strip()
        assert len(secret) > 20
        with another_reader(page, reports) as reader:
            reader.goto(f"{live_server.url}/reviews/{SLUG}/")
            assert secret not in reader.content()
            curtain = reader.locator("#curtain-story-1")
            curtain.get_by_role("button").click()
            expect(curtain).to_contain_text(secret)
        assert reports == []
