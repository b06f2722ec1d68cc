"""The atoms of other sites' spoiler syntaxes, found only by their characters.

Only the parser can tell whether an atom is text or code (`spoilers.foreign.probing`). What looks
like `>!…!<` or `::: spoiler` but is not is found by `spoilers.lookalikes`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain, islice

from django.utils.translation import gettext_noop as _

from spoilers.foreign.atom_types import Atom, AtomRole
from spoilers.foreign.line_numbers import line_at, line_starts
from spoilers.foreign.shortcodes import HINT, PATTERN, Shortcodes
from spoilers.foreign.vocabulary import hides
from spoilers.foreign.wiki_signs import HINT as WIKI_HINT
from spoilers.foreign.wiki_signs import LINES, SIGNS, WIKI_KINDS, WikiSigns
from spoilers.lookalikes import deceptive, folded
from spoilers.marks import OPEN, SENTINEL

BARS = "||…||"
ANILIST = "~!…!~"
DETAILS = "<details>…</details>"

MAX_LABEL = 200
"""Characters of a label. A longer one is not understood, so that the search takes linear time."""

_WORDS = rf"""(?:"[^"\r\n]{{0,{MAX_LABEL}}}"|'[^'\r\n]{{0,{MAX_LABEL}}}')"""
_BB_WORDS = rf"[ \t]*=[ \t]*(?:{_WORDS}|[^\]\r\n]{{0,{MAX_LABEL}}})"
_TAG_WORDS = rf"(?:label|title|text)[ \t]*=[ \t]*{_WORDS}"
_LINE = rf"[^<\r\n]{{0,{MAX_LABEL}}}"
_UNQUOTED = rf"[^<>\r\n]{{0,{MAX_LABEL}}}"

