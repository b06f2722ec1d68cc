"""One page makes an account that can log in, with its role and its byline."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.forms import BaseUserCreationForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.admin import AccountAdmin
from accounts.invitations import days_valid, invitation_link
from accounts.mails import is_mail_set_up, mail
from accounts.roles import Role, role_name
from accounts.site_name import site_name
from accounts.strict_admin import is_primary_key
from desk.autosave.answers import account_name
from desk.critic_choice import CriticChoice
from images.public_changes import public_change
from reviews.admin import CriticForm
from reviews.models import Critic


class NewBylineForm(CriticForm):
    """A critic who is made of a name."""

    class Meta:
        model = Critic
        fields = ["display_name", "slug"]

    def refusal(self, sentence: Any, other: Model, slug: str, free: str) -> str:
        url = reverse("admin:reviews_critic_change", args=[other.pk])
        link = format_html('<a href="{}" target="_blank">{}</a>', url, other)
        said = _(
            "There is already {other} with the address “{slug}”. Choose that critic below. If you "
            "mean another, add it under “Critics” first and choose it here."
        )
        return format_html(said, other=link, slug=slug)


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Group) -> str:
        return role_name(obj.name)


class NewAccountForm(UserCreationForm):
    """The account with its role and its byline. Without a password, a link is made with which its
    owner chooses one."""

    role = RoleField(
        Group.objects.order_by("pk"),
        label=gettext_lazy("Role"),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Critics write their own reviews. Editors edit and publish every review. Chiefs also "
            "withdraw reviews, set embargoes and manage accounts."
        ),
    )
    byline = forms.CharField(
        label=gettext_lazy("Name under reviews"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "A page of this critic is made. Leave it empty for an account that writes no reviews."
        ),
    )
    critic = CriticChoice(label=gettext_lazy("or a critic who is there already"), required=False)

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].required = False
        self.fields["password1"].help_text = _(
            "Leave it empty to get a link with which the owner of the account chooses one."
        )
        if isinstance(critic := self.fields.get("critic"), CriticChoice):
            critic.suggest()
        self.new_critic: Critic | None = None

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        if bool(given.get("password1")) != bool(given.get("password2")):
            self.add_error("password2", _("Enter the password twice, or leave both fields empty."))
        name, critic, role = (given.get(each) for each in ("byline", "critic", "role"))
        if name and critic:
            self.add_error("byline", _("Enter a name or choose a critic, not both."))
        elif name:
            self._clean_byline(name)
        elif role and role.name == Role.CRITIC and "critic" in given and not critic:
            self.add_error(
                "byline", _("A critic writes under a name. Enter it, or choose a critic.")
            )
        return cleaned

    def _clean_byline(self, name: str) -> None:
        form = NewBylineForm({"display_name": name})
        if form.is_valid():
            self.new_critic = form.save(commit=False)
        else:
            refused = [error for errors in form.errors.as_data().values() for error in errors]
            self.add_error("byline", ValidationError(refused))

    def save(self, commit: bool = True) -> User:
        account: User = super(BaseUserCreationForm, self).save(commit=False)
        account.is_staff = True
        if password := self.cleaned_data["password1"]:
            account.set_password(password)
        else:
            account.set_unusable_password()
        if commit:
            account.save()
        return account

    def link(self) -> None:
        """Give the stored account its role and its critic."""
        self.instance.groups.set([self.cleaned_data["role"]])
        critic = self.new_critic or self.cleaned_data.get("critic")
        if critic:
            critic.user = self.instance
            with public_change():
                critic.save()


class AccountDesk(AccountAdmin):
    """The admin of accounts, with the page that makes one."""

    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    change_form_template = "admin/desk/account.html"
    add_fieldsets = [
        (gettext_lazy("Person"), {"fields": ["username", "first_name", "last_name", "email"]}),
        (gettext_lazy("Role"), {"fields": ["role"]}),
        (gettext_lazy("Byline"), {"fields": ["byline", "critic"]}),
        (gettext_lazy("Password"), {"fields": ["password1", "password2"]}),
    ]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.invite_view)
        return [path("<id>/invite/", view, name="auth_user_invite"), *super().get_urls()]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None and not _may_link_critics(request):
            return type(form.__name__, (form,), {"byline": None, "critic": None})
        return form

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None and not _may_link_critics(request):
            return [each for each in fieldsets if "byline" not in each[1]["fields"]]
        return fieldsets

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            form.link()

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        if obj.has_usable_password():
            said = _("The account “%(name)s” is there. It can log in with its password.")
            messages.success(request, said % {"name": obj})
            return redirect("admin:auth_user_change", obj.pk)
        if is_mail_set_up() and obj.email:
            subject = _("Your account on %(site)s") % {"site": site_name()}
            said = _(
                "%(who)s has made an account for you: %(name)s. Choose a password with this link. "
                "It works for %(days)d days."
            ) % {"who": account_name(request.user), "name": obj, "days": days_valid()}
            mail([obj.email], subject, f"{said}\n\n{invitation_link(obj)}\n")
            messages.success(
                request, _("The link was sent to %(address)s.") % {"address": obj.email}
            )
        return redirect("admin:auth_user_invite", obj.pk)

    def invite_view(self, request: HttpRequest, id: str) -> HttpResponse:
        """Show the link with which the owner of the account chooses a password."""
        account = self.get_object(request, id) if is_primary_key(id) else None
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, id)  # type: ignore[attr-defined]
        request.current_app = self.admin_site.name
        # Whoever has the link can choose the password of the account.
        audit.record(audit.Action.LINK_MADE, account)
        context = {
            "opts": self.opts,
            "title": _("Link to choose a password"),
            "subtitle": str(account),
            "account": account,
            "can_log_in": account.is_active and account.is_staff,
            "link": invitation_link(account),
            "days": days_valid(),
        }
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/desk/invite.html", context)


def _may_link_critics(request: HttpRequest) -> bool:
    return request.user.has_perms(["reviews.add_critic", "reviews.change_critic"])
