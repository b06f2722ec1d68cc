"""The process in which pictures are transcoded."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from images import decoding, transcoder
from images.decoding import UNAVAILABLE, PictureRefused, read_picture
from images.transcoder import Busy, transcode_apart
from images.transcoding import RENDITION_OPTIONS, Unusable, transcode
from tests.factories import picture_bytes
from tests.images.hostile import BOMB, png_of

DATA = picture_bytes(7, width=400, height=300, format="JPEG")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is run instead of Python. The test writes it."""
    path = tmp_path / "python"
    path.touch(mode=0o700)
    monkeypatch.setattr(sys, "executable", str(path))
    return path


class TestTranscoding:
    def test_in_another_process_gives_what_it_gives_in_this_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # tests/conftest.py has changed these in this process alone.
        for name, option, value in (("AVIF", "speed", 8), ("WEBP", "method", 4)):
            monkeypatch.setitem(RENDITION_OPTIONS[name], option, value)
        assert transcode_apart(DATA) == transcode(DATA)

    def test_without_renditions_does_not_wait_for_those_of_others(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transcoder, "WAIT_SECONDS", 0)
        with transcoder._locks[True]:
            made = transcode_apart(DATA, with_renditions=False)
        assert made.renditions is None
        assert (made.data, made.width) == (transcode(DATA).data, 400)

    @pytest.mark.parametrize("data", [BOMB, png_of(1, 20_000), b"no picture", DATA[:-100]])
    def test_refuses_the_same_files(self, data: bytes) -> None:
        with pytest.raises(Unusable) as here:
            transcode(data)
        with pytest.raises(Unusable) as there:
            transcode_apart(data)
        assert vars(there.value) == vars(here.value)

    def test_does_not_pass_the_secrets_of_the_site_on(
        self, monkeypatch: pytest.MonkeyPatch, program: Path
    ) -> None:
        monkeypatch.setenv("SECRET_KEY", "canary")
        program.write_text("#!/bin/sh\nset > $(dirname $0)/environment")
        with pytest.raises(Unusable):
            transcode_apart(DATA)
        environment = (program.parent / "environment").read_text()
        assert ("PATH=" in environment, "canary" in environment) == (True, False)

    @pytest.mark.parametrize(
        "script",
        [
            "kill -SEGV $$",
            "exit 1",
            "echo 7",
            "echo '{}'",
            "echo '{\"unusable\": {}}'",
            "echo '{\"renditions\": [1]}'",
        ],
    )
    def test_that_crashes_is_a_damaged_file(
        self, program: Path, script: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        program.write_text(f"#!/bin/sh\necho Reason >&2\n{script}\n")
        with pytest.raises(Unusable) as crashed:
            transcode_apart(DATA)
        assert crashed.value.reason == "damaged"
        (record,) = caplog.records
        assert (record.levelno, record.getMessage().endswith(": Reason\n")) == (
            logging.ERROR,
            True,
        )

    def test_that_takes_too_long_is_a_damaged_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def run(command: list[str], *, timeout: int, **options: object) -> None:
            raise subprocess.TimeoutExpired(command, timeout)

        monkeypatch.setattr(subprocess, "run", run)
        with pytest.raises(Unusable) as late:
            transcode_apart(DATA)
        assert late.value.reason == "damaged"

    def test_without_memory_for_a_process_is_busy(self, program: Path) -> None:
        program.unlink()
        with pytest.raises(Busy):
            transcode_apart(DATA)

    def test_is_done_one_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(transcoder, "WAIT_SECONDS", 0)
        run = subprocess.run

        def run_two(*arguments: object, **options: object) -> object:
            with pytest.raises(Busy):
                transcode_apart(DATA)
            return run(*arguments, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(subprocess, "run", run_two)
        assert transcode_apart(DATA).width == 400
        assert transcode_apart(DATA).width == 400


class TestReadPicture:
    def test_is_refused_for_the_moment_while_others_are_read(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(decoding, "transcode_apart", transcode_apart)
        monkeypatch.setattr(transcoder, "WAIT_SECONDS", 0)
        with transcoder._locks[True], pytest.raises(PictureRefused) as refused:
            read_picture(DATA, name="duel.jpg")
        assert (refused.value.code, refused.value.messages) == (
            UNAVAILABLE,
            ["Too many pictures are being added at this moment. Try again in a minute."],
        )
        assert read_picture(DATA, name="duel.jpg").width == 400
