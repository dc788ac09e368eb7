"""Charts as SVG made on the server: presentation attributes only, a title, a description, no script.

The css classes `chart-…` let the stylesheet adapt the colors to dark mode; the attributes alone are enough
for a PDF. Show each chart through `components/chart.html`, which puts its data table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from allmende.common import formats

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 84, 44, 20, 40
INK, MUTED, GRID, ACCENT = "#131525", "#454b6b", "#c9cddc", "#171a2b"
BAR_HEIGHT, BAR_GAP, BAR_LABEL = 22, 12, 220


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a day."""

    on: date
    value: int | Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label."""

    label: str
    value: int | Decimal


def line_chart(points: Sequence[Point], *, title: str, desc: str, language: str = "de") -> SafeString:
    """Return a line over time; two points on the same day are an error. No points: an empty string."""
    if not points:
        return mark_safe("")
    ordered = sorted(points, key=lambda point: point.on)
    if any(earlier.on == later.on for earlier, later in pairwise(ordered)):
        raise ValueError("two values on one day")
    low, high, step = nice_scale([point.value for point in ordered])
    first, last = ordered[0].on.toordinal(), ordered[-1].on.toordinal()

    def x(on: date) -> Decimal:
        if last == first:
            return Decimal(LEFT + WIDTH - RIGHT) / 2
        return LEFT + Decimal(on.toordinal() - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: int | Decimal) -> Decimal:
        return HEIGHT - BOTTOM - (Decimal(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = []
    tick = low
    while tick <= high:
        parts.append(_line(LEFT, y(tick), WIDTH - RIGHT, y(tick), GRID, "chart-grid"))
        parts.append(_text(LEFT - 10, y(tick) + 5, formats.number(tick, language=language), "end"))
        tick += step
    parts.extend(
        _text(x(point.on), HEIGHT - 14, formats.day(point.on, language=language), "middle")
        for point in _labelled(ordered)
    )
    path = " ".join(f"{_n(x(point.on))},{_n(y(point.value))}" for point in ordered)
    parts.append(
        f'<polyline class="chart-line" points="{path}" fill="none" stroke="{ACCENT}" stroke-width="2.5"/>'
    )
    parts.extend(
        f'<circle class="chart-dot" cx="{_n(x(point.on))}" cy="{_n(y(point.value))}" r="4" fill="{ACCENT}"/>'
        for point in ordered
    )
    return _svg(WIDTH, HEIGHT, title, desc, parts)


def bar_chart(bars: Sequence[Bar], *, title: str, desc: str, language: str = "de") -> SafeString:
    """Return horizontal bars from zero, each with its value; negative values point left of the axis."""
    if not bars:
        return mark_safe("")
    values = [Decimal(bar.value) for bar in bars]
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    span = (high - low) or Decimal(1)
    room = WIDTH - BAR_LABEL - 110

    def x(value: Decimal) -> Decimal:
        return BAR_LABEL + (value - low) / span * room

    parts = []
    for index, (bar, value) in enumerate(zip(bars, values, strict=True)):
        top = TOP + index * (BAR_HEIGHT + BAR_GAP)
        left, right = sorted((x(Decimal(0)), x(value)))
        middle = top + Decimal(BAR_HEIGHT) / 2 + 5
        parts.append(_text(BAR_LABEL - 10, middle, shortened(bar.label, 30), "end"))
        parts.append(
            f'<rect class="chart-bar" x="{_n(left)}" y="{top}" width="{_n(right - left)}" '
            f'height="{BAR_HEIGHT}" rx="2" fill="{ACCENT}"/>'
        )
        parts.append(_text(right + 8, middle, formats.number(bar.value, language=language), "start"))
    height = TOP * 2 + len(bars) * (BAR_HEIGHT + BAR_GAP) - BAR_GAP
    axis = _line(x(Decimal(0)), TOP - 6, x(Decimal(0)), height - TOP + 6, MUTED, "chart-axis")
    return _svg(WIDTH, height, title, desc, [axis, *parts])


def nice_scale(values: Sequence[int | Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return lowest tick, highest tick and step (1, 2 or 5 times a power of ten) around the values."""
    low, high = Decimal(min(values)), Decimal(max(values))
    span = (high - low) or abs(high) or Decimal(1)
    power = Decimal(1).scaleb((span / 4).adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 4 >= span)
    floor = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ceiling = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    return floor, ceiling if ceiling > floor else floor + step, step


def shortened(text: str, length: int) -> str:
    """Return the text, cut with an ellipsis where it is longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _labelled(points: Sequence[Point]) -> Sequence[Point]:
    """Return the points whose day fits under the axis: at most five, first and last included."""
    if len(points) <= 5:
        return points
    return [points[round(index * (len(points) - 1) / 4)] for index in range(5)]


def _svg(width: int, height: int, title: str, desc: str, parts: Sequence[str]) -> SafeString:
    head = (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><title>{conditional_escape(title)}</title>'
        f"<desc>{conditional_escape(desc)}</desc>"
    )
    return mark_safe("".join([head, *parts, "</svg>"]))


def _line(x1: object, y1: object, x2: object, y2: object, stroke: str, css: str) -> str:
    return (
        f'<line class="{css}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" '
        f'stroke="{stroke}" stroke-width="1"/>'
    )


def _text(x: object, y: object, text: str, anchor: str) -> str:
    return (
        f'<text class="chart-text" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" '
        f'font-family="Fira Sans, sans-serif" font-size="14" fill="{INK}">{conditional_escape(text)}</text>'
    )


def _n(value: object) -> str:
    """Return a coordinate with at most one decimal place."""
    return f"{Decimal(str(value)):.1f}".removesuffix(".0")
