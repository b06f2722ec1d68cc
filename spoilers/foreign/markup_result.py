"""The result of converting markup, and the lines of its findings."""

from dataclasses import dataclass, field

from spoilers.foreign.html_writer import Loss
from spoilers.problems import ProblemCode


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of the markup at a position of the source; `syntax` is its name for people."""

    position: int
    code: ProblemCode
    syntax: str = ""


@dataclass
class Markup:
    """The result. `text` is Markdown with foreign spoilers; `lines` has for each of its lines the
    line of the source, empty if they are the same."""

    text: str
    lines: tuple[int, ...] = ()
    problems: list[Finding] = field(default_factory=list)
    converted: list[Finding] = field(default_factory=list)
    """The first element of each kind that was converted."""
    tags: list[Finding] = field(default_factory=list)
    """All tags that are not Markdown."""
    losses: list[Loss] = field(default_factory=list)
    is_formatted: bool = False
    """Whether HTML has more than paragraphs of plain text."""
    hidden: list[int] = field(default_factory=list)
    """The positions of the hidden elements."""
