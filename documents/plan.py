"""What of a document is there already, looked up before anything is written."""

import re
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _

from documents.cast_list import CastList
from documents.credit_rows import StoredCredit, casting_in, credits_of, matched
from documents.errors import Findings
from documents.facts import CreditFacts, EntryFacts, FilmFacts, SlugAt
from documents.parsing import ReviewDocument
from editions.parts import BY_KEY, PARTS
from films.models import Film, FilmSlug, FranchiseEntry
from reviews.models import Review

CHUNK = 500
"""How many values one query asks for."""

_SPOILS = re.compile(r'spoils="([^"]*)"')


class Plan:
    """The document beside the rows. Making one reads only; `check` reports what does not fit."""

    def __init__(self, document: ReviewDocument, findings: Findings) -> None:
        self.document = document
        self.facts = document.facts
        self.findings = findings
        self.film = Film.objects.by_slug(self.facts.film.slug).first()
        self.review = Review.objects.filter(slug=self.facts.slug).select_related("film").first()

    @cached_property
    def films(self) -> dict[str, FilmFacts]:
        return {film.slug: film for film in reversed(self.facts.films())}

    @cached_property
    def stored_slugs(self) -> set[str]:
        """The slugs, of all that the document may mean as films, that a film has or had."""
        named = {film.slug for film in self.facts.films()}
        for entry in self.entries():
            named |= {other.slug for other in (entry.after, entry.before) if other}
        named |= {project.film.slug for project in self.facts.projects if project.film}
        for slugs in _SPOILS.findall(self.document.source.body):
            named |= set(slugs.split())
        wanted, stored = sorted(named), set()
        for start in range(0, len(wanted), CHUNK):
            slugs = FilmSlug.objects.filter(slug__in=wanted[start : start + CHUNK])
            stored |= set(slugs.values_list("slug", flat=True))
        return stored

    def entries(self) -> list[EntryFacts]:
        return [entry for film in self.facts.films() for entry in film.entries]

    def film_id(self, slug: str) -> int | None:
        """Not None if there is a film with this slug, or will be; for `ParsedText.malformed`."""
        return 0 if self.document.broken or self.is_film(slug) else None

    def is_film(self, slug: str) -> bool:
        described = self.films.get(slug)
        return slug in self.stored_slugs or bool(described and described.columns is not None)

    @cached_property
    def credits(self) -> list[tuple[CreditFacts, StoredCredit | None]]:
        """Those that the document lists, in its order, each with the row that it is."""
        matches = matched(self.facts.credits, self.stored_credits)
        return list(zip(self.facts.credits, matches, strict=True))

    @cached_property
    def other_credits(self) -> list[StoredCredit]:
        """What else the film has: a critique may mean these, too."""
        listed = {row.pk for _facts, row in self.credits if row}
        return [row for row in self.stored_credits if row.pk not in listed]

    @cached_property
    def stored_credits(self) -> list[StoredCredit]:
        return credits_of(self.film) if self.film else []

    def critique_credits(self) -> list[tuple[int, ...]]:
        """For each critique the places of its credits among `credits` and, after these,
        `other_credits`; what matches none is reported."""
        if not self.document.critique_headings:
            return []
        listed = [casting_in(facts) for facts, _row in self.credits]
        cast = CastList([*listed, *(row.casting for row in self.other_credits)])
        found = []
        for heading in self.document.critique_headings:
            if heading.words is not None:
                found.append(cast.by_words(heading.words, heading.line, self.findings))
            else:
                found.append(cast.by_heading(heading.text, heading.line, self.findings))
        return found

    def hidden_texts(self, critique_credits: list[tuple[int, ...]]) -> set[str]:
        """The keys of the texts that are hidden whole: ``critique_credits`` are of these places."""
        secret = self._secret_places() if critique_credits else set()
        content = self.document.content
        hidden = {key for part in PARTS for key, item in part.items(content) if part.hides(item)}
        for number, places in enumerate(critique_credits, 1):
            if not secret.isdisjoint(places):
                hidden.add(BY_KEY["cast"].item_key(number))
        return hidden

    def _secret_places(self) -> set[int]:
        listed = (_is_secret(facts, row) for facts, row in self.credits)
        others = (row.is_spoiler for row in self.other_credits)
        return {place for place, is_secret in enumerate(chain(listed, others)) if is_secret}

    def check(self, *, update: bool) -> None:
        facts = self.facts
        if self.review and not update:
            self.findings.error(
                facts.lines["slug"],
                _(
                    "A review with the slug “%(slug)s” exists: “%(headline)s”. Choose another "
                    "slug, or import with --update to replace its text."
                )
                % {"slug": facts.slug, "headline": self.review.headline},
            )
        if facts.film.slug and facts.film.columns is None:
            self._expect_film(SlugAt(facts.film.slug, facts.film.line))
        for film in facts.films():
            self._check_release(film, update=update)
            for entry in film.entries:
                self._check_place(film, entry)
        for project in facts.projects:
            if project.film and project.film.slug:
                self._expect_film(project.film)
            if project.franchise is None and not (facts.film.entries or self._has_franchise):
                self.findings.error(
                    project.line,
                    _(
                        "The film is in no franchise: say which one the project belongs to, "
                        "“franchise: …”."
                    ),
                )
        for key, section in BY_KEY["story"].items(self.document.content):
            for ref in section.spoils:
                line = self.document.lines.plain[key, "heading"]
                self._expect_film(SlugAt(ref.slug, line))

    @cached_property
    def _has_franchise(self) -> bool:
        return FranchiseEntry.objects.filter(film=self.film).exists() if self.film else False

    def _expect_film(self, named: SlugAt) -> bool:
        if self.is_film(named.slug):
            return True
        self.findings.error(
            named.line,
            _(
                "There is no film “%(slug)s”.%(hint)s Correct the slug, or describe it in "
                "related_films."
            )
            % {
                "slug": named.slug,
                "hint": self.findings.did_you_mean(named.slug, self._described()),
            },
        )
        return False

    def _described(self) -> list[str]:
        return [slug for slug, film in self.films.items() if film.columns is not None]

    def _check_release(self, film: FilmFacts, *, update: bool) -> None:
        """A released film has a day; whether it is given, or there already."""
        columns = film.columns or {}
        if columns.get("status") != Film.Status.RELEASED or columns.get("release_date"):
            return
        is_reviewed = film is self.facts.film
        changes = film.slug not in self.stored_slugs or (update and is_reviewed)
        has_date = is_reviewed and self.film and self.film.release_date
        keeps_date = has_date and "release_date" not in columns
        if changes and not keeps_date and "release_date" not in self._wrong_keys(film):
            self.findings.error(
                film.lines["status"],
                _("A released film has a release date: give release_date, or another status."),
            )

    def _wrong_keys(self, film: FilmFacts) -> set[str]:
        """Keys that were given but could not be read: they have been reported."""
        return {key for key in film.lines if film.columns and key not in film.columns}

    def _check_place(self, film: FilmFacts, entry: EntryFacts) -> None:
        for other in (entry.after, entry.before):
            if not other or not other.slug or not self._expect_film(other):
                continue
            if other.slug == film.slug:
                self.findings.error(other.line, _("A film is not set before or after itself."))
            elif not self._is_in_franchise(other.slug, entry.franchise.slug):
                self.findings.error(
                    other.line,
                    _(
                        "“%(slug)s” has no place in the franchise “%(franchise)s”: describe it in "
                        "related_films, with its franchise."
                    )
                    % {"slug": other.slug, "franchise": entry.franchise.name},
                )

    def _is_in_franchise(self, film: str, franchise: str) -> bool:
        described = self.films.get(film)
        if described and any(entry.franchise.slug == franchise for entry in described.entries):
            return True
        entries = FranchiseEntry.objects.filter(franchise__slug=franchise)
        return entries.filter(film__slugs__slug=film).exists()


def _is_secret(facts: CreditFacts, row: StoredCredit | None) -> bool:
    """Whether the credit is, or is to be, a surprise."""
    return bool(facts.columns.get("is_spoiler") or (row and row.is_spoiler))
