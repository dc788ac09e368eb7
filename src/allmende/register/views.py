"""Pages of the register that everyone may see, and the switcher „Ich handle für“."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter, respond
from allmende.register import map_page, page_queries, queries
from allmende.register.body_page import body_context
from allmende.register.dated import body_url
from allmende.register.domain import Kind
from allmende.register.labels import said
from allmende.register.map.classes import FIGURES, figure_of
from allmende.register.map.drawing import ATTRIBUTION
from allmende.register.middleware import ACTING_BODY
from allmende.register.periods import until
from allmende.register.visitors import day_or_none

LAND_NAME = "Nordrhein-Westfalen"
LONGEST_QUERY = 200


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Show the list; a search for an ambiguous name also asks which body is meant."""
    on = timezone.localdate()
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    table = bodies_table(request, on, is_search=bool(text))
    bearers = queries.bodies_named(text, on=on) if text else ()
    context = {"bearers": bearers if len(bearers) > 1 else (), "text": text}
    return respond(request, table, "register/bodies.html", context)


def bodies_table(request: HttpRequest, on: date, *, is_search: bool) -> Table:
    """Return the list of bodies; hits of a search come nearest first unless the person sorts."""
    return Table(
        request,
        id="bodies",
        caption=_("Körperschaften"),
        rows=page_queries.listed_bodies(on),
        columns=[
            Column(
                "name", _("Name"), "name", kind="link", url=lambda row: body_url(row.key), sort="sort_key"
            ),
            Column("art", _("Art"), lambda row: said(row.kind_label), sort="kind_label"),
            Column("gehoert-zu", _("gehört zu"), "parent_name", sort="parent_name"),
            Column("einwohner", _("Einwohnerzahl"), "population", kind="number", sort="population", places=0),
            Column("flaeche", _("Fläche in km²"), "area", kind="number", sort="area", places=2),
            Column("schluessel", _("Schlüssel"), "key", sort="key"),
        ],
        filters=[
            TextFilter("q", _("Name oder Schlüssel"), nearest_first),
            ChoiceFilter("art", _("Art"), kind_choices(), lookup="kind"),
            ChoiceFilter("gebiet", _("Gebiet"), page_queries.regions(on), narrow=page_queries.in_region),
            ChoiceFilter(
                "groesse",
                _("Einwohnerzahl"),
                [(size.code, said(size.label)) for size in page_queries.SIZES],
                narrow=page_queries.of_size,
            ),
        ],
        default_sort="" if is_search else "name",
        empty_text=_("Das Register ist noch leer. Lesen Sie eine Liste ein."),
    )


def nearest_first(rows: Any, text: str) -> Any:
    found = queries.matching(rows, text[:LONGEST_QUERY])
    return found.order_by("-similarity", "sort_key", "pk")


def kind_choices() -> list[tuple[str, str]]:
    labels = {kind.value: said(kind.label) for kind in Kind}
    return [(code, label[:1].upper() + label[1:]) for code, label in labels.items()]


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Lead from a name to its body: at once if only one bears it, else ask."""
    name = request.GET.get("name", "").strip()[:LONGEST_QUERY]
    on = timezone.localdate()
    bearers = queries.bodies_named(name, on=on) if name else ()
    if len(bearers) == 1:
        return redirect(bearers[0].url)
    similar = () if bearers or not name else queries.body_options(name, on=on)
    return render(request, "register/find.html", {"name": name, "bearers": bearers, "similar": similar})


@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """Show one body as it was on a day."""
    today = timezone.localdate()
    asked = request.GET.get("stand", "")
    on = day_or_none(asked) or today
    days = page_queries.days_of(key)
    if days is None:
        raise Http404
    first, last = days
    shown = max(on, first) if last is None else min(max(on, first), last)
    context = body_context(request, queries.body_by_key(key, on=shown), on=shown, today=today)
    context["asked_outside"] = on if on != shown else None
    context["first_day"], context["last_day"] = first, last
    context["ended_on"] = until(last) if last and last < today else None
    context["is_wrong_day"] = bool(asked) and day_or_none(asked) is None
    return render(request, "register/body.html", context)


@require_safe
def map_of_land(request: HttpRequest) -> HttpResponse:
    """Show the map with its table; `?kreis=` zooms, `?gemeinde=` marks."""
    on = timezone.localdate()
    figure = figure_of(request.GET.get("kennzahl", ""))
    choices = map_page.districts(on)
    district = request.GET.get("kreis", "")
    place = dict(choices).get(district, "")
    rows = map_page.mapped_bodies(on)
    if place:
        rows = map_page.of_district(rows, district)
    table = map_table(request, rows, figure)
    selected = request.GET.get("gemeinde", "")
    areas = [map_page.area_of(row, figure, selected) for row in rows.order_by("sort_key")]
    title = _("Karte: {figure} in {place}").format(figure=figure.label, place=place or LAND_NAME)
    context = {
        "figure": figure,
        "figures": FIGURES,
        "districts": choices,
        "district": district if place else "",
        "place": place or LAND_NAME,
        "svg": map_page.draw(areas, district=district if place else "", title=title),
        "legend": map_page.legend(areas, figure),
        "selected": next((area for area in areas if area.is_selected), None),
        "attribution": ATTRIBUTION,
    }
    return respond(request, table, "register/map.html", context)


def map_table(request: HttpRequest, rows: Any, figure: Any) -> Table:
    columns = [
        Column("name", _("Name"), "name", kind="link", url=lambda row: body_url(row.key), sort="sort_key"),
        Column("kreis", _("gehört zu"), "parent_name", sort="parent_name"),
        Column("einwohner", _("Einwohnerzahl"), "population", kind="number", sort="population", places=0),
        Column("flaeche", _("Fläche in km²"), "area", kind="number", sort="area", places=2),
    ]
    if figure.code != "einwohner":
        columns.append(
            Column(
                "wert",
                figure.label,
                lambda row: map_page.figure_value(figure, row),
                kind="number",
                places=figure.places,
            )
        )
    return Table(
        request,
        id="map",
        caption=_("Gemeinden auf der Karte"),
        rows=rows,
        columns=columns,
        default_sort="name",
    )


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Choose for which of the own bodies to act."""
    key = request.POST.get("body", "")
    chosen = next((each.body for each in getattr(request, "memberships", []) if each.body.key == key), None)
    if chosen is None:
        messages.error(request, _("Für diese Körperschaft handeln Sie nicht."))
    else:
        request.session[ACTING_BODY] = chosen.key
        messages.success(request, _("Sie handeln jetzt für {body}.").format(body=chosen.designation))
    following = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, request.is_secure()):
        following = reverse("web:home")
    return HttpResponseRedirect(following)
