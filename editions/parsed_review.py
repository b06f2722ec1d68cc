"""A review's content with its Markdown texts parsed, for all that one operation does with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from editions.content import ReviewContent
from editions.library_pictures import library_name
from editions.parts import markdown_texts
from spoilers import ParsedText, parse


@dataclass(frozen=True, slots=True)
class ParsedReview:
    """``texts`` holds the parsed text of each Markdown field of ``content`` by its key."""

    content: ReviewContent
    texts: Mapping[str, ParsedText]

    def film_slugs(self) -> set[str]:
        """The slugs of the films that curtains in the texts name."""
        return {film.slug for text in self.texts.values() for film in text.films}

    def library_pictures(self) -> set[str]:
        """The names of the library pictures in the texts, in public and in hidden text."""
        sources = {each.source for text in self.texts.values() for each in text.pictures}
        return {name for source in sources if (name := library_name(source)) is not None}


def parse_review(content: ReviewContent, parsed: Iterable[ParsedText] = ()) -> ParsedReview:
    """``content`` with its texts parsed. A text that is among ``parsed`` is not parsed again."""
    known = {(text.markdown, text.min_heading): text for text in parsed}
    texts = {}
    for text in markdown_texts(content):
        source = (text.markdown, text.min_heading)
        if source not in known:
            known[source] = parse(text.markdown, min_heading=text.min_heading)
        texts[text.key] = known[source]
    return ParsedReview(content, texts)
