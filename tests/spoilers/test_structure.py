import pytest

from spoilers import Block, Unworkable, blocks

DOCUMENT = """\
Opening.
Goes on.

## Heading {.cast}
Setext
and more
---
- a

  b
- c


1. d
::: spoiler
## no heading
- no list
:::
```
## no heading
```
> quotation

    code
***
| a |
|---|
| b |

[^1]: footnote
[a]: /link
"""


class TestBlocks:
    def test_each_block_with_its_lines(self):
        assert blocks(DOCUMENT) == (
            Block("paragraph", range(2)),
            Block("heading", range(3, 4), level=2),
            Block("heading", range(4, 7), level=2, setext=True),
            Block("bullet_list", range(7, 11), items=(range(7, 10), range(10, 11))),
            Block("ordered_list", range(13, 14), items=(range(13, 14),)),
            Block("curtain", range(14, 18)),
            Block("fence", range(18, 21)),
            Block("blockquote", range(21, 22)),
            Block("code_block", range(23, 24)),
            Block("hr", range(24, 25)),
            Block("table", range(25, 28)),
        )

    def test_items_of_inner_lists_are_not_listed(self):
        assert blocks("- a\n  - b\n- c") == (
            Block("bullet_list", range(3), items=(range(2), range(2, 3))),
        )

    def test_an_empty_text_has_no_blocks(self):
        assert blocks("") == blocks("\n \n") == ()

    def test_all_line_ends_count(self):
        assert [block.lines for block in blocks("a\r\n\r\nb\r\rc\n")] == [
            range(1),
            range(2, 3),
            range(4, 5),
        ]

    def test_problems_are_ignored(self):
        assert blocks("::: spoiler\n## a\n\n") == (Block("curtain", range(2), never_closes=True),)
        assert blocks(":::\n## a") == (Block("heading", range(1, 2), level=2),)
        assert blocks(">!a\n## b") == (
            Block("paragraph", range(1)),
            Block("heading", range(1, 2), level=2),
        )

    def test_a_heading_in_a_footnote_is_no_block(self):
        assert blocks("[^1]: a\n\n    ## b\n\nc") == (Block("paragraph", range(4, 5)),)

    @pytest.mark.parametrize("markdown", ["-\n" * 30_000, "> " * 20 + "a\n" + "b\n" * 100])
    def test_too_much_markup_is_refused(self, markdown, monkeypatch):
        monkeypatch.setattr("spoilers.fences.MAX_STEPS", 1000)
        with pytest.raises(Unworkable) as refusal:
            blocks(markdown)
        assert refusal.value.problem.line == 1

    def test_nested_quotations_are_one_block(self):
        assert blocks("> " * 20_000 + "a") == (Block("blockquote", range(1)),)
