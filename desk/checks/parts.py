"""Items without text, and parts of which only the heading is there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.findings import PlacedFinding, placed
from editions.parsed_review import ParsedReview
from editions.parts import CRITIQUE, PARTS, POINT, SECTION, VERDICT
from editions.publishing_problems import PublishingProblem

WITH_TEXT = (SECTION, CRITIQUE, POINT, VERDICT)
"""Kinds of items that say nothing without their text. The others have one only if needed."""


def empty_parts(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    content = manuscript.content
    for part in PARTS:
        own = part.of(content)
        if not own.items and not part.is_single and (own.heading or own.introduction):
            said = _("This part is empty, so readers do not see it.")
            yield placed(PublishingProblem(part.key, 0, said))
        for key, item in part.items(content):
            kind = part.item
            is_titled_point = kind is POINT and kind.title_of(item)
            if kind in WITH_TEXT and not kind.text_of(item).strip() and not is_titled_point:
                yield placed(PublishingProblem(key, 0, _("There is no text here."), kind.text))
