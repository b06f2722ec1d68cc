"""Fields to redact, and what came of them in a form that a test can compare."""

from spoilers import Redacted, check, redact
from spoilers.problems import Fault

FILM = 9
FILMS = {"parabellum": 3, "chapter-4": 4}


def redacted(markdown: str, **options: object) -> Redacted:
    return redact(markdown, **{"film": FILM, "key": "k", "film_id": FILMS.get} | options)


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


def faults(markdown: str) -> list[tuple[int, Fault]]:
    """The faults of a field with their lines."""
    sentences = {fault.value.partition("{slug}")[0][:50]: fault for fault in Fault}
    found = check(markdown, film_id=FILMS.get)
    return [(problem.line, sentences[_as_written(problem.message)]) for problem in found]


def _as_written(message: str) -> str:
    """The beginning of a message, its numbers turned back into placeholders."""
    if message.startswith("There is no film"):
        return "There is no film “"
    return message.replace("20", "{limit}").replace("1000000", "{limit}")[:50]
