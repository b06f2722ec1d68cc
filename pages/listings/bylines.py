"""The byline of a review, as a page prints it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.db.models import BigIntegerField, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from editions.models import Edition, EditionByline
from pages.paths import reverse
from pages.prepared_query import PreparedQuery, SQLArgument
from reviews.bylines import Signed, joined_names
from reviews.models import Critic


def load_bylines(editions: Sequence[Edition]) -> None:
    """Load the critics of ``editions``, of which there is at least one. One query."""
    critics: dict[int, list[Critic]] = {edition.pk: [] for edition in editions}
    keys = ", ".join(["%s"] * len(critics))
    for byline in _BYLINES.rows(editions=(keys, [*critics])):
        critics[byline.edition_id].append(byline.critic)
    for edition in editions:
        edition.know_critics(critics[edition.pk])


def _bylines() -> "QuerySet[EditionByline]":
    editions = SQLArgument("editions", BigIntegerField())
    return EditionByline.objects.filter(edition_id__in=editions).order_by("position")


_BYLINES = PreparedQuery(_bylines)


@dataclass(frozen=True, slots=True)
class Byline:
    """Who signs a review: "Ada and Bo", as plain text and as HTML with a link to each critic.

    ``urls`` are the addresses of the critics' pages. All is empty for a draft without a critic.
    """

    names: str
    links: SafeString
    urls: tuple[str, ...]

    @classmethod
    def of(cls, signed: Signed) -> Self:
        """The byline of a review or an edition, whose bylines are loaded. No query."""
        critics = signed.signed_by()
        urls = tuple(reverse("pages:critic", args=[critic.slug]) for critic in critics)
        links = [
            format_html('<a href="{}" dir="auto">{}</a>', url, critic.display_name)
            for critic, url in zip(critics, urls, strict=True)
        ]
        # The words between the names are translations of the site, without markup.
        return cls(signed.byline(), mark_safe(joined_names(links)), urls)  # noqa: S308
