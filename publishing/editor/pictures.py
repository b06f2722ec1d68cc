"""Pictures of the library in a text."""

import re

from django.db.models import Q

from images.models import Image, ImageQuerySet
from publishing.mentions import LIBRARY

_MARKUP = re.compile(r"([\\`*_\[\]<>!&~|^{}$])")


def image_code(image: Image, alt: str) -> str:
    """What shows ``image`` in a text, with ``alt`` as it reads: ``![A duel](images/duel.jpg)``."""
    words = _MARKUP.sub(r"\\\1", " ".join(alt.split()))
    return f"![{words}]({LIBRARY}{image.name})"


def found(words: str) -> ImageQuerySet:
    """The pictures that have each of ``words`` in their name, their text or their credit, the
    newest first."""
    images = Image.objects.order_by("-created", "-pk")
    for word in words.split():
        images = images.filter(
            Q(name__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
        )
    return images
