"""The HTML of an image of the library."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from images.focal_points import focus_classes
from images.models import Image
from images.placeholder_colours import placeholder_class

MAX_KEPT = 4_096
"""How many pictures a process keeps the HTML of: about 8 MB."""


def picture(
    image: Image,
    *,
    alt: str | None = None,
    sizes: str,
    loading: str = "lazy",
    priority: bool = False,
) -> SafeString:
    """The ``<picture>`` of ``image`` with all its renditions, made without a query or file access.

    Until they exist, it has the stored picture alone.

    ``alt`` replaces the image's alternative text; "" marks it as decorative here. ``sizes`` is the
    attribute of that name. The browser loads a ``priority`` picture immediately, before others.
    """
    return _kept_picture(
        image.file.name,
        image.file.storage.url(""),
        image.width,
        image.height,
        image.renditions_due is None,
        " ".join(filter(None, (placeholder_class(image.color), focus_classes(image.focus)))),
        image.alt if alt is None else alt,
        sizes,
        "eager" if priority else loading,
        priority,
    )


@lru_cache(MAX_KEPT)
def _kept_picture(
    name: str,
    base_url: str,
    width: int,
    height: int,
    has_renditions: bool,
    classes: str,
    alt: str,
    sizes: str,
    loading: str,
    priority: bool,
) -> SafeString:
    """Everything that the HTML depends on is an argument. A file never changes under its name."""
    image = Image(file=name, width=width, height=height)
    files = image.file.aspect_ratios[None] if has_renditions else {}
    renditions_by_type = {
        file_type: [(rendition.url, width) for width, rendition in sorted(by_width.items())]
        for file_type, by_width in files.items()
    }
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        (
            (file_type.lower(), ", ".join(f"{url} {width}w" for url, width in renditions), sizes)
            for file_type, renditions in renditions_by_type.items()
        ),
    )
    return format_html(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}" loading="{}" '
        'decoding="async"{}{}></picture>',
        sources,
        image.file.url,
        width,
        height,
        alt,
        loading,
        format_html(' fetchpriority="{}"', "high") if priority else "",
        format_html(' class="{}"', classes) if classes else "",
    )
