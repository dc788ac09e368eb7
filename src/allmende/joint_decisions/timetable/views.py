"""Pages of the timetable: the plan, the calendars of a partner, a calendar file with its preview."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.common.errors import AllmendeError
from allmende.joint_decisions import queries
from allmende.joint_decisions.board import PartnerRow
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.permissions import Rights, rights_of
from allmende.joint_decisions.timetable import actions, page
from allmende.joint_decisions.timetable.calendar_file import CommitteeDays, read_calendars
from allmende.joint_decisions.timetable.forms import CalendarFileForm, StationForms, shown
from allmende.joint_decisions.timetable.reading import Timetable, Tried, timetable_of
from allmende.joint_decisions.timetable.solver import check_special
from allmende.pages import exports, texts
from allmende.pages.downloads import file_response, safe_filename
from allmende.papers.calendar import calendar_of
from allmende.papers.domain.values import parse_day
from allmende.register import queries as register
from allmende.register.importing import kept_files
from allmende.register.importing.records import BrokenFile, RowProblem
from allmende.register.visitors import person, today

FROM, STATION, DAY = "ab", "station", "tag"
SESSION_KEY = "joint-calendars"
PROBLEMS_SHOWN = 200
KINDS = ("csv", "xlsx", "ics")


@login_required
@require_safe
def timetable(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the earliest plan; a special sitting can be tried in the address."""
    matter, rights = _insider(request, pk)
    first = _first_day(request)
    plain = timetable_of(matter, rights=rights, on=today(), not_before=first)
    tried, trouble = _tried(request, plain)
    found = timetable_of(matter, rights=rights, on=today(), not_before=first, tried=tried) if tried else plain
    context = {
        "matter": matter,
        "timetable": found,
        "plan": found.plan,
        "rows": page.rows(found),
        "page_title": _("Zeitplan"),
        "page_text": page.headline(found),
        "first": first,
        "stations": [(key, f"{row.name}: {station.name}") for key, (row, station) in found.stations.items()],
        "tried": tried,
        "trouble": trouble,
        "trial": page.trial_result(found),
        "rights": rights,
        "kinds": KINDS,
        "query": request.GET.urlencode(),
    }
    return render(request, "joint_decisions/timetable.html", context)


