"""Shapes of municipalities and districts. Coordinates are whole tenths of a unit, so borders stay exact."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

TENTHS = 10
COARSE = 10  # one unit: a pixel where the whole Land is shown
KILOMETRES_PER_UNIT = 0.2515  # the paths are EPSG:25832, scaled down evenly

Point = tuple[int, int]
Ring = tuple[Point, ...]

_COMMAND = re.compile(r"([Mlz])([-0-9. ]*)")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in tenths."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def grown(self, share: int) -> "Box":
        """Return the box with a margin of `share` percent of its longer side."""
        margin = max(self.width, self.height) * share // 100
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    @property
    def view_box(self) -> str:
        return " ".join(map(tenths, (self.left, self.top, self.width, self.height)))


@dataclass(frozen=True)
class Shape:
    """The territory of one body."""

    key: str
    rings: tuple[Ring, ...]

    @cached_property
    def box(self) -> Box:
        xs = [x for ring in self.rings for x, _ in ring]
        ys = [y for ring in self.rings for _, y in ring]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @cached_property
    def precise(self) -> str:
        return path(self.rings)

    @cached_property
    def coarse(self) -> str:
        """Return the path on a grid of whole units; neighbors stay flush, since they snap alike."""
        return path([ring for ring in map(_snapped, self.rings) if len(ring) > 2] or self.rings)

    @property
    def center_km(self) -> tuple[float, float]:
        """Return the middle of the largest part in kilometres; good for distances, not for places."""
        x, y = self.label_point
        return x * KILOMETRES_PER_UNIT / TENTHS, y * KILOMETRES_PER_UNIT / TENTHS

    @cached_property
    def label_point(self) -> Point:
        """Return the center of gravity of the largest part, for its name."""
        ring = max(self.rings, key=lambda each: abs(_doubled_area(each)))
        area = _doubled_area(ring)
        if area == 0:
            return ring[0]
        pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
        x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs)
        y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs)
        return x // (3 * area), y // (3 * area)


@dataclass(frozen=True)
class MapData:
    """All shapes of the map."""

    box: Box
    municipalities: dict[str, Shape]
    districts: dict[str, Shape]


@cache
def map_data() -> MapData:
    """Return the shapes the product brings along."""
    text = files("allmende.register").joinpath("data", "map_nrw.json").read_text(encoding="utf-8")
    data = json.loads(text)
    left, top, width, height = (int(each) * TENTHS for each in data["viewBox"].split())
    return MapData(
        Box(left, top, left + width, top + height),
        {key: Shape(key, parse_path(each)) for key, each in data["municipalities"].items()},
        {key: Shape(key, parse_path(each)) for key, each in data["districts"].items()},
    )


def parse_path(text: str) -> tuple[Ring, ...]:
    """Return the rings of an SVG path made of `M x y`, `l dx dy …` and `z`."""
    rings: list[Ring] = []
    ring: list[Point] = []
    for command, numbers in _COMMAND.findall(text):
        if command == "z":
            rings.append(tuple(ring))
            continue
        values = [_in_tenths(each) for each in numbers.split()]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command == "M":
            ring = pairs
            continue
        for x, y in pairs:
            ring.append((ring[-1][0] + x, ring[-1][1] + y))
    return tuple(rings)


def path(rings: Iterable[Ring]) -> str:
    """Return the SVG path of the rings, as short as it can be written."""
    return "".join(_ring_path(ring) for ring in rings)


def tenths(value: int) -> str:
    """Return tenths as a decimal number: 1234 is `123.4`."""
    sign, whole = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{whole // TENTHS}.{whole % TENTHS}" if whole % TENTHS else f"{sign}{whole // TENTHS}"


def _ring_path(ring: Ring) -> str:
    steps = " ".join(_steps(ring))
    return f"M{tenths(ring[0][0])} {tenths(ring[0][1])}l{steps}z"


def _steps(ring: Ring) -> Iterator[str]:
    for (x, y), (next_x, next_y) in pairwise(ring):
        yield f"{tenths(next_x - x)} {tenths(next_y - y)}"


def _snapped(ring: Ring) -> Ring:
    points: list[Point] = []
    for x, y in ring:
        point = (x + COARSE // 2) // COARSE * COARSE, (y + COARSE // 2) // COARSE * COARSE
        if not points or points[-1] != point:
            points.append(point)
    return tuple(points)


def _doubled_area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))


def _in_tenths(number: str) -> int:
    whole, _, fraction = number.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * (abs(int(whole)) * TENTHS + int(fraction or 0))
