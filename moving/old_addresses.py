"""Where the old addresses lead that no post had: of authors, tags, pages and pictures."""

from collections.abc import Container
from dataclasses import dataclass

from django.urls import Resolver404, resolve, reverse

from films.models import Franchise, Genre
from images.slugs import comparable_name, slug_for
from moving.critics import choose_critic
from moving.imported import AddressKind, ImportedAuthor, OldAddress
from moving.models import MovedItem, Redirect
from moving.paths import is_usable_old
from moving.site_map import SiteMap
from reviews.models import Review
from site_settings.models import SitePage


@dataclass(frozen=True, slots=True)
class Target:
    """A review, or an address of this site; ``feed`` is that of its feed, "" if it has none."""

    url: str = ""
    feed: str = ""
    review: Review | None = None


def target_of(
    address: OldAddress, *, source: str, site_map: SiteMap, planned: Container[str]
) -> Target | None:
    """Where ``address`` leads now; None if the site has nothing like it. Four queries at most.

    What is ``planned`` counts as moved in: ids of posts and `author_key` of their authors.
    """
    match address.kind:
        case AddressKind.AUTHOR:
            is_planned = address.author and author_key(address.author) in planned
            return _critic(address, site_map) or (Target() if is_planned else None)
        case AddressKind.TAG:
            return _genre_or_franchise(address)
        case AddressKind.PAGE:
            return _page(address)
        case AddressKind.PICTURE:
            if address.key in planned:
                return Target()
            moved = MovedItem.objects.of(source, address.key)
            item = moved.select_related("review").first()
            return Target(review=item.review) if item and item.review else None


def author_key(author: ImportedAuthor) -> str:
    return f"author {author.key}"


def add_redirects(address: OldAddress, target: Target) -> int:
    """Add the redirects that are missing; returns how many."""
    wanted = dict.fromkeys(address.paths, target.url)
    wanted |= dict.fromkeys(address.feeds, target.feed) if target.feed else {}
    wanted = {old: new for old, new in wanted.items() if old != new and is_usable_old(old)}
    known = set(Redirect.objects.filter(old__in=wanted).values_list("old", flat=True))
    known |= set(Redirect.objects.filter(target__in=wanted).values_list("target", flat=True))
    missing = [
        Redirect(old=old, target=new, review=target.review)
        for old, new in wanted.items()
        if old not in known
    ]
    Redirect.objects.bulk_create(missing)
    return len(missing)


def _critic(address: OldAddress, site_map: SiteMap) -> Target | None:
    critic = choose_critic(address.author, site_map).critic if address.author else None
    if critic is None or critic._state.adding:
        return None
    feed = reverse("pages:critic_feed", kwargs={"slug": critic.slug, "format": "rss"})
    return Target(reverse("pages:critic", args=[critic.slug]), feed)


def _genre_or_franchise(address: OldAddress) -> Target | None:
    name = address.name or address.key
    genre = Genre.objects.by_slug(slug_for(Genre, name)).first()
    # A slug alone is not enough: two names may make the same.
    if genre and comparable_name(genre.name) == comparable_name(name):
        return Target(reverse("pages:genre", args=[genre.slug]))
    franchise = Franchise.objects.by_slug(slug_for(Franchise, name)).first()
    if franchise and comparable_name(franchise.name) == comparable_name(name):
        feed = reverse("pages:franchise_feed", kwargs={"slug": franchise.slug, "format": "rss"})
        return Target(reverse("pages:franchise", args=[franchise.slug]), feed)
    return None


def _page(address: OldAddress) -> Target | None:
    """A page of the site's own with the same slug, or the address itself if the site has it."""
    page = SitePage.objects.published().filter(slug=address.key).first()
    if page:
        return Target(page.get_absolute_url())
    for path in address.paths:
        if "?" not in path and _is_fixed(path):
            return Target(path)
    return None


def _is_fixed(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return not match.kwargs and path != "/"
