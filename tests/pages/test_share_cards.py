"""Share cards: texts, response, poster, drawing, fonts and line breaks."""

import copy
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image as Pillow
from PIL import ImageChops, ImageDraw

from editions.publishing import publish, withdraw
from editions.rerendering import rendering_of
from pages.sharing import share_cards, system_fonts
from pages.sharing.card_drawing import (
    HEADLINE_BOTTOM,
    HEIGHT,
    MARGIN,
    POSTER_WIDTH,
    TEXT_WIDTH,
    WIDTH,
    draw_card,
)
from pages.sharing.card_fonts import DISPLAY, ITALIC, drawable_text, font_files
from pages.sharing.share_cards import (
    ShareCard,
    edition_share_card,
    open_poster,
    share_card_url,
)
from pages.sharing.typesetting import (
    FontStack,
    MeasuredText,
    breakable_pieces,
    is_right_to_left,
    segments,
    shorten,
)
from site_settings.models import SiteSettings
from tests.factories import FilmFactory, FullReviewFactory, ImageFactory, picture_bytes

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

CARD = ShareCard(
    headline="The train to the coast",
    film="The Train",
    year=2025,
    recommendation="Recommended",
    score="7.5/10",
    byline="A. Critic",
    site="Curtain",
    poster="",
)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def server_fonts(monkeypatch, tmp_path):
    """A function that installs fonts on the server and returns their files.

    It takes the characters of each font by the font's name. Without a call the server has no fonts.
    """

    def forget():
        system_fonts.system_fonts.cache_clear()
        system_fonts.system_font.cache_clear()
        font_files.cache_clear()

    def install(fonts):
        forget()
        files = [str(tmp_path / "family" / f"{name}.ttf") for name in fonts]
        for file, characters in zip(files, fonts.values(), strict=True):
            box_font(characters).save(file)
        return files

    (tmp_path / "family").mkdir()
    monkeypatch.setattr(system_fonts, "DIRECTORIES", (str(tmp_path),))
    forget()
    yield install
    forget()


def box_font(characters):
    """A font in which each of ``characters`` is a filled box."""
    names = {ord(character): f"u{ord(character):X}" for character in characters}
    pen = TTGlyphPen(None)
    for step, corner in enumerate([(50, 0), (50, 700), (550, 700), (550, 0)]):
        (pen.lineTo if step else pen.moveTo)(corner)
    pen.closePath()
    box, order = pen.glyph(), [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()} | dict.fromkeys(names.values(), box))
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupPost()
    return builder


