"""The atoms of other sites' spoiler syntaxes, found only by their characters.

Only the parser can tell whether an atom is text or code (`spoilers.foreign.probing`). What looks
like `>!…!<` or `::: spoiler` but is not is found by `spoilers.lookalikes`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from django.utils.translation import gettext_noop as _

from spoilers.lookalikes import deceptive, folded
from spoilers.marks import OPEN, SENTINEL

BARS = "||…||"
ANILIST = "~!…!~"
DETAILS = "<details>…</details>"

MAX_LABEL = 200
"""Characters of a label. A longer one is not understood, so that the search takes linear time."""


class AtomRole(Enum):
    OPEN = auto()
    CLOSE = auto()
    TOGGLE = auto()
    """Opens or closes, like `||`."""
    LABEL = auto()
    """A `<summary>`: the label of the spoiler that opens right before it."""
    QUOTE = auto()
    """A `>!` at the beginning of a line."""
    FENCE = auto()
    """A `:::spoiler` that is not spelled as in the canonical syntax."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Atom:
    """One atom, from `start` to `end` of the source.

    `syntax` is the name of its syntax for people; it never quotes the source. `label` is what
    readers should see while the spoiler is closed, None if the atom has no label.
    """

    start: int
    end: int
    role: AtomRole
    syntax: str
    label: str | None = None


_WORDS = rf"""(?:"[^"\r\n]{{0,{MAX_LABEL}}}"|'[^'\r\n]{{0,{MAX_LABEL}}}')"""
_BB_WORDS = rf"[ \t]*=[ \t]*(?:{_WORDS}|[^\]\r\n]{{0,{MAX_LABEL}}})"
_TAG_WORDS = rf"(?:label|title|text)[ \t]*=[ \t]*{_WORDS}"
_LINE = rf"[^<\r\n]{{0,{MAX_LABEL}}}"
_UNQUOTED = rf"[^<>\r\n]{{0,{MAX_LABEL}}}"

_ATOM = re.compile(
    rf"""
      \\.
    | (?P<bars>\|{{2,}})
    | (?P<bb>\[[ \t]*spoiler(?P<bb_label>{_BB_WORDS})?[ \t]*\])
    | (?P<bb_close>\[/[ \t]*spoiler[ \t]*\])
    | (?P<discourse>\[[ \t]*details(?P<discourse_label>{_BB_WORDS})[ \t]*\])
    | (?P<discourse_close>\[/[ \t]*details[ \t]*\])
    | (?P<tag><spoiler(?:[ \t]{{1,20}}(?P<tag_label>{_TAG_WORDS}))?[ ]?>)
    | (?P<tag_close></spoiler[ ]?>)
    | (?P<details><details(?:[ \t]{_UNQUOTED})?>)
    | (?P<details_close></details[ ]?>)
    | (?P<summary><summary(?:[ \t]{_UNQUOTED})?>(?P<summary_label>{_LINE})</summary>)
    | (?P<anilist>(?<!~)~!)
    | (?P<anilist_close>!~(?!~))
    | (?P<fence>(?<!:):{{3,}}(?![ \t]+(?-i:spoiler))[^\S\r\n]*spoiler(?=[\s{{]|\Z))
    | (?P<brackets>\[!?/?[ \t]*(?:
          (?:i|inline|block)?-?spoil(?:er)?s?(?:-?(?:text|box|tag)|\d)?[ \t]*[\]=:|/]
        | hide[ \t]*[\]=]
        | wrap[ \t]*=[ \t]*["']?spoil
      ))
    | (?P<comment><!--)
    | (?P<admonition>(?<![^\r\n])[ \t>]{{0,20}}(?:
          (?:/{{3,}}|[?!]{{3}}\+?|\+{{3,}})[ \t]*(?:spoilers?|details)[ \t]*
          (?:["'|{{][^\r\n]*)?(?=[\r\n]|\Z)
        | ::[ \t]*spoiler(?![\w-])
        | \#\+begin_spoil
      ))
    | (?P<element></?(?:
          [a-z][\w-]{{0,40}}(?=[\s/>])[^<>]{{0,300}}?spoil
        | [\w-]{{0,40}}spoil
        | (?:details|summary)(?![\w-])
      )(?:[^<>\r\n]{{0,300}}>)?)
    | (?P<template>
          \{{\{{[<%\#/!\s]{{0,10}}/?[ \t]?spoil
        | \{{\{{[<%][ \t]{{0,10}}/?[ \t]?details
        | \{{/?spoiler[:|}}]
        | \{{%-?[ \t]{{0,10}}(?:end)?spoil
        | %%[ \t]{{0,10}}/?spoil)
    | (?P<address>\]\([ \t]{{0,10}}<?(?:/|\#|//\#)s(?:p|poilers?)?(?=[\s)"'>]))
    """,
    re.I | re.X | re.S,
)
_QUOTE = re.compile(
    rf"(?:^|(?<=\r))(?:[ \t>]|[-+*](?=[ \t])|\d{{1,9}}[.)](?=[ \t])|\[\^[^\]\s]{{1,99}}\]:)*+"
    rf"(?P<quote>{OPEN})",
    re.M,
)
_HINT = re.compile(
    rf"\|\||~!|!~|:::|<!--|spoil|details|summary|\[!?/?[ \t]*hide|#s|/s|{OPEN}", re.I
)
_BEFORE = re.compile(r"\s*(?:label|title|text)?\s*=", re.I)
_CODE_NAME = re.compile(r"[{.\s]*spoil", re.I)

