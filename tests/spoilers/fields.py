"""Texts to redact, and what came of them in a form that a test can compare."""

from spoilers import ProblemCode, Redacted, parse

FILM = 9
FILMS = {"parabellum": 3, "chapter-4": 4}


def redacted(markdown: str, *, min_heading: int = 3, **options: object) -> Redacted:
    options = {"film": FILM, "key": "k", "film_id": FILMS.get} | options
    return parse(markdown, min_heading=min_heading).redact(**options)


def public(markdown: str) -> str:
    """The public HTML of a field with nothing wrong, slots shortened to {key}."""
    result = redacted(markdown)
    assert result.problems == ()
    return _short(result.html)


def behind(markdown: str) -> dict[str, str]:
    """The HTML behind each curtain of a field with nothing wrong."""
    result = redacted(markdown)
    assert result.problems == ()
    return {curtain.key: _short(curtain.html) for curtain in result.curtains}


def _short(html: str) -> str:
    return html.replace('<curtain-slot key="', "{").replace('"></curtain-slot>', "}")


def faults(markdown: str) -> list[tuple[int, ProblemCode]]:
    """The problems of a text: their lines and codes."""
    return [(problem.line, problem.code) for problem in parse(markdown).check(FILMS.get)]
