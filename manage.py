#!/usr/bin/env python
"""Django's command line for Curtain."""

import sys


def main() -> None:
    try:
        import environ  # noqa: F401
    except ModuleNotFoundError:
        sys.exit(
            "The packages of Curtain are not installed for this Python. Run `make run` once, and "
            "then .venv/bin/python manage.py …"
        )
    from config.command_line import main as command_line

    command_line()


if __name__ == "__main__":
    main()
