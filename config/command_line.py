"""The command line of the site: `curtain` of an installed package, `manage.py` of a clone."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from config import __version__
from config.own_environment import make_secret_key, read_own_environment

PROGRAM_DIR = Path(__file__).resolve().parent.parent
IS_CLONE = (PROGRAM_DIR / "manage.py").is_file()

SHORT_NAMES = {"import": "import_review"}

USAGE = """\
Curtain {version}, a film-review CMS

  curtain run            set up the site and serve it (curtain run --help)
  curtain check --deploy say what the installation lacks
  curtain migrate        make or change the tables of the database
  curtain import FILE…   import reviews (--publish, --dry-run, --update)
  curtain import_site    move another site in
  curtain backup FILE    write the database and the pictures into a file
  curtain restore FILE   put them into an empty site
  curtain run_due        tell others what has been published; every minute
  curtain help           all commands; curtain help COMMAND: its options

The data is in the folder that the variable CURTAIN_HOME names. The other settings
are variables, too: docs/operations.md.
"""


def main() -> None:
    name, *arguments = sys.argv[1:] or [""]
    if name in ("--version", "version"):
        print(f"Curtain {__version__}")  # noqa: T201
    elif name in ("", "--help", "-h") and not IS_CLONE:
        print(USAGE.format(version=__version__), end="")  # noqa: T201
    else:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        try:
            _prepare_home()
            _execute(SHORT_NAMES.get(name, name), arguments)
        except ImproperlyConfigured as error:
            # One sentence that says how to correct the setting, without a traceback.
            sys.exit(str(error))
        except DatabaseError as error:
            from config.database_errors import explanation

            sentence = explanation(error)
            if not sentence:
                raise
            sys.exit(sentence)


def _execute(name: str, arguments: list[str]) -> None:
    if name == "run":
        from config.serving import run

        run(arguments)
        return
    with _migrations_alone() if name == "migrate" else nullcontext():
        execute_from_command_line([sys.argv[0], *([name] if name else []), *arguments])


def _prepare_home() -> None:
    """Read the secret key of the site from its home. In that of a package it is made if no other
    variable names one."""
    from config import environment

    var = environment.home("CURTAIN_HOME", clone=PROGRAM_DIR) / "var"
    try:
        # Variables of the environment take precedence.
        read_own_environment(var)
        if not IS_CLONE and "SECRET_KEY" not in os.environ and make_secret_key(var):
            sys.stderr.write(f"A secret key was made and stored in {var / 'env'}.\n")
            read_own_environment(var)
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}.")


def _migrations_alone() -> AbstractContextManager[None]:
    import django

    from config.locks import migration_lock

    django.setup()
    return migration_lock()
