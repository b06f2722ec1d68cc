"""Rendering the content of a review, and storing content and rendering as JSON."""

from dataclasses import replace
from decimal import Decimal

import pytest

from editions.content import (
    CreditRef,
    CriticRef,
    CritiqueContent,
    FilmRef,
    FitContent,
    ImageRef,
    NoteContent,
    PartContent,
    PointContent,
    ReviewContent,
    SectionContent,
    VerdictContent,
)
from editions.parsed_review import parse_review
from editions.rendered import Rendering
from editions.rendering import ROW_SIZES, SECTION_SIZES, NotRedacted, render
from editions.serialisation import (
    CONTENT_SCHEMA,
    UPGRADERS,
    Unreadable,
    content_from_json,
    from_json,
    to_json,
)
from tests.factories import CreditFactory, ImageFactory

pytestmark = pytest.mark.django_db

CONTENT = ReviewContent(
    film=FilmRef("own", 7),
    critics=(CriticRef("a-critic", 1),),
    headline="A headline",
    slug="a-review",
    standfirst="A standfirst.",
    opening=PartContent(
        items=(
            SectionContent("", 'He is >!a ghost!<{instead="not what he seems"}.'),
            SectionContent("Style", "Plain words."),
        )
    ),
    story=PartContent(
        items=(
            SectionContent("Secret heading", "Secret body >!inner!<.", "Ending"),
            SectionContent("", "Other film.", "", (FilmRef("own", 7), FilmRef("other", 9))),
        )
    ),
    closing=PartContent(
        items=(SectionContent("Next", "What comes.\n\n::: spoiler Setup\nDeep.\n:::"),)
    ),
    cast=PartContent(
        heading="The players",
        introduction="All of them.",
        items=(
            CritiqueContent("Ann as Bea", False, "Fine."),
            CritiqueContent("Cas as Dot", True, "Hidden words.", (), True),
            CritiqueContent(
                "Eve as Fay", False, "Secret words.", (CreditRef("eve", ("fay",), 3, True),)
            ),
        ),
    ),
    audience=PartContent(items=(FitContent("you like ghosts", "yes", "There are some."),)),
    good=PartContent(
        items=(PointContent("Light:", "It shines."), PointContent("Twist:", "Twisted words.", True))
    ),
    bad=PartContent(items=(PointContent("", "Slow."),)),
    verdict=PartContent(
        items=(
            VerdictContent(
                "recommended",
                "Go.",
                "Quote me.",
                Decimal("7.50"),
                Decimal("10.00"),
                Decimal("0.50"),
            ),
        )
    ),
    spoiled=(FilmRef("other", 9),),
)


def opening(body):
    """A part with one section."""
    return PartContent(items=(SectionContent("", body),))


HIDDEN = [
    "a ghost",
    "Secret heading",
    "Secret body",
    "inner",
    "Other film.",
    "Deep.",
    "Cas as Dot",
    "Hidden words.",
    "Eve as Fay",
    "Secret words.",
    "Twist:",
    "Twisted words.",
]


def rendered(content: ReviewContent) -> Rendering:
    return render(parse_review(content), film=7)


def public_of(rendering):
    """Everything public in ``rendering``, with the labels of the outer curtains."""
    public = to_json(replace(rendering, curtains=()))
    labels = [curtain.label for curtain in rendering.curtains if not curtain.parent]
    return str(public) + str(labels)


