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
    # The secret key that `make run` generated for this clone. Variables of the environment take
    # precedence.
    own = Path(__file__).resolve().parent / "var" / "env"
    if own.is_file():
        environ.Env.read_env(own)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # One sentence that says how to correct the setting, without a traceback.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
