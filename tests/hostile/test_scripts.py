"""No pattern of `tests.hostile.patterns` becomes markup on a page, in a feed or in an answer."""

import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import URLField
from django.test import Client

from films.models import Film
from reviews.models import Review
from site_settings.profiles import profiles_in
from tests.canaries.channels import PUBLIC, REVEALED, Channel
from tests.canaries.fetching import FETCHED_AT, Answer, fetch, fetch_path
from tests.canaries.planting import Site
from tests.e2e.test_admin_screens import of_models, of_ours
from tests.factories import AdminFactory
from tests.hostile.dangers import dangers
from tests.hostile.patterns import ADDRESSES
from tests.hostile.planting import ACCEPTED_SLUG, plant_patterns, refused

pytestmark = [pytest.mark.django_db, pytest.mark.search_index]

OF_SCRIPTS = [address for address in ADDRESSES if not address.startswith("https:")]
ACCEPTED = {"slug": ACCEPTED_SLUG}
# Screens that show the same as others.
SIMILAR = ("_add", "_delete", "_history", "_update", "_backdate", "_schedule")


@pytest.fixture(scope="module")
def site(module_db) -> Site:
    return plant_patterns(module_db)


@pytest.fixture(scope="module")
def answers(site) -> list[Answer]:
    accepted = (Channel("pages:review", ACCEPTED), Channel("pages:revealed", ACCEPTED))
    with time_machine.travel(FETCHED_AT, tick=False):
        return [fetch(channel, site) for channel in (*PUBLIC, *REVEALED, *accepted)]


def texts_of(answer: Answer) -> Iterator[str]:
    """The HTML in a page, a feed or an answer of the API. Raises for broken XML or JSON."""
    if answer.kind == "text/html":
        yield answer.text
    elif answer.kind.endswith("json"):
        yield from _strings(json.loads(answer.text))
    elif answer.kind.endswith("xml"):
        for element in ElementTree.fromstring(answer.body).iter():
            if element.tag.rpartition("}")[2] in ("encoded", "content", "html"):
                yield element.text or ""


def _strings(value: Any, key: str = "") -> Iterator[str]:
    """The texts in ``value`` whose key says that they are HTML."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, key)
    elif isinstance(value, str) and "html" in key:
        yield value


class TestEveryField:
    def test_public_pages_feeds_and_answers_have_no_markup_of_a_pattern(self, answers):
        found = {
            each.path: [d for text in texts_of(each) for d in dangers(text)] for each in answers
        }
        assert {path: each for path, each in found.items() if each} == {}
        shown = [each.path for each in answers if "alert(1)" in each.text]
        assert len(shown) > 40, "the patterns are not shown"
        assert [each.path for each in answers if each.status not in (200, 302)] == []

    @pytest.mark.soak
    def test_screens_of_the_admin_have_none(self, site):
        root = AdminFactory(username="root")
        client = Client()
        client.force_login(root)
        review, film = Review.objects.get(**ACCEPTED), Film.objects.get(pk=site.film.pk)
        screens = of_models(root) | of_ours(review, film, root)
        shown = 0
        found = {}
        for name, address in screens.items():
            if not name.endswith(SIMILAR):
                response = client.get(address)
                assert response.status_code in (200, 302), name
                shown += "alert(1)" in response.text
                found[name] = dangers(response.text)
        assert {name: each for name, each in found.items() if each} == {}
        assert shown > 50, "the patterns are not shown"

    def test_only_constraints_keep_a_text_from_being_planted(self, site):
        """Each of these fields may have only some texts, or depends on another field."""
        assert refused == {
            "Comment.quote",
            "Delivery.feed",
            "Redirect.target",
            "Section.curtain_label",
        }

    @pytest.mark.parametrize(
        "word", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>']
    )
    def test_what_a_reader_types_is_shown_as_text(self, word):
        addresses = ["/search/?q=", "/reviews/?genre=", "/reviews/?audience=", "/oembed/?url=", "/"]
        found = [fetch_path(f"{address}{word}") for address in addresses]
        assert [each.status for each in found] == [200, 200, 200, 404, 404]
        assert [danger for each in found for danger in dangers(each.text)] == []


class TestAddresses:
    def test_of_scripts_are_refused_by_every_field_for_an_address(self):
        fields = [
            field
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, URLField)
        ]
        accepted = [
            (str(field), address)
            for field in fields
            for address in OF_SCRIPTS
            if _accepts(field, address)
        ]
        assert (accepted, len(fields)) == ([], 4)

    def test_of_scripts_are_refused_as_the_profile_of_the_site(self):
        for address in OF_SCRIPTS:
            with pytest.raises(ValidationError):
                profiles_in(f"Mastodon {address}")


def _accepts(field: URLField, address: str) -> bool:
    try:
        field.clean(address, None)
    except ValidationError:
        return False
    return True
