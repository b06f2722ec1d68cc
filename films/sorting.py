"""The alphabetical order of titles and names, the same in every list and on every database.

Databases and their versions sort accents, capitals, punctuation and scripts differently. So each
row stores a key of bytes, which all of them compare byte by byte.
"""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

from films.folding import folded_words

MAX_KEY_LENGTH = 200
"""In bytes."""

ARTICLES = {
    "da": "den det de en et",
    "de": "der die das den dem des ein eine einer eines einem einen",
    "en": "the a an",
    "es": "el la los las un una unos unas",
    "fr": "le la les un une des l’ l'",
    "it": "il lo la i gli le un uno una l’ l'",
    "nl": "de het een",
    "pt": "o a os as um uma",
    "sv": "den det de en ett",
}
"""The words that do not count at the beginning of a title, by the first part of a language tag."""

_SIGNS = re.compile(r"^[\W_]+")
_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=2_000)
def sort_key(text: str) -> bytes:
    """The key by which ``text`` is sorted, at most `MAX_KEY_LENGTH` bytes of UTF-8.

    Accents, capitals and punctuation do not count, and numbers are sorted by their value.
    """
    padded = _NUMBER.sub(lambda number: number[0].zfill(6), folded_words(text))
    return padded.encode()[:MAX_KEY_LENGTH].decode(errors="ignore").encode()


def initial(text: str) -> str:
    """The capital letter under which ``text`` is listed; "#" if it begins with no letter."""
    first = sort_key(text).decode()[:1].upper()
    return first if first.isalpha() else "#"


def without_article(title: str, language: str) -> str:
    """``title`` without the article at its beginning, if ``language``, a language tag, has it.

    Accents count: "À l’aube" begins with no English article. Quotation marks and other signs before
    the article do not.
    """
    articles = ARTICLES.get(language.partition("-")[0].lower(), "").split()
    words = _SIGNS.sub("", title)
    for article in articles:
        start = article if article.endswith(("’", "'")) else f"{article} "
        if words[: len(start)].lower() == start and words[len(start) :].strip():
            return words[len(start) :]
    return title


def write_sort_keys(model: type[models.Model]) -> None:
    """Write the sort keys of all rows of ``model``. For migrations."""
    field = model._meta.get_field("sort_key")
    assert isinstance(field, SortKeyField)
    rows = list(model._base_manager.only("pk", *field.sources))
    for row in rows:
        field.pre_save(row, add=False)
    model._base_manager.bulk_update(rows, ["sort_key"], batch_size=500)


class SortKeyField(models.BinaryField):
    """The sort key of the first field of ``sources`` that is not empty, written with each save.

    ``is_title``: a leading article of the site's language does not count in the last of them. After
    a change by `QuerySet.update`, the key is that of the older text until the row is saved.
    """

    def __init__(self, *sources: str, is_title: bool = False, **options: Any) -> None:
        self.sources, self.is_title = sources, is_title
        options |= {"editable": False, "default": b"", "db_index": True}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, _args, options = super().deconstruct()
        for given in ("editable", "default", "db_index"):
            options.pop(given, None)
        return name, path, list(self.sources), options | {"is_title": self.is_title}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        key = self.key_of(*(getattr(model_instance, source) for source in self.sources))
        setattr(model_instance, self.attname, key)
        return key

    def key_of(self, *texts: str) -> bytes:
        given = next(filter(None, texts), "")
        if self.is_title and given == texts[-1]:
            given = without_article(given, settings.LANGUAGE_CODE)
        return sort_key(given)
