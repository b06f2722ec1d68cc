"""Fills the templates: which film a review is about, who wrote it, its words, score and editions.

Everything here is plain data, made without a query, so that several processes can share the work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from editions.reading_time import reading_minutes
from pages.corpus.facts import CriticFacts, FilmFacts
from pages.corpus.outlines import (
    ALSO_SPOILED,
    CRITIC,
    FILM,
    NOTE_LABELS,
    SPOILED,
    Gap,
    Outline,
    credit_key,
    label_key,
    length_of_review,
)
from pages.corpus.prose import Prose
from pages.corpus.templates import Template, text_token
from verdicts.scales import Scale, ScaleKind, plain_number

MIN_TEMPLATES, MAX_TEMPLATES = 30, 120
HISTORY = timedelta(days=12 * 365)
"""How far back the first review of a corpus was published."""

SCALES: tuple[Scale | None, ...] = (
    Scale.from_notation("0-10 step 0.5"),
    Scale.from_notation("stars"),
    Scale.from_notation("percent"),
    Scale.from_notation("letters"),
    None,
)
"""Each critic has one of them; None is without a score."""

NOTES = ("Corrected the runtime.", "Corrected the name of the editor.", "Added a paragraph.")
RECOMMENDATIONS = ("skip", "mixed", "worth_a_look", "recommended", "must_see")
"""The worst first."""

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ImageFacts:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FilledEdition:
    """``content`` and ``rendering`` are JSON. ``live_from`` is None for a manuscript that was never
    published."""

    content: dict[str, Any]
    rendering: dict[str, Any]
    live_from: datetime | None
    live_until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FilledReview:
    """The editions of one review, the oldest first. The content of the last is the manuscript."""

    film: int
    critic: int
    lead_image: int | None
    score: Decimal | None
    scale: Scale | None
    editions: list[FilledEdition]


@dataclass(frozen=True, slots=True)
class Material:
    """What the reviews of a corpus are made of. ``labels`` are the keys of `NOTE_LABELS`."""

    seed: int
    reviews: int
    now: datetime
    films: Sequence[FilmFacts]
    critics: Sequence[CriticFacts]
    labels: Sequence[int]
    images: Sequence[ImageFacts]
    templates: Sequence[tuple[Outline, Template]]
    popularity: Sequence[float]
    activity: Sequence[float]


def material(
    *,
    seed: int,
    reviews: int,
    now: datetime,
    films: Sequence[FilmFacts],
    critics: Sequence[CriticFacts],
    labels: Sequence[int],
    images: Sequence[ImageFacts],
) -> Material:
    """Renders the templates: two queries each."""
    rng = Random(f"{seed} templates")
    count = max(MIN_TEMPLATES, min(MAX_TEMPLATES, reviews))
    outlines = [Outline(rng, length_of_review(rng)) for _template in range(count)]
    return Material(
        seed,
        reviews,
        now,
        films,
        critics,
        labels,
        images,
        [(outline, outline.template()) for outline in outlines],
        list(accumulate((rank + 20) ** -0.5 for rank in range(len(films)))),
        list(accumulate((rank + 5) ** -0.8 for rank in range(len(critics) - 1))),
    )


def filled_review(material: Material, number: int) -> FilledReview:
    """The review ``number`` of the corpus, counted from 0. It depends on nothing else."""
    rng = Random(f"{material.seed} {number}")
    film = rng.choices(material.films, cum_weights=material.popularity)[0]
    critic = _critic(material, rng, number)
    scale = SCALES[critic.number % len(SCALES)]
    quality = min(1.0, max(0.0, rng.gauss(0.62, 0.22)))
    score = _score(scale, quality) if scale else None
    image = rng.choice(material.images) if material.images and rng.random() < 0.6 else None
    outline, template = _template(material, rng, film)
    values = _values(material, rng, outline, film, critic, number)
    editions = []
    for begins, ends, note in _times(material, rng, number):
        content, rendering = _filled(rng, outline, template, film, values)
        recommendation = RECOMMENDATIONS[min(4, int(quality * 5))]
        _set_verdict(content, rendering, recommendation, score, scale)
        rendering["minutes"] = reading_minutes(rendering["text"])
        content["lead_image"] = {"name": image.name, "id": image.id} if image else None
        editions.append(FilledEdition(content, rendering, begins, ends, note))
    return FilledReview(film.id, critic.id, image.id if image else None, score, scale, editions)


def filled_reviews(material: Material, numbers: Iterable[int]) -> list[FilledReview]:
    return [filled_review(material, number) for number in numbers]


def _critic(material: Material, rng: Random, number: int) -> CriticFacts:
    """The first critic writes one review in twenty, the others fewer each than the one before."""
    if number % 20 == 0:
        return material.critics[0]
    return rng.choices(material.critics[1:], cum_weights=material.activity)[0]


def _template(material: Material, rng: Random, film: FilmFacts) -> tuple[Outline, Template]:
    """A template whose critiques the film has roles for."""
    while True:
        outline, template = rng.choice(material.templates)
        if outline.critiques <= len(film.roles) and (film.surprise or not outline.has_surprise):
            return outline, template


def _values(
    material: Material,
    rng: Random,
    outline: Outline,
    film: FilmFacts,
    critic: CriticFacts,
    number: int,
) -> dict[str, str]:
    """What the tokens of ``outline`` stand for in all editions of the review: slugs and keys."""
    spoiled, also_spoiled = (_other_film(material, rng, film) for _film in range(2))
    values = {
        str(FILM): str(film.id),
        text_token("film"): film.slug,
        str(CRITIC): str(critic.id),
        text_token("critic"): critic.slug,
        str(SPOILED): str(spoiled.id),
        text_token("spoiled"): spoiled.slug,
        str(ALSO_SPOILED): str(also_spoiled.id),
        text_token("alsospoiled"): also_spoiled.slug,
        text_token("language"): "en-GB" if number % 50 == 33 else "en",
        text_token("slug"): f"{film.slug[:160]}-review-{number}",
    }
    credits = film.roles[: outline.critiques]
    if outline.has_surprise:
        assert film.surprise is not None
        credits = [*credits, film.surprise]
    for place, credit in enumerate(credits):
        values[str(credit_key(place))] = str(credit.id)
        values[text_token("person", place)] = credit.person
        values[text_token("role", place)] = credit.role
        values[text_token("credit", place)] = credit.heading
    for place in range(len(NOTE_LABELS)):
        values[str(label_key(place))] = str(material.labels[place])
    return values


def _other_film(material: Material, rng: Random, film: FilmFacts) -> FilmFacts:
    while True:
        other = rng.choice(material.films)
        if other is not film:
            return other


def _filled(
    rng: Random, outline: Outline, template: Template, film: FilmFacts, values: dict[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The content and the rendering of one edition, with new words."""
    prose = Prose(rng, film.topics, film.names)
    factor = rng.uniform(0.75, 1.3)
    texts = {token: _text(prose, gap, factor) for token, gap in outline.gaps.items()}
    headline = f"{film.title[:120]} {prose.phrase(rng.randint(3, 7)).lower()}"
    all_values = values | texts | {text_token("headline"): headline}
    return template.content.filled(all_values), template.rendering.filled(all_values)


