"""The films and the pictures that the texts of a review name."""

from dataclasses import dataclass, field

from editions.content import ReviewContent
from editions.parts import markdown_texts
from spoilers import redact

LIBRARY = "images/"
"""How the address of a library picture begins in a text: ``images/duel.jpg``."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Slugs of films, names of library pictures, and addresses of pictures from elsewhere."""

    films: set[str] = field(default_factory=set)
    images: set[str] = field(default_factory=set)
    strange_images: set[str] = field(default_factory=set)


def mentions(content: ReviewContent) -> Mentions:
    """What the Markdown texts of ``content`` name, in public and in hidden text.

    A malformed text names nothing: it cannot be published.
    """
    named = Mentions()

    def film_id(slug: str) -> int:
        named.films.add(slug)
        return 0

    def image(src: str, alt: str, title: str) -> str:
        if src.startswith(LIBRARY):
            named.images.add(src.removeprefix(LIBRARY))
        else:
            named.strange_images.add(src)
        return ""

    for text in markdown_texts(content):
        redact(
            text.markdown,
            film=0,
            key=text.key,
            film_id=film_id,
            image=image,
            min_heading=text.min_heading,
        )
    return named
