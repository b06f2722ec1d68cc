"""Curtains on the page: each slot of a rendering becomes a closed or a drawn curtain."""

from collections.abc import Collection
from functools import cached_property

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from films.models import Film
from publishing.models import Edition
from publishing.rendering import RenderedCurtain, Rendering
from spoilers import place


class Rail:
    """Hangs the curtains of one edition, those in ``drawn`` open. One query, for films' titles."""

    def __init__(self, edition: Edition, rendering: Rendering, drawn: Collection[str] = ()) -> None:
        self.edition = edition
        self.slug = edition.review.slug
        self.drawn = drawn
        self.curtains = {curtain.key: curtain for curtain in rendering.curtains}

    def hang(self, html: str) -> SafeString:
        """``html`` of the rendering with a curtain in each slot."""
        # Sanitised when it was rendered; templates escape what they put around it.
        return mark_safe(place(html, self._draw))  # noqa: S308

    def content(self, key: str) -> SafeString | None:
        """What stands behind the curtain ``key``, inner curtains closed; None if none has it."""
        curtain = self.curtains.get(key)
        return self.hang(curtain.html) if curtain else None

    def _draw(self, key: str) -> str:
        curtain = self.curtains[key]
        is_drawn = key in self.drawn
        template = get_template(f"components/curtain_{curtain.kind}.html")
        return template.render(
            {
                "key": key,
                "label": label_of(curtain),
                "named": bool(curtain.label),
                "film_titles": self._other_titles(curtain),
                "films": " ".join(map(str, curtain.films)),
                "open": is_drawn,
                "content": self.hang(curtain.html) if is_drawn else "",
                "reveal_url": self._revealed(key),
                "close_url": self._revealed(curtain.parent, at=key),
                "fragment_url": reverse(
                    "pages:curtain", args=[self.slug, self.edition.number, key]
                ),
            }
        ).strip()

    def _revealed(self, key: str, at: str = "") -> str:
        """The page with the curtain ``key`` drawn (none, if ""), scrolled to ``at`` or to it."""
        args = [self.slug, key] if key else [self.slug]
        page = reverse("pages:revealed_one" if key else "pages:review", args=args)
        return f"{page}#curtain-{at or key}"

    def _other_titles(self, curtain: RenderedCurtain) -> list[str]:
        others = [pk for pk in curtain.films if pk != self.edition.film_id]
        return [self._titles[pk] for pk in others if pk in self._titles]

    @cached_property
    def _titles(self) -> dict[int, str]:
        films = {pk for curtain in self.curtains.values() for pk in curtain.films}
        return dict(Film.objects.filter(pk__in=films).values_list("pk", "title"))


def label_of(curtain: RenderedCurtain) -> str:
    """What is on a closed curtain: the author's words, or what kind of thing it hides."""
    if curtain.label:
        return curtain.label
    match curtain.subject:
        case "section":
            return _("The full story")
        case "critique":
            return _("A performance kept secret")
        case _other:
            return _("spoiler") if curtain.kind == "inline" else _("Spoiler")
