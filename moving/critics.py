"""Which critic an author of the source is: by the map, else by e-mail, else by name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from images.slugs import comparable_name, slug_for
from moving.free_slugs import first_free
from moving.imported import ImportedAuthor
from moving.site_map import SiteMap
from reviews.models import Critic

SLUG_LENGTH = 140


@dataclass(frozen=True, slots=True)
class CriticChoice:
    """``critic`` is not saved if it is new; None if there is nobody to name."""

    critic: Critic | None
    warning: str = ""

    @property
    def is_new(self) -> bool:
        return self.critic is not None and self.critic._state.adding


def choose_critic(author: ImportedAuthor, site_map: SiteMap) -> CriticChoice:
    """Three queries at most."""
    # The map has the critic of posts without an author under "".
    keys = list(filter(None, (author.key, author.email, author.name))) or [""]
    found = (site_map.authors[key.lower()] for key in keys if key.lower() in site_map.authors)
    name = next(found, "")
    if not name and author.email:
        by_email = Critic.objects.filter(user__email__iexact=author.email)[:2]
        if len(by_email) == 1:
            return CriticChoice(by_email[0])
    name = " ".join((name or author.name or author.key).split())[:120]
    if not name:
        return CriticChoice(None, _("Nobody is named as its author. Choose who signs the review."))
    of_name = Critic.objects.filter(display_name__iexact=name)
    same = [each for each in of_name if comparable_name(each.display_name) == comparable_name(name)]
    if len(same) > 1:
        sentence = _("Several critics are called “%(name)s”. Choose who signs the review.")
        return CriticChoice(None, sentence % {"name": name})
    return CriticChoice(same[0] if same else Critic(display_name=name, slug=_free_slug(name)))


def _free_slug(name: str) -> str:
    return first_free(
        slug_for(Critic, name),
        max_length=SLUG_LENGTH,
        used=lambda slugs: Critic.objects.filter(slugs__slug__in=slugs).values_list(
            "slugs__slug", flat=True
        ),
    )
