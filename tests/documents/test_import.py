"""Importing documents: the facts, the review and its parts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from cast.models import Character, Credit, Person
from documents.errors import DocumentRefused
from documents.exporting import export_review
from editions.publishing import publish
from films.models import Film, Franchise, FranchiseEntry, Genre, Project
from reviews.models import CastCritique, Critic, Review, Section
from tests.documents.sample_documents import (
    DOCUMENT,
    FRONT,
    as_exported,
    document,
    imported,
    rows,
)
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    PersonFactory,
    ProjectFactory,
    SectionFactory,
)
from verdicts.models import AudienceFit, Verdict, VerdictPoint

pytestmark = [pytest.mark.django_db, pytest.mark.leak_check]

SHORT = """\
headline: A headline
slug: short
critic: Vera Lind
film: {title: Night Train, slug: night-train}
"""


def short(more: str = "", body: str = "Text.") -> str:
    return document(SHORT + more, body)


@pytest.fixture(scope="class")
def whole_document(class_db, tmp_path_factory):
    assert imported(tmp_path_factory.mktemp("documents")).outcome == "created"


@pytest.mark.usefixtures("whole_document")
class TestWholeDocument:
    def test_creates_the_film(self):
        film = Film.objects.get(slug="night-train")
        assert (film.title, film.status, film.release_date) == (
            "Night Train",
            "released",
            date(2025, 3, 14),
        )
        assert [genre.slug for genre in film.genres.all()] == ["thriller"]

    def test_creates_the_franchise_with_both_orders(self):
        franchise = Franchise.objects.get(slug="the-line")
        assert (franchise.name, franchise.universe_name) == ("The Line", "Lineverse")
        places = franchise.entries.values_list(
            "film__slug", "label", "relation", "release_order", "after__film__slug"
        )
        assert list(places) == [
            ("day-train", "First stop", "main", 1, None),
            ("night-train", "Third stop", "sequel", 3, "day-train"),
        ]

    def test_creates_people_characters_and_credits(self):
        credits = Credit.objects.filter(film__slug="night-train").by_billing()
        found = credits.values_list(
            "person__name", "characters__name", "department", "job", "billing", "is_spoiler"
        )
        assert list(found) == [
            ("Ida Holm", "Mara", "Acting", "", "lead", False),
            ("Jon Berg", "The conductor", "Acting", "", "supporting", False),
            ("Lea Voss", "The envoy", "Acting", "", "cameo", True),
            ("Per Dahl", None, "Directing", "Director", "", False),
        ]
        assert set(Character.objects.values_list("franchise__slug", flat=True)) == {"the-line"}

    def test_creates_the_review(self):
        review = Review.objects.get()
        assert (review.headline, review.slug, review.byline(), str(review.film)) == (
            "The Long Night Train",
            "long-night-train",
            "Vera Lind",
            "Night Train (2025)",
        )
        assert (review.stage, review.version, review.language) == ("draft", 1, "en")
        headings = ("cast", "audience", "good", "bad", "verdict")
        assert [getattr(review, f"{name}_heading") for name in headings] == [
            "The cast",
            "For whom?",
            "The good",
            "The bad",
            "The verdict",
        ]
        assert review.cast_introduction == "Two of them carry it."

    def test_creates_the_sections(self):
        found = Section.objects.order_by("-placement", "position").values_list(
            "placement", "heading", "body", "curtain_label"
        )
        assert list(found) == [
            (
                "opening",
                "",
                (
                    'She boards at midnight, and >!the envoy is her sister!<{instead="somebody '
                    'waits"}.'
                ),
                "",
            ),
            ("opening", "The light", "Lamps pass. Each one asks the same question.", ""),
            ("full_story", "The last stop", "The train never stops.", "The ending"),
            ("closing", "After the train", "A fourth film is planned.", ""),
        ]
        [hidden] = Section.objects.filter(placement="full_story")
        assert sorted(hidden.spoils.values_list("slug", flat=True)) == ["day-train", "night-train"]

    def test_creates_the_critiques(self):
        found = [
            (
                each.heading,
                each.body,
                each.is_spoiler,
                [str(credit) for credit in each.credits.all()],
            )
            for each in CastCritique.objects.order_by("position")
        ]
        assert found == [
            ("", "She listens better than others speak.", False, ["Ida Holm as Mara"]),
            (
                "The crew",
                "Steady hands.",
                False,
                ["Jon Berg as The conductor", "Per Dahl as Director"],
            ),
            ("", "A door opens.", True, ["Lea Voss as The envoy"]),
        ]

    def test_creates_the_verdict_the_points_and_the_audience_fits(self):
        verdict = Verdict.objects.get()
        assert (verdict.recommendation, verdict.summary, verdict.score) == (
            "recommended",
            "Get on.",
            None,
        )
        fits = AudienceFit.objects.order_by("position")
        assert list(fits.values_list("answer", "premise", "rationale")) == [
            ("yes", "you like trains", "There are eleven."),
            ("no", "you like quiet", ""),
        ]
        points = VerdictPoint.objects.order_by("-polarity", "position")
        assert list(points.values_list("polarity", "label", "body", "is_spoiler")) == [
            ("good", "Sound", "Every rail has a voice.", False),
            ("good", "", "No speeches.", False),
            ("bad", "The twist", "It comes a station late.", True),
        ]

    def test_importing_it_again_changes_no_row(self, tmp_path):
        before = rows()
        assert imported(tmp_path, update=True).outcome == "unchanged"
        assert rows() == before

    def test_its_export_is_the_same_document(self):
        assert export_review("long-night-train").text == as_exported(DOCUMENT)


class TestExistingFacts:
    def test_are_linked_and_not_changed_without_update(self, tmp_path):
        film = FilmFactory(slug="night-train", title="Night Train", tagline="Kept")
        related = FilmFactory(slug="day-train", title="Day Train", tagline="Kept")
        person = PersonFactory(slug="ida-holm", name="Ida Holm", sort_name="Kept")
        critic = CriticFactory(slug="vera-lind", display_name="Vera Lind", bio="Kept")
        credit = CreditFactory(film=film, person=person, characters=[], credited_as="Kept")
        credit.characters.set([CharacterFactory(slug="mara", name="Mara")])
        franchise = FranchiseFactory(slug="the-line", name="The Line", universe_name="Kept")
        entry = FranchiseEntryFactory(franchise=franchise, film=film, release_order=9, label="Kept")
        before = rows()
        assert imported(tmp_path).outcome == "created"
        after = rows()
        for label, row in (
            ("films.Film", film),
            ("films.Film", related),
            ("cast.Person", person),
            ("cast.Credit", credit),
            ("reviews.Critic", critic),
            ("films.Franchise", franchise),
            ("films.FranchiseEntry", entry),
        ):
            [was] = [each for each in before[label] if each["id"] == row.pk]
            assert was in after[label]
        assert Review.objects.get().film == film
        assert CastCritique.objects.first().credits.get() == credit
        assert Credit.objects.filter(film=film).count() == 4

    def test_are_changed_by_an_update_except_related_films(self, tmp_path):
        imported(tmp_path)
        keys = {row.pk for model in (Film, Person, Credit, Section) for row in model.objects.all()}
        text = (
            DOCUMENT.replace("title: Night Train", "title: The Night Train\n  runtime: 97")
            .replace("title: Day Train", "title: Day Train\n    runtime: 88")
            .replace("label: Third stop", "label: Last stop")
            .replace("universe_name: Lineverse", "universe_name: Linjeverse")
            .replace("person: Ida Holm", "person: {name: Ida H., slug: ida-holm}")
            .replace("characters: [Mara]", "characters: [{name: Mara M., slug: mara}]")
            .replace("billing: lead, order: 1}", "billing: lead, order: 11}")
            .replace("### Ida Holm as Mara", "### Ida H. as Mara M.")
            .replace("critic: Vera Lind", "critic: {name: V. Lind, slug: vera-lind}")
            .replace("genres: [Thriller]", "genres: [Drama]")
            .replace("Lamps pass.", "Lamps go by.")
        )
        result = imported(tmp_path, text, update=True)
        assert result.outcome == "updated"
        assert result.review.version == 2
        film = Film.objects.get(slug="night-train")
        assert (film.title, film.runtime) == ("The Night Train", 97)
        assert [genre.name for genre in film.genres.all()] == ["Drama"]
        assert Film.objects.get(slug="day-train").runtime is None
        assert Franchise.objects.get().universe_name == "Linjeverse"
        assert film.franchise_entries.get().label == "Last stop"
        assert Person.objects.get(slug="ida-holm").name == "Ida H."
        assert Character.objects.get(slug="mara").name == "Mara M."
        assert Credit.objects.get(person__slug="ida-holm").billing_order == 11
        assert Critic.objects.get().display_name == "V. Lind"
        assert Section.objects.get(heading="The light").body.startswith("Lamps go by.")
        assert keys == {
            row.pk for model in (Film, Person, Credit, Section) for row in model.objects.all()
        }

    def test_keep_columns_that_the_document_does_not_give(self, tmp_path):
        film = FilmFactory(slug="night-train", tagline="Kept", runtime=97)
        film.genres.set([Genre.objects.create(name="Noir", slug="noir")])
        franchise = FranchiseFactory()
        FranchiseEntryFactory(franchise=franchise, film=film)
        imported(tmp_path, short(), update=True)
        film.refresh_from_db()
        assert (film.title, film.tagline, film.runtime, film.status) == (
            "Night Train",
            "Kept",
            97,
            "released",
        )
        assert film.genres.get().name == "Noir"
        assert film.franchise_entries.get().franchise == franchise

    def test_lose_columns_that_the_document_gives_empty(self, tmp_path):
        imported(tmp_path)
        text = (
            DOCUMENT.replace("genres: [Thriller]", "genres:\n  poster:\n  runtime: ~")
            .replace("label: Third stop", "label: ''")
            .replace("universe_name: Lineverse", "universe_name: ~")
            .replace("after: day-train", "after: ~")
            .replace("billing: lead, order: 1", "billing: ~, order: ~")
        )
        imported(tmp_path, text, update=True)
        film = Film.objects.get(slug="night-train")
        assert film.genres.count() == 0
        entry = film.franchise_entries.get()
        assert (entry.label, entry.after, entry.franchise.universe_name) == ("", None, "")
        credit = Credit.objects.get(person__slug="ida-holm")
        assert (credit.billing, credit.billing_order) == ("", None)

    def test_film_is_found_by_a_former_slug(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        film.slug = "nattaget"
        film.save()
        imported(tmp_path, update=True)
        film.refresh_from_db()
        assert (film.slug, film.title) == ("nattaget", "Night Train")
        assert Review.objects.get().film == film

    def test_film_is_named_by_its_slug_only(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        imported(tmp_path, short().replace("{title: Night Train, slug: night-train}", film.slug))
        assert Review.objects.get().film == film

    def test_film_is_set_after_an_existing_film(self, tmp_path):
        day = FilmFactory(slug="day-train")
        entry = FranchiseEntryFactory(
            franchise=FranchiseFactory(name="The Line", slug="the-line"), film=day, release_order=1
        )
        related = FRONT[FRONT.index("related_films") : FRONT.index("credits")]
        imported(tmp_path, DOCUMENT.replace(related, ""))
        assert FranchiseEntry.objects.get(film__slug="night-train").after == entry


class TestFilm:
    def test_without_a_release_date_is_planned(self, tmp_path):
        imported(tmp_path, short())
        assert Film.objects.get().status == "planned"

    @pytest.mark.parametrize(
        ("written", "status"),
        [
            ("2020-01-01", "released"),
            ("1927", "released"),
            ("2026", "released"),
            ("2026-05", "released"),
            ("2026-05-01", "released"),
            ("2026-05-02", "planned"),
            ("2026-06", "planned"),
            ("2027", "planned"),
        ],
    )
    def test_with_a_release_date_is_released_once_that_has_begun(self, tmp_path, written, status):
        with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False):
            imported(
                tmp_path,
                short().replace("slug: night-train}", f"slug: n, release_date: {written}}}"),
            )
        film = Film.objects.get()
        assert (film.status, film.release.iso()) == (status, written)

    @pytest.mark.parametrize("written", ["1927", '"1927"', "!!int 1927", "1927-01", "1927-01-01"])
    def test_release_date_keeps_its_precision(self, tmp_path, written):
        known = written.removeprefix("!!int ").strip('"')
        film = f"slug: night-train, release_date: {written}}}"
        imported(tmp_path, short().replace("slug: night-train}", film))
        assert Film.objects.get().release.iso() == known
        slug = Review.objects.get().slug
        exported = export_review(slug).text
        assert f"\n  release_date: {known}\n" in exported
        imported(tmp_path, exported, update=True)
        assert export_review(slug).text == exported

    def test_update_to_another_precision_changes_the_date(self, tmp_path):
        FilmFactory(slug="night-train", title="Night Train", release_date=date(1927, 1, 1))
        text = short().replace("slug: night-train}", "slug: night-train, release_date: 1927}")
        imported(tmp_path, text, update=True)
        assert Film.objects.get().release.iso() == "1927"

    def test_keeps_words_that_look_like_other_yaml_types(self, tmp_path):
        facts = "{title: 1917, slug: no, tagline: No, overview: 08, certification: 1_000}"
        imported(tmp_path, short().replace("{title: Night Train, slug: night-train}", facts))
        film = Film.objects.get()
        assert (film.title, film.slug, film.tagline, film.overview, film.certification) == (
            "1917",
            "no",
            "No",
            "08",
            "1_000",
        )

    def test_with_a_stored_release_date_may_be_released_without_naming_it(self, tmp_path):
        FilmFactory(slug="night-train", status="planned", release_date=date(2025, 3, 14))
        text = short().replace("slug: night-train}", "slug: night-train, status: released}")
        imported(tmp_path, text, update=True)
        assert Film.objects.get().status == "released"

    def test_may_be_in_several_franchises(self, tmp_path):
        entries = "[{name: A, release_order: 3}, {name: B, label: x}, {name: A}]"
        text = short().replace("slug: night-train}", f"slug: night-train, franchise: {entries}}}")
        imported(tmp_path, text)
        found = FranchiseEntry.objects.values_list("franchise__name", "release_order", "label")
        assert list(found) == [("A", 3, ""), ("B", 1, "x")]

    def test_gets_the_next_release_order_if_none_is_given(self, tmp_path):
        FranchiseEntryFactory(franchise=FranchiseFactory(name="A", slug="a"), release_order=4)
        text = short().replace("slug: night-train}", "slug: night-train, franchise: {name: A}}")
        imported(tmp_path, text)
        assert FranchiseEntry.objects.get(film__slug="night-train").release_order == 5


class TestCredits:
    def credit(self, tmp_path, words, **options):
        imported(tmp_path, short(f"credits: [{words}]\n"), **options)
        return Credit.objects.filter(film__slug="night-train").by_billing()

    def test_people_of_the_same_name_are_told_apart_by_slug(self, tmp_path):
        PersonFactory(name="Ida Holm", slug="ida-holm")
        self.credit(tmp_path, "{person: {name: Ida Holm, slug: ida-holm-2}, characters: [A]}")
        assert Credit.objects.get().person.slug == "ida-holm-2"

    def test_character_is_matched_within_the_franchise(self, tmp_path):
        franchise = FranchiseFactory(name="A", slug="a")
        mara = CharacterFactory(name="Mara", slug="mara", franchise=franchise)
        CharacterFactory(name="Mara", slug="mara")
        text = short("credits: [{characters: [Mara]}]\n")
        text = text.replace("slug: night-train}", "slug: night-train, franchise: {name: A}}")
        imported(tmp_path, text)
        assert Credit.objects.get().characters.get() == mara

    def test_character_is_matched_within_the_film(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        mara = CharacterFactory(name="Mara", slug="mara")
        CreditFactory(film=film, person=PersonFactory(slug="other"), characters=[mara])
        CharacterFactory(name="Mara", slug="mara")
        self.credit(tmp_path, "{person: Ida Holm, characters: [Mara]}, {characters: [Mara, Eve]}")
        assert {credit.characters.filter(slug="mara").get() for credit in Credit.objects.all()} == {
            mara
        }

    def test_role_without_a_person_is_matched_when_somebody_is_cast(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        mara = CharacterFactory(name="Mara", slug="mara")
        uncast = CreditFactory(film=film, person=None, characters=[mara])
        [credit] = self.credit(tmp_path, "{person: Ida Holm, characters: [Mara, Eve]}", update=True)
        assert credit == uncast
        assert str(credit) == "Ida Holm as Eve, Mara"

    def test_person_is_matched_by_a_shared_role(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        ida = PersonFactory(name="Ida Holm", slug="ida-holm")
        mara = CharacterFactory(name="Mara", slug="mara")
        there = CreditFactory(film=film, person=ida, characters=[mara], billing_order=1)
        found = self.credit(
            tmp_path,
            "{person: Ida Holm, characters: [Eve, Mara], order: 1}, "
            "{person: Ida Holm, characters: [Mara, Ada], order: 2}",
            update=True,
        )
        assert [str(credit) for credit in found] == [
            "Ida Holm as Eve, Mara",
            "Ida Holm as Ada, Mara",
        ]
        assert found[0] == there

    def test_credits_that_are_not_listed_stay(self, tmp_path):
        film = FilmFactory(title="Night Train", slug="night-train")
        there = CreditFactory(film=film, person=PersonFactory(name="Jon", slug="jon"))
        self.credit(tmp_path, "{person: Ida Holm, characters: [Eve]}", update=True)
        assert there in Credit.objects.filter(film=film)
        text = short("credits: []\n", "## C {.cast}\n\n### Jon {credits=jon}\n\nText.")
        text = text.replace("credits=jon", 'credits="jon"').replace("slug: short", "slug: two")
        imported(tmp_path, text)
        assert CastCritique.objects.get().credits.get() == there


class TestCreditsOfACritique:
    CREDITS = """\
