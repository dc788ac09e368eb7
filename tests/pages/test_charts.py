from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from allmende.pages.charts import Bar, Point, bar_chart, line_chart, nice_scale, shortened

SVG = "{http://www.w3.org/2000/svg}"
POINTS = [
    Point(date(2021, 12, 31), 221_352),
    Point(date(2023, 12, 31), 224_810),
    Point(date(2019, 12, 31), 219_929),
]


def parsed(svg: str) -> Element:
    element: Element = fromstring(svg)
    return element


def line(points: list[Point] | None = None) -> Element:
    return parsed(line_chart(points or POINTS, title="Einwohner", desc="2019 bis 2023"))


def test_a_chart_names_itself_to_screen_readers() -> None:
    chart = line()
    assert chart.get("role") == "img"
    assert [chart.findtext(f"{SVG}title"), chart.findtext(f"{SVG}desc")] == ["Einwohner", "2019 bis 2023"]


def test_a_chart_has_no_inline_style_and_every_shape_has_its_color() -> None:
    for chart in (line(), parsed(bar_chart([Bar("A", 1)], title="t", desc="d"))):
        shapes = [each for each in chart.iter() if each.tag.removeprefix(SVG) in {"rect", "circle", "text"}]
        assert shapes
        assert all(shape.get("fill") for shape in shapes)
        assert not any(each.get("style") for each in chart.iter())


def test_points_stand_in_order_of_time_and_value() -> None:
    dots = line().findall(f"{SVG}circle")
    across = [Decimal(dot.get("cx", "")) for dot in dots]
    height = [Decimal(dot.get("cy", "")) for dot in dots]
    assert across == sorted(across)
    assert height == sorted(height, reverse=True)


def test_two_values_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        line_chart([POINTS[0], POINTS[0]], title="t", desc="d")


def test_without_values_there_is_no_chart() -> None:
    assert line_chart([], title="t", desc="d") == bar_chart([], title="t", desc="d") == ""


def test_a_single_point_is_drawn() -> None:
    assert len(line([POINTS[0]]).findall(f"{SVG}circle")) == 1


def test_labels_cannot_smuggle_markup() -> None:
    chart = parsed(bar_chart([Bar("<script>x</script>", 1)], title="<b>", desc="&"))
    assert chart.find(f".//{SVG}script") is None
    assert chart.findtext(f"{SVG}title") == "<b>"


def test_bars_grow_with_their_value_from_a_common_zero() -> None:
    chart = parsed(bar_chart([Bar("A", 100), Bar("B", 50), Bar("C", -50)], title="t", desc="d"))
    widths = [Decimal(bar.get("width", "")) for bar in chart.findall(f"{SVG}rect")]
    starts = [Decimal(bar.get("x", "")) for bar in chart.findall(f"{SVG}rect")]
    assert widths[0] == pytest.approx(2 * widths[1], abs=Decimal("0.2"))
    assert starts[0] == starts[1] == pytest.approx(starts[2] + widths[2], abs=Decimal("0.2"))


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1))
def test_the_scale_covers_all_values_with_few_steps(values: list[Decimal]) -> None:
    low, high, step = nice_scale(values)
    assert low <= min(values) <= max(values) <= high
    assert 1 <= (high - low) / step <= 6


def test_long_labels_are_cut() -> None:
    assert shortened("Rhein-Sieg-Kreis", 11) == "Rhein-Sieg…"
