"""The message catalogues are complete, consistent, compiled and used."""

import re
from gettext import GNUTranslations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cast.cast_list.jobs import KNOWN
from cast.departments import JOB_NAMES
from editions.publishing import publish
from spoilers import Problem, ProblemCode
from tests.factories import CreditFactory, FilmFactory, FullReviewFactory, PersonFactory
from tests.messages import (
    LOCALES,
    Entry,
    marked,
    marked_in_django_template,
    marked_in_jinja_template,
    marked_in_python,
    read_po,
)
from tests.roles import account, signed_in

LANGUAGES = sorted(path.name for path in LOCALES.iterdir())
PLACEHOLDERS = re.compile(r"%\(\w+\)\d*\w|%\d*[sdX]|\{\w+\}|</?\w[^>]*>")
SURROUNDING_SPACE = re.compile(r"^\s*|\s*$")


def entries(language: str) -> list[Entry]:
    return read_po((LOCALES / language / "LC_MESSAGES/django.po").read_text())


def compiled(language: str) -> GNUTranslations:
    with (LOCALES / language / "LC_MESSAGES/django.mo").open("rb") as file:
        return GNUTranslations(file)


def translations(catalogue: GNUTranslations, entry: Entry) -> tuple[str, ...]:
    """The translations that a page would show; with a plural, those for one and two."""
    context, one, many = entry.key
    if many:
        return catalogue.ngettext(one, many, 1), catalogue.ngettext(one, many, 2)
    return (catalogue.pgettext(context, one) if context else catalogue.gettext(one),)


def placeholders(words: str) -> tuple[list[str], list[str]]:
    """The placeholders and tags in ``words``, and the white space around it."""
    return sorted(PLACEHOLDERS.findall(words)), SURROUNDING_SPACE.findall(words)


class TestMessageReaders:
    def test_python_calls_in_an_f_string_are_found(self) -> None:
        source = """f'{_("one")}'; ngettext("a", "b", n); pgettext_lazy("of", "c"); _(name)"""
        assert set(marked_in_python(source)) == {("", "one", ""), ("", "a", "b"), ("of", "c", "")}

    def test_all_tags_of_django_are_found(self) -> None:
        source = (
            "{% translate 'It’s (one)' %} {% translate 'two' context 'of' %} {{ _('three')|title }}"
            "{% blocktranslate count n=m %}{{ n }} a{% plural %}{{ n }} b{% endblocktranslate %}"
        )
        assert set(marked_in_django_template(source)) == {
            ("", "It’s (one)", ""),
            ("of", "two", ""),
            ("", "three", ""),
            ("", "%(n)s a", "%(n)s b"),
        }

    def test_all_tags_of_jinja_are_found(self) -> None:
        source = (
            """{{ _("It’s (one)") }} {{ pgettext("of", "two") }} {{ f(_("three")|capfirst) }}"""
            "{% trans n=m %}{{ n }} a{% pluralize %}{{ n }} b{% endtrans %}"
            "{% macro x(y) %}{% trans %}four {{ y }}{% endtrans %}{% endmacro %}"
        )
        assert set(marked_in_jinja_template(source)) == {
            ("", "It’s (one)", ""),
            ("of", "two", ""),
            ("", "three", ""),
            ("", "%(n)s a", "%(n)s b"),
            ("", "four %(y)s", ""),
        }

    def test_catalogue_lines_are_joined_without_header_and_obsolete_entries(self) -> None:
        text = (
            'msgid ""\nmsgstr "Language: xx\\n"\n\n'
            '#, fuzzy\nmsgctxt "of"\nmsgid "a "\n"b"\nmsgstr "c"\n\n'
            'msgid "d"\nmsgid_plural "e"\nmsgstr[0] "f"\nmsgstr[1] "g"\n\n'
            '#~ msgid "h"\n#~ msgstr "i"\n'
        )
        assert read_po(text) == [
            Entry(("of", "a b", ""), ("c",), " fuzzy"),
            Entry(("", "d", "e"), ("f", "g"), ""),
        ]


