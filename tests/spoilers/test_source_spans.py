"""Where the curtains are in the source of a text."""

import pytest

from spoilers.source_spans import hidden_spans

BLOCK = "::: spoiler End\nAll.\n\n>!b!<\n:::\n"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Nothing.", []),
        ("She is >!the envoy!<.", [">!the envoy!<"]),
        ('>!a!<{instead="b"} and >!c!<', ['>!a!<{instead="b"}', ">!c!<"]),
        (">!a >!b!< c!< d", [">!a >!b!< c!<"]),
        ("`>!code!<`", []),
        (
            "Before\n::: spoiler End\nAll.\n\n>!b!<\n:::\nafter",
            ["::: spoiler End\nAll.\n\n>!b!<\n:::\n"],
        ),
        (
            ":::: spoiler\n::: spoiler\na\n:::\n::::\nb",
            [":::: spoiler\n::: spoiler\na\n:::\n::::\n"],
        ),
        ("```\n::: spoiler\n```\nb", []),
        ("a\n::: spoiler\nnot closed", ["::: spoiler\nnot closed"]),
    ],
)
def test_outermost_curtains_are_found(text: str, hidden: list[str]) -> None:
    assert [text[start:end] for start, end in hidden_spans(text)] == hidden
