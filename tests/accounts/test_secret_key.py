"""The secret key is changed: what was signed with the former one."""

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from pytest_django import Settings

from tests.factories import AdminFactory

OLD = "only-for-tests"


@pytest.mark.django_db
class TestRotation:
    @pytest.mark.parametrize(("fallbacks", "status"), [([OLD], 200), ([], 302)])
    def test_sessions_last_while_the_former_key_is_named(
        self, fallbacks: list[str], status: int, settings: Settings
    ) -> None:
        client = Client()
        client.force_login(AdminFactory())
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", fallbacks
        assert client.get("/admin/second-factor/").status_code == status

    @pytest.mark.parametrize("fallbacks", [[OLD], []])
    def test_links_in_mails_last_while_the_former_key_is_named(
        self, fallbacks: list[str], settings: Settings
    ) -> None:
        account = AdminFactory()
        token = default_token_generator.make_token(account)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", fallbacks
        default_token_generator._secret = None
        try:
            assert default_token_generator.check_token(account, token) is bool(fallbacks)
        finally:
            default_token_generator._secret = None
