"""The search of the admin over several kinds of rows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from tests.factories import (
    CriticFactory,
    FilmFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> dict[str, list[str]]:
    panels: Any = page_context(client, "/admin/search/", q=query)["panels"]
    return {panel.key: [row.title for row in panel.rows] for panel in panels}


def test_finds_what_the_lists_of_the_account_find() -> None:
    user = account(Role.CRITIC)
    mine = ReviewFactory(critic=CriticFactory(user=user), headline="Mine")
    for review in (mine, ReviewFactory(headline="Another")):
        SectionFactory(review=review, body="Aboard the zeppelin.")
    FilmFactory(title="Zeppelin Nights")
    PersonFactory(name="Zoe Zeppelin")
    ImageFactory(name="zeppelin.png", alt="An airship")
    facts = {
        "film": ["Zeppelin Nights (2025)"],
        "person": ["Zoe Zeppelin"],
        "image": ["zeppelin.png"],
    }
    critic, editor = signed_in(user), signed_in(account(Role.EDITOR))
    assert found(critic, "zeppelin") == {"review": ["Mine"], **facts}
    assert found(editor, "zeppelin") == {"review": ["Another", "Mine"], **facts}
    assert found(editor, "zeppelin nights") == {"film": facts["film"]}
    assert found(signed_in(account()), "zeppelin") == {}
    assert found(editor, " ") == {}


def test_shows_a_few_of_each_kind_in_the_same_number_of_queries() -> None:
    editor = signed_in(account(Role.EDITOR))
    counts = []
    for number in (1, 9):
        for each in range(number):
            PersonFactory(name=f"Zoe {number} {each}", slug=f"zoe-{number}-{each}")
            ReviewFactory(headline=f"Zoe {number} {each}")
        with CaptureQueriesContext(connection) as queries:
            editor.get("/admin/search/?q=zoe")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    panels = page_context(editor, "/admin/search/", q="zoe")["panels"]
    assert [(panel.key, len(panel.rows), panel.all_url) for panel in panels] == [
        ("review", 8, "/admin/reviews/review/?q=zoe"),
        ("person", 8, "/admin/cast/person/?q=zoe"),
    ]
