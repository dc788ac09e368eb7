"""Who works with whom, as a picture: cooperations of a body on the left, its partners on the right. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

ROW = 26
TOP = 24
LEFT, RIGHT, WIDTH = 360, 640, 1000
LONGEST_LABEL = 46
MOST_PARTNERS = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A cooperation or a partner: where it leads, and to which nodes of the other side it is tied."""

    label: str
    url: str
    ties: tuple[int, ...] = ()


def network(left: Sequence[Node], right: Sequence[Node], *, title: str) -> SafeString:
    """Return both columns joined by lines; `ties` of the right column are positions in the left one."""
    rows = max(len(left), len(right), 1)
    height = 2 * TOP + ROW * rows
    left_y = _heights(len(left), rows)
    right_y = _heights(len(right), rows)
    lines = "".join(
        f'<path class="network-line" d="M{LEFT} {left_y[tie]}C{(LEFT + RIGHT) // 2} {left_y[tie]} '
        f'{(LEFT + RIGHT) // 2} {y} {RIGHT} {y}"/>'
        for node, y in zip(right, right_y, strict=True)
        for tie in node.ties
    )
    nodes = "".join(_node(node, LEFT, y, is_left=True) for node, y in zip(left, left_y, strict=True))
    nodes += "".join(_node(node, RIGHT, y, is_left=False) for node, y in zip(right, right_y, strict=True))
    return mark_safe(
        f'<svg class="network" xmlns="http://www.w3.org/2000/svg" role="group" '
        f'viewBox="0 0 {WIDTH} {height}" '
        f'aria-label="{conditional_escape(title)}"><g aria-hidden="true">{lines}</g>{nodes}</svg>'
    )


def _heights(count: int, rows: int) -> list[int]:
    """Return the heights of one column, spread evenly over the height of the longer one."""
    if not count:
        return []
    step = ROW * rows // count
    return [TOP + step // 2 + step * index for index in range(count)]


def _node(node: Node, x: int, y: int, *, is_left: bool) -> str:
    anchor, shift = ("end", -10) if is_left else ("start", 10)
    label = node.label if len(node.label) <= LONGEST_LABEL else f"{node.label[: LONGEST_LABEL - 1]}…"
    return (
        f'<circle class="network-dot" aria-hidden="true" cx="{x}" cy="{y}" r="4"/>'
        f'<a href="{conditional_escape(node.url)}" aria-label="{conditional_escape(node.label)}">'
        f'<text x="{x + shift}" y="{y + 5}" text-anchor="{anchor}">{conditional_escape(label)}</text></a>'
    )
