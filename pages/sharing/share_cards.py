"""Share cards: the picture that is shown where a review's address is passed on.

Everything on one is public: the edition's redacted headline and verdict, its film, its critic.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.cache import cache
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from editions.models import Edition
from editions.rendered import Rendering
from images.models import Image
from pages.addresses import address
from pages.listings.scores import printed
from pages.sharing.card_drawing import DRAWING, draw
from verdicts.models import Verdict

KEPT_FOR = 24 * 60 * 60
POSTER_WIDTH = 420


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What is drawn. ``score`` is "7.5/10", or ""; ``poster`` is the picture's digest, or ""."""

    headline: str
    film: str
    year: int | None
    recommendation: str
    score: str
    critic: str
    site: str
    poster: str

    def fingerprint(self) -> str:
        """Another for whatever would be drawn otherwise."""
        drawn = json.dumps([DRAWING, Pillow.__version__, asdict(self)], sort_keys=True)
        return hashlib.sha256(drawn.encode()).hexdigest()[:32]


def card_of(edition: Edition, rendering: Rendering) -> ShareCard:
    """The card of ``edition``, whose film, poster and critic are loaded."""
    verdict, film = rendering.verdict, edition.film
    return ShareCard(
        headline=rendering.headline,
        film=film.title,
        year=film.year,
        recommendation=str(Verdict.Recommendation(verdict.recommendation).label) if verdict else "",
        score=printed(f"{verdict.score}/{verdict.scale_best}") if verdict and verdict.score else "",
        critic=edition.critic.display_name,
        site=settings.SITE_NAME,
        poster=film.poster.digest if film.poster else "",
    )


def address_of(edition: Edition, card: ShareCard) -> str:
    """Where the picture is. Whoever keeps pictures by their address asks anew for a changed one."""
    return f"{address('share_card', edition.review.slug)}?v={card.fingerprint()[:8]}"


def png_of(card: ShareCard, poster: Image | None) -> bytes:
    """The picture of ``card``, drawn once."""
    key = f"share-card:{card.fingerprint()}"
    png: bytes | None = cache.get(key)
    if png is None:
        png = draw(card, open_poster(poster) if poster else None)
        cache.set(key, png, KEPT_FOR)
    return png


def open_poster(image: Image) -> Pillow.Image | None:
    """The smallest rendition that is large enough; None where the storage has lost it."""
    renditions = sorted(image.file.aspect_ratios[None]["WEBP"].items())
    names = [rendition.name for width, rendition in renditions if width >= POSTER_WIDTH]
    for name in (*names[:1], image.file.name):
        try:
            with image.file.storage.open(name) as file, Pillow.open(file) as picture:
                return picture.convert("RGB")
        except (OSError, UnidentifiedImageError):
            continue
    return None
