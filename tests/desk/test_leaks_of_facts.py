"""Warnings in the admin about facts that give away what reviews hide."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.roles import Role
from editions.publishing import publish
from tests.admin_pages import errors_of
from tests.desk_forms import form_of
from tests.factories import (
    AdminFactory,
    CreditFactory,
    FranchiseEntryFactory,
    FranchiseFactory,
    FullReviewFactory,
    PersonFactory,
    ProjectFactory,
)
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

SECRET = "The gardener murders the duke with a poisoned orchid."
PLAIN = "The gardener poisons the duke with an orchid."


@pytest.fixture
def review():
    review = FullReviewFactory(slug="orchid")
    review.sections.filter(placement="full_story").update(body=f"Rain falls. {SECRET}")
    publish(review=review)
    return review


def warnings(client, row, **changed):
    """The warnings after ``row`` is saved with the texts ``changed``."""
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    data = form_of(page_context(client, url))
    response = client.post(url, data | changed)
    assert response.status_code == 302, errors_of(response)
    found = get_messages(response.wsgi_request)
    return [str(each) for each in found if each.level_tag == "warning"]


class TestWarnings:
    def test_overview_of_the_film(self, review):
        assert warnings(signed_in(AdminFactory()), review.film, overview=f"A garden. {PLAIN}") == [
            (
                f"Overview of the film: “{PLAIN}” gives away what is hidden in the review "
                f"“orchid”: “{SECRET}”"
            )
        ]
        assert warnings(signed_in(AdminFactory()), review.film, title="Orchids") == []

    def test_note_of_a_project(self, review):
        franchise = FranchiseFactory()
        FranchiseEntryFactory(franchise=franchise, film=review.film, release_order=1)
        project = ProjectFactory(franchise=franchise)
        (warning,) = warnings(signed_in(AdminFactory()), project, note=PLAIN)
        assert warning.startswith(f"Note of a project: “{PLAIN}” gives away")

    def test_biography(self, review):
        person = PersonFactory()
        CreditFactory(film=review.film, person=person)
        (warning,) = warnings(signed_in(AdminFactory()), person, biography=PLAIN)
        assert warning.startswith(f"Biography of a person: “{PLAIN}” gives away")

    def test_surprise_credit_in_a_biography(self):
        person = PersonFactory()
        credit = CreditFactory(person=person, is_spoiler=True, film__title="Zorblax Rising")
        said = "Also seen in Zorblax Rising."
        assert warnings(signed_in(AdminFactory()), person, biography=said) == [
            f"Biography of a person: “{said}” names “{credit.film.title}”, a surprise appearance."
        ]

    def test_hidden_text_is_not_quoted_to_who_may_not_read_the_review(self, review):
        critic = account(Role.CRITIC)
        critic.user_permissions.set(Permission.objects.filter(codename__endswith="_film"))
        (warning,) = warnings(signed_in(critic), review.film, overview=PLAIN)
        assert warning == f"Overview of the film: “{PLAIN}” gives away what another review hides."
