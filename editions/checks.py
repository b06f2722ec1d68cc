"""What keeps a manuscript from being published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cast.models import Credit
from editions.content import ReviewContent
from editions.mentions import mentions
from editions.parts import BY_KEY, markdown_texts, plain_texts
from spoilers import check, check_plain


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. ``key`` is of the text on the page ("opening-2"), ``line`` counts in it
    from 1; both are empty (``""``, 0) for what concerns the whole review."""

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


def problems(content: ReviewContent) -> list[Finding]:
    """Everything that is wrong with ``content``; empty where it can be published.

    ``content`` is one that `editions.manuscript` read: films and pictures have primary keys.
    """
    return [
        *text_problems(content),
        *_missing(content),
        *_strange_credits(content),
        *_strange_pictures(content),
    ]


def text_problems(content: ReviewContent) -> Iterator[Finding]:
    """Malformed curtains, unknown films, headings too high, marks in plain text."""
    for text in plain_texts(content):
        for problem in check_plain(text.text):
            yield Finding(text.key or text.name, problem.line, problem.message)
    for markdown in markdown_texts(content):
        found = check(markdown.markdown, film_id=content.film_id, min_heading=markdown.min_heading)
        for problem in found:
            yield Finding(markdown.key, problem.line, problem.message)


def _missing(content: ReviewContent) -> Iterator[Finding]:
    if content.verdict.first is None:
        yield Finding("", 0, _("A review is published with its verdict: give a recommendation."))
    if not any(text.markdown.strip() for text in markdown_texts(content)):
        yield Finding("", 0, _("The review has no text yet."))


def _strange_credits(content: ReviewContent) -> Iterator[Finding]:
    credits = Credit.objects.filter(pk__in=content.credit_ids()).exclude(film=content.film.id)
    strange = set(credits.values_list("pk", flat=True))
    for key, critique in BY_KEY["cast"].items(content):
        if any(credit.id in strange for credit in critique.credits):
            yield Finding(
                key,
                1,
                _("“%(heading)s” covers a credit of another film. Choose it anew.")
                % {"heading": critique.heading},
            )


def _strange_pictures(content: ReviewContent) -> Iterator[Finding]:
    named = mentions(content)
    known = {image.name for image in content.images}
    for name in sorted(named.images - known):
        yield Finding(
            "",
            0,
            _("No picture of the library is named “%(name)s”. Upload it first.") % {"name": name},
        )
    for source in sorted(named.strange_images):
        yield Finding(
            "",
            0,
            _(
                "The picture “%(source)s” lies elsewhere: whoever serves it would see the readers. "
                "Upload it to the library and write images/ and its name."
            )
            % {"source": source},
        )
