"""Conversion of other sites' spoilers and markup to our own, at import and at paste.

The canonical syntax is `>!…!<` and `::: spoiler`; the parser knows no other, and no HTML. First
`markup` converts HTML elements and harmless shortcodes to Markdown, and what they hide to
`[spoiler]…[/spoiler]`; then `conversion` makes curtains of all spoilers. What is paired or has
attributes like markup and is not understood is a problem. The reasons are in
docs/decisions/0018-foreign-spoilers.md and 0027-foreign-markup.md. `vocabulary` is the only table
of names.

An atom is one piece of a spoiler syntax, such as `||` or `[/spoiler]`. `atoms`, `shortcodes` and
`wiki_signs` find them by their characters, `probing` asks the parser where they are, `pairing` puts
those together that belong together, `writing` replaces them. `tags` finds HTML tags and shortcodes,
`relevant_tags` leaves out ordinary brackets, `elements` builds their tree, `hiding`, `colours`,
`css_tricks` and `style_rules` tell which of them are hidden, `interaction` which may hide others,
`html_writer` and `runs` write the tree as Markdown. `pasted_html` does so for a whole paste.
`announcements` finds words such as "Spoilers ahead", after which nothing is hidden.
"""

from spoilers.foreign.announcements import announces
from spoilers.foreign.conversion import Change, Converted, canonical, from_html

__all__ = ["Change", "Converted", "announces", "canonical", "from_html"]
