"""Front matter → `ReviewFacts`, with everything that is wrong in it."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from cast.models import Character, Credit, Person
from documents.errors import Findings
from documents.facts import (
    CreditFacts,
    EntryFacts,
    FilmFacts,
    Named,
    PictureFacts,
    ProjectFacts,
    ReviewFacts,
)
from documents.fields import Fields
from documents.yaml_nodes import Mapping, Scalar, Sequence
from editions.content import VerdictContent
from editions.library_pictures import LIBRARY
from films.models import Film, Franchise, FranchiseEntry, Genre, Project
from images.models import Image, name_validator
from reviews.models import Critic, Review
from verdicts.models import Verdict

_IDS = {"imdb_id": re.compile(r"tt\d{7,9}", re.ASCII), "wikidata_id": re.compile(r"Q\d+", re.ASCII)}


def read_facts(root: Mapping, findings: Findings) -> ReviewFacts:
    """What is missing though it is required is reported, and empty in the answer."""
    fields = Fields(root, _("the front matter"), findings)
    headline = fields.text("headline", _column(Review, "headline"), required=True)
    slug = fields.text("slug", _column(Review, "slug"), required=True)
    critic = fields.named(
        "critic", _column(Critic, "display_name"), _column(Critic, "slug"), required=True
    )
    film = _reviewed_film(fields)
    texts = {
        name: fields.text(name, _column(Review, name)) or ""
        for name in ("standfirst", "meta_description", "disclosure")
    }
    language = fields.text("language", _column(Review, "language")) or "en"
    related = [_film(each) for each in fields.each("related_films", _("a related film"))]
    credits = [_credit(each) for each in fields.each("credits", _("a credit"))]
    projects = [_project(each) for each in fields.each("projects", _("a project"))]
    verdict = _verdict(fields.nested("verdict", _("the verdict")))
    lead_image = _lead_image(fields)
    embargo_until = fields.moment("embargo_until")
    publish_at = fields.moment("publish_at")
    fields.finish()
    film = film or FilmFacts("", fields.line("film"))
    return ReviewFacts(
        headline=headline or "",
        slug=slug or "",
        critic=critic or Named("", "", fields.line("critic")),
        film=film,
        related_films=_once(film, related, findings),
        credits=tuple(credits),
        projects=tuple(filter(None, projects)),
        language=language,
        verdict=verdict,
        lead_image=lead_image,
        embargo_until=embargo_until,
        publish_at=publish_at,
        lines=root.lines,
        **texts,
    )


def _column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _reviewed_film(fields: Fields) -> FilmFacts | None:
    node = fields.node("film", required=True)
    if isinstance(node, Scalar):
        slug = fields.text("film", _column(Film, "slug"))
        return FilmFacts(slug, node.line) if slug else None
    if isinstance(node, Mapping):
        return _film(Fields(node, _("the film"), fields.findings))
    if node is not None:
        fields.wrong("film", _("the slug of a film, or keys with values"))
    return None


def _once(
    film: FilmFacts, related: list[FilmFacts | None], findings: Findings
) -> tuple[FilmFacts, ...]:
    """The related films, each but once."""
    lines = {film.slug: film.line}
    found = []
    for each in filter(None, related):
        if each.slug in lines:
            findings.error(
                each.lines["slug"],
                _("The film “%(slug)s” is described twice, first on line %(line)d. Keep one.")
                % {"slug": each.slug, "line": lines[each.slug]},
            )
        lines[each.slug] = each.line
        found.append(each)
    return tuple(found)


def _film(fields: Fields) -> FilmFacts | None:
    title = fields.text("title", _column(Film, "title"), required=True)
    slug = fields.text("slug", _column(Film, "slug"), required=True)
    columns: dict[str, Any] = {"title": title}
    for name in ("original_title", "tagline", "overview", "certification"):
        _keep(columns, fields, name, fields.text(name, _column(Film, name)), empty="")
    if status := fields.choice("status", Film.Status.values):
        columns["status"] = status
    _keep(columns, fields, "release_date", fields.date("release_date"))
    _keep(columns, fields, "runtime", fields.whole("runtime", _column(Film, "runtime")))
    _keep(columns, fields, "tmdb_id", fields.whole("tmdb_id", _column(Film, "tmdb_id")))
    for name, pattern in _IDS.items():
        value = fields.text(name, _column(Film, name))
        if value and not pattern.fullmatch(value):
            fields.wrong(name, _("an id such as %s") % {"imdb_id": "tt7181546"}.get(name, "Q25188"))
        _keep(columns, fields, name, value)
    genres = fields.all_named("genres", _column(Genre, "name"), _column(Genre, "slug"))
    poster = _picture(fields, "poster")
    entries = _entries(fields)
    fields.finish()

    if columns.get("runtime") == 0:
        fields.wrong("runtime", _("the minutes, more than 0"))
    if slug is None:
        return None
    return FilmFacts(
        slug, fields.mapping.line, columns, genres, poster, entries, fields.mapping.lines
    )


def _keep(
    columns: dict[str, Any], fields: Fields, key: str, value: Any, *, empty: Any = None
) -> None:
    """Put what was given into ``columns``, under the name of its column."""
    if value is not None:
        columns[key] = value
    elif fields.cleared(key):
        columns[key] = empty


def _entries(fields: Fields) -> tuple[EntryFacts, ...]:
    """``franchise`` is one mapping; a film of several franchises has a list of them."""
    node = fields.mapping.items.get("franchise")
    if isinstance(node, Sequence):
        found = [_entry(each) for each in fields.each("franchise", _("the franchise"))]
    else:
        nested = fields.nested("franchise", _("the franchise"))
        found = [_entry(nested)] if nested else []
    return tuple(filter(None, found))


def _entry(fields: Fields) -> EntryFacts | None:
    name = fields.named(
        "name", _column(Franchise, "name"), _column(Franchise, "slug"), required=True
    )
    universe_name = fields.text("universe_name", _column(Franchise, "universe_name"))
    if universe_name is None and fields.cleared("universe_name"):
        universe_name = ""
    columns: dict[str, Any] = {}
    for key in ("label", "note"):
        _keep(columns, fields, key, fields.text(key, _column(FranchiseEntry, key)), empty="")
    if relation := fields.choice("relation", FranchiseEntry.Relation.values):
        columns["relation"] = relation
    order = fields.whole("release_order", _column(FranchiseEntry, "release_order"))
    if order is not None:
        columns["release_order"] = order
    after = fields.slug_of_film("after", _column(Film, "slug"))
    before = fields.slug_of_film("before", _column(Film, "slug"))
    fields.finish()
    if name is None:
        return None
    return EntryFacts(name, universe_name, columns, after, before, fields.mapping.line)


def _credit(fields: Fields) -> CreditFacts:
    person = fields.named("person", _column(Person, "name"), _column(Person, "slug"))
    slug = _column(Character, "slug")
    characters = fields.all_named("characters", _column(Character, "name"), slug) or ()
    columns: dict[str, Any] = {}
    for key in ("credited_as", "department", "job"):
        _keep(columns, fields, key, fields.text(key, _column(Credit, key)), empty="")
    _keep(columns, fields, "billing", fields.choice("billing", Credit.Billing.values), empty="")
    order = fields.whole("order", _column(Credit, "billing_order"))
    if order is not None or fields.cleared("order"):
        columns["billing_order"] = order
    _keep(columns, fields, "is_spoiler", fields.boolean("is_spoiler"), empty=False)
    fields.finish()

    line = fields.mapping.line
    columns["department"] = columns.get("department") or Credit.ACTING
    is_role = columns["department"] == Credit.ACTING
    if not is_role and not columns.get("job"):
        sentence = _("A credit of the crew says which job, such as “job: Director”.")
        fields.findings.error(line, sentence)
    if not is_role and "person" not in fields.mapping.items:
        sentence = _("Only a role can be without a person: give person, or leave department away.")
        fields.findings.error(line, sentence)
    if is_role and not {"person", "characters"} & fields.mapping.items.keys():
        sentence = _("A credit names a person, characters, or both.")
        fields.findings.error(line, sentence)
    return CreditFacts(person, characters, columns, line)


def _project(fields: Fields) -> ProjectFacts | None:
    title = fields.text("title", _column(Project, "working_title"), required=True)
    franchise = fields.named("franchise", _column(Franchise, "name"), _column(Franchise, "slug"))
    film = fields.slug_of_film("film", _column(Film, "slug"))
    columns: dict[str, Any] = {
        "status": fields.choice("status", Project.Status.values, required=True)
    }
    _keep(columns, fields, "as_of", fields.date("as_of"))
    for key in ("source_url", "note"):
        _keep(columns, fields, key, fields.text(key, _column(Project, key)), empty="")
    fields.finish()
    return ProjectFacts(title, franchise, film, columns, fields.mapping.line) if title else None


def _verdict(fields: Fields | None) -> VerdictContent | None:
    if fields is None:
        return None
    values = Verdict.Recommendation.values
    recommendation = fields.choice("recommendation", values, required=True)
    score = fields.decimal("score", _column(Verdict, "score"))
    pull_quote = fields.text("pull_quote", _column(Verdict, "pull_quote")) or ""
    scale = fields.nested("scale", _("the scale"))
    best = step = None
    if scale:
        best = scale.decimal("best", _column(Verdict, "scale_best"), required=True)
        step = scale.decimal("step", _column(Verdict, "scale_step"), required=True)
        scale.finish()
    fields.finish()

    if scale and score is None and not fields.mapping.items.get("score"):
        sentence = _("A scale needs its score: give score, or leave the scale away.")
        fields.findings.error(fields.line("scale"), sentence)
    if score is not None and "scale" not in fields.mapping.items:
        sentence = _("A score needs its scale, such as “scale: {best: 5, step: 0.5}”.")
        fields.findings.error(fields.line("score"), sentence)
    if score is not None and best is not None and step is not None:
        if best <= 0 or step <= 0:
            sentence = _("The best score and the step are more than 0.")
            fields.findings.error(fields.line("scale"), sentence)
        elif score > best:
            sentence = _("The score lies between 0 and the best score, %s.") % best
            fields.findings.error(fields.line("score"), sentence)
        elif score % step:
            sentence = _("The score is a whole number of steps of %s.") % step
            fields.findings.error(fields.line("score"), sentence)
    return VerdictContent(
        recommendation or "",
        pull_quote=pull_quote,
        score=score,
        scale_best=best,
        scale_step=step,
    )


def _lead_image(fields: Fields) -> PictureFacts | None:
    alt = fields.text("lead_image_alt", _column(Image, "alt"))
    picture = _picture(fields, "lead_image", alt or "")
    if alt and "lead_image" not in fields.mapping.items:
        sentence = _("“lead_image_alt” describes a picture: give lead_image as well.")
        fields.findings.error(fields.line("lead_image_alt"), sentence)
    return picture


def _picture(fields: Fields, key: str, alt: str | None = None) -> PictureFacts | None:
    path = fields.text(key)
    if path is None:
        return None
    name = path.removeprefix(LIBRARY)
    try:
        name_validator(name)
    except ValidationError:
        name = ""
    if not name or not path.startswith(LIBRARY) or len(name) > _column(Image, "name").max_length:
        fields.wrong(key, _("a picture beside the file, written like images/duel.jpg"))
        return None
    return PictureFacts(name, fields.line(key), alt)
