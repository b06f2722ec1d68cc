"""The merges of people, characters, genres and films."""

from typing import Any

from django.db.models import F
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cast.models import Character, Credit, Person
from desk.merging.credits import CreditMoves, with_names
from desk.merging.merge import Merge, MergeRefused
from films.models import AlternativeTitle, Film, FranchiseEntry, Genre, WatchLink
from films.timeline import Contradiction
from reviews.models import Review


class GenreMerge(Merge):
    def move(self) -> None:
        films = list(self.gone.films.all())
        self.kept.films.add(*films)
        self.gone.films.clear()
        self.moved(Film._meta.verbose_name_plural, list(map(str, films)))


class CreditsMerge(Merge):
    """A merge that moves credits."""

    def move_credits(self, moves: CreditMoves, films: dict[int, int] | None = None) -> None:
        """Finish ``moves`` and report them."""
        editions = moves.finish(films or {})
        self.moved(Credit._meta.verbose_name_plural, moves.moved)
        self.report.conflicts += moves.conflicts
        self.moved(_("Editions, whose words stay as they are"), list(map(str, editions)))


class PersonMerge(CreditsMerge):
    derived = frozenset({"sort_name"})

    def move(self) -> None:
        moves = CreditMoves(with_names(self.kept.credits))
        for credit in with_names(self.gone.credits):
            moves.move(credit, self._recast)
        self.move_credits(moves)

    def _recast(self, credit: Credit) -> None:
        credit.person = self.kept


class CharacterMerge(CreditsMerge):
    derived = frozenset({"franchise"})

    def move(self) -> None:
        moves = CreditMoves(with_names(self.kept.credits))
        for credit in with_names(self.gone.credits):
            moves.move(credit, self._rename)
        self.move_credits(moves)
        self._choose_franchise()

    def _rename(self, credit: Credit) -> None:
        credit.characters.add(self.kept)
        credit.characters.remove(self.gone)
        # What was prefetched has the character that goes.
        credit._prefetched_objects_cache.clear()  # type: ignore[attr-defined]

    def _choose_franchise(self) -> None:
        other = self.gone.franchise
        if other is None or other == self.kept.franchise:
            return
        values = {"franchise": other, "character": self.kept}
        namesakes = Character.objects.filter(franchise=other, slug=self.kept.slug)
        if self.kept.franchise is None and not namesakes.exclude(pk=self.gone.pk).exists():
            self.kept.franchise = other
            self.report.filled.append(_("franchise: %(franchise)s") % values)
        else:
            self.report.conflicts.append(
                _("“%(character)s” no longer belongs to the franchise “%(franchise)s”.") % values
            )


class FilmMerge(CreditsMerge):
    derived = frozenset({"status"})

    def move(self) -> None:
        # Only who may change films merges them.
        self.kept.is_confirmed = True
        self._move_reviews()
        moves = CreditMoves(with_names(self.kept.credits))
        for credit in with_names(self.gone.credits):
            moves.move(credit, self._to_kept)
        self.move_credits(moves, {self.gone.pk: self.kept.pk})
        self._move_spoils()
        self._move_entries()
        self._move_titles_and_links()
        self._keep_one_trailer()
        for project in self.gone.projects.all():
            project.film = self.kept
            project.save()
            self.report.moved.setdefault(_("Projects"), []).append(str(project))
        genres = [each for each in self.gone.genres.all() if each not in self.kept.genres.all()]
        self.kept.genres.add(*genres)
        self.moved(Genre._meta.verbose_name_plural, list(map(str, genres)))
        if self.kept.release_date is None and self.gone.release_date:
            self.kept.status = self.gone.status
            self.kept.release_precision = self.gone.release_precision

    def _to_kept(self, credit: Credit) -> None:
        credit.film = self.kept

    def _move_reviews(self) -> None:
        reviews = Review.everything.select_for_update().filter(film=self.gone).order_by("pk")
        names = [str(review) for review in reviews]
        # A desk that is open knows the film that goes.
        reviews.order_by().update(film=self.kept, version=F("version") + 1)
        self.moved(Review._meta.verbose_name_plural, names)

    def _move_spoils(self) -> None:
        sections = list(self.gone.spoiled_in_sections.select_related("review"))
        for section in sections:
            section.spoils.add(self.kept)
            section.spoils.remove(self.gone)
        names = [f"{section.review.headline}: {section}" for section in sections]
        self.moved(_("Sections that spoil it"), names)
        Review.objects.filter(sections__in=sections).update(version=F("version") + 1)

    def _move_titles_and_links(self) -> None:
        """Those that both films have stay once."""
        titles = {(each.title, each.country) for each in self.kept.alternative_titles.all()}
        links = {(each.url, each.country) for each in self.kept.watch_links.all()}
        for row in self.gone.alternative_titles.all():
            self._move_row(row, is_there=(row.title, row.country) in titles)
        for row in self.gone.watch_links.all():
            self._move_row(row, is_there=(row.url, row.country) in links)

    def _move_row(self, row: AlternativeTitle | WatchLink, *, is_there: bool) -> None:
        if is_there:
            row.delete()
            return
        row.film = self.kept
        row.save()
        kind = str(row._meta.verbose_name_plural)
        self.report.moved.setdefault(kind, []).append(str(row))

    def _keep_one_trailer(self) -> None:
        """The still and the date of one trailer are not put beside the address of another."""
        if not (self.kept.trailer_url and self.gone.trailer_url):
            return
        for name in ("trailer_still", "trailer_date"):
            if value := getattr(self.gone, name):
                column: Any = Film._meta.get_field(name)
                self.report.dropped.append(f"{column.verbose_name}: {localize(value)}")
                setattr(self.gone, name, None)

    def _move_entries(self) -> None:
        there = {entry.franchise_id: entry for entry in self.kept.franchise_entries.all()}
        moved = []
        for entry in self.gone.franchise_entries.select_related("franchise"):
            if entry.franchise_id in there:
                self._absorb(there[entry.franchise_id], entry)
            else:
                entry.film = self.kept
                entry.save()
                moved.append(str(entry))
            try:
                entry.franchise.in_universe()
            except Contradiction as error:
                raise MergeRefused(str(error)) from error
        self.moved(FranchiseEntry._meta.verbose_name_plural, moved)

    def _absorb(self, stays: FranchiseEntry, goes: FranchiseEntry) -> None:
        self.report.conflicts.append(
            _("Both are in the franchise “%(franchise)s”. The entry “%(kept)s” stays.")
            % {"franchise": stays.franchise, "kept": stays.label or stays.film}
        )
        for name in ("label", "note", "after", "before"):
            if not getattr(stays, name):
                setattr(stays, name, getattr(goes, name))
        if stays.after == goes or stays.after == stays:
            stays.after = None
        if stays.before == goes or stays.before == stays:
            stays.before = None
        for name in ("after", "before"):
            for other in FranchiseEntry.objects.filter(**{name: goes}).exclude(pk=stays.pk):
                setattr(other, name, stays)
                other.save()
        stays.save()
        goes.delete()


MERGES: dict[type, type[Merge]] = {
    Person: PersonMerge,
    Character: CharacterMerge,
    Genre: GenreMerge,
    Film: FilmMerge,
}
