"""The byline of a review, as a page prints it."""

from dataclasses import dataclass
from typing import Self

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pages.paths import reverse
from reviews.bylines import Signed, joined_names


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
