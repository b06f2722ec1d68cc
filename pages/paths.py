"""The paths of pages, by the names of their URLs.

A page has a hundred links, and Django tries patterns for each. The path of a name and its arguments
never changes in a process, and only the arguments differ between the paths of a name.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, get_script_prefix
from django.urls import reverse as django_reverse

MAX_KEPT = 4_096
"""How many paths a process keeps that are not made from the path of their name: about 1 MB."""

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")

_prefix: ContextVar[str] = ContextVar("script prefix", default="")


@contextmanager
def one_script_prefix() -> Iterator[None]:
    """The script prefix stays the same in the block. Django takes long to look it up."""
    token = _prefix.set(get_script_prefix())
    try:
        yield
    finally:
        _prefix.reset(token)


def reverse(name: str, args: Sequence[Any] = ()) -> str:
    """As `django.urls.reverse`, but kept."""
    prefix = _prefix.get() or get_script_prefix()
    kinds = "".join(map(_kind, args))
    if "?" not in kinds and (path := _path_of_name(prefix, name, kinds)):
        return path % tuple(args)
    return _kept(prefix, name, tuple(args))


def _kind(argument: Any) -> str:
    """Whether ``argument`` is a number ("d") or a slug ("s"), which a path has as they are."""
    if type(argument) is int:
        return "d"
    return "s" if isinstance(argument, str) and _SLUG.fullmatch(argument) else "?"


@lru_cache
def _path_of_name(script_prefix: str, name: str, kinds: str) -> str | None:
    """The path of ``name`` with "%s" for each of its arguments; None if they are not of ``kinds``,
    or restricted further."""
    places = [
        f"{index}000009" if kind == "d" else f"argument-{index}"
        for index, kind in enumerate(kinds, 1)
    ]
    try:
        path = django_reverse(name, args=places).replace("%", "%%")
    except NoReverseMatch:
        return None
    for place in places:
        path = path.replace(place, "%s")
    return path


@lru_cache(MAX_KEPT)
def _kept(script_prefix: str, name: str, args: tuple[Any, ...]) -> str:
    return django_reverse(name, args=args)
