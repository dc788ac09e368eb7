"""The map: exact shapes, classes, and links that everyone can reach."""

import re
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from allmende.register.map.classes import CHANGE, DENSITY, FIGURES, POPULATION, figure_of, value_of
from allmende.register.map.drawing import Area, box_of, detail_map, land_map, legend_swatch
from allmende.register.map.shapes import Ring, Shape, map_data, parse_path, path, tenths

COORDINATE = st.integers(-20_000, 20_000)
RINGS = st.lists(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=8).map(tuple), min_size=1, max_size=3
).map(tuple)
SVG = "{http://www.w3.org/2000/svg}"


@given(RINGS)
def test_a_path_is_read_back_as_it_was_written(rings: tuple[Ring, ...]) -> None:
    assert parse_path(path(rings)) == rings


@given(st.integers(-100_000, 100_000))
def test_tenths_are_written_exactly(value: int) -> None:
    assert Decimal(tenths(value)) * 10 == value


def test_coarse_neighbours_still_share_their_border() -> None:
    """Snapping must not tear the map: shared points of two towns stay shared."""
    shapes = map_data().municipalities
    one, other = shapes["05558012"], shapes["05558016"]
    shared = {point for ring in one.rings for point in ring} & {p for ring in other.rings for p in ring}
    coarse = [{p for ring in parse_path(shape.coarse) for p in ring} for shape in (one, other)]
    assert len(shared) > 5
    assert len(coarse[0] & coarse[1]) > 3


def test_every_label_lies_within_the_box_of_its_shape() -> None:
    for shape in map_data().municipalities.values():
        x, y = shape.label_point
        assert shape.box.left <= x <= shape.box.right
        assert shape.box.top <= y <= shape.box.bottom


def test_a_shape_without_extent_has_a_label_too() -> None:
    assert Shape("1", (((5, 5), (5, 5), (5, 5)),)).label_point == (5, 5)


@pytest.mark.parametrize(
    ("value", "map_class"), [("0", 1), ("9999", 1), ("10000", 2), ("59999", 3), ("60000", 4), ("1087353", 5)]
)
def test_a_value_on_a_bound_belongs_to_the_higher_class(value: str, map_class: int) -> None:
    assert POPULATION.class_of(Decimal(value)) == map_class


def test_the_figures_are_computed_exactly() -> None:
    values = {"population": Decimal(10_200), "area": Decimal("30"), "earlier": Decimal(10_000)}
    assert [value_of(figure, **values) for figure in FIGURES] == [10_200, Decimal("340.0"), Decimal("2.0")]


@pytest.mark.parametrize("figure", [DENSITY, CHANGE])
def test_a_missing_figure_gives_no_value(figure: object) -> None:
    assert value_of(figure, population=Decimal(1), area=None, earlier=None) is None  # type: ignore[arg-type]
    assert DENSITY.text(None) == "keine Angabe"


def test_an_unknown_figure_shows_the_population() -> None:
    assert figure_of("geheim") is POPULATION
    assert len(POPULATION.class_labels()) == 5


def areas() -> list[Area]:
    return [
        Area("05558012", "Coesfeld", "Coesfeld: 37.259", "/koerperschaften/05558012/", 3, is_selected=True),
        Area("05558016", "Dülmen <&>", "Dülmen <&>: 1", "/koerperschaften/05558016/", None),
        Area("99999999", "Nirgendwo", "Nirgendwo", "/x/", 1),
    ]


def test_each_area_on_the_map_is_a_named_link() -> None:
    root = ElementTree.fromstring(land_map(map_data(), areas(), title="Karte"))
    links = {link.get("href"): link for link in root.iter(f"{SVG}a")}
    assert links.keys() == {"/koerperschaften/05558012/", "/koerperschaften/05558016/"}
    assert links["/koerperschaften/05558016/"].get("aria-label") == "Dülmen <&>: 1"
    assert links["/koerperschaften/05558012/"].get("aria-current") == "true"


def test_a_part_of_the_land_shows_names_and_mutes_the_rest() -> None:
    data = map_data()
    box = box_of(data, ["05558012", "05558016"])
    assert box is not None
    root = ElementTree.fromstring(detail_map(data, areas(), box, title="Karte"))
    assert {text.text for text in root.iter(f"{SVG}text")} == {"Coesfeld", "Dülmen <&>"}
    around = next(group for group in root.iter(f"{SVG}g") if group.get("class") == "map-around")
    assert 3 < len(list(around)) < 60
    assert box_of(data, ["99999999"]) is None


def test_the_svg_has_presentation_attributes_and_no_style_or_script() -> None:
    svg = land_map(map_data(), areas(), title="Karte") + legend_swatch(5)
    assert not re.search(r"style=|<script|on\w+=", svg)
    assert 'fill="url(#map-class-3)"' in svg
