"""The files of the inventory: exactly the rows that the same address shows as a page."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from allmende.cooperations.exporting.catalog import catalog
from allmende.cooperations.exporting.records import Record, records_of
from allmende.cooperations.inventory import inventory_table
from allmende.cooperations.visitors import asked_day
from allmende.pages import exports
from allmende.pages.downloads import file_response
from allmende.register.visitors import today

SCHEMA = files("allmende.cooperations.exporting") / "cooperations.schema.json"
SCHEMA_VERSION = 1
READABLE = {"ensure_ascii": False, "indent": 1}
TITLE = "Zusammenarbeiten"
COLUMNS = (
    "schluessel",
    "name",
    "kurzname",
    "rechtsform",
    "ausgestaltung",
    "aufgaben",
    "seit",
    "bis",
    "zweck",
    "aufsicht",
    "kuendigung",
    "stimmen_gesamt",
    "kapital_gesamt",
    "koerperschaft",
    "koerperschaft_name",
    "rolle",
    "dabei_seit",
    "dabei_bis",
    "stimmen",
    "sitze",
    "kapital",
    "sicherheit",
    "quelle",
)


@require_safe
def data(request: HttpRequest, file_format: str) -> HttpResponse:
    """Return the filtered cooperations as JSON, CSV or XLSX; the tables can be read in again."""
    on = asked_day(request)
    records = records_of(inventory_table(request, on).matching, on=on)
    if file_format == "json":
        document = {
            "schema_version": SCHEMA_VERSION,
            "on": on.isoformat(),
            "made_at": timezone.now().isoformat(),
            "cooperations": records,
        }
        response: HttpResponse = JsonResponse(document, json_dumps_params=READABLE)
    elif file_format == "csv":
        response = file_response(exports.csv_file(COLUMNS, _rows(records)), f"{TITLE}.csv")
    elif file_format == "xlsx":
        response = file_response(exports.xlsx_file(TITLE, COLUMNS, _rows(records)), f"{TITLE}.xlsx")
    else:
        raise Http404
    return response


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Return the JSON schema of the data."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


@require_safe
def data_catalog(request: HttpRequest) -> HttpResponse:
    """Return the DCAT-AP.de description of the data set."""
    address = request.build_absolute_uri(reverse("cooperations:inventory"))
    described = catalog(address=address, publisher=request.get_host(), changed_on=today())
    return JsonResponse(described, content_type="application/ld+json", json_dumps_params=READABLE)


def _rows(records: Sequence[Record]) -> Iterator[list[exports.Cell]]:
    for record in records:
        for party in record["parties"] or [None]:
            yield _row(record, party)


def _row(record: Record, party: Any) -> list[exports.Cell]:
    whole: list[exports.Cell] = [
        record["key"],
        record["name"],
        record["short_name"],
        record["legal_form_label"],
        record["variant"],
        ", ".join(task["code"] for task in record["tasks"]),
        record["valid_from"] if record["start_is_known"] else None,
        record["valid_until"],
        record["purpose"],
        record["authority"],
        record["notice_period"],
        record["votes_total"],
        _euros(record["capital_total_cents"]),
    ]
    if party is None:
        return [*whole, *[None] * (len(COLUMNS) - len(whole) - 1), record["source"]]
    return [
        *whole,
        party["body"]["key"],
        party["body"]["name"],
        party["role"],
        party["valid_from"],
        party["valid_until"],
        party["votes"],
        party["seats"],
        _euros(party["capital_cents"]),
        party["confidence"],
        record["source"],
    ]


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100
