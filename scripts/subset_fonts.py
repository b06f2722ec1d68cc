"""Write subsets of the site's typefaces into static/fonts/.

    npm install --prefix FOLDER @fontsource-variable/newsreader @fontsource-variable/source-serif-4
    python scripts/subset_fonts.py FOLDER/node_modules

The optical size is fixed: large for the display face, reading size for the text face. The display
face has one weight, the text face keeps its weight axis. Each face is split into a Latin file,
which every page loads, and four files that a browser loads only for names with their letters.
“Source” is a Reserved Font Name under the licence, so the subsets have other names. The script
prints file sizes and vertical metrics; static/css/fonts.css uses the metrics to match the fallback
fonts.
"""

import sys
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import ValueRecord
from fontTools.ttLib.tables.otTables import PairPos
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"

SCRIPTS = {
    "latin": "20-7E A0-FF 131 152 153 2C6 2DA 2DC 2009 2010-2015 2018-201A 201C-201E 2020-2022"
    " 2026 202F 2030 2032 2033 2039 203A 2044 20AC 2122 2191 2193 2212",
    "polish": "104-107 118 119 141-144 15A 15B 179-17C",
    "czech": "10C-111 11A 11B 139 13A 13D 13E 147 148 150 151 154 155 158 159 160 161 164 165"
    " 16E-171 17D 17E",
    "turkish": "102 103 11E 11F 130 15E 15F 162 163 218-21B 1E9E",
    "latin-ext": "100 101 108-10B 112-117 11C 11D 120-12F 132-138 13B 13C 13F 140 145 146 149-14F"
    " 156 157 15C 15D 166-16D 172-178 17F 18F 192 1A0 1A1 1AF 1B0 1CD-1DC 1E6 1E7 1EA 1EB 1FA-1FF"
    " 237 259 1E80-1E85 1EF2 1EF3 20A6 20A9 20AB 20B9 20BA 20BD 2113",
}
"""Code points of each file: Latin for every page; then letters of names in Polish; in Czech,
Slovak, Hungarian and South Slavic; in Turkish and Romanian; the rest. A name rarely needs two."""

FEATURES = ["kern", "liga", "locl", "lnum", "onum", "tnum"]
"""OpenType features that the style sheets use. No file has combining marks to position."""
RARE_FEATURES = ["locl"]
"""Features of the other files. Kerning does not work across files."""

MIN_KERNING = 0.008
"""In em. Smaller values move a letter of the largest headline by one pixel at most."""

Axes = dict[str, float | tuple[float, float]]

# file name, fontsource package, style, fixed axes, name of the subset font
FACES: list[tuple[str, str, str, Axes, str]] = [
    ("display", "newsreader", "normal", {"opsz": 72, "wght": 500}, "Curtain Display"),
    ("text", "source-serif-4", "normal", {"opsz": 16, "wght": (400, 700)}, "Curtain Text"),
    ("text-italic", "source-serif-4", "italic", {"opsz": 16, "wght": 400}, "Curtain Text Italic"),
]


def codepoints(ranges: str) -> list[int]:
    """The code points of hexadecimal ranges such as `"20-7E A0"`."""
    spans = [span.split("-") for span in ranges.split()]
    return [point for span in spans for point in range(int(span[0], 16), int(span[-1], 16) + 1)]


def rename(font: TTFont, name: str) -> None:
    """Rename the font. Keeps the copyright, trademark and licence records (0, 7, 13, 14)."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in {0, 7, 13, 14}]
    postscript_name = name.replace(" ", "")
    for name_id, value in ((1, name), (2, "Regular"), (3, name), (4, name), (6, postscript_name)):
        table.setName(value, name_id, 3, 1, 0x409)


def drop_small_kerning(font: TTFont) -> None:
    """Drop kerning below `MIN_KERNING`."""
    least = MIN_KERNING * font["head"].unitsPerEm
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            if not isinstance(pairs, PairPos):
                continue
            if pairs.Format == 1:
                for row in pairs.PairSet:
                    row.PairValueRecord = [
                        pair for pair in row.PairValueRecord if abs(pair.Value1.XAdvance) >= least
                    ]
                    row.PairValueCount = len(row.PairValueRecord)
            else:
                for row in pairs.Class1Record:
                    for pair in row.Class2Record:
                        if abs(getattr(pair.Value1, "XAdvance", 0)) < least:
                            pair.Value1 = ValueRecord(valueFormat=pairs.ValueFormat1)


def subset(source: Path, axes: Axes, script: str, name: str) -> TTFont:
    # Saved and loaded again, because the subsetter needs a variation record for every glyph.
    instance = BytesIO()
    instantiateVariableFont(TTFont(source), axes).save(instance)
    font = TTFont(instance)
    features = FEATURES if script == "latin" else RARE_FEATURES
    options = Options(layout_features=features, hinting=False, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints(SCRIPTS[script]))
    subsetter.subset(font)
    if "GPOS" in font:
        drop_small_kerning(font)
    rename(font, name)
    font.flavor = "woff2"
    return font


def main(node_modules: Path) -> None:
    for file, package, style, axes, name in FACES:
        home = node_modules / "@fontsource-variable" / package
        for script in SCRIPTS:
            files = "latin" if script == "latin" else "latin-ext"
            source = home / "files" / f"{package}-{files}-opsz-{style}.woff2"
            font = subset(source, axes, script, name)
            target = FONTS / f"{file}-{script}.woff2"
            font.save(target)
            em, line = font["head"].unitsPerEm, font["hhea"]
            metrics = f"em {em}, ascent {line.ascent}, descent {line.descent}, gap {line.lineGap}"
            print(f"{target.name}: {target.stat().st_size} bytes, {metrics}")
        copyright_notice = font["name"].getDebugName(0)
        licence = (home / "LICENSE").read_text()
        terms = licence[licence.index("This Font Software is licensed") :]
        (FONTS / f"OFL-{package}.txt").write_text(f"{copyright_notice}\n\n{terms}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
