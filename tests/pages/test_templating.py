"""The environment of the readers' templates."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from jinja2 import UndefinedError

from pages.templating import components, page_environment

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "jinja2"
COMPONENTS = sorted(file.stem for file in (TEMPLATES / "components").iterdir())
MOMENT = datetime(2026, 5, 1, 23, 30, tzinfo=UTC)


def rendered(source: str, **context: Any) -> str:
    return page_environment().from_string(source).render(context)


class TestTemplates:
    def test_all_compile(self) -> None:
        names = page_environment().list_templates()
        assert len(names) > len(COMPONENTS)
        for name in names:
            page_environment().get_template(name)

    @pytest.mark.parametrize("name", COMPONENTS)
    def test_a_component_is_the_macro_of_its_name(self, name: str) -> None:
        macro = getattr(components(), name)
        assert macro.name == name

    def test_an_unknown_component_is_an_error(self) -> None:
        with pytest.raises(Exception, match=r"components/no_such\.html"):
            rendered("{{ components.no_such() }}")


class TestVariables:
    def test_an_undefined_one_is_an_error(self) -> None:
        for source in ("{{ absent }}", "{% if absent %}{% endif %}", "{{ page.absent }}"):
            with pytest.raises(UndefinedError):
                rendered(source, page={"present": 1})

    def test_what_a_page_may_lack_is_empty(self) -> None:
        assert rendered("{{ robots }}{{ site_name or 'none' }}") == "none"

    def test_a_key_comes_before_a_method(self) -> None:
        assert rendered("{{ part.items }}", part={"items": "the items"}) == "the items"

    def test_text_is_escaped_and_html_is_not(self) -> None:
        assert rendered("{{ a }}|{{ b }}", a="<i>", b=mark_safe("<i>")) == "&lt;i&gt;|<i>"

    def test_numbers_and_dates_are_those_of_the_language_and_zone(self) -> None:
        source = '{{ score }} {{ when }} {{ when|date("DATE_FORMAT") }} {{ when|time("H:i") }}'
        with translation.override("de"), timezone.override("Europe/Berlin"):
            assert (
                rendered(source, score=7.5, when=MOMENT)
                == "7,5 2. Mai 2026, 01:30 2. Mai 2026 01:30"
            )
        with translation.override("en"), timezone.override("UTC"):
            assert rendered('{{ when|date("DATE_FORMAT") }}', when=MOMENT) == "May 1, 2026"


class TestTranslation:
    def test_texts_are_those_of_the_active_language(self) -> None:
        found = []
        for language in ("de", "en", "de"):
            with translation.override(language):
                found.append("Close them again" in components().curtain_memory())
        assert found == [False, True, False]

    def test_messages_keep_their_html_and_escape_what_is_put_into_them(self) -> None:
        assert rendered('{{ _("a <b>") }}') == "a <b>"
        source = "{% trans name=n %}<b>{{ name }}</b>{% endtrans %}"
        assert rendered(source, n="<i>") == "<b>&lt;i&gt;</b>"

    def test_plurals_follow_the_number(self) -> None:
        source = (
            "{% trans minutes %}{{ minutes }} minute"
            "{% pluralize %}{{ minutes }} minutes{% endtrans %}"
        )
        with translation.override("de"):
            assert [rendered(source, minutes=n) for n in (1, 2)] == ["1 Minute", "2 Minuten"]

    def test_context_tells_messages_apart(self) -> None:
        with translation.override("de"):
            assert rendered('{{ pgettext("menu", "People") }}') == "Leute"
