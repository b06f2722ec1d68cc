"""Dates that are known to the day, to the month or to the year only."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from accounts.roles import Role
from films.known_date_fields import KnownDateFormField
from films.known_dates import AmbiguousDate, KnownDate, Precision
from films.models import Film, Project
from tests.factories import AdminFactory, FilmFactory, ProjectFactory
from tests.roles import account

YEAR = KnownDate(date(1927, 1, 1), Precision.YEAR)
MONTH = KnownDate(date(1927, 3, 1), Precision.MONTH)
DAY = KnownDate(date(1927, 3, 14))


class TestKnownDate:
    @pytest.mark.parametrize(
        ("known", "iso", "english", "german"),
        [
            (YEAR, "1927", "1927", "1927"),
            (MONTH, "1927-03", "March 1927", "März 1927"),
            (DAY, "1927-03-14", "March 14, 1927", "14. März 1927"),
        ],
    )
    def test_is_written_as_precisely_as_it_is_known(self, known, iso, english, german):
        assert known.iso() == iso
        assert KnownDate.from_iso(iso) == known
        assert str(known) == english
        with translation.override("de"):
            assert str(known) == german

    @pytest.mark.parametrize(
        ("known", "english", "german"),
        [
            (YEAR, "1927", "1927"),
            (MONTH, "March 1927", "März 1927"),
            (DAY, "14 March 1927", "14. März 1927"),
        ],
    )
    def test_is_written_for_editors_with_the_day_first(self, known, english, german):
        assert known.spelled_out() == english
        with translation.override("de"):
            assert known.spelled_out() == german

    @pytest.mark.parametrize(
        "text",
        ["", "27", "1927-3", "1927-13", "1927-00", "1927-02-29", "1927-03-14T00:00", "１９２７"],
    )
    def test_other_text_is_not_iso(self, text):
        with pytest.raises(ValueError):  # noqa: PT011
            KnownDate.from_iso(text)

    @pytest.mark.parametrize(
        ("language", "text", "known"),
        [
            *(("en", text, YEAR) for text in ("1927", " 1927 ")),
            *(
                ("en", text, MONTH)
                for text in ("1927-03", "03/1927", "1927/3", "march 1927", "Mar. 1927")
            ),
            *(("en", text, DAY) for text in ("1927-03-14", "3/14/1927", "14 March 1927")),
            *(("en", text, DAY) for text in ("March 14, 1927", "Mar 14 1927")),
            ("en", "Sept. 1927", KnownDate(date(1927, 9, 1), Precision.MONTH)),
            ("de", "1927", YEAR),
            *(("de", text, MONTH) for text in ("1927-03", "03.1927", "3.1927", "März 1927")),
            *(("de", text, DAY) for text in ("1927-03-14", "14.3.1927", "14. märz 1927")),
            # Only one reading is possible.
            *(("en", text, DAY) for text in ("14.3.1927", "14/03/1927", "14-3-1927", "1927/3/14")),
            ("de", "3/14/1927", DAY),
            *((language, "3/3/1927", KnownDate(date(1927, 3, 3))) for language in ("en", "de")),
            ("de", "08.12.2026", KnownDate(date(2026, 12, 8))),
        ],
    )
    def test_editors_type_it_in_iso_or_in_their_language(self, language, text, known):
        with translation.override(language):
            assert KnownDate.typed(text) == known
            assert KnownDate.typed(known.in_numbers()) == known
            assert KnownDate.typed(str(known)) == known

    @pytest.mark.parametrize(
        ("language", "text"),
        [("en", "08/12/2026"), ("en", "8.12.2026"), ("de", "08/12/2026"), ("de", "8-12-2026")],
    )
    def test_day_and_month_are_not_guessed(self, language, text):
        with translation.override(language), pytest.raises(AmbiguousDate) as error:
            KnownDate.typed(text)
        assert error.value.readings == (date(2026, 12, 8), date(2026, 8, 12))


class TestFormField:
    def test_ambiguous_date_is_asked_about_in_words(self):
        with pytest.raises(ValidationError) as refused:
            KnownDateFormField().clean("08/12/2026")
        assert refused.value.messages == [
            (
                "“08/12/2026” can be 8 December 2026 or 12 August 2026. Write the month as a word, "
                "or the date like 2026-12-08."
            ),
        ]

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            *(
                (
                    text,
                    "Enter a year, a month or a day, such as 1927, 1927-03 or 1927-03-14.",
                )
                for text in ("soon", "27", "1927-13", "March", "02/30/1927", "14 Martember 1927")
            ),
            ("1887", "Enter a year from 1888, when the first film was made, to 9998."),
        ],
    )
    def test_an_error_says_what_can_be_typed(self, text, error):
        with pytest.raises(ValidationError) as refused:
            KnownDateFormField().clean(text)
        assert refused.value.messages == [error]

    def test_examples_are_in_the_notation_of_the_language(self):
        field = KnownDateFormField()
        with translation.override("de"):
            examples = re.findall(r"[0-9.]+[0-9]", str(field.help_text))
        assert examples == ["1927", "03.1927", "14.03.1927"]

    def test_unchanged_text_is_no_change(self):
        field = KnownDateFormField()
        for known in (YEAR, MONTH, DAY):
            assert not field.has_changed(known, field.prepare_value(known))
        assert field.has_changed(DAY, "1927-03")


@pytest.mark.django_db
class TestAdmin:
    def test_saves_and_shows_a_month_of_release(self, client):
        client.force_login(AdminFactory())
        film = FilmFactory(release_date=DAY.first_day)
        url = reverse("admin:films_film_change", args=[film.pk])
        context = client.get(url).context
        form = context["adminform"].form
        inlines = {
            f"{prefix}-{name}_FORMS": 0
            for prefix in ("alternative_titles", "watch_links", "franchise_entries", "projects")
            for name in ("TOTAL", "INITIAL")
        }
        fields = {name: value for name, value in form.initial.items() if value is not None}
        posted = fields | inlines | {"genres": [], "release_date": "March 1927"}
        posted["base"] = context["base"]
        assert client.post(url, posted).status_code == 302
        film = Film.objects.get()
        assert film.release == MONTH
        assert client.get(url).content.decode().count('value="1927-03"') == 1
        cells = client.get(reverse("admin:films_film_changelist")).content.decode()
        assert cells.count(">March 1927</td>") == 1

    def test_an_editor_who_may_only_look_sees_the_precision(self, client):
        project = ProjectFactory(as_of=YEAR.first_day, as_of_precision="year")
        project.film = FilmFactory(release_date=MONTH.first_day, release_precision="month")
        project.save()
        client.force_login(account(Role.CRITIC))
        for model, row in (("film", project.film), ("franchise", project.franchise)):
            page = client.get(reverse(f"admin:films_{model}_change", args=[row.pk]))
            text = page.content.decode()
            assert "Jan. 1, 1927" not in text
            assert text.count('<div class="readonly">1927</div>') == 1
            assert text.count('<div class="readonly">March 1927</div>') == (model == "film")


@pytest.mark.django_db
@pytest.mark.both_databases
class TestRows:
    def test_precision_is_stored_beside_the_day(self):
        film, project = FilmFactory(), ProjectFactory()
        for known in (YEAR, MONTH, DAY, None):
            film.release = project.information_date = known
            film.status = "released" if known else "planned"
            for row in (film, project):
                row.full_clean()
                row.save()
            assert (Film.objects.get().release, Project.objects.get().information_date) == (
                known,
                known,
            )

    def test_films_of_one_title_are_sorted_by_date_and_then_as_they_were_added(self):
        rows = [
            (None, "day"),
            (date(1927, 3, 1), "month"),
            (date(1927, 1, 1), "year"),
            (date(1926, 12, 31), "day"),
            (date(1927, 1, 1), "day"),
        ]
        for number, (day, precision) in enumerate(rows):
            FilmFactory(
                title="One",
                slug=f"{number}",
                release_date=day,
                release_precision=precision,
                status="released" if day else "planned",
            )
        assert [film.slug for film in Film.objects.all()] == ["3", "2", "4", "1", "0"]
