"""Dockerfile and compose.yaml: that they fit together, and that their steps lead to a site."""

import json
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import get_commands, load_command_class

from tests.deploy.containers import Image, build, compose, context, instructions
from tests.deploy.front_server import configure, needs_nginx, serving
from tests.deploy.programs import ROOT, free_port, running
from tests.deploy.test_settings_file import names_in_code, settings_of_a_new_site

SERVICES = compose()["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "curtain"}
REDIS = shutil.which("valkey-server") or shutil.which("redis-server")


def curtain_commands() -> dict[str, list[str]]:
    """The `curtain …` in the loop of each service that has one."""
    return {
        name: shlex.split(re.findall(r"curtain [^;]+", service["command"][-1])[0])
        for name, service in OURS.items()
        if "command" in service
    }


class TestDockerfile:
    def test_both_stages_have_the_python_of_the_tests(self) -> None:
        images = {rest.split()[0] for name, rest in instructions() if name == "FROM"}
        assert images == {"python:3.11-slim-bookworm"}

    def test_serves_health_and_command_on_one_port(self) -> None:
        steps = dict(instructions())
        assert json.loads(steps["CMD"])[-2:] == ["--port", steps["EXPOSE"]]
        assert f"127.0.0.1:{steps['EXPOSE']}/readyz" in steps["HEALTHCHECK"]
        assert compose()["configs"]["upstream"]["content"].split()[3:5] == [
            "server",
            f"app:{steps['EXPOSE']};",
        ]

    def test_is_built_without_tests_and_settings(self) -> None:
        files = context()
        assert {"pyproject.toml", "config/settings.py", "README.md"} < set(files)
        assert [file for file in files if file.startswith("tests/") or file.endswith(".env")] == []
        # What an installation has beside the clone.
        assert {"/certificates", "/nginx.conf"} < set((ROOT / ".dockerignore").read_text().split())


class TestCompose:
    def test_settings_are_those_that_the_code_reads(self) -> None:
        for service in OURS.values():
            assert set(service["environment"]) <= names_in_code()
            assert service["env_file"] == "curtain.env"

    def test_commands_are_those_of_the_site(self) -> None:
        found = curtain_commands()
        assert sorted(found) == ["backup", "due"]
        for _curtain, name, *arguments in found.values():
            command = load_command_class(str(get_commands()[name]), name)
            command.create_parser("curtain", name).parse_args(arguments)

    @pytest.mark.parametrize(
        ("now", "seconds"),
        [("00:10", 12_000), ("03:29", 60), ("03:30", 86_400), ("03:31", 86_340), ("23:30", 14_400)],
    )
    def test_the_backup_waits_until_half_past_three(self, now: str, seconds: int) -> None:
        loop = OURS["backup"]["command"][-1]
        (length,) = re.findall(r"sleep (\$\(\(.+?\)\));", loop)
        script = length.replace("$(date +%s)", f"$(date -d {now} +%s)")
        assert script != length
        done = subprocess.run(
            ["/bin/sh", "-c", f"echo {script}"], env={"TZ": "UTC"}, capture_output=True, text=True
        )
        assert done.stdout == f"{seconds}\n", done.stderr

    def test_volumes_and_services_exist(self) -> None:
        used = set()
        for service in SERVICES.values():
            assert set(service.get("depends_on", ())) <= set(SERVICES)
            for volume in service.get("volumes", ()):
                source = volume.partition(":")[0]
                if source.startswith("./deploy/"):
                    assert (ROOT / source).is_file()
                elif not source.startswith("./"):
                    used.add(source)
        assert used == set(compose()["volumes"])

    def test_nginx_reads_the_pictures_where_the_app_writes_them(self) -> None:
        home = OURS["app"]["environment"]["CURTAIN_HOME"]
        (alias,) = re.findall(r"alias (.+)/\$file;", (ROOT / "deploy" / "nginx.conf").read_text())
        assert alias == f"{home}/var/media"
        assert f"media:{alias}" in OURS["app"]["volumes"]
        assert f"media:{alias}:ro" in SERVICES["nginx"]["volumes"]

    def test_folders_of_volumes_are_made_for_the_user_of_the_image(self) -> None:
        (made,) = (rest for name, rest in instructions() if rest.startswith("install -d"))
        folders = {volume.partition(":")[2] for volume in OURS["app"]["volumes"]}
        assert folders == set(made.split()[6:])


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    # The user of the image must be able to enter the folder.
    root = Path(tempfile.mkdtemp(prefix="curtain-image-"))
    root.chmod(0o755)
    yield build(root)
    shutil.rmtree(root)


@pytest.mark.soak
@needs_nginx
@pytest.mark.skipif(not REDIS, reason="needs Redis or Valkey")
@pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="needs PostgreSQL: scripts/with-postgres pytest …",
)
class TestSteps:
    def test_lead_to_a_site_behind_nginx(self, image: Image, tmp_path: Path) -> None:
        app_port, cache_port = free_port(), free_port()
        settings = settings_of_a_new_site() | OURS["app"]["environment"]
        # The servers of the services are on this machine.
        database = os.environ["DATABASE_URL"]
        assert urlsplit(settings["DATABASE_URL"])[::2] == ("postgres", "/curtain", "")
        Path(parse_qs(urlsplit(database).query)["host"][0]).chmod(0o755)
        settings["DATABASE_URL"] = database
        settings["CACHE_URL"] = settings["CACHE_URL"].replace(
            "cache:6379", f"127.0.0.1:{cache_port}"
        )
        settings["CURTAIN_HOME"] = image.here(settings["CURTAIN_HOME"])
        review = Path(image.here("/srv/curtain")) / "alien.md"

        with running(
            [REDIS, *SERVICES["cache"]["command"][1:], "--port", str(cache_port)],
            cwd=tmp_path,
            env={},
            port=cache_port,
        ):
            with image.serving(app_port, **settings):
                health = [part.replace(":8000/", f":{app_port}/") for part in image.health]
                image.run(health, **settings)

                # With the pictures that it names beside it.
                shutil.copytree(ROOT / "demo" / "reviews", review.parent, dirs_exist_ok=True)
                image.run(["curtain", "import", "--publish", str(review)], **settings)
                for command in curtain_commands().values():
                    image.run(command, **settings)
                (backup,) = Path(image.here("/srv/curtain/backups")).iterdir()
                assert backup.stat().st_uid == (image.user or os.getuid())

                media = Path(settings["CURTAIN_HOME"]) / "var" / "media"
                upstream = compose()["configs"]["upstream"]["content"]
                front = configure(tmp_path, media=media, app_port=app_port, upstream=upstream)
                with serving(front):
                    page = front.ask("/reviews/alien/")
                    assert b"Seven at Supper" in page.body
                    picture = re.search(r"/media/[^\" ]+\.webp", page.body.decode())
                    assert picture
                    assert front.ask(picture[0]).status == 200
            assert "ERROR" not in (image.root / "server.log").read_text()
