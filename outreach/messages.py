"""The messages of webhooks, as the Standard Webhooks define them.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md; what
this site sends is in docs/webhooks.md.
"""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from editions.models import Edition
from outreach.models import SECRET_PREFIX, Announcement, Delivery
from pages.absolute_urls import page_url
from pages.feeds.review_feed import tag_uri
from pages.listings.scores import line_score
from verdicts.models import Verdict
from verdicts.scales import plain_number


def body_of(delivery: Delivery) -> bytes:
    """The message of ``delivery`` as JSON. It has what is public. Of a withdrawn review that is
    nothing but its id, which its messages and its entries in feeds had."""
    announcement = delivery.announcement
    edition = announcement.edition
    assert edition is not None
    message = {
        "type": f"review.{announcement.kind}",
        "timestamp": _written(announcement.moment),
        "data": _data(announcement, edition),
    }
    return json.dumps(message, ensure_ascii=False).encode()


def headers_of(delivery: Delivery, body: bytes, at: int) -> dict[str, str]:
    """The headers with the signature of ``body``. ``at`` is the time in seconds since 1970."""
    assert delivery.webhook is not None
    key = f"msg_{delivery.key}"
    return {
        "Content-Type": "application/json",
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(delivery.webhook.secret, key, at, body),
    }


def signature(secret: str, key: str, at: int, body: bytes) -> str:
    """HMAC-SHA256 of the id, the time and the body, joined by dots."""
    signed = f"{key}.{at}.".encode() + body
    digest = hmac.new(b64decode(secret.removeprefix(SECRET_PREFIX)), signed, hashlib.sha256)
    return f"v1,{b64encode(digest.digest()).decode()}"


def _data(announcement: Announcement, edition: Edition) -> dict[str, Any]:
    data: dict[str, Any] = {"id": tag_uri(edition)}
    if announcement.kind == Announcement.Kind.WITHDRAWN:
        return data
    with translation.override(settings.LANGUAGE_CODE):
        score = line_score(edition.scale_kind, *map(_number, (edition.score, edition.scale_best)))
        recommendation = edition.recommendation
        words = str(Verdict.Recommendation(recommendation).label) if recommendation else ""
    return data | {
        "url": page_url("review", edition.review.slug),
        "title": edition.headline,
        "language": edition.language,
        "film": {"title": edition.film.title, "url": page_url("film", edition.film.slug)},
        "critics": [critic.display_name for critic in edition.signed_by()],
        "recommendation": words or None,
        "score": score or None,
        "published": _written(edition.first_live_from),
        "edition": {"number": edition.number, "date": _written(edition.live_from)},
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain_number(value)


def _written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
