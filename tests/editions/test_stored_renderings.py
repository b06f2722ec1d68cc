"""Damaged JSON of a rendering is refused, with no other error and no text in the message."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from editions.publishing import publish
from editions.rendered import Rendering
from editions.rerendering import rendering_of
from editions.serialisation import Unreadable, to_json
from editions.stored_renderings import rendering_from_json
from spoilers import fill_slots
from tests.factories import FullReviewFactory, SectionFactory

pytestmark = pytest.mark.django_db

NESTED = "::: spoiler Outer\nTwo >!three!<.\n\n::: spoiler Inner\nFour >!five!<.\n:::\n:::"


@pytest.fixture(scope="module")
def stored(module_db: object) -> str:
    """The JSON of a rendering."""
    review = FullReviewFactory()
    SectionFactory(review=review, position=9, body=NESTED)
    return json.dumps(to_json(rendering_of(publish(review=review))))


def paths(data: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of each value in ``data``."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*above, name)
        if isinstance(value, dict | list):
            yield from paths(value, (*above, name))


def show(rendering: Rendering) -> None:
    """Fill each slot with the content of its curtain. Endless if a curtain is around itself."""
    curtains = {curtain.key: curtain for curtain in rendering.curtains}

    def content(key: str) -> str:
        return fill_slots(curtains[key].html, content)

    for part in rendering.parts:
        for html in (part.introduction, *(item.html for item in part.items)):
            fill_slots(html, content)
    for key in curtains:
        rendering.and_around(key)


def around_each_other(data: dict[str, Any]) -> dict[str, Any]:
    first, second = data["curtains"][:2]
    first["parent"], second["parent"] = second["key"], first["key"]
    return data


def of_first_curtain(**values: Any) -> Callable[[Any], Any]:
    return lambda data: data | {"curtains": [data["curtains"][0] | values, *data["curtains"][1:]]}


DAMAGES: dict[str, Callable[[Any], Any]] = {
    "null": lambda data: None,
    "list": lambda data: [data],
    "truncated": lambda data: json.dumps(data)[:-100],
    "no curtains": lambda data: data | {"curtains": []},
    "curtains around each other": around_each_other,
    "curtain twice": lambda data: data | {"curtains": [data["curtains"][0], *data["curtains"]]},
    "unknown kind": of_first_curtain(kind="x"),
    "unknown recommendation": lambda data: (
        data | {"verdict": data["verdict"] | {"recommendation": "x"}}
    ),
    "null for text": lambda data: data | {"headline": None},
    "text for a number": lambda data: data | {"minutes": "5"},
}


class TestReading:
    def test_takes_what_was_stored(self, stored: str) -> None:
        rendering = rendering_from_json(json.loads(stored))
        assert {curtain.kind for curtain in rendering.curtains} == {"inline", "block"}
        assert json.dumps(to_json(rendering)) == stored
        show(rendering)

    @pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
    def test_refuses_what_no_page_could_show(
        self, stored: str, damage: Callable[[Any], Any]
    ) -> None:
        with pytest.raises(Unreadable, match="not a Rendering") as refusal:
            rendering_from_json(damage(json.loads(stored)))
        assert "envoy" not in str(refusal.value)

    def test_any_value_can_be_missing_or_of_another_type(self, stored: str) -> None:
        refused = 0
        for *above, last in paths(json.loads(stored)):
            for value in ("removed", None, 5, "x", []):
                data = around = json.loads(stored)
                for name in above:
                    around = around[name]
                around[last] = value
                if value == "removed":
                    del around[last]
                try:
                    show(rendering_from_json(data))
                except Unreadable:
                    refused += 1
        assert refused > 500
