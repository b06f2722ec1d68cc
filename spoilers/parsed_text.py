"""One parsed Markdown text: its problems, what it names, and its redaction."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from spoilers.figures import FigureRenderer
from spoilers.foreign.conversion import Converted, canonical, foreign_problems, warnings_of
from spoilers.inline import MAX_DEPTH
from spoilers.parser import build_tree
from spoilers.problems import ABOUT_ALL_TEXTS, Problem, ProblemCode
from spoilers.redaction import Redacted, Redaction, closed
from spoilers.regions import Region, TooManyRegions, divide
from spoilers.rendering import ImageRenderer, captioned, plain_image
from spoilers.syntax_tree import SyntaxTree
from spoilers.text_output import inline_text

FilmId = Callable[[str], int | None]
"""The primary key of the film with a slug, None if there is none."""

logger = logging.getLogger(__name__)


def no_film(slug: str) -> int | None:
    return None


@dataclass(frozen=True)
class NamedFilm:
    """A film that curtains of a text name in spoils="…"."""

    slug: str
    is_public: bool
    """Whether one of these curtains is in the public text. Then readers see the film's title while
    it is closed."""


@dataclass(frozen=True)
class NamedPicture:
    """One use of a picture in a text."""

    source: str
    """The address as written: `images/duel.jpg`."""
    alt: str
    line: int
    is_public: bool
    """Whether the picture is in the public text, not behind a curtain."""


def parse(markdown: str, *, min_heading: int = 3) -> "ParsedText":
    """Parse `markdown`, in which `min_heading` is the highest level a heading may have.

    Never raises. A text that cannot be divided into public and hidden text has problems that say
    so, and its redaction hides all of it.
    """
    region = None
    try:
        tree = build_tree(markdown, min_heading)
        if not tree.problems.must_hide_all:
            region = divide(tree)
    except TooManyRegions as error:
        tree.problems.add(error.line, error.code, limit=MAX_DEPTH)
    except Exception:
        logger.exception("A field could not be redacted and was closed.")
        tree = SyntaxTree()
        tree.problems.add(1, ProblemCode.NOT_UNDERSTOOD)
    return ParsedText(markdown, min_heading, tree, region)


class ParsedText:
    """The result of `parse`. It never changes; it can be redacted any number of times."""

    def __init__(
        self, markdown: str, min_heading: int, tree: SyntaxTree, public: Region | None
    ) -> None:
        self.markdown = markdown
        self.min_heading = min_heading
        self._tree = tree
        self._public = public
        """None for a text that is hidden whole."""

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the curtains and headings, by line; all that can be said without
        knowing which films exist."""
        return self._tree.problems.sorted()

    def malformed(self, film_id: FilmId = no_film) -> tuple[Problem, ...]:
        """`problems`, and the curtains that name a film for which `film_id` is None."""
        return self._with_unknown(self._look_up(film_id))

    def foreign_problems(self) -> tuple[Problem, ...]:
        """A problem for each spoiler in another site's syntax, which would be public.

        A text that holds what looks like one is parsed once more, with a probe in the place of
        each (`spoilers.foreign`).
        """
        return foreign_problems(self.markdown, self._tree)

    def problems_without_curtains(self) -> tuple[Problem, ...]:
        """What is wrong with a text that may have no curtains, by line: each curtain, too."""
        found = self.check()
        lines = {each.line for each in found if each.code not in ABOUT_ALL_TEXTS}
        lines |= {curtain.line for curtain in self._tree.curtains}
        others = (each for each in found if each.code in ABOUT_ALL_TEXTS)
        refused = (Problem.of(ProblemCode.NO_SPOILERS, line) for line in lines)
        return tuple(sorted({*others, *refused}))

    def check(self, film_id: FilmId = no_film) -> tuple[Problem, ...]:
        """Everything that keeps the text from being shown as its author meant it, by line."""
        return tuple(sorted({*self.malformed(film_id), *self.foreign_problems()}))

    def warnings(self) -> tuple[Problem, ...]:
        """What an editor should look at, by line, though nothing of it is wrong: announced spoilers
        that no curtain hides, and signs of other sites that are shown as they are written."""
        return warnings_of(self.markdown, self._tree)

    def canonical(self, *, in_document: bool = False) -> Converted:
        """The text without other sites' spoilers and markup; see `canonical`."""
        return canonical(self.markdown, self._tree, in_document=in_document)

    @cached_property
    def films(self) -> tuple[NamedFilm, ...]:
        """The films that the curtains name, each once, in the order of the text.

        In a malformed text none of them is public: all of it is behind one curtain, which spoils
        all these films.
        """
        inner = self._public.inner if self._public else ()
        public = {slug for region in inner if region.curtain for slug in region.curtain.slugs}
        slugs = dict.fromkeys(slug for curtain in self._tree.curtains for slug in curtain.slugs)
        return tuple(NamedFilm(slug, slug in public) for slug in slugs)

    @cached_property
    def pictures(self) -> tuple[NamedPicture, ...]:
        """The pictures that the redacted text shows; none if the text is malformed."""
        return tuple(
            NamedPicture(
                str(image.attrs["src"]),
                inline_text(image.children or ()),
                image.meta["line"],
                region is self._public,
            )
            for region in (self._public.with_inner() if self._public else ())
            for image in region.images
        )

    def redact(
        self,
        *,
        film: int,
        key: str,
        film_id: FilmId = no_film,
        image: ImageRenderer = plain_image,
        figure: FigureRenderer | None = None,
    ) -> Redacted:
        """Divide the text into what is public and what its curtains hide.

        A curtain spoils `film`, a primary key, unless it names other films by slug, which `film_id`
        turns into primary keys. The keys of the curtains count by position: `key`-1 and `key`-2 in
        the public text, `key`-1-1 behind the first. `image` makes the HTML of an image, which is
        sanitised like the rest, and `figure` that of one that stands alone, by default with its
        title as the caption. A heading above `min_heading` is lowered to it.

        It fails closed: if a problem other than the level of a heading is found, or an error
        occurs, all of the text is behind one curtain. Never raises.
        """
        try:
            known = self._look_up(film_id)
            films = {
                curtain: tuple(
                    dict.fromkeys(pk for slug in curtain.slugs if (pk := known[slug]) is not None)
                )
                or (film,)
                for curtain in self._tree.curtains
            }
            problems = self._with_unknown(known)
            if self._public is None or None in known.values():
                named = (pk for each in films.values() for pk in each)
                return closed(self.markdown, key, tuple(dict.fromkeys((film, *named))), problems)
            redaction = Redaction(key, films, image, figure or captioned(image), self.min_heading)
            return redaction.redact(self._public, problems)
        except Exception:
            logger.exception("A field could not be redacted and was closed.")
            problem = Problem.of(ProblemCode.NOT_UNDERSTOOD)
            return closed(self.markdown, key, (film,), (problem,))

    def _look_up(self, film_id: FilmId) -> dict[str, int | None]:
        """The primary key of each film that a curtain names, by slug; each is looked up once."""
        return {film.slug: film_id(film.slug) for film in self.films}

    def _with_unknown(self, known: dict[str, int | None]) -> tuple[Problem, ...]:
        unknown = {
            Problem.of(ProblemCode.UNKNOWN_FILM, curtain.line, slug=slug)
            for curtain in self._tree.curtains
            for slug in curtain.slugs
            if known[slug] is None
        }
        return tuple(sorted({*self.problems, *unknown})) if unknown else self.problems
