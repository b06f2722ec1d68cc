"""Drawing of flat shapes, gradients, light and paper grain.

Coordinates are in pixels of the finished picture. A sheet is ``SCALE`` times larger and scaled down
at the end, which smooths the edges. Each run gives the same result, because seeds are fixed.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

SCALE = 3
LIGHT_SCALE = 4  # blurred light is drawn smaller by this factor, because it has no detail
MAX_BYTES = 245_000

Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]


def fade(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical gradient through ``stops``: (position from 0 to 1, colour) in ascending order."""
    steps = 1024
    strip = Image.new("RGB", (1, steps))
    for step in range(steps):
        strip.putpixel((0, step), _colour_at(step / (steps - 1), stops))
    return strip.resize(size, Image.Resampling.BICUBIC)


def _colour_at(position: float, stops: Stops) -> tuple[int, int, int]:
    before, after = stops[0], stops[-1]
    for left, right in pairwise(stops):
        if left[0] <= position <= right[0]:
            before, after = left, right
            break
    span = (after[0] - before[0]) or 1
    share = min(1.0, max(0.0, (position - before[0]) / span))
    share = share * share * (3 - 2 * share)
    pairs = zip(ImageColor.getrgb(before[1]), ImageColor.getrgb(after[1]), strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return red, green, blue


def curve(points: Sequence[Point], *, closed: bool = True, steps: int = 24) -> list[Point]:
    """A smooth line through all ``points`` (Catmull–Rom)."""
    count = len(points)
    spans = count if closed else count - 1
    line: list[Point] = []
    for index in range(spans):
        near = [
            points[(index + k) % count] if closed else points[min(max(index + k, 0), count - 1)]
            for k in (-1, 0, 1, 2)
        ]
        line.extend(_between(near, step / steps) for step in range(steps))
    return line if closed else [*line, points[-1]]


def _between(near: Sequence[Point], t: float) -> Point:
    def axis(k: int) -> float:
        a, b, c, d = (point[k] for point in near)
        return 0.5 * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )

    return axis(0), axis(1)


def turned(points: Iterable[Point], centre: Point, degrees: float) -> list[Point]:
    """``points`` rotated clockwise about ``centre``."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    moved = ((x - centre[0], y - centre[1]) for x, y in points)
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in moved]


def circle(centre: Point, radius: float, *, steps: int = 240) -> list[Point]:
    return ellipse(centre, radius, radius, steps=steps)


def ellipse(centre: Point, across: float, down: float, *, steps: int = 240) -> list[Point]:
    angles = (2 * math.pi * step / steps for step in range(steps))
    return [(centre[0] + across * math.cos(a), centre[1] + down * math.sin(a)) for a in angles]


class Sheet:
    """A picture while it is drawn. ``finish`` returns the result."""

    def __init__(self, width: int, height: int, stops: Stops) -> None:
        self.width, self.height = width, height
        self._size = (width * SCALE, height * SCALE)
        self.image = fade(self._size, stops)

    def cut(self, points: Iterable[Point], *more: Iterable[Point]) -> Image.Image:
        """A mask of one or more filled outlines."""
        mask = Image.new("L", self._size)
        draw = ImageDraw.Draw(mask)
        for outline in (points, *more):
            draw.polygon([(x * SCALE, y * SCALE) for x, y in outline], fill=255)
        return mask

    def paint(self, mask: Image.Image, colour: str | Stops, opacity: float = 1) -> None:
        """Paint a colour, or a gradient over the height of the sheet, through ``mask``."""
        if opacity < 1:
            mask = mask.point([round(value * opacity) for value in range(256)])
        ink = (
            Image.new("RGB", self._size, colour)
            if isinstance(colour, str)
            else fade(self._size, colour)
        )
        self.image.paste(ink, (0, 0), mask)

    def shape(self, points: Iterable[Point], colour: str | Stops, opacity: float = 1) -> None:
        self.paint(self.cut(points), colour, opacity)

    def line(self, points: Sequence[Point], width: float, colour: str, opacity: float = 1) -> None:
        mask = Image.new("L", self._size)
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        ImageDraw.Draw(mask).line(scaled, fill=255, width=round(width * SCALE), joint="curve")
        self.paint(mask, colour, opacity)

    def haze(self, stops: Sequence[tuple[float, int]], colour: str) -> None:
        """Add a haze of one colour with a vertical gradient of its opacity (0 to 255)."""
        greys = [
            (position, f"#{density:02x}{density:02x}{density:02x}") for position, density in stops
        ]
        self.paint(fade(self._size, greys).convert("L"), colour)

    def glow(self, points: Iterable[Point], blur: float, colour: str, opacity: float = 1) -> None:
        """Add a blurred light with the outline ``points`` in screen mode."""
        size = (self.width // LIGHT_SCALE, self.height // LIGHT_SCALE)
        mask = Image.new("L", size)
        outline = [(x / LIGHT_SCALE, y / LIGHT_SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(outline, fill=round(255 * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(blur / LIGHT_SCALE))
        light = Image.composite(Image.new("RGB", size, colour), Image.new("RGB", size), mask)
        self.image = ImageChops.screen(
            self.image, light.resize(self._size, Image.Resampling.BICUBIC)
        )

    def shade(self, points: Iterable[Point], blur: float, opacity: float) -> None:
        """Add a blurred shadow with the outline ``points``."""
        size = (self.width // LIGHT_SCALE, self.height // LIGHT_SCALE)
        mask = Image.new("L", size, 255)
        outline = [(x / LIGHT_SCALE, y / LIGHT_SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(outline, fill=round(255 * (1 - opacity)))
        mask = mask.filter(ImageFilter.GaussianBlur(blur / LIGHT_SCALE))
        dark = mask.resize(self._size, Image.Resampling.BICUBIC).convert("RGB")
        self.image = ImageChops.multiply(self.image, dark)

    def vignette(self, strength: float) -> None:
        """Darken the corners."""
        size = (self.width // LIGHT_SCALE, self.height // LIGHT_SCALE)
        falloff = Image.radial_gradient("L").resize(size, Image.Resampling.BICUBIC)
        edge = falloff.point([round(255 - strength * max(0, v - 90) * 1.2) for v in range(256)])
        dark = edge.resize(self._size, Image.Resampling.BICUBIC).convert("RGB")
        self.image = ImageChops.multiply(self.image, dark)

    def finish(self, *, seed: int, grain: float = 7) -> Image.Image:
        """The picture at its final size, with paper grain of about ``grain`` levels."""
        image = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        random = Random(seed)  # noqa: S311 - fixed seed
        first, second = (
            Image.frombytes("L", image.size, random.randbytes(self.width * self.height))
            for _ in range(2)
        )
        noise = ImageChops.blend(first, second, 0.5).filter(ImageFilter.GaussianBlur(0.7))
        noise = noise.point([round(128 + (value - 128) * grain / 40) for value in range(256)])
        return ImageChops.add(image, noise.convert("RGB"), offset=-128)


def save(image: Image.Image, path: Path) -> None:
    """Write ``image`` as WebP with the highest quality that is smaller than ``MAX_BYTES``."""
    for quality in range(92, 40, -4):
        image.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MAX_BYTES:
            return
    raise ValueError(f"{path.name} does not fit into {MAX_BYTES} bytes")
