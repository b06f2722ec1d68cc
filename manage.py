#!/usr/bin/env python
"""Django's command line for Curtain."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path


def migrations_alone() -> AbstractContextManager[None]:
    import django

    from config.locks import migration_lock

    django.setup()
    return migration_lock()


def main() -> None:
    try:
        import environ
    except ModuleNotFoundError:
        sys.exit(
            "The packages of Curtain are not installed for this Python. Run `make run` once, and "
            "then .venv/bin/python manage.py …"
        )
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The secret key that `make run` generated for this clone. Variables of the environment take
    # precedence.
    own = Path(__file__).resolve().parent / "var" / "env"
    if own.is_file():
        environ.Env.read_env(own)
    try:
        with migrations_alone() if sys.argv[1:2] == ["migrate"] else nullcontext():
            execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # One sentence that says how to correct the setting, without a traceback.
        sys.exit(str(error))
    except DatabaseError as error:
        from config.database_errors import explanation

        sentence = explanation(error)
        if not sentence:
            raise
        sys.exit(sentence)


if __name__ == "__main__":
    main()
