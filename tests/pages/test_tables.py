from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails
from openpyxl import load_workbook

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter, respond

pytestmark = pytest.mark.django_db

NAMES = ["Ulla Beispieldorf", "anna Musterstadt", "Zoe Musterstadt", "Ömer Probe"]
COLUMNS = [
    Column("name", "Name", "name", sort=Lower("name")),
    Column("adresse", "Adresse", "email", kind="link", url=lambda user: f"mailto:{user.email}", sort="email"),
    Column("laenge", "Länge", lambda user: len(user.name), kind="number"),
    Column("aktiv", "Aktiv", "is_active"),
]
FILTERS: list[TextFilter | ChoiceFilter] = [
    TextFilter("q", "Name", lambda rows, text: rows.filter(name__icontains=text)),
    ChoiceFilter("aktiv", "Aktiv", [("True", "ja"), ("False", "nein")], lookup="is_active"),
]

MakeTable = Callable[..., Table]


@pytest.fixture
def people() -> QuerySet[Any]:
    users = get_user_model()
    for number, name in enumerate(NAMES):
        users.objects.create(email=f"p{number}@example.org", name=name, is_active=number != 3)
    return users.objects.all()


@pytest.fixture
def make_table(people: QuerySet[Any], rf: RequestFactory) -> MakeTable:
    def make(query: str = "", per_page: int = 50, **headers: str) -> Table:
        request = rf.get(f"/leute/{query}", headers=headers)
        request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
        request.resolver_match = None
        return Table(request, id="people", caption="Leute", rows=people, columns=COLUMNS, filters=FILTERS,
                     default_sort="name", per_page=per_page)  # fmt: skip

    return make


def names(table: Table) -> list[str]:
    return [row[0].text for row in table.body]


def test_rows_stand_in_the_default_order(make_table: MakeTable) -> None:
    assert names(make_table()) == ["anna Musterstadt", "Ulla Beispieldorf", "Zoe Musterstadt", "Ömer Probe"]


def test_the_address_sorts_both_ways(make_table: MakeTable) -> None:
    assert names(make_table("?sort=adresse")) == NAMES
    assert names(make_table("?sort=-adresse")) == NAMES[::-1]


@pytest.mark.parametrize("query", ["?sort=password", "?sort=laenge", "?sort=-"])
def test_an_unknown_column_does_not_sort(make_table: MakeTable, query: str) -> None:
    assert make_table(query).sort == ("name", False)


def test_a_second_click_turns_the_order_round_and_goes_to_the_first_page(make_table: MakeTable) -> None:
    table = make_table("?sort=adresse&seite=2&q=muster", per_page=1)
    assert table.headers[1].aria_sort == "ascending"
    assert table.headers[1].sort_url == "/leute/?q=muster&sort=-adresse"


def test_filters_narrow_and_combine(make_table: MakeTable) -> None:
    assert names(make_table("?q=muster")) == ["anna Musterstadt", "Zoe Musterstadt"]
    assert names(make_table("?q=m&aktiv=False")) == ["Ömer Probe"]


def test_a_value_that_is_no_choice_is_ignored(make_table: MakeTable) -> None:
    assert make_table("?aktiv=vielleicht").total == 4


def test_pages_keep_filters_and_sorting(make_table: MakeTable) -> None:
    table = make_table("?q=m&sort=-name&seite=2", per_page=1)
    assert table.next_url == "/leute/?q=m&sort=-name&seite=3"
    assert table.previous_url == "/leute/?q=m&sort=-name"


@pytest.mark.parametrize(("page", "shown"), [("99", 4), ("-1", 4), ("zwei", 1)])
def test_an_impossible_page_shows_a_possible_one(make_table: MakeTable, page: str, shown: int) -> None:
    assert make_table(f"?seite={page}", per_page=1).page.number == shown


def test_a_page_costs_two_queries(make_table: MakeTable, django_assert_num_queries: Any) -> None:
    table = make_table("?q=m")
    with django_assert_num_queries(2):
        assert (len(table.body), table.total) == (3, 3)


