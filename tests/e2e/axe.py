"""Violations that axe, the accessibility checker, finds on a page."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Its preload copies stylesheets into inline ones, which the policy refuses. The elements that pass
# are not listed, which saves time.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}

RUN = """async ([context, options]) => {
  const results = await axe.run(context ?? document, options);
  return results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}"""


def violations(page: Page, context: Any = None, **options: Any) -> list[str]:
    """Each violated rule with the element that violates it: "label: <input …>".

    ``context`` and ``options`` are axe's.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_script())
    found = page.evaluate(RUN, [context, OPTIONS | options])
    return [f"{rule}: {html}" for rule, elements in found for html in elements]


@cache
def _script() -> str:
    script: str = Axe().axe_script
    return script
