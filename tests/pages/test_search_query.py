"""Words of the index, terms of a query, highlighting and excerpts."""

import unicodedata

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from films.folding import clean, fold
from pages.search.excerpts import LENGTH, excerpt, matching_lines
from pages.search.highlighting import Highlighter
from pages.search.query import MAX_CHARACTERS, MAX_TERMS, Phrase, parse
from pages.search.words import (
    LINE_END,
    LINE_START,
    MAX_WORD_LENGTH,
    indexed,
    indexed_lines,
    other_forms,
    recurring_words,
    words,
)


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
    def test_fold_lowers_case_and_removes_accents(self, text, folded):
        assert fold(clean(text)) == folded

    @given(st.text())
    def test_fold_keeps_the_length(self, text):
        assert len(fold(text)) == len(text)

    def test_clean_removes_control_characters_and_surrogates(self):
        assert clean("a\0b\ud800c\x02d") == "a b c d"
        assert clean("e\u0301") == "é"


class TestWords:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("The Duel!", "the duel"),
            ("Straße, Æon, ﬁn", "strasse aeon fin"),
            ("七人の侍 (1954)", "七 人 の 侍 1954"),
            ("기생충", "기 생 충"),
            ("ฉลาดเกมส์", "ฉ ล า ด เ ก ม ส ์"),
            ("हिन्दी फ़िल्म", "हिन्दी फ़िल्म"),
        ],
    )
    def test_words_are_separated_by_spaces_or_single_characters(self, text, found):
        assert " ".join(word.text for word in words(clean(text))) == found

    def test_words_know_their_positions(self):
        text = "Die Straße 七人"
        assert [text[word.start : word.stop] for word in words(text)] == [
            "Die",
            "Straße",
            "七",
            "人",
        ]

    @pytest.mark.parametrize(
        ("written", "language", "found"),
        [
            ("Dancing", "en", {"danc"}),
            ("dancing", "en-GB", {"danc"}),
            ("dance", "tlh", set()),
            ("Häuser", "de", {"haus", "haeuser"}),
            ("hauser", "de", {"haus"}),
            ("aimées", "fr", {"aim", "aime"}),
            ("фильмами", "ru", {"фильм"}),
            ("the", "en", set()),
        ],
    )
    def test_other_forms_of_a_word(self, written, language, found):
        assert other_forms(written, language) == found

    def test_index_has_lines_first_and_other_forms_last(self):
        assert indexed("Dancing Queens\n\n---\nSpider-Man", "en") == (
            "⟦ dancing queens ⟧ ⟦ spider man ⟧ danc queen spiderman"
        )
        assert (indexed("", "en"), indexed("🎬", "en")) == ("", "")

    def test_lines_can_be_read_from_an_index(self):
        assert indexed_lines(indexed("Dancing Queens\nSpider-Man", "en")) == [
            "dancing queens",
            "spider man",
        ]
        assert indexed_lines("") == []

    def test_words_recur_from_the_third_time_in_any_form(self):
        index = indexed("The dances. Dancing, danced.\nThe queens, a queen. The end.", "en")
        assert recurring_words(index) == "the danc"
        assert recurring_words("") == ""

    @given(st.text())
    def test_words_of_an_index_have_no_quotes_and_limited_length(self, text):
        found = set(indexed(clean(text * 30), "en").split(" ")) - {LINE_START, LINE_END}
        assert max(map(len, found), default=0) <= MAX_WORD_LENGTH
        categories = {unicodedata.category(c)[0] for word in found for c in word}
        assert categories <= set("LNM")


def terms_of(typed, languages=()):
    """Each term with its alternatives, separated by "|". A star marks a prefix."""
    return [
        "|".join(" ".join(phrase.words) + "*" * phrase.is_prefix for phrase in term.phrases)
        for term in parse(typed, languages).terms
    ]


class TestQuery:
    @pytest.mark.parametrize(
        ("typed", "terms"),
        [
            ("", []),
            ("  \n ", []),
            ('🎬 -- \0 \ud800 ()"*^:', []),
            ("the duel", ["the", "duel*"]),
            ("the ‘Duel’ ", ["the", "duel*"]),
            ("dancing dancing", ["dancing|danc", "dancing*|danc"]),
            ('"the dances"', ["the dances"]),
            ("“the duel” now", ["the duel", "now*"]),
            ('"the duel', ["the duel"]),
            ("Spider-Men spider", ["spider men|spidermen", "spider*"]),
            ("ocean's 11", ["ocean s|ocean|oceans", "11*"]),
            ("alien/aliens x", ["alien aliens", "x"]),
            ("x", ["x"]),
            ("七人", ["七 人*"]),
            ("NEAR(a, b)", ["near a", "b"]),
        ],
    )
    def test_terms_of_a_query(self, typed, terms):
        assert terms_of(typed) == terms

    def test_terms_have_forms_in_the_language_of_site_and_reviews(self, settings):
        settings.LANGUAGE_CODE = "de"
        assert terms_of("häusern dancing ") == ["hausern|haeusern|haus", "dancing*"]
        assert terms_of("dancing ", {"de", "en"}) == ["dancing*|danc"]

    def test_text_is_cleaned_for_display(self):
        assert parse("  Amélie\0 \ud83d & <b> ").text == "Amélie & <b>"

    def test_long_query_is_cut(self):
        whole = parse("é" * MAX_CHARACTERS)
        assert (whole.text, whole.was_cut) == ("é" * MAX_CHARACTERS, False)
        assert whole.terms[0].phrase == Phrase(("e" * MAX_CHARACTERS,), is_prefix=True)
        cut = parse("é" * 10_000)
        assert (len(cut.text), cut.was_cut) == (MAX_CHARACTERS, True)
        many = parse("a " * (MAX_TERMS + 1))
        assert (len(many.terms), many.was_cut) == (MAX_TERMS, True)

    @given(st.text())
    def test_words_consist_of_letters_numbers_and_marks(self, typed):
        phrases = [phrase for term in parse(typed).terms for phrase in term.phrases]
        characters = {c for phrase in phrases for word in phrase.words for c in word}
        assert {unicodedata.category(c)[0] for c in characters} <= set("LNM")


