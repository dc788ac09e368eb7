"""Whom a municipality could easily work with: borders, ties that exist, the same Kreis. Pure.

The same order ranks the partners on the page and is tried out in the back-test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

BORDER_PER_MEMBER = 1.0
SAME_DISTRICT = 1.0
TIES = 2.0


@dataclass(frozen=True, slots=True)
class Land:
    """Municipalities with their borders (in metres), their Kreis and the cooperations they are in."""

    borders: Mapping[str, Mapping[str, int]]
    districts: Mapping[str, str]
    memberships: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def common(self, one: str, other: str) -> frozenset[str]:
        """Return the cooperations in which both take part."""
        return self.memberships.get(one, frozenset()) & self.memberships.get(other, frozenset())

    def ties(self, one: str, other: str) -> float:
        """Return the common share of all cooperations of the two (Jaccard)."""
        everything = self.memberships.get(one, frozenset()) | self.memberships.get(other, frozenset())
        return len(self.common(one, other)) / len(everything) if everything else 0.0

    def is_same_district(self, one: str, other: str) -> bool:
        return bool(self.districts.get(one)) and self.districts.get(one) == self.districts.get(other)

    def graph(self, nodes: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return who is next to whom: common border, same Kreis or a common cooperation."""
        known = sorted(nodes)
        found: dict[str, set[str]] = {node: set() for node in known}
        for index, one in enumerate(known):
            for other in known[index + 1 :]:
                if (
                    other in self.borders.get(one, {})
                    or self.is_same_district(one, other)
                    or self.common(one, other)
                ):
                    found[one].add(other)
                    found[other].add(one)
        return {node: frozenset(next_to) for node, next_to in found.items()}

    def nearness(self, one: str, others: Iterable[str]) -> float:
        """Return how well a municipality fits to others, 0 if nothing is known that speaks for it."""
        group = list(others)
        if not group:
            return 0.0
        borders = sum(other in self.borders.get(one, {}) for other in group)
        district = sum(self.is_same_district(one, other) for other in group) / len(group)
        ties = sum(self.ties(one, other) for other in group) / len(group)
        border_part = min(borders, 3) * BORDER_PER_MEMBER / 3
        return border_part + SAME_DISTRICT * district + TIES * ties
