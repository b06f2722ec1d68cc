"""Which public sentences give hidden ones away, on sentences alone."""

from typing import Any

import pytest

from editions.leaks.finding import find_leaks
from editions.leaks.statements import SURPRISES, Facts, HiddenSentence, PublicSentence

NAMES = (("Mira Voss", "Ilse Brandt"), ("Daniel Okafor", "Foreman Rudd"))


def found(public, hidden, *, language="en", about=frozenset(), **facts):
    """The hidden sentences that ``public`` gives away, and the shared words."""
    leaks = find_leaks(
        [PublicSentence("closing-1", "body", public, about)],
        [HiddenSentence("story-1", text) for text in hidden],
        Facts(language, names=NAMES, **facts),
    )
    return [(leak.hidden.text, leak.shared) for leak in leaks]


DROWNED = "Rudd flooded the mine to drown the union men."
DIAMONDS = "She plants the stolen diamonds in his saxophone case."


class TestForgiven:
    @pytest.mark.parametrize(
        "public",
        [
            "She hides stolen diamonds in the case of his saxophone.",
            "What a face he makes when the diamond falls out of the saxophone.",
            "In his saxophone case lie the jewels that somebody has robbed.",
        ],
        ids=["word order", "stems", "synonyms"],
    )
    def test_other_words_for_the_same(self, public):
        assert [text for text, _shared in found(public, [DIAMONDS, "He sleeps."])] == [DIAMONDS]

    def test_a_role_stands_for_a_name(self):
        said = "Then the foreman lets his own workers drown."
        assert [text for text, _shared in found(said, [DROWNED])] == [DROWNED]

    def test_a_pronoun_stands_for_whom_the_critique_is_about(self):
        said = "He lets the union drown."
        assert found(said, [DROWNED], about=frozenset({1}))
        with_person = find_leaks(
            [PublicSentence("cast-2", "body", said, frozenset({1}))],
            [HiddenSentence("story-1", DROWNED)],
            Facts("en", names=NAMES),
            threshold=0,
        )
        without = find_leaks(
            [PublicSentence("cast-2", "body", said)],
            [HiddenSentence("story-1", DROWNED)],
            Facts("en", names=NAMES),
            threshold=0,
        )
        assert with_person[0].confidence > without[0].confidence

    def test_german_compounds(self):
        hidden = "Der Geisterzug ist eine Tonbandaufnahme."
        assert found("Der Zug kommt bloß vom Tonband.", [hidden], language="de") == [
            (hidden, ("tonband",))
        ]


class TestNoLeak:
    @pytest.mark.parametrize(
        "public",
        [
            "The music is wonderful.",
            "It is one of the best films of the year.",
            "Okafor plays Rudd as a tired civil servant.",
            "Drown.",
        ],
        ids=["nothing", "said of every film", "names alone", "one word"],
    )
    def test_is_silent(self, public):
        assert found(public, [DROWNED, "It is one of the worst endings of the year."]) == []

    def test_what_the_overview_tells(self):
        said, hidden = "A man looks for bees in Romania.", "He finds the bees in Romania."
        assert found(said, [hidden])
        assert found(said, [hidden], premise="A man looks for his bees in Romania.") == []

    def test_what_other_reviews_of_the_site_say(self):
        said, hidden = "The choreography is dazzling.", "Her choreography kills him."
        common = {"choreography": 0.9, "dazzling": 0.5}
        assert found(said, [hidden])
        assert found(said, [hidden], common=common) == []

    def test_the_premise_is_told_in_the_first_hidden_section_too(self):
        said = "Eve trains for years to avenge the murder of her father."
        hidden = [HiddenSentence("story-1", said, is_setup=True)]
        facts = Facts("en")
        opening = PublicSentence("opening-1", "body", said, is_premise=True)
        closing = PublicSentence("closing-1", "body", said)
        assert find_leaks([opening], hidden, facts) == []
        assert find_leaks([closing], hidden, facts)


class TestSurprises:
    @pytest.mark.parametrize(
        ("public", "names"),
        [
            ("Watch out for uma thorne tonight.", [("Uma Thorne", 0.95)]),
            ("Thorne steals the film.", [("Uma Thorne", 0.7)]),
            ("The Caller is here.", []),
        ],
        ids=["whole name", "family name", "no name"],
    )
    def test_named(self, public, names):
        facts = Facts("en", names=NAMES, surprises=("The Caller", "Uma Thorne"))
        leaks = find_leaks([PublicSentence("closing-1", "body", public)], [], facts)
        assert [(leak.hidden.text, leak.confidence) for leak in leaks] == names
        assert {leak.hidden.part for leak in leaks} <= {SURPRISES}

    def test_family_name_of_somebody_in_public(self):
        facts = Facts("en", names=(("Rip Thorne",),), surprises=("Uma Thorne",))
        assert find_leaks([PublicSentence("a", "a", "Thorne steals the film.")], [], facts) == []


class TestLeak:
    def test_key_depends_on_both_sentences(self):
        def key(public, hidden):
            return find_leaks(
                [PublicSentence("closing-1", "body", public)],
                [HiddenSentence("story-1", hidden)],
                Facts("en", names=NAMES),
            )[0].key

        first = key(DIAMONDS, DIAMONDS)
        assert first == key(DIAMONDS, DIAMONDS)
        assert len({first, key(DIAMONDS + "!", DIAMONDS), key(DIAMONDS, DIAMONDS + "!")}) == 3


class TestMemory:
    def test_the_same_sentences_are_compared_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        compared = []

        def find_anew(*given: Any) -> list[Any]:
            compared.append(given)
            return []

        monkeypatch.setattr("editions.leaks.finding.find_leaks_anew", find_anew)
        public = [PublicSentence("opening-1", "body", "A sentence of this test alone.")]
        for language in ("en", "en", "de"):
            find_leaks(list(public), [], Facts(language))
        assert [facts.language for _public, _hidden, facts, _threshold in compared] == ["en", "de"]
