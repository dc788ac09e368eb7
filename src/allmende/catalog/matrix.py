"""Who takes what: municipality × product, as a picture of the cells that say something, and a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from allmende.catalog import queries
from allmende.catalog.models import Subscription
from allmende.catalog.takeup.states import DECIDED, TakeUp
from allmende.register.labels import said
from allmende.register.map_page import mapped_bodies, of_district

SHOWN = (TakeUp.DECISION, TakeUp.ORDERED, TakeUp.ROLLOUT, TakeUp.ACTIVE, TakeUp.CANCELLED)
OWN = (TakeUp.INTEREST, TakeUp.REVIEW)
COLORS = {
    TakeUp.INTEREST: "#c9cddc",
    TakeUp.REVIEW: "#9aa3c0",
    TakeUp.DECISION: "#f2c14e",
    TakeUp.ORDERED: "#7fb7e6",
    TakeUp.ROLLOUT: "#3c7fc0",
    TakeUp.ACTIVE: "#1c6b3c",
    TakeUp.CANCELLED: "#b3261e",
}
CELL, TALL = 4, 14
FEW = 40
WIDTH, WIDEST = 960, 120
COLUMNS_SHOWN, ROWS_SHOWN = 12, 50


@dataclass(frozen=True, slots=True)
class Town:
    """A row of the matrix."""

    id: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the matrix."""

    product_id: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Legend:
    """One state with its color and how often it occurs."""

    label: str
    color: str
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Municipalities, products and the state of each pair of which something is known."""

    towns: Sequence[Town]
    columns: Sequence[Column]
    cells: Mapping[tuple[int, int], TakeUp]

    @property
    def legend(self) -> list[Legend]:
        counts = Counter(self.cells.values())
        return [Legend(said(state.label), COLORS[state], counts[state]) for state in COLORS if counts[state]]

    def takers(self, product_id: int) -> int:
        return sum(product_id == product for _town, product in self.cells)


def matrix_of(on: date, *, district: str, own_bodies: set[int]) -> Matrix:
    """Return the matrix of a day in three queries; what is not decided yet only for one's own bodies."""
    bodies = mapped_bodies(on)
    if district:
        bodies = of_district(bodies, district)
    towns = [Town(*row) for row in bodies.order_by("sort_key").values_list("body_id", "key", "name")]
    offered = queries.offered(on).order_by("-product__is_nucleus", "title")
    columns = [Column(*row) for row in offered.values_list("product_id", "product__key", "title")]
    visible = Q(state__in=[state.value for state in SHOWN])
    if own_bodies:
        visible |= Q(state__in=[state.value for state in OWN], customer_id__in=own_bodies)
    rows = Subscription.objects.filter(visible).values_list("customer_id", "product_id", "state")
    towns_shown, products_shown = {town.id for town in towns}, {column.product_id for column in columns}
    by_code = {state.value: state for state in TakeUp}
    cells = {
        (customer, product): by_code[state]
        for customer, product, state in rows
        if customer in towns_shown and product in products_shown
    }
    return Matrix(towns, columns, cells)


def drawing(matrix: Matrix, *, title: str, desc: str) -> SafeString:
    """Return the heat map of those who take something: one path per state, so that it grows with them."""
    if not matrix.cells:
        return mark_safe("")
    taking = {town for town, _product in matrix.cells}
    shown = [town for town in matrix.towns if town.id in taking]
    row_of = {town.id: index for index, town in enumerate(shown)}
    tall = TALL if len(shown) <= FEW else CELL
    wide = max(CELL, min(WIDEST, WIDTH // max(1, len(matrix.columns))))
    column_of = {column.product_id: index for index, column in enumerate(matrix.columns)}
    # A cell is a short thick line: less than half of what a rectangle takes, and there are ten thousands.
    moves = {product: f"M{index * wide} " for product, index in column_of.items()}
    lines = {town: f"{index * tall + (tall - 1) / 2:g}h{wide - 1}" for town, index in row_of.items()}
    paths: dict[TakeUp, list[str]] = {state: [] for state in COLORS}
    for (town, product), state in matrix.cells.items():
        paths[state].append(moves[product] + lines[town])
    width, height = len(matrix.columns) * wide, len(shown) * tall
    drawn = "".join(
        f'<path stroke="{COLORS[state]}" stroke-width="{tall - 1}" d="{"".join(parts)}"/>'
        for state, parts in paths.items()
        if parts
    )
    return mark_safe(
        f'<svg class="catalog-matrix" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<title>{conditional_escape(title)}</title><desc>{conditional_escape(desc)}</desc>{drawn}</svg>"
    )


def adopted(matrix: Matrix) -> dict[int, int]:
    """Return for each product how many municipalities have at least decided to take it."""
    return Counter(product for (_town, product), state in matrix.cells.items() if state in DECIDED)
