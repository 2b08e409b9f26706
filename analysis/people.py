"""Who of the people that an article names in full is meant by a surname, by initials or by an office."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from functools import cached_property, lru_cache

from .names import Mention, Person, countries


class _Bearers:
    """Some of the people that an article names, in the order of the text."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self.several = False  # more than one name among them

    def add(self, person: Person) -> None:
        self.several = self.several or (bool(self.people) and person.name != self.people[0].name)
        self.people.append(person)

    def before(self, position: int) -> Person:
        """The one named last up to `position`; where there is none, the first."""
        return self.people[max(0, bisect_right(self.people, position, key=lambda p: p.start) - 1)]


@lru_cache(maxsize=10_000)
def _endings(name: str) -> tuple[str, ...]:
    """What a surname may be, in small letters: of Anna van der Berg “van der berg”, “der berg” and “berg”."""
    words = name.lower().split(" ")
    return tuple(" ".join(words[first:]) for first in range(1, len(words)))


_ANY, _STATELESS = "", "-"  # instead of a qualifier: every holder of an office, and those of no country


class People:
    """The people that an article names in full, to be asked who a surname or an office stands for.

    Everything is looked up, whatever is asked: an article may name thousands and ask for each of them.
    """

    def __init__(self, found: list[Person]) -> None:
        self.found = sorted(found, key=lambda p: p.start)
        self._starts = [p.start for p in self.found]
        self._gender: dict[str, str] = {}
        self._by_ending: dict[str, _Bearers] = defaultdict(_Bearers)  # Berg; van der Berg
        self._offices: dict[tuple[str, str, str], _Bearers] = defaultdict(_Bearers)  # group, qualifier, wanted gender
        for person in self.found:
            self._gender[person.name] = self._gender.get(person.name) or person.gender
            for ending in _endings(person.name):
                self._by_ending[ending].add(person)
            if person.groups:
                self._add_office(person)

    def _add_office(self, person: Person) -> None:
        stateless = set() if person.qualifiers & countries() else {_STATELESS}
        wanted = {"", person.gender} if person.gender else {"", "male", "female"}
        for group in person.groups:
            for qualifier in {_ANY, *stateless, *person.qualifiers}:
                for gender in wanted:
                    self._offices[group, qualifier, gender].add(person)

    @cached_property
    def _by_first(self) -> Mapping[tuple[str, str], _Bearers]:
        """By given name and surname."""
        found: dict[tuple[str, str], _Bearers] = defaultdict(_Bearers)
        for person in self.found:
            words = person.name.split()
            found[words[0], words[-1].lower()].add(person)
        return found

    @cached_property
    def _initials(self) -> Mapping[str, Set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in self._gender:
            found["".join(word[0] for word in name.split())].add(name)
        return found

    @property
    def names(self) -> Set[str]:
        """Every full name, once."""
        return self._gender.keys()

    def by_initials(self, initials: str) -> Set[str]:
        """The full names whose words begin with those letters."""
        return self._initials.get(initials, set())

    def by_name(self, name: str, position: int) -> tuple[str, bool]:
        """The full name for a name, and whether two people could be meant; the one named last before `position`."""
        same = self._by_ending.get(name.lower())  # “Van der Berg” is a surname
        if " " in name and same is None:
            words = name.split()
            same = None if name in self._gender else self._by_first.get((words[0], words[-1].lower()))
        return (name, False) if same is None else (same.before(position).name, same.several)

    def by_office(self, mention: Mention, position: int) -> str | None:
        """Whoever holds an office of that group; of several the one whose owner fits, then the last one named."""
        which = {_ANY}
        if mention.qualifiers:
            which = {q for q in mention.qualifiers if self._holding(mention.groups, {q})}
            if not which:
                which = {_STATELESS if mention.qualifiers & countries() else _ANY}
                others = self._holding(mention.groups, which)
                if any(b.several for b in others) or len({b.people[0].name for b in others}) > 1:
                    return None
        holders = [b.before(position) for b in self._holding(mention.groups, which, mention.gender)]
        before = [p for p in holders if p.start <= position]
        if before:
            return max(before, key=lambda p: p.start).name
        return min(holders, key=lambda p: p.start).name if holders else None

    def _holding(self, groups: Iterable[str], qualifiers: Iterable[str], gender: str = "") -> list[_Bearers]:
        keys = [(group, qualifier, gender) for group in groups for qualifier in qualifiers]
        return [self._offices[key] for key in keys if key in self._offices]

    def gender_of(self, name: str) -> str:
        """By the office or title that the article gives them somewhere; empty where it gives none."""
        return self._gender.get(name, "")

    def before(self, position: int, start: int) -> str | None:
        """The person named last between `start` and `position`."""
        i = bisect_right(self._starts, position - 1) - 1
        return self.found[i].name if i >= 0 and self.found[i].start >= start else None
