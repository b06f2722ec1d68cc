"""Makes the renditions of pictures that a server has added, after it has answered.

Renditions take several seconds. An editor should not wait for them: until they exist, pages show
the stored picture. The row of such a picture says when its renditions are due. A thread of a server
claims it by setting this to a later moment, so that no two make the same; a claim whose server was
killed ends at that moment.
"""

import logging
from contextlib import suppress
from datetime import timedelta
from threading import Condition, Thread
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from images.public_changes import before_public_write, public_change
from images.renditions import rendition_files
from images.storage_errors import StorageUnreachable
from images.transcoder import Busy, transcode_apart
from images.transcoding import Unusable

if TYPE_CHECKING:
    from images.models import Image, ImageQuerySet

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=3)
"""How long the renditions of one picture may take. `images.transcoder.RUN_SECONDS` is less."""

RETRY = timedelta(days=1)
"""When a picture that cannot be transcoded is tried again."""

AWAY_SECONDS = 60.0
"""After how long a database that does not answer, or cannot be written, is asked again."""

ANSWER_SECONDS = 1
"""How long an upload waits for renditions. Most editors then see the smaller sizes at once."""


class RenditionMaker:
    """The thread of a process that makes what is due. It ends when nothing is."""

    is_server = False
    """Whether this process is a server. Others, such as an import, make renditions at once."""

    def __init__(self) -> None:
        self._state = Condition()
        self._thread: Thread | None = None
        self._is_woken = self._is_busy = False

    def start_server(self) -> None:
        """Make renditions in the thread from now on; first those that a killed server has left."""
        self.is_server = True
        self._wake()

    def make_soon(self) -> None:
        """Have the thread make what is due, and wait for it for at most `ANSWER_SECONDS`."""
        self._wake()
        with self._state:
            self._state.wait_for(lambda: not self._is_busy, ANSWER_SECONDS)

    def _wake(self) -> None:
        with self._state:
            self._is_woken = self._is_busy = True
            if self._thread is None:
                self._thread = Thread(target=self._run, name="renditions", daemon=True)
                self._thread.start()
            self._state.notify_all()

    def _run(self) -> None:
        """Make what is due, and wait for the claims of others to end, until none is left."""
        while True:
            with self._state:
                self._is_woken, self._is_busy = False, True
            seconds = _make_all()
            with self._state:
                if self._is_woken:
                    continue
                self._is_busy = False
                self._state.notify_all()
                if seconds is None:
                    self._thread = None
                    return
                self._state.wait_for(lambda: self._is_woken, seconds)


maker = RenditionMaker()


def _make_all() -> float | None:
    """Make the renditions of all pictures that are due. Returns in how many seconds to go on: when
    the first of the claims that are left ends; None if there is none."""
    try:
        while image := _claimed():
            _make(image)
        due = _waiting().values_list("renditions_due", flat=True).first()
    except (DatabaseError, InterfaceError) as error:
        # No text of the error: it may quote rows.
        logger.warning("The renditions of pictures wait for the database: %s", type(error).__name__)
        return AWAY_SECONDS
    finally:
        connection.close()
    if due is None or due > timezone.now() + CLAIM:
        return None
    return max((due - timezone.now()).total_seconds(), 1)


def _waiting() -> "ImageQuerySet":
    return _images().filter(renditions_due__isnull=False).order_by("renditions_due")


def _claimed() -> "Image | None":
    """A picture whose renditions are due, and which now no other thread makes."""
    now = timezone.now()
    for image in _waiting().filter(renditions_due__lte=now):
        same = _images().filter(pk=image.pk, renditions_due=image.renditions_due)
        if same.update(renditions_due=now + CLAIM):
            return image
    return None


def _make(image: "Image") -> None:
    storage = image.file.storage
    try:
        with storage.open(image.file.name) as file:
            renditions = transcode_apart(file.read()).renditions
        assert renditions is not None
        files = rendition_files(image, renditions)
        for name, data in files.items():
            storage.delete(name)  # of a server that was killed meanwhile
            storage.save(name, ContentFile(data))
    except (Busy, StorageUnreachable):
        return  # The claim ends, and somebody tries again.
    except (Unusable, FileNotFoundError) as error:
        logger.error("The renditions of picture %s cannot be made: %r", image.pk, error)
        _images().filter(pk=image.pk).update(renditions_due=timezone.now() + RETRY)
        return
    except OSError as error:
        # The disk is full or cannot be written, and somebody mends that. The claim ends, too.
        logger.error("The renditions of picture %s cannot be stored: %s", image.pk, error)
        return
    with public_change():
        before_public_write()
        is_there = _images().filter(pk=image.pk).update(renditions_due=None)
    if not is_there:  # deleted meanwhile
        for name in files:
            with suppress(OSError):
                storage.delete(name)


def _images() -> "ImageQuerySet":
    # The server imports this module before there are models.
    images: ImageQuerySet = apps.get_model("images", "Image").objects.all()
    return images
