import unicodedata

from films.folding import clean, fold
from pages.search.words import LINE_END, LINE_START, PUNCTUATION, indexed


class TestIndexed:
    def test_lines_with_their_words_and_then_the_other_forms(self) -> None:
        text = "“Spider-Man,” he says …\n…\nDancing (again)!"
        assert indexed(text, "en").split(" ") == [
            *(LINE_START, "spider", "man", "he", "says", LINE_END),
            *(LINE_START, "dancing", "again", LINE_END),
            *("spiderman", "say", "danc"),
        ]

    def test_of_a_text_without_words(self) -> None:
        assert indexed("… —\n(!)", "en") == ""

    def test_punctuation_is_in_no_word(self) -> None:
        assert fold(PUNCTUATION).strip() == ""


class TestClean:
    def test_replaces_controls_and_lone_surrogates(self) -> None:
        every = map(chr, range(0x10000))
        replaced = {sign for sign in every if sign != " " and clean(sign) == " "}
        categories = {unicodedata.category(sign) for sign in replaced}
        assert categories == {"Cc", "Cs"}
        assert len(replaced) == 65 + 2048
