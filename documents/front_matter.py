"""Front matter → `ReviewFacts`, and every error in it."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from cast.models import Character, Credit, Person
from documents.errors import Findings
from documents.facts import (
    CreditFacts,
    EntryFacts,
    FilmFacts,
    PictureFacts,
    ProjectFacts,
    ReviewFacts,
)
from documents.front_matter_fields import Fields
from documents.front_matter_types import is_picture_name
from documents.yaml_reader import line_of
from editions.content import (
    CriticRef,
    FilmRef,
    ImageRef,
    PartContent,
    ReviewContent,
    VerdictContent,
)
from editions.library_pictures import LIBRARY
from films.models import Film, Franchise, FranchiseEntry, Genre, Project
from images.models import Image
from reviews.models import Critic, Review
from verdicts.models import Verdict
from verdicts.scales import NoScale, NotOnScale, Scale, ScaleKind

_NUMBERS_OF_SCALES = {
    ScaleKind.POINTS: ("best", "step"),
    ScaleKind.STARS: ("best", "step"),
    ScaleKind.PERCENT: ("step",),
    ScaleKind.LETTERS: (),
}
"""Which numbers a document gives for each kind of scale, beside the worst score."""

_IDS = {"imdb_id": re.compile(r"tt\d{7,9}", re.ASCII), "wikidata_id": re.compile(r"Q\d+", re.ASCII)}


def read_front_matter(root: MappingNode, findings: Findings) -> ReviewFacts:
    """The facts in ``root``. A missing required value is reported, and empty in the result."""
    fields = Fields(root, _("the front matter"), findings, of_review=True)
    unfinished = findings.unfinished = bool(fields.flag("unfinished"))
    headline = fields.column("headline", Review, required=not unfinished) or ""
    slug = fields.column("slug", Review, required=True) or ""
    critics = fields.one_or_more_named("critic", Critic, "display_name", required=not unfinished)
    film = _reviewed_film(fields, required=not unfinished) or FilmFacts("", fields.line("film"))
    texts = fields.columns(Review, "standfirst", "meta_description", "disclosure")
    language = fields.column("language", Review) or "en"
    related = [_film(each) for each in fields.each("related_films", _("a related film"))]
    credits = [_credit(each) for each in fields.each("credits", _("a credit"))]
    if unfinished and credits and fields.node("film") is None:
        fields.error("credits", _("Credits need a film. Add film, or remove credits."))
    projects = [_project(each) for each in fields.each("projects", _("a project"))]
    verdict = _verdict(fields.nested("verdict", _("the verdict")), required=not unfinished)
    lead_image = _lead_image(fields)
    embargo_until = fields.column("embargo_until", Review)
    publish_at = fields.column("publish_at", Review, "embargo_until")
    fields.finish()
    content = ReviewContent(
        film=FilmRef(film.slug),
        critics=tuple(CriticRef(critic.slug) for critic in critics),
        headline=headline,
        slug=slug,
        language=language,
        lead_image=ImageRef(lead_image.name) if lead_image else None,
        verdict=PartContent(items=(verdict,) if verdict else ()),
        **texts,
    )
    return ReviewFacts(
        content,
        critics,
        film,
        _without_repeated(film, related, findings),
        tuple(credits),
        tuple(filter(None, projects)),
        lead_image,
        embargo_until,
        publish_at,
        unfinished,
        fields.lines,
    )


def _reviewed_film(fields: Fields, *, required: bool) -> FilmFacts | None:
    node = fields.node("film", required=required)
    if isinstance(node, ScalarNode):
        slug = fields.column("film", Film, "slug")
        return FilmFacts(slug, line_of(node)) if slug else None
    if isinstance(node, MappingNode):
        return _film(Fields(node, _("the film"), fields.findings))
    if node is not None:
        fields.wrong("film", _("the slug of a film, or keys with values"))
    return None


def _without_repeated(
    film: FilmFacts, related: list[FilmFacts | None], findings: Findings
) -> tuple[FilmFacts, ...]:
    """The films of ``related``. Reports one that is described before, there or as ``film``."""
    lines = {film.slug: film.line}
    found = []
    for each in filter(None, related):
        if each.slug in lines:
            findings.error(
                each.lines["slug"],
                _("The film “%(slug)s” is described twice, first on line %(line)d. Keep one."),
                slug=each.slug,
                line=lines[each.slug],
            )
        lines[each.slug] = each.line
        found.append(each)
    return tuple(found)


def _film(fields: Fields) -> FilmFacts | None:
    title = fields.column("title", Film, required=True)
    slug = fields.column("slug", Film, required=True)
    columns = {"title": title} | fields.columns(
        Film,
        *("sort_title", "original_title", "tagline", "overview", "certification", "status"),
        *("release_date", "runtime", "tmdb_id", "imdb_id", "wikidata_id"),
    )
    for name, pattern in _IDS.items():
        if columns.get(name) and not pattern.fullmatch(columns[name]):
            fields.wrong(name, _("an id such as %s") % {"imdb_id": "tt7181546"}.get(name, "Q25188"))
    genres = fields.all_named("genres", Genre)
    poster = _picture(fields, "poster")
    entries = _entries(fields)
    fields.finish()

    if columns.get("runtime") == 0:
        fields.wrong("runtime", _("a number of minutes greater than 0"))
    if slug is None:
        return None
    return FilmFacts(slug, fields.first_line, columns, genres, poster, entries, fields.lines)


def _entries(fields: Fields) -> tuple[EntryFacts, ...]:
    """``franchise`` is one mapping; a film of several franchises has a list of them."""
    if isinstance(fields.nodes.get("franchise"), SequenceNode):
        found = [_entry(each) for each in fields.each("franchise", _("the franchise"))]
    else:
        nested = fields.nested("franchise", _("the franchise"))
        found = [_entry(nested)] if nested else []
    return tuple(filter(None, found))


def _entry(fields: Fields) -> EntryFacts | None:
    name = fields.named("name", Franchise, required=True)
    universe_name = fields.columns(Franchise, "universe_name").get("universe_name")
    columns = fields.columns(FranchiseEntry, "label", "note", "relation", "release_order")
    after, before = fields.film_slug("after"), fields.film_slug("before")
    fields.finish()
    if name is None:
        return None
    return EntryFacts(name, universe_name, columns, after, before, fields.first_line)


def _credit(fields: Fields) -> CreditFacts:
    person = fields.named("person", Person)
    characters = fields.all_named("characters", Character) or ()
    columns = fields.columns(Credit, "credited_as", "department", "job", "billing")
    order = fields.column("order", Credit, "billing_order")
    if order is not None or fields.is_empty("order"):
        columns["billing_order"] = order
    columns |= fields.columns(Credit, "is_spoiler")
    fields.finish()

    line = fields.first_line
    columns["department"] = columns.get("department") or Credit.ACTING
    is_role = columns["department"] == Credit.ACTING
    if not is_role and not columns.get("job"):
        sentence = _("A crew credit needs a job, such as “job: Director”.")
        fields.findings.error(line, sentence)
    if not is_role and "person" not in fields.nodes:
        sentence = _("Only an acting credit can have no person. Add person, or remove department.")
        fields.findings.error(line, sentence)
    if is_role and not {"person", "characters"} & fields.nodes.keys():
        sentence = _("A credit needs a person, characters, or both.")
        fields.findings.error(line, sentence)
    return CreditFacts(person, characters, columns, line)


def _project(fields: Fields) -> ProjectFacts | None:
    title = fields.column("title", Project, "working_title", required=True)
    franchise = fields.named("franchise", Franchise)
    film = fields.film_slug("film")
    columns = {"status": fields.column("status", Project, required=True)}
    columns |= fields.columns(Project, "as_of", "source_url", "note")
    fields.finish()
    return ProjectFacts(title, franchise, film, columns, fields.first_line) if title else None


def _verdict(fields: Fields | None, *, required: bool) -> VerdictContent | None:
    """``required``: it must have a recommendation."""
    if fields is None:
        return None
    recommendation = fields.column("recommendation", Verdict, required=required)
    written = fields.text("score")
    pull_quote = fields.column("pull_quote", Verdict) or ""
    scale = _scale(fields)
    fields.finish()

    score = None
    if "scale" in fields.nodes and fields.node("score") is None:
        fields.error("scale", _("A scale needs a score. Add score, or remove scale."))
    if written is not None and "scale" not in fields.nodes:
        sentence = _(
            "A score needs a scale, such as “scale: {best: 5, step: 0.5}” or “scale: letters”."
        )
        fields.error("score", sentence)
    if written is not None and scale is not None:
        try:
            score = scale.read(written)
        except NotOnScale as error:
            fields.error("score", "%(sentence)s", sentence=error)
    verdict = VerdictContent(recommendation or "", pull_quote=pull_quote)
    if score is None or scale is None:
        return verdict
    return replace(
        verdict,
        score=score,
        scale_kind=scale.kind.value,
        scale_worst=scale.worst,
        scale_best=scale.best,
        scale_step=scale.step,
    )


def _scale(fields: Fields) -> Scale | None:
    """``letters``, ``1-6``, or the numbers of the scale by name."""
    node = fields.node("scale")
    try:
        if isinstance(node, ScalarNode):
            text = fields.text("scale")
            return Scale.from_notation(text) if text is not None else None
        scale = fields.nested("scale", _("the scale"))
        if scale is None:
            return None
        kind = scale.column("kind", Verdict, "scale_kind")
        if kind is None and "kind" in scale.nodes:
            return None
        kind = ScaleKind(kind or ScaleKind.POINTS)
        is_required = kind == ScaleKind.POINTS
        # What a kind of scale fixes is an unknown key in it.
        numbers = {
            name: scale.column(name, Verdict, f"scale_{name}", required=is_required)
            for name in _NUMBERS_OF_SCALES[kind]
        }
        worst = scale.column("worst", Verdict, "scale_worst") if "best" in numbers else None
        scale.finish()
        if is_required and None in numbers.values():
            return None
        return Scale.of(kind, worst, numbers.get("best"), numbers.get("step"))
    except NoScale as error:
        fields.error("scale", "%(sentence)s", sentence=error)
        return None


def _lead_image(fields: Fields) -> PictureFacts | None:
    alt = fields.column("lead_image_alt", Image, "alt")
    picture = _picture(fields, "lead_image", alt or "")
    if alt and "lead_image" not in fields.nodes:
        sentence = _("“lead_image_alt” describes a picture. Add lead_image as well.")
        fields.error("lead_image_alt", sentence)
    return picture


def _picture(fields: Fields, key: str, alt: str | None = None) -> PictureFacts | None:
    path = fields.text(key)
    if path is None:
        return None
    name = path.removeprefix(LIBRARY)
    if path.startswith(LIBRARY) and is_picture_name(name):
        return PictureFacts(name, fields.line(key), alt)
    fields.wrong(key, _("a picture next to the document, written like images/duel.jpg"))
    return None
