"""The page about open data for everyone, and the one on which a body's head decides what is public."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from allmende.oparl.models import LegislativeTerm, Location, Publication
from allmende.oparl.open_data.forms import DetailsForm, PlaceForm, TermForm
from allmende.oparl.open_data.records import readable_publications
from allmende.oparl.serving import actions
from allmende.oparl.serving.answering import addresses_for
from allmende.oparl.serving.domain import ObjectKind, PublicationState
from allmende.oparl.serving.labels import KINDS, STATES, SWITCHES
from allmende.oparl.serving.store import counts_of, settle_changes
from allmende.papers import queries as papers
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability, UnknownBody
from allmende.register.visitors import acting_body, person, today

Save = Callable[[HttpRequest, BodyView, dict[str, Any], date], object]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what can be fetched, and which bodies publish."""
    see = addresses_for(request)
    own = acting_body(request)
    may_switch = own is not None and register.may(request.user, own.id, Capability.PUBLISH_BODY, on=today())
    context = {
        "publications": readable_publications(),
        "system": see.system(),
        "own": own if may_switch else None,
        "downloads": [
            (_("Beschlüsse als JSON"), reverse("open-data:decisions", args=["json"])),
            (_("Beschlüsse als CSV (Excel)"), reverse("open-data:decisions", args=["csv"])),
            (_("Beschreibung der Felder (JSON-Schema)"), reverse("open-data:schema")),
            (_("Eintrag für Datenportale (DCAT-AP.de)"), reverse("open-data:catalog")),
            (_("Neue Vorlagen und Beschlüsse (Atom)"), reverse("open-data:papers", args=["atom"])),
            (_("Neue Vorlagen und Beschlüsse (RSS)"), reverse("open-data:papers", args=["rss"])),
            (_("Öffentliche Sitzungen (Kalender)"), reverse("open-data:sittings")),
            (_("Verzeichnis der Zusammenarbeit als CSV"), reverse("cooperations:data", args=["csv"])),
            (_("Verzeichnis der Zusammenarbeit als JSON"), reverse("cooperations:data", args=["json"])),
        ],
    }
    return render(request, "oparl/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a body publishes; its head switches it and fills in what papers do not say."""
    body = _body(key)
    may_switch = register.may(request.user, body.id, Capability.PUBLISH_BODY, on=today())
    found = Publication.objects.filter(body=body.id).first()
    if not may_switch and (found is None or found.state == PublicationState.PAUSED):
        raise Http404
    forms_shown = _forms(found, body) if may_switch and found else {}
    if request.method == "POST":
        action = request.POST.get("aktion", "")
        if action in {state.value for state in PublicationState}:
            return _switched(request, body, PublicationState(action))
        if action in SAVE and found:
            form_class, save, message = SAVE[action]
            form = form_class(request.POST, prefix=action)
            if form.is_valid():
                save(request, body, form.cleaned_data, today())
                messages.success(request, message())
                return redirect("open-data:publication", key=body.key)
            forms_shown[action] = form
    return render(
        request, "oparl/publication.html", _context(request, body, found, may_switch) | {"forms": forms_shown}
    )


def _switched(request: HttpRequest, body: BodyView, state: PublicationState) -> HttpResponse:
    actions.switch_publication(body=body, state=state, by=person(request), on=today())
    settle_changes()
    messages.success(request, _("Die Veröffentlichung ist jetzt: {state}.").format(state=STATES[state]))
    return redirect("open-data:publication", key=body.key)


def _context(
    request: HttpRequest, body: BodyView, found: Publication | None, may_switch: bool
) -> dict[str, Any]:
    see = addresses_for(request)
    state = PublicationState(found.state) if found else None
    if found:
        settle_changes()
    counts = counts_of(body.id) if found else {}
    return {
        "body": body,
        "publication": found,
        "state": STATES[state] if state else _("nicht eingeschaltet"),
        "is_open": state in (PublicationState.PUBLIC, PublicationState.ARCHIVED),
        "may_switch": may_switch,
        "counts": [(KINDS[kind], number) for kind, number in counts.items()],
        "waiting": papers.public_papers_of(body.id) if not found else None,
        "read_elsewhere": papers.imported_papers_of(body.id),
        "choices": [
            (each.value, label) for each, label in SWITCHES.items() if state is not None and each is not state
        ],
        "addresses": [
            (_("OParl, ganzes System"), see.system()),
            (_("OParl, diese Körperschaft"), see.one(ObjectKind.BODY, body.id)),
            (_("Neue Vorlagen (Atom)"), see.at(_of_body(reverse("open-data:papers", args=["atom"]), body))),
            (_("Sitzungen (Kalender)"), see.at(_of_body(reverse("open-data:sittings"), body))),
            (_("Beschlüsse (CSV)"), see.at(_of_body(reverse("open-data:decisions", args=["csv"]), body))),
        ],
        "preview": see.list_of(ObjectKind.BODY, body.id, ObjectKind.PAPER),
        "terms": LegislativeTerm.objects.filter(body=body.id).order_by("starts_on"),
    }


def _of_body(path: str, body: BodyView) -> str:
    return f"{path}?koerperschaft={body.key}"


def _body(key: str) -> BodyView:
    try:
        return register.known_body_by_key(key, on=today())
    except UnknownBody as unknown:
        raise Http404 from unknown


def _forms(found: Publication, body: BodyView) -> dict[str, forms.Form]:
    details = {name: getattr(found, name) for name in actions.DETAILS}
    known = Location.objects.filter(body=body.id).values(*PlaceForm.base_fields).first()
    place: dict[str, Any] = {**known} if known else {}
    return {
        "details": DetailsForm(initial=details, prefix="details"),
        "place": PlaceForm(initial=place, prefix="place"),
        "term": TermForm(prefix="term"),
    }


def _save_details(request: HttpRequest, body: BodyView, fields: dict[str, Any], on: date) -> object:
    return actions.describe_publication(body=body, details=fields, by=person(request), on=on)


def _save_place(request: HttpRequest, body: BodyView, fields: dict[str, Any], on: date) -> object:
    return actions.set_location(body=body, values=fields, by=person(request), on=on)


def _save_term(request: HttpRequest, body: BodyView, fields: dict[str, Any], on: date) -> object:
    return actions.add_term(body=body, by=person(request), on=on, **fields)


SAVE: dict[str, tuple[type[forms.Form], Save, Callable[[], str]]] = {
    "details": (DetailsForm, _save_details, lambda: _("Die Angaben sind gespeichert.")),
    "place": (PlaceForm, _save_place, lambda: _("Der Ort ist gespeichert.")),
    "term": (TermForm, _save_term, lambda: _("Die Wahlperiode ist gespeichert.")),
}
