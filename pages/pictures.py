"""Pictures that may be missing."""

from typing import Any

from django.utils.safestring import SafeString

from images.credit_lines import credit_line
from images.models import Image
from images.picture_tag import picture


def picture_html(image: Image | None, sizes: str, **options: Any) -> SafeString | str:
    """`images.picture_tag.picture` of ``image`` with its ``options``; "" if there is no image."""
    return picture(image, sizes=sizes, **options) if image else ""


def decorative_picture(image: Image | None, sizes: str, **options: Any) -> SafeString | str:
    """`picture_html` with an empty alt text, for a picture beside a text that names its subject."""
    return picture_html(image, sizes, alt="", **options)


def picture_credit(image: Image | None) -> SafeString | str:
    """`images.credit_lines.credit_line` of ``image``; "" if there is no image."""
    return credit_line(image) if image else ""
