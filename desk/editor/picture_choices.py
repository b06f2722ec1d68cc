"""Pictures of the library in a text."""

import re
from typing import Any

from django.db.models import Q
from django.urls import reverse

from editions.library_pictures import LIBRARY
from images.models import Image, ImageQuerySet
from images.picture_tag import picture

_MARKUP = re.compile(r"([\\`*_\[\]<>!&~|^{}$])")


def image_code(image: Image, alt: str) -> str:
    """What shows ``image`` in a text, with ``alt`` as it reads: ``![A duel](images/duel.jpg)``."""
    words = _MARKUP.sub(r"\\\1", " ".join(alt.split()))
    return f"![{words}]({LIBRARY}{image.name})"


def choice(image: Image, alt: str | None = None) -> dict[str, Any]:
    """What whoever chooses ``image`` is shown of it, and what its place needs to know: its words,
    its thumbnail, its address in the library, and its ``code`` in a text, with ``alt``."""
    return {
        "id": image.pk,
        "name": image.name,
        "alt": image.alt,
        "url": reverse("admin:images_image_change", args=[image.pk]),
        # Its words stand beside it.
        "thumbnail": picture(image, alt="", sizes="20rem"),
        "code": image_code(image, image.alt if alt is None else alt),
    }


def found(words: str) -> ImageQuerySet:
    """The pictures that have each of ``words`` in their name, their text or their credit, the
    newest first."""
    images = Image.objects.order_by("-created", "-pk")
    for word in words.split():
        images = images.filter(
            Q(name__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
        )
    return images
