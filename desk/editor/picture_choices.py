"""Pictures of the library, as the dialogs of the editor offer them."""

import re
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.strict_admin import SEARCH_WORDS
from editions.library_pictures import LIBRARY
from images.models import Image, ImageQuerySet
from images.picture_tag import picture

_MARKUP = re.compile(r"([\\`*_\[\]<>!&~|^{}$])")
_IN_TITLE = re.compile(r'(["\\`*_\[\]<>!&~|^{}$])')


def image_code(image: Image, alt: str, caption: str = "") -> str:
    """The Markdown that shows ``image`` with the plain texts ``alt`` and ``caption``, such as
    ``![A duel](images/duel.jpg "At dawn")``."""
    title = f' "{_as_text(caption, _IN_TITLE)}"' if caption else ""
    return f"![{_as_text(alt, _MARKUP)}]({LIBRARY}{image.name}{title})"


def _as_text(text: str, markup: re.Pattern[str]) -> str:
    return markup.sub(r"\\\1", " ".join(text.split()))


def image_choice(image: Image, alt: str | None = None, caption: str = "") -> dict[str, Any]:
    """The data of ``image`` that templates and scripts of the dialogs need.

    ``url`` is its admin page, ``thumbnail`` HTML, and ``code`` its Markdown with ``alt``, by
    default with the alternative text of the library.
    """
    return {
        "id": image.pk,
        "name": image.name,
        "alt": image.alt,
        "url": reverse("admin:images_image_change", args=[image.pk]),
        # The alternative text is shown next to it.
        "thumbnail": picture(image, alt="", sizes="20rem"),
        "code": image_code(image, image.alt if alt is None else alt, caption),
    }


def search_images(words: str) -> ImageQuerySet:
    """The pictures with each of ``words`` in their name, alternative text or credit, newest
    first."""
    images = Image.objects.order_by("-created", "-pk")
    for word in words.split()[:SEARCH_WORDS]:
        images = images.filter(
            Q(name__icontains=word) | Q(alt__icontains=word) | Q(credit__icontains=word)
        )
    return images
