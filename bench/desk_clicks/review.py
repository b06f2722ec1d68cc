"""Writes a whole review on the desk and publishes it, with a keyboard and a mouse."""

import re
from typing import Any

from playwright.sync_api import Locator, expect

from bench.desk_clicks.user import User


def write_review(user: User, said: dict[str, Any]) -> None:
    """From the front page of the admin to a live review. ``said`` comes from `document.read`."""
    page = user.page
    user.click(page.get_by_role("link", name="New review"))
    expect(page.get_by_label("Headline")).to_be_visible()
    for film in [*said["others"], said["film"]]:
        _add_film(user, film)
    user.fill(page.get_by_label("Headline"), said["headline"])
    user.fill(page.locator("#id_slug"), said["slug"])
    user.fill(page.locator("#id_standfirst"), said["standfirst"])
    _paste_credits(user, said["credits"])
    for name, text in said["headings"].items():
        user.fill(page.locator(f"#id_{name}"), text)
    _add_items(user, said)
    user.fill(page.locator("#id_meta_description"), said["meta_description"])
    user.fill(page.locator("#id_disclosure"), said["disclosure"])
    user.click(page.get_by_role("button", name="Publish now"))
    expect(page.locator(".step__sentences")).to_contain_text("for the first time")
    for reason in page.get_by_role("textbox", name=re.compile("gives away")).all():
        user.fill(reason, "The review says as much.")
    user.click(page.get_by_role("button", name="Publish now"))
    expect(page.locator(".state__line")).to_contain_text("Live: edition 1")
    if said["projects"] or _has_order(said):
        _complete_franchise(user, said)


def _add_film(user: User, film: dict[str, Any]) -> None:
    page = user.page
    user.click(page.locator(".field-film").get_by_role("button", name="New film"))
    panel = page.locator("#side-panel")
    title = panel.locator("[name=title]")
    expect(title).to_be_focused()
    user.write(film["title"])
    user.fill(panel.locator("[name=release_date]"), film["release"])
    more = panel.locator("summary")
    user.go_to(more)
    user.press("Enter")
    user.fill(panel.locator("[name=original_title]"), film["original_title"])
    user.fill(panel.locator("[name=runtime]"), str(film["runtime"]))
    for genre in film["genres"]:
        user.tick(panel.get_by_label(genre, exact=True))
    slug = panel.locator("[name=slug]")
    if re.sub(r"[^a-z0-9]+", "-", film["title"].lower()) != film["slug"]:
        user.fill(slug, film["slug"])
    if franchise := film["franchise"]:
        user.suggest(franchise["name"], panel.locator(".field-franchise"))
        user.fill(panel.locator("[name=label]"), franchise["label"])
        user.choose(panel.locator("[name=relation]"), franchise["relation"])
        user.fill(panel.locator("[name=release_order]"), str(franchise["order"]))
    user.press("Enter")
    expect(panel).to_be_hidden()


def _line(credit: dict[str, Any]) -> str:
    notes = [f"({credit['billing']})"] if credit["billing"] else []
    notes += [f"(as {credit['credited_as']})"] if credit["credited_as"] else []
    if credit["job"]:
        return " ".join([f"{credit['job']}: {credit['person']}", *notes])
    who = credit["person"] or "?"
    return " ".join([f"{who} as {' / '.join(credit['characters'])}", *notes])


def _paste_credits(user: User, credits: list[dict[str, Any]]) -> None:
    page = user.page
    user.click(page.get_by_role("button", name="Paste a cast list"))
    expect(page.locator("#cast-list-text")).to_be_focused()
    user.write("\n".join(map(_line, credits)))
    user.press("Tab")
    user.press("Enter")
    expect(page.locator(".cast-line")).to_have_count(len(credits))
    for number, credit in enumerate(credits):
        if credit["is_spoiler"]:
            user.tick(page.locator(f"#surprise-{number}"))
    user.click(page.get_by_role("button", name="Save the credits"))
    expect(page.locator("#side-panel")).to_be_hidden()


