"""The small YAML file that says what the export cannot: who is who, and which posts are wanted."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from moving.imported import ImportedPost, SourceRefused
from moving.yaml_values import AliasRefused, yaml_values
from verdicts.models import Verdict
from verdicts.scales import NoScale, Scale

MAX_BYTES = 1024 * 1024
LISTS = ("author", "category", "tag")
KEYS = ("authors", "only", "skip", "films", "recommendations", "rating", "language", "addresses")


@dataclass(frozen=True, slots=True)
class SiteMap:
    """What `read_site_map` reads. All names are in lower case, except the names of critics.

    ``recommendations`` are sorted from the best: the least percentage of the scale for each.
    """

    authors: dict[str, str] = field(default_factory=dict)
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()
    films: dict[str, str] = field(default_factory=dict)
    recommendations: tuple[tuple[Decimal, str], ...] = ()
    rating_field: str = ""
    rating_scale: str = ""
    language: str = ""
    addresses: dict[str, str] = field(default_factory=dict)

    def address_of(self, kind: str, slug: str) -> str:
        """The address of the "author", "category" or "tag" at the old site. Unless the file says
        another one, it begins with the word itself."""
        beginning = self.addresses.get(kind, kind)
        return f"/{beginning}/{slug}/" if beginning else f"/{slug}/"

    def wants(self, post: ImportedPost) -> bool:
        tags = {tag.lower() for tag in post.tags}
        return not tags & self.skip and (not self.only or bool(tags & self.only))

    def film_of(self, post: ImportedPost) -> str | None:
        """The slug of the film that the map gives to ``post``; "" for no film, None if it says
        nothing."""
        keys = (post.source_id, post.slug, *post.old_paths)
        return next((self.films[key.lower()] for key in keys if key.lower() in self.films), None)

    def recommendation(self, score: Decimal, scale: Scale) -> str:
        """The recommendation for a score; "" if the map has none."""
        percent = (score - scale.worst) * 100 / (scale.best - scale.worst)
        return next((name for least, name in self.recommendations if percent >= least), "")


def read_site_map(path: Path) -> SiteMap:
    """Raises `SourceRefused` with the line of what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceRefused(f"{path}: {error.strerror or error}.") from error
    return site_map_in(data, path)


def site_map_in(data: bytes, path: Path | str) -> SiteMap:
    """The map in the file ``data``, which errors call ``path``. Raises `SourceRefused`."""
    try:
        if len(data) > MAX_BYTES:
            raise SourceRefused(_("%(file)s: it is larger than 1 MiB.") % {"file": path})
        content = yaml_values(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceRefused(_("%(file)s: save the file as UTF-8.") % {"file": path}) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        if isinstance(error, AliasRefused):
            raise SourceRefused(f"{path}:{line}: {error.problem}") from error
        raise SourceRefused(
            _("%(file)s:%(line)d: this is not valid YAML. Check the indentation and the quotes.")
            % {"file": path, "line": line}
        ) from error
    if content is None:
        return SiteMap()
    if not isinstance(content, dict):
        raise SourceRefused(_("%(file)s: write keys with values.") % {"file": path})
    return _site_map(content, path)


def _site_map(content: dict[Any, Any], path: Path | str) -> SiteMap:
    def refuse(sentence: str, **values: object) -> SourceRefused:
        return SourceRefused(f"{path}: " + sentence % values)

    def mapping(key: str) -> dict[str, Any]:
        value = content.get(key) or {}
        if not isinstance(value, dict):
            raise refuse(_("“%(key)s” must be a list of names with values."), key=key)
        return {str(name).strip().lower(): each for name, each in value.items()}

    def names(key: str) -> frozenset[str]:
        value = content.get(key) or []
        value = value if isinstance(value, list) else [value]
        return frozenset(str(each).strip().lower() for each in value)

    lists = mapping("addresses")
    for given, known in ((content, KEYS), (lists, LISTS)):
        if unknown := [str(key) for key in given if key not in known]:
            raise refuse(
                _("“%(key)s” is not known here. Possible: %(keys)s."),
                key=unknown[0],
                keys=", ".join(known),
            )
    recommendations = []
    for name, percent in mapping("recommendations").items():
        if name not in Verdict.Recommendation:
            raise refuse(
                _("“%(name)s” is no recommendation. Possible: %(names)s."),
                name=name,
                names=", ".join(Verdict.Recommendation.values),
            )
        try:
            recommendations.append((Decimal(str(percent)), name))
        except InvalidOperation as error:
            raise refuse(_("Write a percentage for “%(name)s”."), name=name) from error
    rating = mapping("rating")
    scale = str(rating.get("scale") or "")
    try:
        if scale:
            Scale.from_notation(scale)
    except NoScale as error:
        raise refuse("%(error)s", error=error) from error
    return SiteMap(
        authors={key: str(name).strip() for key, name in mapping("authors").items() if name},
        only=names("only"),
        skip=names("skip"),
        films={key: str(slug or "").strip() for key, slug in mapping("films").items()},
        recommendations=tuple(sorted(recommendations, reverse=True)),
        rating_field=str(rating.get("field") or ""),
        rating_scale=scale,
        language=str(content.get("language") or ""),
        addresses={key: str(path or "").strip().strip("/") for key, path in lists.items()},
    )
