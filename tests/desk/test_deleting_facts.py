"""Facts that are in use cannot be deleted. The page links to what uses them."""

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.roles import Role
from editions.bin import put_into_bin
from editions.publishing import publish
from reviews.models import Review
from tests.factories import (
    AdminFactory,
    ContentNoteFactory,
    FilmFactory,
    FullReviewFactory,
    ReviewFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db

USES = {
    "film": ["Edition: Drum, edition 1", "Review: Drum"],
    "credit": ["Edition: Drum, edition 1"],
    "person": ["Credit: Person as Character"],
    "critic": ["Edition: Drum, edition 1", "Review: Drum"],
    "contentnotelabel": ["Review: Drum"],
}


def address(row: Model) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_delete", args=[row.pk])


@pytest.mark.parametrize("role", [Role.CHIEF, None])
def test_what_uses_a_row_is_linked(role: Role | None) -> None:
    review = FullReviewFactory(headline="Drum")
    note = ContentNoteFactory(review=review)
    publish(review=review)
    credit = review.film.credits.first()
    credit.person.name = "Person"
    credit.person.save()
    credit.characters.update(name="Character")
    client = signed_in(account(role) if role else AdminFactory())
    rows = [review.film, credit, credit.person, review.signed_by()[0], note.label]
    found = {}
    for row in rows:
        page = client.get(address(row))
        protected = page.context["protected"]
        assert all("<a href=" in line for line in protected)
        assert "is in use and cannot be deleted" in page.content.decode()
        found[row._meta.model_name] = list(map(strip_tags, protected))
        client.post(address(row), {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()
    assert found == USES
    chosen = {"action": "delete_selected", "_selected_action": [review.film.pk]}
    page = client.post("/admin/films/film/", chosen).content.decode()
    assert f"“{review.film}” is in use and cannot be deleted." in page
    other = FilmFactory(title="Unused")
    chosen["_selected_action"].append(other.pk)
    page = client.post("/admin/films/film/", chosen).content.decode()
    assert "because not all of these can be: " in page
    assert all(str(film) in page for film in (review.film, other))


def test_a_review_in_the_bin_is_linked_too() -> None:
    review: Review = ReviewFactory(headline="Draft")
    put_into_bin(review, by=None)
    page = signed_in(AdminFactory()).get(address(review.film))
    assert list(map(strip_tags, page.context["protected"])) == ["Review: Draft"]
