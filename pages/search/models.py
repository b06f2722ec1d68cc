"""The search index."""

from functools import cached_property
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cast.models import Credit
from editions.models import Edition
from films.row_tests import has_row
from pages.search.words import indexed_lines
from spoilers import REDACTOR_VERSION


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def public(self) -> Self:
        """The documents that may be found now: those of live editions and of public pages.

        Each document is tested by itself. Whoever needs few documents does not read the keys of all
        live editions.
        """
        live, credits = Edition.objects.live(), Credit.objects.public()
        rendered = live.filter(redactor_version=REDACTOR_VERSION)
        kind, own = SearchDocument.Kind, OuterRef("object_id")
        return self.filter(
            Q(kind=kind.REVIEW) & has_row(rendered.filter(pk=own))
            | Q(kind=kind.PERSON) & has_row(credits.filter(person=own))
            | Q(kind=kind.CRITIC) & has_row(live.filter(critics=own))
            | Q(kind__in=(kind.FILM, kind.FRANCHISE, kind.PAGE))
        )

    @cached_property
    def condition(self) -> tuple[str, tuple[Any, ...]]:
        """The condition of these documents, which join no table, as SQL with parameters."""
        compiler = self.query.get_compiler(self.db)
        sql, parameters = compiler.compile(self.query.where) if self.query.where else ("1 = 1", ())
        return sql, tuple(parameters)


class SearchDocument(models.Model):
    """The words of one thing that can be found, by field, as `pages.search.words.indexed` returns
    them.

    The primary key, from `document_id`, is higher for a document that is listed before another
    one. Both databases find documents in the order of their keys, so they can stop after a page.

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
        PAGE = "page", _("Page")

    id = models.BigIntegerField(primary_key=True)
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

    has_new_names = True
    """Whether words of titles and names may have to be stored for `misspellings`, too."""

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
                condition=Q(kind__in=["film", "review", "person", "franchise", "critic", "page"]),
                name="search_document_kind_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {' '.join(indexed_lines(self.title))}"


class NameSpelling(models.Model):
    """A word of a title or name in the index, and a variant by which `misspellings` finds it.

    Words that no name has any more stay here until the index is rebuilt. Who reads them must ask
    the public documents for them.
    """

    variant = models.CharField(_("variant"), max_length=7)
    word = models.CharField(_("word"), max_length=200, db_index=True)

    class Meta:
        verbose_name = _("spelling of a name")
        verbose_name_plural = _("spellings of names")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["variant", "word"], name="name_spelling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.word}"


class SearchRebuild(models.Model):
    """How far `pages.search.rebuilding` has come; there is no row if it has finished.

    All documents of the kinds before ``kind`` are as they should be, and those of this kind up to
    the primary key ``done``.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SearchDocument.Kind.choices)
    done = models.BigIntegerField(_("last primary key that is done"), default=0)

    class Meta:
        verbose_name = _("rebuild of the search")
        verbose_name_plural = _("rebuilds of the search")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind}, {self.done}"


KIND_SHIFT = 58
SUBJECT_SHIFT = 20


def document_id(kind: str, subject_id: int, number: int = 0) -> int:
    """The key of a document. Its bits, from the highest: the kind, the first of
    `SearchDocument.Kind` as the highest; ``subject_id``, up to 38 bits; and ``number``, that of an
    edition, up to 20 bits."""
    kinds = SearchDocument.Kind.values
    place = len(kinds) - kinds.index(kind)
    return place << KIND_SHIFT | subject_id << SUBJECT_SHIFT | number


ALL_KEYS = (0, 2**63 - 1)


def keys_of(kind: str) -> tuple[int, int]:
    """The lowest and the highest key that a document of ``kind`` may have; of any kind for ""."""
    if not kind:
        return ALL_KEYS
    lowest = document_id(kind, 0)
    return lowest, lowest + (1 << KIND_SHIFT) - 1


def kind_of(pk: int) -> str:
    """The kind of the document with the key ``pk``."""
    kinds = SearchDocument.Kind.values
    return kinds[len(kinds) - (pk >> KIND_SHIFT)]
