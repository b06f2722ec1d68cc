"""The problems and leaks of a manuscript, described for editors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.history.passages import label_of
from editions.announced import announcing, hidden_keys
from editions.content import ReviewContent
from editions.leaks.statements import SURPRISES, Leak, PublicSentence
from editions.parsed_review import ParsedReview
from editions.parts import markdown_texts, part_of
from editions.permissions import reviews_visible_to
from editions.publishing_problems import PublishingProblem, publishing_problems
from reviews.models import Review
from spoilers import Problem, ProblemCode, parse


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """``anchor`` is the id of the field on the desk, or of the item or the part if it is no field;
    "" for what concerns the whole review. ``line`` counts from 1 in the field, 0 for none.
    ``url`` is the page on which it is mended, "" for the desk."""

    place: str
    anchor: str
    message: str
    line: int = 0
    url: str = ""


PLACES = {
    "headline": gettext_lazy("Headline"),
    "slug": gettext_lazy("Address"),
    "standfirst": gettext_lazy("Standfirst"),
    "meta_description": gettext_lazy("Description"),
    "disclosure": gettext_lazy("Disclosure"),
    "note": gettext_lazy("Note of an edition"),
    "film.overview": gettext_lazy("Overview of the film"),
    "film.tagline": gettext_lazy("Tagline of the film"),
    "project.note": gettext_lazy("Note of a project"),
    "person.biography": gettext_lazy("Biography of a person"),
    "picture": gettext_lazy("Alternative text of a picture"),
}
"""What editors call the public places of leaks that are in no part of a review."""


def findings_of(manuscript: ParsedReview) -> list[PlacedFinding]:
    return list(map(placed, publishing_problems(manuscript)))


def text_warnings(content: ReviewContent, texts: set[str]) -> Iterator[str]:
    """A sentence for each warning about those of ``texts`` that are public in ``content``."""
    hidden = hidden_keys(content)
    for text in markdown_texts(content):
        if text.markdown in texts and text.key not in hidden:
            for problem in parse(text.markdown, min_heading=text.min_heading).warnings():
                found = placed(PublishingProblem(text.key, problem.line, problem.message))
                yield f"{found.place}: {found.message}"
    said = Problem.of(ProblemCode.SPOILER_ANNOUNCED).message
    for plain in announcing(content):
        if plain.text in texts:
            found = placed(PublishingProblem(plain.key or plain.field, 0, said, plain.field))
            yield f"{found.place}: {found.message}"


def described_leaks(leaks: Sequence[Leak], user: Any) -> list[tuple[Leak, str]]:
    """``leaks``, each with a sentence about it. Hidden text is quoted only from reviews that
    ``user`` may see. One query, if a leak is about another review."""
    others = {leak.hidden.review for leak in leaks} - {""}
    seen = reviews_visible_to(user).filter(slug__in=others).values_list("slug", flat=True)
    readable = {"", *(seen if others else ())}
    return [(leak, _description(leak, may_read=leak.hidden.review in readable)) for leak in leaks]


def placed_leaks(leaks: Sequence[Leak], user: Any) -> list[PlacedFinding]:
    """``leaks`` as findings. The message names the place. The anchor is "" for a text that has
    no field in the form of the review: a fact, or the alternative text of a picture of the library.
    """
    described = described_leaks(leaks, user)
    return [PlacedFinding("", _leak_anchor(leak.public), said) for leak, said in described]


def _leak_anchor(public: PublicSentence) -> str:
    if part_of(public.part):
        return _anchor(public.part, public.field)
    is_own = any(field.name == public.part for field in Review._meta.fields)
    return f"id_{public.part}" if is_own else ""


def _description(leak: Leak, *, may_read: bool) -> str:
    public = _("%(place)s: “%(text)s”") % {
        "place": place_of(leak.public.part) if leak.public.part else "",
        "text": leak.public.excerpt,
    }
    if leak.hidden.part == SURPRISES:
        return _("%(public)s names “%(name)s”, a surprise appearance.") % {
            "public": public,
            "name": leak.hidden.text,
        }
    if not may_read:
        return _("%(public)s gives away what another review hides.") % {"public": public}
    if leak.hidden.review:
        place = _("the review “%(slug)s”") % {"slug": leak.hidden.review}
    else:
        place = place_of(leak.hidden.part)
    return _("%(public)s gives away what is hidden in %(place)s: “%(text)s”") % {
        "public": public,
        "place": place,
        "text": leak.hidden.text,
    }


def place_of(key: str) -> str:
    """What an editor calls the place with ``key``: "opening-2-1" is in "The opening, 2"."""
    part = part_of(key)
    if part is None:
        return str(PLACES.get(key, key))
    number = number_of(key)
    if part.is_single or number is None:
        return str(part.title)
    return _("%(part)s, %(number)s") % {"part": part.title, "number": number}


def placed(problem: PublishingProblem) -> PlacedFinding:
    if problem.film:
        url = reverse("admin:films_film_change", args=[problem.film])
        return PlacedFinding(_("The film"), "", problem.message, url=url)
    anchor = _anchor(problem.key, problem.field)
    if not problem.key:
        return PlacedFinding("", anchor, problem.message)
    in_part = part_of(problem.key) is not None
    place = place_of(problem.key) if in_part else label_of(Review, problem.field)
    if problem.line:
        place = _("%(place)s, line %(line)d") % {"place": place, "line": problem.line}
    return PlacedFinding(place, anchor, problem.message, problem.line)


def _anchor(key: str, field: str) -> str:
    """The id on the desk of the ``field`` of the text or item with ``key``; without a field that of
    the item or of the part."""
    part = part_of(key)
    if part is None or (field and field in part.own_fields):
        return f"id_{field}" if field else ""
    number = number_of(key)
    if field:
        return f"id_{part.key}-{(number or 1) - 1}-{field}"
    return f"part-{part.key}" if number is None else f"{part.key}-{number - 1}"


def number_of(key: str) -> int | None:
    """The number of the item that the text or curtain with ``key`` is in, from 1."""
    number = key.split("-")[1:2]
    return int(number[0]) if number and number[0].isdecimal() else None