_KINDS = {
    "bb": (AtomRole.OPEN, "[spoiler]…[/spoiler]"),
    "bb_close": (AtomRole.CLOSE, "[spoiler]…[/spoiler]"),
    "discourse": (AtomRole.OPEN, "[details=…]…[/details]"),
    "discourse_close": (AtomRole.CLOSE, "[details=…]…[/details]"),
    "tag": (AtomRole.OPEN, "<spoiler>…</spoiler>"),
    "tag_close": (AtomRole.CLOSE, "<spoiler>…</spoiler>"),
    "details": (AtomRole.OPEN, DETAILS),
    "details_close": (AtomRole.CLOSE, DETAILS),
    "summary": (AtomRole.LABEL, "<summary>"),
    "anilist": (AtomRole.OPEN, ANILIST),
    "anilist_close": (AtomRole.CLOSE, ANILIST),
    "quote": (AtomRole.QUOTE, _(">! at the beginning of lines")),
    "fence": (AtomRole.FENCE, ":::spoiler"),
    "brackets": (AtomRole.UNKNOWN, "[spoiler…"),
    "comment": (AtomRole.UNKNOWN, "<!-- … -->"),
    "admonition": (AtomRole.UNKNOWN, "/// spoiler, ??? spoiler, :: spoiler"),
    "element": (AtomRole.UNKNOWN, "<… spoiler …>"),
    "template": (AtomRole.UNKNOWN, _("{{spoiler}} or %%spoiler%%")),
    "address": (AtomRole.UNKNOWN, "[…](#spoiler)"),
}
_WITH_LABEL = {"bb", "discourse", "tag", "summary"}


def atoms(sealed: str, most: int | None = None) -> list[Atom]:
    """The atoms of `sealed` (see `spoilers.marks.seal`) that are not escaped, in order.

    If there are more than `most`, only some of them, at least `most`.
    """
    if not _HINT.search(sealed):
        return []
    marks = (atom for match in _ATOM.finditer(sealed) for atom in _of_match(match))
    quotes = (Atom(*it.span("quote"), *_KINDS["quote"]) for it in _QUOTE.finditer(sealed))
    found = [*islice(marks, most), *islice(quotes, most)]
    return sorted(found, key=lambda atom: atom.start)


def _of_match(match: re.Match[str]) -> Iterator[Atom]:
    group, start, end = match.lastgroup, *match.span()
    if group == "bars":
        known = end - start in {2, 4}
        role = AtomRole.TOGGLE if known else AtomRole.UNKNOWN
        for at in range(start, end, 2) if known else (start,):
            yield Atom(at, at + 2 if known else end, role, BARS)
    elif group:
        label = match[f"{group}_label"] if group in _WITH_LABEL else None
        if label and group != "summary":
            label = _assigned(label)
        words = None if label is None else " ".join(label.split())
        yield Atom(start, end, *_KINDS[group], label=words)


def _assigned(label: str) -> str:
    """The value after the equals sign, without quotes."""
    words = _BEFORE.sub("", label, count=1).strip()
    quoted = len(words) > 1 and words[0] == words[-1] and words[0] in "\"'"
    return words[1:-1] if quoted else words


def is_public(label: str) -> bool:
    """Whether `label` can be shown: nothing in it looks like a spoiler."""
    seen = folded(label)
    return not (SENTINEL.search(label) or deceptive(label) or any(atoms(seen)))


def visible_syntax(text: str) -> str:
    """The spoiler syntax that readers see in the visible `text`, or ""."""
    plain = folded(text)
    return next((atom.syntax for atom in atoms(plain) if atom.role is not AtomRole.FENCE), "")


def in_plain(text: str) -> Iterator[tuple[int, str]]:
    """Line and syntax of everything in `text` that looks like a spoiler. `text` is shown as it is,
    so a backslash escapes nothing; a single `||`, `~!` or `!~` is no spoiler."""
    plain = folded(text).replace("\\", " ")
    found = [atom for atom in atoms(plain) if atom.role is not AtomRole.FENCE]
    ends = Counter(atom.syntax for atom in found)
    for atom in found:
        if atom.syntax not in {BARS, ANILIST} or ends[atom.syntax] > 1:
            yield plain.count("\n", 0, atom.start) + 1, atom.syntax


def names_spoiler(info: str) -> bool:
    """Whether the info string of a code block says that it is a spoiler, as on Zulip."""
    return bool(_CODE_NAME.match(folded(info)))
