"""The map as SVG: every municipality a link with a name, classes told by pattern and color. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from allmende.register.map.shapes import Box, MapData, Shape, tenths

ATTRIBUTION = "© GeoBasis-DE / BKG 2017 (Daten verändert)"
CLASSES = 5
# tint, ink and pattern lines per class: readable in print and without color
TINTS = ("#f4f6fb", "#d8e0f2", "#b3c4e6", "#8199cc", "#3f5a9b")
INKS = ("", "#5d6f9f", "#45598f", "#2d4075", "#dfe6f5")
PATTERNS = (
    "",
    '<circle class="map-ink-2" cx="2" cy="2" r="0.9" fill="{ink}"/>',
    '<path class="map-ink-3" d="M0 6L6 0" stroke="{ink}" stroke-width="0.9"/>',
    '<path class="map-ink-4" d="M0 3H6" stroke="{ink}" stroke-width="1.2"/>',
    '<path class="map-ink-5" d="M0 0L6 6M6 0L0 6" stroke="{ink}" stroke-width="0.8"/>',
)
MARGIN_PERCENT = 6
FULL_WIDTH = 10_000  # tenths: at this width a pattern is as large as in the legend
NAMES_PER_WIDTH = 42


@dataclass(frozen=True, slots=True)
class Area:
    """What the map shows of one municipality: the label is read aloud and shown on hover."""

    key: str
    name: str
    label: str
    url: str
    map_class: int | None
    is_selected: bool = False


def legend_swatch(map_class: int) -> SafeString:
    """Return a small rectangle with the fill of a class."""
    return mark_safe(
        '<svg class="map-swatch" aria-hidden="true" width="28" height="18" viewBox="0 0 28 18">'
        f"<defs>{_pattern(map_class, prefix='legend', scale='1')}</defs>"
        f'<rect x="0.5" y="0.5" width="27" height="17" fill="url(#legend-class-{map_class})" '
        'stroke="#454b6b" stroke-width="1"/></svg>'
    )


def land_map(data: MapData, areas: Sequence[Area], *, title: str) -> SafeString:
    """Return the whole Land with the borders of the districts."""
    parts = [_area(data.municipalities[area.key].coarse, area) for area in _known(data, areas)]
    borders = (f'<path d="{shape.coarse}"/>' for shape in data.districts.values())
    lines = (
        '<g class="map-districts" aria-hidden="true" fill="none" stroke="#2b3050" stroke-width="1.4">'
        f"{''.join(borders)}</g>"
    )
    return _svg(data.box, title, [*parts, lines, *_selected_outline(data, areas, coarse=True)])


def detail_map(data: MapData, areas: Sequence[Area], box: Box, *, title: str) -> SafeString:
    """Return a part of the Land with the names of the municipalities; the rest around it is muted."""
    shown = {area.key for area in areas}
    box = box.grown(MARGIN_PERCENT)
    around = (
        f'<path d="{shape.precise}"/>'
        for key, shape in data.municipalities.items()
        if key not in shown and shape.box.overlaps(box)
    )
    muted = (
        '<g class="map-around" aria-hidden="true" fill="#eceef4" stroke="#b9bfd2" '
        f'stroke-width="{tenths(max(1, box.width // 600))}">{"".join(around)}</g>'
    )
    parts = [_area(data.municipalities[area.key].precise, area) for area in _known(data, areas)]
    size = max(box.width // NAMES_PER_WIDTH, 10)
    names = [_name(data.municipalities[area.key], area.name, size) for area in _known(data, areas)]
    outline = _selected_outline(data, areas, coarse=False)
    return _svg(box, title, [muted, *parts, *outline, *names])


def box_of(data: MapData, keys: Iterable[str]) -> Box | None:
    """Return the rectangle around these municipalities, None if none is on the map."""
    boxes = [data.municipalities[key].box for key in keys if key in data.municipalities]
    if not boxes:
        return None
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _known(data: MapData, areas: Iterable[Area]) -> Iterator[Area]:
    return (area for area in areas if area.key in data.municipalities)


def _area(path: str, area: Area) -> str:
    fill = f"url(#map-class-{area.map_class})" if area.map_class else "#ffffff"
    current = ' aria-current="true"' if area.is_selected else ""
    label = conditional_escape(area.label)
    return (
        f'<a href="{conditional_escape(area.url)}" aria-label="{label}"{current}>'
        f'<path d="{path}" fill="{fill}"><title>{label}</title></path></a>'
    )


def _selected_outline(data: MapData, areas: Iterable[Area], *, coarse: bool) -> Iterator[str]:
    """Draw the outline of the selection last, so that no neighbor covers it."""
    for area in _known(data, areas):
        if area.is_selected:
            shape = data.municipalities[area.key]
            path = shape.coarse if coarse else shape.precise
            yield (
                f'<path class="map-selected" aria-hidden="true" d="{path}" fill="none" stroke="#131525" '
                'stroke-width="2"/>'
            )


def _name(shape: Shape, name: str, size: int) -> str:
    x, y = shape.label_point
    return (
        f'<text class="map-name" aria-hidden="true" x="{tenths(x)}" y="{tenths(y + size // 3)}" '
        f'font-size="{tenths(size)}" text-anchor="middle" fill="#131525">{conditional_escape(name)}</text>'
    )


def _pattern(index: int, *, prefix: str, scale: str) -> str:
    lines = PATTERNS[index - 1].format(ink=INKS[index - 1])
    return (
        f'<pattern id="{prefix}-class-{index}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale({scale})">'
        f'<rect class="map-tint-{index}" width="6" height="6" fill="{TINTS[index - 1]}"/>{lines}</pattern>'
    )


def _svg(box: Box, title: str, parts: Iterable[str]) -> SafeString:
    stroke = tenths(max(1, box.width // 1400))
    scale = f"{Decimal(box.width) / FULL_WIDTH:.3f}"
    fills = "".join(_pattern(index, prefix="map", scale=scale) for index in range(1, CLASSES + 1))
    return mark_safe(
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" role="group" viewBox="{box.view_box}" '
        f'aria-label="{conditional_escape(title)}" fill-rule="evenodd" stroke-linejoin="round">'
        f'<defs>{fills}</defs><g stroke="#5d6480" stroke-width="{stroke}">{"".join(parts)}</g></svg>'
    )
