"""How many words a review has, public and hidden."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.announced import hidden_keys
from editions.content import ReviewContent
from editions.parsed_review import parse_review
from editions.parts import markdown_texts, part_of, plain_texts
from editions.reading_time import count_words, reading_minutes

THIS_FILM = 1
"""Used for every film: which ones a curtain spoils does not change its words."""

UNREAD = {"meta_description", "disclosure"}
"""Plain texts that are no part of the review's running text."""


@dataclass(slots=True)
class Texts:
    """The public texts of a review or of a part, with the labels of closed curtains, and the hidden
    ones."""

    public: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def texts_of(content: ReviewContent) -> dict[str, Texts]:
    """The texts by the key of the part of the desk. Without a query."""
    found: dict[str, Texts] = defaultdict(Texts)
    hidden = hidden_keys(content)

    def add(key: str, public: list[str], inside: list[str]) -> None:
        part = part_of(key)
        texts = found[part.key if part else "review"]
        (texts.hidden if key in hidden else texts.public).extend(public)
        texts.hidden += inside

    for text in plain_texts(content):
        if text.name not in UNREAD:
            add(text.key, [text.text], [])
    parsed = parse_review(content).texts
    for each in markdown_texts(content):
        redacted = parsed[each.key].redact(
            film=THIS_FILM,
            key=each.key,
            film_id=lambda _slug: THIS_FILM,
            image=lambda _src, _alt, _title: "",
        )
        add(each.key, [redacted.text], [curtain.text for curtain in redacted.curtains])
    return found


def said_counts(content: ReviewContent) -> dict[str, Any]:
    """Sentences: ``parts`` by their keys, and ``public`` and ``hidden`` of the whole review."""
    texts = texts_of(content)
    public = "\n\n".join(text for each in texts.values() for text in each.public)
    hidden = "\n\n".join(text for each in texts.values() for text in each.hidden)
    return {
        "parts": {
            key: _words("\n\n".join(each.public + each.hidden)) for key, each in texts.items()
        },
        "public": _("Public: %(text)s") % {"text": _words_and_minutes(public)},
        "hidden": _("Hidden: %(text)s") % {"text": _words_and_minutes(hidden)},
    }


def _words(text: str) -> str:
    count = count_words(text)
    if not count:
        return ""
    return ngettext("%(number)s word", "%(number)s words", count) % {
        "number": number_format(count, force_grouping=True)
    }


def _words_and_minutes(text: str) -> str:
    if not (words := _words(text)):
        return _("no words")
    minutes = reading_minutes(text)
    return ngettext("%(words)s, %(minutes)d minute", "%(words)s, %(minutes)d minutes", minutes) % {
        "words": words,
        "minutes": minutes,
    }
