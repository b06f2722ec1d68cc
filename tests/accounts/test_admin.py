import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.roles import Role
from tests.factories import AdminFactory, UserFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    return signed_in(account(Role.CHIEF))


def change(client: Client, user: User, **fields: object) -> int:
    form = {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
    }
    url = f"/admin/auth/user/{user.pk}/change/"
    opened = {"base": page_context(client, url)["base"]}
    return client.post(url, form | opened | fields).status_code


class TestAccounts:
    def test_a_chief_assigns_roles(self, chief: Client) -> None:
        user = UserFactory()
        critic = Group.objects.get(name=Role.CRITIC)
        assert change(chief, user, groups=[critic.pk]) == 302
        user.refresh_from_db()
        assert (user.is_staff, list(user.groups.all())) == (True, [critic])

    def test_only_superusers_make_superusers(self, chief: Client) -> None:
        user = UserFactory()
        assert change(chief, user, is_superuser="on", user_permissions=[1]) == 302
        user.refresh_from_db()
        assert (user.is_superuser, user.user_permissions.count()) == (False, 0)
        assert change(signed_in(AdminFactory()), user, is_superuser="on") == 302
        user.refresh_from_db()
        assert user.is_superuser is True

    def test_a_chief_does_not_see_superusers(self, chief: Client) -> None:
        root = AdminFactory()
        page = chief.get("/admin/auth/user/")
        assert root not in page.context["cl"].queryset
        page = signed_in(root).get("/admin/auth/user/")
        assert root in page.context["cl"].queryset

    @pytest.mark.parametrize("given", [{"is_superuser": "on"}, {"groups": "Editor"}])
    def test_a_role_without_access_is_refused(self, given: dict[str, str]) -> None:
        client, user = signed_in(AdminFactory()), UserFactory()
        if role := given.get("groups"):
            given = {"groups": str(Group.objects.get(name=role).pk)}
        response = posted(
            client, f"/admin/auth/user/{user.pk}/change/", {"username": user.username} | given
        )
        assert response.context_data["adminform"].form.errors.get("is_staff") == [
            (
                "Without this, the account cannot log in, and its role has no effect. Tick it, or "
                "remove the role. To lock an account, untick “Active” instead."
            )
        ]

    def test_list_shows_roles_in_a_constant_number_of_queries(
        self, chief: Client, django_assert_num_queries: object
    ) -> None:
        counts = []
        for _ in range(2):
            for role in Role:
                account(role)
            with django_assert_num_queries(9):  # type: ignore[operator]
                page = chief.get("/admin/auth/user/")
            counts.append(page.content.decode().count('class="field-roles">Editor<'))
        assert counts == [1, 2]


class TestSecondFactors:
    def test_a_chief_deletes_the_device_of_a_lost_telephone(self, chief: Client) -> None:
        device = TOTPDevice.objects.create(user=UserFactory(), name="totp")
        address = f"/admin/otp_totp/totpdevice/{device.pk}/delete/"
        assert chief.post(address, {"post": "yes"}).status_code == 302
        assert TOTPDevice.objects.count() == 0

    @pytest.mark.parametrize("page", ["", "{pk}/change/", "{pk}/delete/"])
    def test_the_secret_is_never_shown(self, page: str) -> None:
        device = TOTPDevice.objects.create(user=UserFactory(), name="totp")
        root = signed_in(AdminFactory())
        shown = root.get(f"/admin/otp_totp/totpdevice/{page.format(pk=device.pk)}")
        assert shown.status_code == 200
        assert device.user.username in shown.content.decode()
        assert device.key not in shown.content.decode()
        for other in ("config", "qrcode"):
            answer = root.get(f"/admin/otp_totp/totpdevice/{device.pk}/{other}/", follow=True)
            assert device.key not in answer.content.decode()

    def test_a_chief_does_not_see_superusers(self, chief: Client) -> None:
        TOTPDevice.objects.create(user=AdminFactory(), name="totp")
        other = TOTPDevice.objects.create(user=UserFactory(), name="totp")
        page = chief.get("/admin/otp_totp/totpdevice/")
        assert list(page.context["cl"].queryset) == [other]
