import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from cast.models import Credit
from editions.publishing import publish
from films.models import Film
from images.public_changes import public_change
from pages.search.models import SearchDocument
from tests.desk_forms import values
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    FullReviewFactory,
    PersonFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    return signed_in(AdminFactory())


@pytest.fixture
def film() -> Film:
    return FilmFactory()


def screen(film: Film, query: str = "") -> str:
    return reverse("admin:cast_credit_film", args=[film.pk]) + query


def typed(response: Any) -> dict[str, Any]:
    formset = response.context["formset"]
    found = values(formset.management_form) | {"base": response.context["base"]}
    for form in formset:
        found |= values(form)
    return found


def opened(desk: Client, film: Film, query: str = "") -> dict[str, Any]:
    return typed(desk.get(screen(film, query)))


class TestPages:
    def test_of_300_credits_have_fewer_than_1000_fields(self, desk: Client, film: Film) -> None:
        with public_change():
            CreditFactory.create_batch(300, film=film)
        response = desk.get(screen(film))
        page = response.context["page"]
        assert (page.paginator.num_pages, len(page)) == (12, 25)
        names = [field.html_name for form in response.context["formset"] for field in form]
        assert len(names) == 25 * 10 + 3 * 9

    def test_list_the_credits_of_this_film_by_billing(self, desk: Client, film: Film) -> None:
        CreditFactory()
        second, first = (CreditFactory(film=film, billing_order=order) for order in (2, 1))
        assert list(desk.get(screen(film)).context["page"]) == [first, second]

    def test_take_two_queries_at_most_for_each_row(self, desk: Client, film: Film) -> None:
        counts = []
        for more in (1, 1, 1):
            CreditFactory.create_batch(more, film=film)
            with CaptureQueriesContext(connection) as queries:
                desk.get(screen(film))
            counts.append(len(queries))
        assert counts[1] - counts[0] == counts[2] - counts[1] <= 2

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("ana", ["Ana"]),
            ("EVE", ["Ana"]),
            ("ana eve", ["Ana"]),
            ("ana cook", []),
            ("coo", ["Bo"]),
        ],
    )
    def test_can_be_searched(self, desk: Client, film: Film, words: str, found: list[str]) -> None:
        eve = CharacterFactory(name="Eve")
        CreditFactory(film=film, person=PersonFactory(name="Ana"), characters=[eve])
        cook = {"department": "Crew", "job": "Cook", "characters": []}
        CreditFactory(film=film, person=PersonFactory(name="Bo"), **cook)
        page = desk.get(screen(film), {"q": words}).context["page"]
        assert [credit.person.name for credit in page] == found

    def test_are_linked_on_the_film(self, desk: Client, film: Film) -> None:
        page = desk.get(reverse("admin:films_film_change", args=[film.pk])).content.decode()
        assert f'<a href="{screen(film)}">Credits</a>' in page

    def test_of_a_missing_film_redirect_to_the_dashboard(self, desk: Client, film: Film) -> None:
        assert desk.get(f"/admin/cast/credit/film/{film.pk + 1}/").url == "/admin/"