class TestRender:
    def test_hidden_text_is_only_in_curtains(self):
        rendering = rendered(CONTENT)
        behind = " ".join(curtain.html for curtain in rendering.curtains)

        assert [text for text in HIDDEN if text not in behind] == []
        assert [text for text in HIDDEN if text in public_of(rendering)] == []

    def test_keys_parents_films_and_labels(self):
        rendering = rendered(CONTENT)

        assert [
            (c.key, c.parent, c.kind, c.subject, c.label, c.films) for c in rendering.curtains
        ] == [
            ("opening-1-1", "", "inline", "passage", "not what he seems", (7,)),
            ("cast-2", "", "block", "critique", "", (7,)),
            ("cast-3", "", "block", "critique", "", (7,)),
            ("story-1", "", "block", "section", "Ending", (7,)),
            ("story-1-1", "story-1", "inline", "passage", "", (7,)),
            ("story-2", "", "block", "section", "", (7, 9)),
            ("good-2", "", "block", "point", "", (7,)),
            ("closing-1-1", "", "block", "passage", "Setup", (7,)),
        ]

    def test_public_text_is_in_the_order_of_the_page(self):
        assert rendered(CONTENT).text.split("\n\n") == [
            "A headline",
            "A standfirst.",
            "He is not what he seems.",
            "Style",
            "Plain words.",
            "The players",
            "All of them.",
            "Ann as Bea",
            "Fine.",
            "you like ghosts",
            "There are some.",
            "[Ending]",
            "Light:",
            "It shines.",
            "Slow.",
            "Go.",
            "Quote me.",
            "Next",
            "What comes.",
            "[Setup]",
        ]

    def test_a_content_note_shows_its_label_and_hides_its_detail(self):
        notes = (NoteContent("Strobe lighting"), NoteContent("Animal death", "The *dog*.", 3))
        rendering = rendered(replace(CONTENT, notes=PartContent("Mind these", "", notes)))
        [part] = [part for part in rendering.parts if part.key == "notes"]
        strobe, animal = part.items

        assert (rendering.parts[0], part.heading) == (part, "Mind these")
        assert (strobe.heading, strobe.html, strobe.hidden) == ("Strobe lighting", "", False)
        assert (animal.heading, animal.hidden) == ("", True)
        curtain = rendering.curtains[0]
        assert (curtain.key, curtain.label, curtain.films) == ("notes-2", "Animal death", (7,))
        assert (curtain.html, curtain.text) == ("<p>The <em>dog</em>.</p>\n", "The dog.")
        assert "Mind these\n\nStrobe lighting\n\n[Animal death]\n\n" in rendering.text
        assert "dog" not in public_of(rendering)

    def test_numbers_of_the_verdict_have_no_trailing_zeros(self):
        verdict = rendered(CONTENT).verdict
        assert (verdict.score, verdict.scale_best) == ("7.5", "10")

    def test_a_review_without_verdict_or_score(self):
        unscored = PartContent(items=(VerdictContent("mixed"),))
        assert rendered(replace(CONTENT, verdict=PartContent())).verdict is None
        assert rendered(replace(CONTENT, verdict=unscored)).verdict.score == ""

    def test_keys_of_curtains_are_unique(self):
        marks = "One >!x!<, two >!y >!z!<!<."
        section = SectionContent("", marks)
        critique, point = CritiqueContent("A", True, marks), PointContent("A", marks)
        content = replace(
            CONTENT,
            opening=PartContent(items=(section, section)),
            cast=PartContent("", marks, (critique, replace(critique, is_spoiler=True), critique)),
            audience=PartContent(items=(FitContent("a", "yes", marks),) * 2),
            story=PartContent(items=(section, section)),
            good=PartContent(items=(point, replace(point, is_spoiler=True))),
            bad=PartContent(items=(point, point)),
            verdict=PartContent(items=(VerdictContent("mixed", marks),)),
            closing=PartContent(items=(section,)),
        )
        keys = [curtain.key for curtain in rendered(content).curtains]

        assert len(keys) == 16 * 3 + 4  # in each of 16 texts 3, and 4 that are hidden whole
        assert sorted(set(keys)) == sorted(keys)

    def test_a_malformed_text_becomes_one_curtain(self):
        broken = replace(CONTENT, opening=opening("An >!open secret"))
        rendering = rendered(broken)

        assert (
            rendering.part("opening").items[0].html
            == '<curtain-slot key="opening-1-1"></curtain-slot>'
        )
        assert "open secret" not in public_of(rendering)
        assert "open secret" in rendering.curtains[0].html

    def test_a_text_with_problems_is_refused_if_strict(self):
        broken = replace(CONTENT, opening=opening("An >!open secret"))
        with pytest.raises(NotRedacted) as refusal:
            render(parse_review(broken), film=7, strict=True)
        [finding] = refusal.value.findings
        assert (finding.key, finding.line) == ("opening-1", 1)
        assert "never closes" in finding.message

    def test_a_mark_in_plain_text_hides_the_whole_text(self):
        rendering = rendered(replace(CONTENT, standfirst="He is >!a ghost!<."))
        assert rendering.standfirst == ""

    def test_public_output_does_not_depend_on_hidden_text(self):
        ghost, style = CONTENT.opening.items
        ending, film = CONTENT.story.items
        ghost = replace(
            ghost, body='He is >!the *butler* himself\nyes!<{instead="not what he seems"}.'
        )
        ending = replace(ending, heading="", body="Much.\n\nLonger >!a!< and >!b!<.")
        content = replace(
            CONTENT,
            opening=PartContent(items=(ghost, style)),
            story=PartContent(items=(ending, film)),
        )
        other = rendered(content)

        assert public_of(other) == public_of(rendered(CONTENT))
        assert other.minutes == rendered(CONTENT).minutes

    def test_minutes_count_public_words(self):
        bare = ReviewContent(FilmRef("own", 7), (CriticRef("a-critic"),), "A headline", "a-review")
        words = replace(bare, opening=opening("word " * 920))
        hidden = replace(bare, story=opening("word " * 920))
        assert (rendered(words).minutes, rendered(hidden).minutes) == (4, 1)

    def test_makes_two_queries_however_long(self, django_assert_num_queries):
        image = ImageFactory(name="ghost.png")
        credit = CreditFactory()
        one = replace(
            CONTENT,
            images=(ImageRef("ghost.png", image.pk),),
            cast=PartContent(
                items=(CritiqueContent("X", True, "x", (CreditRef("x", (), credit.pk),)),) * 3
            ),
        )
        with django_assert_num_queries(2):
            rendered(one)

    def test_a_missing_picture_becomes_its_alternative_text(self):
        image = ImageFactory(name="ghost.png", alt="A ghost")
        section = opening("![](images/ghost.png)\n\n![Words](images/gone.png)")
        content = replace(CONTENT, opening=section, images=(ImageRef("ghost.png", image.pk),))
        html = rendered(content).part("opening").items[0].html

        assert 'alt="A ghost"' in html
        assert "<p>Words</p>" in html
        assert "gone.png" not in html

    def test_a_picture_that_stands_alone_has_its_caption_and_credit(self):
        images = [ImageFactory(name=f"{name}.png", alt=name, credit="A24") for name in "ab"]
        section = opening('![](images/a.png "Dawn")\n\n![](images/a.png)\n![](images/b.png)')
        refs = tuple(ImageRef(image.name, image.pk) for image in images)
        content = replace(CONTENT, opening=section, images=refs)
        html = rendered(content).part("opening").items[0].html

        credit = '<span class="credit">A24</span>'
        assert f"<figcaption>Dawn · {credit}</figcaption></figure>" in html
        assert html.count(f"<figcaption>{credit}</figcaption></figure>") == 2
        row = html[html.index('<div class="gallery">') :]
        sizes = [SECTION_SIZES in html, SECTION_SIZES in row, ROW_SIZES in row]
        assert sizes == [True, False, True]

    def test_a_credit_that_became_a_surprise_hides_its_critique(self):
        credit = CreditFactory(is_spoiler=False)
        critique = CritiqueContent("Eve as Fay", False, "Words.", (CreditRef("e", (), credit.pk),))
        content = replace(CONTENT, cast=PartContent(items=(critique,)))
        assert rendered(content).part("cast").items[0].heading == "Eve as Fay"

        credit.is_spoiler = True
        credit.save()
        passage = rendered(content).part("cast").items[0]
        assert (passage.heading, passage.hidden) == ("", True)

    def test_a_revealed_curtain_opens_those_around_it(self):
        rendering = rendered(CONTENT)
        assert rendering.and_around("story-1-1") == {"story-1-1", "story-1"}
        assert rendering.and_around("story-1") == {"story-1"}
        assert rendering.and_around("story-9") == frozenset()


