"""The page that makes an account with its role and its byline, and links to choose a password."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.roles import Role
from reviews.models import Critic
from tests.desk_forms import errors_of
from tests.factories import CriticFactory, UserFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

ADD = "/admin/auth/user/add/"
PASSWORD = "a velvet curtain"


@pytest.fixture(scope="module")
def chief(module_db: Path) -> User:
    return account(Role.CHIEF, first_name="Cleo")


def form(role: Role = Role.CRITIC, **given: Any) -> dict[str, Any]:
    fields = {"username": "wren", "role": Group.objects.get(name=role).pk, "byline": "Wren Kinloch"}
    return fields | given


def link_of(client: Client, user: User) -> str:
    """The path of the link that the page of ``user`` shows."""
    link: str = page_context(client, f"/admin/auth/user/{user.pk}/invite/")["link"]
    return urlsplit(link).path


def mailed_link() -> str:
    """The path of the link in the first mail."""
    found = re.search(r"https?://\S+", str(mail.outbox[0].body))
    assert found
    return urlsplit(found[0]).path


def choose(link: str, password: str = PASSWORD) -> Any:
    """The answer to a password at ``link``, which Django shows at an address without the token."""
    visitor = Client()
    shown: Any = visitor.get(link)
    if shown.status_code == 200:
        return shown
    return visitor.post(shown.url, {"new_password1": password, "new_password2": password})


def can_log_in(user: User, password: str) -> bool:
    login = {"username": user.username, "password": password}
    return Client().post("/admin/login/?next=/admin/", login).status_code == 302


class TestAdd:
    def test_makes_the_account_its_role_and_its_critic(self, chief: User) -> None:
        given = form(password1=PASSWORD, password2=PASSWORD)
        response = posted(signed_in(chief), ADD, given)
        wren = User.objects.get(username="wren")
        assert response.url == f"/admin/auth/user/{wren.pk}/change/"
        assert [group.name for group in wren.groups.all()] == [Role.CRITIC]
        assert (wren.critic.display_name, wren.critic.slug) == ("Wren Kinloch", "wren-kinloch")
        assert (wren.is_superuser, can_log_in(wren, PASSWORD)) == (False, True)

    def test_without_a_password_its_owner_chooses_one(
        self,
        chief: User,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        there = CriticFactory(display_name="Wren Kinloch")
        client = signed_in(chief)
        given = form(byline="", critic=there.pk, email="wren@example.org")
        with django_capture_on_commit_callbacks(execute=True):
            response = posted(client, ADD, given)
        wren = User.objects.get(username="wren")
        assert response.url == f"/admin/auth/user/{wren.pk}/invite/"
        assert (wren.critic, wren.has_usable_password()) == (there, False)
        assert mail.outbox[0].to == ["wren@example.org"]
        # The page makes a link of its own. The links differ if they are made in different seconds.
        shown, link = link_of(client, wren), mailed_link()
        assert choose(shown, "wren").status_code == 200
        assert choose(link, "wren").status_code == 200
        assert choose(link).url == "/admin/login/"
        assert can_log_in(wren, PASSWORD) is True
        assert [choose(used).context["validlink"] for used in (link, shown)] == [False, False]

    def test_what_could_not_log_in_or_write_is_refused(self, chief: User) -> None:
        client = signed_in(chief)
        ada = CriticFactory(display_name="Ada Test", slug="ada")
        cases: list[tuple[dict[str, Any], str, str]] = [
            (
                {"byline": ""},
                "byline",
                "A critic writes under a name. Enter it, or choose a critic.",
            ),
            ({"critic": ada.pk}, "byline", "Enter a name or choose a critic, not both."),
            (
                {"password1": PASSWORD},
                "password2",
                "Enter the password twice, or leave both fields empty.",
            ),
            ({"role": ""}, "role", "This field is required."),
        ]
        for given, field, said in cases:
            assert errors_of(posted(client, ADD, form() | given)) == {field: [said]}
        refused = errors_of(posted(client, ADD, form(byline="Ada Test")))["byline"]
        assert f'<a href="/admin/reviews/critic/{ada.pk}/change/" target="_blank">' in refused[0]
        taken = CriticFactory(user=account(Role.CRITIC))
        assert list(errors_of(posted(client, ADD, form(byline="", critic=taken.pk)))) == ["critic"]
        assert User.objects.filter(username="wren").exists() is False
        assert Critic.objects.filter(display_name="Wren Kinloch").exists() is False

    def test_suggests_critics_without_an_account(self, chief: User) -> None:
        CriticFactory(display_name="Ada Test", slug="ada", user=account(Role.CRITIC))
        free = [CriticFactory(display_name="Ada Free", slug=slug) for slug in ("ada-2", "ada-3")]
        client = signed_in(chief)
        field = page_context(client, ADD)["adminform"].form["critic"]
        shown = [(str(option.data["value"]), option.choice_label) for option in field]
        labels = ["Ada Free · ada-2", "Ada Free · ada-3"]
        options = [(str(critic.pk), label) for critic, label in zip(free, labels, strict=True)]
        assert shown == [("", "---------"), *options]
        widget = field.field.widget
        keys = ("app-label", "model-name", "field-name")
        attrs = widget.build_attrs({})
        query = {name.replace("-", "_"): attrs[f"data-{name}"] for name in keys}
        url = f"{widget.get_url()}&{urlencode(query | {'term': 'ada'})}"
        found = client.get(url).json()["results"]
        assert [(each["id"], each["text"]) for each in found] == options

    def test_an_editor_needs_no_byline(self, chief: User) -> None:
        assert posted(signed_in(chief), ADD, form(Role.EDITOR, byline="")).status_code == 302
        assert Critic.objects.filter(user__username="wren").exists() is False

    def test_who_may_not_add_critics_makes_an_account_without(self, chief: User) -> None:
        group = Group.objects.create(name="Office")
        group.permissions.set(chief.groups.get().permissions.filter(content_type__app_label="auth"))
        office = account()
        office.groups.add(group)
        context = page_context(signed_in(office), ADD)
        assert "byline" not in context["adminform"].form.fields


class TestLink:
    @pytest.mark.parametrize("state", [{"is_active": False}, {"is_staff": False}])
    def test_works_for_no_account_that_could_not_log_in(
        self, chief: User, state: dict[str, bool]
    ) -> None:
        client, user = signed_in(chief), UserFactory(is_staff=True)
        link = link_of(client, user)
        User.objects.filter(pk=user.pk).update(**state)
        assert choose(link).context["validlink"] is False
        page = page_context(client, f"/admin/auth/user/{user.pk}/invite/")
        assert page["can_log_in"] is False

    def test_of_no_account_leads_to_the_front_page(self, chief: User) -> None:
        client = signed_in(chief)
        for pk in ("999", "x"):
            assert client.get(f"/admin/auth/user/{pk}/invite/").status_code == 302
