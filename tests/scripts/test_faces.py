from pathlib import Path

import pytest

from scripts.faces import FACES, add_faces
from tests.factories import CriticFactory, ImageFactory, PersonFactory, picture_bytes

TOLD = """
[critics.a-critic]
name = "A. Critic"
words = "Row three."

[people.a-star]
name = "A. Star"
words = "Born in a trunk."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faces.toml").write_text(TOLD)
    for number, name in enumerate(("a-critic", "a-star")):
        picture = picture_bytes(number, width=8, height=10, format="WEBP")
        (tmp_path / f"{name}.webp").write_bytes(picture)
    return tmp_path


@pytest.mark.django_db
class TestFaces:
    def test_go_to_whoever_is_on_the_site(self, folder: Path) -> None:
        critic = CriticFactory(slug="a-critic")
        other = CriticFactory(slug="another")
        add_faces(folder)
        critic.refresh_from_db()
        other.refresh_from_db()
        assert (critic.bio, critic.portrait.alt) == (
            "Row three.",
            "Paper-cut portrait of A. Critic",
        )
        assert (other.bio, other.portrait) == ("", None)

    def test_leave_alone_what_an_editor_did(self, folder: Path) -> None:
        portrait = ImageFactory()
        star = PersonFactory(slug="a-star", biography="By hand.", portrait=portrait)
        add_faces(folder)
        star.refresh_from_db()
        assert (star.biography, star.portrait) == ("By hand.", portrait)

    def test_of_the_demo_are_all_there(self) -> None:
        critic = CriticFactory(slug="ida-tull")
        add_faces()
        critic.refresh_from_db()
        assert critic.portrait.name == "ida-tull.webp"
        drawn = {file.stem for file in FACES.glob("*.webp")}
        assert len(drawn) == 9