credits:
  - {person: Ida Holm, characters: [Mara], order: 1}
  - {person: Ida Holm, characters: [Eve], credited_as: I. Holm, order: 2}
  - {person: Ida Holm, department: Writing, job: Writer, order: 3}
  - {person: Ida Holm, department: Writing, job: Writer, order: 4}
  - {characters: [The Austrian villain, Mara], order: 5}
  - {person: O’Neil, order: 6}
"""

    @pytest.mark.parametrize(
        ("heading", "orders"),
        [
            ("Ida Holm as Mara", [1]),
            ("ida  holm as MARA", [1]),
            ("I. Holm as Eve", [2]),
            ("Ida Holm as Eve", [2]),
            ("Mara, The Austrian villain", [5]),
            ("The Austrian villain", [5]),
            ("O'Neil", [6]),
            ('All {credits="ida-holm"}', [1, 2, 3, 4]),
            ('All {credits="mara"}', [1, 5]),
            ('One {credits="ida-holm/mara"}', [1]),
            ('Both {credits="ida-holm/writer"}', [3, 4]),
            ('One {credits="#4 oneil"}', [4, 6]),
            ('None {credits=""}', []),
        ],
    )
    def test_are_those_that_its_heading_means(self, tmp_path, heading, orders):
        imported(tmp_path, short(self.CREDITS, f"## C {{.cast}}\n\n### {heading}\n\nText."))
        found = CastCritique.objects.get().credits.values_list("billing_order", flat=True)
        assert sorted(found) == orders

    @pytest.mark.parametrize(
        ("heading", "sentence"),
        [
            (
                "Ida Holm as Writer",
                (
                    "“Ida Holm as Writer” matches 2 credits of the film. Say which one is "
                    'meant, such as {credits="#3"}.'
                ),
            ),
            (
                'A {credits="#7"}',
                (
                    "The film has no credit for “#7”. Possible here: “ida-holm”, “mara”, “eve”, "
                    "“the-austrian-villain”, “oneil”."
                ),
            ),
            (
                'A {credits="#x"}',
                (
                    "The film has no credit for “#x”. Possible here: “ida-holm”, “mara”, “eve”, "
                    "“the-austrian-villain”, “oneil”."
                ),
            ),
            (
                'A {credits="ida-holm/director"}',
                (
                    "The film has no credit for “ida-holm/director”. Did you mean “ida-holm”? "
                    "Possible here: “ida-holm”, “mara”, “eve”, “the-austrian-villain”, “oneil”."
                ),
            ),
        ],
    )
    def test_ambiguous_or_unknown_heading_is_an_error(self, tmp_path, heading, sentence):
        text = short(self.CREDITS, f"## C {{.cast}}\n\n### {heading}\n\nText.")
        with pytest.raises(DocumentRefused) as refused:
            imported(tmp_path, text)
        assert [error.sentence for error in refused.value.errors] == [sentence]

    def test_unknown_word_is_an_error_where_the_film_has_no_credits(self, tmp_path):
        with pytest.raises(DocumentRefused, match=r"for “x”\. Possible here: none\."):
            imported(tmp_path, short("", '## C {.cast}\n\n### A {credits="x"}\n\nText.'))


class TestProjects:
    def test_belong_to_the_franchise_of_the_film_unless_they_name_another(self, tmp_path):
        front = (
            "projects:\n"
            "  - {title: One, status: limbo, film: night-train, as_of: 2025-01, note: n}\n"
            "  - {title: Two, status: rumored, franchise: {name: Other, slug: o}}\n"
        )
        text = short(front).replace(
            "slug: night-train}", "slug: night-train, franchise: {name: The Line}}"
        )
        imported(tmp_path, text)
        found = Project.objects.order_by("pk").values_list(
            "working_title", "franchise__slug", "film__slug", "status", "note"
        )
        assert list(found) == [
            ("One", "the-line", "night-train", "limbo", "n"),
            ("Two", "o", None, "rumored", ""),
        ]
        one, two = Project.objects.order_by("pk")
        assert (str(one.information_date), two.information_date) == ("January 2025", None)

    def test_belong_to_the_stored_franchise_of_the_film(self, tmp_path):
        entry = FranchiseEntryFactory(film=FilmFactory(title="Night Train", slug="night-train"))
        imported(tmp_path, short("projects: [{title: One, status: limbo}]\n"))
        assert Project.objects.get().franchise == entry.franchise

    def test_without_any_franchise_are_an_error(self, tmp_path):
        FilmFactory(title="Night Train", slug="night-train")
        for slug in ("night-train", "new"):
            text = short("projects: [{title: One, status: limbo}]\n")
            with pytest.raises(DocumentRefused) as refused:
                imported(tmp_path, text.replace("night-train", slug))
            assert str(refused.value) == (
                "6: The film belongs to no franchise. Name the franchise of the project with "
                "“franchise: …”."
            )

    def test_are_changed_only_by_an_update(self, tmp_path):
        franchise = FranchiseFactory(name="A", slug="a")
        film = FilmFactory()
        project = ProjectFactory(
            franchise=franchise, working_title="One", status="limbo", film=film
        )
        front = "projects: [{title: One, status: filming, film: ~, franchise: A}]\n"
        imported(tmp_path, short(front))
        project.refresh_from_db()
        assert (project.status, project.film) == ("limbo", film)
        imported(tmp_path, short(front), update=True)
        project.refresh_from_db()
        assert (project.status, project.film) == ("filming", None)


class TestUpdate:
    @pytest.fixture
    def review(self, tmp_path):
        return imported(tmp_path).review

    def test_inserts_a_section_and_keeps_the_rows_of_other_parts(self, tmp_path, review):
        before = rows()
        text = DOCUMENT.replace("## The light", "## Before\n\nDark.\n\n## The light")
        imported(tmp_path, text, update=True)
        found = review.sections.filter(placement="opening").order_by("position")
        assert [section.heading for section in found] == ["", "Before", "The light"]
        after = rows()
        for label in ("reviews.CastCritique", "verdicts.VerdictPoint", "verdicts.Verdict"):
            assert after[label] == before[label]

    def test_deletes_parts_that_the_document_does_not_have(self, tmp_path, review):
        front = FRONT.replace("verdict:\n  recommendation: recommended\n", "")
        review = imported(tmp_path, document(front, "Text."), update=True).review
        assert [section.body for section in review.sections.all()] == ["Text."]
        assert (
            review.critiques.count(),
            review.audience_fits.count(),
            review.points.count(),
            Verdict.objects.count(),
        ) == (0, 0, 0, 0)
        review.refresh_from_db()
        assert (review.cast_heading, review.cast_introduction, review.version) == ("", "", 2)

    def test_keeps_the_stage_of_the_review(self, tmp_path, review):
        review.stage = "submitted"
        review.save()
        imported(tmp_path, DOCUMENT.replace("Get on.", "Stay."), update=True)
        review.refresh_from_db()
        assert (review.stage, review.version) == ("submitted", 2)
        assert Verdict.objects.get().summary == "Stay."

    def test_texts_with_other_line_ends_and_blanks_count_as_unchanged(self, tmp_path, review):
        Section.objects.filter(heading="The light").update(
            body="\r\nLamps pass. Each one asks the same question.\r\n\r\n"
        )
        Section.objects.filter(placement="closing").update(position=0)
        Review.objects.update(good_heading=" The good ")
        before = rows()
        assert imported(tmp_path, update=True).outcome == "unchanged"
        assert rows() == before

    def test_changes_the_credits_of_a_critique(self, tmp_path, review):
        text = DOCUMENT.replace("jon-berg per-dahl", "per-dahl")
        imported(tmp_path, text, update=True)
        crew = CastCritique.objects.get(heading="The crew")
        assert [str(credit) for credit in crew.credits.all()] == ["Per Dahl as Director"]

    def test_creates_a_review_that_does_not_exist(self, tmp_path):
        assert imported(tmp_path, update=True).outcome == "created"

    def test_sets_the_score_of_the_verdict(self, tmp_path, review):
        score = "recommended\n  score: 4.5\n  scale: {best: 5, step: 0.5}"
        text = DOCUMENT.replace("recommended", score)
        imported(tmp_path, text, update=True)
        verdict = Verdict.objects.get()
        assert (verdict.score, verdict.scale_best, verdict.scale_step) == (
            Decimal("4.5"),
            Decimal(5),
            Decimal("0.5"),
        )
        assert export_review(review.slug).text == as_exported(text)

    @pytest.mark.parametrize(
        ("written", "exported"),
        [
            ("B+\n  scale: letters", None),
            ("85%\n  scale: percent", "85\n  scale: percent"),
            ("5\n  scale: {worst: 1, best: 6, step: 1}", None),
            ("3.5\n  scale: stars", "3.5\n  scale: {kind: stars, best: 5, step: 0.5}"),
            *(
                pytest.param(*each, marks=pytest.mark.soak)
                for each in (
                    ("A-\n  scale: letters", None),
                    ("a−\n  scale: Letters", "A-\n  scale: letters"),
                    ("85\n  scale: percent", None),
                    ("85\n  scale: {kind: percent, step: 5}", None),
                    ("5\n  scale: 1-6", "5\n  scale: {worst: 1, best: 6, step: 1}"),
                    ("3.5\n  scale: {kind: stars, best: 5, step: 0.5}", None),
                )
            ),
        ],
    )
    def test_score_of_every_scale_is_exported_as_it_is(self, tmp_path, review, written, exported):
        text = DOCUMENT.replace("recommended", f"recommended\n  score: {written}")
        imported(tmp_path, text, update=True)
        found = export_review(review.slug).text
        assert f"  score: {exported or written}\n" in found
        before = rows()
        assert imported(tmp_path, found, update=True).outcome == "unchanged"
        assert rows() == before

    def test_sets_and_lifts_the_embargo(self, tmp_path, review):
        text = DOCUMENT[:-1].replace(
            "verdict:\n", "embargo_until: 2040-01-01T10:00:00+02:00\nverdict:\n"
        )
        assert imported(tmp_path, text, update=True).outcome == "updated"
        review.refresh_from_db()
        assert review.embargo_until == datetime(2040, 1, 1, 8, tzinfo=UTC)
        assert review.version == 2
        assert "embargo_until: 2040-01-01T08:00:00+00:00\n" in export_review(review.slug).text
        assert imported(tmp_path, text, update=True).outcome == "unchanged"
        imported(tmp_path, update=True)
        review.refresh_from_db()
        assert review.embargo_until is None

    def test_embargo_past_a_pending_edition_is_refused(self, tmp_path, review):
        publish(review=review, live_from=timezone.now() + timedelta(hours=1))
        text = DOCUMENT.replace("verdict:\n", "embargo_until: 2140-01-01T10:00Z\nverdict:\n")
        before = rows()
        with pytest.raises(DocumentRefused) as refused:
            imported(tmp_path, text, update=True)
        [error] = refused.value.errors
        assert error.line == 23
        assert error.sentence.startswith("An edition is scheduled for ")
        assert rows() == before


class TestPublishing:
    def test_creates_a_live_edition(self, tmp_path):
        result = imported(tmp_path, publishing=True)
        assert result.edition.number == 1
        assert result.edition.live_until is None
        assert result.edition.headline == "The Long Night Train"

    def test_publish_at_schedules_the_edition(self, tmp_path):
        text = DOCUMENT.replace("verdict:\n", "publish_at: 2140-05-01T08:00:00+02:00\nverdict:\n")
        result = imported(tmp_path, text, publishing=True)
        assert result.edition.live_from == datetime(2140, 5, 1, 6, tzinfo=UTC)
        assert "publish_at" not in export_review("long-night-train").text

    def test_publish_at_is_ignored_without_publishing(self, tmp_path):
        text = DOCUMENT.replace("verdict:\n", "publish_at: 2140-05-01T08:00:00+02:00\nverdict:\n")
        assert imported(tmp_path, text).edition is None

    def test_before_the_end_of_the_embargo_is_refused_with_its_line(self, tmp_path):
        text = DOCUMENT.replace("verdict:\n", "embargo_until: 2140-01-01T00:00Z\nverdict:\n")
        before = rows()
        with pytest.raises(DocumentRefused) as refused:
            imported(tmp_path, text, publishing=True)
        [error] = refused.value.errors
        assert (error.line, error.sentence[:20]) == (23, "The embargo ends on ")
        assert rows() == before

    def test_without_a_verdict_or_a_text_is_refused(self, tmp_path):
        front = FRONT.replace("verdict:\n  recommendation: recommended\n", "")
        with pytest.raises(DocumentRefused) as refused:
            imported(tmp_path, document(front, ""), publishing=True)
        assert str(refused.value) == (
            "1: A review needs a verdict before it is published. Add “verdict:” to the front "
            "matter and, indented below it, “recommendation: …”.\n24: The review has no text "
            "yet."
        )
        assert Review.objects.count() == 0


class TestLeaks:
    TEXT = DOCUMENT.replace(
        "The train never stops.", "The *old* train never stops at dawn."
    ).replace("A fourth film", "They say the *old* train never stops at dawn. A fourth film")

    def test_give_a_warning_with_the_line_of_the_public_text(self, tmp_path):
        result = imported(tmp_path, self.TEXT)
        assert [(warning.line, warning.sentence) for warning in result.warnings] == [
            (
                73,
                (
                    "“They say the old train never stops at dawn.” gives away what is hidden "
                    "(story-1): “The old train never stops at dawn.”."
                ),
            )
        ]

    def test_are_recorded_with_the_edition(self, tmp_path):
        edition = imported(tmp_path, self.TEXT, publishing=True).edition
        assert [(leak["hidden"], leak["confirmed"]) for leak in edition.body.leaks] == [
            ("story-1", False)
        ]

    def test_of_the_replaced_text_give_no_warning(self, tmp_path):
        imported(tmp_path, self.TEXT)
        assert imported(tmp_path, update=True).warnings == ()

    def test_outside_the_body_give_a_warning_for_line_1(self, tmp_path):
        text = short(
            "meta_description: a wolf under the bed\n",
            "Text.\n\n## A {.spoiler}\n\nA wolf, &mdash; under the bed.",
        )
        SectionFactory()
        [warning] = imported(tmp_path, text).warnings
        assert warning.line == 1
