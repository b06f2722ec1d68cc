"""Scripts in every text of the site, in a browser: nothing of them runs, even without the policy.

`tests/hostile` has the patterns, and a faster test of the same pages with a parser.
"""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from films.models import Film
from reviews.models import Review
from tests.canaries.channels import PUBLIC, REVEALED
from tests.canaries.planting import Site
from tests.e2e.logins import sign_in
from tests.e2e.test_admin_screens import of_models, of_ours
from tests.factories import AdminFactory
from tests.hostile.patterns import PLAIN
from tests.hostile.planting import ACCEPTED_SLUG, plant_patterns

pytestmark = pytest.mark.soak

ROTATIONS = 3
"""Sites with other patterns in the short texts. Each has every pattern in the long ones."""

# What the patterns do: they open a dialog or load something of this host.
FOREIGN = "evil.example"

REPORT = """
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => report(name);
// Chromium's own viewers of pictures and XML have styles.
addEventListener("securitypolicyviolation", (event) => {
  if (document.contentType === "text/html")
    report(`${event.violatedDirective}: ${event.blockedURI}`);
});
"""
MOVE = """() => {
  for (const each of document.querySelectorAll("*"))
    for (const name of ["mouseover", "focus", "click", "error", "toggle"])
      if (name !== "click" || each.hasAttribute("onclick"))
        each.dispatchEvent(new Event(name, {bubbles: false}));
}"""


@pytest.fixture(params=range(ROTATIONS))
def site(request: pytest.FixtureRequest, transactional_db: None, settings: Settings) -> Site:
    return plant_patterns(
        Path(settings.MEDIA_ROOT), rotation=request.param, longest=len("\n\n".join(PLAIN))
    )


@pytest.mark.parametrize("has_policy", [True, False], ids=["with the policy", "without it"])
def test_nothing_runs(site: Site, browser: Browser, live_server: Any, has_policy: bool) -> None:
    root: User = AdminFactory(username="root")
    review, film = Review.objects.get(slug=ACCEPTED_SLUG), Film.objects.get(pk=site.film.pk)
    paths = [each.path(site) for each in (*PUBLIC, *REVEALED) if each.status == 200]
    paths += [f"/reviews/{ACCEPTED_SLUG}/", f"/reviews/{ACCEPTED_SLUG}/revealed/"]
    screens = (of_models(root) | of_ours(review, film, root)).items()
    paths += [path for name, path in screens if not name.endswith(("_delete", "_history"))]
    with browser.new_context(bypass_csp=not has_policy) as context:
        happened: list[str] = []
        context.expose_function("report", lambda what: happened.append(what))
        context.add_init_script(REPORT)
        sign_in(context, live_server.url, root)
        found = {}
        opened = 0
        for path in paths:
            page = context.new_page()
            _listen(page, happened)
            happened.clear()
            try:
                page.goto(f"{live_server.url}{path}")
                page.evaluate(MOVE)
                opened += 1
            except Exception as error:
                # A file that a browser saves instead of showing it.
                if "Download is starting" not in str(error):
                    raise
            if happened:
                found[path] = list(happened)
            page.close()
    assert found == {}
    assert opened > 150


def _listen(page: Page, happened: list[str]) -> None:
    page.on(
        "dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss())
    )
    page.on(
        "request",
        lambda request: happened.append(request.url) if FOREIGN in request.url else None,
    )
