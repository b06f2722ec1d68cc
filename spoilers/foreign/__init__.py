"""Conversion of other sites' spoilers to the canonical syntax, at import and at paste.

The canonical syntax is `>!…!<` and `::: spoiler`; the parser knows no other. This package converts
`||…||`, `[spoiler]`, `<spoiler>`, `~!…!~`, lines that begin with `>!`, `:::spoiler` and
`<details>`. Anything else that looks like a spoiler is a problem. The reasons, and what is left
unchanged, are in docs/decisions/0018-foreign-spoilers.md.

An atom is one piece of such a syntax, such as `||` or `[/spoiler]`. `atoms` finds them by their
characters, `probing` asks the parser where they are, `pairing` puts those together that belong
together, `writing` replaces them.
"""

from spoilers.foreign.conversion import Change, Converted, canonical

__all__ = ["Change", "Converted", "canonical"]
