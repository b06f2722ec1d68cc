"""The problems that keep a manuscript from being published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cast.models import Credit
from editions.content import (
    FitContent,
    ItemContent,
    NoteContent,
    ReviewContent,
    VerdictContent,
)
from editions.library_pictures import (
    library_name,
    not_in_library_message,
    on_another_site_message,
)
from editions.parsed_review import ParsedReview
from editions.parts import BY_KEY, PARTS, markdown_texts, plain_texts
from films.models import Film
from spoilers import check_plain


@dataclass(frozen=True, slots=True)
class PublishingProblem:
    """One problem of a review. ``key`` names the text or item ("opening-2"), "" if the problem
    concerns the whole review. ``line`` counts from 1 in the text, 0 if the problem is in no line.
    ``field`` is the name of the field to mend, of the item or else of the review; "" if it is none
    or several. ``film`` is the primary key of the film that has to be mended instead, 0 for none.
    """

    key: str
    line: int
    message: str
    field: str = ""
    film: int = 0

    def __str__(self) -> str:
        # What is missing in a part names the part itself.
        if not self.key or (self.key in BY_KEY and not self.line):
            return self.message
        if not self.line:
            return f"{self.key}: {self.message}"
        return _("%(place)s, line %(line)d: %(message)s") % {
            "place": self.key,
            "line": self.line,
            "message": self.message,
        }


def publishing_problems(review: ParsedReview) -> list[PublishingProblem]:
    """All problems of ``review``; none if it can be published. Two queries.

    The films and pictures in the content of ``review`` have primary keys, as in what
    `editions.manuscript.read_manuscript` returns.
    """
    return [
        *text_problems(review),
        *unfinished(review.content),
        *_unconfirmed_films(review.content),
        *_missing_parts(review),
        *_critiques_of_nobody(review.content),
        *_credits_of_other_films(review.content),
        *_picture_problems(review),
    ]


def text_problems(review: ParsedReview) -> Iterator[PublishingProblem]:
    """Malformed curtains, unknown films, headings that are too high, marks in plain text."""
    for plain in plain_texts(review.content):
        for problem in check_plain(plain.text):
            yield PublishingProblem(
                plain.key or plain.name, problem.line, problem.message, plain.field
            )
    for text in markdown_texts(review.content):
        for problem in review.texts[text.key].check(review.content.film_id):
            yield PublishingProblem(text.key, problem.line, problem.message, text.field)


def unfinished(content: ReviewContent) -> Iterator[PublishingProblem]:
    """What a draft may lack, and an edition may not."""
    if content.film.id is None:
        yield PublishingProblem("", 0, _("Choose the film that the review is about."), "film")
    if not content.critics:
        yield PublishingProblem("", 0, _("Choose who signs the review."), "byline")
    if not content.headline:
        yield PublishingProblem("", 0, _("Enter a headline."), "headline")
    for part in PARTS:
        for key, item in part.items(content):
            for field, message in _unfinished_fields(item):
                yield PublishingProblem(key, 0, message, field)


def _unfinished_fields(item: ItemContent) -> Iterator[tuple[str, str]]:
    match item:
        case NoteContent(name=""):
            yield "label", _("The content note has no label. Choose one.")
        case FitContent(premise="") | FitContent(answer=""):
            missing = "answer" if item.premise else "premise"
            yield missing, _("Complete “If …” and the answer to it, or delete both.")
        case VerdictContent(recommendation=""):
            yield "recommendation", _("The verdict has no recommendation. Choose one.")


def _unconfirmed_films(content: ReviewContent) -> Iterator[PublishingProblem]:
    """Films that the page would name, and that no other public page may name yet."""
    named = {ref.id for _key, item in BY_KEY["story"].items(content) for ref in item.spoils}
    named |= {ref.id for ref in (content.film, *content.spoiled)}
    films = Film.objects.filter(pk__in=named - {None}, is_confirmed=False)
    for film in films:
        message = _("An editor has yet to confirm the film “%(film)s”, by opening and saving it.")
        field = "film" if film.pk == content.film.id else ""
        yield PublishingProblem("", 0, message % {"film": film}, field, film.pk)


def _missing_parts(review: ParsedReview) -> Iterator[PublishingProblem]:
    if review.content.verdict.first is None:
        message = _("A review needs a verdict before it is published. Choose a recommendation.")
        yield PublishingProblem("verdict", 0, message, "recommendation")
    if not any(parsed.markdown.strip() for parsed in review.texts.values()):
        yield PublishingProblem("opening", 0, _("The review has no text yet."))


def _critiques_of_nobody(content: ReviewContent) -> Iterator[PublishingProblem]:
    for key, critique in BY_KEY["cast"].items(content):
        if not (critique.credits or critique.heading):
            message = _("The critique has no credits and no heading. Choose whom it is about.")
            yield PublishingProblem(key, 0, message, "credits")


def _credits_of_other_films(content: ReviewContent) -> Iterator[PublishingProblem]:
    if content.film.id is None:
        return
    credits = Credit.objects.filter(pk__in=content.credit_ids()).exclude(film=content.film.id)
    wrong = {credit.pk: str(credit) for credit in credits.with_names()}
    for key, critique in BY_KEY["cast"].items(content):
        names = [wrong[credit.id] for credit in critique.credits if credit.id in wrong]
        if names:
            message = _("Not in the credits of the film: %(credits)s. Choose the credits again.")
            yield PublishingProblem(key, 0, message % {"credits": ", ".join(names)}, "credits")


def _picture_problems(review: ParsedReview) -> Iterator[PublishingProblem]:
    known = {image.name for image in review.content.images}
    for text in markdown_texts(review.content):
        first_lines: dict[str, int] = {}
        for picture in review.texts[text.key].pictures:
            first_lines.setdefault(picture.source, picture.line)
        for source, line in first_lines.items():
            name = library_name(source)
            if name is None:
                message = on_another_site_message(source)
            elif name not in known:
                message = not_in_library_message(name)
            else:
                continue
            yield PublishingProblem(text.key, line, message, text.field)