class TestFrozen:
    def test_content_and_rendering_survive_json(self):
        rendering = rendered(CONTENT)

        assert from_json(ReviewContent, to_json(CONTENT)) == CONTENT
        assert from_json(Rendering, to_json(rendering)) == rendering
        assert content_from_json(to_json(CONTENT), CONTENT_SCHEMA) == CONTENT

    def test_content_from_before_a_part_existed_is_read(self):
        data = to_json(CONTENT)
        del data["notes"]
        assert content_from_json(data, CONTENT_SCHEMA) == replace(CONTENT, notes=PartContent())

    def test_the_one_critic_of_schema_1_becomes_the_first(self):
        data = to_json(CONTENT)
        data["critic"] = data.pop("critics")[0]
        assert content_from_json(data, 1) == CONTENT

    def test_content_of_schema_1_without_a_critic_is_unreadable(self):
        data = to_json(CONTENT)
        with pytest.raises(Unreadable, match="not content of schema 1: KeyError"):
            content_from_json(data, 1)

    @pytest.mark.parametrize(
        "damage", [{}, {"film": 3}, {"unknown": 1}, {"headline": None, "opening": 4}]
    )
    def test_json_of_another_shape_is_unreadable(self, damage):
        data = {**to_json(CONTENT), **damage} if damage else []
        with pytest.raises(Unreadable, match="ReviewContent"):
            from_json(ReviewContent, data)

    def test_an_older_schema_is_upgraded_step_by_step(self, monkeypatch):
        monkeypatch.setattr("editions.serialisation.CONTENT_SCHEMA", CONTENT_SCHEMA + 1)
        monkeypatch.setitem(
            UPGRADERS, CONTENT_SCHEMA, lambda data: {**data, "headline": data["headline"].upper()}
        )
        upgraded = content_from_json(to_json(CONTENT), CONTENT_SCHEMA)
        assert upgraded == replace(CONTENT, headline="A HEADLINE")
