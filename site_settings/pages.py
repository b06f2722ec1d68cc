"""The site's own pages: imprint, privacy, masthead and the like."""

from collections.abc import Collection
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from images.addresses import Address, Addressed, AddressedQuerySet
from spoilers import parse

MIN_HEADING = 2
"""The title of the page is its h1."""


class SitePageQuerySet(AddressedQuerySet):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def links(self) -> list[dict[str, str]]:
        """The ``title``, ``slug`` and ``place`` of the published pages with a link, in order."""
        pages = self.published().exclude(place="").order_by("position", "title", "pk")
        return list(pages.values("title", "slug", "place"))


class SitePage(Addressed):
    """A page at ``/<slug>/``. Its body is public Markdown without curtains.

    A draft is on no public page. A former slug leads to the page.
    """

    class Place(models.TextChoices):
        NOWHERE = "", _("No link")
        MENU = "menu", _("Menu")
        FOOTER = "footer", _("Footer")

    title = models.CharField(_("title"), max_length=80)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("The address of the page: “imprint” for /imprint/."),
    )
    body = MarkdownxField(_("text"), max_length=100_000, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    place = models.CharField(
        _("link"),
        max_length=6,
        choices=Place.choices,
        blank=True,
        default=Place.FOOTER,
        help_text=_("Where each page of the site links to it, once it is published."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Links with a lower number come first.")
    )

    objects = SitePageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="site_page_has_a_title"),
            models.CheckConstraint(condition=~Q(slug=""), name="site_page_has_a_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:own_page", args=[self.slug])

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Raise `ValidationError` for a body with curtains and a slug that an address of the site
        has, too."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, messages in (("body", self._wrong_body()), ("slug", self._wrong_slug())):
            if messages and name not in errors and name not in (exclude or ()):
                errors[name] = [ValidationError(message) for message in messages]
        if errors:
            raise ValidationError(errors)

    def _wrong_body(self) -> list[str]:
        problems = parse(self.body, min_heading=MIN_HEADING).problems_without_curtains()
        return [
            gettext("Line %(line)d: %(message)s") % {"line": each.line, "message": each.message}
            for each in problems
        ]

    def _wrong_slug(self) -> list[str]:
        try:
            match = resolve(f"/{self.slug}/")
        except Resolver404:
            return []
        if not self.slug or match.view_name == "pages:own_page":
            return []
        return [
            gettext("The site itself has the address /%(slug)s/. Choose another slug.")
            % {"slug": self.slug}
        ]

    def _texts(self) -> list[tuple[str, str]]:
        return [(name, text) for name, text in super()._texts() if name != "body"]


class SitePageSlug(Address):
    page = models.ForeignKey(SitePage, models.CASCADE, verbose_name=_("page"), related_name="slugs")

    class Meta(Address.Meta):
        verbose_name = _("page address")
        verbose_name_plural = _("page addresses")
