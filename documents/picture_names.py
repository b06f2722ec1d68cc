"""The names of pictures in texts: ``images/duel.jpg``."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

from editions.mentions import LIBRARY
from images.models import Image


def is_picture_name(name: str) -> bool:
    """Whether the library can store a picture under ``name``."""
    try:
        Image._meta.get_field("name").run_validators(name)
    except ValidationError:
        return False
    return bool(name)


def rename_pictures(markdown: str, names: Mapping[str, str]) -> str:
    """``markdown`` with its references to pictures rewritten as ``names`` says."""
    if not names:
        return markdown
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![\w./-]){re.escape(LIBRARY)}({either})(?![\w.-])"
    return re.sub(pattern, lambda match: LIBRARY + names[match[1]], markdown)
