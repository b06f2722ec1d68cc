"""Hidden text is absent from every channel until a reader reveals it; see docs/spoiler-tests.md.

`tests.canaries` plants a unique word in every place that can hide something (planting.py, forms.py)
and lists every channel (channels.py). Each class here is one way in which text could leak.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO, StringIO
from itertools import product

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from markdownx.models import MarkdownxField
from PIL import Image as Pillow
from PIL.ImageDraw import ImageDraw
from pytest_django.live_server_helper import LiveServer

import spoilers
from accounts.models import MailPreference
from desk.comments.models import Comment
from desk.handing_in import hand_in, send_back, write_note
from editions.content import ReviewContent
from editions.history_models import ReviewEvent
from editions.parsed_review import parse_review
from editions.preview_tokens import preview_token
from editions.publishing import publish
from editions.publishing_problems import text_problems
from editions.rendering import render
from editions.rerendering import content_of, rendering_of
from editions.share_links import make_share_link
from outreach.due import run_due
from outreach.models import Announcement, OutreachState, Webhook
from pages.cache.application import PageCache
from pages.cache.database import SharedConnection
from pages.curtains.curtain_renderer import edition_urls
from pages.feeds.formats import FORMATS
from pages.search.engine import engine
from pages.search.models import SearchDocument
from pages.search.query import parse
from pages.sharing.metadata import Metadata
from pages.sharing.structured_data.reviews import plain_text
from reviews.models import Critic, Review
from site_settings.models import SitePage
from tests.canaries import planting
from tests.canaries.browsing import (
    BROWSED_PATHS,
    Visit,
    copy_all,
    find_in_page,
    jumps_to,
    visit,
)
from tests.canaries.channels import (
    COMMANDS,
    PREVIEWS,
    PUBLIC,
    REVEALED,
    Channel,
    is_public,
    unregistered_commands,
    unregistered_urls,
    url_patterns,
)
from tests.canaries.fetching import (
    Answer,
    changed_channels,
    export,
    feed_texts,
    fetch,
    fetch_all,
    fetch_from,
    fetch_path,
)
from tests.canaries.forms import FORMS, MALFORMED
from tests.canaries.log_capture import LogCapture
from tests.canaries.markup import Markup
from tests.canaries.planting import (
    CRITIC,
    FILM_TITLE,
    HEADLINE,
    HIDEOUT,
    HOUR,
    PERSON_NAME,
    PUBLISHED,
    Site,
)
from tests.canaries.programs import printed, reader_mode, text_browser
from tests.canaries.variants import CONTAINERS, DAMAGES, MARKDOWN, PLAIN, public_part
from tests.canaries.words import Words
from tests.curtain_urls import published_checksums
from tests.e2e.conftest import browser_type_launch_args  # noqa: F401
from tests.factories import (
    AdminFactory,
    CharacterFactory,
    CreditFactory,
    CriticFactory,
    PersonFactory,
)
from tests.images.stored import stored, stored_names

pytestmark = [pytest.mark.django_db, pytest.mark.search_index, pytest.mark.leak_check]

ROBOTS = "noindex, nosnippet, noarchive"


HALF_A_DEFINITION = re.compile(r"\n\n\[[^\]]*\]?\Z")
"""Matches a text that ends within the label of a link or footnote definition. Labels are public."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    """The site, planted once and committed, because the browser uses another connection."""
    with django_db_blocker.unblock(), planting.planted(tmp_path_factory.mktemp("media")) as site:
        yield site


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    """The address of a server with the site. pytest-django's fixture would empty the database."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def visited(address, browser) -> Iterator[Callable[[str], Visit]]:
    """Returns the visit of a path. Each page is visited once."""
    with browser.new_context(reduced_motion="reduce") as context:

        @cache
        def visited(path: str) -> Visit:
            with context.new_page() as page:
                return visit(page, address + path)

        yield visited


@pytest.fixture(autouse=True)
def _media(_own_media, settings, site) -> None:
    settings.MEDIA_ROOT = site.media


