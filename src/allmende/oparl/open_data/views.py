"""Open data as files and feeds. Everything here is public, whoever asks."""

import json
from collections.abc import Iterator
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.views.decorators.http import require_safe

from allmende.oparl.models import Publication
from allmende.oparl.open_data import feeds, records
from allmende.oparl.serving.answering import addresses_for
from allmende.pages import exports
from allmende.pages.data_catalog import Dataset, Distribution, dataset
from allmende.register.visitors import today

SCHEMA = files("allmende.oparl.open_data") / "decisions.schema.json"
SCHEMA_VERSION = 1
DAYS_BACK = 30
FEEDS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
COLUMNS = (
    *("vorlage", "koerperschaft", "koerperschaft_name", "nummer", "betreff", "art", "vom", "ergebnis"),
    *("ergebnis_in_worten", "entschieden_am", "gilt_ab", "ja", "nein", "enthaltungen", "wortlaut"),
)
FIELDS = (
    *("paper", "body_key", "body_name", "reference", "name", "paper_type", "paper_date", "result"),
    *("result_text", "decided_on", "effective_on", "yes", "no", "abstain"),
)
DECISIONS = Dataset(
    title="Öffentliche Beschlüsse und Beschlussvorschläge",
    description=(
        "Was Räte, Kreistage und Ausschüsse beschließen sollten und beschlossen haben, mit Wortlaut, "
        "Ergebnis und Stimmen, soweit die Körperschaft es veröffentlicht."
    ),
    keywords=("Ratsinformation", "Beschlüsse", "OParl", "interkommunale Zusammenarbeit"),
    distributions=(
        Distribution("JSON", "application/json", "beschluesse.json", "Beschlüsse als JSON"),
        Distribution("CSV", "text/csv", "beschluesse.csv", "Eine Zeile je Vorlage als CSV"),
    ),
)


@require_safe
def decisions(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Return all public decisions, of one body with `?koerperschaft=`; sent in pieces, however many."""
    found = records.decisions(_asked(request), addresses_for(request))
    if file_format == "json":
        return StreamingHttpResponse(_json_pieces(found), content_type="application/json; charset=utf-8")
    rows = [[*(record[name] for name in FIELDS), "\n".join(record["resolution"])] for record in found]
    response = HttpResponse(exports.csv_file(COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="beschluesse.csv"'
    return response


def _json_pieces(found: Iterator[records.Record]) -> Iterator[str]:
    head = {"schema_version": SCHEMA_VERSION, "made_at": timezone.now().isoformat(timespec="seconds")}
    yield json.dumps(head)[:-1] + ', "decisions": ['
    for number, record in enumerate(found):
        yield (",\n" if number else "\n") + json.dumps(record, ensure_ascii=False)
    yield "\n]}\n"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/schema+json")


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    """Return the DCAT-AP.de description of the decisions; that of the cooperations stands beside them."""
    address = addresses_for(request).at(reverse("open-data:overview"))
    changed_on = records.last_change() or today()
    described = dataset(DECISIONS, address=address, publisher=request.get_host(), changed_on=changed_on)
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json")


@require_safe
def papers(request: HttpRequest, file_format: str) -> HttpResponse:
    """Return the newest public papers and decisions as a feed."""
    publications = _asked(request)
    body_id = publications[0].body_id if request.GET.get("koerperschaft") else None
    see = addresses_for(request)
    text = feeds.paper_feed(
        records.newest_papers(body_id=body_id),
        {each.body_id: each.name for each in publications},
        see,
        title="Neue öffentliche Vorlagen und Beschlüsse",
        address=see.at(request.get_full_path()),
        feed_class=FEEDS[file_format],
    )
    return HttpResponse(text, content_type=f"application/{file_format}+xml; charset=utf-8")


@require_safe
def sittings(request: HttpRequest) -> HttpResponse:
    """Return public sittings from last month on as a calendar."""
    publications = _asked(request)
    rows = records.sittings(publications, since=today() - timedelta(days=DAYS_BACK))
    calendar = feeds.sitting_calendar(rows, publications, addresses_for(request), made_at=timezone.now())
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")


def _asked(request: HttpRequest) -> list[Publication]:
    """Return the bodies that publish, or the one asked for."""
    publications: list[Any] = records.readable_publications()
    key = request.GET.get("koerperschaft")
    if not key:
        return publications
    found = [each for each in publications if each.body.key == key]
    if not found:
        raise Http404
    return found