def _text(prose: Prose, gap: Gap, factor: float) -> str:
    if gap.is_phrase:
        return prose.hidden_phrase(gap.words) if gap.is_hidden else prose.phrase(gap.words)
    length = max(4, round(gap.words * factor))
    return prose.hidden(length) if gap.is_hidden else prose.public(length)


def _times(
    material: Material, rng: Random, number: int
) -> Iterable[tuple[datetime | None, datetime | None, str]]:
    """When each edition of the review ``number`` begins and ends, and its note.

    Of a hundred reviews two are drafts, one is withdrawn, one is or will be scheduled, ten were
    corrected, one of them four times.
    """
    now = material.now
    age = HISTORY * ((material.reviews - number) / material.reviews)
    begins = now - age - timedelta(seconds=rng.randrange(86_400))
    later = now + timedelta(days=rng.randint(1, 20))
    if number % 50 == 7:
        return [(None, None, "")]
    if number % 200 == 11:
        return [(later, None, "")]
    if number % 200 == 13:
        return [(begins, later, ""), (later, None, rng.choice(NOTES))]
    if number % 100 == 17:
        return [(begins, begins + (now - begins) * rng.uniform(0.1, 0.9), "")]
    count = {25: 3, 45: 5}.get(number % 100, 2 if number % 10 == 5 else 1)
    moments = sorted(rng.uniform(0.01, 0.99) for _edition in range(count - 1))
    starts = [begins, *(begins + (now - begins) * moment for moment in moments)]
    ends = [*starts[1:], None]
    notes = ["", *(rng.choice(NOTES) for _edition in moments)]
    return zip(starts, ends, notes, strict=True)


def _score(scale: Scale, quality: float) -> Decimal:
    steps = int((scale.best - scale.worst) / scale.step)
    return scale.worst + scale.step * round(quality * steps)


def _set_verdict(
    content: dict[str, Any],
    rendering: dict[str, Any],
    recommendation: str,
    score: Decimal | None,
    scale: Scale | None,
) -> None:
    written = content["verdict"]["items"][0]
    rendered = rendering["verdict"]
    written["recommendation"] = rendered["recommendation"] = recommendation
    if scale is None or score is None:
        written["scale_worst"] = _hundredths(Decimal(0))
        return
    kind = ScaleKind(scale.kind).value
    written |= {
        "score": _hundredths(score),
        "scale_kind": kind,
        "scale_worst": _hundredths(scale.worst),
        "scale_best": _hundredths(scale.best),
        "scale_step": _hundredths(scale.step),
    }
    rendered |= {
        "score": plain_number(score),
        "scale_kind": kind,
        "scale_worst": plain_number(scale.worst),
        "scale_best": plain_number(scale.best),
    }


def _hundredths(number: Decimal) -> str:
    """``number`` as the database returns it."""
    return str(number.quantize(HUNDREDTH))