class TestSaving:
    def test_an_unchanged_page_changes_nothing(self, desk: Client, film: Film) -> None:
        credit = CreditFactory(film=film)
        assert desk.post(screen(film), opened(desk, film)).url == screen(film)
        assert list(Credit.objects.all()) == [credit]

    def test_changes_adds_and_deletes(self, desk: Client, film: Film) -> None:
        first, second = (CreditFactory(film=film, billing_order=order) for order in (1, 2))
        person, eve = PersonFactory(name="Ana"), CharacterFactory(name="Eve")
        form = opened(desk, film) | {
            "credits-0-credited_as": "A. de Armas",
            "credits-1-DELETE": "on",
            "credits-2-person": person.pk,
            "credits-2-characters": [eve.pk],
            "credits-2-is_spoiler": "on",
        }
        response = desk.post(screen(film, "?page=1"), form, follow=True)
        assert [str(message) for message in response.context["messages"]] == ["3 credits saved."]
        changed, added = Credit.objects.order_by("pk")
        assert (changed.pk, changed.credited_as) == (first.pk, "A. de Armas")
        assert (str(added), added.film, added.is_spoiler) == ("Ana as Eve", film, True)
        assert not Credit.objects.filter(pk=second.pk).exists()

    @pytest.mark.search_index
    def test_writes_the_films_search_document_once(self, desk: Client, film: Film) -> None:
        CreditFactory.create_batch(3, film=film)
        form = opened(desk, film)
        form |= {f"credits-{row}-credited_as": f"Name {row}" for row in range(3)}
        with CaptureQueriesContext(connection) as queries:
            desk.post(screen(film), form)
        table = SearchDocument._meta.db_table
        written = [q["sql"] for q in queries if q["sql"].startswith(f'INSERT INTO "{table}"')]
        assert len(written) == 1
        assert "name 2" in SearchDocument.objects.get(kind="film", object_id=film.pk).names

    def test_an_invalid_credit_is_an_error_of_its_row(self, desk: Client, film: Film) -> None:
        CreditFactory(film=film)
        form = opened(desk, film) | {"credits-0-department": "Directing"}
        assert desk.post(screen(film), form).context["formset"].errors[0] == {
            "__all__": ["Enter the job, such as “Director” or “Composer”."]
        }

    def test_saves_the_rows_that_were_shown_when_the_page_has_others_now(
        self, desk: Client, film: Film
    ) -> None:
        credit = CreditFactory(film=film, billing_order=5)
        form = opened(desk, film) | {"credits-0-credited_as": "Ana"}
        CreditFactory.create_batch(25, film=film, billing_order=1)
        assert desk.post(screen(film), form).status_code == 302
        credit.refresh_from_db()
        assert credit.credited_as == "Ana"

    def test_a_page_that_arrives_twice_is_saved_once(self, desk: Client, film: Film) -> None:
        page = desk.get(screen(film))
        form = typed(page) | {
            "credits-0-characters": [CharacterFactory(name="Eve").pk],
            "_page": page.context["page_token"],
        }
        assert {desk.post(screen(film), form).url for _time in range(2)} == {screen(film)}
        assert film.credits.count() == 1
        # The same credit on another page is another one.
        page = desk.get(screen(film))
        again = typed(page) | {
            "credits-1-characters": form["credits-0-characters"],
            "_page": page.context["page_token"],
        }
        desk.post(screen(film), again)
        assert film.credits.count() == 2

    def test_a_credit_of_another_film_is_ignored(self, desk: Client, film: Film) -> None:
        CreditFactory(film=film)
        other = CreditFactory()
        form = opened(desk, film) | {"credits-0-id": other.pk, "credits-0-credited_as": "x"}
        desk.post(screen(film), form)
        other.refresh_from_db()
        assert other.credited_as == ""

    def test_a_credit_in_an_edition_is_not_deleted(self, desk: Client) -> None:
        review = FullReviewFactory()
        publish(review=review)
        form = opened(desk, review.film) | {"credits-0-DELETE": "on"}
        response = desk.post(screen(review.film), form)
        assert [str(message) for message in response.context["messages"]] == [
            (
                "A credit that you marked for deletion is used in a published edition of a "
                "review and cannot be deleted. Nothing was saved."
            )
        ]
        assert review.film.credits.count() == 2


