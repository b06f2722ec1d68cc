"""Atoms of shortcodes, templates and directives: `[name]`, `{{< name >}}`, `$[name …]`, `:name[…]`.

A name that says that something is hidden makes a spoiler, if its extent is certain. A name that
nothing is known of makes a problem where it is paired or has attributes. What remains is text,
such as `[REC]`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial

from spoilers.foreign.atom_types import Atom, AtomRole
from spoilers.foreign.vocabulary import EMBEDS, SHORTCODES, hides, names_spoiler

MAX_LENGTH = 300
"""Characters between the name and the end of a tag, so that the search takes linear time."""

_NAME = r"[^\W\d_][\w.-]{0,60}"
# Some begin with a digit or an underscore, but none is only a number, as `[1]` is.
_CODE_NAME = r"(?:[^\W\d_]|[\d_](?=[\w.-]{0,20}[^\W\d_]))[\w.-]{0,60}"
PATTERN = rf"""
    \[(?P<bracket_end>/?)[ \t]*(?P<bracket_name>{_CODE_NAME})(?![\w.-])
        (?P<bracket_rest>[^\[\]]{{0,{MAX_LENGTH}}})\](?P<bracket>)
  | \{{\{{[<%]\s{{0,10}}(?P<hugo_end>/?)\s{{0,10}}(?P<hugo_name>{_NAME})
        (?P<hugo_rest>[^{{}}]{{0,{MAX_LENGTH}}})[>%]\}}\}}(?P<hugo>)
  | \{{%-?\s{{0,10}}(?P<liquid_end>end)?[-_]?(?P<liquid_name>{_NAME})
        (?P<liquid_rest>[^{{}}%]{{0,{MAX_LENGTH}}})%\}}(?P<liquid>)
  | \$\[(?P<mfm_name>[a-z]\w{{0,30}})(?:\.[\w.,=-]{{0,60}})?
        (?P<mfm_gap>[ \t\r\n]|(?!\w))(?P<mfm>)
  | :(?<!::):?(?P<directive_name>{_NAME})\[(?P<directive>)
  | \{{/?(?P<jira_name>{_NAME})(?:[:|=\s(][^{{}}\r\n]{{0,{MAX_LENGTH}}})?\}}(?P<jira>)
  | \{{:?[ \t]{{0,10}}[.\#][\w.\#:=\s"'-]{{0,200}}\}}(?P<classes>)
  | :(?<![\w:`]:)[a-z][\w:+.-]{{0,40}}:(?=`[^`])(?P<role>)
  | \{{(?<![\w`]\{{)[a-z][\w:+.-]{{0,40}}\}}(?=`[^`])(?P<role_in_braces>)
"""
HINT = r"\[/?[ \t]*\w|\{[{%]|\$\[|:[^\W\d_][\w.-]*[:\[]|\{:?[ \t]*[.#/]?[^\W\d_]"

_CLOSED = re.compile(rf"\[/[ \t]*({_CODE_NAME})")
_OPENED = re.compile(rf"[\[【][ \t]*({_CODE_NAME})")
_BRACED = re.compile(rf"\{{/?({_NAME})[}}:|=\s(]")
_ATTRIBUTE = re.compile(
    r"(?<![\w-])([a-z][\w-]{0,40})=(?:\"([^\"]{0,200})\"|'([^']{0,200})'|([^\s\"'\]=]{1,200}))",
    re.I,
)
_ENDS = re.compile(r"[ \t]*(?:start|begin|on|end|stop|off|anfang|beginn|an|ende|aus)[ \t]*", re.I)
_QUOTED_VALUE = re.compile(r"\{[ \t]*[a-z][\w-]{0,40}=[\"'\d]", re.I)
_FIRST_WORDS = re.compile(r"[ \t]*=?[ \t]*(?:\"([^\"]{0,200})\"|'([^']{0,200})'|=([^\r\n]{0,200}))")
_LABELS = ("title", "label", "heading", "header", "summary", "name", "button", "caption")
# The attributes of these hold what they hide.
_HOVER = re.compile(r"tooltip|pop-?(?:up|over)|modal|hover", re.I)
# The tags that `spoilers.foreign.atoms` knows, and their syntaxes.
_OWN_CLASS = re.compile(r"\.spoilers?(?![\w-])", re.I)
_NATIVE = {"spoiler": "[spoiler]…[/spoiler]", "details": "[details=…]…[/details]"}
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*\r?\n", re.S)
_ATTRIBUTES_AFTER = re.compile(r"\{[^{}\r\n]{0,200}\}")

SHORTCODE, UNKNOWN_CODE = "[…spoiler…]…[/…spoiler…]", "[…]…[/…]"
TEMPLATE, MFM, DIRECTIVE = "{{< … >}}", "$[… …]", ":…[…]"
BRACES, CLASSES, ROLE = "{…}", "{.…}", ":…:`…`"


class Shortcodes:
    """Finds the atoms in `sealed` that belong to matches of `PATTERN`."""

    def __init__(self, sealed: str) -> None:
        self.sealed = sealed
        self.groups: dict[str, Callable[[re.Match[str]], Iterable[Atom]]] = {
            "bracket": self._of_bracket,
            "hugo": partial(self._of_template, kind="hugo"),
            "liquid": partial(self._of_template, kind="liquid"),
            "mfm": self._of_mfm,
            "directive": self._of_directive,
            "jira": self._of_jira,
            "classes": self._of_classes,
            "role": self._of_role,
            "role_in_braces": self._of_role,
        }
        """The groups of `PATTERN`, and what makes atoms of them."""

    @cached_property
    def _closed(self) -> set[str]:
        return {name.lower() for name in _CLOSED.findall(self.sealed)}

    @cached_property
    def _opened(self) -> set[str]:
        return {name.lower() for name in _OPENED.findall(self.sealed)}

    @cached_property
    def _braced(self) -> dict[str, int]:
        """How often each name stands in braces."""
        found: dict[str, int] = {}
        for name in _BRACED.findall(self.sealed):
            found[name.lower()] = found.get(name.lower(), 0) + 1
        return found

    @cached_property
    def _brackets(self) -> dict[int, int]:
        """The position of each opening bracket → that of the closing one in the same paragraph."""
        pairs: dict[int, int] = {}
        opened: list[int] = []
        for match in _BRACKET.finditer(self.sealed):
            if match[0] == "[":
                opened.append(match.start())
            elif match[0] == "]" and opened:
                pairs[opened.pop()] = match.start()
            elif match[0].isspace():
                opened.clear()
        return pairs

    def atoms(self, match: re.Match[str]) -> Iterable[Atom]:
        """The atoms of one match."""
        return self.groups[match.lastgroup or ""](match)

    def _of_bracket(self, match: re.Match[str]) -> Iterator[Atom]:
        name, rest = match["bracket_name"].lower(), match["bracket_rest"]
        start, end = match.span()
        syntax = _NATIVE.get(name, SHORTCODE)
        key = "" if name in _NATIVE else f"[{name}]"
        if (name in SHORTCODES or name in EMBEDS) and not rest.startswith(":"):
            # With a colon it is from the database of a forum: `[b:1a2b]…[/b:1a2b]`.
            return
        says = hides(name) or name in _NATIVE
        if match["bracket_end"] and not says and name not in self._opened:
            # It ends nothing: "End of complaint. [/rant]"
            yield Atom(start, end, AtomRole.SHOWN, UNKNOWN_CODE)
            return
        if match["bracket_end"]:
            role = AtomRole.CLOSE if says else AtomRole.MARKUP
            yield Atom(start, end, role, syntax if says else UNKNOWN_CODE, key=key)
            return
        is_closed = name in self._closed
        is_attributed = bool(_ATTRIBUTE.search(rest)) or rest.lstrip(" \t").startswith("=")
        is_role = self.sealed.startswith("#", end)
        if (
            says
            and (is_role or rest.startswith((":", "|")) or (is_attributed and _HOVER.search(name)))
        ) or (names_spoiler(name) and _ENDS.fullmatch(rest)):
            yield Atom(start, end, AtomRole.UNKNOWN, SHORTCODE)
        elif rest.strip(" \t\r\n/") and not is_attributed:
            # Words after the name: an ordinary pair of brackets, unless a tag closes it.
            if is_closed:
                yield self._unknown(match, says)
        elif says and (is_closed or is_attributed or names_spoiler(name) or name == "hide"):
            if is_closed or not self.sealed.startswith(("(", "["), end) or names_spoiler(name):
                yield Atom(start, end, AtomRole.OPEN, syntax, label(rest), key)
        elif is_closed or (not says and _ATTRIBUTE.search(rest)):
            yield self._unknown(match, says)

    @staticmethod
    def _unknown(match: re.Match[str], says: bool) -> Atom:
        if says:
            return Atom(*match.span(), AtomRole.UNKNOWN, SHORTCODE)
        return Atom(*match.span(), AtomRole.MARKUP, UNKNOWN_CODE)

    def _of_template(self, match: re.Match[str], kind: str) -> Iterator[Atom]:
        name, rest = match[f"{kind}_name"].lower(), match[f"{kind}_rest"]
        if not hides(name) and name != "details":
            yield Atom(*match.span(), AtomRole.MARKUP, TEMPLATE)
            return
        role = AtomRole.CLOSE if match[f"{kind}_end"] else AtomRole.OPEN
        words = None if role is AtomRole.CLOSE else label(rest)
        yield Atom(*match.span(), role, TEMPLATE, words, f"{kind} {name}")

    def _of_mfm(self, match: re.Match[str]) -> Iterator[Atom]:
        if match["mfm_gap"] or hides(match["mfm_name"]):
            yield from self._in_brackets(match, match.start() + 1, match["mfm_name"], MFM)

    def _of_directive(self, match: re.Match[str]) -> Iterator[Atom]:
        is_within_word = self.sealed[max(0, match.start() - 1) : match.start()].isalnum()
        if is_within_word and not hides(match["directive_name"]):
            return
        yield from self._in_brackets(match, match.end() - 1, match["directive_name"], DIRECTIVE)

    def _in_brackets(
        self, match: re.Match[str], bracket: int, name: str, syntax: str
    ) -> Iterator[Atom]:
        close = self._brackets.get(bracket)
        if close is None or not hides(name):
            role = AtomRole.UNKNOWN if hides(name) else AtomRole.MARKUP
            yield Atom(*match.span(), role, syntax)
            return
        key = f"{syntax}{match.start()}"
        after = _ATTRIBUTES_AFTER.match(self.sealed, close + 1) if syntax == DIRECTIVE else None
        yield Atom(*match.span(), AtomRole.OPEN, syntax, None, key)
        yield Atom(close, after.end() if after else close + 1, AtomRole.CLOSE, syntax, None, key)

    def _of_jira(self, match: re.Match[str]) -> Iterator[Atom]:
        name = match["jira_name"].lower()
        if name in {"spoils", "instead"}:
            # The attributes of a curtain.
            return
        before = self.sealed[match.start() - 1] if match.start() else "\n"
        is_pair = len(name) > 2 or match[0].startswith("{/")
        is_attribute = before in "])`*_~\r\n" and bool(_QUOTED_VALUE.match(match[0]))
        # `{open && …}` is a condition of JSX.
        is_attribute |= "&&" in match[0]
        # Tiki: `{FADE(label=>End)}…{FADE}`.
        is_attribute |= match["jira_name"].isupper() and match[0].endswith(")}")
        if is_attribute or hides(name) or (is_pair and self._braced.get(name, 0) > 1):
            role = AtomRole.UNKNOWN if hides(name) else AtomRole.MARKUP
            yield Atom(*match.span(), role, BRACES)

    def _of_classes(self, match: re.Match[str]) -> Iterator[Atom]:
        if hides(match[0]):
            role = AtomRole.CLASS if _OWN_CLASS.search(match[0]) else AtomRole.UNKNOWN
            yield Atom(*match.span(), role, CLASSES)
        elif self.sealed[match.start() - 1 : match.start()] == "]" or match[0].endswith("#}"):
            yield Atom(*match.span(), AtomRole.MARKUP, CLASSES)

    def _of_role(self, match: re.Match[str]) -> Iterator[Atom]:
        role = AtomRole.UNKNOWN if hides(match[0]) else AtomRole.MARKUP
        yield Atom(*match.span(), role, ROLE)


def label(rest: str) -> str | None:
    """The public words on the spoiler whose tag has `rest` after its name."""
    attributes = {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(rest)
    }
    for name in _LABELS:
        if words := attributes.get(name):
            return " ".join(words.split())
    first = _FIRST_WORDS.match(rest)
    if not first:
        return None
    words = next((each for each in first.groups() if each is not None), "")
    return " ".join(words.strip("\"'").split()) or None
