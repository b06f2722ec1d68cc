"""How a person's name is sorted when nobody has said so: "Armas, Ana de"."""

import re
import unicodedata

_SUFFIX = re.compile(r"^(.+?),? (jr\.?|sr\.?|jnr\.?|snr\.?|II|III|IV)$", re.I)
# Two syllables joined by a hyphen after the family name, as Korean and Chinese given names are
# usually written in Latin letters: "Bong Joon-ho", "Hou Hsiao-hsien".
_FAMILY_FIRST = re.compile(r"^\w+ \w+[-‐‑](?=[^\W\d_])(\w)\w*$")
_SCRIPTS_WITH_FAMILY_FIRST = ("CJK", "HANGUL", "HIRAGANA", "KATAKANA")


def sort_name(name: str) -> str:
    """``name`` with the family name first: "Bong Joon-ho", "Marlow, Tobias, Jr.", "宮崎 駿".

    The family name is the last word before a suffix. Names that are written with the family name
    first are left as they are, as far as their form tells. Hungarian and Vietnamese names are not
    told apart from others.
    """
    if _is_family_first(name):
        return name
    suffixed = _SUFFIX.match(name)
    plain, suffix = suffixed.groups() if suffixed else (name, "")
    given, _space, family = plain.rpartition(" ")
    return ", ".join(filter(None, [family, given, suffix]))


def _is_family_first(name: str) -> bool:
    hyphenated = _FAMILY_FIRST.match(name)
    if hyphenated:
        return hyphenated[1].islower()
    return bool(name) and unicodedata.name(name[0], "").startswith(_SCRIPTS_WITH_FAMILY_FIRST)
