from decimal import Decimal
from typing import Any

import pytest

from images.models import Image
from tests.constraints import Break, already_exists
from tests.factories import ImageFactory

pytestmark = pytest.mark.both_databases


def changed(**changes: Any) -> Image:
    row = ImageFactory()
    for field, value in changes.items():
        setattr(row, field, value)
    return row


ONE_OF_THE_TWO = {
    "__all__": ["Either enter an alternative text or mark the picture as decorative."]
}
BOTH = {"decorative": ["The picture has an alternative text: untick “Decorative”."]}
BREAKS = [
    Break("image_has_alt_or_is_decorative", lambda: changed(alt=""), ONE_OF_THE_TWO),
    Break("image_has_alt_or_is_decorative", lambda: changed(decorative=True), BOTH),
    Break("image_has_a_size", lambda: changed(width=0), None),
    Break(
        "image_focus_is_in_it",
        lambda: changed(focus_x=Decimal("1.01")),
        {"focus_x": ["Ensure this value is less than or equal to 1."]},
    ),
    Break("image_has_a_size", lambda: changed(height=0), None),
    Break(
        "images.Image.name",
        lambda: changed(name=ImageFactory().name),
        {"name": already_exists("Image", "Name")},
    ),
    Break(
        "images.Image.digest",
        lambda: changed(digest=ImageFactory().digest),
        {"digest": already_exists("Image", "Digest")},
    ),
]


@pytest.mark.django_db
class TestConstraints:
    @pytest.mark.parametrize("broken", BREAKS, ids=str)
    def test_the_database_refuses(self, broken: Break) -> None:
        broken.check()

    def test_the_database_accepts_a_decorative_image_without_alternative_text(self) -> None:
        changed(alt="", decorative=True).save()
        assert Image.objects.filter(decorative=True).count() == 1