@pytest.mark.parametrize("language", LANGUAGES)
class TestCatalogues:
    def test_have_exactly_the_messages_of_the_sources(self, language: str) -> None:
        """If this fails, run `make messages`."""
        wanted = marked()
        # A message with a plural is one entry, even if the singular is also used alone.
        plurals = {key[:2] for key in wanted if key[2]}
        wanted = {key: file for key, file in wanted.items() if key[2] or key[:2] not in plurals}
        known = {entry.key for entry in entries(language)}
        assert {key: file for key, file in wanted.items() if key not in known} == {}
        assert known - set(wanted) == set()

    def test_every_message_is_translated(self, language: str) -> None:
        found = entries(language)
        assert [entry.key for entry in found if not all(entry.words)] == []
        assert [entry.key for entry in found if "fuzzy" in entry.flags] == []
        assert "\n#~ " not in (LOCALES / language / "LC_MESSAGES/django.po").read_text()

    def test_placeholders_tags_and_surrounding_space_match(self, language: str) -> None:
        broken = []
        for entry in entries(language):
            _context, one, many = entry.key
            sources = [one, many] if many else [one]
            for source, words in zip(sources, entry.words, strict=True):
                if placeholders(source) != placeholders(words):
                    broken.append((source, words))
        assert broken == []

    def test_compiled_catalogue_is_up_to_date(self, language: str) -> None:
        """If this fails, run `make messages`."""
        catalogue = compiled(language)
        found = entries(language)
        assert [entry.key for entry in found if translations(catalogue, entry) != entry.words] == []
        # One for the header, and one for each plural form.
        assert len(catalogue._catalog) == 1 + sum(len(entry.words) for entry in found)  # type: ignore[attr-defined]


@pytest.mark.django_db
class TestGerman:
    @pytest.fixture(autouse=True)
    def _german(self, settings: LazySettings) -> None:
        settings.LANGUAGE_CODE = "de"

    def test_public_pages_are_german(self, client: Client) -> None:
        review = FullReviewFactory(slug="the-review", film__title="Der Zug")
        publish(review=review, by=None)
        home = client.get("/").text
        page = client.get(reverse("pages:review", args=["the-review"])).text
        for text in (home, page):
            assert '<html lang="de"' in text
            assert "Filmkritik, die das " in text
            assert "7,5" in text
        assert "Vorhang auf" in page
        assert "Open the curtain" not in page

    def test_the_desk_is_german(self) -> None:
        review = FullReviewFactory()
        desk = signed_in(account(Role.CHIEF))
        page = desk.get(reverse("admin:reviews_review_change", args=[review.pk]))
        assert page.status_code == 200
        assert '<html lang="de"' in page.text
        assert "Stand der Veröffentlichung" in page.text
        assert "Publication status" not in page.text

    def test_roles_and_dates_are_german(self) -> None:
        page = signed_in(account(Role.CHIEF, last_login=None)).get("/admin/auth/user/").text
        assert page.count(">Chefredaktion<") == 2
        assert ">Chief<" not in page
        assert re.search(r"\d+\. \w+ \d{4}, \d\d:\d\d<", page)

    def test_known_departments_are_translated_and_custom_ones_are_not(self, client: Client) -> None:
        person = PersonFactory(slug="she")
        for department in ("Directing", "Falconry"):
            CreditFactory(person=person, department=department, job="Lead", characters=[])
        page = client.get(reverse("pages:person", args=["she"])).text
        assert re.findall(r'class="department">([^<]+)<', page) == ["Regie", "Falconry"]

    def test_known_jobs_are_translated_and_custom_ones_are_not(self, client: Client) -> None:
        film = FilmFactory(slug="it")
        for job in ("Director of Photography", "Falconer"):
            CreditFactory(film=film, department="Crew", job=job, characters=[])
        page = client.get(reverse("pages:film", args=["it"])).text
        assert re.findall(r"<dt>([^<]+)</dt>", page)[-2:] == ["Kamera", "Falconer"]
        assert {job for _department, job in KNOWN.values()} <= JOB_NAMES.keys()

    def test_the_name_of_a_foreign_syntax_is_translated(self) -> None:
        problem = Problem.of(ProblemCode.FOREIGN_SYNTAX, syntax=">! at the beginning of lines")
        assert ">! am Anfang von Zeilen" in problem.message
