"""The page of one body: everything the register says of it on a day."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.accounts.queries import history_of
from allmende.common import formats
from allmende.pages import charts
from allmende.pages.tables import Column, Table
from allmende.register import map_page, page_queries, queries
from allmende.register.actions import BODY
from allmende.register.appointing import may_appoint_head, may_manage_members
from allmende.register.body_sections import SECTIONS
from allmende.register.dated import body_url
from allmende.register.domain import BodyView, Capability, FigureKind, FigureView, Kind
from allmende.register.labels import said
from allmende.register.map.drawing import ATTRIBUTION


def body_context(request: HttpRequest, body: BodyView, *, on: date, today: date) -> dict[str, Any]:
    """Return what the page shows."""
    names, kinds = page_queries.history(body.id)
    figures = page_queries.figures_of(body.id)
    neighbours = page_queries.neighbours_of(body.id, on=on)
    around = {each.body.key: each.body.name for each in neighbours}
    return {
        "body": body,
        "on": on,
        "is_today": on == today,
        "facts": key_facts(body, figures, on=on),
        "names": names,
        "kinds": kinds,
        "successors": queries.successors_of(body.id),
        "landschaftsverband": page_queries.landschaftsverband_of(body.id, on=on),
        "associations": page_queries.associations_of(body.id, on=on),
        "population": population_chart(body, figures.get(FigureKind.POPULATION, [])),
        "figures": [view for views in figures.values() for view in reversed(views)],
        "neighbours": neighbours,
        "locator": map_page.locator(body, around),
        "attribution": ATTRIBUTION,
        "children": children_table(request, body, on) if may_have_children(body) else None,
        "sources": page_queries.sources_of(body.id),
        "sections": [found for section in SECTIONS if (found := section(body, request))],
        **internal_context(request, body, today),
    }


def internal_context(request: HttpRequest, body: BodyView, today: date) -> dict[str, Any]:
    """Return what only people of this body see: who acts for it, and what happened."""
    may_appoint = may_appoint_head(request.user, body, on=today)
    if not queries.may(request.user, body.id, Capability.READ_INTERNAL, on=today):
        return {"is_member": False, "may_appoint": may_appoint}
    return {
        "is_member": True,
        "may_appoint": may_appoint,
        "members": page_queries.members_of(body.id, on=today),
        "may_manage": may_manage_members(request.user, body, on=today),
        "events": history_of(BODY, body.key, limit=20),
    }


def key_facts(
    body: BodyView, figures: dict[FigureKind, list[FigureView]], *, on: date
) -> list[tuple[str, str]]:
    """Return the few lines that identify the body; figures as of the day."""
    facts = [(_("Art"), said(body.kind_label)), (_("Amtliche Schreibweise"), body.name_official)]
    label = _("Amtlicher Gemeindeschlüssel (AGS)") if body.ags else _("Schlüssel")
    facts.append((label, body.key))
    population = figure_on(figures.get(FigureKind.POPULATION, []), on)
    area = figure_on(figures.get(FigureKind.AREA, []), on)
    if population:
        text = f"{formats.number(population.value, 0)} ({formats.day(population.reference_date)})"
        facts.append((_("Einwohnerinnen und Einwohner"), text))
    if area:
        facts.append((_("Fläche"), f"{formats.area(area.value)} ({formats.day(area.reference_date)})"))
    if population and area and area.value:
        density = (population.value / area.value).quantize(Decimal(1), ROUND_HALF_UP)
        facts.append((_("Einwohnerinnen und Einwohner je km²"), formats.number(density)))
    return facts


def figure_on(views: list[FigureView], on: date) -> FigureView | None:
    """Return the last figure up to the day; before the first one, the first."""
    earlier = [view for view in views if view.reference_date <= on]
    return earlier[-1] if earlier else (views[0] if views else None)


def population_chart(body: BodyView, views: list[FigureView]) -> dict[str, Any] | None:
    """Return the chart of the population with its table, None for a single figure."""
    if len(views) < 2:
        return None
    first, last = views[0], views[-1]
    desc = _("Von {first} am {first_day} auf {last} am {last_day}.").format(
        first=formats.number(first.value, 0),
        first_day=formats.day(first.reference_date),
        last=formats.number(last.value, 0),
        last_day=formats.day(last.reference_date),
    )
    title = _("Einwohnerinnen und Einwohner: {body}").format(body=body.designation)
    points = [charts.Point(view.reference_date, view.value.to_integral_value()) for view in views]
    return {
        "svg": charts.line_chart(points, title=title, desc=desc),
        "caption": _("Einwohnerinnen und Einwohner im Lauf der Jahre"),
        "rows": [(formats.day(view.reference_date), formats.number(view.value, 0)) for view in views],
    }


def may_have_children(body: BodyView) -> bool:
    return body.ags is None or body.kind in {Kind.ZWECKVERBAND, Kind.KOMMUNALER_VERBAND}


def children_table(request: HttpRequest, body: BodyView, on: date) -> Table:
    """Return the bodies directly below."""
    return Table(
        request,
        id="children",
        caption=_("Liste der zugehörigen Körperschaften"),
        rows=page_queries.children_of(body, on=on),
        columns=[
            Column(
                "name", _("Name"), "name", kind="link", url=lambda row: body_url(row.key), sort="sort_key"
            ),
            Column("art", _("Art"), lambda row: said(row.kind_label), sort="kind_label"),
            Column("einwohner", _("Einwohnerzahl"), "population", kind="number", sort="population", places=0),
            Column("flaeche", _("Fläche in km²"), "area", kind="number", sort="area", places=2),
        ],
        default_sort="name",
        exportable=False,
    )
