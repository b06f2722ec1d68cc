"""Accounts with a role, for tests."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from accounts.roles import Role
from tests.factories import EditorFactory


def account(role: Role | None = None, **fields: Any) -> User:
    """A staff account with a role. Without one it may log in, but not view anything."""
    user: User = EditorFactory(**fields)
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