def highlighter(typed, language="en"):
    return Highlighter(parse(typed, {language}), language)


class TestHighlighting:
    @pytest.mark.parametrize(
        ("typed", "text", "html"),
        [
            ("duel", "The Duel.", "The <mark>Duel</mark>."),
            ("amelie", "Amélie", "<mark>Amélie</mark>"),
            ("dances", "He was dancing", "He was <mark>dancing</mark>"),
            ("danci", "He was dancing", "He was <mark>dancing</mark>"),
            ('"dances"', "Dancing, she dances", "Dancing, she <mark>dances</mark>"),
            ("duel", "<i>duel</i> & end", "&lt;i&gt;<mark>duel</mark>&lt;/i&gt; &amp; end"),
            ('"cold war"', "War, cold war.", "War, <mark>cold war</mark>."),
            ("spiderman", "Spider-Man’s", "<mark>Spider-Man’s</mark>"),
            ("spiderman", "A Spider-Man", "A <mark>Spider-Man</mark>"),
            ("spider-man", "A Spiderman", "A <mark>Spiderman</mark>"),
            ("firemens", "Firemen’s", "<mark>Firemen’s</mark>"),
            ("七人", "映画「七人の侍」", "映画「<mark>七人</mark>の侍」"),
            ("strassen", "Die Straße", "Die Straße"),
            ("nothing", "something else", "something else"),
            ("nothing", "", ""),
        ],
    )
    def test_matches_are_marked(self, typed, text, html):
        assert highlighter(typed).mark(text).html == html

    def test_matches_depend_on_the_language(self):
        assert highlighter("straßen", "de").mark("Die Straße").html == "Die <mark>Straße</mark>"
        assert highlighter("haeuser", "de").mark("Häuser").html == "<mark>Häuser</mark>"

    def test_terms_found_are_returned(self):
        assert highlighter("duel rain snow").mark("Snow, a duel").terms == {0, 2}

    @given(st.text(), st.text())
    def test_nothing_but_marks_is_added(self, typed, text):
        text = clean(text)
        html = highlighter(typed).mark(text).html
        assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)


class TestExcerpts:
    def test_passage_with_the_most_terms_is_chosen(self):
        text = "A duel.\n\n" + "Much else of which nobody asks. " * 3 + "\n\nThe duel in the rain."
        assert excerpt(highlighter("duel rain"), text).html == (
            "The <mark>duel</mark> in the <mark>rain</mark>."
        )

    def test_second_passage_has_the_missing_terms(self):
        text = "Here it rains.\n\nNothing here.\n\nHere is a duel.\n\nAnd here it rains again."
        assert excerpt(highlighter("duel rain"), text).html == (
            "Here it <mark>rains</mark>. Here is a <mark>duel</mark>."
        )

    def test_sentence_is_preferred_to_a_heading(self):
        text = "The duel\n\nSo the duel begins, in a house that nobody has lived in since the war."
        assert excerpt(highlighter("duel"), text).html.startswith("So the <mark>duel</mark> begins")

    def test_excerpt_begins_with_a_sentence_and_ends_with_a_word(self):
        text = "Before. " * 40 + "Then there is a duel. " + "Afterwards nothing. " * 40
        html = excerpt(highlighter("duel"), text).html
        assert html.startswith("… Before. Before. ")
        assert "Then there is a <mark>duel</mark>." in html
        assert html.endswith((" Afterwards …", " nothing. …"))
        assert len(html) < LENGTH + 40

    def test_excerpt_of_a_long_sentence_begins_with_a_word(self):
        html = excerpt(highlighter("duel"), "on and " * 60 + "a duel").html
        assert html.startswith(("… on ", "… and "))
        assert html.endswith("a <mark>duel</mark>")

    def test_text_without_spaces_is_cut(self):
        html = excerpt(highlighter("侍"), "映画" * 200 + "侍" + "映画" * 200).html
        assert "<mark>侍</mark>" in html
        assert len(html) < LENGTH + 40

    def test_no_match_and_no_combining_mark_is_cut_off(self):
        long = "x" * 400
        assert (
            f"<mark>{long}</mark>"
            in excerpt(highlighter('"a b"'), f"a b {long}").html
            + excerpt(highlighter("x" * 200), f"a b {long}").html
        )
        text = "侍" + "か\u3099\u0301" * 200
        html = excerpt(highlighter("侍"), text).html.removesuffix(" …")
        assert html.endswith("か\u3099\u0301")

    def test_matching_lines_are_joined(self):
        assert matching_lines(
            highlighter("scott ford"), "Ridley Scott\nAnn Other\nHarrison Ford"
        ).html == ("Ridley <mark>Scott</mark>, Harrison <mark>Ford</mark>")

    def test_text_without_a_match_has_no_excerpt(self):
        for piece in (
            excerpt(highlighter("duel"), "Rain."),
            matching_lines(highlighter("duel"), "Ann"),
        ):
            assert (piece.html, piece.terms) == ("", frozenset())
