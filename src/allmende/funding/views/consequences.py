"""Who must be told of a change and what ends when: as a page and as a list of letters."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.funding import comparison_page, letters
from allmende.funding.consequences import consequences_of
from allmende.funding.standing import standing_of
from allmende.funding.visitors import visible_grant
from allmende.pages.downloads import file_response, safe_filename
from allmende.pages.exports import xlsx_book
from allmende.register.visitors import today


@login_required
@require_safe
def consequences(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom to write to and what ends when."""
    on = today()
    grant = visible_grant(request, pk)
    standing = standing_of(grant, on=on)
    found = consequences_of(standing, on=on)
    name = f"{_('Benachrichtigungen')} {grant.title}"
    if request.GET.get("format") == "docx":
        return file_response(letters.letter_list(standing, found, on=on), safe_filename(name, "docx"))
    if request.GET.get("format") == "xlsx":
        return file_response(xlsx_book(letters.sheets(found)), safe_filename(name, "xlsx"))
    context = {
        "grant": grant,
        "found": found,
        "endings": letters.ending_table(found),
    }
    return render(request, "funding/consequences.html", context)


@login_required
@require_safe
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare the providers of a grant: cost, posts, what each post costs whom."""
    on = today()
    grant = visible_grant(request, pk)
    standing = standing_of(grant, on=on)
    table = comparison_page.comparison_table(standing)
    if request.GET.get("format") == "xlsx":
        return file_response(
            xlsx_book([table.sheet()]), safe_filename(f"{_('Trägervergleich')} {grant.title}", "xlsx")
        )
    context = {
        "grant": grant,
        "table": table,
        "chart": comparison_page.chart(standing),
        "chart_rows": comparison_page.chart_rows(standing),
    }
    return render(request, "funding/comparison.html", context)
