"""Comments on a review, and handing it in and sending it back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import MailPreference
from accounts.roles import Role
from desk.autosave.models import AutosavedText
from desk.comments.anchors import place_now, places_of
from desk.comments.commenting import comment, resolve
from desk.comments.models import Comment
from desk.handing_in import hand_in, send_back
from editions.history import stored_content
from editions.publishing import PublishingRefused, publish
from reviews.models import Review, Section
from tests.desk_forms import address, notices_of, opened
from tests.factories import CriticFactory, FullReviewFactory, SectionFactory
from tests.roles import account, signed_in
from tests.unrendered import page_context, posted

pytestmark = pytest.mark.django_db

WORDS = {"passage": "opening.1", "quote": "on the train"}


@pytest.fixture(scope="module")
def writer(module_db: Path) -> User:
    user = account(Role.CRITIC, username="wren", first_name="Wren")
    CriticFactory(user=user, display_name="Wren Kinloch")
    return user


@pytest.fixture(scope="module")
def editor(module_db: Path) -> User:
    return account(Role.EDITOR, username="edda", first_name="Edda")


@pytest.fixture(scope="module")
def review_pk(module_db: Path, writer: User) -> int:
    return FullReviewFactory(critic=writer.critic, film__title="The Night Train").pk


@pytest.fixture
def review(review_pk: int) -> Review:
    return Review.objects.get(pk=review_pk)


def shown(client: Client, review: Review) -> dict[str, list[str]]:
    """The texts of the comments on the page, by the key of the passage or the heading."""
    context = page_context(client, address(review, "comments"))
    found = {each["place"].key: each["threads"] for each in context["passages"]}
    found |= {name: context[name] for name in ("general", "changed", "resolved")}
    return {
        place: [said["text"] for thread in threads for said in thread.said]
        for place, threads in found.items()
        if threads
    }


def say(client: Client, review: Review, **form: Any) -> Any:
    return posted(client, address(review, "comments"), form)


def errors(response: Any) -> list[str]:
    context = response.context_data
    forms = [context["form"], *(each["form"] for each in context["passages"])]
    return [str(text) for form in forms for texts in form.errors.values() for text in texts]


class TestPlaces:
    def of(self, review: Review, **given: str) -> str:
        said = Comment(review=review, text="x", **given)
        place = place_now(said, places_of(stored_content(review)))
        return place.key if place else ""

    def test_words_are_found_where_they_were_and_where_they_went(self, review: Review) -> None:
        assert self.of(review, **WORDS) == "opening.1"
        Section.objects.filter(review=review, placement="opening").update(
            body="Boredom. She learns it all **On** the *train*."
        )
        assert self.of(review, **WORDS) == "opening.1"
        Section.objects.filter(review=review, placement="opening").update(placement="closing")
        assert self.of(review, **WORDS) == "closing.1"
        Section.objects.filter(review=review).update(body="Nothing of it.")
        assert self.of(review, **WORDS) == ""

    def test_each_place_has_its_anchor_and_field_on_the_desk(self, review: Review) -> None:
        places = {place.key: place for place in places_of(stored_content(review))}
        found = {
            key: (places[key].anchor, places[key].field)
            for key in (
                "review.slug",
                "review.headline",
                "opening.1",
                "cast.introduction",
                "cast.2",
                "verdict.1",
            )
            if key in places
        }
        assert found == {
            "review.headline": ("id_headline", "headline"),
            "opening.1": ("opening-0", ""),
            "cast.introduction": ("id_cast_introduction", "cast_introduction"),
            "cast.2": ("cast-1", ""),
            "verdict.1": ("part-verdict", ""),
        }


class TestPage:
    def test_comments_are_beside_their_words(
        self, review: Review, editor: User, writer: User
    ) -> None:
        desk, critic = signed_in(editor), signed_in(writer)
        assert say(desk, review, text="Shorter.").status_code == 302
        assert say(desk, review, text="Which one?", **WORDS).status_code == 302
        asked = Comment.objects.get(text="Which one?")
        answered = say(critic, review, thread=asked.pk, text="The night train.")
        answer = Comment.objects.get(thread=asked)
        assert answered.url == f"{address(review, 'comments')}#comment-{answer.pk}"
        assert shown(critic, review) == {
            "general": ["Shorter."],
            "opening.1": ["Which one?", "The night train."],
        }
        Section.objects.filter(review=review).update(body="Rewritten.")
        resolve(Comment.objects.get(text="Shorter."), by=editor)
        assert shown(desk, review) == {
            "changed": ["Which one?", "The night train."],
            "resolved": ["Shorter."],
        }

    def test_a_resolved_comment_is_opened_again_by_an_answer(
        self, review: Review, editor: User, writer: User
    ) -> None:
        critic = signed_in(writer)
        said = comment(review=review, by=editor, text="Shorter.")
        assert say(critic, review, resolve=said.pk).status_code == 302
        said.refresh_from_db()
        assert (said.resolved_by, said.resolved_at is None) == (writer, False)
        say(critic, review, thread=said.pk, text="Not yet.")
        said.refresh_from_db()
        assert (said.resolved_by, said.resolved_at) == (None, None)
        resolve(said, by=editor)
        say(critic, review, reopen=said.pk)
        said.refresh_from_db()
        assert said.resolved_at is None

    def test_each_form_has_the_token_that_its_post_needs(
        self, review: Review, editor: User
    ) -> None:
        comment(review=review, by=editor, text="Shorter.", **WORDS)
        client = Client(enforce_csrf_checks=True)
        client.force_login(editor)
        AutosavedText.objects.create(account=editor, window="w", data=b"")
        pages = [address(review, "comments"), "/admin/reviews/review/"]
        text = "".join(client.get(page).text for page in pages)
        forms = re.findall(r'<form [^>]*method="post".*?</form>', text, re.DOTALL)
        tokens = [re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form) for form in forms]
        assert "Discard it" in text
        assert len(forms) > 5
        assert None not in tokens
        token = tokens[-1][1]  # type: ignore[index]
        form = {"text": "Why?", "csrfmiddlewaretoken": token}
        assert client.post(address(review, "comments"), form).status_code == 302

    def test_words_that_are_not_there_are_refused_and_kept(
        self, review: Review, editor: User
    ) -> None:
        response = say(signed_in(editor), review, text="Why?", passage="opening.1", quote="a plane")
        assert errors(response) == [
            "These words are not in the passage. Copy them as they are there."
        ]
        assert say(signed_in(editor), review, text=" ").status_code == 200
        assert Comment.objects.count() == 0

    def test_without_words_it_is_about_the_beginning_of_the_passage(
        self, review: Review, editor: User
    ) -> None:
        say(signed_in(editor), review, text="Why?", passage="opening.1", quote="")
        assert Comment.objects.get().quote.startswith("Before the train")

    def test_a_comment_that_arrives_twice_is_there_once(self, review: Review, editor: User) -> None:
        for _each in range(2):
            say(signed_in(editor), review, text="Shorter.")
        assert Comment.objects.count() == 1

    def test_an_answer_to_a_comment_on_another_review_is_refused(
        self, review: Review, editor: User
    ) -> None:
        other = comment(review=FullReviewFactory(), by=editor, text="Hidden.")
        critic = signed_in(review.signed_by()[0].user)
        assert say(critic, review, thread=other.pk, text="Ha.").status_code == 200
        for name in ("resolve", "reopen", "thread"):
            say(critic, review, **{name: other.pk})
            say(critic, review, **{name: "x"})
        assert list(Comment.objects.all()) == [other]
        assert shown(critic, review) == {}

    def test_queries_do_not_grow_with_the_comments(self, review: Review, editor: User) -> None:
        desk = signed_in(editor)
        counts = []
        for number in (1, 3):
            for each in range(number):
                said = comment(review=review, by=editor, text=f"{number} {each}", **WORDS)
                comment(review=review, by=editor, text="Yes.", thread=said)
            with CaptureQueriesContext(connection) as queries:
                desk.get(address(review, "comments"))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_older_ones_are_on_further_pages(
        self, review: Review, editor: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.comments.pages.MOST_OPEN", 2)
        monkeypatch.setattr("desk.comments.pages.MOST_RESOLVED", 1)
        for number in range(5):
            said = comment(review=review, by=editor, text=str(number))
            if number < 2:
                resolve(said, by=editor)
        desk = signed_in(editor)
        shown = []
        for query in ({}, {"page": "2"}, {"resolved": "2"}, {"page": "x", "resolved": "9"}):
            context = page_context(desk, address(review, "comments"), **query)
            names = ("general", "resolved")
            shown.append([[each.comment.text for each in context[name]] for name in names])
            assert context["open"] == 3
        assert shown == [
            [["3", "4"], ["1"]],
            [["2"], ["1"]],
            [["3", "4"], ["0"]],
            [["3", "4"], ["0"]],
        ]
        page = desk.get(address(review, "comments")).text
        assert "3 open comments." in page
        assert "2 resolved comments" in page
        assert '<a href="?page=2">Older</a>' in page
        assert '<a href="?resolved=2">Older</a>' in page

        # Who answers or resolves stays on the page.
        second = f"{address(review, 'comments')}?page=2"
        first = Comment.objects.get(text="2")
        answered = desk.post(second, {"thread": str(first.pk), "text": "Yes."})
        assert answered.url == f"{second}#comment-{Comment.objects.get(text='Yes.').pk}"
        assert desk.post(second, {"resolve": str(first.pk)}).url == second


class TestDesk:
    def test_all_open_comments_are_counted(
        self, review: Review, editor: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("desk.comments.notices.MOST", 1)
        for number in range(3):
            comment(review=review, by=editor, text=f"Which one? {number}", **WORDS)
        context = page_context(signed_in(editor), address(review))
        assert len(notices_of(context, "comments")["opening-0-body"]) == 1
        assert context["open_comments"] == 3

    def test_open_comments_are_at_their_fields(self, review: Review, editor: User) -> None:
        comment(review=review, by=editor, text="Which <one>?", **WORDS)
        comment(review=review, by=editor, text="Too long.", passage="opening.1", quote="Before")
        comment(review=review, by=editor, text="On all.")
        named = {"passage": "cast.introduction", "quote": "Of many"}
        comment(review=review, by=editor, text="How many?", **named)
        context = page_context(signed_in(editor), address(review))
        said = {name: " ".join(texts) for name, texts in notices_of(context, "comments").items()}
        assert said.keys() == {"opening-0-body", "opening-0-heading", "cast_introduction"}
        assert said["opening-0-body"].startswith("Edda on “on the train”: Which &lt;one&gt;? <a ")
        assert context["open_comments"] == 4

    def test_a_form_that_is_refused_still_has_them(self, review: Review, editor: User) -> None:
        comment(review=review, by=editor, text="Which one?", **WORDS)
        desk = signed_in(editor)
        fields = opened(desk, review) | {"slug": "no slug!"}
        context = posted(desk, address(review), fields).context_data
        assert "slug" in context["adminform"].form.errors
        assert "opening-0-body" in notices_of(context, "comments")
        assert (context["open_comments"], context.get("problems")) == (1, None)

    def test_is_not_at_another_item_of_a_form_that_is_refused(
        self, review: Review, editor: User
    ) -> None:
        """Somebody has moved the items since the form was opened."""
        comment(review=review, by=editor, text="Which one?", **WORDS)
        sections = Section.objects.filter(review=review, placement="opening")
        SectionFactory(review=review, placement="opening", position=2, body="Another beginning.")
        desk = signed_in(editor)
        fields = opened(desk, review) | {"slug": "no slug!"}
        sections.update(position=3 - F("position"))
        context = posted(desk, address(review), fields).context_data
        assert notices_of(context, "comments") == {}
        assert context["open_comments"] == 1


class TestConstraints:
    @pytest.mark.parametrize(
        ("constraint", "given"),
        [
            ("comment_has_a_text", {"text": ""}),
            ("comment_quotes_its_passage", {"passage": "opening.1"}),
            ("comment_quotes_its_passage", {"quote": "on the train"}),
            ("comment_answer_has_no_passage", WORDS | {"is_answer": True}),
        ],
    )
    def test_are_kept_by_the_database(
        self, review: Review, editor: User, constraint: str, given: dict[str, Any]
    ) -> None:
        said = comment(review=review, by=editor, text="Shorter.")
        fields = {"review": review, "text": "x"} | given
        if fields.pop("is_answer", False):
            fields["thread"] = said
        with pytest.raises(IntegrityError, match=constraint):
            Comment.objects.bulk_create([Comment(**fields)])


class TestHandingIn:
    def test_goes_to_the_editors_and_back(
        self,
        review: Review,
        editor: User,
        writer: User,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        critic, desk = signed_in(writer), signed_in(editor)
        page = page_context(critic, address(review, "hand_in"))
        assert (page["is_possible"], page["findings"]) == (True, [])
        with django_capture_on_commit_callbacks(execute=True):
            form = {"version": review.version, "message": "Ready."}
            assert critic.post(address(review, "hand_in"), form).url == address(review)
        review.refresh_from_db()
        assert review.stage == Review.Stage.SUBMITTED
        told = mail.outbox.pop()
        assert (told.to, mail.outbox) == ([editor.email], [])
        assert (told.subject, told.body) == (
            "Handed in: The Night Train (2025)",
            (
                "Wren has handed in a review of The Night Train (2025) by Wren Kinloch.\n\n"
                f"http://127.0.0.1:8000/admin/reviews/review/{review.pk}/change/\n"
            ),
        )
        state = page_context(critic, address(review))
        assert state["handed"].startswith("Handed in by Wren: ")
        assert state["steps"] == {}
        with django_capture_on_commit_callbacks(execute=True):
            form = {"version": review.version, "message": "Shorter, please."}
            assert desk.post(address(review, "send_back"), form).url == address(review)
        review.refresh_from_db()
        assert (review.stage, mail.outbox[0].to) == (Review.Stage.DRAFT, [writer.email])
        assert shown(critic, review) == {"general": ["Ready.", "Shorter, please."]}
        assert page_context(critic, address(review))["handed"].startswith("Sent back by Edda: ")

    def test_a_step_that_is_done_already_is_refused(self, review: Review, editor: User) -> None:
        with pytest.raises(PublishingRefused):
            send_back(review=review, by=editor)
        hand_in(review=review, by=editor)
        with pytest.raises(PublishingRefused):
            hand_in(review=review, by=editor)
        for step, possible in (("hand_in", False), ("send_back", True)):
            page = page_context(signed_in(editor), address(review, step))
            assert page["is_possible"] is possible
        publish(review=review)
        assert page_context(signed_in(editor), address(review))["handed"] == ""

    @pytest.mark.parametrize("backend", ["dummy.EmailBackend", "locmem.Away"])
    def test_without_a_mail_server_it_is_handed_in_all_the_same(
        self,
        review: Review,
        editor: User,
        writer: User,
        settings: Settings,
        backend: str,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        class Away(BaseEmailBackend):
            def send_messages(self, messages: Any) -> int:
                raise ConnectionRefusedError("secret@example.org")

        monkeypatch.setattr("django.core.mail.backends.locmem.Away", Away, raising=False)
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}"
        with django_capture_on_commit_callbacks(execute=True):
            hand_in(review=review, by=writer)
        review.refresh_from_db()
        assert review.stage == Review.Stage.SUBMITTED
        said = ["A mail could not be sent: ConnectionRefusedError"]
        assert [record.message for record in caplog.records] == (said if "Away" in backend else [])
        mailed = page_context(signed_in(editor), address(review, "send_back"))["sentences"]
        assert ("mail" in " ".join(mailed)) is ("Away" in backend)


class TestANote:
    def test_is_a_comment_and_its_mail_has_no_word_of_it(
        self,
        review: Review,
        editor: User,
        writer: User,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        form = {"version": review.version, "message": "The envoy is her sister!"}
        with django_capture_on_commit_callbacks(execute=True):
            sent = signed_in(editor).post(address(review, "note"), form)
        assert sent.url == address(review)
        [told] = mail.outbox
        assert (told.to, told.reply_to) == ([writer.email], [editor.email])
        assert (told.subject, told.body) == (
            "A note on the review of The Night Train (2025)",
            (
                "Edda has written a note on the review of The Night Train (2025) by Wren Kinloch. "
                "Read it, and answer, at the address below. Or answer this mail: your answer goes "
                f"to {editor.email}.\n\n"
                f"http://127.0.0.1:8000/admin/reviews/review/{review.pk}/comments/\n"
            ),
        )
        assert shown(signed_in(writer), review) == {"general": ["The envoy is her sister!"]}

    def test_says_when_nobody_gets_a_mail(self, review: Review, editor: User, writer: User) -> None:
        MailPreference.objects.create(account=writer, sent_back=False)
        form = {"version": review.version, "message": "Shorter."}
        sent = posted(signed_in(editor), address(review, "note"), form)
        [said] = [str(message) for message in get_messages(sent.wsgi_request)]
        assert "No critic gets a mail" in said
