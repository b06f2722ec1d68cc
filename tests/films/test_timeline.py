import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from films.timeline import Contradiction, in_universe_order

pytestmark = pytest.mark.both_databases


@dataclass
class Entry:
    pk: int | None
    release_order: int
    after_id: int | None = None
    before_id: int | None = None

    def __str__(self) -> str:
        return f"Chapter {self.pk}"


def order(*entries: Entry) -> list[int | None]:
    return [entry.pk for entry in in_universe_order(entries)]


@st.composite
def consistent(draw: st.DrawFn) -> list[Entry]:
    """Entries, in any order, whose facts agree with one order."""
    agreed = draw(st.permutations(range(1, draw(st.integers(1, 9)) + 1)))
    releases = draw(st.permutations(range(len(agreed))))
    entries = []
    for index, pk in enumerate(agreed):
        earlier = st.sampled_from(agreed[:index]) if index else st.none()
        later = st.sampled_from(agreed[index + 1 :]) if agreed[index + 1 :] else st.none()
        after, before = draw(st.none() | earlier), draw(st.none() | later)
        entries.append(Entry(pk, releases[index], after, before))
    return draw(st.permutations(entries))


def facts(entries: list[Entry]) -> set[tuple[int, int]]:
    """Pairs of keys: the first happens before the second."""
    after = {(entry.after_id, entry.pk) for entry in entries if entry.after_id}
    return after | {(entry.pk, entry.before_id) for entry in entries if entry.before_id}


class TestInUniverseOrder:
    @given(consistent())
    def test_obeys_every_fact_and_breaks_ties_by_release(self, entries: list[Entry]) -> None:
        ordered = in_universe_order(entries)
        assert sorted(entry.pk for entry in ordered) == sorted(entry.pk for entry in entries)
        # Each is the earliest release of those that no fact puts after a remaining entry.
        left = list(entries)
        for entry in ordered:
            held = {later for first, later in facts(entries) if first in {e.pk for e in left}}
            free = [other for other in left if other.pk not in held]
            assert entry == min(free, key=lambda other: other.release_order)
            left.remove(entry)

    @given(consistent(), st.data())
    def test_refuses_every_cycle_and_names_it(
        self, entries: list[Entry], data: st.DataObject
    ) -> None:
        ring = data.draw(st.permutations(entries))[: data.draw(st.integers(1, len(entries)))]
        for entry, following in zip(ring, [*ring[1:], ring[0]], strict=True):
            entry.before_id = following.pk
        with pytest.raises(Contradiction) as refused:
            in_universe_order(entries)
        before, _colon, rest = str(refused.value).partition(": ")
        assert before == "The in-universe order contradicts itself"
        cycle, _stop, mend = rest.partition(". ")
        assert mend == "Remove one of these facts."
        named = [int(name.removeprefix("Chapter ")) for name in cycle.split(" → ")]
        assert named[0] == named[-1]
        assert set(itertools.pairwise(named)) <= facts(entries)

    def test_without_facts_is_the_order_of_release(self) -> None:
        assert order(Entry(1, 3), Entry(2, 1), Entry(3, 2)) == [2, 3, 1]

    def test_a_film_set_between_two_others(self) -> None:
        ballerina = Entry(5, 5, after_id=3, before_id=4)
        assert order(*(Entry(pk, pk) for pk in range(1, 5)), ballerina) == [1, 2, 3, 5, 4]

    def test_equal_release_orders_keep_the_given_order(self) -> None:
        assert order(Entry(2, 1), Entry(1, 1)) == [2, 1]

    def test_of_no_entries_is_empty(self) -> None:
        assert order() == []

    def test_ignores_facts_about_entries_that_are_not_given(self) -> None:
        assert order(Entry(1, 2, after_id=8), Entry(2, 1, before_id=9)) == [2, 1]

    def test_contains_every_unsaved_entry(self) -> None:
        first, second = Entry(None, 9, before_id=1), Entry(None, 8, after_id=1)
        assert in_universe_order([first, second, Entry(1, 1)]) == [first, Entry(1, 1), second]

    def test_facts_of_an_unsaved_entry_can_contradict_the_others(self) -> None:
        between = Entry(None, 9, after_id=2, before_id=1)
        with pytest.raises(Contradiction, match="Chapter 1 → Chapter 2 → Chapter None → Chapter 1"):
            in_universe_order([Entry(1, 1), Entry(2, 2, after_id=1), between])
