"""Content negotiation by encoding, and compression (RFC 9110, section 12.5.3)."""

import gzip
import re

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"

_PREFERRED = (BROTLI, GZIP, IDENTITY)
_ALIASES = {"x-gzip": GZIP}
_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?")

TEXT = re.compile(r"text/|[a-z/.-]+[/+](json|xml|javascript)\b|image/svg\+xml")
"""The media types of responses that are compressed. Pictures are already compressed."""

BROTLI_QUALITY = 5
GZIP_LEVEL = 6


def chosen_encoding(accept_encoding: str) -> str:
    """The encoding for a request with this Accept-Encoding; `IDENTITY` if it accepts none."""
    weights: dict[str, float] = {}
    for entry in accept_encoding.lower().split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        if name:
            weights[_ALIASES.get(name, name)] = _weight(parameters)
    others = weights.get("*")
    # What is not named is not accepted, but for identity, which is the last choice.
    unnamed = {BROTLI: 0.0, GZIP: 0.0, IDENTITY: 1e-6}

    def weight(encoding: str) -> float:
        return weights.get(encoding, unnamed[encoding] if others is None else others)

    best = max(_PREFERRED, key=weight)  # the first of equals
    return best if weight(best) > 0 else IDENTITY


def _weight(parameters: list[str]) -> float:
    """The weight among ``parameters``, 1 by default. A malformed one counts as 0."""
    for parameter in parameters:
        name, _equals, value = map(str.strip, parameter.partition("="))
        if name == "q":
            return float(value) if _WEIGHT.fullmatch(value) else 0.0
    return 1.0


def encode(encoding: str, plain: bytes) -> bytes:
    if encoding == BROTLI:
        return brotli.compress(plain, quality=BROTLI_QUALITY, mode=brotli.MODE_TEXT)
    if encoding == GZIP:
        return gzip.compress(plain, GZIP_LEVEL, mtime=0)
    return plain


def decode(encoding: str, body: bytes) -> bytes:
    if encoding == BROTLI:
        return brotli.decompress(body)
    if encoding == GZIP:
        return gzip.decompress(body)
    return body
