"""Redacts texts, and returns the results in a form that is easy to compare."""

from spoilers import ProblemCode, Redacted, parse

FILM = 9
FILMS = {"parabellum": 3, "chapter-4": 4}


def redacted(markdown: str, *, min_heading: int = 3, **options: object) -> Redacted:
    options = {"film": FILM, "key": "k", "film_id": FILMS.get} | options
    return parse(markdown, min_heading=min_heading).redact(**options)


def public_html(markdown: str) -> str:
    """The public HTML of a text without problems. A slot is shortened to {key}."""
    result = redacted(markdown)
    assert result.problems == ()
    return _short(result.html)


def hidden_html(markdown: str) -> dict[str, str]:
    """The HTML that each curtain of a text without problems hides, by key."""
    result = redacted(markdown)
    assert result.problems == ()
    return {curtain.key: _short(curtain.html) for curtain in result.curtains}


def _short(html: str) -> str:
    return html.replace('<curtain-slot key="', "{").replace('"></curtain-slot>', "}")


def problems(markdown: str) -> list[tuple[int, ProblemCode]]:
    """The line and code of each problem of a text."""
    return [(problem.line, problem.code) for problem in parse(markdown).check(FILMS.get)]
