"""Draw the icons for telephones and search engines, and the default share picture of the site.

    python -m scripts.draw_icons

Writes PNG files into static/icons/. The picture is that of static/favicon.svg: two parted curtains.
"""

from pathlib import Path

from PIL import Image, ImageDraw

from pages.sharing.card_drawing import HEIGHT, VELVET, WIDTH, draw_curtain

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
STAGE = "#0b0406"
OVERSAMPLING = 4
"""Pictures are drawn larger by this factor and scaled down, which smooths the edges."""

SIZES = {"apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}

# The left curtain in a unit square: its hem as a Bézier curve, and the corner at its foot.
HEM = [(0.49, 0.0), (0.47, 0.42), (0.36, 0.68), (0.15, 0.8)]
FOOT = (0.21, 1.0)


def bezier(points: list[tuple[float, float]], steps: int = 40) -> list[tuple[float, float]]:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
    curve = []
    for step in range(steps + 1):
        t, u = step / steps, 1 - step / steps
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        x = sum(w * p for w, p in zip(weights, (ax, bx, cx, dx), strict=True))
        y = sum(w * p for w, p in zip(weights, (ay, by, cy, dy), strict=True))
        curve.append((x, y))
    return curve


def stage(width: int, height: int, *, pleat: int) -> Image.Image:
    """A stage between two parted curtains, under a pelmet."""
    w, h = width * OVERSAMPLING, height * OVERSAMPLING
    picture = Image.new("RGB", (w, h), STAGE)
    mask = Image.new("L", (w, h))
    outline = [(0.0, 0.0), *bezier(HEM), FOOT, (0.0, 1.0)]
    ImageDraw.Draw(mask).polygon([(x * w, y * h) for x, y in outline], fill=255)
    cloth = draw_curtain(w, h, pleat * OVERSAMPLING)
    for side in (mask, mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
        picture.paste(cloth, (0, 0), side)
    pelmet = (0, 0, w, min(w, h) // 11)
    ImageDraw.Draw(picture).rectangle(pelmet, fill=VELVET[2])
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def main() -> None:
    ICONS.mkdir(exist_ok=True)
    for name, size in SIZES.items():
        picture = stage(size, size, pleat=max(8, size // 7))
        picture.quantize(64).save(ICONS / f"{name}.png", optimize=True)
    share = stage(WIDTH, HEIGHT, pleat=64).quantize(128)
    share.save(ICONS / "share.png", optimize=True)


if __name__ == "__main__":
    main()
