from pathlib import Path

import pytest

from images import intake
from scripts.faces import FACES, add_faces, read_faces
from tests.factories import CriticFactory, ImageFactory, PersonFactory, picture_bytes

LISTED = """
[critics.a-critic]
name = "A. Critic"
words = "Row three."

[people.a-star]
name = "A. Star"
words = "Born in a trunk."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "faces.toml").write_text(LISTED)
    for number, name in enumerate(("a-critic", "a-star")):
        picture = picture_bytes(number, width=8, height=10, format="WEBP")
        (tmp_path / f"{name}.webp").write_bytes(picture)
    return tmp_path


@pytest.mark.django_db
class TestFaces:
    def test_portrait_and_biography_are_added_to_listed_people(self, folder: Path) -> None:
        critic = CriticFactory(slug="a-critic")
        other = CriticFactory(slug="another")
        add_faces(read_faces(folder))
        critic.refresh_from_db()
        other.refresh_from_db()
        assert (critic.bio, critic.portrait.alt) == (
            "Row three.",
            "Paper-cut portrait of A. Critic",
        )
        assert (other.bio, other.portrait) == ("", None)

    def test_existing_portrait_and_biography_are_kept(self, folder: Path) -> None:
        portrait = ImageFactory()
        star = PersonFactory(slug="a-star", biography="By hand.", portrait=portrait)
        add_faces(read_faces(folder))
        star.refresh_from_db()
        assert (star.biography, star.portrait) == ("By hand.", portrait)

    def test_the_demo_has_nine_portraits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(intake, "read_picture", lambda data, name: name)
        portraits = read_faces().portraits
        assert set(portraits.values()) == {file.name for file in FACES.glob("*.webp")}
        assert len(portraits) == 9
