"""Export, import and export again give the same bytes for every review."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.text import slugify
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.body import read_body
from documents.body_writer import BodyWriter
from documents.errors import Findings
from documents.escapes import one_line
from documents.exporting import export_review
from documents.list_items import WRITERS
from documents.portable import portable
from documents.review_rows import write_review
from editions.content import (
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.manuscript import credit_ref, film_ref
from editions.parts import PARTS, SECTION
from reviews.models import Review
from spoilers import check_plain, parse
from tests.documents.sample_documents import empty_site, imported, rows
from tests.factories import (
    CharacterFactory,
    ContentNoteLabelFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    GenreFactory,
    PersonFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

ODD = " \t\n—–-:*{}#\\\"'`|>!<_[]()=~^.,;?&%@+1a" + "Éß“”…\u00a0\u2028\u0085\u200b🎬日\x0b\x01"

BLOCKS = [
    "A paragraph of two lines,\nthe second one here.",
    "Hard  \nbreak\\\nhere.",
    "    indented code\n\n    more of it",
    "\tcode after a tab",
    "```\n## no heading\n- no item\n::: spoiler no\n```",
    "~~~ py\n{.spoiler}\n~~~",
    "> a quotation\n> - with a list\n>\n> and more",
    "- one\n- two\n\n  of two paragraphs\n\n      and code",
    "1. first\n2. second\n   - nested\n     - deeper",
    "* star\n* list",
    "| a | b |\n| - | - |\n| 1 | 2 |",
    '::: spoiler The box\nHidden.\n\n- a list\n\n::: spoiler {spoils="other"}\nMore.\n:::\n:::',
    'Open >!hidden!< and >!again!<{instead="something" spoils="other"}.',
    "#### A small heading",
    "**Label:** looks like one.",
    "**:** looks like none.",
    "{.spoiler} looks like a class.",
    "yes: looks like an answer — and more",
    "— begins with a dash",
    "---",
    "* * *",
    "A note.[^1]\n\n[^1]: Its text.",
    '[reference]: https://example.org "Title"',
    "  Two blanks in front.",
    "`code :** — {`",
    "\\# \\- \\* \\{ \\—",
    "Ends with blanks  ",
]


def plain(max_size: int = 30) -> st.SearchStrategy[str]:
    anything = st.text(st.sampled_from(ODD), max_size=max_size)
    names = ["", "1917", "No", "null", "2025-06-06", "a: b", "#1", "Two\nlines", "x" * max_size]
    return (anything | st.sampled_from(names)).filter(lambda text: not check_plain(text))


def not_blank(max_size: int = 30) -> st.SearchStrategy[str]:
    return plain(max_size).filter(lambda text: bool(text.strip()))


def markdown(min_heading: int = 4) -> st.SearchStrategy[str]:
    def is_sound(text: str) -> bool:
        return not parse(text, min_heading=min_heading).check(lambda slug: 1)

    blocks = st.lists(st.sampled_from(BLOCKS), max_size=4).map("\n\n".join)
    anything = st.text(st.sampled_from(ODD), max_size=40)
    return (blocks | anything).filter(is_sound)


def spoils() -> st.SearchStrategy[tuple[FilmRef, ...]]:
    slugs = st.lists(st.sampled_from(["film-under-review", "other"]), unique=True)
    return slugs.map(lambda found: tuple(FilmRef(slug) for slug in sorted(found)))


PLAIN, EMPTY = plain(), st.just("")


def part(
    items: st.SearchStrategy[Any],
    *,
    heading: st.SearchStrategy[str] = PLAIN,
    introduction: st.SearchStrategy[str] = EMPTY,
    most: int = 3,
    unique_by: Any = None,
) -> st.SearchStrategy[PartContent[Any]]:
    listed = st.lists(items, max_size=most, unique_by=unique_by)
    return st.builds(PartContent, heading, introduction, listed.map(tuple))


SECTIONS = st.builds(SectionContent, plain(), markdown(3))
HIDDEN_SECTIONS = st.builds(SectionContent, plain(), markdown(3), plain(), spoils())
CRITIQUES = st.builds(
    lambda heading, body, hidden: CritiqueContent(heading, bool(heading.strip()), body, (), hidden),
    plain(),
    markdown(4),
    st.booleans(),
)
NOTES = st.builds(NoteContent, not_blank(), markdown()).filter(lambda note: slugify(note.name))
FITS = st.builds(FitContent, not_blank(), st.sampled_from(["yes", "no", "depends"]), markdown())
POINTS = st.builds(PointContent, plain(), markdown(), st.booleans()).filter(
    lambda point: bool(point.label.strip() or point.body.strip())
)
CONTENTS = st.builds(
    ReviewContent,
    film=st.just(FilmRef("film-under-review")),
    critics=st.just((CriticRef("critic"),)),
    headline=not_blank(),
    slug=st.just("the-review"),
    standfirst=plain(80),
    meta_description=plain(),
    disclosure=plain(),
    notes=part(NOTES, unique_by=lambda note: slugify(note.name)),
    opening=part(SECTIONS, heading=EMPTY, most=2),
    cast=part(CRITIQUES, introduction=markdown(4)),
    audience=part(FITS),
    story=part(HIDDEN_SECTIONS, heading=EMPTY, most=2),
    good=part(POINTS),
    bad=part(POINTS),
    verdict=part(st.builds(VerdictContent, st.just("mixed"), markdown(3), plain()), most=1),
    closing=part(SECTIONS, heading=EMPTY, most=2),
)


class _Undo(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Rolls back all changes of the block, so that each example starts with an empty site."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def make_review(content: ReviewContent, covered: list[list[int]], names: list[str]) -> Review:
    """A review of a film with namesakes, equal credits, and people with several credits."""
    franchise = FranchiseFactory(name="The Saga", slug="saga", universe_name=names[0])
    film = FilmFactory(
        title=names[1], slug="film-under-review", overview=names[2], tagline=names[3]
    )
    film.genres.set([GenreFactory(name="No", slug="no"), GenreFactory(name="Crime", slug="crime")])
    other = FilmFactory(title="Other", slug="other", status="planned", release_date=None)
    third = FilmFactory(title="1917", slug="third")
    entry = FranchiseEntryFactory(franchise=franchise, film=third, release_order=1, note=names[4])
    FranchiseEntryFactory(franchise=franchise, film=other, release_order=2, after=entry)
    FranchiseEntryFactory(franchise=franchise, film=film, release_order=3, before=entry, label="")
    ProjectFactory(franchise=franchise, film=other, working_title=names[1], note=names[2])
    person = PersonFactory(name="Ida Holm", slug="ida-holm")
    eve = CharacterFactory(name="Eve", slug="eve", franchise=franchise)
    adam = CharacterFactory(name="Eve", slug="adam", franchise=franchise)
    credits = [
        CreditFactory(film=film, person=person, characters=[eve], credited_as=names[3]),
        CreditFactory(film=film, person=person, characters=[eve, adam], is_spoiler=True),
        CreditFactory(film=film, person=None, characters=[adam], billing_order=None),
        CreditFactory(film=film, person=person, department="Writing", job="Writer", characters=[]),
        CreditFactory(film=film, person=person, department="Writing", job="Writer", characters=[]),
        CreditFactory(
            film=film, person=PersonFactory(name=names[5], slug="x"), characters=[], billing="lead"
        ),
    ]
    critic = CriticFactory(display_name=names[0], slug="critic")
    films = {"film-under-review": film, "other": other}

    def with_label(note: NoteContent) -> NoteContent:
        name = one_line(note.name)
        label = ContentNoteLabelFactory(name=name, slug=slugify(name))
        return replace(note, name=name, label_id=label.pk)

    content = replace(
        content,
        film=film_ref(film),
        critics=(CriticRef(critic.slug, critic.pk),),
        notes=replace(content.notes, items=tuple(map(with_label, content.notes.items))),
        story=replace(
            content.story,
            items=tuple(
                replace(each, spoils=tuple(film_ref(films[ref.slug]) for ref in each.spoils))
                for each in content.story.items
            ),
        ),
        cast=replace(
            content.cast,
            items=tuple(
                replace(critique, credits=tuple(credit_ref(credits[at]) for at in places))
                for critique, places in zip(content.cast.items, covered, strict=True)
            ),
        ),
    )
    review, _changed = write_review(None, content, None)
    return review


COVERED = st.lists(st.lists(st.integers(0, 5), max_size=6, unique=True), min_size=3, max_size=3)


class TestBody:
    @given(CONTENTS)
    def test_is_read_as_it_was_written(self, content: ReviewContent) -> None:
        content = portable(content)
        findings = Findings()
        parts = read_body("\n\n".join(BodyWriter(content, []).blocks()), 1, findings)
        assert findings.errors == []
        assert (parts.heading("cast"), parts.introduction.text) == (
            content.cast.heading,
            content.cast.introduction,
        )
        assert [(critique.heading, critique.body) for critique in parts.values("cast")] == [
            (critique.heading if critique.own_heading else "", critique.body)
            for critique in content.cast.items
        ]
        for each in PARTS:
            written = each.of(content)
            if each.heading_field:
                assert parts.heading(each.key) == written.heading
            if each.item is SECTION or each.item in WRITERS:
                assert parts.values(each.key) == written.items
        verdict = content.verdict.first
        assert parts.summary.text == (verdict.summary if verdict else "")


# Each example writes rows and takes half a second.
FEWER = settings.default.max_examples // 5


class TestReview:
    @settings(max_examples=FEWER)
    @given(CONTENTS, COVERED, st.lists(not_blank(), min_size=6, max_size=6))
    def test_is_imported_as_it_was_exported(
        self, tmp_path: Path, content: ReviewContent, covered: list[list[int]], names: list[str]
    ) -> None:
        with undone():
            make_review(content, covered[: len(content.cast.items)], names)
            text = export_review("the-review").text
            before = rows()
            assert imported(tmp_path, text, update=True).outcome == "unchanged"
            assert rows() == before
            empty_site()
            assert imported(tmp_path, text).outcome == "created"
            assert export_review("the-review").text == text
            before = rows()
            assert imported(tmp_path, text, update=True).outcome == "unchanged"
            assert rows() == before
