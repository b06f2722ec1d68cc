from typing import Any

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.core.management import call_command

from accounts.roles import (
    PERMISSIONS,
    PRIVILEGED,
    Role,
    is_privileged,
    update_groups,
)
from editions.permissions import Action, may, reviews_visible_to
from reviews.models import Review
from tests.factories import AdminFactory, CriticFactory, ReviewFactory
from tests.roles import account

pytestmark = pytest.mark.django_db


def names(permissions: Any) -> set[str]:
    return {f"{one.content_type.app_label}.{one.codename}" for one in permissions}


def held(role: Role) -> set[str]:
    group = Group.objects.get(name=role)
    return names(group.permissions.select_related("content_type"))


class TestGroups:
    @pytest.mark.parametrize("role", Role)
    def test_have_the_permissions_of_the_table(self, role: Role) -> None:
        # Equal, not a subset: a permission that does not exist would be missing in the group.
        assert held(role) == PERMISSIONS[role]

    def test_each_role_includes_the_lower_one(self) -> None:
        assert PERMISSIONS[Role.CRITIC] < PERMISSIONS[Role.EDITOR] < PERMISSIONS[Role.CHIEF]

    def test_no_role_may_edit_editions_or_groups(self) -> None:
        dangerous = {f"editions.{verb}_edition" for verb in ("add", "change", "delete")} | names(
            Permission.objects.filter(codename__regex="_(group|permission)$").select_related(
                "content_type"
            )
        )
        assert len(dangerous) == 11
        assert PERMISSIONS[Role.CHIEF] & dangerous == set()

    def test_migrate_restores_groups_and_permissions(self) -> None:
        critic = Group.objects.get(name=Role.CRITIC)
        critic.permissions.set(Permission.objects.filter(codename="publish_review"))
        Group.objects.get(name=Role.CHIEF).delete()
        call_command("migrate", verbosity=0)
        assert held(Role.CRITIC) == PERMISSIONS[Role.CRITIC]
        assert held(Role.CHIEF) == PERMISSIONS[Role.CHIEF]

    def test_migrate_keeps_other_groups(self) -> None:
        other = Group.objects.create(name="Projectionists")
        other.permissions.set(Permission.objects.filter(codename="view_film"))
        call_command("migrate", verbosity=0)
        assert names(other.permissions.all()) == {"films.view_film"}

    def test_migrate_keeps_members(self) -> None:
        chief = account(Role.CHIEF)
        call_command("migrate", verbosity=0)
        assert list(chief.groups.values_list("name", flat=True)) == ["Chief"]

    def test_nothing_happens_without_the_auth_tables(self) -> None:
        Group.objects.all().delete()
        update_groups(apps.get_app_config("editions"), using="default", apps=Apps())
        assert Group.objects.count() == 0


@pytest.fixture
def critic() -> User:
    user = account(Role.CRITIC)
    CriticFactory(user=user)
    return user


@pytest.fixture
def draft(critic: User) -> Review:
    return ReviewFactory(critic=critic.critic)


@pytest.fixture
def submitted(critic: User) -> Review:
    return ReviewFactory(critic=critic.critic, stage=Review.Stage.SUBMITTED)


def allowed(user: Any, review: Review) -> set[Action]:
    # Fetched again, because a user object caches its permissions.
    if user.pk:
        user = User.objects.get(pk=user.pk)
    return {action for action in Action if may(user, action, review)}


class TestMay:
    def test_a_critic_may_change_and_submit_their_draft(self, critic: User, draft: Review) -> None:
        assert allowed(critic, draft) == {Action.VIEW, Action.CHANGE, Action.SUBMIT}

    def test_each_critic_of_a_review_may_change_and_submit_its_draft(self, critic: User) -> None:
        review = ReviewFactory(critics=[CriticFactory(user=account()), critic.critic])
        assert allowed(critic, review) == {Action.VIEW, Action.CHANGE, Action.SUBMIT}
        assert list(reviews_visible_to(critic)) == [review]

    def test_a_critic_may_only_view_a_submitted_review(
        self, critic: User, submitted: Review
    ) -> None:
        assert allowed(critic, submitted) == {Action.VIEW}

    def test_a_critic_may_do_nothing_to_reviews_of_others(self, critic: User) -> None:
        assert allowed(critic, ReviewFactory()) == set()
        assert allowed(critic, ReviewFactory(critic=CriticFactory(user=account()))) == set()

    def test_a_critic_account_without_a_byline_may_do_nothing(self) -> None:
        assert allowed(account(Role.CRITIC), ReviewFactory()) == set()

    def test_an_editor_may_change_and_publish_every_review(self, submitted: Review) -> None:
        assert allowed(account(Role.EDITOR), submitted) == {
            Action.VIEW,
            Action.CHANGE,
            Action.SUBMIT,
            Action.SEND_BACK,
            Action.DELETE,
            Action.PUBLISH,
        }

    @pytest.mark.parametrize("who", ["a chief", "a superuser"])
    def test_a_chief_may_do_everything(self, who: str, submitted: Review) -> None:
        user = account(Role.CHIEF) if who == "a chief" else AdminFactory()
        assert allowed(user, submitted) == set(Action)

    def test_accounts_without_a_role_may_do_nothing(self, draft: Review) -> None:
        assert allowed(AnonymousUser(), draft) == set()
        assert allowed(account(), draft) == set()
        assert allowed(account(Role.CHIEF, is_active=False), draft) == set()


class TestVisible:
    def test_a_critic_sees_their_own_reviews(
        self, critic: User, draft: Review, submitted: Review
    ) -> None:
        ReviewFactory()
        assert set(reviews_visible_to(critic)) == {draft, submitted}

    @pytest.mark.parametrize("role", [Role.EDITOR, Role.CHIEF])
    def test_editors_see_all_reviews(self, role: Role, draft: Review) -> None:
        other = ReviewFactory()
        assert set(reviews_visible_to(account(role))) == {draft, other}

    def test_others_see_no_reviews(self, draft: Review) -> None:
        assert list(reviews_visible_to(AnonymousUser())) == []
        assert list(reviews_visible_to(account())) == []

    @pytest.mark.parametrize("role", [None, *Role])
    def test_matches_the_view_action(self, role: Role | None, draft: Review) -> None:
        ReviewFactory()
        user = account(role)
        every = Review.objects.all()
        assert set(reviews_visible_to(user)) == {
            review for review in every if may(user, Action.VIEW, review)
        }


class TestPrivileged:
    @pytest.mark.parametrize(
        ("role", "privileged"),
        [(None, False), (Role.CRITIC, False), (Role.EDITOR, True), (Role.CHIEF, True)],
    )
    def test_editors_and_chiefs_are_privileged(self, role: Role | None, privileged: bool) -> None:
        assert is_privileged(account(role)) is privileged

    def test_superusers_are_privileged_and_anonymous_users_are_not(self) -> None:
        assert is_privileged(AdminFactory()) is True
        assert is_privileged(AnonymousUser()) is False

    def test_the_permissions_exist(self) -> None:
        assert names(Permission.objects.select_related("content_type")) > PRIVILEGED
