"""A server answers before the renditions of a picture are made."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone

from images import late_renditions
from images.forms import NewImageForm
from images.late_renditions import maker
from images.models import Image
from images.picture_tag import picture
from images.transcoding import Transcoded, Unusable, transcode
from tests.factories import ImageFactory, picture_bytes
from tests.images.full_disk import fill_disk
from tests.images.stored import stored_names

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NOW = timedelta(0)


@pytest.fixture
def transcoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The thread transcodes in this process, and once the event is set."""
    may_run = Event()

    def waiting(data: bytes) -> Transcoded:
        assert may_run.wait(20)
        return transcode(data)

    monkeypatch.setattr(late_renditions, "transcode_apart", waiting)
    monkeypatch.setattr(late_renditions, "ANSWER_SECONDS", 0.05)
    yield may_run
    may_run.set()
    until(lambda: maker._thread is None)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, transcoder: Event) -> Event:
    monkeypatch.setattr(maker, "is_server", True)
    return transcoder


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def upload(number: int = 1) -> Image:
    upload = SimpleUploadedFile("duel.png", picture_bytes(number))
    form = NewImageForm({"alt": "A duel"}, {"upload": upload})
    assert form.is_valid()
    return form.add()


def left_by_a_killed_server(due: timedelta) -> Image:
    image: Image = ImageFactory()
    for rendition in image.file.get_picture_files_list():
        image.file.storage.delete(rendition.name)
    Image.objects.filter(pk=image.pk).update(renditions_due=timezone.now() + due)
    return image


def are_made(image: Image) -> bool:
    image.refresh_from_db()
    return image.renditions_due is None


class TestAnUpload:
    def test_is_answered_before_its_renditions_are_made(self, server: Event) -> None:
        image = upload()
        assert len(stored_names()) == 1
        html = picture(image, sizes="100vw")
        assert "<source" not in html
        assert f'src="{image.file.url}"' in html
        server.set()
        until(lambda: are_made(image))
        assert len(stored_names()) == 3
        assert picture(image, sizes="100vw").count("<source") == 2

    def test_waits_for_renditions_that_are_made_soon(
        self, server: Event, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(late_renditions, "ANSWER_SECONDS", 20)
        server.set()
        assert are_made(upload())

    def test_that_is_deleted_meanwhile_leaves_no_file(self, server: Event) -> None:
        image = upload()
        until(lambda: Image.objects.filter(renditions_due__gt=timezone.now()).exists())
        image.delete()
        server.set()
        until(lambda: maker._thread is None)
        assert stored_names() == []

    def test_outside_of_a_server_has_its_renditions_at_once(self) -> None:
        assert are_made(upload())
        assert len(stored_names()) == 3


class TestAServer:
    def test_makes_what_a_killed_one_has_left(self, transcoder: Event) -> None:
        images = [left_by_a_killed_server(NOW), left_by_a_killed_server(timedelta(seconds=1))]
        transcoder.set()
        maker.make_soon()
        until(lambda: all(map(are_made, images)))

    def test_leaves_a_picture_alone_that_another_has_claimed(self, transcoder: Event) -> None:
        image = left_by_a_killed_server(timedelta(minutes=10))
        transcoder.set()
        maker.make_soon()
        until(lambda: maker._thread is None)
        assert not are_made(image)

    def test_tries_a_picture_that_cannot_be_transcoded_again_the_next_day(
        self, monkeypatch: pytest.MonkeyPatch, transcoder: Event, caplog: Any
    ) -> None:
        def damaged(data: bytes) -> Transcoded:
            raise Unusable("damaged")

        monkeypatch.setattr(late_renditions, "transcode_apart", damaged)
        image = left_by_a_killed_server(NOW)
        maker.make_soon()
        until(lambda: maker._thread is None)
        image.refresh_from_db()
        assert image.renditions_due is not None
        assert image.renditions_due > timezone.now() + timedelta(hours=23)
        (record,) = caplog.records
        assert (record.levelno, str(image.pk) in record.getMessage()) == (logging.ERROR, True)

    @pytest.mark.on_disk
    def test_tries_again_soon_when_the_disk_was_full(
        self, monkeypatch: pytest.MonkeyPatch, transcoder: Event
    ) -> None:
        transcoder.set()
        image = left_by_a_killed_server(NOW)
        fill_disk(monkeypatch)
        assert 0 < (late_renditions._make_all() or 0) <= late_renditions.CLAIM.total_seconds()
        assert not are_made(image)

    def test_asks_a_database_again_that_was_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise OperationalError("of a row")

        monkeypatch.setattr(late_renditions, "_claimed", away)
        assert late_renditions._make_all() == late_renditions.AWAY_SECONDS