_ATOM = re.compile(
    rf"""
      \\(?:begin|end)\{{[ \t]{{0,9}}\w{{0,20}}spoil(?P<latex>)
    | \\\w{{0,20}}(?:spoil|hid(?:e|den)|phantom|censor|redact)\w{{0,20}}[ \t]{{0,9}}\{{
        (?P<latex_command>)
    | \\\w{{0,10}}spoil(?P<latex_word>)
    | \\(?:begin\{{|end\{{|iffalse\b)(?P<fold_tex>)
    | \\(?:text)?color[ \t]{{0,9}}[\[{{](?P<latex_colour>)
    | \\.
    | \|\|+(?P<bars>)
    | \[[ \t]*spoiler(?P<bb_label>{_BB_WORDS})?[ \t]*\](?P<bb>)
    | \[/[ \t]*spoiler[ \t]*\](?P<bb_close>)
    | \[[ \t]*details(?P<discourse_label>{_BB_WORDS})[ \t]*\](?P<discourse>)
    | \[/[ \t]*details[ \t]*\](?P<discourse_close>)
    | <spoiler(?:[ \t]{{1,20}}(?P<tag_label>{_TAG_WORDS}))?[ ]?>(?P<tag>)
    | </spoiler[ ]?>(?P<tag_close>)
    | <details(?:[ \t]{_UNQUOTED})?>(?P<details>)
    | </details[ ]?>(?P<details_close>)
    | <summary(?:[ \t]{_UNQUOTED})?>(?P<summary_label>{_LINE})</summary>(?P<summary>)
    | ~!(?<!~~!)(?P<anilist>)
    | !~(?!~)(?P<anilist_close>)
    | :(?<!::):{{2,}}(?![ \t]+(?-i:spoiler))[^\S\r\n]*spoiler(?=[\s{{]|\Z)(?P<fence>)
    | \[![ \t]{{0,9}}[\w|-]{{1,40}}[ \t]{{0,9}}\][-+]?(?P<callout>)
    | \[wrap[ \t]{{0,9}}=[ \t]{{0,9}}["']?[\w-]{{0,20}}spoil(?P<wrap>)
    | %%[ \t]{{0,10}}/?spoil(?P<wrap_lines>)
    | %\([^()\r\n]{{0,40}}spoil(?P<wrap_words>)
    | \[\[[ \t]{{0,9}}(?:read )?more[ \t]{{0,9}}\]\](?P<fold>)
    | %(?<![\w%]%)%(?!%)(?P<fold_comment>)
    | \[%[\w%.\#-]{{1,40}}\](?P<fold_style>)
    | \[\.[\w.-]{{1,60}}\](?=\#)(?P<fold_role>)
    | %\{{[^{{}}\r\n]{{0,100}}\}}(?P<fold_span>)
    | [【⟦〔]/[ \t]{{0,3}}[^\W\d_][\w \t-]{{0,40}}[】⟧〕](?P<wide_close>)
    | <!(?:--|[ ]--|[ ]?[–—])(?P<comment>)
    | (?<![^\r\n])[ \t>]{{0,20}}(?:(?:
          (?:/{{3,}}|[?!]{{3}}\+?|\+{{3,}})[ \t]*(?:spoilers?|details)[ \t]*
          (?:["'|{{][^\r\n]*)?(?=[\r\n]|\Z)
        | ::[ \t]*spoiler(?![\w-])
        | ::[\w-]{{1,40}}[\[{{]
        | /{{3,}}[ \t]+[a-z][\w-]{{0,40}}[ \t]*(?:\|[^\r\n]*)?(?=[\r\n])
        | [?]{{3}}\+?[ \t]+[a-z][\w-]{{0,40}}[ \t]*(?:["'][^\r\n]*)?(?=[\r\n])
        | !{{3}}\+?[ \t]+[a-z][\w \t-]{{0,60}}(?:["'][^\r\n]*)?
          (?=(?:\r?\n[ \t]*)?\r?\n(?:[ ]{{2}}|\t))
        | ={{3}}[!+]?[ \t]+(?:"[^"\r\n]{{1,100}}"|'[^'\r\n]{{1,100}}')[ \t]*(?=[\r\n]|\Z)
        | \#\+begin_\w
        | \.\.[ \t]{{1,9}}(?:\|[^|\r\n]{{1,60}}\|[ \t]{{1,9}})?[\w:-]{{1,40}}::
        | \{{\|[^\r\n]{{0,200}}(?:collaps|hidden|spoil)
        | \+{{4}}(?!\+)
      )(?P<admonition>)|(?:{LINES})(?P<wiki_line>))
    | </?(?:
          [a-z][\w-]{{0,40}}(?=[\s/>])[^<>]{{0,300}}?spoil
        | [\w-]{{0,40}}spoil
        | (?:details|summary)(?![\w-])
      )(?:[^<>\r\n]{{0,300}}>)?(?P<element>)
    | </?[a-z][\w:-]{{0,40}}(?:\s[^<>]{{0,200}}?)??\s[\w:-]{{1,40}}=
      (?:["'“”„‟‘’″{{]|&(?:quot|\#\d))(?P<broken>)
    | {PATTERN}
    | \{{\{{[<%\#/!>^\s]{{0,10}}[\w-]{{0,20}}spoil(?P<call>)
    | <[%?!]/?[ \t]{{0,5}}[\w-]{{0,20}}spoil(?P<call_in_angles>)
    | [@\#]end[_-]?(?:spoil|region|hid|fold|collaps|details|toggle)(?P<call_end>)
    | (?:--|==?|\#\#|@@|\^\^|\+\+)/?[ \t]?spoilers?[ \t]?(?:--|=|\#\#|@@|\^\^|\+\+)(?P<signs>)
    | \{{\{{[<%\#/!>^\s-]{{0,10}}[^\W\d_](?P<template>)
    | \{{%-?[ \t]{{0,10}}[a-z](?P<template_tag>)
    | (?:\((?<=\]\()|:(?<=\]:))[ \t]{{0,10}}<?(?:
          (?:/|\#|//\#)s(?:p|poilers?)?(?=[\s)"'>]|\Z)
        | \#[\w-]{{0,40}}spoil | \#[\w-]{{0,20}}[ \t]{{1,9}}["']
        | (?:(?<=\()(?:/[a-z]|\.)|(?<=\(<)>)[ \t]{{1,9}}["']
        | (?<=\()spoil[\w-]{{0,20}}:?(?=[\s)"'>])
        | [^\s()<>"']{{0,200}}spoil[^\s()<>"']{{0,100}}>?[ \t]{{1,9}}["']
        | [^\s()<>"']{{0,200}}>?[ \t]{{1,9}}
          (?:"[^"\r\n]{{0,200}}?|'[^'\r\n]{{0,200}}?)
          spoil(?!\w{{0,3}}[- ]?(?:free|frei|los|less))
      )(?P<address>)
    | {SIGNS}
    """,
    re.I | re.X | re.S,
)
"""The name of an alternative is an empty group at its end. So it begins with a character, by which
the search passes over the others fast. What depends on the text before it looks back later."""

