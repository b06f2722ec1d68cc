"""The paths of pages, by the names of their URLs.

A page has a hundred links, and Django tries patterns for each. The path of a name and its arguments
never changes in a process.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.urls import get_script_prefix
from django.urls import reverse as django_reverse

MAX_KEPT = 16_384
"""How many paths a process keeps: about 4 MB."""


def reverse(name: str, args: Sequence[Any] = ()) -> str:
    """As `django.urls.reverse`, but kept."""
    return _kept(get_script_prefix(), name, tuple(args))


@lru_cache(MAX_KEPT)
def _kept(script_prefix: str, name: str, args: tuple[Any, ...]) -> str:
    return django_reverse(name, args=args)
