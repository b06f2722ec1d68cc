"""Where in the file the texts of the page stand, by the keys of `editions.parts`."""

from dataclasses import dataclass, field

from spoilers import Converted


@dataclass
class Lines:
    """``texts`` and ``plain`` are the lines on which they begin; ``converted`` is what became of
    their spoilers, which may have added lines."""

    texts: dict[str, int] = field(default_factory=dict)
    plain: dict[tuple[str, str], int] = field(default_factory=dict)
    converted: dict[str, Converted] = field(default_factory=dict)

    def of(self, key: str, line: int) -> int:
        """The line of the file that ``line`` of the text ``key``, from 1, comes from."""
        converted = self.converted.get(key)
        own = converted.line(line) if converted else line
        return self.texts.get(key, 1) + own - 1