@login_required
@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Return the plan as a file."""
    if kind not in KINDS:
        raise Http404
    matter, rights = _insider(request, pk)
    found = timetable_of(matter, rights=rights, on=today(), not_before=_first_day(request))
    name = safe_filename(f"Zeitplan {matter.title}", kind)
    if kind == "ics":
        path = reverse("joint_decisions:timetable", args=[pk])
        days = page.planned_days(found, path=path, stamp=timezone.now())
        address = f"{request.scheme}://{request.get_host()}"
        made = calendar_of(days, name=matter.title, address=address, product="Zeitplan")
        return file_response(made, name)
    if kind == "csv":
        return file_response(exports.csv_file(page.HEADERS, page.export_rows(found)), name)
    return file_response(exports.xlsx_file("Zeitplan", page.HEADERS, page.export_rows(found)), name)


@login_required
@require_POST
def special(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a special sitting that was tried into the calendar."""
    matter, rights = _insider(request, pk)
    found = timetable_of(matter, rights=rights, on=today(), not_before=_first_day(request))
    tried, trouble = _tried(request, found)
    if not tried:
        messages.error(request, trouble or _("Wählen Sie ein Gremium und einen Tag."))
    for each in tried:
        actions.add_special_sitting(station_id=each.station_id, day=each.day, by=person(request), on=today())
        messages.success(request, _("Die Sondersitzung steht im Kalender."))
    return redirect("joint_decisions:timetable", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stations(request: HttpRequest, pk: int, partner: int) -> HttpResponse:
    """Enter the committees of a partner with their sittings."""
    matter, rights = _insider(request, pk)
    since = today()
    found = timetable_of(matter, rights=rights, on=since, not_before=since)
    row = found.board.row_of(partner)
    if row is None or not _may_edit(rights, row):
        raise Http404
    stored = [station for owner, station in found.stations.values() if owner.id == partner]
    calendar = next((each for each in found.calendars if each.key == row.body.key), None)
    first = stored or (list(calendar.stations) if calendar else [])
    forms = StationForms(request.POST or None, initial=shown(first))
    if request.method == "POST" and forms.is_valid():
        entries = [entry for form in forms if (entry := form.entry())]
        actions.save_stations(
            partner_id=partner, entries=entries, since=since, by=person(request), on=today()
        )
        messages.success(request, _("Die Sitzungen sind gespeichert."))
        return redirect("joint_decisions:timetable", pk)
    context = {"matter": matter, "row": row, "forms": forms}
    return render(request, "joint_decisions/stations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a calendar file and show what it would add; nothing is written yet."""
    matter, rights = _insider(request, pk)
    rows = _editable(request, matter, rights)
    form = CalendarFileForm([(row.body.key, row.name) for row in rows], *_posted(request))
    context: dict[str, Any] = {"matter": matter, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "joint_decisions/calendar_import.html", context)
    _forget(request)
    data, of_body = form.cleaned_data["file"].read(), form.cleaned_data["partner"]
    try:
        found = read_calendars(data, of_body=of_body)
        partner_of = _partners_named(found, rows)
    except BrokenFile as error:
        context |= {
            "problems": error.problems[:PROBLEMS_SHOWN],
            "hidden_problems": max(0, len(error.problems) - PROBLEMS_SHOWN),
        }
        return render(request, "joint_decisions/calendar_import.html", context, status=400)
    request.session[SESSION_KEY] = {"path": kept_files.keep(data), "of_body": of_body, "matter": pk}
    names = {row.id: row.name for row in rows}
    context["found"] = [(names[partner_of[each.body]], each) for each in found]
    return render(request, "joint_decisions/calendar_import.html", context)


@login_required
@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the calendar file that was previewed."""
    matter, rights = _insider(request, pk)
    kept = request.session.get(SESSION_KEY) or {}
    data = kept_files.kept(kept["path"]) if kept.get("matter") == pk else None
    if data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("joint_decisions:calendar-import", pk)
    found = read_calendars(data, of_body=kept["of_body"])
    partner_of = _partners_named(found, _editable(request, matter, rights))
    count = actions.import_calendars(
        matter=matter, found=found, partner_of=partner_of, by=person(request), on=today()
    )
    _forget(request)
    said = ngettext("{n} neue Sitzung übernommen.", "{n} neue Sitzungen übernommen.", count).format(n=count)
    messages.success(request, said)
    return redirect("joint_decisions:timetable", pk)


def _insider(request: HttpRequest, pk: int) -> tuple[JointDecision, Rights]:
    """Return the matter for those who take part; for others there is no timetable."""
    matter = queries.matter_for(request.user, pk, on=today())
    rights = rights_of(request.user, matter, on=today())
    if not rights.is_insider:
        raise Http404
    return matter, rights


def _may_edit(rights: Rights, row: PartnerRow) -> bool:
    return rights.may_edit or rights.may_write(row.body.id)


def _editable(request: HttpRequest, matter: JointDecision, rights: Rights) -> list[PartnerRow]:
    found = timetable_of(matter, rights=rights, on=today(), not_before=today())
    rows = [row for row in found.board.rows if _may_edit(rights, row)]
    if not rows:
        raise Http404
    return rows


def _first_day(request: HttpRequest) -> date:
    """Return from when the papers are ready: the day asked for, else today; never before today."""
    text = texts.asked(request.GET, FROM)
    try:
        return max(parse_day(text), today()) if text else today()
    except AllmendeError as error:
        messages.warning(request, str(error))
        return today()


def _tried(request: HttpRequest, found: Timetable) -> tuple[list[Tried], str]:
    """Return the special sitting that the form asks for, or what speaks against it."""
    parameters = request.POST if request.method == "POST" else request.GET
    key, text = texts.asked(parameters, STATION), texts.asked(parameters, DAY)
    if not key and not text:
        return [], ""
    if not re.fullmatch(r"[0-9]{1,18}", key) or int(key) not in found.stations or not text:
        return [], _("Wählen Sie ein Gremium und einen Tag.")
    try:
        day = parse_day(text)
    except AllmendeError as error:
        return [], str(error)
    trouble = check_special(found.stations[int(key)][1], day, found.frame.not_before)
    return ([], trouble) if trouble else ([Tried(int(key), day)], "")


def _partners_named(found: list[CommitteeDays], rows: list[PartnerRow]) -> dict[str, int]:
    """Return the partner for each body as the file writes it: by key, by name, or by a name that fits."""
    by_key = {row.body.key: row.id for row in rows}
    by_name = {row.name.casefold(): row.id for row in rows}
    written = list(dict.fromkeys(each.body for each in found))
    matched = register.match_names(written, on=today())
    partner_of: dict[str, int] = {}
    problems = []
    for name in written:
        fitting = {by_key[each.key] for each in matched.get(name, ()) if each.key in by_key}
        partner = by_key.get(name) or by_name.get(name.casefold())
        if partner is None and len(fitting) == 1:
            partner = fitting.pop()
        if partner is None:
            said = "ist kein Partner, dessen Sitzungen Sie eintragen dürfen; prüfen Sie die Schreibweise."
            problems.append(RowProblem(0, "koerperschaft", f"„{name[:80]}“ {said}"))
        else:
            partner_of[name] = partner
    if problems:
        raise BrokenFile(problems)
    return partner_of


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])
