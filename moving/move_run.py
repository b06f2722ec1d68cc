"""Checks an uploaded site or moves it in, and writes down how far it has come after each post."""

import logging
from dataclasses import dataclass, field
from time import monotonic

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moving.image_files import ImageFiles
from moving.imported import SourceRefused
from moving.importing import SiteImport
from moving.move_models import MoveLine, SiteMove
from moving.move_options import site_map_of
from moving.readers import READERS
from moving.report import Outcome, PostReport
from moving.uploads import export_of, pictures_of

LINES_AT_ONCE = 100
SECONDS = 1

logger = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody wants the run to stop."""


def work(move: SiteMove) -> None:
    """Do what the state of ``move`` asks for. It is another one at the end.

    The caller has the lock of ``move``. Raises `DatabaseError`; the run can then go on later.
    """
    is_running = move.state == move.State.RUNNING
    ended = move.State.PAUSED if is_running else move.State.REFUSED
    try:
        _work(move, is_running=is_running)
    except Stopped:
        _end(move, ended, "" if is_running else _("The check was stopped."))
    except SourceRefused as refused:
        _end(move, ended, _without_folders(str(refused), move))
    except DatabaseError:
        raise
    except MemoryError:
        _end(move, ended, _("The file is too large for the memory of the server."))
    except OSError as error:
        logger.error("Site %d cannot be moved in: %s", move.pk, error.strerror)
        _end(move, ended, _("A file cannot be read or written: %s.") % (error.strerror or "?"))
    except Exception as error:
        # A file that nobody thought of. The message may quote it.
        logger.error("Site %d cannot be moved in: %s", move.pk, type(error).__name__)
        sentence = _("The file cannot be read (%(kind)s). Export it again.")
        _end(move, ended, sentence % {"kind": type(error).__name__})


def _work(move: SiteMove, *, is_running: bool) -> None:
    if not is_running:
        move.lines.all().delete()
        move.done, move.counts = 0, {}
    else:
        # The addresses come after all posts, and are looked up again.
        move.lines.filter(outcome=Outcome.NOWHERE).delete()
        move.counts.get("outcomes", {}).pop(Outcome.NOWHERE, None)
    kind, path = export_of(move)
    site_map = site_map_of(move.options)
    reader = READERS[kind](path, ImageFiles(pictures_of(move)), site_map)
    move.kind, move.total = kind, max(reader.total, move.done)
    site = SiteImport(
        reader,
        site_map,
        move.publishes,
        dry_run=not is_running,
        report=move.report,
        done=move.done,
        since=move.started_at if is_running else None,
    )
    progress = _Progress(move, site, at_once=1 if is_running else LINES_AT_ONCE)
    progress.write()
    for post in site.run():
        progress.add(post)
    progress.write()
    _end(move, move.State.DONE if is_running else move.State.CHECKED)


@dataclass
class _Progress:
    """Writes the lines of the report, ``at_once`` of them, each with the number of posts done."""

    move: SiteMove
    site: SiteImport
    at_once: int
    lines: list[MoveLine] = field(default_factory=list)
    told: float = field(default_factory=monotonic)
    posts: int = 0
    """How many of the lines are about posts; the others are about addresses."""

    def __post_init__(self) -> None:
        self.number = self.move.done

    def add(self, post: PostReport) -> None:
        self.number += 1
        self.posts += post.outcome is not Outcome.NOWHERE
        self.lines.append(MoveLine.of(self.move, self.number, post))
        if len(self.lines) >= self.at_once or monotonic() - self.told > SECONDS:
            self.write()

    def write(self) -> None:
        """Raises `Stopped`."""
        move = self.move
        self.told = monotonic()
        move.done += self.posts
        self.posts = 0
        move.total = max(move.total, move.done)
        move.counts = self.site.report.as_json()
        with transaction.atomic():
            MoveLine.objects.bulk_create(self.lines)
            move.save(update_fields=["kind", "done", "total", "counts", "used_at"])
        self.lines = []
        move.refresh_from_db(fields=["is_stopping"])
        if move.is_stopping:
            raise Stopped


def _end(move: SiteMove, state: SiteMove.State, problem: str = "") -> None:
    move.state, move.problem, move.is_stopping = state, problem, False
    move.used_at = timezone.now()
    move.save(update_fields=["state", "problem", "is_stopping", "used_at", "counts", "total"])


def _without_folders(sentence: str, move: SiteMove) -> str:
    """``sentence`` with the names that files had, not with those of the server's folders."""
    for folder in (move.path / "named", move.path / "site", move.path / "pictures", move.path):
        sentence = sentence.replace(f"{folder}/", "")
        sentence = sentence.replace(str(folder), move.file_name)
    return sentence
