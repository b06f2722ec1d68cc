"""The fonts that are installed on the server, for scripts that the site's own fonts lack.

They are listed once per process: a font that is installed later is found after a restart.
"""

import os
from functools import lru_cache
from pathlib import Path

from pages.sharing.glyphs import missing_characters

DIRECTORIES = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    # macOS
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)
EXTENSIONS = {".ttf", ".otf", ".ttc", ".otc"}
OTHER_STYLES = (
    *("bold", "black", "heavy", "light", "thin"),
    *("italic", "oblique", "condensed", "narrow"),
)
"""In the file names of fonts that are not used."""


@lru_cache
def system_fonts() -> tuple[str, ...]:
    """The font files in a regular style: those named serif first, those named mono last.

    Among the serif fonts, and among the others, those for Chinese, Japanese and Korean are last:
    they also have the letters of other scripts, but do not place accents on them.
    """
    files = (
        Path(directory, name)
        for root in DIRECTORIES
        for directory, _directories, names in os.walk(os.path.expanduser(root))
        for name in names
    )
    regular = (
        file
        for file in files
        if file.suffix.lower() in EXTENSIONS
        and not any(style in file.stem.lower() for style in OTHER_STYLES)
    )
    return tuple(map(str, sorted(regular, key=lambda file: (_preference(file), str(file)))))


def _preference(file: Path) -> tuple[int, bool]:
    name = file.stem.lower()
    style = 2 if "mono" in name else 0 if "serif" in name else 1
    return style, "cjk" in name


@lru_cache(maxsize=1024)
def system_font(characters: str) -> str | None:
    """The first of `system_fonts` that has all ``characters``, or else the one that has the most.

    None if no font has any of them.
    """
    best, fewest_missing = None, len(characters)
    for file in system_fonts():
        try:
            missing = len(missing_characters((file,), characters))
        except OSError:
            continue
        if missing < fewest_missing:
            best, fewest_missing = file, missing
        if not missing:
            break
    return best
