import pytest

from editions.models import EditionSequence
from editions.publishing import publish
from tests.factories import FullReviewFactory, ImageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class TestStr:
    def test_edition_and_related_rows(self):
        review = FullReviewFactory(headline="A train", lead_image=ImageFactory(name="train.png"))
        edition = publish(review=review)
        credit = edition.credits.order_by("pk").first()

        assert str(edition) == "A train, edition 1"
        assert list(map(str, edition.fits.all())) == ["Yes: you like trains", "No: you like quiet"]
        assert list(map(str, edition.editionimage_set.all())) == ["train.png"]
        assert str(edition.editioncredit_set.order_by("credit").first()) == str(credit)
        assert str(EditionSequence.objects.get(review=review)) == "1"
