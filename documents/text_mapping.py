"""Applies functions to all texts of a content, by the kind of place they have in a document."""

from collections.abc import Callable
from dataclasses import replace

from editions.content import ReviewContent

Change = Callable[[str], str]


def map_texts(
    content: ReviewContent, *, section: Change, critique: Change, item: Change, plain: Change = str
) -> ReviewContent:
    """``content`` with its texts changed: ``section`` for sections and the summary, ``critique``
    for the cast, ``item`` for list items, ``plain`` for headings and labels."""
    verdict = content.verdict
    return replace(
        content,
        sections=tuple(
            replace(
                each,
                heading=plain(each.heading),
                body=section(each.body),
                curtain_label=plain(each.curtain_label),
            )
            for each in content.sections
        ),
        cast=replace(
            content.cast,
            heading=plain(content.cast.heading),
            introduction=critique(content.cast.introduction),
            critiques=tuple(
                replace(each, heading=plain(each.heading), body=critique(each.body))
                for each in content.cast.critiques
            ),
        ),
        audience_heading=plain(content.audience_heading),
        fits=tuple(
            replace(fit, premise=plain(fit.premise), rationale=item(fit.rationale))
            for fit in content.fits
        ),
        good_heading=plain(content.good_heading),
        good=tuple(
            replace(point, label=plain(point.label), body=item(point.body))
            for point in content.good
        ),
        bad_heading=plain(content.bad_heading),
        bad=tuple(
            replace(point, label=plain(point.label), body=item(point.body)) for point in content.bad
        ),
        verdict_heading=plain(content.verdict_heading),
        verdict=replace(verdict, summary=section(verdict.summary)) if verdict else None,
    )
