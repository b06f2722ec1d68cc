"""Django's `makemessages`, which reads the Jinja2 templates too. scripts/messages calls it."""

import os
import sys
from typing import Any

import django
from django.core.management.commands import makemessages


class BuildFile(makemessages.BuildFile):
    """A file in the form that xgettext reads.

    A Jinja2 template becomes Python code with a call for each message, in the line of the message.
    """

    def preprocess(self) -> None:
        if "jinja2" not in os.path.normpath(self.path).split(os.sep):
            super().preprocess()
            return
        from pages.templating import page_environment

        with open(self.path, encoding="utf-8") as template:
            source = template.read()
        lines = [""] * (source.count("\n") + 1)
        for line, function, messages in page_environment().extract_translations(source):
            given = messages if isinstance(messages, tuple) else (messages,)
            words = [repr(text) for text in given if text is not None]
            lines[line - 1] += f"{function}({', '.join(words)}); "
        with open(self.work_path, "w", encoding="utf-8") as calls:
            calls.write("\n".join(lines))


class Command(makemessages.Command):
    build_file_class: Any = BuildFile


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    Command().run_from_argv([sys.argv[0], "makemessages", *sys.argv[1:]])
