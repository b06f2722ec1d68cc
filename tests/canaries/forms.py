"""Every way in which Markdown hides something, as a piece of a field.

In a piece stand signs for what `tests.canaries.words.Words` writes:

    §   a canary that a reader sees once the curtain is drawn
    §a  the same one wherever the letter stands again in this piece
    ¢   a canary that stays in the source: a label, a title; ¢a as above
    ¤   the name of a picture that nothing else shows; its own words are canaries too
    ‡   nothing, or more words; ¶ nothing, or more of everything
"""

MARKS = {
    "a mark": "She learns that >!§‡!< on the train.",
    "a mark at the start of a line": ">!§!< is what she learns.",
    "a mark with a substitute": 'She meets >!§‡!<{instead="somebody"} on the train.',
    "a mark in a mark": "It is >!§ and >!§‡!< and §!< tonight.",
    "a substitute in a mark": 'It is >!§ or >!§!<{instead="§"}!< tonight.',
    "a mark over lines": "It is >!§\n§  \n§!< tonight.",
    "emphasis around a mark": "*It is **>!§‡!<** indeed.*",
    "emphasis in a mark": "It is >!**§** ~~§~~ *§*!< indeed.",
    "a heading": "##### What >!§!< did",
    "a list": "- first\n- >!§‡!<\n  1. >!§!<\n- third",
    "a table": "| who | what |\n| --- | ---: |\n| they | >!§‡!< |\n| >!§!< | that |",
    "a quotation": "> They say >!§‡!< there.\n>> And >!§!<.",
    "a link's text": "[see >!§!< here](/about/) and go.",
    "a link": 'It is >![§](https://§.example/§ "§")!< there.',
    "a bare address": "It is >! <https://§.example/§> !< there.",
    "a picture": 'It is >!![§](images/¤ "¢")!< there.',
    "code": "It is >!`§`!< there.",
    "escapes": r"It is >!\*§\* \>\! §!< there.",
    "a footnote of its own": "It is >!so[^¢a]!< there.\n\n[^¢a]: §‡",
    "a mark in a footnote": "It is so[^public].\n\n[^public]: Because >!§‡!< said so.",
    "a link by reference": 'It is >![§][hidden-¢a]!< there.\n\n[hidden-¢a]: /§ "§"',
    "a mark that names a film": 'It is >!§‡!<{spoils="the-sequel"} there.',
}
"""Pieces of a paragraph, a list, a table or a quotation, with something hidden in each."""

BLOCKS = {
    "a block": "::: spoiler\n\n§¶\n\n:::",
    "a block with a label": "::: spoiler The duel\n\n§¶\n\n:::",
    "a heading in a block": "::: spoiler Part two\n\n##### §\n\n§ ###### §\n\n:::",
    "a block in a block": "::: spoiler Outer\n\n§\n\n::: spoiler §\n\n§¶\n\n:::\n\n§\n\n:::",
    "a mark in a block": '::: spoiler Within\n\n§ >!§!<{instead="§"} §\n\n:::',
    "a list in a block": "::: spoiler Items\n\n- §\n- §\n  1. §\n\n:::",
    "a table in a block": "::: spoiler Cells\n\n| § | § |\n| --- | --- |\n| § | >!§!< |\n\n:::",
    "a quotation in a block": "::: spoiler Said\n\n> §\n>\n>> §\n\n:::",
    "a block in a list": "- one\n\n  ::: spoiler Listed\n\n  § >!§!<\n\n  :::\n\n- two",
    "a block in a quotation": "> ::: spoiler Quoted\n>\n> §\n>\n> :::",
    "links in a block": '::: spoiler Links\n\n[§](/§ "§") [§][¢a]\n\n[¢a]: https://§.example/\n\n:::',
    "a picture in a block": '::: spoiler Seen\n\n![§](images/¤ "¢")\n\n:::',
    "code in a block": "::: spoiler Code\n\n```§\n§\n:::\n>!\n```\n\n    §\n\n`§`\n\n:::",
    "a footnote in a block": "::: spoiler Noted\n\nIt is[^¢a].\n\n[^¢a]: §\n\n    §\n\n:::",
    "a film in a block": '::: spoiler First\n\n§ >!§!<{spoils="the-prequel"}\n\n:::',
}

FORMS = MARKS | BLOCKS

MALFORMED = (
    "An open mark >!§",
    "An open mark >!§\n\nand its end!<",
    "An open mark >!§!\n<",
    "Two >!§ and >!§!<",
    "Crossing *one >!two* §!<",
    "Crossing [one >!two](/a) §!<",
    "A stray end !< and >!§",
    ">!§!<{instead=§}",
    '>!§!<{instead="a" instead="b"}',
    '>!§!<{hint="§"}',
    ">!§!<{",
    '>!§!<{spoils="no-such-film"}',
    "![>!§!<](images/a.png)",
    '[a](/b ">!§!<")',
    "[a](/>!§!<)",
    "[>!§](/a)!<",
    "| a | b |\n| - | - |\n| >!§ | b!< |",
    "- >!§\n- !<",
    "> >!§\n\n!<",
    "It is[^1]\n\n::: spoiler\n\n[^1]: §\n\n:::",
    ">!so[^none]!< §!<",
    "::: spoiler\n\n§",
    "::: spoiler\n\n§\n\n::::x",
    ":::: spoiler\n\n§\n\n:::: end",
    "- ::: spoiler\n  §\n\n:::",
    "> ::: spoiler\n> §\n\n:::",
    "::: spoiler\n\n- §\n  :::",
    "text ::: spoiler\n\n§\n\n:::",
    "::: spoilers\n\n§\n\n:::",
    "::: spoiler >!a!<\n\n§\n\n:::",
    '::: spoiler The end {instead="a"}\n\n§\n\n:::',
    '::: spoiler The end {spoils="no-such-film"}\n\n§\n\n:::',
    "::: spoiler\n\n```\n§\n:::",
    "    >!§!<",
    "    ::: spoiler\n    §\n    :::",
    "\t>!§!<",
    "&gt;!§!&lt;",
    "＞！§！＜",
    ">\u200b!§!\u200b<",
    "\xa0::: spoiler\n\n§\n\n\xa0:::",
    "：：： spoiler\n\n§\n\n：：：",
    ">!§\u2028!<",
    "\u202e>!§!<\u202c >!",
    ">!" * 30 + "§" + "!<" * 30,
    "::: spoiler\n" * 30 + "§\n" + ":::\n" * 30,
)
"""What an author gets wrong; each is refused, and hidden where it is met all the same."""