def _add_items(user: User, said: dict[str, Any]) -> None:
    for note in said["notes"]:
        item = _new_item(user, "notes")
        select = item.locator("[name$=-label]")
        label = select.locator("option", has_text=note["label"]).get_attribute("value")
        user.choose(select, label or "")
        user.fill(item.locator("[name$=-detail]"), note["detail"])
    _add_sections(user, said, "opening")
    for critique in said["cast"]:
        item = _new_item(user, "cast")
        for credit in critique["credits"]:
            user.suggest(credit)
        user.fill(item.locator("[name$=-heading]"), critique["heading"])
        if critique["is_spoiler"]:
            user.tick(item.locator("[name$=-is_spoiler]"))
        user.fill(item.locator("[name$=-body]"), critique["body"])
    for fit in said["audience"]:
        item = _new_item(user, "audience")
        user.fill(item.locator("[name$=-premise]"), fit["premise"])
        user.choose(item.locator("[name$=-answer]"), fit["answer"])
        user.fill(item.locator("[name$=-rationale]"), fit["rationale"])
    _add_sections(user, said, "full_story")
    for part in ("good", "bad"):
        for point in (each for each in said["points"] if each["part"] == part):
            item = _new_item(user, part)
            user.fill(item.locator("[name$=-label]"), point["label"])
            if point["is_spoiler"]:
                user.tick(item.locator("[name$=-is_spoiler]"))
            user.fill(item.locator("[name$=-body]"), point["body"])
    verdict, written = user.page.locator("#part-verdict"), said["verdict"]
    user.choose(verdict.locator("[name$=-recommendation]"), written["recommendation"])
    if written["score"] is not None:
        user.fill(verdict.locator("[name$=-score]"), written["score"])
    user.fill(verdict.locator("[name$=-summary]"), written["summary"])
    user.fill(verdict.locator("[name$=-pull_quote]"), written["pull_quote"])
    _add_sections(user, said, "closing")


def _add_sections(user: User, said: dict[str, Any], placement: str) -> None:
    part = {"full_story": "story"}.get(placement, placement)
    for section in (each for each in said["sections"] if each["part"] == placement):
        item = _new_item(user, part)
        user.fill(item.locator("[name$=-heading]"), section["heading"])
        if part == "story":
            user.fill(item.locator("[name$=-curtain_label]"), section["curtain_label"])
        user.fill(item.locator("[name$=-body]"), section["body"])
        for title in section["spoils"]:
            user.suggest(title, item.locator(".field-spoils"))


def _new_item(user: User, part: str) -> Locator:
    """A new item of ``part``; its first field has the focus."""
    group = user.page.locator(f"#part-{part}")
    user.click(group.locator("[data-add]"))
    return group.locator("[data-item]").last


def _has_order(said: dict[str, Any]) -> bool:
    entries = [film["franchise"] for film in (said["film"], *said["others"]) if film["franchise"]]
    return any(entry["after"] or entry["before"] or entry["universe"] for entry in entries)


def _complete_franchise(user: User, said: dict[str, Any]) -> None:
    """Enter the projects of the franchise, and between which films each film is set."""
    page = user.page
    franchise = said["film"]["franchise"]
    user.click(page.locator("#nav-sidebar").get_by_role("link", name="Franchises", exact=True))
    user.click(page.locator("#result_list").get_by_role("link", name=franchise["name"], exact=True))
    user.fill(page.locator("#id_universe_name"), franchise["universe"])
    entries = page.locator("#entries-group .inline-related:not(.empty-form)")
    for film in (*said["others"], said["film"]):
        for name in ("after", "before"):
            if film["franchise"] and (other := film["franchise"][name]):
                label = film["franchise"]["label"]
                entry = entries.filter(has=page.locator(f"input[value={label!r}]"))
                field = f".related-widget-wrapper:has(select[name$=-{name}])"
                user.suggest(other, entry.locator(field))
    for project in said["projects"]:
        user.click(page.locator("#projects-group .add-row a"))
        row = page.locator("#projects-group .inline-related:not(.empty-form)").last
        user.fill(row.locator("[name$=-working_title]"), project["working_title"])
        user.choose(row.locator("[name$=-status]"), project["status"])
        user.fill(row.locator("[name$=-note]"), project["note"])
    user.click(page.get_by_role("button", name="Save", exact=True))
    expect(page.locator(".messagelist .success")).to_be_visible()
