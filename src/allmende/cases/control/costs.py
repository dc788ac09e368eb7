"""Cost and caseload by provider, for finance: contracts and released numbers, never a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.cases.control.visitors import SEES_STATISTICS, duties, region_names
from allmende.cases.costs import CostPage, costs_of
from allmende.cases.models import Region
from allmende.cases.views.pages import case_page
from allmende.funding.small_table import SmallTable
from allmende.pages.columns import Column
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book
from allmende.register.visitors import today


@case_page
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Show cost per post and cases per post of each region of the visitor."""
    found = {duty.region_id for duty in duties(request, SEES_STATISTICS)}
    regions = list(Region.objects.filter(pk__in=found).order_by("key"))
    names = region_names(regions)
    pages = [(names[region.pk], costs_of(region, on=today())) for region in regions]
    tables = [(name, page, _table(name, page)) for name, page in pages]
    if request.GET.get("format") == "xlsx":
        sheets = [table.sheet() for _name, _page, table in tables]
        return file_response(xlsx_book(sheets), safe_filename(_("Kosten und Auslastung"), "xlsx"))
    return render(request, "cases/control/costs.html", {"tables": tables})


def _table(name: str, page: CostPage) -> SmallTable:
    return SmallTable(
        name,
        [
            Column("stelle", _("Stelle"), "name"),
            Column("kosten", _("Kosten (Prognose)"), "cents", kind="money"),
            Column("stellen", _("Stellen"), "posts", kind="number"),
            Column("je_stelle", _("Kosten je Stelle"), "per_post", kind="money"),
            Column("faelle", _("Fälle (gerundet)"), "cases", kind="number"),
            Column("faelle_je_stelle", _("Fälle je Stelle"), "cases_per_post", kind="number"),
        ],
        page.rows,
    )
