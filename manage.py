#!/usr/bin/env python
"""Django's command line for Curtain."""

import os
import sys
from pathlib import Path


def main() -> None:
    import environ
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # What `make run` made up for this clone, so that its commands find its key; the environment
    # wins.
    own = Path(__file__).resolve().parent / "var" / "env"
    if own.is_file():
        environ.Env.read_env(own)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A wrong setting is the operator's to mend: a sentence says how, a traceback does not.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
