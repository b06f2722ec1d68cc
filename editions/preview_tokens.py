"""Tokens in addresses of previews: signed ones, valid for one hour, and those of share links."""

from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from editions.share_links import shared_until
from reviews.models import Review

LIFETIME = timedelta(hours=1)

_SIGNER = signing.TimestampSigner(salt="editions.preview_tokens", sep=".")


class Expired(Exception):
    """The token is older than `LIFETIME`, or its share link has expired or was revoked."""


class Forged(Exception):
    """The token has no valid signature and belongs to no share link."""


def preview_token(review: Review) -> str:
    """A token for the preview of ``review``, valid from now for `LIFETIME`."""
    return _SIGNER.sign(str(review.pk))


def read_token(token: str) -> tuple[int, datetime]:
    """The primary key of the review, and when the token expires. Raises `Expired`, `Forged`.

    One query for a token without a signature.
    """
    if "." not in token:
        return _read_shared(token)
    try:
        value = _SIGNER.unsign(token, max_age=LIFETIME)
        return int(value), _signed_at(token) + LIFETIME
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError) as error:
        raise Forged from error


def _read_shared(token: str) -> tuple[int, datetime]:
    found = shared_until(token)
    if found is None:
        raise Forged
    if found[1] <= timezone.now():
        raise Expired
    return found


def _signed_at(token: str) -> datetime:
    stamp = token.rsplit(".", 2)[1]
    return datetime.fromtimestamp(signing.b62_decode(stamp), tz=timezone.get_current_timezone())
