"""Each account chooses its mails."""

import pytest
from django.test import Client

from accounts.models import MailPreference, mail_preference
from accounts.roles import Role
from tests.roles import account, signed_in
from tests.unrendered import page_context

pytestmark = pytest.mark.django_db

PAGE = "/admin/mails/"
CHOICES = {"published": "all", "went_live": "none", "embargo_ended": "own"}


class TestMailChoices:
    @pytest.mark.parametrize(("role", "is_asked"), [(Role.CRITIC, False), (Role.EDITOR, True)])
    def test_only_who_may_publish_is_asked_about_reviews_that_are_handed_in(
        self, role: Role, is_asked: bool
    ) -> None:
        form = page_context(signed_in(account(role)), PAGE)["form"]
        assert ("handed_in" in form.fields) is is_asked
        assert form["published"].value() == "own"

    def test_are_stored_for_the_account_alone(self) -> None:
        editor, other = account(Role.EDITOR), account(Role.EDITOR)
        assert signed_in(editor).post(PAGE, CHOICES | {"sent_back": "on"}).status_code == 302
        stored = MailPreference.objects.get()
        assert (stored.account, stored.published, stored.went_live) == (editor, "all", "none")
        assert (stored.handed_in, stored.sent_back) == (False, True)
        assert mail_preference(other).handed_in is True

    def test_an_unknown_choice_is_refused(self, client: Client) -> None:
        client = signed_in(account(Role.CRITIC))
        assert client.post(PAGE, CHOICES | {"published": "some"}).status_code == 200
        assert not MailPreference.objects.exists()
