"""The faces of the demo: portraits and a few words for its critics and some of its people.

Review documents name people and no more, so this is told apart from them, in ``demo/faces/``.
"""

import tomllib
from pathlib import Path

FACES = Path(__file__).resolve().parent.parent / "demo" / "faces"


def add_faces(folder: Path = FACES) -> None:
    """Give everybody in ``folder/faces.toml`` who is on the site their portrait and their words.

    What an editor has written or chosen stays.
    """
    from cast.models import Person
    from images.intake import add_image
    from reviews.models import Critic

    told = tomllib.loads((folder / "faces.toml").read_text())
    for people, field, faces in (
        (Critic.objects, "bio", told["critics"]),
        (Person.objects, "biography", told["people"]),
    ):
        for somebody in people.filter(slug__in=faces):
            face = faces[somebody.slug]
            if not getattr(somebody, field):
                setattr(somebody, field, face["words"])
            if somebody.portrait is None:
                somebody.portrait = add_image(
                    name=f"{somebody.slug}.webp",
                    data=(folder / f"{somebody.slug}.webp").read_bytes(),
                    alt=f"Paper-cut portrait of {face['name']}",
                )
            somebody.save()
