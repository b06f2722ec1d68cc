"""Share cards: the image that other sites show beside a link to a review.

A card shows public facts only: the redacted headline and verdict of the edition, film and critic.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.core.cache import cache
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from editions.models import Edition
from editions.rendered import Rendering
from images.models import Image
from pages.absolute_urls import page_url
from pages.listings.scores import line_score
from pages.sharing.card_drawing import DRAWING_VERSION, MIDDLE, POSTER_WIDTH, draw_card
from pages.site import current_site
from verdicts.models import Verdict

CACHE_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What a card shows. ``score`` is "7.5/10", or ""; ``poster`` is the image's `crop_key`, or
    "". ``accent`` is the site's own colour, or "".
    """

    headline: str
    film: str
    year: int | None
    recommendation: str
    score: str
    byline: str
    site: str
    poster: str
    accent: str = ""

    def fingerprint(self) -> str:
        """A hash of everything that the drawn image depends on."""
        values = json.dumps([DRAWING_VERSION, Pillow.__version__, asdict(self)], sort_keys=True)
        return hashlib.sha256(values.encode()).hexdigest()[:32]


def edition_share_card(edition: Edition, rendering: Rendering) -> ShareCard:
    """The card of ``edition``, whose film, poster and bylines are loaded. No query."""
    verdict, film = rendering.verdict, edition.film
    score = (verdict.scale_kind, verdict.score, verdict.scale_best) if verdict else ("", "", "")
    return ShareCard(
        headline=rendering.headline,
        film=film.distinct_title,
        year=None if film.distinction else film.year,
        recommendation=str(Verdict.Recommendation(verdict.recommendation).label) if verdict else "",
        score=line_score(*score),
        byline=edition.byline(),
        site=current_site().site_name,
        accent=current_site().accent,
        poster=film.poster.crop_key if film.poster else "",
    )


def share_card_url(edition: Edition, card: ShareCard) -> str:
    """The absolute URL of the image. It changes with the card, for sites that cache it by URL."""
    return f"{page_url('share_card', edition.review.slug)}?v={card.fingerprint()[:8]}"


def share_card_png(card: ShareCard, poster: Image | None) -> bytes:
    """The image of ``card``, from the cache or else drawn."""
    key = f"share-card:{card.fingerprint()}"
    png: bytes | None = cache.get(key)
    if png is None:
        opened = open_poster(poster) if poster else None
        png = draw_card(card, opened, focus=poster.focus if poster else MIDDLE)
        cache.set(key, png, CACHE_SECONDS)
    return png


def open_poster(image: Image) -> Pillow.Image | None:
    """The smallest rendition of at least `POSTER_WIDTH`, or the original if there is none.

    None if the storage has lost both, or if they are no readable images.
    """
    renditions = sorted(image.file.aspect_ratios[None]["WEBP"].items())
    names = [rendition.name for width, rendition in renditions if width >= POSTER_WIDTH]
    for name in (*names[:1], image.file.name):
        try:
            with image.file.storage.open(name) as file, Pillow.open(file) as picture:
                return picture.convert("RGB")
        except (OSError, UnidentifiedImageError):
            continue
    return None
