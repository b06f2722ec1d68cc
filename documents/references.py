"""What a document refers to, looked up in the database before anything is written."""

import re
from dataclasses import replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.credit_matching import FilmCredit, film_credits
from documents.credit_names import CreditLookup
from documents.errors import Findings, shortened
from documents.facts import EntryFacts, FilmFacts, Named, SlugAt
from documents.film_titles import check_titles
from documents.identities import Identities, with_identities
from documents.parsing import ReviewDocument
from editions.content import NoteContent
from editions.parts import BY_KEY, PARTS
from films.models import Film, FilmSlug, FranchiseEntry
from images.slugs import slug_for
from reviews.bylines import joined_names
from reviews.models import ContentNoteLabel, Critic, Review, ReviewSlug

CHUNK = 500
"""How many values one query asks for."""

_SEVERAL_NAMES = re.compile(r"\w, \w|\w (?:&|and|und) \w")

_SPOILS = re.compile(r'spoils="([^"]*)"')


class References:
    """The review, the films and the credits that ``document`` names. Nothing is written."""

    def __init__(self, document: ReviewDocument, findings: Findings, *, update: bool) -> None:
        self.findings = findings
        self.update = update
        self.film = Film.objects.by_slug(document.facts.film.slug).first()
        self.facts = with_identities(document.facts, self.film, findings, update=update)
        self.document = replace(document, facts=self.facts)
        self.review = (
            Review.objects.filter(slug=self.facts.content.slug).select_related("film").first()
        )

    # Films

    @cached_property
    def described(self) -> dict[str, FilmFacts]:
        """The films that the front matter describes, by slug; the first of two with one slug."""
        films = reversed(self.facts.films())
        return {film.slug: film for film in films if film.columns is not None}

    @cached_property
    def stored_slugs(self) -> set[str]:
        """Of the slugs of films that the document may name, those that a film has or had."""
        named = {film.slug for film in self.facts.films()}
        for film in self.facts.films():
            for entry in film.entries:
                named |= {other.slug for other in (entry.after, entry.before) if other}
        named |= {project.film.slug for project in self.facts.projects if project.film}
        for slugs in _SPOILS.findall(self.document.source.body):
            named |= set(slugs.split())
        wanted, stored = sorted(named), set()
        for start in range(0, len(wanted), CHUNK):
            slugs = FilmSlug.objects.filter(slug__in=wanted[start : start + CHUNK])
            stored |= set(slugs.values_list("slug", flat=True))
        return stored

    def film_id(self, slug: str) -> int | None:
        """None for a film that neither exists nor is described, else 0: what `spoilers` asks for.

        If the front matter is broken, every film counts as described.
        """
        return 0 if self.document.is_broken or self._is_film(slug) else None

    def _is_film(self, slug: str) -> bool:
        return slug in self.stored_slugs or slug in self.described

    # Credits

    @cached_property
    def credits(self) -> list[FilmCredit]:
        """The credits that the document lists, then the others of the film: a critique may cover
        either."""
        return film_credits(self.facts.credits, self.film)

    def critique_credits(self) -> list[tuple[int, ...]]:
        """For each critique the indexes of its credits in `credits`. Reports a critique that no
        credit matches."""
        critiques = self.document.critiques
        lookup = CreditLookup([credit.names for credit in self.credits] if critiques else [])
        return [
            lookup.by_heading(critique.value.heading, critique.line, self.findings)
            if critique.credits is None
            else lookup.by_words(critique.credits, critique.line, self.findings)
            for critique in critiques
        ]

    def hidden_texts(self, critique_credits: list[tuple[int, ...]]) -> set[str]:
        """The keys of the texts that are hidden whole."""
        content = self.document.content
        hidden = {key for part in PARTS for key, item in part.items(content) if part.hides(item)}
        for number, indexes in enumerate(critique_credits, 1):
            if any(self.credits[at].is_spoiler for at in indexes):
                hidden.add(BY_KEY["cast"].item_key(number))
        return hidden

    # Labels of content notes

    @cached_property
    def labels(self) -> dict[str, ContentNoteLabel]:
        """The labels of the content notes by their names in the document, stored or new. Reports
        those whose slug belongs to another label."""
        named = {
            note.name: Named(
                note.name,
                slug_for(ContentNoteLabel, note.name),
                self.document.lines.plain[key, "name"],
            )
            for key, note in reversed(self._labelled_notes())
        }
        every = ContentNoteLabel.objects.all()
        found = Identities(every, "name", named.values(), self.findings, update=self.update)
        slugs = {name: found.of(each).slug for name, each in named.items()}
        labels = {each.slug: each for each in every.filter(slug__in=slugs.values())}
        return {
            name: labels.setdefault(slug, ContentNoteLabel(name=name, slug=slug))
            for name, slug in slugs.items()
        }

    def _labelled_notes(self) -> list[tuple[str, NoteContent]]:
        notes = BY_KEY["notes"].items(self.document.content)
        return [(key, note) for key, note in notes if note.name]

    def _check_labels(self) -> None:
        for key, note in self._labelled_notes():
            label = self.labels[note.name]
            if label._state.adding:
                try:
                    label.clean_fields()
                except ValidationError as error:
                    for message in error.messages:
                        self.findings.error(self.document.lines.plain[key, "name"], message)

    # Errors

    def _check_critics(self) -> None:
        """Report a critic who is named twice. Warns of critics whom the update removes."""
        lines: dict[str, int] = {}
        for critic in self.facts.critics:
            if critic.slug in lines:
                self.findings.error(
                    critic.line,
                    _("The critic “%(name)s” is named twice, first on line %(line)d. Keep one."),
                    name=shortened(critic.name),
                    line=lines[critic.slug],
                )
            lines.setdefault(critic.slug, critic.line)
            self._warn_of_several(critic)
        signed = self.review.signed_by() if self.review and self.update else []
        removed = [critic.display_name for critic in signed if critic.slug not in lines]
        if removed and self.facts.critics:
            self.findings.warn(
                self.facts.critics[0].line,
                _("The byline loses %(names)s."),
                names=joined_names(f"“{shortened(name)}”" for name in removed),
            )

    def _warn_of_several(self, critic: Named) -> None:
        named = Critic.objects.filter(slugs__slug=critic.slug)
        if _SEVERAL_NAMES.search(critic.name) and not named.exists():
            self.findings.warn(
                critic.line,
                _(
                    "“%(name)s” is taken for one critic. For several, write a list such as "
                    "[Ada Test, Bo Proof]."
                ),
                name=shortened(critic.name),
            )

    def _check_former_slug(self) -> None:
        """A former slug redirects to its review, so no other review may get it."""
        slug = self.facts.content.slug
        if former := ReviewSlug.objects.filter(slug=slug).select_related("review").first():
            self.findings.error(
                self.facts.lines["slug"],
                _(
                    "“%(slug)s” is a former slug of the review “%(headline)s”, which has the slug "
                    "“%(present)s” now. Write that slug, or another one."
                ),
                slug=slug,
                headline=former.review.headline,
                present=former.review.slug,
            )

    def check(self) -> None:
        """Report a taken slug, films and franchises that do not exist, and a released film without
        a date."""
        facts = self.facts
        if self.review is None:
            self._check_former_slug()
        if self.review and not self.update:
            self.findings.error(
                facts.lines["slug"],
                _(
                    "A review with the slug “%(slug)s” exists: “%(headline)s”. Choose another "
                    "slug, or import with --update to replace its text."
                ),
                slug=self.review.slug,
                headline=self.review.headline,
            )
        if facts.film.slug and facts.film.columns is None:
            self._expect_film(SlugAt(facts.film.slug, facts.film.line))
        self._check_critics()
        check_titles(self.facts, self.findings, update=self.update)
        for film in facts.films():
            self._check_release(film)
            for entry in film.entries:
                self._check_entry(film, entry)
        for project in facts.projects:
            if project.film and project.film.slug:
                self._expect_film(project.film)
            if project.franchise is None and not self._has_franchise:
                self.findings.error(
                    project.line,
                    _(
                        "The film belongs to no franchise. Name the franchise of the project "
                        "with “franchise: …”."
                    ),
                )
        self._check_labels()
        for key, section in BY_KEY["story"].items(self.document.content):
            for ref in section.spoils:
                line = self.document.lines.plain[key, "heading"]
                self._expect_film(SlugAt(ref.slug, line))

    @cached_property
    def _has_franchise(self) -> bool:
        """Whether the film under review is in a franchise, or will be."""
        is_stored = self.film and FranchiseEntry.objects.filter(film=self.film).exists()
        return bool(self.facts.film.entries or is_stored)

    def _expect_film(self, named: SlugAt) -> bool:
        if self._is_film(named.slug):
            return True
        self.findings.error(
            named.line,
            _(
                "There is no film “%(slug)s”.%(hint)s Correct the slug, or describe it in "
                "related_films."
            ),
            slug=named.slug,
            hint=self.findings.did_you_mean(named.slug, self.described),
        )
        return False

    def _check_release(self, film: FilmFacts) -> None:
        """A released film needs a release date, given or stored."""
        columns = film.columns or {}
        if columns.get("status") != Film.Status.RELEASED or columns.get("release"):
            return
        is_reviewed = film is self.facts.film
        is_written = film.slug not in self.stored_slugs or (self.update and is_reviewed)
        has_date = is_reviewed and self.film and self.film.release
        keeps_date = has_date and "release" not in columns
        # A date that could not be read has been reported.
        is_wrong = "release_date" in film.lines and "release" not in columns
        if is_written and not keeps_date and not is_wrong:
            self.findings.error(
                film.lines["status"],
                _("A released film needs a release date. Add release_date, or change status."),
            )

    def _check_entry(self, film: FilmFacts, entry: EntryFacts) -> None:
        for other in (entry.after, entry.before):
            if not other or not other.slug or not self._expect_film(other):
                continue
            if other.slug == film.slug:
                self.findings.error(other.line, _("A film cannot be set before or after itself."))
            elif not self._is_in_franchise(other.slug, entry.franchise.slug):
                self.findings.error(
                    other.line,
                    _(
                        "“%(slug)s” is not in the franchise “%(franchise)s”. Describe it in "
                        "related_films with that franchise."
                    ),
                    slug=other.slug,
                    franchise=entry.franchise.name,
                )

    def _is_in_franchise(self, film: str, franchise: str) -> bool:
        described = self.described.get(film)
        if described and any(entry.franchise.slug == franchise for entry in described.entries):
            return True
        entries = FranchiseEntry.objects.filter(franchise__slug=franchise)
        return entries.filter(film__slugs__slug=film).exists()
