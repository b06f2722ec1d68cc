"""Atoms of wikis, typesetting and chats: signs and names without brackets or tags of their own.

`@@.name;…@@`, `#name[…]`, `&name(…){…};`, `p(name). …`, `{>>…<<}`, `/spoiler`, `[[…]]`. A pair
whose meaning is unknown is a problem. What hides nothing on any site is shown as it is written.
"""

import re
from functools import cached_property

from django.utils.translation import gettext_noop as _

from spoilers.foreign.atom_types import AtomRole
from spoilers.foreign.vocabulary import hides

_NAME = r"[a-z][\w-]{0,30}"
_WORD = r"[^\W\d_][\w-]{0,30}"
_LEFT, _RIGHT = r"(«‹|*=~^+%!_-", r")»›|*=~^+%!_-"
_DRAWN = "\u2020-\u2022\u2500-\u25ff\u2b00-\u2bff§¤¬°·¦∣"
"""A character class: signs that a forum may have made into markup of its own."""
_PAIRS = "|".join(
    rf"{sign}{sign}(?<![\w{sign}]..)(?=[^\s{sign}])[^\r\n{sign}]{{1,200}}(?<=\S){sign}{sign}(?!\w)"
    for sign in map(re.escape, "=+^$;")
)

LINES = rf"""
    @@[.\w]
  | /{{4,}}(?=[ \t]*(?:[\r\n]|\Z))(?P<slashes>)
  | >>[a-z][\w .="-]{{0,60}}<<
  | :end:[ \t]*(?=[\r\n]|\Z)
  | (?:p|div|bc|bq|pre|h[1-6])[<>=]{{0,2}}(?:\([^()\r\n]{{3,60}}\)|\{{[^{{}}\r\n]{{1,200}}\}})
    [^\r\n. ]{{0,60}}\.{{1,2}}[ \t]
  | \[(?:\.[\w.-]{{1,60}}|(?:role|options|opts|style)=[^\[\]\r\n]{{1,100}})\]
    [ \t]*(?=\r?\n[ \t]*\S)
  | \#{_NAME}(?:\([^\r\n]{{0,200}}\)\{{|\{{\{{)
  | (?P<property>{_NAME})::[ \t]{{1,5}}(?=\S)
  | \+{{3}}(?=[ \t]{{1,9}}[^\s+][^+\r\n]{{0,100}}[\r\n])(?P<plus_line>)
"""
"""What begins a line. A match that may not count takes only its first signs."""

