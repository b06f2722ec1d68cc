"""Makes the whole search index anew, while readers search the old one.

The objects are taken in the order of their keys, some at a time. Their documents are computed
without a lock, by several processes, and compared with those in the index. Only differences are
written, each time in a short transaction that queues with the editors' changes. After a kill, the
next run goes on where the last one stopped.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Thread
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model

from cast.models import Character, Credit, Person
from editions.migrated_models import is_as_in
from editions.models import Edition, EditionBody, EditionByline, Generation
from films.models import AlternativeTitle, Film, Franchise, Genre
from pages.search.entries import FIELDS, Kind, in_batches, search_entries
from pages.search.index import document, write
from pages.search.misspellings import delete_unused_words
from pages.search.models import NameSpelling, SearchDocument, SearchRebuild
from reviews.models import Critic
from site_settings.models import SitePage

AT_ONCE = 200
"""Objects whose documents are compared, and written in one transaction."""

MAX_PROCESSES = 4
MIN_TASKS_TO_SHARE = 20

LAST = 2**63 - 1

OBJECTS: dict[Kind, type[Model]] = {
    Kind.FILM: Film,
    Kind.REVIEW: EditionBody,
    Kind.PERSON: Person,
    Kind.FRANCHISE: Franchise,
    Kind.CRITIC: Critic,
    Kind.PAGE: SitePage,
}
"""The models whose rows have a document, by the kind of it."""

SOURCES: tuple[type[Model], ...] = (
    *OBJECTS.values(),
    Edition,
    EditionByline,
    AlternativeTitle,
    Genre,
    Credit,
    Character,
)
"""The models that documents are made from."""

_COLUMNS = ("pk", "object_id", "subject_id", "language", *FIELDS, "recurring")


@dataclass(frozen=True, slots=True)
class Task:
    """The objects ``ids``, which are all after ``after`` and up to ``upto``. ``writes_all``: also
    documents that have not changed."""

    kind: Kind
    ids: list[int]
    after: int
    upto: int
    writes_all: bool


@dataclass(slots=True)
class Differences:
    """What the index lacks and has too much, as it was at ``generation``."""

    generation: int
    rows: list[SearchDocument] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


def rebuild(
    progress: Callable[[int, int], None] = lambda done, of: None,
    *,
    from_start: bool = False,
) -> int:
    """Make all documents as they should be; returns how many there are.

    ``progress`` is called with the number of objects that are done, and of all. ``from_start``:
    begin anew after a run that was stopped, and write all documents, also those that have not
    changed.
    """
    if from_start:
        SearchRebuild.objects.all().delete()
    tasks, done = _tasks(writes_all=from_start)
    total = done + sum(len(task.ids) for task in tasks)
    for task, found in _compared(tasks):
        _apply(task, found)
        done += len(task.ids)
        progress(done, total)
    with transaction.atomic():
        _lock()
        delete_unused_words()
    SearchRebuild.objects.all().delete()
    return SearchDocument.objects.count()


def build_if_empty(using: str, apps: Apps = current_apps, **_signal: Any) -> None:
    """Receives `post_migrate`: builds the index of a site that was filled before it had one, and
    goes on with a rebuild that was stopped.

    ``apps`` has the models as they were migrated to, which need not be the last state.
    """
    models: tuple[type[Model], ...] = (SearchDocument, NameSpelling, SearchRebuild, *SOURCES)
    if using != DEFAULT_DB_ALIAS or not all(is_as_in(apps, model) for model in models):
        return
    is_empty = not SearchDocument.objects.exists()
    has_objects = any(
        model._default_manager.exists() for model in (Film, Person, Franchise, Critic, SitePage)
    )
    if (is_empty and has_objects) or SearchRebuild.objects.exists():
        rebuild()


def _tasks(*, writes_all: bool) -> tuple[list[Task], int]:
    """What is to be done, and how many objects are done already."""
    stopped = SearchRebuild.objects.first()
    kinds = list(OBJECTS)
    first = kinds.index(Kind(stopped.kind)) if stopped else 0
    tasks: list[Task] = []
    done = 0
    for place, kind in enumerate(kinds):
        start = stopped.done if stopped and place == first else 0
        keys = OBJECTS[kind]._default_manager.order_by("pk").values_list("pk", flat=True)
        ids = list(keys)
        left = [pk for pk in ids if pk > start] if place >= first else []
        done += len(ids) - len(left)
        if place < first:
            continue
        after = start
        for batch in [*in_batches(left, AT_ONCE), []]:
            # The last one finds the documents of objects that are gone.
            upto = batch[-1] if batch else LAST
            tasks.append(Task(kind, batch, after, upto, writes_all))
            after = upto
    return tasks, done


def _compared(tasks: list[Task]) -> Iterator[tuple[Task, Differences]]:
    """The ``tasks`` in their order with what is to be written. Several processes compute it, unless
    it is little, or belongs to a transaction that others do not see."""
    processes = min(MAX_PROCESSES, os.cpu_count() or 1)
    is_large = len(tasks) >= MIN_TASKS_TO_SHARE and hasattr(os, "fork")
    if processes == 1 or not is_large or connection.in_atomic_block:
        yield from ((task, _differences(task)) for task in tasks)
        return
    # No process may use the connection of another.
    connections.close_all()
    with get_context("fork").Pool(processes, _end_with, [os.getpid()]) as pool:
        waiting: deque[tuple[Task, Any]] = deque()
        for task in tasks:
            waiting.append((task, pool.apply_async(_differences, [task])))
            if len(waiting) > 2 * processes:
                done, result = waiting.popleft()
                yield done, result.get()
        for done, result in waiting:
            yield done, result.get()


def _end_with(parent: int) -> None:
    """End this process with ``parent``, also if that is killed: otherwise it waits for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _differences(task: Task) -> Differences:
    # The generation is read first: what is read after it is not older.
    found = Differences(Generation.objects.current())
    rows = SearchDocument.objects.filter(
        kind=task.kind, object_id__gt=task.after, object_id__lte=task.upto
    )
    stored = {columns[1]: columns for columns in rows.values_list(*_COLUMNS)}
    for entry in search_entries(task.kind, task.ids):
        row = document(entry)
        old = stored.pop(row.object_id, None)
        if task.writes_all or old != tuple(getattr(row, column) for column in _COLUMNS):
            if old is not None and old[0] != row.pk:
                found.gone.append(old[0])
            found.rows.append(row)
    found.gone += [columns[0] for columns in stored.values()]
    return found


def _apply(task: Task, found: Differences) -> None:
    """Write what ``found`` has, or what differs now, if anything has changed meanwhile."""
    with transaction.atomic():
        if found.rows or found.gone:
            _lock()
            if Generation.objects.current() != found.generation:
                found = _differences(task)
            SearchDocument.objects.filter(pk__in=found.gone).delete()
            write(found.rows)
        SearchRebuild.objects.update_or_create(
            pk=1, defaults={"kind": task.kind, "done": task.upto}
        )


def _lock() -> None:
    """Queue with all that change public rows. No page changes, so the generation stays."""
    if not Generation.objects.select_for_update().filter(pk=Generation.SITE).first():
        Generation.objects.bump()
