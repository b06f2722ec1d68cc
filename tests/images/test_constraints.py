from typing import Any

import pytest

from images.models import Image
from tests.constraints import Break, taken, violated
from tests.factories import ImageFactory


def image(**changes: Any) -> Image:
    fields = {
        "name": "duel.png",
        "file": "images/random.png",
        "width": 8,
        "height": 6,
        "color": "#000000",
        "digest": "0" * 64,
        "source_digest": "1" * 64,
        "alt": "A duel",
    }
    return Image(**fields | changes)


ONE_OF_THE_TWO = {
    "__all__": [
        "Describe the picture in the alternative text, or mark it as decorative: one of the two."
    ]
}
BREAKS = [
    Break("image_has_alt_or_is_decorative", lambda: image(alt=""), ONE_OF_THE_TWO),
    Break("image_has_alt_or_is_decorative", lambda: image(decorative=True), ONE_OF_THE_TWO),
    Break("image_has_a_size", lambda: image(width=0), violated("image_has_a_size")),
    Break("image_has_a_size", lambda: image(height=0), violated("image_has_a_size")),
    Break(
        "images.Image.name",
        lambda: image(name=ImageFactory().name),
        {"name": taken("Image", "Name")},
    ),
    Break(
        "images.Image.digest",
        lambda: image(digest=ImageFactory().digest),
        {"digest": taken("Image", "Digest")},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()

    def test_the_database_takes_a_decorative_image_without_words(self) -> None:
        Image.objects.bulk_create([image(alt="", decorative=True), image(name="a.png", digest="")])
        assert Image.objects.count() == 2