@pytest.fixture(scope="module")
def answers(site) -> list[Answer]:
    """The answers of all public channels."""
    return fetch_all(site)


@pytest.fixture(scope="module")
def pages(answers) -> dict[str, Markup]:
    """The parsed public pages by their path."""
    return {answer.path: Markup(answer.text) for answer in answers if answer.is_page}


class TestRegistry:
    def test_every_url_is_registered(self):
        assert unregistered_urls() == []

    def test_an_unregistered_url_is_reported_with_what_to_add(self, monkeypatch):
        monkeypatch.setattr("tests.canaries.channels.PUBLIC", PUBLIC[1:])
        (message,) = unregistered_urls()
        assert message == (
            "The URL / (“pages:home”) is not tested with canaries. Add a line with its name and "
            "arguments to PUBLIC in tests/canaries/channels.py."
        )

    def test_every_command_is_registered(self):
        assert unregistered_commands() == []

    def test_urls_that_are_not_public_show_no_canary(self, site):
        routes = [route for _name, route in url_patterns() if not is_public(route)]
        plain = ["/" + route for route in routes if not re.search(r"[<(]", route)]
        answers = [fetch_path(path) for path in plain]
        assert len(answers) > 20
        assert {answer.status for answer in answers} <= {200, 302, 403, 405}
        assert [answer.path for answer in answers if site.words.found_in(answer.text)] == []

    def test_every_markdown_field_has_canaries(self):
        """Each of these is written by `planting.write`."""
        fields = {
            f"{model.__name__}.{field.name}"
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if isinstance(field, MarkdownxField)
        }
        fields.remove("SitePage.body")  # It may have no curtains.
        assert fields == {
            "Review.cast_introduction",
            "ContentNote.detail",
            "Section.body",
            "CastCritique.body",
            "AudienceFit.rationale",
            "VerdictPoint.body",
            "Verdict.summary",
        }

    def test_every_channel_returns_its_public_text(self, answers):
        wrong = [
            (answer.channel, answer.status)
            for channel, answer in zip(PUBLIC, answers, strict=True)
            if answer.status != channel.status or channel.shows not in answer.text
        ]
        assert wrong == []


class TestPlanting:
    def test_revealing_the_curtains_finds_every_canary(self, site):
        revealed = [fetch(channel, site).body for channel in REVEALED]
        revealed += [export(review.slug) for review in (site.other, *site.unpublished)]
        revealed.append(export(site.other.slug, edition=1))
        assert site.words.missing_from(revealed) == []

    def test_the_manuscripts_have_the_canaries_that_no_page_shows(self, site):
        sources = [export(review.slug) for review in site.reviews()]
        sources += [f"{image.name} {image.alt} {image.credit}" for image in site.words.images]
        sources += Comment.objects.values_list("text", flat=True)
        sources += ReviewEvent.objects.values_list("why", flat=True)
        sources += [f"{page.title} {page.body}" for page in SitePage.objects.all()]
        sources.append("comment in the file")
        missing = site.words.missing_from(sources, in_source=True)
        assert missing == ["portrait of a surprise: comment in the file"]

    def test_a_fragment_has_only_what_its_curtain_hides(self, site):
        only = fetch(
            Channel("pages:curtain", {"slug": "the-review", "number": 1, "key": "good-2"}), site
        )
        places = site.words.found_in(only.body)
        assert {place.partition(",")[0] for place in places} == {
            "hidden point",
            "label of a hidden point",
        }


