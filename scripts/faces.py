"""Portraits and biographies for critics and people of the demo, from ``demo/faces/``.

Review documents contain only the names of people.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from images.intake import Picture

FACES = Path(__file__).resolve().parent.parent / "demo" / "faces"


@dataclass(frozen=True, slots=True)
class Faces:
    """The contents of ``faces.toml``, and the portraits by slug."""

    facts: Mapping[str, Any]
    portraits: Mapping[str, "Picture"]


def read_faces(folder: Path = FACES) -> Faces:
    from images.intake import read_picture

    facts = tomllib.loads((folder / "faces.toml").read_text())
    files = [folder / f"{slug}.webp" for slug in (*facts["critics"], *facts["people"])]
    portraits = {file.stem: read_picture(file.read_bytes(), name=file.name) for file in files}
    return Faces(facts, portraits)


def add_faces(read: Faces) -> None:
    """Add portrait and biography to the critics and people of ``read``.

    People who are not on the site are skipped. An existing portrait or biography is kept.
    """
    from cast.models import Person
    from images.intake import add_picture
    from reviews.models import Critic

    for people, field, faces in (
        (Critic.objects, "bio", read.facts["critics"]),
        (Person.objects, "biography", read.facts["people"]),
    ):
        for person in people.filter(slug__in=faces):
            face = faces[person.slug]
            if not getattr(person, field):
                setattr(person, field, face["words"])
            if person.portrait is None:
                person.portrait = add_picture(
                    name=f"{person.slug}.webp",
                    picture=read.portraits[person.slug],
                    alt=f"Paper-cut portrait of {face['name']}",
                )
            person.save()