_QUOTE = re.compile(
    rf"(?:^|(?<=\r))(?>(?:[ \t>]|[-+*](?=[ \t])|\d{{1,9}}[.)](?=[ \t])|\[\^[^\]\s]{{1,99}}\]:)*)"
    rf"(?P<quote>{OPEN})",
    re.M,
)
_HINT = re.compile(
    rf"\|\||~!|!~|:::|<!--|spoil|<[/a-z]|\[!|%%|%[({{]|\[[%.\[]|#s|/s|#\+b|\.\.[ \t]|\+\+"
    rf"|\]\([#./<]|\]:[ \t]*[#./<]"
    rf"|\{{\||::\w|/{{3}}|[?!]{{3}}|={{3}}|[【⟦〔]/|\\\w+[ \t]*[\[{{]|{HINT}|{WIKI_HINT}|{OPEN}",
    re.I,
)
_DIRECTIVE = re.compile(r"[ \t]*\{[ \t]*[a-z=]", re.I)
_BEFORE = re.compile(r"\s*(?:label|title|text)?\s*=", re.I)
NATIVE = re.compile(
    rf"</(?:spoiler|details|summary)[ ]?>|<spoiler(?:[ \t]{{1,20}}{_TAG_WORDS})?[ ]?>"
    rf"|<(?:details|summary)(?:[ \t]{_UNQUOTED})?>",
    re.I,
)
"""The HTML tags that are atoms."""

_KINDS: dict[str, tuple[AtomRole, str]] = {
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
    "callout": (AtomRole.MARKUP, "> [!…]"),
    "fold": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "fold_comment": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "fold_style": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "fold_role": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "fold_tex": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "fold_span": (AtomRole.MARKUP, _("a fold, a comment or a style")),
    "latex": (AtomRole.UNKNOWN, "\\begin{spoiler}"),
    "latex_command": (AtomRole.UNKNOWN, "\\begin{spoiler}"),
    "latex_colour": (AtomRole.UNKNOWN, "\\begin{spoiler}"),
    "latex_word": (AtomRole.UNKNOWN, "\\begin{spoiler}"),
    "signs": (AtomRole.UNKNOWN, "==spoiler=="),
    "wide_close": (AtomRole.UNKNOWN, "【…】…【/…】"),
    "broken": (AtomRole.MARKUP, "<… …="),
    "comment": (AtomRole.UNKNOWN, "<!-- … -->"),
    "admonition": (AtomRole.UNKNOWN, "/// spoiler, ??? spoiler, .. spoiler::"),
    "element": (AtomRole.UNKNOWN, "<… spoiler …>"),
    "call": (AtomRole.UNKNOWN, "{{spoiler}}"),
    "call_in_angles": (AtomRole.UNKNOWN, "{{spoiler}}"),
    "call_end": (AtomRole.UNKNOWN, "{{spoiler}}"),
    "wrap": (AtomRole.UNKNOWN, "[wrap=spoiler], %%spoiler%%"),
    "wrap_lines": (AtomRole.UNKNOWN, "[wrap=spoiler], %%spoiler%%"),
    "wrap_words": (AtomRole.UNKNOWN, "[wrap=spoiler], %%spoiler%%"),
    "template": (AtomRole.MARKUP, "{{…}}"),
    "template_tag": (AtomRole.MARKUP, "{{…}}"),
    "address": (AtomRole.UNKNOWN, "[…](#spoiler)"),
    **WIKI_KINDS,
}
_ELSEWHERE = {AtomRole.FENCE, AtomRole.CLASS, AtomRole.SHOWN}
"""What other checks report, and what is text in a plain field."""
_WITH_LABEL = {"bb", "discourse", "tag", "summary"}
_NAMED = {"callout", *WIKI_KINDS}
"""What hides if a word in it says so."""