class TestBytes:
    """1. Responses with and without compression, to GET and HEAD."""

    def test_no_response_has_a_canary(self, site, open_connection):
        """From the page cache, as in production. All are asked for before one is taken from it
        again."""
        found = {}
        page_cache = PageCache(WSGIHandler(), max_bytes=50_000_000, database=SharedConnection())
        for method, encoding in product(("GET", "HEAD"), ("identity", "gzip", "br")):
            for channel in PUBLIC:
                answer = fetch_from(page_cache, channel, site, method=method, encoding=encoding)
                body, head = answer.body, answer.head.encode()
                found[answer.channel, method, encoding] = site.words.found_in(body + head)
        assert len(page_cache.pages) > 20
        assert {response: places for response, places in found.items() if places} == {}

    def test_a_compressed_response_has_the_same_content(self, site):
        plain, packed = (
            fetch(Channel("pages:review", {"slug": "the-review"}), site, encoding=encoding)
            for encoding in ("identity", "gzip")
        )
        assert packed.headers["Content-Encoding"] == "gzip"
        assert (packed.body, len(packed.sent) < len(plain.sent)) == (plain.body, True)


class TestFeeds:
    """2. Feeds."""

    @pytest.mark.parametrize("ending", FORMATS)
    def test_each_curtain_is_a_link_with_its_label(self, site, ending):
        feed = fetch(Channel("pages:feed", {"format": ending}), site)
        text = feed_texts(feed)[HEADLINE]
        links = {link["href"] for link in Markup(text).all("a") if "/revealed/" in link["href"]}
        rendering = rendering_of(site.edition)
        outer = [curtain for curtain in rendering.curtains if not curtain.parent]
        urls = edition_urls(site.edition, rendering)
        assert links == {
            f"{settings.SITE_URL}{urls.revealed(curtain.key)}#curtain-{curtain.key}"
            for curtain in outer
        }
        assert [curtain.label for curtain in outer if escape(curtain.label) not in text] == []

    def test_no_feed_has_a_canary(self, site, answers):
        feeds = [answer for answer in answers if "feed" in answer.channel]
        assert len(feeds) == 9
        assert site.words.found_in("".join(feed.text for feed in feeds)) == []


class TestMetadata:
    """3. Title, description, OpenGraph, Twitter card, JSON-LD."""

    def test_title_description_cards_and_linked_data_have_no_canary(self, site, pages):
        about = {path: site.words.found_in(page.about()) for path, page in pages.items()}
        assert {path: places for path, places in about.items() if places} == {}

    def test_every_page_has_a_title(self, pages):
        assert [path for path, page in pages.items() if not page.title.strip()] == []


class TestVariants:
    """4. Malformed and nested variants."""

    @pytest.mark.parametrize("text", MALFORMED)
    def test_malformed_text_is_refused_and_stays_hidden(self, site, short, text):
        for write in MARKDOWN.values():
            words = Words()
            review = parse_review(write(short, words.written(text, "malformed")))
            assert [*text_problems(review)] != []
            assert words.found_in(public_part(render(review, film=site.film.pk))) == []

    @pytest.mark.parametrize("text", [">!§!<", "A >!§!<", "::: spoiler\n§\n:::"])
    @pytest.mark.parametrize("field", PLAIN)
    def test_spoiler_mark_in_a_plain_field_is_refused_and_stays_hidden(
        self, site, short, field, text
    ):
        words = Words()
        review = parse_review(PLAIN[field](short, words.written(text, field)))
        assert [*text_problems(review)] != []
        assert words.found_in(public_part(render(review, film=site.film.pk))) == []

    @pytest.fixture
    def short(self, site) -> ReviewContent:
        """The planted review with a word in each Markdown field."""
        content = content_of(site.edition)
        for write in MARKDOWN.values():
            content = write(content, "Lamps.")
        return content

    @given(st.lists(st.sampled_from([*FORMS]), min_size=1, max_size=3, unique=True), st.data())
    def test_nested_and_damaged_text_stays_hidden(self, forms, data):
        """Random forms in random containers, then the same with one damaged mark."""
        words = Words()
        text = "\n\n".join(words.written(FORMS[form].replace("¤", "a.png"), form) for form in forms)
        for container in data.draw(st.lists(st.sampled_from([*CONTAINERS]), max_size=3)):
            text = CONTAINERS[container](text)
        intact = spoilers.parse(text).redact(
            film=1, key="k", film_id={"the-sequel": 2, "the-prequel": 3}.get
        )
        assert (intact.problems, words.found_in(intact.html + intact.text)) == ((), [])

        signs = [match.span() for match in re.finditer(r">!|!<|:::", text)]
        start, end = data.draw(st.sampled_from(signs))
        damage = DAMAGES[data.draw(st.sampled_from([*DAMAGES]))]
        broken = spoilers.parse(text[:start] + damage(text[start:end]) + text[end:]).redact(
            film=1, key="k"
        )
        assert words.found_in(broken.html + broken.text) == []


