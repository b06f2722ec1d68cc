from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags
from PIL import Image as Pillow

from images.models import Image
from images.picture_tag import picture
from tests.admin_pages import AdminPages, errors_of
from tests.factories import FilmFactory, ImageFactory, picture_bytes
from tests.unrendered import page_context, unrendered


def upload(data: bytes, name: str = "Duel at Dawn.PNG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


class TestImageAdmin(AdminPages):
    factory = ImageFactory
    bad = {"alt": ""}
    errors = {"__all__": [("Either enter an alternative text or mark the picture as decorative.")]}
    refused = 400
    public_when_saved = True

    def fields(self) -> dict[str, Any]:
        return {"upload": upload(picture_bytes(7)), "alt": "A duel", "credit": "Studio"}

    def test_adds_a_picture_through_the_intake(self) -> None:
        self.post(self.url("add"), self.fields())
        image = Image.objects.get()
        assert (image.name, image.alt, image.credit) == ("duel-at-dawn.png", "A duel", "Studio")
        assert (image.width, image.height, image.file.name[-4:]) == (8, 6, ".png")
        assert image.file.storage.exists(image.file.name)

    @pytest.mark.parametrize(
        ("page", "leads_to"),
        [
            ("/admin/reviews/review/1/change/", "/admin/reviews/review/1/change/"),
            ("https://other.example/", "/admin/images/image/"),
            ("//other.example/", "/admin/images/image/"),
        ],
    )
    def test_leads_back_to_a_page_of_this_site(self, page: str, leads_to: str) -> None:
        image = ImageFactory()
        with unrendered():
            url = self.url("change", image.pk)
            base = page_context(self.client, url)["base"]
            fields = {"alt": "New", "focus_x": "0.5", "focus_y": "0.5", "base": base}
            response = self.client.post(f"{url}?{urlencode({'next': page})}", fields)
        assert (response.status_code, response.url) == (302, leads_to)

    def test_continues_with_the_image_that_was_created(self) -> None:
        response = self.post(self.url("add"), self.fields() | {"_continue": "1"})
        assert response.url == self.url("change", Image.objects.get().pk)
        assert (
            str(picture(Image.objects.get(), sizes="640px"))
            in self.client.get(response.url).content.decode()
        )

    def test_a_name_can_be_chosen(self) -> None:
        self.post(self.url("add"), self.fields() | {"name": "the-duel.png"})
        assert str(Image.objects.get()) == "the-duel.png"

    def test_a_name_that_is_taken_gets_a_number(self) -> None:
        ImageFactory(name="duel-at-dawn.png")
        self.post(self.url("add"), self.fields())
        assert Image.objects.latest("pk").name == "duel-at-dawn-2.png"

    @pytest.mark.parametrize(
        ("changes", "errors"),
        [
            ({"name": "Duel"}, ["name"]),
            ({"decorative": "on"}, ["decorative"]),
            ({"upload": ""}, ["upload"]),
            ({"alt": "x" * 301}, ["alt"]),
        ],
    )
    def test_invalid_values_are_errors_of_their_fields(
        self, changes: dict[str, str], errors: list[str]
    ) -> None:
        response = self.post(self.url("add"), self.fields() | changes)
        assert list(errors_of(response)) == errors
        assert Image.objects.count() == 0

    def test_a_refused_file_is_an_error_of_its_field(self) -> None:
        fields = self.fields() | {"upload": upload(b"<svg onload='alert(1)'/>", "duel.svg")}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "upload": [
                (
                    "“duel.svg” is not a JPEG, PNG, WebP, AVIF or GIF picture, or it is "
                    "damaged. Save it in one of these formats."
                )
            ]
        }

    def test_a_file_that_is_too_large_is_an_error_of_its_field(self) -> None:
        fields = self.fields() | {"upload": upload(bytes(20 * 2**20 + 1), "duel.png")}
        assert errors_of(self.post(self.url("add"), fields)) == {
            "upload": [
                (
                    "“duel.png” has 21 MB, more than 20. "
                    "Save it with fewer pixels or stronger compression."
                )
            ]
        }

    def test_a_picture_that_exists_is_refused_with_its_name(self) -> None:
        ImageFactory(name="first.png", data=picture_bytes(7))
        assert errors_of(self.post(self.url("add"), self.fields())) == {
            "upload": ["This picture is already in the library as “first.png”. Use that one."]
        }
        assert Image.objects.count() == 1

    def test_alternative_text_and_credit_can_be_changed_and_nothing_else(self) -> None:
        image = ImageFactory(name="duel.png")
        before = image.file.name
        response = self.post(
            self.url("change", image.pk),
            {
                "name": "other.png",
                "upload": upload(picture_bytes(9)),
                "file": upload(picture_bytes(9)),
                "alt": "Two men",
                "credit": "Jane Doe",
                "rights": "© Studio",
                "license_url": "https://example.org/terms",
                "focus_x": "0.3",
                "focus_y": "0",
            },
        )
        assert response.status_code == 302
        image.refresh_from_db()
        assert (image.rights, image.license_url) == ("© Studio", "https://example.org/terms")
        assert image.focus == (0.3, 0)
        assert (image.name, image.file.name) == ("duel.png", before)
        assert (image.alt, image.decorative, image.credit) == ("Two men", False, "Jane Doe")

    def test_an_image_must_be_described_or_decorative(self) -> None:
        image = ImageFactory()
        given = {"alt": "", "focus_x": "0.5", "focus_y": "0.5"}
        response = self.post(self.url("change", image.pk), given)
        assert errors_of(response) == self.errors

    def test_a_focal_point_outside_of_the_picture_is_an_error_of_its_field(self) -> None:
        given = {"alt": "A duel", "focus_x": "-0.1", "focus_y": "1.01"}
        response = self.post(self.url("change", ImageFactory().pk), given)
        assert errors_of(response) == {
            "focus_x": ["Ensure this value is greater than or equal to 0."],
            "focus_y": ["Ensure this value is less than or equal to 1."],
        }

    def test_says_which_rights_were_read_from_the_file(self) -> None:
        exif = Pillow.Exif()
        exif[ExifTags.Base.Artist] = "Ada Lens"
        exif[ExifTags.Base.Copyright] = "© 2026 Ada Lens".encode()
        buffer = BytesIO()
        Pillow.new("RGB", (8, 6), "red").save(buffer, "PNG", exif=exif)
        fields = self.fields() | {"upload": upload(buffer.getvalue()), "credit": ""}
        response = self.client.post(self.url("add"), fields, follow=True)
        said = [str(message) for message in response.context["messages"]]
        assert said[0] == "Read from the file: Ada Lens · © 2026 Ada Lens"

    def test_an_image_in_use_cannot_be_deleted(self) -> None:
        image = FilmFactory(poster=ImageFactory()).poster
        response = self.post(self.url("delete", image.pk), {"post": "yes"})
        assert (response.status_code, Image.objects.count()) == (200, 1)
