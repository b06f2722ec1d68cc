"""Every form of Markdown that can hide something, as pieces of a field.

`tests.canaries.words.Words` replaces these signs in a piece:

    §   a canary that readers see once the curtain is revealed
    §a  a canary that is the same wherever this piece has §a
    ¢   a canary that is only in the source, such as a title; ¢a is the same in one piece
    ¤   the name of a picture that is shown only here; its metadata are canaries, too
    ‡   nothing; more words if `Words` is ``longer``
    ¶   nothing; more words, a picture and a footnote if `Words` is ``longer``
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
"""Pieces with hidden text inside a paragraph, a list, a table or a quotation."""

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
    "a picture in a block": '::: spoiler Seen\n\n![§](images/¤ "§")\n\n:::',
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
"""Mistakes of authors. Each is refused. When it is rendered nevertheless, all of it is hidden."""
