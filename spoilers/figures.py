"""Pictures that stand alone: paragraphs with nothing but pictures, which become figures."""

from collections.abc import Callable, Sequence

from django.utils.html import escape
from markdown_it.token import Token

FigureRenderer = Callable[[str, str, str, int], str]
"""The HTML of a picture that stands alone, from its source, its alternative text, its caption, and
the number of pictures in its row."""

_BREAKS = {"softbreak", "hardbreak"}


def figure(picture: str, caption: str, credit: str = "") -> str:
    """The figure of ``picture`` with the plain text ``caption`` and the ``credit``. Picture and
    credit are HTML."""
    texts: list[str] = [escape(caption)] if caption else []
    if credit:
        texts.append(f'<span class="credit">{credit}</span>')
    below = f"<figcaption>{' · '.join(texts)}</figcaption>" if texts else ""
    return f"<figure>{picture}{below}</figure>"


def row(figures: Sequence[str]) -> str:
    """The HTML of a paragraph of pictures: its figure, or several side by side."""
    if len(figures) == 1:
        return f"{figures[0]}\n"
    return '<div class="gallery">\n' + "".join(f"{each}\n" for each in figures) + "</div>\n"


def pictures_of(children: Sequence[Token]) -> list[Token]:
    """The pictures of a paragraph with the inline tokens ``children``; none if it has anything else
    but breaks and blanks."""
    pictures = [token for token in children if token.type == "image"]
    others = (token for token in children if token.type not in {"image", *_BREAKS})
    is_row = all(token.type == "text" and not token.content.strip() for token in others)
    return pictures if is_row else []


def pictures_alone(tokens: Sequence[Token]) -> list[Token]:
    """The pictures of the paragraph that ``tokens`` begin with; none unless it is one of pictures
    only. A paragraph in a tight list is none."""
    types = [token.type for token in tokens[:3]]
    if types != ["paragraph_open", "inline", "paragraph_close"] or tokens[0].hidden:
        return []
    return pictures_of(tokens[1].children or ())


def caption_of(image: Token) -> str:
    return str(image.attrs.get("title", "")).strip()
