"""The messages of Jinja2 templates are extracted as Django extracts those of its own."""

from pathlib import Path

from django.core.management.commands.makemessages import TranslatableFile

from scripts.make_messages import BuildFile, Command
from tests.messages import marked_in_python

SOURCE = """<p>{{ _("It’s “one”") }}</p>
{% trans n=count %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}
{{ pgettext("of", "two") }} {{ _("three") }}
"""


def calls(folder: Path) -> str:
    """What xgettext reads of ``SOURCE`` in ``folder``."""
    folder.mkdir()
    (folder / "page.html").write_text(SOURCE)
    command = Command()
    command.verbosity = 0
    file = BuildFile(command, "django", TranslatableFile(str(folder), "page.html", None))
    file.preprocess()
    return Path(file.work_path).read_text()


def test_a_jinja_template_becomes_calls_in_its_lines(tmp_path: Path) -> None:
    lines = calls(tmp_path / "jinja2").splitlines()
    assert [list(marked_in_python(line.strip().rstrip(";"))) for line in lines] == [
        [("", "It’s “one”", "")],
        [("", "%(n)s a", "%(n)s b")],
        [("of", "two", ""), ("", "three", "")],
    ]


def test_other_templates_are_left_to_django(tmp_path: Path) -> None:
    assert "pgettext" not in calls(tmp_path / "django")
