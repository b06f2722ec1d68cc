"""Handles standard output that is closed while a command writes to it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _


@contextmanager
def checked_output(stdout: OutputWrapper) -> Iterator[None]:
    """Turns a closed standard output into a `CommandError`, during the block and at its end."""
    if getattr(stdout, "_out", None) is None:
        raise CommandError(_("Standard output is closed."))
    try:
        yield
        stdout.flush()
    except BrokenPipeError as error:
        # Python flushes once more when it exits, and would print an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(_("Standard output was closed before the end.")) from error
