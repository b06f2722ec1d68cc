"""No picture is decoded or encoded in a transaction: it would lock the database for seconds."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from PIL import ImageFile

from editions.publishing import publish
from images.models import Image
from scripts import run
from scripts.faces import read_faces
from tests.documents.sample_documents import DOCUMENT
from tests.factories import (
    AdminFactory,
    FilmFactory,
    FullReviewFactory,
    ImageFactory,
    picture_bytes,
)
from tests.roles import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bool]]:
    """Which of Pillow's two functions was called, and whether in a transaction.

    The one that pytest opens around the test does not count.
    """
    calls: dict[str, list[bool]] = {"decode": [], "encode": []}
    around_the_test = len(connection.atomic_blocks)

    def record(owner: type, name: str, label: str) -> None:
        function = getattr(owner, name)

        def recorded(*arguments: Any, **options: Any) -> Any:
            calls[label].append(len(connection.atomic_blocks) > around_the_test)
            return function(*arguments, **options)

        monkeypatch.setattr(owner, name, recorded)

    record(ImageFile.ImageFile, "load", "decode")
    record(Pillow.Image, "save", "encode")
    return calls


def add_in_the_editor(folder: Path) -> int:
    fields = {"image": SimpleUploadedFile("duel.png", picture_bytes(7)), "alt": "A duel"}
    response = signed_in(AdminFactory()).post(reverse("markdownx_upload"), fields)
    assert response.status_code == 200
    return 1


def add_to_the_library(folder: Path) -> int:
    fields = {"upload": SimpleUploadedFile("duel.png", picture_bytes(7)), "alt": "A duel"}
    response = signed_in(AdminFactory()).post(reverse("admin:images_image_add"), fields)
    assert response.status_code == 302
    return 1


def documents(folder: Path) -> list[str]:
    """Two documents, each with a picture of its own."""
    (folder / "images").mkdir()
    for number, slug in enumerate(("first", "second")):
        (folder / "images" / f"{slug}.png").write_bytes(picture_bytes(number))
        text = DOCUMENT.replace("long-night-train", slug)
        (folder / f"{slug}.md").write_text(f"{text}\n![Picture](images/{slug}.png)\n")
    return [str(folder / "first.md"), str(folder / "second.md")]


def import_documents(folder: Path) -> int:
    call_command("import_review", *documents(folder), publish=True)
    return 2


def try_an_import(folder: Path) -> int:
    call_command("import_review", *documents(folder), publish=True, dry_run=True)
    return 0


def load_the_demo(folder: Path) -> int:
    documents(folder)
    assert run.load_demo(documents=folder, var=folder) is True
    return 3


@pytest.mark.parametrize(
    "add",
    [add_in_the_editor, add_to_the_library, import_documents, try_an_import, load_the_demo],
)
def test_pictures_are_added(
    add: Callable[[Path], int],
    tmp_path: Path,
    probe: dict[str, list[bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faces = tmp_path / "faces"
    faces.mkdir()
    (faces / "vera-lind.webp").write_bytes(picture_bytes(9, format="WEBP"))
    facts = '[critics.vera-lind]\nname = "Vera Lind"\nwords = "Row three."\n\n[people]\n'
    (faces / "faces.toml").write_text(facts)
    monkeypatch.setattr(run, "read_faces", lambda: read_faces(faces))
    assert add(tmp_path) == Image.objects.count()
    assert {label: set(calls) for label, calls in probe.items()} == {
        "decode": {False},
        "encode": {False},
    }


def test_a_share_card_is_drawn(probe: dict[str, list[bool]]) -> None:
    review = FullReviewFactory(film=FilmFactory(poster=ImageFactory()))
    publish(review=review)
    for calls in probe.values():
        calls.clear()
    response = Client().get(reverse("pages:share_card", args=[review.slug]))
    assert response.status_code == 200
    assert {label: set(calls) for label, calls in probe.items()} == {
        "decode": {False},
        "encode": {False},
    }
