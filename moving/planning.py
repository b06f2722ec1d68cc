"""What will become of one post. Nothing is written, so that a dry run and a preview can show it."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editions.content import PartContent, SectionContent, VerdictContent
from films.known_dates import FIRST_YEAR, LAST_YEAR
from images.slugs import slug_for, slug_of
from moving.critics import CriticChoice, choose_critic
from moving.film_matching import FilmChoice, choose_film
from moving.free_slugs import first_free
from moving.image_files import ImageFiles
from moving.imported import NOBODY, ImportedPost, ImportedRating
from moving.pictures import PostPictures
from moving.site_map import SiteMap
from moving.texts import is_public, plain_text, to_markdown
from reviews.models import Review, ReviewSlug
from verdicts.scales import NoScale, NotOnScale, Scale, plain_number

SLUG_LENGTH = 200


@dataclass
class Plan:
    """``texts`` are the columns of the review, beside its parts. ``pictures`` has the text."""

    post: ImportedPost
    film: FilmChoice
    critics: list[CriticChoice]
    texts: dict[str, Any]
    pictures: PostPictures
    verdict: VerdictContent | None = None
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Storing the plan saves them, so that they are no longer new.
        self.is_film_new = self.film.is_new
        self.new_critics = sum(choice.is_new for choice in self.critics)

    @property
    def is_empty(self) -> bool:
        return not self.pictures.markdown.strip()

    def parts(self) -> dict[str, Any]:
        """The parts of the review; the text is that of `pictures`, which may have changed it."""
        opening = (SectionContent("", self.pictures.markdown),) if not self.is_empty else ()
        verdict = (self.verdict,) if self.verdict else ()
        return {"opening": PartContent(items=opening), "verdict": PartContent(items=verdict)}


def plan_post(post: ImportedPost, site_map: SiteMap, files: ImageFiles) -> Plan:
    """Raises `moving.texts.NotConverted`."""
    warnings = list(post.warnings)
    post = _without_hidden_title(post)
    text = to_markdown(post.body, is_html=post.is_html)
    pictures = PostPictures(post, files, text.markdown)
    pictures.find()
    film = choose_film(post, site_map)
    critics = [choose_critic(author, site_map) for author in post.authors or [NOBODY]]
    texts: dict[str, Any] = {}
    for name, source, length in (
        ("headline", post.title, 200),
        ("standfirst", post.standfirst, 600),
        ("meta_description", post.description, 300),
        ("disclosure", post.disclosure, 600),
    ):
        texts[name], problem = plain_text(source, length)
        if problem:
            label = Review._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            warnings.append(f"{str(label).capitalize()}: {problem}")
    texts["language"] = _language(post.language)
    verdict = _verdict(post.rating, site_map, warnings)
    warnings += text.warnings
    warnings += film.warnings
    warnings += [each.warning for each in critics if each.warning]
    return Plan(post, film, critics, texts, pictures, verdict, warnings)


def _without_hidden_title(post: ImportedPost) -> ImportedPost:
    """``post`` without the slug and the film, where they were made from a title with a hidden
    part."""
    is_title_public = is_public(post.title)
    if not is_public(post.film.title) or (post.film.is_from_title and not is_title_public):
        post = replace(post, film=replace(post.film, title=""))
    return post if is_title_public else replace(post, slug="")


def without_wrong_date(post: ImportedPost) -> ImportedPost:
    """``post`` without a date that no post can have: time zones do not reach beyond the years 1
    and 9999. Such a post is not published."""
    moment = post.published_at
    if moment is None or FIRST_YEAR <= moment.year <= LAST_YEAR:
        return post
    sentence = _("Its date, in the year %(year)d, cannot be right. It stays a draft without one.")
    warnings = (*post.warnings, sentence % {"year": moment.year})
    return replace(post, published_at=None, was_public=False, warnings=warnings)


def free_review_slug(post: ImportedPost, film_title: str) -> str:
    """The slug of the source if it is free, else with a number. Two queries, nearly always."""
    title = post.title if is_public(post.title) else ""
    wanted = slug_of(post.slug, SLUG_LENGTH) or slug_for(Review, title or film_title)
    wanted = wanted or slug_of(post.source_id, SLUG_LENGTH) or "review"
    return first_free(wanted, max_length=SLUG_LENGTH, used=_used)


def _used(slugs: list[str]) -> set[str]:
    return set(Review.everything.filter(slug__in=slugs).values_list("slug", flat=True)) | set(
        ReviewSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    )


def _language(tag: str) -> str:
    """``tag`` as a BCP 47 tag, "en_US" → "en-US"; "en" if it is none."""
    field = Review._meta.get_field("language")
    tag = tag.strip().replace("_", "-")
    head, _hyphen, rest = tag.partition("-")
    tag = "-".join(filter(None, [head.lower(), rest]))
    try:
        return str(field.clean(tag, None))
    except ValidationError:
        return str(field.default)


def _verdict(
    rating: ImportedRating | None, site_map: SiteMap, warnings: list[str]
) -> VerdictContent | None:
    if rating is None:
        return None
    try:
        scale = Scale.from_notation(rating.scale or site_map.rating_scale)
        score = _score(rating.score, scale)
    except NotOnScale as error:
        warnings.append(_("The rating was left out: %(reason)s") % {"reason": error})
        return None
    except NoScale:
        warnings.append(
            _(
                "The rating “%(score)s” was left out, because its scale is not known. Write "
                "“rating: {scale: …}” into the file of --map."
            )
            % {"score": rating.score[:40]}
        )
        return None
    return VerdictContent(
        recommendation=site_map.recommendation(score, scale),
        score=score,
        scale_best=scale.best,
        scale_step=scale.step,
        scale_kind=scale.kind.value,
        scale_worst=scale.worst,
    )


def _score(written: str, scale: Scale) -> Decimal:
    """Also of "8/10", if the scale ends there. Raises `NotOnScale`."""
    score, slash, best = written.partition("/")
    is_best = slash and best.strip() == plain_number(scale.best)
    return scale.read(score if is_best else written)
