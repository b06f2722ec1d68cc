"""Draws the pictures of a corpus: plain posters and stills. Many films share one."""

from io import BytesIO
from random import Random

from PIL import Image as Pillow

from images.intake import add_image
from images.models import Image

POSTER, STILL = (400, 600), (800, 450)


def add_pictures(rng: Random, *, count: int, size: tuple[int, int], name: str) -> list[Image]:
    """``count`` pictures of ``size`` in the library, each in two random colours."""
    return [
        add_image(
            name=f"{name}-{number}.webp",
            data=_picture(rng, size),
            alt=f"Two colours, number {number}",
            credit="Curtain",
        )
        for number in range(1, count + 1)
    ]


def _picture(rng: Random, size: tuple[int, int]) -> bytes:
    top, bottom = (tuple(rng.randrange(256) for _channel in range(3)) for _colour in range(2))
    gradient = Pillow.new("RGB", (1, 2))
    gradient.putpixel((0, 0), top)
    gradient.putpixel((0, 1), bottom)
    buffer = BytesIO()
    gradient.resize(size, Pillow.Resampling.BILINEAR).save(buffer, "WEBP", lossless=True)
    return buffer.getvalue()
