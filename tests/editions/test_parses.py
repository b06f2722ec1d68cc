"""How often the texts of a review are parsed: once for what an editor does, never for readers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.editor.preview import preview
from documents.importing import import_document
from editions.manuscript import read_manuscript
from editions.models import Edition
from editions.parts import markdown_texts
from editions.publishing import publish
from editions.rendered import Rendering
from editions.rendering import render
from editions.serialisation import from_json
from reviews.models import Review
from spoilers import foreign, parsed_text, structure
from tests.curtain_urls import revealed_url
from tests.desk_forms import address, errors_of, opened
from tests.documents.sample_documents import DOCUMENT, write
from tests.factories import AdminFactory, FilmFactory, FullReviewFactory
from tests.roles import signed_in

pytestmark = pytest.mark.django_db

FOREIGN = "Write `||so||` on other sites."


class Parses:
    """The texts that were parsed. ``probed`` are those with probes for other sites' spoilers,
    ``blocks`` those of which only the block structure was parsed. Empty texts do not count."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.probed: list[str] = []
        self.blocks: list[str] = []

    def all(self) -> list[str]:
        return [*self.texts, *self.probed, *self.blocks]


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> Parses:
    counted = Parses()

    def count(module: Any, name: str, into: list[str]) -> None:
        parse: Callable[..., Any] = getattr(module, name)

        def counting(markdown: str, *args: Any) -> Any:
            if markdown.strip():
                into.append(markdown)
            return parse(markdown, *args)

        monkeypatch.setattr(module, name, counting)

    count(parsed_text, "build_tree", counted.texts)
    count(foreign.probing, "build_tree", counted.probed)
    count(foreign.tables, "build_block_tree", counted.blocks)
    count(structure, "build_block_tree", counted.blocks)
    return counted


@pytest.fixture
def desk() -> Client:
    return signed_in(AdminFactory())


@pytest.fixture
def review() -> Review:
    return FullReviewFactory(slug="the-review")


def texts_of(review: Review) -> list[str]:
    """The texts of the manuscript that are not empty. No two of a full review are the same."""
    content = read_manuscript(review).content
    return sorted(filter(None, (text.markdown for text in markdown_texts(content))))


class TestAtTheDesk:
    def test_publishing_parses_each_text_once(self, review: Review, parses: Parses) -> None:
        publish(review=review)
        parsed = sorted(parses.all())
        assert parsed == texts_of(review)

    @pytest.mark.parametrize("step", ["publish", "schedule"])
    def test_the_page_of_a_step_parses_each_text_once(
        self, desk: Client, review: Review, parses: Parses, step: str
    ) -> None:
        assert desk.get(address(review, step)).status_code == 200
        parsed = sorted(parses.all())
        assert parsed == texts_of(review)

    def test_posting_a_step_parses_each_text_once(
        self, desk: Client, review: Review, parses: Parses
    ) -> None:
        response = desk.post(address(review, "publish"), {"version": review.version})
        parsed = sorted(parses.all())
        assert (response.status_code, Edition.objects.count()) == (302, 1)
        assert parsed == texts_of(review)

    def test_saving_parses_nothing_and_the_form_each_text_once(
        self, desk: Client, review: Review, parses: Parses
    ) -> None:
        form = opened(desk, review) | {"headline": "Another headline"}
        assert sorted(parses.all()) == texts_of(review)
        parses.texts.clear()
        response = desk.post(address(review), form)
        assert (errors_of(response), response.status_code) == ({}, 302)
        assert parses.all() == []

    def test_other_pages_parse_nothing(self, desk: Client, review: Review, parses: Parses) -> None:
        publish(review=review)
        parses.texts.clear()
        assert desk.get(address(review, "withdraw")).status_code == 200
        assert parses.all() == []

    def test_the_preview_of_a_field_parses_it_once(self, parses: Parses) -> None:
        FilmFactory(slug="alien")
        text = 'One ![a](images/a.png) >!two!<{spoils="alien"}\n\n::: spoiler\nThree.\n:::'
        preview(text)
        assert parses.all() == [text]

    def test_the_preview_of_a_manuscript_parses_each_text_once(
        self, review: Review, parses: Parses
    ) -> None:
        render(read_manuscript(review), film=review.film_id)
        parsed = sorted(parses.all())
        assert parsed == texts_of(review)

    def test_a_text_with_foreign_syntax_is_parsed_once_more(
        self, review: Review, parses: Parses
    ) -> None:
        review.sections.filter(placement="closing").update(body=FOREIGN)
        publish(review=review)
        assert (parses.texts.count(FOREIGN), len(parses.probed)) == (1, 1)


class TestImporting:
    @pytest.mark.parametrize("publishing", [False, True])
    def test_a_document_parses_each_text_once(
        self, tmp_path: Path, parses: Parses, publishing: bool
    ) -> None:
        path = write(tmp_path, DOCUMENT)
        imported = import_document(path, publishing=publishing)
        texts, probed = sorted(parses.texts), parses.probed
        assert (texts, probed) == (texts_of(imported.review), [])

    def test_a_document_that_changes_nothing_parses_each_text_once(
        self, tmp_path: Path, parses: Parses
    ) -> None:
        path = write(tmp_path, DOCUMENT)
        import_document(path, publishing=True)
        parses.texts.clear()
        imported = import_document(path, publishing=True, update=True)
        texts, probed = sorted(parses.texts), parses.probed
        assert (texts, probed) == (texts_of(imported.review), [])


def url(review: Review, name: str, arguments: list[Any]) -> str:
    if name == "revealed_one":
        return revealed_url(review, "story-1")
    return reverse(f"pages:{name}", args=arguments)


class TestReaders:
    """Everything a reader sees is made from the stored rendering."""

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("review", ["the-review"]),
            ("revealed", ["the-review"]),
            ("revealed_one", []),
            ("curtain", ["the-review", 1, "story-1"]),
            ("feed", ["rss"]),
            ("share_card", ["the-review"]),
            ("search", []),
            ("reviews", []),
            ("home", []),
        ],
    )
    def test_no_page_parses(
        self, client: Client, review: Review, parses: Parses, name: str, arguments: list[Any]
    ) -> None:
        publish(review=review)
        query = "?q=train" if name == "search" else ""
        address = url(review, name, arguments) + query
        parses.texts.clear()
        response = client.get(address)
        assert response.status_code == 200
        assert parses.all() == []

    @pytest.mark.parametrize(
        ("name", "arguments"),
        [
            ("review", ["the-review"]),
            ("revealed", ["the-review"]),
            ("revealed_one", []),
            ("curtain", ["the-review", 1, "story-1"]),
        ],
    )
    def test_a_page_reads_its_rendering_once(
        self,
        client: Client,
        review: Review,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
        arguments: list[Any],
    ) -> None:
        publish(review=review)
        read: list[type] = []

        def counting(shape: Any, data: Any) -> Any:
            read.append(shape)
            return from_json(shape, data)

        monkeypatch.setattr("editions.stored_renderings.from_json", counting)
        assert client.get(url(review, name, arguments)).status_code == 200
        assert read == [Rendering]
