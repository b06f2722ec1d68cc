"""Editors who work on one review through the addresses that their browsers use, for tests."""

import re
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from desk.autosave.form_data import unpack
from desk.autosave.models import AutosavedText
from editions.history import content_of_snapshot, stored_content
from editions.history_models import RemovedItem, ReviewEvent, Snapshot
from editions.models import Edition
from editions.rerendering import content_of
from reviews.models import Review, Section
from tests.autosaves import send
from tests.desk_forms import address, errors_of, form_of, retyped, values
from tests.roles import signed_in
from tests.unrendered import page_context, posted

WORD = re.compile(r"q[0-9]+q")

TEXTS = ("headline", "heading", "body")
"""The last parts of the names of the fields into which words are typed. They are few, so that two
editors often type into the same one."""

NEW_ITEMS = {
    "opening": ("heading", "body", {"placement": Section.Placement.OPENING}),
    "story": ("heading", "body", {"placement": Section.Placement.FULL_STORY}),
    "good": ("label", "body", {}),
    "audience": ("premise", "rationale", {"answer": "yes"}),
}
"""The field of the title, that of the text, and further fields of an item that is added, by part.
"""

PARAGRAPHS = re.compile(r"(?:\r?\n){2,}")


def words_in(*texts: Any) -> set[str]:
    return {word for text in texts for word in WORD.findall(str(text))}


def recorded_words(review: Review) -> set[str]:
    """The words in the working copy, in the history, in removed items and in editions."""
    snapshots = Snapshot.objects.filter(review=review)
    removed = RemovedItem.objects.filter(review=review).values_list("content", flat=True)
    editions = Edition.objects.filter(review=review).select_related("body")
    return words_in(
        stored_content(review),
        *map(content_of_snapshot, snapshots),
        *removed,
        *map(content_of, editions),
    )


def autosaved_words(review: Review) -> set[str]:
    texts = AutosavedText.objects.filter(review=review).values_list("data", flat=True)
    return words_in(*map(unpack, texts))


@dataclass
class Log:
    """The words that editors have sent; ``saved`` are those in items that their form keeps.

    ``place`` is the field into which somebody has typed last.
    """

    words: Any = field(default_factory=count)
    autosaved: set[str] = field(default_factory=set)
    saved: set[str] = field(default_factory=set)
    place: str = ""

    def word(self) -> str:
        return f"q{next(self.words)}q"


