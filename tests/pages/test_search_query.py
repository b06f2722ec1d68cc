"""What is typed, folded and taken apart; and what is marked in what was found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search.engine import CLOSE, OPEN
from pages.search.folding import clean, fold
from pages.search.marking import marked
from pages.search.query import MAX_CHARACTERS, MAX_TERMS, Query, Term, parse


class TestFolding:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Amélie", "amelie"),
            ("PAWEŁ Pawlikowski", "pawel pawlikowski"),
            ("Søren’s", "soren s"),
            ("ἄνθρωπος", "ανθρωπος"),
            ("Ёлка", "елка"),
            ("M*A*S*H", "m a s h"),
            ("Alien³", "alien3"),
            ("ガメラ", "ガメラ"),
            ("हिन्दी", "हिन्दी"),
            ("İstanbul", "istanbul"),
            ("🎬", " "),
            ("ﬁn", "ﬁn"),
        ],
    )
    def test_is_small_and_without_accents(self, text, folded):
        assert fold(clean(text)) == folded

    @given(st.text())
    def test_keeps_every_character_in_its_place(self, text):
        assert len(fold(text)) == len(text)

    def test_clean_text_has_no_controls_and_no_halves(self):
        assert clean("a\0b\ud800c\x02d") == "a b c d"
        assert clean("e\u0301") == "é"


class TestQuery:
    @pytest.mark.parametrize(
        ("typed", "terms"),
        [
            ("", ()),
            ("  \n ", ()),
            ('🎬 -- \0 \ud800 ()"*^:', ()),
            ("the duel", (Term(("the",)), Term(("duel",), is_prefix=True))),
            ("the ‘Duel’ ", (Term(("the",)), Term(("duel",), is_prefix=True))),
            ('"the duel"', (Term(("the", "duel")),)),
            ("“the duel” now", (Term(("the", "duel")), Term(("now",), is_prefix=True))),
            ('"the duel', (Term(("the", "duel")),)),
            ("Spider-Man", (Term(("spider", "man"), is_prefix=True),)),
            ("x", (Term(("x",)),)),
            ("七", (Term(("七",), is_prefix=True),)),
            ("NEAR(a, b)", (Term(("near", "a")), Term(("b",)))),
        ],
    )
    def test_is_the_words_that_are_typed(self, typed, terms):
        assert parse(typed).terms == terms

    def test_is_printed_as_it_was_typed(self):
        assert parse("  Amélie\0 \ud83d & <b> ").text == "Amélie & <b>"

    def test_that_is_long_is_cut_and_says_so(self):
        assert parse("é" * MAX_CHARACTERS) == Query(
            "é" * MAX_CHARACTERS, (Term(("e" * MAX_CHARACTERS,), is_prefix=True),)
        )
        cut = parse("é" * 10_000)
        assert (len(cut.text), cut.was_cut) == (MAX_CHARACTERS, True)
        many = parse("a " * (MAX_TERMS + 1))
        assert (len(many.terms), many.was_cut) == (MAX_TERMS, True)

    @given(st.text())
    def test_no_word_holds_anything_but_letters_numbers_and_marks(self, typed):
        categories = {unicodedata.category(c)[0] for word in parse(typed).words for c in word}
        assert categories <= set("LNM")


class TestMarking:
    @pytest.mark.parametrize(
        ("text", "excerpt", "html"),
        [
            ("The Duel.", f"the {OPEN}duel{CLOSE}", "The <mark>Duel</mark>."),
            ("Amélie", f"{OPEN}amelie{CLOSE}", "<mark>Amélie</mark>"),
            ("A <b>&\n“Duel”!", f"{OPEN}duel{CLOSE}", "… “<mark>Duel</mark>”!"),
            ("<i>duel</i> end", f"{OPEN}duel{CLOSE}", "&lt;i&gt;<mark>duel</mark>&lt;/i&gt; …"),
            (
                "one two three",
                f"{OPEN}one{CLOSE} {OPEN}two{CLOSE} ",
                "<mark>one</mark> <mark>two</mark> …",
            ),
            ("something else", f"{OPEN}duel{CLOSE}", ""),
            ("something", "", ""),
        ],
    )
    def test_marks_the_words_where_they_stand(self, text, excerpt, html):
        assert marked(text, excerpt).html == html

    def test_says_whether_there_was_a_mark(self):
        assert marked("a duel", f"a {OPEN}duel{CLOSE}").has_marks
        assert not marked("a duel", "a duel").has_marks
        assert not marked("a duel", "another")