def may_hold_atoms(text: str) -> bool:
    """Whether `text` holds any characters that an atom may begin with. A fast first look."""
    return bool(_HINT.search(text))


def atoms(sealed: str, most: int | None = None) -> list[Atom]:
    """The atoms of `sealed` (see `spoilers.marks.seal`) that are not escaped, in order.

    If there are more than `most`, only some of them, at least `most`.
    """
    if not may_hold_atoms(sealed):
        return []
    codes, wikis = Shortcodes(sealed), WikiSigns(sealed)
    matches = (it for it in _ATOM.finditer(sealed) if wikis.counts(it))
    marks = chain.from_iterable(_of_match(match, codes) for match in matches)
    quotes = (Atom(*it.span("quote"), *_KINDS["quote"]) for it in _QUOTE.finditer(sealed))
    found = [*islice(marks, most), *islice(quotes, most)]
    return sorted(found, key=lambda atom: atom.start)


def _of_match(match: re.Match[str], codes: Shortcodes) -> Iterable[Atom]:
    group = match.lastgroup
    if group is None:
        # An escaped character.
        return ()
    if group in codes.groups:
        return codes.atoms(match)
    start, end = match.span()
    if group == "bars":
        known = end - start in {2, 4}
        role = AtomRole.TOGGLE if known else AtomRole.UNKNOWN
        starts = range(start, end, 2) if known else (start,)
        return [Atom(at, at + 2 if known else end, role, BARS) for at in starts]
    role, syntax = _KINDS[group]
    if role in {AtomRole.MARKUP, AtomRole.SHOWN} and group in _NAMED and hides(match[0]):
        role = AtomRole.UNKNOWN
    label = match[f"{group}_label"] if group in _WITH_LABEL else None
    if label and group != "summary":
        label = _assigned(label)
    words = None if label is None else " ".join(label.split())
    if words and words[0] == words[-1] == "*":
        # The label was strong or emphasised.
        words = words.strip("*") or words
    return [Atom(start, end, role, syntax, label=words)]


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
    return next((atom.syntax for atom in atoms(plain) if atom.role not in _ELSEWHERE), "")


def in_plain(text: str) -> Iterator[tuple[int, Atom]]:
    """Line and atom of everything in `text` that looks like a spoiler, or like markup. `text` is
    shown as it is, so a backslash escapes nothing; a single `||`, `~!` or `!~` is no spoiler."""
    plain = folded(unescape(text)).replace("\\", " ")
    found = [atom for atom in atoms(plain) if atom.role not in _ELSEWHERE]
    ends = Counter(atom.syntax for atom in found)
    starts = line_starts(plain)
    for atom in found:
        if atom.syntax not in {BARS, ANILIST} or ends[atom.syntax] > 1:
            yield line_at(starts, atom.start), atom


def names_spoiler(info: str) -> bool:
    """Whether the info string of a code block says that it is a spoiler, as on Zulip, or that it is
    no code, as `{note} Ending` in MyST."""
    return hides(folded(info)) or bool(_DIRECTIVE.match(info))