def picture_of(png):
    with Pillow.open(BytesIO(png)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        return picture.convert("RGB")


def with_words(**words):
    values = {name: getattr(CARD, name) for name in CARD.__dataclass_fields__}
    return ShareCard(**(values | words))


@pytest.fixture(scope="module")
def png():
    """The bytes of the card of `CARD` without a poster."""
    return draw_card(CARD, None)


@pytest.fixture(scope="module")
def without_names():
    """The picture of a card that has only a verdict."""
    return picture_of(draw_card(with_words(headline="", film="", byline="", site=""), None))


def difference(first, second):
    """The bounding box of the pixels in which two cards differ; None if they are equal."""
    return ImageChops.difference(picture_of(first), picture_of(second)).getbbox()


@pytest.mark.django_db
class TestShareCard:
    def test_texts_are_those_of_edition_film_critic_and_site(self, settings):
        settings.SITE_NAME = "The Velvet Row"
        poster = ImageFactory()
        film = FilmFactory(title="The Train", poster=poster)
        review = FullReviewFactory(film=film, headline="The headline", critic__display_name="A. C.")
        edition = publish(review=review)
        assert edition_share_card(edition, rendering_of(edition)) == ShareCard(
            headline="The headline",
            film="The Train",
            year=2025,
            recommendation="Recommended",
            score="7.5/10",
            byline="A. C.",
            site="The Velvet Row",
            poster=poster.digest,
        )

    def test_has_the_accent_colour_of_the_site(self):
        edition = publish(review=FullReviewFactory())
        rendering = rendering_of(edition)
        red = edition_share_card(edition, rendering)
        SiteSettings.objects.update_or_create(pk=1, defaults={"accent": "#0b5c3b"})
        green = edition_share_card(edition, rendering)
        assert (red.accent, green.accent) == ("", "#0b5c3b")
        assert share_card_url(edition, red) != share_card_url(edition, green)
        drawn = [picture_of(draw_card(each, None)).getpixel((1100, 20)) for each in (red, green)]
        assert [max(range(3), key=colour.__getitem__) for colour in drawn] == [0, 1]

    def test_verdict_without_a_score(self):
        review = FullReviewFactory(film__release_date=None, film__status="planned")
        verdict = review.verdict
        verdict.score = verdict.scale_best = verdict.scale_step = None
        verdict.save()
        edition = publish(review=review)
        card = edition_share_card(edition, rendering_of(edition))
        assert (card.score, card.year, card.poster) == ("", None, "")

    def test_hidden_text_does_not_change_the_card(self, client, clock):
        review = FullReviewFactory(slug="the-review")
        publish(review=review)
        first = get(client)
        clock.shift(HOUR)
        review.sections.filter(placement="full_story").update(body="Nobody dies.")
        publish(review=review)
        clock.shift(HOUR)
        second = get(client)
        assert (second["ETag"], second.content) == (first["ETag"], first.content)


def get(client, **headers):
    return client.get(reverse("pages:share_card", args=["the-review"]), headers=headers)


@pytest.fixture(scope="class")
def published(class_db):
    with time_machine.travel(NOON, tick=False):
        review = FullReviewFactory(slug="the-review", film__poster=ImageFactory())
        publish(review=review)
    return review


@pytest.mark.django_db
class TestView:
    @pytest.fixture
    def review(self, published, clock):
        return copy.deepcopy(published)

    def test_response_is_a_public_png_without_cookies(self, client, review):
        response = get(client)
        assert response.status_code == 200
        assert (response["Content-Type"], response["Cache-Control"]) == (
            "image/png",
            "public, no-cache",
        )
        assert (response.cookies, "Cookie" in response.get("Vary", "")) == ({}, False)
        picture_of(response.content)

    def test_etag_changes_with_the_card(self, client, review, clock, monkeypatch):
        etag = get(client)["ETag"]
        assert not etag.startswith("W/")
        with monkeypatch.context() as patch:
            patch.setattr(share_cards, "draw_card", None)
            unchanged = get(client, if_none_match=etag)
        assert (unchanged.status_code, unchanged["ETag"]) == (304, etag)
        assert unchanged["Cache-Control"] == "public, no-cache"

        [critic] = review.signed_by()
        critic.display_name = "Somebody else"
        critic.save()
        changed = get(client, if_none_match=etag)
        assert (changed.status_code, changed["ETag"] != etag) == (200, True)

    def test_address_changes_with_the_focal_point_of_the_poster(self, client, review):
        page = reverse("pages:review", args=["the-review"])
        before = client.get(page).text
        address = re.search(r"/share/the-review\.png\?v=\w+", before)[0]
        poster = review.film.poster
        poster.focus_y = Decimal("0.1")
        poster.save()
        assert address not in client.get(page).text

    def test_card_is_drawn_once(self, client, review, monkeypatch):
        first = get(client)
        monkeypatch.setattr(share_cards, "draw_card", None)
        assert get(client).content == first.content

    def test_status_follows_the_review(self, client, clock):
        def status():
            return client.get(reverse("pages:share_card", args=["another"])).status_code

        review = FullReviewFactory(slug="another")
        assert status() == 404
        publish(review=review, live_from=NOON + HOUR)
        assert status() == 404
        clock.move_to(NOON + HOUR)
        assert status() == 200
        clock.move_to(NOON + 2 * HOUR)
        withdraw(review=review)
        clock.move_to(NOON + 3 * HOUR)
        assert status() == 410

    def test_three_queries_for_any_number_of_reviews(
        self, client, review, django_assert_num_queries
    ):
        publish(review=FullReviewFactory())
        with django_assert_num_queries(3):
            get(client)

    def test_only_get_and_head_are_allowed(self, client, review):
        address = reverse("pages:share_card", args=["the-review"])
        assert client.post(address).status_code == 405
        assert client.head(address).content == b""


@pytest.mark.django_db
class TestPoster:
    def test_smallest_sufficient_rendition_is_opened(self):
        image = ImageFactory(data=picture_bytes(1, width=800, height=1200))
        assert open_poster(image).size == (640, 960)

    def test_small_original_is_opened(self):
        assert open_poster(ImageFactory(data=picture_bytes(2, width=300, height=450))).size == (
            300,
            450,
        )

    def test_lost_file_is_none(self):
        image = ImageFactory()
        image.file.storage.delete(image.file.name)
        assert open_poster(image) is None

    def test_invalid_file_is_none(self):
        image = ImageFactory()
        image.file.storage.delete(image.file.name)
        image.file.storage.save(image.file.name, ContentFile(b"not a picture"))
        assert open_poster(image) is None


class TestDrawing:
    @pytest.mark.parametrize(("focus", "colour"), [((0, 0.5), "red"), ((1, 0.5), "blue")])
    def test_poster_is_cropped_around_its_focal_point(self, focus, colour):
        poster = Pillow.new("RGB", (2 * HEIGHT, HEIGHT), "red")
        poster.paste("blue", (HEIGHT, 0, 2 * HEIGHT, HEIGHT))
        card = picture_of(draw_card(CARD, poster, focus=focus))
        expected = Pillow.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert card.getpixel((WIDTH - POSTER_WIDTH // 2, HEIGHT // 2)) == expected

    def test_same_card_has_the_same_bytes(self, png):
        assert draw_card(CARD, None) == png

    @pytest.mark.parametrize(
        "words",
        [
            {"headline": "Another headline"},
            {"film": "Another film"},
            {"year": 1999},
            {"recommendation": "Skip it"},
            {"score": "2/10"},
            {"byline": "B. Critic"},
            {"site": "Another site"},
        ],
    )
    def test_every_text_changes_the_card(self, png, words):
        other = with_words(**words)
        assert difference(png, draw_card(other, None)) is not None
        assert other.fingerprint() != CARD.fingerprint()

    def test_missing_texts_are_left_out(self, png):
        bare = with_words(score="", year=None, recommendation="", byline="")
        _left, _top, right, _bottom = difference(png, draw_card(bare, None))
        assert right <= WIDTH - POSTER_WIDTH

    def test_poster_or_curtain_is_on_the_right(self, png):
        red = Pillow.new("RGB", (20, 30), "#ff0000")
        with_poster = draw_card(CARD, red)
        left, _top, right, _bottom = difference(with_poster, png)
        assert (left, right) == (WIDTH - POSTER_WIDTH, WIDTH)
        assert picture_of(with_poster).getpixel((WIDTH - 10, 300)) == (255, 0, 0)

    @pytest.mark.parametrize(
        "headline",
        [
            "",
            "A",
            "The train",
            "word " * 40,
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            "x" * 200,
            "銀翼殺手" * 50,
            "הסוף של הסרט הזה מפתיע " * 8,
            "👩‍🚀🎬" * 60,
            "е́" * 100,
            "\u200f\u202e\u2066",
            "A\nB\tC",
        ],
    )
    @pytest.mark.parametrize("film", ["Ü", "A film with a name " * 10, "映画" * 90, ""])
    def test_any_text_stays_inside_the_margins(self, without_names, headline, film):
        """The texts stay inside the margins of their column."""
        long = with_words(headline=headline, film=film, byline="C" * 120, site="S" * 80)
        left, top, right, bottom = ImageChops.difference(
            picture_of(draw_card(long, None)), without_names
        ).getbbox()
        assert left >= MARGIN - 8
        assert top >= MARGIN - 16
        assert right <= MARGIN + TEXT_WIDTH + 8
        assert bottom <= HEIGHT - MARGIN + 16

    def test_long_headline_ends_above_the_stamp(self):
        words = with_words(headline="word " * 60, byline="", site="", recommendation="", score="")
        empty = with_words(headline="", film="", byline="", site="", recommendation="", score="")
        box = ImageChops.difference(
            picture_of(draw_card(words, None)), picture_of(draw_card(empty, None))
        ).getbbox()
        assert box[3] <= HEADLINE_BOTTOM + 12


class TestDirections:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Alien³ (1979)", ["Alien³ (1979)"]),
            ("אבא John Ford ואמא", ["אבא ", "John Ford", " ואמא"]),
            ("The שלום עולם!", ["The ", "שלום עולם", "!"]),
            ("באשיר (2008) 2009", ["באשיר (", "2008", ") ", "2009"]),
            ("שלום 8.5/10 טוב", ["שלום ", "8.5/10", " טוב"]),
        ],
    )
    def test_text_is_divided_where_the_direction_changes(self, text, expected):
        assert [run for _is_rtl, run in segments(text, is_right_to_left(text))] == expected

    def test_lines_are_put_together_from_the_left(self, server_fonts):
        server_fonts({"Hebrew": "שלוםעבא", "Sans": "Ω"})
        stack = FontStack(font_files(DISPLAY, "שלוםעבאΩ"), 40)
        for text, expected in (
            ("אבא Ω John שלום", ["שלום", " ", "Ω", " John", " ", "אבא"]),
            ("The שלום עולם", ["The ", "עולם", " ", "שלום"]),
        ):
            assert [run for _font, run, _direction in stack.runs(text)] == expected


class TestFonts:
    def test_latin_text_uses_the_fonts_of_the_site(self):
        for typeface in (DISPLAY, ITALIC):
            files = font_files(typeface, "Größe, Ełk, Čech, Ağa, Ŵ, “dé”…")
            assert [file.rpartition("/")[2] for file in files] == [f"{n}.woff2" for n in typeface]

    def test_other_scripts_use_a_font_of_the_server(self, server_fonts):
        [font] = server_fonts({"Serif": "Сталкер"})
        text = "Сталкер 1979"
        assert font_files(DISPLAY, text)[len(DISPLAY) :] == (font,)
        assert drawable_text(text, DISPLAY) == text
        files = font_files(DISPLAY, text)
        runs = [(each.path, run) for each, run, _direction in FontStack(files, 40).runs(text)]
        assert runs == [(font, "Сталкер"), (files[0], " 1979")]

    def test_a_font_without_digits_and_punctuation_leaves_them_to_the_others(self, server_fonts):
        [font] = server_fonts({"Hebrew": "שלום"})
        text = "שלום (2008)"
        stack = FontStack(font_files(DISPLAY, text), 40)
        files = [each.path for each, _run, _direction in stack.runs(text)]
        assert files == [*[stack.files[0]] * 3, font]
        assert [run for _font, run, _direction in stack.runs(text)] == [")", "2008", " (", "שלום"]

    def test_order_of_preference(self, server_fonts):
        names = ["AMono", "BSansCJK", "BSans", "BSerifCJK", "CSerif"]
        mono, sans_cjk, sans, serif_cjk, serif = server_fonts(dict.fromkeys(names, "С"))
        assert system_fonts.system_fonts() == (serif, serif_cjk, sans, sans_cjk, mono)
        assert system_fonts.system_font("С") == serif

    def test_font_with_all_characters_is_preferred_to_one_with_some(self, server_fonts):
        _some, every = server_fonts({"Serif": "С", "Sans": "Ст"})
        assert system_fonts.system_font("Ст") == every

    def test_characters_of_two_fonts_use_both(self, server_fonts):
        files = server_fonts({"Serif": "С", "Sans": "銀"})
        assert font_files(DISPLAY, "С銀")[len(DISPLAY) :] == tuple(files)

    @pytest.mark.parametrize("name", ["Serif-Bold", "SerifItalic", "Serif-Light", "SerifCondensed"])
    def test_only_fonts_in_a_regular_style_are_used(self, server_fonts, name):
        server_fonts({name: "С"})
        assert system_fonts.system_fonts() == ()
        assert system_fonts.system_font("С") is None

    def test_file_that_is_not_a_font_is_skipped(self, server_fonts, tmp_path):
        (tmp_path / "A-Serif.ttf").write_bytes(b"not a font")
        [font] = server_fonts({"Serif": "С"})
        assert system_fonts.system_font("С") == font

    def test_font_without_the_characters_is_not_used(self, server_fonts):
        server_fonts({"Serif": "С"})
        assert drawable_text("銀翼殺手", DISPLAY) == ""
        assert len(font_files(DISPLAY, "銀翼殺手")) == len(DISPLAY)

    def test_text_with_a_letter_that_no_font_has_is_not_drawable(self, server_fonts):
        assert drawable_text("銀翼殺手 2049", DISPLAY) == ""
        assert drawable_text("The train", DISPLAY) == "The train"

    def test_symbol_that_no_font_has_is_left_out(self, server_fonts):
        assert drawable_text("The 🚂 train", DISPLAY) == "The train"

    def test_combining_accent_is_composed_with_its_letter(self):
        assert drawable_text("Gro\u0308ße", DISPLAY) == "Größe"

    def test_site_name_replaces_a_headline_and_film_that_are_not_drawable(self, server_fonts):
        foreign = with_words(headline="銀翼殺手", film="銀翼殺手", year=None)
        named = with_words(headline="Curtain", film="", year=None)
        assert difference(draw_card(foreign, None), draw_card(named, None)) is None


def font_stack(text, size=40, typeface=DISPLAY):
    return FontStack(font_files(typeface, text), size)


def wrapped(text, width=300):
    return MeasuredText.of(text, font_stack(text)).wrap(width)


class TestTypesetting:
    def test_lines_break_between_words_and_inside_words_that_are_too_wide(self):
        text = "a longish sentence and incomprehensibilities"
        lines = wrapped(text)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        stack = font_stack(text)
        assert max(stack.width(line) for line in lines) <= 300
        assert lines[0] == "a longish"

    @pytest.mark.parametrize("text", ["Einen Blick wert", "Wert", "a b c d e f g"])
    def test_text_that_just_fits_is_one_line(self, text):
        assert wrapped(text, font_stack(text).width(text) + 0.5) == [text]

    def test_east_asian_text_breaks_anywhere_but_before_closing_punctuation(self):
        assert breakable_pieces("映画、よ ok") == ["映", "画、", "よ ", "ok "]

    def test_balanced_lines_are_no_more_and_no_longer_than_wrapped_lines(self):
        text = "one two three four five six seven"
        measured = MeasuredText.of(text, font_stack(text))
        lines, even = measured.wrap(400), measured.balanced(400)
        assert len(lines) == len(even)
        stack = measured.stack
        assert max(map(stack.width, even)) <= max(map(stack.width, lines))

    def test_left_out_lines_are_replaced_by_an_ellipsis(self):
        stack = font_stack("abc")
        assert shorten(["one", "two,", "three"], 2, stack, 300) == ["one", "two…"]
        assert shorten(["one", "two"], 2, stack, 300) == ["one", "two"]
        assert shorten(["wide" * 9, "x"], 1, stack, 100)[0].endswith("…")
        assert stack.width(shorten(["wide" * 9, "x"], 1, stack, 100)[0]) <= 100

    def test_first_letter_decides_the_direction(self):
        assert is_right_to_left("«סוף»")
        assert not is_right_to_left("The end סוף")
        assert not is_right_to_left("2049")

    def test_letters_keep_their_marks_in_one_font_and_on_one_line(self, server_fonts):
        base, both = server_fonts({"Base": "е", "Sans": "е\u0301"})
        stack = FontStack((base, both), 40)
        runs = [(font.path, run) for font, run, _direction in stack.runs("ее\u0301е")]
        assert runs == [(base, "е"), (both, "е\u0301"), (base, "е")]
        lines = MeasuredText.of("е\u0301" * 9, stack).wrap(100)
        assert len(lines) > 1
        assert all(line[0] == "е" for line in lines)

    def test_right_to_left_text_is_drawn(self, server_fonts):
        server_fonts({"Serif": "סוף2049 "})
        text = "סוף 2049"
        stack = font_stack(text)
        picture = Pillow.new("L", (400, 100))
        stack.draw(ImageDraw.Draw(picture), (10, 60), text, 255)
        assert picture.getbbox() is not None
