"""The screen “Move a site in”: upload, check, run, report."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.roles import Role
from moving import move_process, move_run
from moving.models import MovedItem, MoveLine, SiteMove
from moving.uploads import remove_abandoned
from reviews.models import Critic, Review
from tests.factories import CriticFactory, GenreFactory, picture_bytes
from tests.moving.exports import item, wxr
from tests.roles import account
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

ADD = "/admin/moving/sitemove/add/"


def zipped(**files: str | bytes) -> bytes:
    """A zip file; "__" in a name stands for "/", and "_" for "."."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(account(Role.CHIEF))
    return client


@pytest.fixture(autouse=True)
def here(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """The process does its work in that of the tests, before the answer."""
    settings.IMPORTS_DIR = tmp_path / "imports"
    # The tag of the posts.
    GenreFactory(name="Crime", slug="crime")
    monkeypatch.setattr(move_process, "start", lambda move: move_process.main(move.pk))


def upload(chief: Client, content: bytes | str, name: str = "site.xml", **more: Any) -> SiteMove:
    data = content.encode() if isinstance(content, str) else content
    response = posted(chief, ADD, {"file": SimpleUploadedFile(name, data), **more})
    assert response.status_code == 302, response.context_data["form"].errors
    move: SiteMove = SiteMove.objects.latest("pk")
    assert response["Location"] == address(move)
    return move


def address(move: SiteMove) -> str:
    return reverse("admin:moving_sitemove_change", args=[move.pk])


def press(chief: Client, move: SiteMove, button: str, **more: Any) -> None:
    posted(chief, address(move), {button: "1", **more})
    move.refresh_from_db()


def test_checks_then_moves_in(chief: Client) -> None:
    move = upload(chief, wxr(item(7), item(8), item(9, content="")))
    assert (move.kind, move.state, move.done, move.total) == ("wordpress", "checked", 3, 3)
    assert not Review.objects.exists()
    context = page_context(chief, address(move), show="draft")
    assert [(line.place, line.post.summary()) for line, _key in context["lines"]] == [
        ("line 12, post 7 “Review: Heat (1995)”", "draft, proposes the film Heat (1995)"),
        ("line 20, post 8 “Review: Heat (1995)”", "draft, film Heat (1995)"),
    ]
    assert context["filters"][1:] == [
        ("draft", "draft", 2),
        ("skipped", "skipped", 1),
        ("warnings", "with warnings", 2),
    ]
    press(chief, move, "run")
    assert (move.state, move.done) == ("done", 3)
    assert sorted(Review.objects.values_list("slug", flat=True)) == ["heat", "heat-2"]
    report = chief.get(reverse("admin:moving_sitemove_report", args=[move.pk]))
    rows = b"".join(report.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert rows[-3].split(",")[2:5] == [
        "draft",
        "/reviews/heat/",
        "proposes the film Heat (1995)",
    ]
    # A second run: nothing is new.
    press(chief, move, "check", publishes="False")
    assert move.report.outcomes["present"] == 2


def test_asks_who_is_who(chief: Client) -> None:
    CriticFactory(display_name="Bo Proof")
    move = upload(chief, wxr(item(7), item(8, title="Heat (1995)")))
    form = page_context(chief, address(move))["form"]
    assert [field.label for field in form.author_fields] == ["Ada Test (2)"]
    assert form.fields["only"].choices == [("crime", "Crime (2)")]
    options = {"publishes": "False", "map": "language: fr", "author_0": "Bo Proof"}
    press(chief, move, "check", **options, skip=["crime"])
    assert move.report.outcomes == {"skipped": 2}
    press(chief, move, "check", **options)
    wrong = posted(chief, address(move), {"check": "1", "publishes": "False", "map": "tongue: fr"})
    assert "“tongue” is not known here" in str(wrong.context_data["form"].errors)
    assert not wrong.context_data["may_run"]
    press(chief, move, "run")
    assert not Critic.objects.exclude(display_name="Bo Proof").exists()
    assert set(Review.objects.values_list("language", flat=True)) == {"fr"}


def test_goes_on_where_it_was_ended(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    move = upload(chief, wxr(*(item(pk, title=f"Heat (19{pk})") for pk in (70, 71, 72))))
    done = move_run._Progress.add

    def killed(progress: Any, post: Any) -> None:
        # The second post is stored, and its line is not.
        if progress.move.done == 1:
            raise SystemExit
        done(progress, post)

    with monkeypatch.context() as patch:
        patch.setattr(move_run._Progress, "add", killed)
        with pytest.raises(SystemExit):
            press(chief, move, "run")
    move.refresh_from_db()
    assert (move.state, move.done, Review.objects.count()) == ("running", 1, 2)
    SiteMove.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert page_context(chief, address(move))["has_stopped"]
    press(chief, move, "continue")
    assert (move.state, move.done, Review.objects.count()) == ("done", 3, 3)
    assert move.report.outcomes == {"draft": 3}
    assert [line.slug for line in move.lines.all()] == ["heat", "heat-2", "heat-3"]


def test_stops_when_asked(chief: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    move = upload(chief, wxr(item(7), item(8)))
    done = move_run._Progress.add

    def asked(progress: Any, post: Any) -> None:
        SiteMove.objects.update(is_stopping=True)
        done(progress, post)

    with monkeypatch.context() as patch:
        patch.setattr(move_run._Progress, "add", asked)
        press(chief, move, "run")
    assert (move.state, move.done) == ("paused", 1)
    press(chief, move, "continue")
    assert (move.state, MoveLine.objects.count(), MovedItem.objects.count()) == ("done", 2, 2)


GHOST = json.dumps({"data": {"posts": [{"id": 1, "title": "Heat (1995)", "html": "<p>Fine.</p>"}]}})
REVIEWS = (
    "Date,Name,Year,Letterboxd URI,Rating,Review\n2024-01-05,Heat,1995,https://boxd.it/a,4,Fine.\n"
)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("g.json", GHOST.encode(), "ghost"),
        ("g.zip", zipped(blog__g_json=GHOST), "ghost"),
        ("w.zip", zipped(w_xml=wxr(item())), "wordpress"),
        ("l.zip", zipped(l__reviews_csv=REVIEWS), "letterboxd"),
        ("m.zip", zipped(blog__heat_md="---\ntitle: Heat\n---\nFine."), "markdown"),
    ],
)
def test_finds_the_format_out(chief: Client, name: str, content: bytes, kind: str) -> None:
    move = upload(chief, content, name)
    assert (move.state, move.kind, move.report.outcomes) == ("checked", kind, {"draft": 1})


def test_pictures_come_from_a_file_of_their_own(chief: Client) -> None:
    content = '<p>Good.</p><img src="/uploads/heat.png" alt="Duel">'
    pictures = SimpleUploadedFile("p.zip", zipped(uploads__heat_png=picture_bytes()))
    move = upload(chief, wxr(item(content=content)), pictures=pictures)
    press(chief, move, "run")
    assert Review.objects.get().sections.get().body == "Good.\n\n![Duel](images/heat.png)"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("w.xml", wxr(item()).encode()[:-40], "w.xml:19: the XML is broken at character 5"),
        ("w.xml", b"<html></html>", "w.xml: this is no export of WordPress."),
        ("g.json", b'{"a":\n1', "g.json:2: this is not valid JSON. Export again."),
        ("x.bin", b"\x00\x01", "What this file is from is not recognised."),
        ("x.zip", zipped(a_txt="a"), "What this file is from is not recognised."),
        ("x.zip", zipped(a_xml="a", b_xml="b"), "There are 2 files in it: a.xml, b.xml."),
        ("x.zip", zipped(a_xml=wxr(item()))[:-9], "This zip file cannot be unpacked"),
        ("l.zip", zipped(reviews_csv="Date\n1\n"), "l.zip: reviews.csv has no column “Letterboxd"),
    ],
)
def test_refuses_what_it_cannot_read(
    chief: Client, name: str, content: bytes, problem: str
) -> None:
    move = upload(chief, content, name)
    assert (move.state, move.problem[: len(problem)]) == ("refused", problem)
    assert str(move.path) not in move.problem


