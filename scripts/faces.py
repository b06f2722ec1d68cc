"""Portraits and biographies for critics and people of the demo, from ``demo/faces/``.

Review documents contain only the names of people.
"""

import tomllib
from pathlib import Path

FACES = Path(__file__).resolve().parent.parent / "demo" / "faces"


def add_faces(folder: Path = FACES) -> None:
    """Add portrait and biography to the critics and people that are listed in ``faces.toml``.

    People who are not on the site are skipped. An existing portrait or biography is kept.
    """
    from cast.models import Person
    from images.intake import add_image
    from reviews.models import Critic

    data = tomllib.loads((folder / "faces.toml").read_text())
    for people, field, faces in (
        (Critic.objects, "bio", data["critics"]),
        (Person.objects, "biography", data["people"]),
    ):
        for person in people.filter(slug__in=faces):
            face = faces[person.slug]
            if not getattr(person, field):
                setattr(person, field, face["words"])
            if person.portrait is None:
                person.portrait = add_image(
                    name=f"{person.slug}.webp",
                    data=(folder / f"{person.slug}.webp").read_bytes(),
                    alt=f"Paper-cut portrait of {face['name']}",
                )
            person.save()