class TestExcerpts:
    """5. Excerpts of every length."""

    @pytest.mark.parametrize("form", FORMS)
    def test_a_text_that_is_cut_before_redaction_stays_hidden(self, form):
        words = Words()
        text = words.written(FORMS[form].replace("¤", "a.png"), form)
        for length in range(1, len(text) + 1):
            if HALF_A_DEFINITION.search(text[:length]):
                continue
            cut = spoilers.parse(text[:length]).redact(film=1, key="k", film_id=lambda slug: 2)
            assert words.found_in(cut.html + cut.text) == [], text[:length]

    def test_a_description_of_any_length_has_no_canary(self, site, monkeypatch):
        for paragraph in rendering_of(site.edition).text.split("\n\n"):
            about = Metadata(title="", canonical="", text=paragraph)
            for length in range(1, len(paragraph) + 2):
                monkeypatch.setattr("pages.sharing.metadata.MAX_DESCRIPTION", length)
                assert site.words.found_in(about.description) == []

    def test_a_note_of_linked_data_of_any_length_has_no_canary(self, site, monkeypatch):
        rendering = rendering_of(site.edition)
        html = rendering.part("good").items[0].html[:2_000]
        for length in range(1, len(plain_text(html, rendering)) + 2):
            monkeypatch.setattr("pages.sharing.structured_data.reviews.MAX_NOTE_LENGTH", length)
            assert site.words.found_in(plain_text(html, rendering)) == []


class TestSearch:
    """6. Search."""

    def page_for(self, query: str) -> str:
        """The search page for ``query``, with the query itself replaced by a question mark."""
        return re.sub(
            re.escape(query), "?", fetch_path(f"/search/?q={query}").text, flags=re.IGNORECASE
        )

    def test_a_hidden_word_gives_the_same_page_as_an_unknown_word(self, site):
        """No hit, no count, no snippet, no suggestion."""
        nothing = self.page_for("canary9999xq")
        one_a_field = {place.partition(",")[0]: word for word, place in site.words.places.items()}
        queries = [*one_a_field.values(), "canary", "canar", "canary0", "nomen", "nomem", "canary*"]
        assert len(queries) > 50
        assert [query for query in queries if self.page_for(query) != nothing] == []

    def test_no_hidden_word_matches_a_public_document(self, site):
        public = SearchDocument.objects.public()
        assert engine().matching(public, parse("lantern")).exists()
        words = site.words.places
        matches = (engine().matching(public, parse(word)) for word in words)
        found = [
            place for place, rows in zip(words.values(), matches, strict=True) if rows.exists()
        ]
        assert found == []

    def test_no_result_for_a_public_word_has_a_canary(self, site):
        public = {word.lower() for word in re.findall(r"[a-z]{4,}", site.edition.body.search_text)}
        for word in [*sorted(public), FILM_TITLE, PERSON_NAME]:
            page = fetch_path(f"/search/?q={word}")
            assert site.words.found_in(page.text) == []

    def test_the_searched_texts_have_no_canary(self, site):
        rows = [*SearchDocument.objects.public().values()]
        rows += [
            {
                "text": edition.body.search_text,
                "title": edition.headline,
                "also": edition.standfirst,
            }
            for edition in site.live_editions()
        ]
        assert HEADLINE in str(rows)
        assert site.words.found_in(str(rows)) == []


