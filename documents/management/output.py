"""Standard output that somebody may close while a command still writes to it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError, OutputWrapper
from django.utils.translation import gettext as _


@contextmanager
def heard(stdout: OutputWrapper) -> Iterator[None]:
    """Around what a command does: ends it with a sentence when nobody listens to it (any more)."""
    if getattr(stdout, "_out", None) is None:
        raise CommandError(_("Standard output is closed."))
    try:
        yield
        stdout.flush()
    except BrokenPipeError as error:
        # Python would flush once more at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(_("Standard output was closed before the end.")) from error
