"""Violations that axe, the accessibility checker, finds on a page."""

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Its preload copies stylesheets into inline ones, which the policy refuses. The elements that pass
# are not listed, which saves time.
OPTIONS = {"preload": False, "resultTypes": ["violations", "incomplete"], "elementRef": True}

# The contrast of colours takes axe three quarters of its time. It is the same for all texts that
# have the same styles on the same layers. So axe checks two texts of each kind: one may be covered.
# They have the attribute `data-contrast` meanwhile. Kinds in `checked` were checked before. Returns
# the kinds of the marked texts.
MARK = """(context, checked) => {
  const hash = (words) => {
    let sum = 2166136261;
    for (const letter of words.join()) sum = Math.imul(sum ^ letter.codePointAt(0), 16777619);
    return sum;
  };
  const layer = (style) => [style.content, style.backgroundColor, style.backgroundImage,
    style.opacity, style.position, style.filter, style.visibility, style.clipPath];
  const hasText = (element) => element.matches("input, select, textarea") ||
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const layers = new Map();
  const seen = new Map(checked.map((kind) => [kind, 2]));
  const kinds = new Map();
  for (const element of document.querySelectorAll("*")) {
    const [style, ...around] = [undefined, "::before", "::after"].map((part) =>
      getComputedStyle(element, part));
    const below = layers.get(element.parentElement);
    layers.set(element, hash([below, ...[style, ...around].flatMap(layer)]));
    if (!element.closest(context) || !hasText(element) || !element.checkVisibility()) continue;
    const exempt = element.closest(":disabled, label, [aria-disabled], [aria-hidden]")?.localName;
    const kind = hash([layers.get(element), element.localName, style.color, style.fontSize,
      style.fontWeight, style.textShadow, exempt]);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > 2) continue;
    element.setAttribute("data-contrast", "");
    kinds.set(element, kind);
  }
  return kinds;
}"""

# Returns the violations and the kinds of texts whose contrast axe could judge.
RUN = f"""async ([context, options, checked]) => {{
  const kinds = ({MARK})(context, checked);
  if (options.runOnly?.includes("color-contrast") && !kinds.size) return [[], []];
  axe.configure({{ rules: [{{ id: "color-contrast", selector: "[data-contrast]" }}] }});
  const {{ violations, incomplete }} = await axe.run(context, options);
  for (const element of kinds.keys()) element.removeAttribute("data-contrast");
  for (const {{ id, nodes }} of incomplete)
    if (id === "color-contrast") for (const {{ element }} of nodes) kinds.delete(element);
  const found = violations.map(({{ id, nodes }}) =>
    [id, nodes.map(({{ html }}) => html.replace(' data-contrast=""', ""))]);
  return [found, [...kinds.values()]];
}}"""


def violations(
    page: Page, context: str = "html", checked: set[int] | None = None, **options: Any
) -> list[str]:
    """Each violated rule with the element that violates it: "label: <input …>".

    ``context`` is a CSS selector: axe checks the elements that match it and those inside them.
    ``options`` are axe's. Several calls that share ``checked`` check the contrast of texts of the
    same kind only once.
    """
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_script())
    checked = set() if checked is None else checked
    found, kinds = page.evaluate(RUN, [context, OPTIONS | options, [*checked]])
    checked.update(kinds)
    return [f"{rule}: {html}" for rule, elements in found for html in elements]


def violations_in_both_themes(
    page: Page, context: str = "html", checked: set[int] | None = None
) -> list[str]:
    """Like `violations`, and the contrast of colours in the dark theme.

    A page without a new kind of text is not checked in the dark theme.
    """
    checked = set() if checked is None else checked
    known = len(checked)
    found = violations(page, context, checked)
    if len(checked) == known:
        return found
    page.emulate_media(color_scheme="dark")
    in_the_dark = violations(page, context, checked, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return found + [f"in the dark theme, {each}" for each in in_the_dark]


def load_with_every_page(page: Page) -> None:
    """Saves sending axe to the browser for each address that ``page`` opens from now on."""
    page.add_init_script(_script())


@cache
def _script() -> str:
    script: str = Axe().axe_script
    return script
