"""Canaries: unique words that are planted only where something is hidden."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from images.models import Image
from tests.canaries.forms import FORMS
from tests.factories import ImageFactory, picture_bytes

_SIGN = re.compile(r"[§¢](?:[a-z]\b)?|¤|‡|¶")
_CANARY = re.compile(r"canary(\d{4})?[a-z]*")

MORE_WORDS = " and then a good deal more, *slowly*, [with a link](https://more.example/)"
MORE = """

A second paragraph, and a third[^more].

![More](images/{image})

- more
- and more

::: spoiler Deeper

>!Deeper still!<

:::

[^more]: A note."""


class Words:
    """Writes canaries, a new one for each place, and stores the place of each.

    A stemmer, a slug or a change of case does not change a canary. With ``longer`` the canaries
    are other words of other lengths, and the hidden texts contain more.
    """

    def __init__(self, *, longer: bool = False) -> None:
        self.longer = longer
        self.places: dict[str, str] = {}
        self.in_source: set[str] = set()
        self.images: list[Image] = []

    def hide(self, place: str, *, in_source: bool = False) -> str:
        """A new canary for ``place``. With ``in_source`` no page shows it, not even revealed."""
        number = len(self.places) + 1
        word = f"Canary{number:04}" + ("yz" * (number % 9 + 1) if self.longer else "xq")
        self.places[word.lower()] = place
        if in_source:
            self.in_source.add(word.lower())
        return word

    def image(self, place: str) -> str:
        """The name of a new picture. The name and the metadata of the picture are canaries."""
        image = ImageFactory(
            name=self.hide(f"{place}: file name", in_source=True).lower() + ".png",
            alt=self.hide(f"{place}: alt text", in_source=True),
            credit=self.hide(f"{place}: credit", in_source=True),
            data=picture_bytes(len(self.images) + 500 + 200 * self.longer, width=24, height=16),
        )
        self.images.append(image)
        return image.name

    def written(self, piece: str, place: str) -> str:
        """``piece`` with its signs replaced; see tests.canaries.forms."""
        same: dict[str, str] = {}

        def sign(match: re.Match[str]) -> str:
            match match[0]:
                case "¤":
                    return self.image(place)
                case "‡":
                    return MORE_WORDS if self.longer else ""
                case "¶":
                    return MORE.format(image=self.image(place)) if self.longer else ""
                case "§" | "¢" as once:
                    return self.hide(place, in_source=once == "¢")
                case again:
                    if again not in same:
                        same[again] = self.hide(place, in_source=again[0] == "¢")
                    return same[again]

        return _SIGN.sub(sign, piece)

    def hidden_prose(self, field: str) -> str:
        """The text of a Markdown field that is hidden as a whole. It also contains every form."""
        return self.prose(field, public=self.written("§¶", f"{field}, text outside of the forms"))

    def prose(self, field: str, *, public: str = "") -> str:
        """The text of a Markdown field that begins with ``public`` and contains every form."""
        pieces = [self.written(piece, f"{field}, {form}") for form, piece in FORMS.items()]
        return "\n\n".join([public, *pieces])

    def found_in(self, text: str | bytes) -> list[str]:
        """The places of canaries in ``text``, and the pictures whose addresses it has; sorted."""
        words = decoded(text)
        found = {
            self.places.get(match[0], f"something like a canary: {match[0]}")
            for match in _CANARY.finditer(words)
        }
        found |= {f"address of {image.name}" for image in self.images if _stem(image) in words}
        return sorted(found)

    def missing_from(self, texts: Iterable[str | bytes], *, in_source: bool = False) -> list[str]:
        """The places whose canaries are in none of ``texts``, sorted."""
        whole = " ".join(map(decoded, texts))
        words = self.in_source if in_source else self.places.keys() - self.in_source
        return sorted(self.places[word] for word in words if word not in whole)


def decoded(text: str | bytes) -> str:
    """``text`` in lower case, without entities and percent encoding."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return unquote(unescape(text)).lower()


def _stem(image: Image) -> str:
    """The part of the address that all files of ``image`` share, and no other file has."""
    return image.file.name.rpartition("/")[2].rpartition(".")[0].lower()
