"""What the admin of reviews does for the panel of leaks."""

from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from desk.autosave import form_data, sent
from desk.autosave.answers import refusal
from desk.autosave.contents import content_of_fields
from desk.autosave.models import AutosavedText
from desk.autosave.sent import Refused
from desk.findings import described_leaks
from editions.leaks.reviews import confirm, leaks_of
from editions.leaks.statements import Leak
from editions.manuscript import read_manuscript, with_references
from editions.models import Generation
from editions.parsed_review import ParsedReview, parse_review
from editions.parts import PARTS
from editions.publishing_problems import publishing_problems
from editions.text_checks import Checked, keep
from reviews.models import Review

LONGEST_REASON = 300

MARKDOWN_FIELDS = frozenset(
    name for part in PARTS for name in (part.item.text, part.introduction_field) if name
)
"""The fields in which a curtain can be put around a sentence."""


class LeakPages(ModelAdmin):
    """Mixin for the admin of `Review`, above `Autosaving`: the leaks in the text of a window."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.leaks_view)
        return [
            path("leaks/", view, name="reviews_review_leaks_new"),
            path("<int:object_id>/leaks/", view, name="reviews_review_leaks"),
            *super().get_urls(),
        ]

    def leaks_view(self, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """GET: the leaks in what the window ``window`` has saved automatically, or else in the
        working copy. POST: confirm the one with the ``key`` first, for the ``reason``."""
        try:
            review = self._changeable(request, object_id)  # type: ignore[attr-defined]
            window = (request.POST or request.GET).get("window", "")
            generation = Generation.objects.current()
            typed = _typed(request, review, window)
            manuscript = typed or (read_manuscript(review) if review else None)
            found = _leaks(manuscript, review)
            if review and manuscript and not (typed or publishing_problems(manuscript)):
                # Pages about many reviews need not check it again.
                keep([Checked(review.pk, manuscript.content, found, generation)])
            if request.method == "POST":
                _confirm(request, review, found)
                found = _leaks(manuscript, review)
        except Refused as refused:
            return refusal(request, refused)
        leaks = [_shown(*described) for described in described_leaks(found, request.user)]
        return JsonResponse({"leaks": leaks})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        review = context["original"]
        name = "reviews_review_leaks" if review else "reviews_review_leaks_new"
        context["leaks_url"] = reverse(f"admin:{name}", args=[review.pk] if review else [])
        context["leaks_confirmable"] = review is not None
        return super().render_change_form(request, context, *args, **kwargs)


def _typed(request: HttpRequest, review: Review | None, window: str) -> ParsedReview | None:
    """What the window ``window`` has saved automatically."""
    texts = AutosavedText.objects.of(request.user).unsaved().filter(review=review, window=window)
    text = texts.first() if sent.WINDOW_NAME.fullmatch(window) else None
    if text is None:
        return None
    try:
        content = content_of_fields(form_data.unpack(text.data))
    except form_data.UnreadableText as error:
        raise Refused(409, _("The text cannot be read any more.")) from error
    parsed = parse_review(content)
    content = with_references(content, parsed.film_slugs(), parsed.library_pictures())
    return ParsedReview(content, parsed.texts)


def _leaks(manuscript: ParsedReview | None, review: Review | None) -> list[Leak]:
    if manuscript is None:
        return []
    film = manuscript.content.film.id
    return leaks_of(manuscript, film=film, pk=review.pk if review else None)


def _confirm(request: HttpRequest, review: Review | None, found: list[Leak]) -> None:
    reason = request.POST.get("reason", "").strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(400, _("Give a reason of at most %d characters.") % LONGEST_REASON)
    if review is None:
        raise Refused(409, _("Save the review first."))
    leak = next((leak for leak in found if leak.key == request.POST.get("key")), None)
    if leak is None:
        raise Refused(409, _("The text has changed meanwhile."))
    confirm(review=review.pk, leak=leak, reason=reason, by=cast("User", request.user))


def _shown(leak: Leak, sentence: str) -> dict[str, Any]:
    """What the panel takes."""
    return {
        "key": leak.key,
        "sentence": sentence,
        "part": leak.public.part.partition("-")[0],
        "field": leak.public.field,
        "text": leak.public.text,
        "shared": list(leak.shared),
        "confirmed": leak.confirmed,
        "curtain": leak.public.field in MARKDOWN_FIELDS,
    }