class Editor:
    """A browser with one page of ``review``. Words that are typed are only added, never removed."""

    def __init__(self, user: User, review: Review, log: Log) -> None:
        self.user = user
        self.review = review
        self.log = log
        self.client: Client = signed_in(user)
        self.open()

    # What a browser does by itself

    def open(self, url: str = "") -> None:
        self._show(page_context(self.client, url or address(self.review)))

    def _show(self, context: Any) -> None:
        self.form = form_of(context)
        autosave = context["autosave"]
        self.window, self.number = autosave["window"], autosave["number"]
        self.continues = autosave["continues"]
        if autosave["is_changed"]:
            self.autosave()

    def _fields(self) -> list[list[str]]:
        return [
            [name, str(one)]
            for name, value in self.form.items()
            for one in (value if isinstance(value, list) else [value])
        ]

    def _kept_words(self) -> set[str]:
        """The words in the form without those in items that it deletes."""
        gone = tuple(name.removesuffix("DELETE") for name in self.form if name.endswith("-DELETE"))
        kept = [value for name, value in self.form.items() if not name.startswith(gone)]
        return words_in(*kept)

    # What the editor types

    def type(self, place: int, paragraph: int) -> None:
        """Add a word to a paragraph of a text, or a paragraph after it."""
        names = [name for name in self.form if name.rpartition("-")[2] in TEXTS]
        name = names[place % len(names)]
        self._type(name, paragraph)

    def type_there(self, place: int, paragraph: int) -> None:
        """Type into the text into which somebody has typed last."""
        if self.log.place in self.form:
            self._type(self.log.place, paragraph)
        else:
            self.type(place, paragraph)

    def _type(self, name: str, paragraph: int) -> None:
        self.log.place = name
        parts = PARAGRAPHS.split(str(self.form[name]))
        number = paragraph % (len(parts) + 1)
        word = self.log.word()
        if name.endswith("body") and number == len(parts):
            parts.append(word)
        else:
            number %= len(parts)
            parts[number] = f"{parts[number]} {word}"
        self.form[name] = "\r\n\r\n".join(parts)

    def add(self, place: int, _unused: int) -> None:
        """Add an item to a part."""
        part = [*NEW_ITEMS][place % len(NEW_ITEMS)]
        title, text, more = NEW_ITEMS[part]
        number = int(self.form[f"{part}-TOTAL_FORMS"])
        self.form[f"{part}-TOTAL_FORMS"] = number + 1
        row = {"position": number + 1, title: self.log.word(), text: self.log.word(), **more}
        self.form |= {f"{part}-{number}-{name}": value for name, value in row.items()}

    def remove(self, place: int, _unused: int) -> None:
        """Mark a stored item for deletion."""
        names = [name for name, value in self.form.items() if name.endswith("-id") and value]
        if names:
            name = names[place % len(names)]
            self.form[f"{name.removesuffix('id')}DELETE"] = "on"

    def move(self, place: int, to: int) -> None:
        """Move a section to another part."""
        names = [name for name in self.form if name.endswith("-placement")]
        if not names:
            return
        name = names[place % len(names)]
        self.form[name] = [*Section.Placement][to % len(Section.Placement)]
        label = f"{name.removesuffix('placement')}curtain_label"
        if label in self.form and self.form[name] != Section.Placement.FULL_STORY:
            self.form[label] = ""

    # What is sent

    def autosave(self, _place: int = 0, _unused: int = 0) -> None:
        self.number += 1
        answer = send(
            self.client,
            self.user,
            self.review,
            window=self.window,
            number=self.number,
            version=int(self.form["version"]),
            continues=int(self.continues) if self.continues else None,
            fields=self._fields(),
        )
        assert answer.status_code == 200
        assert answer.json()["stored"]
        self.log.autosaved |= words_in(*self.form.values())

    def save(self, choice: int, tries: int) -> None:
        """Press *Save*, and choose in conflicts as long as ``tries`` allows."""
        for _each in range(tries % 3 + 1):
            own = {"_window": self.window, "_number": self.number, "_continues": self.continues}
            kept = self._kept_words()
            form = self.form | own | {"_continue": "1"}
            response = posted(self.client, address(self.review), form)
            if response.status_code == 302:
                self.log.saved |= kept
                self.log.autosaved |= words_in(*self.form.values())
                self.open()
                return
            assert response.status_code == 200
            assert errors_of(response)
            self._show(response.context_data)
            self.form = retyped(response, ("theirs", "mine", "both")[choice % 3])

    def publish(self, _place: int, _unused: int) -> None:
        page = page_context(self.client, address(self.review, "publish"))
        form = values(page["form"])
        form |= {name: "Why not." for name in page["form"].fields if name.startswith("leak-")}
        response = posted(self.client, address(self.review, "publish"), form)
        assert response.status_code in {200, 302}

    def restore(self, place: int, _unused: int) -> None:
        events = ReviewEvent.objects.filter(review=self.review, snapshot__isnull=False)
        keys = [*events.order_by("pk").values_list("pk", flat=True)]
        if keys:
            ref = f"saved-{keys[place % len(keys)]}"
            url = reverse("admin:reviews_review_state", args=[self.review.pk, ref])
            assert posted(self.client, url, {}).status_code == 302

    def resume(self, place: int, _unused: int) -> None:
        """Continue an autosaved text of one's own."""
        texts = AutosavedText.objects.of(self.user).unsaved().filter(review=self.review)
        keys = [*texts.order_by("pk").values_list("pk", flat=True)]
        if keys:
            self.open(f"{address(self.review)}?continue={keys[place % len(keys)]}")

    def put_back(self, place: int, _unused: int) -> None:
        keys = [*RemovedItem.objects.filter(review=self.review).values_list("pk", flat=True)]
        if keys:
            form = {"put_back": keys[place % len(keys)]}
            assert posted(self.client, address(self.review, "removed"), form).status_code == 302

    def reopen(self, _place: int, _unused: int) -> None:
        self.open()
