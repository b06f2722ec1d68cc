"""The HTML of an image of the library."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from images.models import Image
from images.placeholder_colours import placeholder_class


def picture(
    image: Image,
    *,
    alt: str | None = None,
    sizes: str,
    loading: str = "lazy",
    priority: bool = False,
) -> SafeString:
    """The ``<picture>`` of ``image`` with all its renditions, made without a query or file access.

    ``alt`` replaces the image's alternative text; "" marks it as decorative here. ``sizes`` is the
    attribute of that name. The browser loads a ``priority`` picture immediately, before others.
    """
    renditions_by_type = {
        file_type: [(rendition.url, width) for width, rendition in sorted(by_width.items())]
        for file_type, by_width in image.file.aspect_ratios[None].items()
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
        image.width,
        image.height,
        image.alt if alt is None else alt,
        "eager" if priority else loading,
        format_html(' fetchpriority="{}"', "high") if priority else "",
        format_html(' class="{}"', placeholder_class(image.color)) if image.color else "",
    )
