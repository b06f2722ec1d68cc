import pytest
from django.db.models import ProtectedError

from images.models import Image
from tests.factories import FilmFactory, ImageFactory

pytestmark = pytest.mark.both_databases


@pytest.mark.django_db
class TestImage:
    def test_str_is_the_name(self) -> None:
        assert str(ImageFactory(name="duel.png")) == "duel.png"

    def test_is_ordered_by_age_newest_first(self) -> None:
        first, second = ImageFactory.create_batch(2)
        assert list(Image.objects.all()) == [second, first]

    def test_named_finds_images_by_name(self) -> None:
        first, second, _third = ImageFactory.create_batch(3)
        found = Image.objects.named({first.name, second.name, "unknown.png"})
        assert list(found) == [second, first]

    def test_an_image_in_use_cannot_be_deleted(self) -> None:
        image = ImageFactory()
        FilmFactory(poster=image)
        with pytest.raises(ProtectedError):
            image.delete()
        assert image.file.storage.exists(image.file.name)
