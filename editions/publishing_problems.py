"""The problems that keep a manuscript from being published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cast.models import Credit
from editions.content import ReviewContent
from editions.library_pictures import not_in_library_message, on_another_site_message
from editions.parsed_review import ParsedReview
from editions.parts import BY_KEY, plain_texts
from spoilers import check_plain


@dataclass(frozen=True, slots=True)
class PublishingProblem:
    """One problem of a review. ``key`` names the text ("opening-2"), ``line`` counts from 1 in it;
    they are "" and 0 if the problem concerns the whole review."""

    key: str
    line: int
    message: str

    def __str__(self) -> str:
        if not self.key:
            return self.message
        return _("%(place)s, line %(line)d: %(message)s") % {
            "place": self.key,
            "line": self.line,
            "message": self.message,
        }


def publishing_problems(review: ParsedReview) -> list[PublishingProblem]:
    """All problems of ``review``; none if it can be published. One query.

    The films and pictures in the content of ``review`` have primary keys, as in what
    `editions.manuscript.read_manuscript` returns.
    """
    return [
        *text_problems(review),
        *_missing_parts(review),
        *_credits_of_other_films(review.content),
        *_picture_problems(review),
    ]


def text_problems(review: ParsedReview) -> Iterator[PublishingProblem]:
    """Malformed curtains, unknown films, headings that are too high, marks in plain text."""
    for text in plain_texts(review.content):
        for problem in check_plain(text.text):
            yield PublishingProblem(text.key or text.name, problem.line, problem.message)
    for key, parsed in review.texts.items():
        for problem in parsed.check(review.content.film_id):
            yield PublishingProblem(key, problem.line, problem.message)


def _missing_parts(review: ParsedReview) -> Iterator[PublishingProblem]:
    if not review.content.critics:
        yield PublishingProblem(
            "", 0, _("A review needs a critic before it is published. Choose who signs it.")
        )
    if review.content.verdict.first is None:
        yield PublishingProblem(
            "", 0, _("A review needs a verdict before it is published. Choose a recommendation.")
        )
    if not any(parsed.markdown.strip() for parsed in review.texts.values()):
        yield PublishingProblem("", 0, _("The review has no text yet."))


def _credits_of_other_films(content: ReviewContent) -> Iterator[PublishingProblem]:
    credits = Credit.objects.filter(pk__in=content.credit_ids()).exclude(film=content.film.id)
    wrong = set(credits.values_list("pk", flat=True))
    for key, critique in BY_KEY["cast"].items(content):
        if any(credit.id in wrong for credit in critique.credits):
            yield PublishingProblem(
                key,
                1,
                _(
                    "The critique “%(heading)s” has a credit of another film. Choose its "
                    "credits again."
                )
                % {"heading": critique.heading},
            )


def _picture_problems(review: ParsedReview) -> Iterator[PublishingProblem]:
    known = {image.name for image in review.content.images}
    for name in sorted(review.library_pictures() - known):
        yield PublishingProblem("", 0, not_in_library_message(name))
    for source in sorted(review.other_pictures()):
        yield PublishingProblem("", 0, on_another_site_message(source))
