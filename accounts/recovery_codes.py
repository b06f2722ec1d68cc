"""Recovery codes: each takes the place of one code of the authenticator app.

They belong to the device of the app (`TOTPDevice`) and end with it. A code has 16 digits, so that
the keypad of a telephone has all that a login asks for. The database has a salted hash of it.
"""

import secrets
from collections.abc import Sequence

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import RecoveryCode

CODES = 10
DIGITS = 16

ITERATIONS = 50_000
"""Of PBKDF2, fewer than for a password: nobody can choose a weak code, and a login compares what is
typed with all ten. To find one from its hash takes 10^16 codes of 50,000 iterations each."""

_HASHER = PBKDF2PasswordHasher()


def new_codes() -> list[str]:
    return ["".join(secrets.choice("0123456789") for _ in range(DIGITS)) for _ in range(CODES)]


def in_groups(code: str) -> str:
    """The code for reading and typing: four groups of four digits. The login ignores the spaces."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def hashed(codes: Sequence[str]) -> list[str]:
    """The hashes of ``codes``. This takes a fifth of a second: call it before a transaction."""
    return [_HASHER.encode(code, _HASHER.salt(), ITERATIONS) for code in codes]


@transaction.atomic
def store_codes(device: TOTPDevice, hashes: Sequence[str]) -> None:
    """Let the codes with these ``hashes`` be those of ``device``. Its former ones end."""
    RecoveryCode.objects.filter(device=device).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(device=device, digest=each) for each in hashes)


def codes_left(device: TOTPDevice) -> int:
    return RecoveryCode.objects.filter(device=device).count()


def use_code(device: TOTPDevice, typed: str) -> bool:
    """Whether ``typed`` is a recovery code of ``device``. It works once."""
    if not (len(typed) == DIGITS and typed.isascii() and typed.isdecimal()):
        return False
    for code in RecoveryCode.objects.filter(device=device):
        if _HASHER.verify(typed, code.digest):
            # Another login may have used it since it was read.
            deleted, _models = RecoveryCode.objects.filter(pk=code.pk).delete()
            return deleted == 1
    return False
