"""Signed tokens for the addresses of previews, valid for an hour."""

from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from reviews.models import Review

LIFETIME = timedelta(hours=1)

_SIGNER = signing.TimestampSigner(salt="editions.preview_tokens", sep=".")


class Expired(Exception):
    """The token was valid before."""


class Forged(Exception):
    """The token was never issued."""


def preview_token(review: Review) -> str:
    """A token for the preview of ``review``, valid from now for `LIFETIME`."""
    return _SIGNER.sign(str(review.pk))


def read_token(token: str) -> tuple[int, datetime]:
    """The primary key of the review of ``token``, and the time at which it expires. Raises
    `Expired` and `Forged`."""
    try:
        value = _SIGNER.unsign(token, max_age=LIFETIME)
        return int(value), _signed_at(token) + LIFETIME
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError) as error:
        raise Forged from error


def _signed_at(token: str) -> datetime:
    stamp = token.rsplit(".", 2)[1]
    return datetime.fromtimestamp(signing.b62_decode(stamp), tz=timezone.get_current_timezone())
