"""Reads the rendering of an edition from its JSON, which may be damaged.

Pages rely on more than the types: each slot has its curtain, and a label or template exists for
each kind, answer and recommendation. A rendering without that is refused here, as a whole, so that
no page fails halfway.
"""

from collections.abc import Iterator
from typing import Any

from editions.rendered import Rendering
from editions.serialisation import Unreadable, from_json
from spoilers import slot_keys
from verdicts.models import AudienceFit, Verdict

CURTAIN_KINDS = frozenset({"inline", "block"})
ANSWERS = frozenset({"", *AudienceFit.Answer.values})
RECOMMENDATIONS = frozenset(Verdict.Recommendation.values)


def rendering_from_json(data: Any) -> Rendering:
    """The rendering that `editions.serialisation.to_json` made ``data`` of. Raises `Unreadable`."""
    rendering = from_json(Rendering, data)
    check_rendering(rendering)
    return rendering


def check_rendering(rendering: Rendering) -> None:
    """Raises `Unreadable` if a page could not show ``rendering``.

    The message contains no text of the rendering, which may be hidden.
    """
    for problem in _problems(rendering):
        raise Unreadable(f"not a Rendering: {problem}")


def _problems(rendering: Rendering) -> Iterator[str]:
    parents: dict[str, str] = {}
    for curtain in rendering.curtains:
        if curtain.kind not in CURTAIN_KINDS:
            yield "a curtain of an unknown kind"
        # Outer curtains come first, so that no curtain is around itself.
        if curtain.key in parents or (curtain.parent and curtain.parent not in parents):
            yield "curtains with the wrong keys"
        parents[curtain.key] = curtain.parent
    for around, html in _texts(rendering):
        if any(parents.get(key) != around for key in slot_keys(html)):
            yield "a slot without its curtain"
    for part in rendering.parts:
        if any(item.answer not in ANSWERS for item in part.items):
            yield "an unknown answer"
    verdict = rendering.verdict
    if verdict and verdict.recommendation not in RECOMMENDATIONS:
        yield "an unknown recommendation"


def _texts(rendering: Rendering) -> Iterator[tuple[str, str]]:
    """Each HTML with the key of the curtain that hides it, or "" if it is public."""
    for part in rendering.parts:
        yield "", part.introduction
        for item in part.items:
            yield "", item.html
    for curtain in rendering.curtains:
        yield curtain.key, curtain.html