class TestSitemapsAndCards:
    """7. Sitemaps and share cards."""

    def test_the_sitemap_lists_no_hidden_picture_and_only_existing_pages(self, site, answers):
        maps = [answer.text for answer in answers if "sitemap" in answer.channel]
        addresses = re.findall(r"<(?:image:)?loc>([^<]*)<", "".join(maps))
        assert site.words.found_in("\n".join(addresses)) == []
        paths = {address.removeprefix(settings.SITE_URL) for address in addresses}
        assert [path for path in paths if fetch_path(path).status != 200] == []

    def test_a_share_card_shows_only_public_words(self, site, monkeypatch):
        drawn: list[str] = []
        draw = ImageDraw.text

        def recorded(self, xy, text, *args, **kwargs):
            drawn.append(text)
            return draw(self, xy, text, *args, **kwargs)

        monkeypatch.setattr(ImageDraw, "text", recorded)
        card = fetch(Channel("pages:share_card", {"slug": "the-review"}), site)
        assert HEADLINE.split() == [w for w in " ".join(drawn).split() if w in HEADLINE.split()]
        assert site.words.found_in(" ".join(drawn)) == []
        with Pillow.open(BytesIO(card.body)) as picture:
            assert site.words.found_in(str(picture.info)) == []


class TestNamesAndAttributes:
    """8. Attributes, URLs, file names."""

    def test_no_attribute_has_a_canary(self, site, pages):
        found = {path: site.words.found_in(page.attributes()) for path, page in pages.items()}
        assert {path: places for path, places in found.items() if places} == {}

    def test_no_channel_names_a_person_together_with_the_film_of_a_surprise(self, answers):
        """Both are public. The secret is that they belong together."""
        both = [a.channel for a in answers if HIDEOUT in a.text and PERSON_NAME in a.text]
        assert both == []

    def test_no_url_of_a_channel_has_a_canary(self, site):
        paths = [channel.path(site) for channel in PUBLIC]
        assert site.words.found_in("\n".join(paths)) == []

    def test_closed_curtains_with_the_same_label_differ_only_in_their_key(self, pages):
        """So no attribute reveals the length or the kind of the hidden text."""
        page = pages["/reviews/the-review/"]
        curtains = [dict(given) for tag, given in page.tags if tag == "spoiler-curtain"]
        distinct = {
            json.dumps(curtain | {"id": "", "data-fragment": ""}, sort_keys=True)
            for curtain in curtains
            if curtain["data-label"] == "spoiler" and " " not in curtain["data-films"]
        }
        assert len(curtains) > 100
        assert len(distinct) == 2  # one for each film that a mark without a label names

    def test_no_public_file_has_a_canary_in_its_name_or_content(self, site):
        names = stored_names()
        assert len(names) > 50
        assert Words().found_in("\n".join(names)) == []
        assert [name for name in names if Words().found_in(stored(name))] == []


class TestOtherReaders:
    """9. Text browser, reader mode, no styles."""

    @pytest.mark.programs
    def test_a_text_browser_shows_no_canary(self, site, answers):
        shown = {answer.path: text_browser(answer.body) for answer in answers if answer.is_page}
        assert "The lamps are lit." in shown["/reviews/the-review/"]
        assert site.words.found_in("\n".join(shown.values())) == []

    @pytest.mark.programs
    def test_reader_mode_shows_no_canary(self, site, answers):
        pages = [answer for answer in answers if answer.is_page]
        articles = dict(
            zip(
                [page.path for page in pages],
                reader_mode([page.text for page in pages]),
                strict=True,
            )
        )
        article = articles["/reviews/the-review/"]
        assert "The lamps are lit." in article["textContent"]
        assert site.words.found_in(json.dumps(articles)) == []

    @pytest.mark.e2e
    @pytest.mark.parametrize("scripts", [True, False])
    def test_a_page_without_styles_shows_no_canary(self, site, address, browser, scripts):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.route("**/*.css", lambda route: route.abort())
        for path in BROWSED_PATHS:
            page.goto(address + path)
            assert page.evaluate("getComputedStyle(document.body).margin") == "8px"
            text = page.inner_text("body") + page.content()
            assert site.words.found_in(text) == [], path
        context.close()


