import pytest

from editions.leaks.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("“It ends.” She goes.", ["“It ends.”", "She goes."]),
        ("Dr. Keane and J. R. Hurt agree.", ["Dr. Keane and J. R. Hurt agree."]),
        ("It costs 3.5 million.", ["It costs 3.5 million."]),
        ("A line\nanother\n\n  third  part ", ["A line", "another", "third part"]),
        ("Erster Satz. „Zweiter.“ Dritter", ["Erster Satz.", "„Zweiter.“", "Dritter"]),
        ("彼は死ぬ。彼女は泣く。", ["彼は死ぬ。", "彼女は泣く。"]),
        (" … \n — ", []),
    ],
)
def test_sentences(text, expected):
    assert list(sentences(text)) == expected
