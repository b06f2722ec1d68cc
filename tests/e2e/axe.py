"""Violations that axe, the accessibility checker, finds on a page."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Its preload copies stylesheets into inline ones, which the policy refuses. The elements that pass
# are not listed, which saves time.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}

# The contrast of colours takes axe three quarters of its time. It is the same for all texts that
# have the same styles on the same layers. So axe checks two texts of each kind: one may be covered.
# They have the attribute `data-contrast` meanwhile.
MARK = """(context) => {
  const layers = new Map([[null, ""]]);
  const kinds = new Map();
  const layer = (style) => [style.content, style.backgroundColor, style.backgroundImage,
    style.opacity, style.position, style.filter, style.visibility, style.clipPath].join();
  const hasText = (element) => element.matches("input, select, textarea") ||
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  for (const element of document.querySelectorAll("*")) {
    const [style, ...around] = [undefined, "::before", "::after"].map((part) =>
      getComputedStyle(element, part));
    const below = layers.get(element.parentElement);
    layers.set(element, [below, ...[style, ...around].map(layer)].join("/"));
    if (!element.closest(context) || !hasText(element) || !element.checkVisibility()) continue;
    const exempt = element.closest(":disabled, label, [aria-disabled], [aria-hidden]")?.localName;
    const kind = [layers.get(element), element.localName, style.color, style.fontSize,
      style.fontWeight, style.textShadow, exempt].join();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind) < 3) element.setAttribute("data-contrast", "");
  }
}"""

RUN = f"""async ([context, options]) => {{
  axe.configure({{ rules: [{{ id: "color-contrast", selector: "[data-contrast]" }}] }});
  ({MARK})(context);
  const results = await axe.run(context, options);
  for (const element of document.querySelectorAll("[data-contrast]"))
    element.removeAttribute("data-contrast");
  return results.violations.map(({{ id, nodes }}) => [id, nodes.map(({{ html }}) => html)]);
}}"""


def violations(page: Page, context: str = "html", **options: Any) -> list[str]:
    """Each violated rule with the element that violates it: "label: <input …>".

    ``context`` is a CSS selector: axe checks the elements that match it and those inside them.
    ``options`` are axe's.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_script())
    found = page.evaluate(RUN, [context, OPTIONS | options])
    return [f"{rule}: {html}" for rule, elements in found for html in elements]


def load_with_every_page(page: Page) -> None:
    """Saves sending axe to the browser for each address that ``page`` opens from now on."""
    page.add_init_script(_script())


@cache
def _script() -> str:
    script: str = Axe().axe_script
    return script
