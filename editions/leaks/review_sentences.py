"""The public and the hidden sentences of one review."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.db.models import Q

from editions.announced import hidden_keys
from editions.content import CritiqueContent, ItemContent, ReviewContent
from editions.leaks.sentences import sentences
from editions.leaks.statements import HiddenSentence, PublicSentence
from editions.leaks.words import vocabulary
from editions.library_pictures import library_name
from editions.parsed_review import ParsedReview
from editions.parts import OWN_TEXTS, PARTS, Part, form_field
from editions.rendering import with_current_secrets
from images.models import Image
from spoilers import Redacted, plain

PREMISE_SENTENCES = 3
"""How many sentences at the beginning of the opening say what the film is about."""

PREMISE_FIELDS = ("standfirst", "meta_description")


@dataclass
class ReviewSentences:
    """Both in the order of the page. A hidden sentence is in the innermost curtain around it."""

    public: list[PublicSentence] = field(default_factory=list)
    hidden: list[HiddenSentence] = field(default_factory=list)


def sentences_of(review: ParsedReview, *, film: int | None, credits: list[int]) -> ReviewSentences:
    """The sentences of ``review``, a review of ``film``. ``credits`` are the primary keys of the
    public credits in the order of `Facts.names`. One query."""
    return _Reader(review, film, credits).read()


class _Reader:
    def __init__(self, review: ParsedReview, film: int | None, credits: list[int]) -> None:
        self.content: ReviewContent = with_current_secrets(review.content)
        self.parsed = review.texts
        self.film = film or 0
        self.credits = {pk: index for index, pk in enumerate(credits)}
        self.found = ReviewSentences()

    def read(self) -> ReviewSentences:
        for name in OWN_TEXTS:
            self.publish("", name, getattr(self.content, name))
        self.publish("", "slug", self.content.slug.replace("-", " "), text=self.content.slug)
        for part in PARTS:
            if part.heading_field:
                self.publish(part.key, part.heading_field, part.of(self.content).heading)
            if part.introduction_field:
                key = part.introduction_key
                self.prose(key, part.introduction_field, self.redacted(key))
            for key, item in part.items(self.content):
                self.item(part, key, item)
        return self.found

    def redacted(self, key: str) -> Redacted:
        return self.parsed[key].redact(film=self.film, key=key, film_id=self.content.film_id)

    def item(self, part: Part, key: str, item: ItemContent) -> None:
        kind = part.item
        about = self.about(item)
        redacted = self.redacted(key)
        if part.hides(item):
            self.publish(key, form_field(kind, kind.curtain_label), kind.label_of(item))
            first = not any(each.part.startswith("story") for each in self.found.hidden)
            title = kind.hidden_title_of(item)
            is_made = isinstance(item, CritiqueContent) and not item.own_heading
            if not is_made and not is_heading(title, self.content.language):
                self.hide(key, title, about=about)
            self.hide(key, redacted.text, about=about, is_summary=part.key == "story" and first)
        else:
            for name in kind.plain:
                self.publish(key, form_field(kind, name), getattr(item, name), about=about)
            self.prose(key, kind.text, redacted, about, is_opening=key == "opening-1")
        self.curtains(redacted, about)

    def about(self, item: ItemContent) -> frozenset[int]:
        if not isinstance(item, CritiqueContent):
            return frozenset()
        keys = (credit.id for credit in item.credits if credit.id)
        return frozenset(self.credits[pk] for pk in keys if pk in self.credits)

    def prose(
        self,
        key: str,
        name: str,
        redacted: Redacted,
        about: frozenset[int] = frozenset(),
        *,
        is_opening: bool = False,
    ) -> None:
        before = len(self.found.public)
        self.publish(key, name, redacted.text, about=about)
        if is_opening:
            public = self.found.public
            for index in range(before, min(before + PREMISE_SENTENCES, len(public))):
                public[index] = replace(public[index], is_premise=True)
        if key.endswith("introduction"):
            self.curtains(redacted, about)

    def curtains(self, redacted: Redacted, about: frozenset[int]) -> None:
        for curtain in redacted.curtains:
            self.hide(curtain.key, curtain.text, about=about)

    def publish(
        self,
        key: str,
        name: str,
        value: str,
        *,
        text: str = "",
        about: frozenset[int] = frozenset(),
    ) -> None:
        """Adds the sentences of ``value``; with ``text``, as one that readers see as ``text``."""
        if not name:
            return
        found = [value] if text else sentences(plain(value))
        self.found.public += [
            PublicSentence(
                key or name,
                name,
                each,
                about,
                is_premise=name in PREMISE_FIELDS,
                shown=text,
            )
            for each in found
        ]

    def hide(self, key: str, text: str, *, about: frozenset[int], is_summary: bool = False) -> None:
        found = list(sentences(text))
        self.found.hidden += _hidden(key, found, about, is_summary=is_summary)


def picture_sentences(review: ParsedReview) -> Iterator[PublicSentence]:
    """The alternative texts that readers get from the library: of the lead image, and of pictures
    in public text that have none there. One query."""
    content = review.content
    hidden = hidden_keys(with_current_secrets(content))
    names = {
        library_name(picture.source)
        for key, text in review.texts.items()
        if key not in hidden
        for picture in text.pictures
        if picture.is_public and not picture.alt
    }
    lead = content.lead_image.id if content.lead_image else None
    shown = Image.objects.filter(Q(name__in=names - {None}) | Q(pk=lead)).order_by("pk")
    for alt in shown.values_list("alt", flat=True):
        for each in sentences(alt):
            yield PublicSentence("picture", "alt", each)


def is_heading(title: str, language: str) -> bool:
    """Whether ``title`` only says what is below it: "The ending", "Big twists"."""
    words = vocabulary(language).words(title)
    return sum(word.weight > 0 and not (word.is_opinion or word.is_reveal) for word in words) < 3


def _hidden(
    key: str, found: list[str], about: frozenset[int], *, is_summary: bool
) -> Iterator[HiddenSentence]:
    for number, each in enumerate(found):
        is_setup = is_summary and 1 < len(found) > 2 * number
        yield HiddenSentence(key, each, is_setup, about)


def elsewhere(slug: str, curtains: Iterable[tuple[str, str]]) -> Iterator[HiddenSentence]:
    """The hidden sentences of another review, ``slug``, from the keys and texts of its curtains."""
    for key, text in curtains:
        for each in sentences(text):
            yield HiddenSentence(key, each, review=slug)
