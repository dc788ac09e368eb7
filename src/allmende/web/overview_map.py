"""The small map on the start page: the districts of the Land as one picture that leads to the real map."""

from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from allmende.register.map.drawing import ATTRIBUTION
from allmende.register.map.shapes import map_data

__all__ = ["ATTRIBUTION", "overview_map"]


@cache
def overview_map(title: str) -> SafeString:
    """Return all districts as one SVG; the title is what screen readers say."""
    data = map_data()
    districts = "".join(f'<path d="{shape.coarse}"/>' for shape in data.districts.values())
    return mark_safe(
        f'<svg class="overview-map" role="img" viewBox="{data.box.view_box}" fill-rule="evenodd">'
        f"<title>{conditional_escape(title)}</title>"
        f'<g fill="#d8e0f2" stroke="#45598f" stroke-width="1" stroke-linejoin="round">{districts}</g></svg>'
    )
