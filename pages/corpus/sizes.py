"""How many rows of each kind a corpus has."""

from dataclasses import dataclass
from typing import Self


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
    def of(cls, reviews: int) -> Self:
        """As on a site with so many ``reviews``: each kind of row grows with them."""
        films = max(3, reviews * 3 // 10)
        return cls(
            reviews=reviews,
            films=films,
            franchises=max(1, films // 40),
            people=max(12, reviews * 4 // 10),
            critics=max(2, min(400, reviews // 250)),
            lead_credits=min(300, max(1, films // 2)),
            top_critic=max(1, reviews // 20),
        )
