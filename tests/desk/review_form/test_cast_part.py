"""What the part "The cast" offers for credits that are missing."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

HINT = (
    "Editors enter the credits of a film. If one is missing, write who the critique is about into "
    "its heading."
)


@pytest.mark.parametrize(
    ("paste_url", "editable", "offered"),
    [
        ("/admin/cast/credit/paste/0/", True, "Paste a cast list"),
        (None, True, HINT),
        (None, False, ""),
    ],
)
def test_credits_are_pasted_or_left_to_the_editors(
    paste_url: str | None, editable: bool, offered: str
) -> None:
    part = SimpleNamespace(key="cast", title="", count=None, fieldset=None, inline=None)
    context = {"part": part, "paste_url": paste_url, "editable": editable}
    text = strip_tags(render_to_string("admin/desk/part.html", context))
    assert " ".join(text.split()) == offered
