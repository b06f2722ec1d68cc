"""Choosing in a field with suggestions, as an editor does with the mouse."""

from playwright.sync_api import Locator, expect


def choose(field: Locator, words: str) -> None:
    """Choose the first suggestion for ``words``. A click in the list of an earlier text is refused,
    so this waits for that of ``words``."""
    page = field.page
    field.locator(".select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").last.fill(words)
    expect(page.locator(".loading-results")).to_have_count(0)
    page.locator(".select2-results__option", has_text=words).first.click()