def test_cells_show_words_links_and_numbers(make_table: MakeTable) -> None:
    cells = make_table("?sort=adresse").body[3]
    assert [cell.text for cell in cells] == ["Ömer Probe", "p3@example.org", "10", "nein"]
    assert cells[1].url == "mailto:p3@example.org"
    assert cells[2].is_numeric


def test_a_link_column_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs url"):
        Column("x", "X", "x", kind="link")


def test_the_csv_holds_exactly_the_filtered_rows_in_the_shown_order(make_table: MakeTable) -> None:
    table = make_table("?q=muster&sort=-name&format=csv&seite=2", per_page=1)
    response = respond(table.request, table, "unused.html", {})
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert lines == [
        "Name;Adresse;Länge;Aktiv",
        "Zoe Musterstadt;p2@example.org;15;ja",
        "anna Musterstadt;p1@example.org;16;ja",
        "",
    ]


def test_the_excel_file_has_numbers(make_table: MakeTable) -> None:
    response = make_table("?q=zoe").export("xlsx")
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["Zoe Musterstadt", "p2@example.org", 15, "ja"]
    assert response["Content-Disposition"].startswith('attachment; filename="Leute.xlsx"')


def test_htmx_gets_the_table_alone(make_table: MakeTable) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#table-people"}
    table = make_table("?q=zoe", **headers)
    page = respond(table.request, table, "unused.html", {}).content.decode()
    assert page.lstrip().startswith("<div")
    assert "Zoe Musterstadt" in page


def test_the_fragment_carries_state_count_and_export(make_table: MakeTable) -> None:
    table = make_table("?q=muster&sort=-name&fremd=1")
    response = respond(table.request, table, "components/table.html", {})
    page = response.content.decode()
    assert '<input type="hidden" name="sort" value="-name">' in page
    assert '<input type="hidden" name="fremd" value="1">' in page
    assert "2 Einträge gefunden" in page
    assert 'aria-sort="descending"' in page
    assert "/leute/?q=muster&amp;sort=-name&amp;fremd=1&amp;format=csv" in page
    assert "HX-Request" in response["Vary"]


def test_nothing_found_offers_the_way_back(make_table: MakeTable) -> None:
    table = make_table("?q=niemand")
    page = respond(table.request, table, "components/table.html", {}).content.decode()
    assert "Nichts gefunden" in page
    assert 'href="/leute/"' in page


def test_an_empty_table_says_so(make_table: MakeTable) -> None:
    table = make_table()
    table.rows = table.rows.none()
    page = respond(table.request, table, "components/table.html", {}).content.decode()
    assert "Noch keine Einträge" in page
    assert "format=csv" not in page


def test_files_hold_numbers_as_the_page_shows_them() -> None:
    area = Column("flaeche", "Fläche", lambda row: row, kind="number", places=2)
    cents = Column("betrag", "Betrag", lambda row: row, kind="money")
    assert str(area.exported(Decimal("160.8500"))) == "160.85"
    assert str(cents.exported(123450)) == str(cents.exported(Decimal("1234.5"))) == "1234.50"


def test_files_hold_days_in_local_time() -> None:
    column = Column("am", "Am", lambda row: row, kind="date")
    assert column.exported(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert column.cell(datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "de").text.startswith("01.07.2026")


def test_groups_without_a_primary_key_name_their_own_tie_break(make_table: MakeTable) -> None:
    table = make_table("?sort=aktiv")
    table.rows = table.rows.values("is_active").annotate(number=Count("pk"))
    table.columns = [Column("aktiv", "Aktiv", lambda row: row["is_active"], sort="is_active")]
    table.tie_break = ("number",)
    groups = list(replace(table).matching)
    assert [(group["is_active"], group["number"]) for group in groups] == [(False, 1), (True, 3)]


def test_a_page_may_have_its_own_fragment(make_table: MakeTable) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#table-people"}
    table = make_table("", **headers)
    response = respond(table.request, table, "unused.html", {}, fragment="components/export_links.html")
    assert "table-view" not in response.content.decode()
