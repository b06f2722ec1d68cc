"""Writes a plan: one post becomes one review, in one transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from documents.review_rows import write_review
from editions.content import CriticRef, ReviewContent
from editions.history import Kind, record
from editions.manuscript import film_ref, image_ref, read_manuscript
from editions.models import Generation
from editions.publishing import PublishingRefused, publish
from films.models import Film
from images.public_changes import public_change
from moving.film_matching import FilmChoice
from moving.models import MovedItem, Redirect
from moving.paths import is_usable_old
from moving.planning import Plan, free_review_slug
from reviews.models import Critic, Review


@dataclass
class Stored:
    """``not_published`` says why the review stays a draft although it should be published."""

    review: Review
    is_published: bool = False
    not_published: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def store(plan: Plan, *, source: str, publishing: bool) -> Stored:
    """The pictures of ``plan`` have been read. All is written, or nothing."""
    with public_change():
        # The order of locks in every public transaction: the generation, then the review.
        list(Generation.objects.select_for_update().filter(pk=Generation.SITE))
        stored = Stored(_write_review(plan))
        MovedItem.objects.create(
            source=source,
            source_id=plan.post.source_id,
            review=stored.review,
            published_at=plan.post.published_at,
            tags=list(plan.post.tags),
        )
        _add_redirects(plan, stored)
    # In a transaction of its own, because what cannot be published is kept as a draft.
    if publishing and plan.post.was_public:
        publish_moved(stored, plan.post.published_at)
    return stored


def publish_moved(stored: Stored, published_at: datetime | None) -> None:
    """Publish with the date of the source. What keeps it from being published is in
    ``stored.not_published``."""
    try:
        publish(review=stored.review, live_from=published_at, backdated=True)
    except PublishingRefused as refused:
        stored.not_published = list(refused.messages)
    else:
        stored.is_published = True


def untouched_draft(item: MovedItem) -> Review | None:
    """The review of ``item`` if it was never published and nobody has changed it since."""
    review = item.review
    if review is None or review.version != 1 or review.binned_at or review.editions.exists():
        return None
    return review


def _write_review(plan: Plan) -> Review:
    plan.pictures.store()
    film = _film(plan.film)
    critics = [_saved(choice.critic) for choice in plan.critics if choice.critic]
    lead = plan.pictures.lead_image
    content = ReviewContent(
        film=film_ref(film),
        critics=tuple(dict.fromkeys(CriticRef(critic.slug, critic.pk) for critic in critics)),
        slug=free_review_slug(plan.post, film.title if film else ""),
        lead_image=image_ref(lead) if lead else None,
        **plan.texts,
        **plan.parts(),
    )
    review, _changed = write_review(None, content, None)
    manuscript = read_manuscript(Review.objects.get(pk=review.pk))
    record(review, Kind.IMPORTED, content=manuscript.content)
    return review


def _film(choice: FilmChoice) -> Film | None:
    if not choice.is_new:
        return choice.film
    if choice.found and (filled := choice.found.store()):
        choice.film = filled
    film = choice.film
    if film and film._state.adding:
        film.full_clean(exclude=["poster", "backdrop"])
        film.save()
    return film


def _saved(critic: Critic) -> Critic:
    if critic._state.adding:
        critic.full_clean()
        critic.save()
    return critic


def _add_redirects(plan: Plan, stored: Stored) -> None:
    new = f"/reviews/{stored.review.slug}/"
    wanted = [old for old in dict.fromkeys(plan.post.old_paths) if old != new]
    known = set(Redirect.objects.filter(old__in=wanted).values_list("old", flat=True))
    known |= set(Redirect.objects.filter(target__in=wanted).values_list("target", flat=True))
    for old in wanted:
        if not is_usable_old(old):
            continue
        if old in known:
            stored.warnings.append(
                _("The old address “%(old)s” already leads elsewhere, and is not changed.")
                % {"old": old}
            )
        else:
            Redirect.objects.create(old=old, review=stored.review)


def add_site_redirects(redirects: tuple[tuple[str, str], ...]) -> int:
    """Add the redirects of the whole site that are missing; returns how many."""
    known = set(
        Redirect.objects.filter(old__in=[old for old, _new in redirects]).values_list(
            "old", flat=True
        )
    )
    missing = [Redirect(old=old, target=new) for old, new in redirects if old not in known]
    Redirect.objects.bulk_create(missing)
    return len(missing)
