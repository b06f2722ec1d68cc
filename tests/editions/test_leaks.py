"""Warnings about public text that repeats hidden text."""

from dataclasses import replace

import pytest

from editions.content import CriticRef, FilmRef, PartContent, ReviewContent, SectionContent
from editions.leaks import Leak, leaks
from editions.parsed_review import parse_review
from editions.rendering import render
from tests.factories import CharacterFactory, CreditFactory, FilmFactory, PersonFactory

pytestmark = pytest.mark.django_db


def leaks_of(public, hidden, film_id=0, **fields):
    content = ReviewContent(
        film=FilmRef("own", film_id),
        critics=(CriticRef("critic"),),
        headline="Headline",
        slug="slug",
        opening=PartContent(items=(SectionContent("", public),)),
        story=PartContent(items=(SectionContent("", hidden, fields.pop("curtain_label", "")),)),
    )
    content = replace(content, **fields)
    return leaks(content, render(parse_review(content), film=film_id))


class TestPhrases:
    def test_a_common_phrase_is_reported_at_full_length_with_both_places(self):
        assert leaks_of(
            "She lives, but with a bounty on her pretty head, they say.",
            "And now there is a Bounty on Her Pretty Head! The end.",
        ) == [
            Leak(
                phrase="a bounty on her pretty head",
                hidden="story-1",
                public="She lives, but with a bounty on her pretty head, they say",
            )
        ]

    @pytest.mark.parametrize(
        ("public", "hidden"),
        [
            ("The butler is kind.", "It was the gardener."),
            ("It is one of the best.", "It is one of the worst."),
            ("A bounty on.\n\nHer pretty head.", "A bounty on her pretty head."),
            ("Three words alone", "three words alone"),
        ],
        ids=["nothing", "grammar alone", "across paragraphs", "too short"],
    )
    def test_common_words_that_are_no_phrase(self, public, hidden):
        assert leaks_of(public, hidden) == []

    def test_labels_and_the_meta_description_are_public(self):
        hidden = "The gardener killed the duke."
        label = leaks_of("Nothing.", hidden, curtain_label="Gardener killed the duke")
        description = leaks_of("Nothing.", hidden, meta_description="The gardener killed the duke.")
        assert [leak.phrase for leak in label] == ["Gardener killed the duke"]
        assert [leak.phrase for leak in description] == ["The gardener killed the duke"]

    def test_typographic_apostrophes_equal_plain_ones(self):
        found = leaks_of("The duke’s brother did it", "the duke's brother did it")
        assert [leak.phrase for leak in found] == ["The duke’s brother did it"]


class TestSurprises:
    def test_a_surprise_credit_named_in_public_is_reported(self):
        film = FilmFactory()
        secret = CreditFactory(film=film, person=PersonFactory(name="Uma Thorne"), is_spoiler=True)
        secret.characters.add(CharacterFactory(name="Zed"))

        found = leaks_of("Watch out for uma thorne tonight. Zed too.", "x", film.pk)
        assert [(leak.phrase, leak.hidden) for leak in found] == [
            ("Uma Thorne", "credits"),
            ("Zed", "credits"),
        ]

    def test_a_person_with_an_open_credit_too_is_not_reported(self):
        film = FilmFactory()
        person = PersonFactory(name="Uma Thorne")
        CreditFactory(film=film, person=person, is_spoiler=True)
        CreditFactory(film=film, person=person, is_spoiler=False)

        assert leaks_of("Uma Thorne is here.", "x", film.pk) == []
