"""A pasted cast list: what the page says of each line, and what it saves."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cast.cast_list.plan import Plan
from cast.cast_list.planned_credit import ANOTHER, NEW
from cast.models import Character, Credit, Person
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FranchiseEntryFactory,
    PersonFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import posted

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rows(module_db: object) -> SimpleNamespace:
    """A film of a franchise with one credit, and people of equal and of similar names."""
    film = FilmFactory(title="Ballerina")
    franchise = FranchiseEntryFactory(film=film).franchise
    winston = CharacterFactory(name="Winston", franchise=franchise)
    ian = PersonFactory(name="Ian McShane")
    CreditFactory(film=film, person=ian, characters=[winston], billing_order=4)
    ann, other_ann = (PersonFactory(name="Ann Alpha", slug=slug) for slug in ("ann", "ann-2"))
    return SimpleNamespace(
        film=film,
        franchise=franchise,
        winston=winston,
        ian=ian,
        ann=ann,
        other_ann=other_ann,
        penelope=PersonFactory(name="Penélope Cruz"),
        jj=PersonFactory(name="J. J. Abrams"),
        editor=account(Role.EDITOR),
        critic=account(Role.CRITIC),
    )


@pytest.fixture
def editor(rows: SimpleNamespace) -> Client:
    return signed_in(rows.editor)


def address(rows: SimpleNamespace) -> str:
    return reverse("admin:cast_credit_paste", args=[rows.film.pk])


def check(client: Client, rows: SimpleNamespace, text: str) -> Plan:
    plan: Plan = posted(client, address(rows), {"text": text, "_check": "1"}).context_data["plan"]
    return plan


def form_of(plan: Plan, text: str, **more: Any) -> dict[str, Any]:
    """The fields that the page about ``plan`` posts, with ``more``: ``surprise_0="on"``."""
    found: dict[str, Any] = {"text": text, "seen": plan.digest, "_save": "1", "_page": "page"}
    found["order"] = [str(each.index) for each in plan.credits if not each.line.problem]
    for each in plan.credits:
        found |= {f"add-{each.index}": "on"} if each.is_added else {}
        proposed = "proposed" if each.is_proposed else "not-proposed"
        found[f"{proposed}-{each.index}"] = each.line.text
        found |= {it.field: it.chosen for it in each.meanings()}
        found |= {f"billing-{each.index}": each.billing}
    return found | {name.replace("_", "-"): value for name, value in more.items()}


def save(client: Client, rows: SimpleNamespace, text: str, **more: Any) -> Any:
    return posted(client, address(rows), form_of(check(client, rows, text), text, **more))


def credits_of(rows: SimpleNamespace) -> list[str]:
    return [str(credit) for credit in rows.film.credits.all().with_names().by_billing()]


class TestChecking:
    @pytest.mark.parametrize(
        ("name", "chosen"),
        [
            ("Ian McShane", "ian"),
            ("IAN MCSHANE", "ian"),
            ("J.J. Abrams", "jj"),
            ("Ida Novak", NEW),
            ("Ann Alpha", ""),
            ("Penelope Cruz", ""),
        ],
    )
    def test_person(self, editor: Client, rows: SimpleNamespace, name: str, chosen: str) -> None:
        [planned] = check(editor, rows, f"{name} as Rooney").credits
        assert planned.person
        known = getattr(rows, chosen, None)
        assert planned.person.chosen == (str(known.pk) if known else chosen)

    @pytest.mark.both_databases
    def test_name_with_a_nul_character(self, editor: Client, rows: SimpleNamespace) -> None:
        planned = check(editor, rows, "Ian\0 McShane as Rooney\nEditor\0: Ann Alpha").credits[0]
        assert planned.person
        assert planned.person.chosen == str(rows.ian.pk)

    def test_namesakes_are_told_apart(self, editor: Client, rows: SimpleNamespace) -> None:
        [planned] = check(editor, rows, "Ann Alpha as Eve").credits
        assert planned.person
        assert planned.person.choices == [
            (str(rows.ann.pk), "Ann Alpha · ann"),
            (str(rows.other_ann.pk), "Ann Alpha · ann-2"),
            (NEW, "a new person"),
        ]

    @pytest.mark.parametrize(
        ("line", "note"),
        [
            ("Ian McShane as Winston", "already credited"),
            ("Ian McShane", "already credited"),
            ("Ian McShane as Rooney", "already has a credit: Ian McShane as Winston"),
            ("Directed by Ian McShane", ""),
            ("Ida Novak as Winston", ""),
        ],
    )
    def test_stored_credit(
        self, editor: Client, rows: SimpleNamespace, line: str, note: str
    ) -> None:
        [planned] = check(editor, rows, line).credits
        assert (planned.note, planned.is_added) == (note, not note)

    def test_names_that_several_lines_have(self, editor: Client, rows: SimpleNamespace) -> None:
        text = "Ida Novak as Guard\nBo Beta as Guard\nIda Novák as Eve\nBo Beta as Guard"
        plan = check(editor, rows, text)
        assert [[it.chosen for it in each.meanings()] for each in plan.credits] == [
            [NEW, NEW],
            [NEW, NEW],
            ["", NEW],
            [NEW, NEW],
        ]
        assert plan.credits[1].characters[0].choices == [
            (NEW, "a new character, the same as on line 1"),
            (ANOTHER, "a new character, another than on line 1"),
        ]
        assert [each.note for each in plan.credits] == ["", "", "", "the same as line 2"]

    def test_characters_of_other_films_are_others(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        CreditFactory(characters=[CharacterFactory(name="Stranger", slug="stranger")])
        plan = check(editor, rows, "Ida Novak as Winston / Stranger")
        chosen = [it.chosen for it in plan.credits[0].characters]
        assert chosen == [str(rows.winston.pk), NEW]

    def test_jobs_of_stored_credits_are_known(self, editor: Client, rows: SimpleNamespace) -> None:
        text = "Dolly Grip: Bo Beta"
        assert check(editor, rows, text).problems
        CreditFactory(department="Camera", job="Dolly Grip", characters=[])
        [planned] = check(editor, rows, text).credits
        assert (planned.line.department, planned.line.job) == ("Camera", "Dolly Grip")

    def test_takes_as_many_queries_for_forty_lines_as_for_four(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        counts = []
        for number in (4, 4, 40):
            text = "\n".join(f"Person Nr{n} as Role {n}" for n in range(number))
            with CaptureQueriesContext(connection) as queries:
                assert len(check(editor, rows, text).credits) == number
            counts.append(len(queries))
        assert counts[1] == counts[2]


class TestSaving:
    def test_adds_people_characters_and_credits_in_order(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        text = "Ida Novak as Eve / Rooney\nBo Beta (Eve) (voice)\nIan McShane as Winston\n"
        text += "Directed by Ida Novak\nas The villain\nCy Gamma as himself\nDi Delta as himself"
        response = save(editor, rows, text, surprise_1="on")
        assert response.url == reverse("admin:cast_credit_film", args=[rows.film.pk])
        assert credits_of(rows) == [
            "Ian McShane as Winston",
            "Ida Novak as Eve, Rooney",
            "Bo Beta as Eve",
            "The villain",
            "Cy Gamma as himself",
            "Di Delta as himself",
            "Ida Novak as Director",
        ]
        added = rows.film.credits.exclude(person=rows.ian)
        assert [(each.billing, each.is_spoiler) for each in added.order_by("pk")[:2]] == [
            ("", False),
            ("voice", True),
        ]
        assert Person.objects.filter(name="Ida Novak").count() == 1
        new = Character.objects.filter(franchise=rows.franchise).exclude(pk=rows.winston.pk)
        assert sorted(new.values_list("slug", flat=True)) == [
            "eve",
            "himself",
            "himself-2",
            "rooney",
            "the-villain",
        ]

    def test_chosen_rows(self, editor: Client, rows: SimpleNamespace) -> None:
        text = "Ann Alpha as Guard\nBo Beta as Guard\nIan McShane as Winston"
        more = {"person_0": str(rows.other_ann.pk), "character_1_0": ANOTHER, "add_2": "on"}
        save(editor, rows, text, **more, character_2_0=NEW)
        added = rows.film.credits.order_by("-pk")[:3]
        assert [credit.person for credit in added][::2] == [rows.ian, rows.other_ann]
        assert Character.objects.filter(name="Guard").count() == 2
        assert Character.objects.filter(name="Winston").values_list("slug", flat=True)[1:].get()

    def test_new_namesake_gets_a_free_slug(self, editor: Client, rows: SimpleNamespace) -> None:
        save(editor, rows, "Ian McShane as Rooney", person_0=NEW, add_0="on")
        slugs = Person.objects.filter(name="Ian McShane").values_list("slug", flat=True)
        assert set(slugs) == {"ian-mcshane", "ian-mcshane-2"}

    @pytest.mark.parametrize("choice", ["", "0", "999999", "x"])
    def test_nothing_is_saved_without_a_choice(
        self, editor: Client, rows: SimpleNamespace, choice: str
    ) -> None:
        text = "Ida Novak as Eve\nAnn Alpha as Guard"
        context = save(editor, rows, text, person_1=choice, surprise_0="on").context_data
        assert context["refusal"].startswith("Nothing was saved. Choose who is meant")
        first, second = context["plan"].credits
        assert (first.is_spoiler, second.person.error) == (True, "Choose who is meant.")
        assert credits_of(rows) == ["Ian McShane as Winston"]
        assert not Person.objects.filter(name="Ida Novak").exists()

    def test_a_list_that_means_something_else_meanwhile_is_shown_again(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        text = "Ida Novak as Eve"
        form = form_of(check(editor, rows, text), text)
        PersonFactory(name="Ida Novak")
        context = posted(editor, address(rows), form).context_data
        assert "has changed" in context["refusal"]
        assert Person.objects.filter(name="Ida Novak").count() == 1

    def test_in_the_order_of_the_page(self, editor: Client, rows: SimpleNamespace) -> None:
        """A refused page has it, too. A line that it does not name stays below the one before."""
        text = "Ida Novak as Eve\nAnn Alpha as Rooney\nBo Beta as Winston\nCy Gamma as Guard"
        moved = {"order": ["2", "3", "0", "9", "x"]}
        form = form_of(check(editor, rows, text), text) | moved
        plan = posted(editor, address(rows), form).context_data["plan"]
        assert [each.index for each in plan.credits] == [2, 3, 0, 1]
        again = form_of(plan, text, person_1=str(rows.ann.pk)) | moved
        assert posted(editor, address(rows), again).status_code == 302
        assert credits_of(rows) == [
            "Ian McShane as Winston",
            "Bo Beta as Winston",
            "Cy Gamma as Guard",
            "Ida Novak as Eve",
            "Ann Alpha as Rooney",
        ]

    @pytest.mark.parametrize("button", ["_check", "_save"])
    def test_a_changed_text_keeps_what_was_chosen(
        self, editor: Client, rows: SimpleNamespace, button: str
    ) -> None:
        """Also when it is saved without a second check, which is refused."""
        text = "Ida Novak as Eve\nAnn Alpha as Rooney\n?!\nDirected by Bo Beta and Cy Gamma"
        form = form_of(
            check(editor, rows, text),
            text,
            person_1=str(rows.ann.pk),
            billing_1="lead",
            surprise_4="on",
        )
        # The director who is named last comes first, and Ida Novak is not wanted.
        form["order"] = ["4", "1", "0", "3", "x", "9" * 30]
        del form["_save"], form["add-0"]
        changed = "Ida Novak as Eve\nDi Delta as Guard\nAnn Alpha as Rooney\n"
        changed += "Directed by Bo Beta and Cy Gamma"
        form |= {"text": changed, button: "1"}
        plan = posted(editor, address(rows), form).context_data["plan"]
        assert [
            (each.line.person, each.is_added, each.is_spoiler, each.billing)
            for each in plan.credits
        ] == [
            ("Cy Gamma", True, True, ""),
            ("Ann Alpha", True, False, "lead"),
            ("Ida Novak", False, False, ""),
            ("Di Delta", True, False, ""),
            ("Bo Beta", True, False, ""),
        ]
        assert plan.credits[1].person.chosen == str(rows.ann.pk)
        assert plan.credits[1].person.error == ""
        assert len(credits_of(rows)) == 1

    def checked_twice(
        self, editor: Client, rows: SimpleNamespace, text: str, meanwhile: Any, **more: Any
    ) -> Plan:
        """The plan of a second check, after the call of ``meanwhile``, which may return a new
        text."""
        form = form_of(check(editor, rows, text), text, **more)
        del form["_save"]
        form |= {"text": meanwhile() or text, "_check": "1"}
        plan: Plan = posted(editor, address(rows), form).context_data["plan"]
        return plan

    def test_what_the_site_proposes_may_change_between_two_checks(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        """A line that the editor has neither ticked nor unticked follows it."""
        said = []
        for meanwhile in (
            lambda: (
                CreditFactory(
                    film=rows.film,
                    person=PersonFactory(name="Ida Novak"),
                    characters=[CharacterFactory(name="Eve", franchise=None)],
                )
                and ""
            ),
            lambda: Credit.objects.filter(person__name="Ida Novak").delete() and "",
        ):
            plan = self.checked_twice(editor, rows, "Ida Novak as Eve", meanwhile)
            said.append((plan.credits[0].note, plan.credits[0].is_added))
        assert said == [("already credited", False), ("", True)]

    def test_a_job_that_the_site_knows_meanwhile_moves_no_choice(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        text = "Puppeteer: Bo Beta, Cy Gamma\nIda Novak as Eve\nDi Delta as Guard"
        plan = self.checked_twice(
            editor,
            rows,
            text,
            lambda: CreditFactory(department="Crew", job="Puppeteer", characters=[]) and "",
            surprise_1="on",
        )
        assert [(each.line.person, each.is_added, each.is_spoiler) for each in plan.credits] == [
            ("Bo Beta", True, False),
            ("Cy Gamma", True, False),
            ("Ida Novak", True, True),
            ("Di Delta", True, False),
        ]

    def test_another_than_on_a_line_that_is_gone_is_a_new_one(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        PersonFactory(name="Ida Novak")
        first, second = "Ida Novak as Eve", "Ida Novak as Guard"
        text = f"{first}\n{second}"
        plan = self.checked_twice(editor, rows, text, lambda: second, person_1=ANOTHER)
        assert plan.credits[0].person
        assert plan.credits[0].person.chosen == NEW

    def test_a_name_without_a_choice_is_asked_for(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        PersonFactory(name="Ida Novak")
        text = "Ida Novak as Eve"
        form = form_of(check(editor, rows, text), text, person_0="")
        plan = posted(editor, address(rows), form).context_data["plan"]
        assert plan.credits[0].person.error == "Choose who is meant."

    def test_a_form_that_arrives_twice_is_saved_once(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        text = "Ida Novak as Eve"
        form = form_of(check(editor, rows, text), text)
        answers = {posted(editor, address(rows), form).url for _time in range(2)}
        assert len(answers) == 1
        assert len(credits_of(rows)) == 2
        log = LogEntry.objects.filter(object_id=str(rows.film.pk), user=rows.editor)
        assert [entry.get_change_message() for entry in log] == ["Changed Credits."]

    def test_all_or_nothing(
        self, editor: Client, rows: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(credit: Credit, **_options: Any) -> None:
            if credit.credited_as:
                raise ValidationError("Refused.")

        monkeypatch.setattr(Credit, "full_clean", refuse)
        text = "Ida Novak as Eve\nBo Beta as Rooney (as Beatrix)"
        context = save(editor, rows, text).context_data
        assert [each.errors for each in context["plan"].credits] == [[], ["Refused."]]
        assert credits_of(rows) == ["Ian McShane as Winston"]
        assert not Person.objects.filter(name__in=["Ida Novak", "Bo Beta"]).exists()

    def test_for_a_side_panel_answers_with_json(
        self, editor: Client, rows: SimpleNamespace
    ) -> None:
        text = "Bo Beta as Rooney"
        form = form_of(check(editor, rows, text), text) | {"_panel": "1"}
        assert posted(editor, address(rows), form).json() == {
            "message": "1 credit added. 1 person is new. 1 character is new."
        }


class TestPermissions:
    def test_a_critic_may_not_paste(self, rows: SimpleNamespace) -> None:
        critic = signed_in(rows.critic)
        assert critic.get(address(rows)).status_code == 403
        assert critic.post(address(rows), {"text": "Ida Novak", "_save": "1"}).status_code == 403

    def test_who_may_not_add_people_can_only_name_stored_ones(self, rows: SimpleNamespace) -> None:
        plan = Plan(
            rows.film, "Ida Novak as Winston\nJ. J. Abrams", {Person: False, Character: True}
        )
        new, known = plan.credits
        assert new.errors == [
            "There is no “Ida Novak” yet, and your account may not add it.",
        ]
        assert (new.is_added, known.is_added) == (False, True)
        assert known.person
        assert NEW not in dict(known.person.choices)
