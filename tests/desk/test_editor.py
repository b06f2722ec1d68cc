"""The Markdown editor: preview, endpoints, picture search and widgets."""

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.conf import settings as site_settings
from django.contrib.admin import site
from django.db.models import Model
from django.forms import Form
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string
from hypothesis import example, given
from hypothesis import strategies as st
from markdownx.fields import MarkdownxFormField
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.roles import Role
from cast.models import Person
from desk.editor import MarkdownEditor
from desk.editor.picture_choices import image_choice, image_code, search_images
from desk.editor.picture_field import MAX_OPTIONS, PictureSelect
from desk.editor.preview import PICTURE_SIZES, preview
from films.models import Film
from images.models import Image
from images.picture_tag import picture
from reviews.models import Critic, Review
from spoilers import parse
from tests.factories import (
    AdminFactory,
    FilmFactory,
    ImageFactory,
    UserFactory,
    picture_bytes,
)
from tests.roles import account, signed_in

MARKDOWNIFY = "/admin/markdownx/markdownify/"
PICTURES = "/admin/markdownx/pictures/"

pytestmark = pytest.mark.django_db

LOGGED_OUT = (
    "You are no longer logged in. Log in again in another window and continue here. Nothing is "
    "lost."
)
NOT_ALLOWED = "Your account may not do this. Ask an editor."


def revealed_inline(label: str, html: str) -> str:
    return (
        '<span class="drawn drawn--inline"><span class="drawn__label"><span class="drawn__kind">'
        f'Hidden:</span> {label}</span> <span class="drawn__content">{html}</span></span>'
    )


def revealed_block(label: str, html: str, films: str = "") -> str:
    spoils = f' <span class="drawn__films">Spoils {films}</span>' if films else ""
    return (
        '<div class="drawn drawn--block">\n'
        f'  <p class="drawn__label"><span class="drawn__kind">Hidden:</span> {label}{spoils}</p>\n'
        f'  <div class="drawn__content">{html}</div>\n</div>'
    )


def shown(markdown: str, **kwargs: Any) -> str:
    """The HTML of a text without problems."""
    html = str(preview(markdown, **kwargs))
    start, end = '\n<div class="preview-text">', "</div>\n"
    assert "preview-problems" not in html
    return html[html.index(start) + len(start) : html.rindex(end)]


def problems(markdown: str, **kwargs: Any) -> list[tuple[str, str]]:
    """Line and message of each listed problem."""
    html = str(preview(markdown, **kwargs))
    if "preview-problems" not in html:
        return []
    assert html.index("preview-problems") < html.index("preview-text")
    listed = html[: html.index("</ul>")].split("<li>")[1:]
    found = []
    for item in listed:
        button, _tag, message = item.partition("</button> ")
        found.append((button.partition('data-line="')[2].split('"')[0], message.split("</li>")[0]))
    return found