@pytest.mark.e2e
class TestAssistiveTechnology:
    """10. Accessibility tree and focus."""

    @pytest.mark.parametrize("path", BROWSED_PATHS)
    def test_the_accessibility_tree_has_no_canary(self, site, visited, path):
        page = visited(path)
        assert page.heading in page.names
        assert site.words.found_in(page.accessibility_tree) == []

    @pytest.mark.parametrize("path", BROWSED_PATHS)
    def test_nothing_hidden_can_be_focused(self, site, visited, path):
        stops = visited(path).stops
        assert len(stops) > 5
        assert [html for shows, html in stops if not shows] == []
        assert site.words.found_in("".join(html for _shows, html in stops)) == []


@pytest.mark.e2e
class TestRequests:
    """11. Requests for pictures."""

    @pytest.mark.parametrize("path", BROWSED_PATHS)
    def test_no_hidden_picture_is_requested(self, site, visited, path):
        requests = visited(path).requests
        assert requests != []
        assert site.words.found_in("\n".join(requests)) == []

    def test_a_hidden_picture_is_requested_once_it_is_revealed(self, site, address, page):
        curtains = rendering_of(site.edition).curtains
        curtain = next(c for c in curtains if "<picture" in c.html and not c.parent)
        page.goto(f"{address}/reviews/the-review/")
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        place = page.locator(f"#curtain-{curtain.key}")
        place.get_by_role("button").click()
        place.locator("picture img").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        found = site.words.found_in("\n".join(requested))
        assert found != []
        assert found == [at for at in site.words.found_in(curtain.html) if at.startswith("address")]


