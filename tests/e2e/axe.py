"""What axe, the accessibility checker, finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Its preload copies stylesheets into inline ones, which the policy refuses; what is well is long.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}


def violations(page: Page, context: Any = None, **options: Any) -> list[str]:
    """Each broken rule, with the element that breaks it; ``context`` and ``options`` are axe's."""
    found = Axe().run(page, context=context, options=OPTIONS | options).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