def test_takes_characters_that_databases_refuse(chief: Client) -> None:
    users = [{"id": 1, "slug": "a\0", "name": "A\ud800"}]
    posts = [{"id": 1, "slug": "x\0\ud800", "title": "\0", "author_id": 1, "html": "Fine."}]
    move = upload(chief, json.dumps({"data": {"posts": posts, "users": users}}), "g.json")
    assert (move.state, move.done) == ("checked", 1)
    assert move.lines.get().place.startswith("post x?")
    assert move.report.authors == {"a": ["A?", 1]}


def test_a_damaged_zip_leaves_nothing(chief: Client) -> None:
    content = bytearray(zipped(a__b_md="---\ntitle: a\n---\n" + "a" * 99))
    content[60] ^= 1
    move = upload(chief, bytes(content), "m.zip")
    assert move.problem.startswith("This zip file cannot be unpacked")
    assert [path.name for path in move.path.iterdir() if path.is_dir()] == []


def test_a_zip_file_stays_in_its_folder(chief: Client, tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../../evil.md", "---\ntitle: a\n---\na")
        archive.writestr("/evil.md", "---\ntitle: a\n---\na")
    move = upload(chief, made.getvalue(), "m.zip")
    assert (move.state, move.done) == ("checked", 1)
    assert {path.parent for path in tmp_path.rglob("evil.md")} == {move.path / "site"}


def test_files_have_a_limit(chief: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    # A larger file is on the disk while it arrives, and is thrown away there.
    for size in (2_000, 2_700_000):
        refused = posted(chief, ADD, {"file": SimpleUploadedFile("w.xml", bytes(size))})
        [problem] = refused.context_data["form"].errors["__all__"]
        assert problem.startswith("The files are larger than 1000\xa0bytes.")
    move = upload(chief, zipped(a_md="a" * 900, b_md="a" * 200)[:1000], "m.zip")
    assert move.state == "refused"
    assert not SiteMove.objects.exclude(pk=move.pk).exists()


def test_abandoned_uploads_are_removed(chief: Client) -> None:
    left, moved = (upload(chief, wxr(item(pk))) for pk in (7, 8))
    press(chief, moved, "run")
    kept = upload(chief, wxr(item(9)))
    SiteMove.objects.exclude(pk=kept.pk).update(used_at=timezone.now() - timedelta(days=3))
    remove_abandoned(move_process.is_running)
    assert set(SiteMove.objects.values_list("pk", flat=True)) == {moved.pk, kept.pk}
    assert [left.has_files, moved.has_files, kept.has_files] == [False, False, True]
    delete = reverse("admin:moving_sitemove_delete", args=[kept.pk])
    SiteMove.objects.filter(pk=kept.pk).update(state="running", asked_at=timezone.now())
    assert chief.post(delete, {"post": "yes"}).status_code == 403
    SiteMove.objects.filter(pk=kept.pk).update(state="done")
    page = page_context(chief, delete)
    assert (page["deleted_objects"], page["perms_lacking"]) == (["site.xml"], set())
    chief.post(delete, {"post": "yes"})
    assert not kept.has_files


def test_the_lock_is_that_of_one_process(chief: Client) -> None:
    move = upload(chief, wxr(item()))
    SiteMove.objects.update(state="running", asked_at=None)
    move.refresh_from_db()
    assert not move_process.is_running(move)
    with move_process.locked(move) as is_mine:
        assert is_mine
        assert move_process.is_running(move)
        press(chief, move, "continue")
    assert move.state == "running"
