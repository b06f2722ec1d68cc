"""The row of a form is deleted, merged away or put into the bin while the form is open."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.roles import Role
from cast.models import Person
from desk.autosave.models import AutosavedText
from films.models import Film
from reviews.models import Review
from tests.autosaves import send, typed
from tests.desk_forms import errors_of, form_of, opened, retyped
from tests.factories import (
    AdminFactory,
    CreditFactory,
    CriticFactory,
    FilmFactory,
    FullReviewFactory,
    PersonFactory,
)
from tests.faults import KeptForm
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

BIN = "/admin/reviews/review/bin/"
TYPED = 'Typed "before"\r\n\r\nit was <gone>.'


@pytest.fixture(scope="module")
def ann(module_db: Path) -> User:
    return AdminFactory(first_name="Ann")


@pytest.fixture(scope="module")
def bea(module_db: Path) -> User:
    return AdminFactory(first_name="Bea")


def url(row: Any, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def refused(user: User, address: str, form: dict[str, Any]) -> tuple[str, KeptForm]:
    """The page that keeps ``form``, and the form in it."""
    response = signed_in(user).post(address, form, headers={"accept": "text/html"})
    assert response.status_code == 409
    kept = KeptForm(response.text)
    return response.text, kept


def sent_again(user: User, kept: KeptForm) -> Any:
    form: dict[str, list[str]] = {}
    for name, value in kept.fields:
        form.setdefault(name, []).append(value)
    return posted(signed_in(user), kept.action, form)


class TestADeletedFact:
    def test_is_stored_again_as_a_new_one_with_its_rows(self, ann: User, bea: User) -> None:
        film = FilmFactory(title="Alien", slug="alien")
        form = form_of(page_context(signed_in(ann), url(film))) | {"overview": TYPED}
        signed_in(bea).post(url(film, "delete"), {"post": "yes"})
        text, kept = refused(ann, url(film), form)
        assert "Bea deleted it: " in text
        assert "Typed &#34;before&#34;" in text.partition("<details")[2]
        response = sent_again(ann, kept)
        assert (response.status_code, errors_of(response)) == (302, {})
        again = Film.objects.get()
        assert (again.title, again.slug, again.overview) == ("Alien", "alien", TYPED)

    def test_takes_what_was_typed_into_the_page_of_its_credits(self, ann: User, bea: User) -> None:
        film = FilmFactory()
        address = reverse("admin:cast_credit_film", args=[film.pk])
        signed_in(bea).post(url(film, "delete"), {"post": "yes"})
        text, _kept = refused(ann, address, {"form-0-character": "x", "form-0-note": TYPED})
        assert "Bea deleted it: " in text

    def test_tells_nothing_of_a_row_that_the_account_may_not_see(self) -> None:
        critic = account(Role.CRITIC)
        CriticFactory(user=critic)
        hidden = FullReviewFactory()
        text, _kept = refused(critic, url(hidden), {"headline": TYPED})
        assert "It does not exist any more, or your account may not open it." in text
        assert hidden.headline not in text

    def test_without_a_page_to_show_is_answered_as_before(self, ann: User) -> None:
        film = FilmFactory()
        address = url(film)
        film.delete()
        assert signed_in(ann).post(address, {"overview": TYPED}).status_code == 302


def test_the_form_of_a_merged_row_is_joined_with_the_other_row(ann: User, bea: User) -> None:
    gone, kept_row = (
        PersonFactory(name=name, sort_name="", slug=name) for name in ("gone", "kept")
    )
    CreditFactory(person=gone)
    form = form_of(page_context(signed_in(ann), url(gone)))
    form |= {"name": "Ana de Armas"}
    merge = f"{url(kept_row, 'merge')}?other={gone.pk}"
    digest = page_context(signed_in(bea), merge)["report"].digest
    posted(signed_in(bea), merge, {"digest": digest})
    assert not Person.objects.filter(pk=gone.pk).exists()

    text, kept = refused(ann, url(gone), form)
    assert "Bea merged it into “kept” while you had this page open: " in text
    assert kept.action == url(kept_row)
    response = sent_again(ann, kept)
    assert {*errors_of(response)} == {"name", "__all__"}
    response = posted(signed_in(ann), url(kept_row), retyped(response, "mine"))
    assert errors_of(response) == {}
    person = Person.objects.get(pk=kept_row.pk)
    assert (person.name, person.slug) == ("Ana de Armas", "kept")


class TestAReview:
    def test_in_the_bin_is_saved_after_it_is_taken_out(self, ann: User, bea: User) -> None:
        review = FullReviewFactory()
        form = opened(signed_in(ann), review) | {"standfirst": TYPED}
        fields = typed(signed_in(ann), review, standfirst=TYPED)
        signed_in(bea).post(url(review, "delete"), {"post": "yes"})

        # What is typed is still saved automatically.
        answer = send(signed_in(ann), ann, review, fields=fields).json()
        assert answer["stored"]
        assert "This review is in the bin now." in answer["changed"]
        assert AutosavedText.objects.get().review_id == review.pk
        continued = f"{url(review)}?continue={AutosavedText.objects.get().pk}"
        assert signed_in(ann).get(continued, follow=True).redirect_chain == [(BIN, 302)]

        text, kept = refused(ann, url(review), form)
        assert "Bea put this review into the bin: " in text
        assert f'href="{BIN}"' in text
        posted(signed_in(bea), BIN, {"take_out": str(review.pk)})
        assert errors_of(sent_again(ann, kept)) == {}
        assert Review.objects.get().standfirst.split() == TYPED.split()

    def test_deleted_for_good_is_stored_again_as_a_new_one(self, ann: User, bea: User) -> None:
        review = FullReviewFactory()
        form = opened(signed_in(ann), review) | {"standfirst": TYPED}
        fields = typed(signed_in(ann), review, standfirst=TYPED)
        bodies = [*review.sections.values_list("body", flat=True)]
        signed_in(bea).post(url(review, "delete"), {"post": "yes"})
        posted(signed_in(bea), BIN, {"delete": str(review.pk)})
        assert not Review.everything.exists()

        answer = send(signed_in(ann), ann, review, fields=fields)
        assert (answer.status_code, "is not there any more" in answer.text) == (404, True)
        text, kept = refused(ann, url(review), form)
        assert "Bea deleted it: " in text
        assert errors_of(sent_again(ann, kept)) == {}
        again = Review.objects.get()
        assert (again.headline, again.standfirst.split()) == (review.headline, TYPED.split())
        assert [*again.sections.values_list("body", flat=True)] == bodies
