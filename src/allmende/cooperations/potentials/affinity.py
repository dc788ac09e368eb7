"""Whom a municipality could easily work with: borders, distance, ties that exist, the same Kreis. Pure.

Nobody knows travel times here; the air line between the middles of two territories stands in for them. The
same order ranks the partners on the page and is tried out in the back-test.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import dist

BORDER_PER_MEMBER = 1.0
SAME_DISTRICT = 1.0
TIES = 2.0
DISTANCE = 1.0
FARTHEST_KM = 40.0
"""From here on distance speaks for nobody."""
NEAR_KM = 20.0
"""About half an hour by car on country roads."""


@dataclass(frozen=True, slots=True)
class Land:
    """Municipalities with their borders (in metres), their Kreis, cooperations, middles (in kilometres)."""

    borders: Mapping[str, Mapping[str, int]]
    districts: Mapping[str, str]
    memberships: Mapping[str, frozenset[str]] = field(default_factory=dict)
    centers: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def common(self, one: str, other: str) -> frozenset[str]:
        """Return the cooperations in which both take part."""
        return self.memberships.get(one, frozenset()) & self.memberships.get(other, frozenset())

    def ties(self, one: str, other: str) -> float:
        """Return the common share of all cooperations of the two (Jaccard)."""
        everything = self.memberships.get(one, frozenset()) | self.memberships.get(other, frozenset())
        return len(self.common(one, other)) / len(everything) if everything else 0.0

    def is_same_district(self, one: str, other: str) -> bool:
        return bool(self.districts.get(one)) and self.districts.get(one) == self.districts.get(other)

    def kilometres(self, one: str, other: str) -> float | None:
        """Return the air line between the middles, None if one of them is not on the map."""
        start, end = self.centers.get(one), self.centers.get(other)
        return None if start is None or end is None else dist(start, end)

    def closeness(self, one: str, other: str) -> float:
        """Return 1 at the same place, 0 from 40 kilometres on or where no distance is known."""
        kilometres = self.kilometres(one, other)
        return 0.0 if kilometres is None else max(0.0, 1 - kilometres / FARTHEST_KM)

    def graph(self, nodes: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return who is next to whom: border, 20 km at most, same Kreis, or a common cooperation."""
        known = set(nodes)
        found: dict[str, set[str]] = {node: known & self.borders.get(node, {}).keys() for node in known}
        clubs: dict[tuple[str, str], set[str]] = {}
        for node in known:
            if district := self.districts.get(node):
                clubs.setdefault(("", district), set()).add(node)
            for cooperation in self.memberships.get(node, frozenset()):
                clubs.setdefault(("c", cooperation), set()).add(node)
        for club in clubs.values():
            for node in club:
                found[node] |= club
        for one, other in self._near_pairs(known):
            found[one].add(other)
            found[other].add(one)
        return {node: frozenset(found[node] - {node}) for node in sorted(known)}

    def _near_pairs(self, nodes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each two within 20 km; from west to east, so that few are compared."""
        placed = sorted((self.centers[node], node) for node in nodes if node in self.centers)
        for index, (start, one) in enumerate(placed):
            for end, other in placed[index + 1 :]:
                if end[0] - start[0] > NEAR_KM:
                    break
                if dist(start, end) <= NEAR_KM:
                    yield one, other

    def nearness(self, one: str, others: Iterable[str]) -> float:
        """Return how well a municipality fits to others, 0 if nothing is known that speaks for it."""
        group = list(others)
        if not group:
            return 0.0
        borders = sum(other in self.borders.get(one, {}) for other in group)
        district = sum(self.is_same_district(one, other) for other in group) / len(group)
        ties = sum(self.ties(one, other) for other in group) / len(group)
        close = sum(self.closeness(one, other) for other in group) / len(group)
        border_part = min(borders, 3) * BORDER_PER_MEMBER / 3
        return border_part + SAME_DISTRICT * district + TIES * ties + DISTANCE * close