SIGNS = rf"""
    @@(?<![\w@]@@)[.\w][^\r\n@]{{0,500}}@@(?P<wiki_style>)
  | \+\+(?<![\w+]\+\+)(?=\+\+|[^\s+])(?:\+\+(?!\+))?[^+|\r\n]{{1,80}}\|[^\r\n]{{1,500}}?
    (?:(?<=\S)\+\+|\+{{4}})(?!\w)(?P<wiki_fold>)
  | \[\[(?:/|{_NAME}[ \t]{{1,5}}[\w-]{{1,30}}=["'])[^\[\]\r\n]{{0,200}}\]\](?P<wiki_block>)
  | \[\[\#?[^\W\d_][^\[\]\r\n]{{0,200}}\]\](?![(\[:])(?P<wiki_link>)
  | \{{(?:\+\+|--|==|~~|>>)[^\r\n{{}}]{{1,500}}?(?:\+\+|--|==|~~|<<)\}}(?P<wiki_critic>)
  | \{{(?:/\*|\*|!!)[^\r\n{{}}]{{1,300}}(?:\*/?|!!)\}}(?P<wiki_comment>)
  | \{{\#(?!\w)[^\r\n{{}}]{{1,300}}\#\}}(?P<wiki_jinja>)
  | /\*(?<![\w/*:]/\*)[^*\r\n]{{1,300}}\*/(?P<wiki_slashed>)
  | <%[=\#@-]{{0,3}}\s{{0,5}}[^\s%>][^%\r\n]{{0,300}}%>(?P<wiki_percent>)
  | \{{:(?::?/?[a-z]|/|[ \t]{{1,3}}[\w.\#])[^{{}}\r\n]{{0,200}}\}}(?P<wiki_kramdown>)
  | \(:{_NAME}[^()\r\n]{{0,100}}:\)(?P<wiki_pm>)
  | </?\$[a-z](?P<wiki_widget>)
  | <<{_NAME}(?:[ \t]{{1,5}}["'\[{{]|[(:])(?P<wiki_macro>)
  | <\|[a-z][^|<>\r\n]{{1,200}}\|>(?P<wiki_token>)
  | <!(?:doctype\s|\[[a-z])(?P<wiki_declaration>)
  | <\?(?:php|xml|=)(?P<wiki_instruction>)
  | \#\#[\w\#-]{{1,30}}\|[^\r\n\#]{{1,500}}\#\#(?P<wiki_colour>)
  | &(?<![\w&]&){_NAME}
    (?:\([^()\r\n]{{0,200}}\)(?:\{{[^{{}}\r\n]{{0,300}}\}})?|\{{[^{{}}\r\n]{{0,300}}\}});
    (?P<wiki_plugin>)
  | [@\#](?<![\w@\#&/][@\#])(?=(?P<call_name>{_NAME})\()(?P<wiki_call>)
  | [@\#](?<![\w@\#&/][@\#]){_NAME}(?:\[(?!\^|\d{{1,4}}\])|\{{)(?P<wiki_function>)
  | [@/!&](?<![\w@/!&.:][@/!&])spoilers?(?![\w/.@!\]-])(?P<wiki_command>)
  | :(?<![\w:]:)/?spoilers?:(?!:)(?P<wiki_emoji>)
  | \([ \t]?/?[\w-]{{0,20}}spoil[\w-]{{0,12}}\)(?=\w)(?P<wiki_round>)
  | /(?<=[{_LEFT}]/)(?=(?P<end_name>{_WORD})(?P<end_right>[{_RIGHT}]{{1,3}}))(?P<wiki_end>)
  | </(?=[ \t]?(?P<tag_name>{_WORD})[ \t]?>)(?P<wiki_tag>)
  | \(%[ \t]{{0,5}}[a-z][\w-]{{0,20}}=[^%\r\n]{{1,200}}%\)(?P<wiki_xwiki>)
  | %(?<![\w%]%)[a-z][\w =\#.-]{{0,60}}%(?=[^\s%])[^%\r\n]{{1,300}}%%(?P<wiki_pmwiki>)
  | %(?-i:END[A-Z]{{2,20}})%(?P<wiki_twiki>)
  | ~~(?<!~~~)(?:\#[\da-f]{{3,8}}|white|black|transparent):(?=[^\s~])[^~\r\n]{{1,300}}~~
    (?P<wiki_tiki>)
  | \{{!{{0,2}}\w[\w.]{{0,40}}[ ]?&&[ ]?(?P<wiki_jsx>)
  | !!(?<![\w!]!!)(?=(?P<loud>[^\s!][^!\r\n]{{0,300}}(?<=\S))!!(?![\w!]))(?P<wiki_loud>)
  | !>(?!<)[^\r\n<>]{{1,300}}<!(?P<wiki_keybase>)
  | [»›≫](?<!\S.)![^\r\n»›≫«‹≪]{{1,300}}![«‹≪](?P<wiki_guillemets>)
  | (?:{_PAIRS})(?P<wiki_pair>)
  | (?P<drawn>[{_DRAWN}])(?P=drawn)(?<![\w{_DRAWN}]..)(?=[^\s{_DRAWN}])[^\r\n{_DRAWN}]{{1,200}}
    (?<=\S)(?P=drawn)(?P=drawn)(?![\w{_DRAWN}])(?P<wiki_drawn>)
  | (?P<bars_sign>[‖∥ǁ])(?<!\w.)(?=[^\s‖∥ǁ])[^\r\n‖∥ǁ]{{1,200}}(?<=\S)(?P=bars_sign)(?!\w)
    (?P<wiki_bars>)
  | \(\((?<!\w..)(?=[^\s()])[^\r\n()]{{1,200}}\)\)(?!\w)(?P<wiki_doubled>)
  | \^\[(?=[^\s\^\]])[^\[\]\r\n]{{1,300}}\](?P<wiki_note>)
"""

HINT = (
    r"@@|/{4}|:end:|\)\.|\}\.|\[(?:\.|role|opt|style)|\+{3}|\[\[|\{(?:\+\+|--|==|~~|>>)|</?\$"
    r"|<[<|!?%]|\{[:/*!#]|/\*|\(:[a-z]|>>[a-z]|\#\#|&[a-z]\w*[({]|[@\#][a-z][\w-]*[(\[{]|[@\#]end|/[^\W\d_][\w-]*[)»›|*=~^+%!_-]|</|\(%|%[a-z]|~~[\#wbt]|&&|!!|!>"
    rf"|==|\+\+|\^\^|\$\$|;;|\^\[|\(\(|[»›≫]!|::[ \t]|[{_DRAWN}‖∥ǁ]"
)