class TestPreview:
    def test_empty_text_has_no_preview(self) -> None:
        assert preview(" \n ") == ""

    def test_spoiler_is_a_revealed_curtain(self) -> None:
        assert (
            shown("She learns that >!the envoy is *her* sister!< there.")
            == "<p>She learns that "
            + revealed_inline("spoiler", "the envoy is <em>her</em> sister")
            + " there.</p>\n"
        )

    def test_label_is_the_instead_text(self) -> None:
        assert shown('It is >!her sister!<{instead="somebody"}.') == (
            "<p>It is " + revealed_inline("somebody", "her sister") + ".</p>\n"
        )

    def test_block_shows_its_label(self) -> None:
        assert shown("::: spoiler Ending\nShe *dies*.\n:::") == (
            revealed_block("Ending", "<p>She <em>dies</em>.</p>\n") + "\n"
        )

    def test_block_without_a_label_is_called_spoiler(self) -> None:
        assert shown("::: spoiler\nShe dies.\n:::") == (
            revealed_block("Spoiler", "<p>She dies.</p>\n") + "\n"
        )

    def test_nested_curtains_are_revealed(self) -> None:
        inner = revealed_inline("spoiler", "twice")
        assert shown("::: spoiler Ending\nShe dies >!twice!<.\n:::") == (
            revealed_block("Ending", f"<p>She dies {inner}.</p>\n") + "\n"
        )

    def test_other_spoiled_films_are_named(self) -> None:
        FilmFactory(title="Alien & Son", slug="alien")
        FilmFactory(title="Aliens", slug="aliens")
        assert shown('::: spoiler Ending {spoils="alien aliens"}\nShe lives.\n:::') == (
            revealed_block("Ending", "<p>She lives.</p>\n", "Alien &amp; Son, Aliens") + "\n"
        )
        inline = shown('>!She lives!<{spoils="aliens"}')
        assert '<span class="drawn__films">Spoils Aliens</span>' in inline

    def test_html_is_escaped(self) -> None:
        html = preview(
            '<script>alert(1)</script> [x](javascript:alert) >!a <b onclick="x"> c!<{instead="<i>"}'
        )
        assert "&lt;script&gt; is not Markdown" in html
        assert html.endswith(
            "<p>&lt;script&gt;alert(1)&lt;/script&gt; [x](javascript:alert) "
            + revealed_inline("&lt;i&gt;", 'a &lt;b onclick="x"&gt; c')
            + "</p>\n</div>\n"
        )

    def test_malformed_text_is_hidden_and_listed_with_its_line(self) -> None:
        assert problems("One.\n\nTwo >!three.") == [
            (
                "3",
                (
                    "This curtain opens with &gt;! but never closes. End it with !&lt; in the "
                    "same paragraph, list item or table cell, or write \\&gt;! to show the "
                    "characters."
                ),
            )
        ]
        closed = revealed_block("Spoiler", "<p>One.</p>\n<p>Two &gt;!three.</p>\n")
        assert closed in preview("One.\n\nTwo >!three.")

    def test_announced_spoilers_are_listed_with_their_line(self) -> None:
        html = str(preview("One.\n\nSpoilers ahead!\n\nHe dies."))
        listed = html[html.index("Please check:") : html.index("</ul>")]
        assert (
            '<button type="button" data-line="3">Line 3</button> Spoilers are announced' in listed
        )
        assert "Please check:" not in str(preview("Spoilers ahead!\n\n>!He dies.!<"))

    def test_an_unknown_film_is_a_problem(self) -> None:
        assert problems('a\n\n>!b!<{spoils="nowhere"}') == [
            (
                "3",
                ("There is no film “nowhere”. Correct the slug in spoils, or add the film first."),
            )
        ]

    @pytest.mark.parametrize(("level", "count"), [(3, 0), (4, 1)])
    def test_headings_above_the_minimum_level_are_problems(self, level: int, count: int) -> None:
        assert len(problems("### The duel", min_heading=level)) == count

    def test_library_picture_is_shown(self) -> None:
        image = ImageFactory(name="duel.png", alt="Two men", credit="A24 & <co>")
        own, from_library = (
            picture(image, alt=alt, sizes=PICTURE_SIZES) for alt in ("A duel", None)
        )
        assert shown("See ![A *duel*](images/duel.png)") == f"<p>See {own}</p>\n"
        credit = '<span class="credit">A24 &amp; &lt;co&gt;</span>'
        assert shown('![](images/duel.png "At *dawn*")') == (
            f"<figure>{from_library}<figcaption>At *dawn* · {credit}</figcaption></figure>\n"
        )

    def test_missing_picture_is_a_problem(self) -> None:
        assert problems("One.\n\n![two](images/none.png)") == [
            ("3", "No picture of the library is named “none.png”. Upload it first.")
        ]
        assert '<div class="preview-text"><p>One.</p>\n<p>two</p>\n</div>' in preview(
            "One.\n\n![two](images/none.png)"
        )

    def test_external_picture_is_a_problem_and_not_loaded(self) -> None:
        html = preview("![two](https://spy.example/a.png)")
        assert problems("![two](https://spy.example/a.png)") == [
            (
                "1",
                (
                    "The picture “https://spy.example/a.png” is on another site, which could "
                    "track readers. Upload it to the library and write images/ and its name."
                ),
            )
        ]
        assert '<div class="preview-text"><p>two</p>\n</div>' in html

    def test_missing_picture_with_an_escaped_address_has_its_line(self) -> None:
        assert problems("One.\n\n![two](images/n&#111;ne.png)") == [
            ("3", "No picture of the library is named “none.png”. Upload it first.")
        ]

    def test_picture_in_a_curtain_is_shown(self) -> None:
        image = ImageFactory(name="duel.png")
        inside = str(picture(image, sizes=PICTURE_SIZES))
        assert shown(">!![](images/duel.png)!<") == (
            "<p>" + revealed_inline("spoiler", inside) + "</p>\n"
        )

    def test_ids_begin_with_the_key(self) -> None:
        html = shown("One[^1].\n\n[^1]: Two.", key="id_body")
        assert html.count(' id="fn-id_body_1"') == html.count(' id="fnref-id_body_1_1"') == 1

    def test_number_of_queries(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        ImageFactory(name="a.png")
        ImageFactory(name="b.png")
        with django_assert_num_queries(1):
            preview("![](images/a.png) ![](images/b.png) >!x!<")
        FilmFactory(slug="alien")
        FilmFactory(slug="aliens")
        with django_assert_num_queries(2):
            preview('![](images/a.png) >!x!<{spoils="alien"} >!y!<{spoils="alien aliens"}')

    def test_is_the_markdownify_function_of_markdownx(self) -> None:
        markdownify = import_string(site_settings.MARKDOWNX_MARKDOWNIFY_FUNCTION)
        assert markdownify(">!x!<") == preview(">!x!<")


class TestMarkdownify:
    def test_returns_the_preview(self) -> None:
        response = signed_in(account(Role.CRITIC)).post(
            MARKDOWNIFY, {"content": "#### a\n\nb[^1] >!c!<\n\n[^1]: d", "key": "id_Body[0]"}
        )
        assert response.status_code == 200
        assert response.content.decode() == preview(
            "#### a\n\nb[^1] >!c!<\n\n[^1]: d", key="id_body0"
        )
        assert response["Cache-Control"] == (
            "max-age=0, no-cache, no-store, must-revalidate, private"
        )

    @pytest.mark.parametrize(
        ("given", "level"), [("4", 4), ("", 3), ("0", 3), ("7", 3), ("x", 3), ("٤", 3)]
    )
    def test_uses_the_minimum_heading_level(self, given: str, level: int) -> None:
        response = signed_in(account()).post(
            MARKDOWNIFY, {"content": "### a", "min_heading": given}
        )
        assert response.content.decode() == preview("### a", min_heading=level)

    def test_missing_text_is_a_400(self) -> None:
        response = signed_in(account()).post(MARKDOWNIFY)
        assert (response.status_code, response.content.decode()) == (
            400,
            "There is no text to show.",
        )

    def test_too_long_text_is_a_problem(self) -> None:
        client = signed_in(account())
        response = client.post(MARKDOWNIFY, {"content": "a" * 1_000_001})
        assert response.status_code == 200
        assert "This text is longer than 1000000 characters." in response.content.decode()

    def test_too_large_request_is_a_400(self) -> None:
        response = signed_in(account()).post(MARKDOWNIFY, {"content": "a" * 3_000_000})
        assert response.status_code == 400

    def test_too_many_requests_are_a_429_in_plain_text(self) -> None:
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
            client = signed_in(account())
            answers = [client.post(MARKDOWNIFY, {"content": " "}) for _number in range(241)]
        assert [answer.status_code for answer in answers] == [200] * 240 + [429]
        assert answers[-1]["Content-Type"] == "text/plain; charset=utf-8"


class TestAccess:
    """Access to the endpoints. Errors are plain text, because the editor shows them."""

    @pytest.mark.parametrize("path", [MARKDOWNIFY, "/admin/markdownx/upload/", PICTURES])
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("who", [None, UserFactory])
    def test_requires_access_to_the_admin(self, path: str, method: str, who: Any) -> None:
        client = signed_in(who()) if who else Client()
        response = getattr(client, method)(path, {"content": "a"})
        assert (response.status_code, response.content.decode()) == (403, LOGGED_OUT)
        assert response["Content-Type"] == "text/plain; charset=utf-8"

    def test_requires_a_second_factor_where_the_admin_does(self, settings: Settings) -> None:
        settings.REQUIRE_TOTP = True
        response = signed_in(account(Role.CHIEF)).post(MARKDOWNIFY, {"content": "a"})
        assert (response.status_code, response.content.decode()) == (403, LOGGED_OUT)

    @pytest.mark.parametrize(
        ("role", "statuses"),
        [
            (None, (200, 403, 403)),
            (Role.CRITIC, (200, 400, 200)),
            (Role.EDITOR, (200, 400, 200)),
            (Role.CHIEF, (200, 400, 200)),
        ],
    )
    def test_permissions_of_each_role(self, role: Role | None, statuses: tuple[int, ...]) -> None:
        client = signed_in(account(role))
        upload = client.post("/admin/markdownx/upload/")
        library = client.get(PICTURES)
        assert (
            client.post(MARKDOWNIFY, {"content": "a"}).status_code,
            upload.status_code,
            library.status_code,
        ) == statuses
        if role is None:
            assert upload.content.decode() == library.content.decode() == NOT_ALLOWED

    @pytest.mark.parametrize(
        ("path", "method", "wanted"),
        [
            (MARKDOWNIFY, "get", "POST"),
            (MARKDOWNIFY, "put", "POST"),
            ("/admin/markdownx/upload/", "get", "POST"),
            (PICTURES, "post", "GET"),
        ],
    )
    def test_other_methods_are_refused(self, path: str, method: str, wanted: str) -> None:
        response = getattr(signed_in(AdminFactory()), method)(path)
        assert (response.status_code, response["Allow"], response.content.decode()) == (
            400,
            wanted,
            f"This address accepts only {wanted} requests.",
        )

    def test_an_address_that_no_database_takes_is_a_400(self) -> None:
        response = signed_in(AdminFactory()).get(PICTURES, {"q": "a\0"})
        assert response.status_code == 400
        assert response["Content-Type"] == "text/plain; charset=utf-8"

    @pytest.mark.parametrize("path", [MARKDOWNIFY, "/admin/markdownx/upload/"])
    def test_requires_a_csrf_token(self, path: str) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(AdminFactory())
        assert client.post(path, {"content": "a"}).status_code == 403
        client.get("/admin/")
        token = client.cookies["csrftoken"].value
        response = client.post(path, {"content": "a", "csrfmiddlewaretoken": token})
        assert response.status_code == (200 if path == MARKDOWNIFY else 400)

    def test_urls_are_those_of_the_markdownx_settings(self) -> None:
        assert reverse("markdownx_markdownify") == site_settings.MARKDOWNX_URLS_PATH == MARKDOWNIFY
        assert reverse("markdownx_upload") == site_settings.MARKDOWNX_UPLOAD_URLS_PATH


class TestKnownPicture:
    def test_is_found_by_the_digest_of_its_file(self) -> None:
        client = signed_in(account(Role.CRITIC))
        data = picture_bytes(3)
        image = ImageFactory(name="duel.png", alt="Two men", data=data)
        answer = client.get(PICTURES, {"digest": sha256(data).hexdigest()}).json()
        assert "“duel.png”" in answer.pop("notice")
        assert answer == image_choice(image)
        assert client.get(PICTURES, {"digest": "0" * 64}).json() is None


class TestPictures:
    def test_dialogs_show_the_library(self) -> None:
        ImageFactory(name="duel.png", alt="A [duel]")
        client = signed_in(account(Role.CRITIC))
        html = client.get(PICTURES).content.decode()
        assert html.count("<dialog") == 2
        assert html.count('data-code="![A \\[duel\\]](images/duel.png)"') == 1

    def test_search_returns_results_without_dialogs(self) -> None:
        ImageFactory(name="duel.png", alt="Two men")
        ImageFactory(name="dawn.png", alt="", decorative=True)
        html = signed_in(account(Role.CRITIC)).get(PICTURES, {"q": "dawn"}).content.decode()
        assert html.count("<dialog") == 0
        assert html.count("data-code=") == html.count('data-code="![](images/dawn.png)"') == 1
        assert html.count("1 picture<") == 1

    def test_page_has_24_pictures(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        client = signed_in(account(Role.CRITIC))
        ImageFactory.create_batch(25)
        counts = []
        for page in ("1", "2", "none"):
            html = client.get(PICTURES, {"q": "", "page": page}).content.decode()
            counts.append((html.count("data-code="), html.count("data-page=")))
        assert counts == [(24, 1), (1, 1), (24, 1)]

    def test_search_covers_name_alternative_text_and_credit(self) -> None:
        duel = ImageFactory(name="duel.png", alt="Two men at dawn", credit="Jane Doe")
        dawn = ImageFactory(name="dawn.png", alt="Nobody")
        assert [list(search_images(words)) for words in ("", "DAWN", "dawn jane", "dawn none")] == [
            [dawn, duel],
            [dawn, duel],
            [duel],
            [],
        ]


class TestImageCode:
    @given(alt=st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n")))
    @example('[a](b) ![c](d) *e* _f_ `g` <b> &amp; >!h!< ~~i~~ [^1] \\ \\] {x="y"} $z$ :::')
    def test_special_characters_are_escaped(self, alt: str) -> None:
        read = []

        def image(src: str, words: str, title: str) -> str:
            read.append((src, words, title))
            return ""

        code = image_code(Image(name="duel.png"), alt)
        assert parse(f"a {code} b").redact(film=1, key="k", image=image).problems == ()
        assert read == [("images/duel.png", " ".join(alt.split()), "")]


class TestPictureSelect:
    def options(self, value: Any) -> list[str]:
        html = PictureSelect().render("poster", value, {"id": "id_poster"})
        return re.findall(r"<option ([^>]*)>", html)

    def test_options_are_the_newest_and_the_chosen_picture(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        oldest = ImageFactory(name="oldest.png", alt="The [first]")
        newest = ImageFactory.create_batch(MAX_OPTIONS)
        others = [f'value="{image.pk}"' for image in reversed(newest)]
        with django_assert_num_queries(1):
            assert self.options(None) == ['value=""', *others]
        with django_assert_num_queries(2):
            chosen = f'value="{oldest.pk}" selected'
            assert self.options(oldest.pk) == ['value=""', chosen, *others]

    def test_shows_the_chosen_picture_with_its_alternative_text(self) -> None:
        image = ImageFactory(name="duel.png", alt="Two <men>")
        html = PictureSelect().render("poster", str(image.pk))
        assert html.count("Two &lt;men&gt;") == html.count(">duel.png</a>") == 1
        assert html.count(image_choice(image)["thumbnail"]) == 1

    @pytest.mark.parametrize("value", ["x", "²", "9" * 30, "0", ""])
    def test_invalid_value_chooses_nothing(self, value: str) -> None:
        image = ImageFactory()
        assert self.options(value) == ['value=""', f'value="{image.pk}"']

    @pytest.mark.parametrize(
        ("model", "fields"),
        [
            (Review, {"lead_image"}),
            (Film, {"poster", "backdrop", "trailer_still"}),
            (Person, {"portrait"}),
            (Critic, {"portrait"}),
        ],
    )
    def test_is_used_for_every_picture_field_of_the_admin(
        self, rf: RequestFactory, model: type[Model], fields: set[str]
    ) -> None:
        request = rf.get("/")
        request.user = AdminFactory()
        form = site.get_model_admin(model).get_form(request)
        chosen = {n for n, f in form.base_fields.items() if isinstance(f.widget, PictureSelect)}
        assert chosen == fields


class TestWidget:
    def test_is_a_plain_textarea_without_javascript(self) -> None:
        html = MarkdownEditor(attrs={"rows": 4}).render("body", "a <b>\n", {"id": "id_body"})
        start = html.index("<textarea")
        assert html[start : html.index("</textarea>")] == (
            '<textarea name="body" cols="40" rows="4" class="vLargeTextField markdownx-editor"'
            ' id="id_body" data-markdownx-editor-resizable="True"'
            f' data-markdownx-urls-path="{MARKDOWNIFY}"'
            ' data-markdownx-upload-urls-path="/admin/markdownx/upload/"'
            ' data-markdownx-latency="500">\na &lt;b&gt;\n'
        )
        assert "<markdown-toolbar hidden " in html

    def test_has_the_minimum_heading_level(self) -> None:
        assert 'data-min-heading="3"' in MarkdownEditor().render("body", None)
        assert 'data-min-heading="4"' in MarkdownEditor(min_heading=4).render("body", None)

    def test_works_with_the_form_field_of_markdownx(self) -> None:
        class TextForm(Form):
            body = MarkdownxFormField(widget=MarkdownEditor, required=False, disabled=True)

        html = str(TextForm({"body": "x"})["body"])
        assert html.count("<textarea") == html.count(" disabled ") == 1

    def test_does_not_change_the_given_attributes(self) -> None:
        attrs = {"id": "id_body"}
        MarkdownEditor(attrs={"rows": 4}).render("body", "", attrs)
        assert attrs == {"id": "id_body"}

    def test_has_no_scripts_of_markdownx_and_nothing_inline(self) -> None:
        media = str(MarkdownEditor().media)
        assert "markdownx" not in media
        html = MarkdownEditor().render("body", "")
        assert [word for word in ("<script", "<style", " style=", " on") if word in html] == []


class TestPagesOfTheSite:
    """Their texts have no curtains."""

    def test_have_no_buttons_for_spoilers(self) -> None:
        html = MarkdownEditor(has_curtains=False).render("body", "")
        assert "data-md-button" in html
        assert 'data-curtains="no"' in html
        assert "spoiler" not in html

    def test_say_that_spoilers_are_not_possible(self) -> None:
        client = signed_in(AdminFactory())
        for text in ("Ask ||the vicar||.", "Ask >!the vicar!<."):
            page = client.post(MARKDOWNIFY, {"content": text, "curtains": "no"}).text
            assert "This page has no spoilers" in page
            assert "::: spoiler" not in page
            assert (
                "This page has no spoilers" not in client.post(MARKDOWNIFY, {"content": text}).text
            )
