"""The field for the critics of a review, in the order of the bylines."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.strict_admin import KeySelectMultiple, KeysField, is_primary_key
from editions.permissions import EVERY_REVIEW
from reviews.bylines import joined_names
from reviews.models import Critic, Review


class OrderedSelect(KeySelectMultiple):
    """Shows the chosen values in their order. desk.js moves a value that is chosen last to the end,
    because a browser posts values in the order of the options, and adds buttons that move each."""

    is_ordered = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs |= {
            "data-in-order": gettext_lazy("Order"),
            "data-move-up": gettext_lazy("Move up"),
            "data-move-down": gettext_lazy("Move down"),
        }

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        # A request may have "09" for the key 9, which the option of that key has without the zero.
        keys = [int(each) for each in value if is_primary_key(str(each))]
        groups = super().optgroups(name, value, attr)
        for _name, options, _index in groups:
            options.sort(key=lambda option: keys.index(int(str(option["value"]))))
        return groups


class CriticsField(KeysField):
    """The critics in order; a list of `Critic`.

    Who may edit every review may choose any, and none for a draft. Other accounts may add critics
    to those who have signed, but not remove them. They may leave out their own critic only where
    another one stays who has signed: otherwise nobody could open the review who knows of it.
    """

    user: User | AnonymousUser = AnonymousUser()
    signed: Sequence[Critic] = ()
    """Who signs the stored review."""

    def __init__(self) -> None:
        super().__init__(
            Critic.objects.all(),
            label=gettext_lazy("Critics"),
            help_text=gettext_lazy("In the order of the byline."),
        )

    def use(
        self, admin_site: AdminSite, user: User, signed: Sequence[Critic], *, can_add: bool
    ) -> None:
        """Suggest critics by ``admin_site``, with a button to add one if ``user`` may do that.
        ``signed`` are those of the stored review."""
        self.user, self.signed = user, signed
        self.required = not user.has_perm(EVERY_REVIEW)
        relation = Review._meta.get_field("critics")
        select = OrderedSelect(relation, admin_site)
        select.is_required = self.required
        self.widget = RelatedFieldWidgetWrapper(
            select,
            relation.remote_field,  # type: ignore[arg-type]
            admin_site,
            can_add_related=can_add,
        )
        # Setting the queryset again gives the new widget its choices.
        self.queryset = Critic.objects.all()

    def clean(self, value: Any) -> Any:
        """A list of `Critic` in the order of ``value``."""
        found = {str(critic.pk): critic for critic in super().clean(value)}
        critics = [found[key] for key in dict.fromkeys(str(int(key)) for key in value)]
        self._check_access(critics)
        return critics

    def _check_access(self, critics: list[Critic]) -> None:
        if self.user.has_perm(EVERY_REVIEW):
            return
        own = getattr(self.user, "critic", None)
        others = [critic for critic in self.signed if critic != own]
        if removed := [critic.display_name for critic in others if critic not in critics]:
            raise ValidationError(
                _("Only an editor may remove %(names)s from the byline.")
                % {"names": joined_names(f"“{name}”" for name in removed)}
            )
        if own in critics or (own in self.signed and others):
            return
        if own is None:
            raise ValidationError(
                _(
                    "Your account is linked to no critic, so you could not open this review again. "
                    "Ask a chief to link it."
                )
            )
        raise ValidationError(
            _(
                "Without “%(name)s” you could not open this review again. Keep your own name, or "
                "ask an editor to remove it."
            )
            % {"name": own}
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """The order counts."""
        return not self.disabled and [*map(str, initial or ())] != [*map(str, data or ())]
