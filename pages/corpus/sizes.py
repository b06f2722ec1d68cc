"""How many rows of each kind a corpus has."""

from dataclasses import dataclass
from typing import Self

MIN_PEOPLE = 12
"""As many as a film has roles at most."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``lead_credits`` are the credits of the person with the most, ``top_critic`` the reviews of
    the critic with the most."""

    reviews: int
    films: int
    franchises: int
    people: int
    critics: int
    lead_credits: int
    top_critic: int

    @classmethod
    def of(cls, reviews: int, people: int | None = None) -> Self:
        """As on a site with so many ``reviews``: each kind of row grows with them. ``people``, if
        given, is the number of people."""
        films = max(3, reviews * 3 // 10)
        return cls(
            reviews=reviews,
            films=films,
            franchises=max(1, films // 40),
            people=max(MIN_PEOPLE, reviews * 4 // 10 if people is None else people),
            critics=max(2, min(400, reviews // 250)),
            lead_credits=min(300, max(1, films // 2)),
            top_critic=max(1, reviews // 20),
        )
