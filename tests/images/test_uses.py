"""Where a picture is used. The library shows it, and a picture in use cannot be deleted."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ManyToOneRel
from django.test import Client, RequestFactory
from django.urls import reverse
from markdownx.models import MarkdownxField

from accounts.roles import Role
from editions.publishing import publish
from images.models import Image
from images.uses import Uses, registered, uses
from tests.factories import (
    AdminFactory,
    CriticFactory,
    FilmFactory,
    ImageFactory,
    PersonFactory,
    ReviewFactory,
    SectionFactory,
    VerdictFactory,
)
from tests.roles import account, signed_in

pytestmark = pytest.mark.django_db


def link(row: Any) -> str:
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return f'{meta.verbose_name.capitalize()}: <a href="{url}">{row}</a>'


def used(image: Image, user: User | None = None) -> Uses:
    request = RequestFactory().get("/")
    request.user = user or AdminFactory()
    return uses(image, request)


def lines(image: Image, user: User | None = None) -> list[str]:
    return sorted(used(image, user).lines())


class TestUses:
    def test_of_an_unused_picture_are_empty(self) -> None:
        assert used(ImageFactory()) == Uses((), 0)

    def test_contain_posters_portraits_and_lead_images(self) -> None:
        image = ImageFactory()
        rows = [
            FilmFactory(poster=image, backdrop=image),
            PersonFactory(portrait=image),
            CriticFactory(portrait=image),
            ReviewFactory(lead_image=image),
        ]
        assert lines(image) == sorted(link(row) for row in rows)

    def test_contain_the_reviews_of_texts_that_name_the_picture(self) -> None:
        image = ImageFactory(name="duel.png")
        section = SectionFactory(body=">!![](images/duel.png)!<")
        SectionFactory(review=section.review, body="![](images/duel.png)")
        verdict = VerdictFactory(summary="![](images/duel.png)")
        introduced = ReviewFactory(cast_introduction="![](images/duel.png)")
        SectionFactory(body="![](images/other-duel.png) duel.png")
        rows = [section.review, verdict.review, introduced]
        assert lines(image) == sorted(link(row) for row in rows)

    def test_contain_editions_whose_review_no_longer_names_it(self) -> None:
        image = ImageFactory(name="duel.png")
        section = SectionFactory(body="![](images/duel.png)")
        VerdictFactory(review=section.review)
        edition = publish(review=section.review)
        section.delete()
        assert lines(image) == [link(edition)]

    def test_count_the_rows_that_an_account_may_not_see(self) -> None:
        image = ImageFactory(name="duel.png")
        critic = account(Role.CRITIC)
        own = ReviewFactory(critic=CriticFactory(user=critic), lead_image=image)
        VerdictFactory(review=own)
        SectionFactory(body="![](images/duel.png)")
        assert used(image, critic) == Uses((link(own),), 1)
        publish(review=own)
        assert used(image, critic).lines() == [
            link(own),
            "2 texts or pages that your account may not see",
        ]


class TestRegistered:
    """A picture in a field that is not registered could be deleted while it is in use."""

    def test_is_every_foreign_key_to_a_picture(self) -> None:
        relations = (
            (relation.related_model, relation.field.name)
            for relation in Image._meta.related_objects
            if isinstance(relation, ManyToOneRel)
        )
        assert set(relations) == {
            (model, field)
            for model, registration in registered.items()
            for field in registration.shows
        }

    def test_is_every_markdown_field(self) -> None:
        texts = (
            (model, field.name)
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, MarkdownxField)
        )
        assert set(texts) == {
            (model, field)
            for model, registration in registered.items()
            for field in registration.names
        }

    def test_rows_are_listed_on_a_page_of_the_admin(self) -> None:
        for model, registration in registered.items():
            part_of = registration.part_of and model._meta.get_field(registration.part_of)
            assert admin.site.is_registered(part_of.related_model if part_of else model)


class TestImageAdmin:
    @pytest.fixture
    def editor(self) -> Client:
        return signed_in(account(Role.EDITOR))

    def url(self, page: str, image: Image | None = None) -> str:
        return reverse(f"admin:images_image_{page}", args=[image.pk] if image else [])

    def test_shows_where_a_picture_is_used(self, editor: Client) -> None:
        image = ImageFactory()
        html = editor.get(self.url("change", image)).content.decode()
        assert html.count("It is not used yet.") == 1
        film = FilmFactory(poster=image)
        html = editor.get(self.url("change", image)).content.decode()
        assert (html.count("It is not used yet."), html.count(f"<li>{link(film)}</li>")) == (0, 1)

    def test_shows_no_uses_on_the_form_for_a_new_picture(self, editor: Client) -> None:
        assert b"Where it is used" not in editor.get(self.url("add")).content

    def test_redirects_if_the_picture_is_deleted(self, editor: Client) -> None:
        image = ImageFactory()
        url = self.url("change", image)
        image.delete()
        assert editor.get(url).status_code == 302

    def test_deletes_an_unused_picture(self, editor: Client) -> None:
        editor.post(self.url("delete", ImageFactory()), {"post": "yes"})
        assert Image.objects.count() == 0

    @pytest.mark.parametrize("way", ["delete", "changelist"])
    def test_does_not_delete_a_picture_in_an_edition(self, editor: Client, way: str) -> None:
        image = ImageFactory(name="duel.png")
        review = ReviewFactory(lead_image=image)
        VerdictFactory(review=review)
        SectionFactory(review=review)
        edition = publish(review=review)
        selected = {"action": "delete_selected", "_selected_action": image.pk}
        if way == "delete":
            response = editor.post(self.url(way, image), {"post": "yes"})
        else:
            response = editor.post(self.url(way), selected | {"post": "yes"})
        said = "“duel.png” is in use and cannot be deleted."
        html = response.content.decode()
        assert (response.status_code, html.count(said), Image.objects.count()) == (200, 1, 1)
        assert [html.count(link(row)) for row in (review, edition)] == [1, 1]

    def test_does_not_delete_a_picture_that_a_text_names(self, editor: Client) -> None:
        image = ImageFactory(name="duel.png")
        section = SectionFactory(body="![](images/duel.png)")
        response = editor.post(self.url("delete", image), {"post": "yes"})
        assert (response.status_code, Image.objects.count()) == (200, 1)
        assert response.content.decode().count(link(section.review)) == 1
