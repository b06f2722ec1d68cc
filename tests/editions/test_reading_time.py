import pytest

from editions.reading_time import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("word " * 920, 4),
        ("映画の灯台。" * 1_000, 10),
        ("灯塔看守人" * 1_200, 12),
        ("등대지기는 " * 920, 4),
        ("ภาพยนตร์" * 1_000, 6),
        ("word " * 460 + "灯塔" * 500, 4),
        ("– " * 5_000, 1),
        ("", 1),
    ],
    ids=["English", "Japanese", "Chinese", "Korean", "Thai", "both", "punctuation", "empty"],
)
def test_is_of_words_or_of_characters_where_words_are_not_spaced(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("One – two, three.", 3), ("映画は暗い。", 5), ("ภาพยนตร์ dark", 2)],
)
def test_words_are_counted_in_scripts_with_and_without_spaces(text: str, words: int) -> None:
    assert count_words(text) == words