@pytest.mark.e2e
class TestOnTheScreen:
    """12. Find in page, text fragment links, copy, print."""

    @pytest.fixture
    def review(self, address, page):
        page.goto(f"{address}/reviews/the-review/")
        return page

    def test_find_in_page_finds_nothing_hidden(self, site, review):
        """All canaries begin with the same letters."""
        assert find_in_page(review, ["canary", "Take the train."]) == ["Take the train."]

    def test_no_text_fragment_link_scrolls_to_hidden_text(self, site, address, page):
        url = f"{address}/reviews/the-review/"
        assert jumps_to(page, url, "Take the train.")
        words = [*site.words.places][:: len(site.words.places) // 4]
        assert [word for word in words if jumps_to(page, url, word)] == []

    def test_select_all_and_copy_give_no_canary(self, site, review):
        copied = copy_all(review)
        assert "Take the train." in copied
        assert site.words.found_in(copied) == []

    @pytest.mark.programs
    def test_a_printed_page_has_no_canary(self, site, review):
        paper = printed(review.pdf(tagged=True, outline=True))
        assert "Take the train." in " ".join(paper.split())
        assert site.words.found_in(paper) == []


class TestHeadersErrorsAndLogs:
    """13. Headers, error pages, log lines, output of commands."""

    def test_no_header_has_a_canary(self, site, answers):
        found = {answer.channel: site.words.found_in(answer.head) for answer in answers}
        assert {channel: places for channel, places in found.items() if places} == {}

    def test_a_404_page_is_the_same_for_secret_and_missing_pages(self, site):
        """For a draft, a scheduled review, one under embargo, and a person with only surprises."""
        draft, embargoed, scheduled, _withdrawn = site.unpublished
        secrets = [f"/reviews/{review.slug}/" for review in (draft, embargoed, scheduled)]
        secrets += [f"{path}revealed/" for path in secrets]
        secrets += [f"{path}story-1/" for path in secrets[3:]]
        secrets += [f"{path}0123456789ab/" for path in secrets[6:]]
        secrets += [f"{path}changed/" for path in secrets[:3]]
        secrets += [f"{path}editions/1/curtains/story-1/" for path in secrets[:3]]
        secrets.append(f"/people/{site.secret_person.slug}/")
        for path in secrets:
            unknown = re.sub(r"canary\d{4}xq", "somebody", path)
            answer, nothing = (fetch_path(each) for each in (path, unknown))
            assert (answer.status, nothing.status) == (404, 404)
            assert answer.head == nothing.head
            assert answer.text.replace(path, unknown) == nothing.text

    def test_the_410_page_of_a_withdrawn_review_has_no_canary(self, site):
        gone = fetch_path(f"/reviews/{site.unpublished[-1].slug}/")
        assert gone.status == 410
        assert site.words.found_in(gone.text) == []

    def test_a_500_page_has_no_canary(self, site, monkeypatch):
        """With debug off it has no traceback and no local variables."""

        def fail(*_args, **_kwargs):
            raise RuntimeError(site.secret_person.name)

        monkeypatch.setattr("pages.reviews.views.rendering_of", fail)
        answer = fetch_path("/reviews/the-review/")
        assert answer.status == 500
        assert site.words.found_in(answer.text + answer.head) == []

    def test_no_log_line_has_a_canary(self, site, capfd):
        capture = LogCapture()
        with capture.capturing(logging.DEBUG):
            for channel in PUBLIC:
                fetch(channel, site)
            fetch_path("/reviews/no-such-review/")
        # At DEBUG, Django's templates log their context, which here contains the revealed text.
        with capture.capturing(logging.INFO):
            for channel in REVEALED:
                fetch(channel, site)
            publish(review=site.review)
            for text in MALFORMED:
                spoilers.parse(Words().written(text, "malformed")).redact(film=1, key="k")
        logged = "\n".join(capture.lines).replace(site.secret_person.slug, "[requested]")
        assert "/reviews/no-such-review/" in logged
        assert site.words.found_in(logged) == []
        assert site.words.found_in("".join(capfd.readouterr())) == []

    def test_no_mail_has_a_canary(self, site, mailoutbox, django_capture_on_commit_callbacks):
        """Of a review that nobody has checked yet, mails name the film and the critics only."""
        editor, critic = AdminFactory(), AdminFactory()
        draft = site.unpublished[0]
        Critic.objects.filter(slug=CRITIC).update(user=critic)
        message = Words().hide("message")
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(review=draft, by=critic, message=message)
            send_back(review=draft, by=editor, message=message)
            write_note(review=draft, by=editor, message=message)
        assert [mail.to for mail in mailoutbox] == [
            *([editor.email], [critic.email], [critic.email])
        ]
        mails = "".join(mail.message().as_string() for mail in mailoutbox)
        assert FILM_TITLE in mails
        assert site.words.found_in(mails) == []

    def test_nothing_that_is_told_to_others_has_a_canary(
        self, site, mailoutbox, monkeypatch, settings
    ):
        """Mails, webhooks, the hub of the feeds: of live editions, of a withdrawn review and of an
        embargo that has ended."""
        posted: list[str] = []

        def record(*message):
            posted.append(str(message))
            return 204, ""

        monkeypatch.setattr("outreach.delivering.post", record)
        settings.WEBSUB_HUB = "https://hub.example/"
        OutreachState.objects.update(since=PUBLISHED - HOUR)
        Webhook.objects.create(address="https://hooks.example/")
        MailPreference.objects.create(
            account=AdminFactory(), published="all", went_live="all", embargo_ended="all"
        )
        embargoed = site.unpublished[1]
        Review.objects.filter(pk=embargoed.pk).update(embargo_until=PUBLISHED + 2 * HOUR)
        with time_machine.travel(PUBLISHED + 3 * HOUR, tick=False):
            assert run_due().failed == 0
        kinds = {made.kind for made in Announcement.objects.all()}
        assert kinds == {"published", "withdrawn", "embargo_ended"}
        mails = "".join(mail.message().as_string() for mail in mailoutbox)
        told = mails + "".join(posted)
        shown = (HEADLINE, FILM_TITLE, "reviews.atom", "review.withdrawn", "Embargo ended")
        assert [word for word in shown if word not in told] == []
        assert site.words.found_in(told) == []

    @pytest.mark.parametrize("of", ["--review=the-review", "--week=2026-W18"])
    @pytest.mark.parametrize("format", ["html", "text"])
    def test_no_newsletter_has_a_canary(self, site, of, format):
        out = StringIO()
        call_command("newsletter", of, f"--format={format}", stdout=out)
        assert escape(HEADLINE) in out.getvalue()
        assert site.words.found_in(out.getvalue()) == []

    @pytest.mark.parametrize("command", COMMANDS)
    def test_no_command_prints_a_canary(self, site, command):
        out, err = StringIO(), StringIO()
        call_command(command, *COMMANDS[command], stdout=out, stderr=err)
        assert out.getvalue() != ""
        assert site.words.found_in(out.getvalue() + err.getvalue()) == []


class TestPreviews:
    """14. Previews and revealed pages."""

    @pytest.fixture(params=["signed", "share link"])
    def make_token(self, request):
        """Makes a token for a review: a signed one, or that of a share link."""
        if request.param == "signed":
            return preview_token
        return lambda review: make_share_link(review=review, days=1, by=None)[1]

    @pytest.fixture
    def token(self, site, make_token) -> str:
        return make_token(site.review)

    @pytest.fixture
    def fetch_preview(self, site, token):
        """Fetches the page with a name in `PREVIEWS`."""
        curtain = {
            "key": "opening-1-1",
            "checksum": published_checksums(site.edition)["opening-1-1"],
        }

        def fetch_for(name: str, token: str = token) -> Answer:
            given = {"token": token} | (curtain if name.endswith(("one", "curtain")) else {})
            return fetch(Channel(name, given), None)

        return fetch_for

    @pytest.mark.parametrize("name", PREVIEWS)
    def test_are_neither_indexed_nor_cached(self, fetch_preview, name):
        answer = fetch_preview(name)
        kept = answer.headers["Cache-Control"]
        assert (answer.status, answer.headers["X-Robots-Tag"]) == (200, ROBOTS)
        assert {"no-store", "private"} <= set(kept.split(", "))

    @pytest.mark.parametrize("name", PREVIEWS)
    def test_expire(self, fetch_preview, name):
        with time_machine.travel(timezone.now() + 24.01 * HOUR):
            assert fetch_preview(name).status == 410

    def test_have_closed_curtains(self, site, fetch_preview):
        for name in ("pages:preview", "pages:preview_changed"):
            assert site.words.found_in(fetch_preview(name).text) == []

    def test_show_nothing_under_embargo(self, site, fetch_preview, make_token):
        answer = fetch_preview("pages:preview_revealed", make_token(site.unpublished[1]))
        assert (answer.status, site.words.found_in(answer.text)) == (403, [])

    @pytest.mark.parametrize("channel", [*REVEALED], ids=str)
    def test_revealed_pages_are_not_indexed(self, site, channel):
        assert fetch(channel, site).headers["X-Robots-Tag"] == ROBOTS


class TestTwoEditions:
    """15. Two editions that differ only in hidden text."""

    def test_with_different_hidden_text_have_the_same_public_bytes(self, site, answers):
        with time_machine.travel(PUBLISHED + 2 * HOUR, tick=False):
            words = Words(longer=True)
            planting.write(site.review, words)
            assert publish(review=site.review).number == 2
            assert words.missing_from([fetch(REVEALED[0], site).text]) == []
        assert changed_channels(answers, fetch_all(site)) == []

    def test_sites_that_differ_in_what_is_not_public_have_the_same_public_bytes(
        self, site, answers
    ):
        """With more surprises, and without drafts, scheduled and withdrawn reviews, and edits since
        the last edition."""
        CreditFactory(film=site.film, is_spoiler=True)
        for review in site.unpublished:
            review.editions.all().delete()
            review.delete()
        for review in (site.review, site.other):
            review.sections.all().delete()
            review.points.all().delete()
        for factory in (CriticFactory, PersonFactory, CharacterFactory):
            factory()
        assert changed_channels(answers, fetch_all(site)) == []
