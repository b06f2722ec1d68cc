"""The search index."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cast.models import Credit
from editions.models import Edition
from pages.search.words import indexed_lines
from spoilers import REDACTOR_VERSION


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def public(self) -> Self:
        """The documents that may be found now: those of live editions and of public pages."""
        live = Edition.objects.live().filter(redactor_version=REDACTOR_VERSION)
        kind = SearchDocument.Kind
        return self.filter(
            Q(kind=kind.REVIEW, object_id__in=live.values("pk"))
            | Q(kind=kind.PERSON, object_id__in=Credit.objects.public().values("person"))
            | Q(kind=kind.CRITIC, object_id__in=Edition.objects.live().values("critic"))
            | Q(kind__in=(kind.FILM, kind.FRANCHISE))
        )


class SearchDocument(models.Model):
    """The words of one thing that can be found, by field, as `pages.search.words.indexed` returns
    them.

    Nothing of it is shown: the texts of a hit are read from the edition, the film and so on. Each
    database also has a full text index, created by the migrations. Triggers (SQLite) or
    `pages.search.postgresql` keep it up to date. A migration that changes this table may drop it:
    `migrate` fills an empty index. In SQLite it must create the triggers again.
    """

    class Kind(models.TextChoices):
        FILM = "film", _("Film")
        REVIEW = "review", _("Review")
        PERSON = "person", _("Person")
        FRANCHISE = "franchise", _("Franchise")
        CRITIC = "critic", _("Critic")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    object_id = models.BigIntegerField(
        _("primary key"), help_text=_("Of the edition, the film, the person and so on.")
    )
    subject_id = models.BigIntegerField(
        _("primary key of the subject"),
        help_text=_("Of the review, the film, the person and so on. A review has many editions."),
    )
    language = models.CharField(_("language"), max_length=35)
    title = models.TextField(_("title"))
    also = models.TextField(_("other titles"), blank=True)
    names = models.TextField(_("names"), blank=True)
    lede = models.TextField(_("lede"), blank=True)
    recurring = models.TextField(_("words that recur in the body"), blank=True)
    body = models.TextField(_("body"), blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of the search")
        verbose_name_plural = _("documents of the search")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "language"], name="search_document_language")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["film", "review", "person", "franchise", "critic"]),
                name="search_document_kind_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {' '.join(indexed_lines(self.title))}"
