"""Whether the verdict agrees with itself and with the text."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from desk.comments.anchors import has_words
from desk.findings import PlacedFinding, placed
from editions.parsed_review import ParsedReview
from editions.parts import markdown_texts, plain_texts
from editions.publishing_problems import PublishingProblem
from verdicts.models import Verdict
from verdicts.scales import scale_of

FITTING = {
    Verdict.Recommendation.MUST_SEE: (Decimal("0.65"), Decimal(1)),
    Verdict.Recommendation.RECOMMENDED: (Decimal("0.45"), Decimal(1)),
    Verdict.Recommendation.WORTH_A_LOOK: (Decimal("0.3"), Decimal("0.9")),
    Verdict.Recommendation.MIXED: (Decimal("0.15"), Decimal("0.8")),
    Verdict.Recommendation.SKIP: (Decimal(0), Decimal("0.5")),
}
"""Between which shares of its scale a score fits each recommendation. Wide, because critics differ:
what is outside is more likely a slip."""


def score_against_recommendation(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    verdict = manuscript.content.verdict.first
    if verdict is None or verdict.score is None or not verdict.recommendation:
        return
    scale = scale_of(verdict)
    if scale is None:
        return
    share = (verdict.score - scale.worst) / (scale.best - scale.worst)
    recommendation = Verdict.Recommendation(verdict.recommendation)
    least, most = FITTING[recommendation]
    if not least <= share <= most:
        said = _("The score %(score)s does not go with “%(recommendation)s”. Check both.") % {
            "score": scale.written(verdict.score),
            "recommendation": recommendation.label,
        }
        yield placed(PublishingProblem("verdict", 0, said, "recommendation"))


def pull_quote_elsewhere(manuscript: ParsedReview) -> Iterator[PlacedFinding]:
    verdict = manuscript.content.verdict.first
    if verdict is None or not verdict.pull_quote:
        return
    content = manuscript.content
    texts = [text.markdown for text in markdown_texts(content)]
    texts += [text.text for text in plain_texts(content) if text.name != "pull_quote"]
    if not any(has_words(text, verdict.pull_quote) for text in texts):
        said = _("The pull quote is not in the text of the review.")
        yield placed(PublishingProblem("verdict", 0, said, "pull_quote"))
