"""Other sites' spoilers, made canonical once, where a text comes in: at import and at paste.

`redact` knows `>!…!<` and `::: spoiler` alone. Here `||…||`, `[spoiler]`, `<spoiler>`, `~!…!~`,
lines that begin with `>!`, `:::spoiler` and `<details>` become these two; what looks like a
spoiler and is none of them is a problem. Why so, and what is left alone:
docs/decisions/0018-foreign-spoilers.md.
"""

from spoilers.foreign.conversion import Change, Converted, canonical

__all__ = ["Change", "Converted", "canonical"]