_MARKUP = (AtomRole.MARKUP, _("a fold, a comment or a style"))
WIKI_KINDS: dict[str, tuple[AtomRole, str]] = {
    **dict.fromkeys(("wiki_line", "wiki_style", "wiki_fold", "wiki_block"), _MARKUP),
    "wiki_link": (AtomRole.SHOWN, "[[…]]"),
    "wiki_critic": _MARKUP,
    **dict.fromkeys(("wiki_comment", "wiki_jinja", "wiki_slashed", "wiki_percent"), _MARKUP),
    **dict.fromkeys(("wiki_kramdown", "wiki_pm"), _MARKUP),
    "wiki_widget": (AtomRole.MARKUP, "<$…>"),
    "wiki_macro": (AtomRole.MARKUP, "<<…>>"),
    "wiki_token": (AtomRole.MARKUP, "<|…|>"),
    "wiki_declaration": (AtomRole.MARKUP, "<!…>"),
    "wiki_instruction": (AtomRole.MARKUP, "<?…?>"),
    "wiki_colour": _MARKUP,
    "wiki_plugin": (AtomRole.MARKUP, "&…(…){…};"),
    "wiki_call": (AtomRole.UNKNOWN, "#…(…), #…[…], @…{…}"),
    "wiki_function": (AtomRole.MARKUP, "#…(…), #…[…], @…{…}"),
    "wiki_command": (AtomRole.UNKNOWN, "/spoiler, @spoiler, !spoiler"),
    "wiki_emoji": (AtomRole.UNKNOWN, ":spoiler:"),
    "wiki_round": (AtomRole.UNKNOWN, "(spoiler)…"),
    "wiki_end": (AtomRole.MARKUP, "(…)…(/…)"),
    "wiki_tag": (AtomRole.MARKUP, "<…>"),
    **dict.fromkeys(("wiki_xwiki", "wiki_pmwiki", "wiki_twiki", "wiki_tiki", "wiki_jsx"), _MARKUP),
    "wiki_loud": (AtomRole.MARKUP, "!!…!!"),
    "wiki_keybase": (AtomRole.MARKUP, "!>…<!"),
    "wiki_guillemets": (AtomRole.MARKUP, "»!…!«"),
    **dict.fromkeys(("wiki_pair", "wiki_drawn", "wiki_bars"), (AtomRole.SHOWN, "==…==, ++…++")),
    "wiki_doubled": (AtomRole.SHOWN, "((…))"),
    "wiki_note": (AtomRole.SHOWN, "^[…]"),
}
"""The groups of `LINES` and `SIGNS`: what they are, and their names for people."""

_BEGINNING = re.compile(rf"([{_LEFT}]{{1,3}})({_WORD})([{_RIGHT}]{{1,3}})", re.I)
_FAR_TAG = re.compile(rf"<({_WORD})[^<>\r\n]{{0,200}}>")
_BEFORE_END = re.compile(rf"[{_LEFT}]{{1,3}}\Z")
_SLASHES = re.compile(r"(?<![^\r\n])[ \t>]{0,20}/{4,}[ \t]*(?=[\r\n]|\Z)")
_PLUS_END = re.compile(r"(?<![^\r\n])[ \t>]{0,20}\+{3}[ \t]*(?=[\r\n]|\Z)")


class WikiSigns:
    """Tells which matches of `LINES` and `SIGNS` in `sealed` mean something."""

    def __init__(self, sealed: str) -> None:
        self.sealed = sealed

    @cached_property
    def _beginnings(self) -> set[tuple[str, ...]]:
        """What may begin a pair, such as `("(", "hide", ")")`."""
        return {tuple(map(str.lower, match.groups())) for match in _BEGINNING.finditer(self.sealed)}

    @cached_property
    def _names(self) -> set[str]:
        return {name for _left, name, _right in self._beginnings}

    @cached_property
    def _far_names(self) -> set[str]:
        """The names in angles that have other letters than those of ASCII."""
        return {name.lower() for name in _FAR_TAG.findall(self.sealed) if not name.isascii()}

    @cached_property
    def _has_slashes(self) -> bool:
        """Whether two lines of slashes may have something between them."""
        return len(_SLASHES.findall(self.sealed)) > 1

    @cached_property
    def _has_plus_end(self) -> bool:
        return bool(_PLUS_END.search(self.sealed))

    def counts(self, found: re.Match[str]) -> bool:
        """Whether `found` is markup; True for the matches of other patterns."""
        match found.lastgroup:
            case "wiki_call":
                return hides(found["call_name"])
            case "wiki_end":
                if found["end_name"].lower() not in self._names:
                    return False
                left = _BEFORE_END.search(self.sealed[max(0, found.start() - 3) : found.start()])
                begun = (left[0] if left else "", found["end_name"].lower(), found["end_right"])
                return begun in self._beginnings
            case "wiki_tag":
                # HTML's own names are ASCII; these are found as tags.
                name = found["tag_name"].lower()
                return not name.isascii() and name in self._far_names
            case "wiki_loud":
                # One word in capitals is only loud.
                return " " in found["loud"] or not found["loud"].isupper()
            case "wiki_line" if found["slashes"] is not None:
                return self._has_slashes
            case "wiki_line" if found["property"] is not None:
                return hides(found["property"])
            case "wiki_line" if found["plus_line"] is not None:
                return self._has_plus_end
            case _:
                return True
