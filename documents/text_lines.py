"""The lines of the file on which the texts of a review begin, by the keys of `editions.parts`."""

from dataclasses import dataclass, field

from spoilers import Converted


@dataclass
class TextLines:
    """``markdown`` is by a text's key, ``plain`` by key and name. ``converted`` holds the converted
    spoilers of a text by its key: a conversion can add lines."""

    markdown: dict[str, int] = field(default_factory=dict)
    plain: dict[tuple[str, str], int] = field(default_factory=dict)
    converted: dict[str, Converted] = field(default_factory=dict)

    def in_file(self, key: str, line: int) -> int:
        """The line of the file from which ``line`` of the text ``key`` comes, both from 1."""
        converted = self.converted.get(key)
        own = converted.line(line) if converted else line
        return self.markdown.get(key, 1) + own - 1
