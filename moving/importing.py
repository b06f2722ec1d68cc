"""Moves a whole export in, post by post. A second run adds what is new."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from films.comparable_titles import comparable_title
from moving.imported import BrokenPost, ImportedPost, Reader
from moving.models import MovedItem
from moving.old_addresses import add_redirects, author_key, target_of
from moving.planning import Plan, plan_post, without_wrong_date
from moving.report import Outcome, PostReport, SiteReport
from moving.site_map import SiteMap
from moving.storing import Stored, add_site_redirects, publish_moved, store, untouched_draft
from moving.texts import NotConverted
from moving.tmdb_films import TmdbFilms

ID_LENGTH = 200
MOST_REASONS = 5

logger = logging.getLogger(__name__)


@dataclass
class SiteImport:
    """Moves in what ``reader`` reads. In a dry run nothing is written.

    Each post is one transaction. A post that fails is reported and does not stop the others.
    """

    reader: Reader
    site_map: SiteMap = field(default_factory=SiteMap)
    publishing: bool = False
    dry_run: bool = False
    report: SiteReport = field(default_factory=SiteReport)
    done: int = 0
    """How many posts an earlier run has done, which was ended before its time."""
    since: datetime | None = None
    """When that run began. What was moved in after it counts as moved in by this one."""
    tmdb: TmdbFilms = field(default_factory=TmdbFilms)
    _proposed: set[object] = field(default_factory=set)
    _planned_ids: set[str] = field(default_factory=set)

    def run(self) -> Iterator[PostReport]:
        """The reports of the posts, as they are done. Raises `moving.imported.SourceRefused`."""
        for post in islice(self.reader.posts(), self.done, None):
            if isinstance(post, ImportedPost):
                self.report.see(post)
            done = (
                self._broken(post.place, post.reason)
                if isinstance(post, BrokenPost)
                else self._move(post)
            )
            self.report.count(done)
            yield done
        if not self.dry_run:
            self.report.redirects += add_site_redirects(self.reader.site_redirects)
        yield from self._lead_on()
        self.report.passed_over = dict(self.reader.skipped.counts)

    def _lead_on(self) -> Iterator[PostReport]:
        """Redirect the other addresses of the site. The reports of those that lead nowhere."""
        for address in self.reader.old_addresses():
            if not address.paths:
                continue
            target = target_of(
                address,
                source=self.reader.source,
                site_map=self.site_map,
                planned=self._planned_ids,
            )
            if target is None:
                done = PostReport(address.paths[0][:300], Outcome.NOWHERE)
                self.report.count(done)
                yield done
            elif not self.dry_run:
                self.report.redirects += add_redirects(address, target)

    def _move(self, post: ImportedPost) -> PostReport:
        if not self.site_map.wants(post):
            reason = _("The file of --map does not want it.")
            return PostReport(post.place, Outcome.SKIPPED, made=(reason,))
        if not 0 < len(post.source_id) <= ID_LENGTH:
            return self._broken(post.place, _("Its id is missing or too long."))
        post = without_wrong_date(post)
        known = MovedItem.objects.of(self.reader.source, post.source_id)
        if item := known.select_related("review").first():
            return self._present(post, item)
        try:
            plan = plan_post(post, self.site_map, self.reader.files)
            if plan.is_empty:
                return PostReport(post.place, Outcome.SKIPPED, made=(_("It has no text."),))
            if self.dry_run:
                return self._planned(plan)
            plan.pictures.read()
            self._ask_tmdb(plan)
            stored = store(plan, source=self.reader.source, publishing=self.publishing)
        except NotConverted as error:
            return self._broken(post.place, *error.messages)
        except ValidationError as error:
            return self._broken(post.place, *error.messages)
        except DatabaseError as error:
            reason = _("The database did not accept it: %(reason)s")
            return self._broken(post.place, reason % {"reason": error})
        except Exception as error:
            # One post that nobody thought of must not stop all others. The message may quote it.
            logger.error("%s cannot be moved in: %s", post.place, type(error).__name__)
            reason = _("It cannot be read (%(kind)s). Copy it by hand.")
            return self._broken(post.place, reason % {"kind": type(error).__name__})
        return self._stored(plan, stored)

    def _ask_tmdb(self, plan: Plan) -> None:
        if plan.film.film and plan.film.is_new:
            plan.film.found, warning = self.tmdb.find(plan.film.film)
            plan.warnings += filter(None, [warning])

    def _broken(self, place: str, *reasons: str) -> PostReport:
        return PostReport(place, Outcome.BROKEN, warnings=reasons)

    def _present(self, post: ImportedPost, item: MovedItem) -> PostReport:
        slug = item.review.slug if item.review else ""
        is_ours = self.since is not None and item.moved_at >= self.since
        outcome = Outcome.DRAFT if is_ours else Outcome.PRESENT
        draft = untouched_draft(item) if self.publishing and post.was_public else None
        if draft is None or self.dry_run:
            if is_ours and item.review and item.review.editions.exists():
                outcome = Outcome.PUBLISHED
            return PostReport(post.place, outcome, slug)
        stored = Stored(draft)
        publish_moved(stored, post.published_at)
        outcome = Outcome.PUBLISHED if stored.is_published else outcome
        return PostReport(post.place, outcome, slug, warnings=tuple(_drafts(stored)))

    def _planned(self, plan: Plan) -> PostReport:
        film = plan.film.film
        key = (comparable_title(film.title), film.year) if film else None
        is_new = plan.film.is_new and key not in self._proposed
        self._proposed.add(key)
        new = {choice.critic.slug for choice in plan.critics if choice.critic and choice.is_new}
        added = len(new - self._proposed)
        self._proposed |= new
        self._planned_ids.add(plan.post.source_id)
        self._planned_ids |= {author_key(author) for author in plan.post.authors}
        self._count(plan, proposed=is_new, critics=added)
        return PostReport(
            plan.post.place,
            Outcome.DRAFT,
            made=_made(plan, is_new=is_new),
            warnings=_warnings(plan),
        )

    def _stored(self, plan: Plan, stored: Stored) -> PostReport:
        self._count(plan, proposed=plan.is_film_new, critics=plan.new_critics)
        return PostReport(
            plan.post.place,
            Outcome.PUBLISHED if stored.is_published else Outcome.DRAFT,
            stored.review.slug,
            _made(plan, is_new=plan.is_film_new),
            (*_warnings(plan), *stored.warnings, *_drafts(stored)),
        )

    def _count(self, plan: Plan, *, proposed: bool, critics: int) -> None:
        report = self.report
        report.films_proposed += proposed
        report.films_found += plan.film.film is not None and not proposed
        report.without_film += plan.film.film is None
        report.critics_added += critics
        report.pictures += plan.pictures.count


def _made(plan: Plan, *, is_new: bool) -> tuple[str, ...]:
    film = plan.film.film
    if film is None:
        return ()
    sentence = _("proposes the film %(film)s") if is_new else _("film %(film)s")
    return (sentence % {"film": film},)


def _warnings(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*plan.warnings, *plan.pictures.warnings]))


def _drafts(stored: Stored) -> list[str]:
    """The first reasons: a post with many pictures of other sites has one for each."""
    sentence = _("It stays a draft: %(reason)s")
    reasons, more = stored.not_published[:MOST_REASONS], stored.not_published[MOST_REASONS:]
    said = [sentence % {"reason": reason} for reason in reasons]
    if more:
        count = len(more)
        said.append(
            ngettext(
                "It stays a draft for %(count)d more reason. Its form has all of them.",
                "It stays a draft for %(count)d more reasons. Its form has all of them.",
                count,
            )
            % {"count": count}
        )
    return said
