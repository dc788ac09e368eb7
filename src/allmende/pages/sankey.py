"""Who pays whom, as bands between columns: SVG made on the server like the other charts.

Show it through `components/chart.html`, which puts its data table beside it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from allmende.common.formats import euro
from allmende.pages.charts import ACCENT, INK, shortened

WIDTH, NODE, GAP, TOP = 880, 14, 52, 46
BAND_ROOM = 240
"""Height of the bands of the fullest column; gaps between its nodes come on top."""

BANDS = ("#5b6aa8", "#2f7d6d", "#a86b2d", "#8a4f8f", "#4d6f9c")
LABEL_LENGTH, LETTER = 30, 7.5


@dataclass(frozen=True, slots=True)
class Stream:
    """An amount in cents, above zero, that goes from one name to another."""

    source: str
    target: str
    cents: int


@dataclass(slots=True)
class _Node:
    name: str
    column: int
    cents: int
    top: float = 0.0
    height: float = 0.0
    left_used: float = field(default=0.0)
    right_used: float = field(default=0.0)


def sankey(streams: Sequence[Stream], *, title: str, desc: str, language: str = "de") -> SafeString:
    """Return the bands from payers on the left to payees on the right; no streams: an empty string.

    Coordinates are screen positions and may be inexact; the amounts beside them are not.
    """
    if not streams:
        return mark_safe("")
    nodes = _placed(streams)
    last = max(node.column for node in nodes.values())
    height = max(node.top + node.height for node in nodes.values()) + 24
    step = (WIDTH - NODE - 20) / last if last else 0.0
    room = min(LABEL_LENGTH, int(step / 2 / LETTER)) if last else LABEL_LENGTH  # two may share a step
    parts = [_band(stream, nodes, step, index) for index, stream in enumerate(streams)]
    parts += [
        _node(node, 10 + node.column * step, language, room=room, is_last=0 < last == node.column)
        for node in nodes.values()
    ]
    head = (
        f'<svg class="chart chart--sankey" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}">'
        f"<title>{conditional_escape(title)}</title><desc>{conditional_escape(desc)}</desc>"
    )
    return mark_safe("".join([head, *parts, "</svg>"]))


def _placed(streams: Sequence[Stream]) -> dict[str, _Node]:
    paid: dict[str, int] = defaultdict(int)
    received: dict[str, int] = defaultdict(int)
    for stream in streams:
        paid[stream.source] += stream.cents
        received[stream.target] += stream.cents
    columns = _columns(streams)
    nodes = {name: _Node(name, column, max(paid[name], received[name])) for name, column in columns.items()}
    fullest = max(
        sum(node.cents for node in nodes.values() if node.column == column) for column in columns.values()
    )
    for column in set(columns.values()):
        top = float(TOP)
        for node in sorted(
            (n for n in nodes.values() if n.column == column), key=lambda n: (-n.cents, n.name)
        ):
            node.height = max(2.0, node.cents / fullest * BAND_ROOM)
            node.top = top
            top += node.height + GAP
    return nodes


def _columns(streams: Sequence[Stream]) -> dict[str, int]:
    """Return how many steps lie before each name; a circle of payments is cut where it closes."""
    before: dict[str, list[str]] = defaultdict(list)
    names: dict[str, None] = {}
    for stream in streams:
        names.setdefault(stream.source)
        names.setdefault(stream.target)
        before[stream.target].append(stream.source)
    found: dict[str, int] = {}

    def column(name: str, path: frozenset[str]) -> int:
        if name not in found:
            sources = [each for each in before[name] if each not in path]
            found[name] = max((column(each, path | {name}) + 1 for each in sources), default=0)
        return found[name]

    return {name: column(name, frozenset({name})) for name in names}


def _band(stream: Stream, nodes: dict[str, _Node], step: float, index: int) -> str:
    source, target = nodes[stream.source], nodes[stream.target]
    thickness = max(1.0, stream.cents / source.cents * source.height)
    arriving = max(1.0, stream.cents / target.cents * target.height)
    x1, x2 = 10 + source.column * step + NODE, 10 + target.column * step
    y1, y2 = source.top + source.right_used, target.top + target.left_used
    source.right_used += thickness
    target.left_used += arriving
    middle = (x1 + x2) / 2
    path = (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + arriving:.1f}C{middle:.1f} {y2 + arriving:.1f} {middle:.1f} {y1 + thickness:.1f} "
        f"{x1:.1f} {y1 + thickness:.1f}Z"
    )
    return f'<path class="chart-band" d="{path}" fill="{BANDS[index % len(BANDS)]}" fill-opacity="0.55"/>'


def _node(node: _Node, x: float, language: str, *, room: int, is_last: bool) -> str:
    """Return bar and label of a node; in the last column the label ends at the bar, for room."""
    at, anchor = (x + NODE, "end") if is_last else (x, "start")
    text = (
        f'<text class="chart-text" x="{at:.1f}" y="{node.top - 22:.1f}" text-anchor="{anchor}" '
        f'font-family="Fira Sans, sans-serif" '
        f'font-size="14" fill="{INK}">{conditional_escape(shortened(node.name, room))}'
        f'<tspan x="{at:.1f}" dy="17" font-weight="600">'
        f"{conditional_escape(euro(node.cents, language=language))}</tspan></text>"
    )
    bar = (
        f'<rect class="chart-bar" x="{x:.1f}" y="{node.top:.1f}" width="{NODE}" height="{node.height:.1f}" '
        f'fill="{ACCENT}"/>'
    )
    return bar + text