class TestTwoEditors:
    """Both have the page open. No change is lost or overwritten without a message."""

    @pytest.fixture
    def credit(self, film: Film) -> Credit:
        roles = [CharacterFactory(name="Eve")]
        return CreditFactory(
            film=film, person=PersonFactory(name="Ana"), characters=roles, billing="lead"
        )

    def test_an_unchanged_row_keeps_the_others_values(
        self, desk: Client, film: Film, credit: Credit
    ) -> None:
        other = CreditFactory(film=film)
        form = opened(desk, film) | {"credits-1-credited_as": "Mine"}
        Credit.objects.filter(pk=credit.pk).update(credited_as="Theirs", is_spoiler=True)
        credit.characters.set([CharacterFactory(name="Adam")])
        assert desk.post(screen(film), form).status_code == 302
        credit, other = Credit.objects.order_by("pk")
        assert (str(credit), credit.is_spoiler) == ("Theirs as Adam", True)
        assert other.credited_as == "Mine"

    def test_changes_of_different_fields_in_one_row_are_both_kept(
        self, desk: Client, film: Film, credit: Credit
    ) -> None:
        form = opened(desk, film) | {"credits-0-billing": "cameo"}
        Credit.objects.filter(pk=credit.pk).update(person=PersonFactory(name="Bo"), billing_order=7)
        credit.characters.set([CharacterFactory(name="Adam")])
        assert desk.post(screen(film), form).status_code == 302
        credit = Credit.objects.get()
        assert (str(credit), credit.billing, credit.billing_order) == ("Bo as Adam", "cameo", 7)

    @pytest.mark.parametrize(
        ("choice", "stored", "lost"),
        [
            ("mine", "Mine", "Credit 1: Credited as: replaced after a choice: “Theirs”"),
            (
                "theirs",
                "Theirs",
                "Credit 1: Credited as: not saved, because another text was chosen: “Mine”",
            ),
        ],
    )
    def test_second_editor_chooses_between_changes_of_the_same_field(
        self, desk: Client, film: Film, credit: Credit, choice: str, stored: str, lost: str
    ) -> None:
        form = opened(desk, film) | {"credits-0-credited_as": "Mine", "credits-0-billing": "cameo"}
        Credit.objects.filter(pk=credit.pk).update(credited_as="Theirs", billing_order=7)
        refused = desk.post(screen(film), form)
        assert list(refused.context["formset"].errors[0]) == ["credited_as"]
        assert refused.context["formset"].total_error_count() == 2
        again = typed(refused)
        assert again["credits-0-credited_as"] == "Mine"
        # A third editor's change of another field comes in between.
        Credit.objects.filter(pk=credit.pk).update(billing="voice")
        refused = desk.post(screen(film), again)
        assert list(refused.context["formset"].errors[0]) == ["credited_as", "billing"]
        radios = re.findall(rf'name="(choose-[^"]+)" value="({choice}-[^"]+)"', refused.text)
        assert desk.post(screen(film), typed(refused) | dict(radios)).status_code == 302
        credit = Credit.objects.get()
        assert (credit.credited_as, credit.billing_order) == (stored, 7)
        assert lost in [entry.get_change_message() for entry in LogEntry.objects.all()]

    def test_the_same_change_by_both_is_accepted(
        self, desk: Client, film: Film, credit: Credit
    ) -> None:
        form = opened(desk, film) | {"credits-0-credited_as": "A. de Armas"}
        Credit.objects.filter(pk=credit.pk).update(credited_as="A. de Armas")
        assert desk.post(screen(film), form).status_code == 302

    @pytest.mark.parametrize("base", ["", "{", "[]"])
    def test_a_page_without_the_shown_values_overwrites_nothing(
        self, desk: Client, film: Film, credit: Credit, base: str
    ) -> None:
        form = opened(desk, film) | {"credits-0-credited_as": "Mine", "base": base}
        errors = desk.post(screen(film), form).context["formset"].errors[0]
        assert list(errors) == ["credited_as"]
        assert Credit.objects.get().credited_as == ""

    def test_a_deleted_credit_is_stored_again_if_it_was_changed(
        self, desk: Client, film: Film, credit: Credit
    ) -> None:
        CreditFactory(film=film)
        form = opened(desk, film) | {"credits-0-credited_as": "Mine"}
        film.credits.all().delete()
        response = desk.post(screen(film), form, follow=True)
        assert [str(message) for message in response.context["messages"]] == [
            "1 credit saved.",
            (
                "Somebody else saved changes while you had this page open. They are kept: "
                "Credit 2 (removed)."
            ),
            "Somebody else deleted what you have changed. It is stored again: Credit 1.",
        ]
        assert [str(credit) for credit in film.credits.all()] == ["Mine as Eve"]


class TestPermissions:
    def test_a_critic_may_read_and_not_change(self, film: Film) -> None:
        CreditFactory(film=film, person=PersonFactory(name="Ana"), characters=[])
        critic = signed_in(account(Role.CRITIC))
        response = critic.get(screen(film))
        assert (response.context["formset"], response.status_code) == (None, 200)
        assert "<li>Ana</li>" in response.content.decode()
        assert critic.post(screen(film), {}).status_code == 403

    def test_an_account_without_a_role_may_not_read(self, film: Film) -> None:
        assert signed_in(account()).get(screen(film)).status_code == 403
