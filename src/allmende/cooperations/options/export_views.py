"""Word, PDF, Excel and data of a comparison or of a frozen stand; the town's own Word template."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from allmende.common.errors import AllmendeError, Phrase
from allmende.common.formats import day
from allmende.cooperations.options import actions, queries
from allmende.cooperations.options.errors import BadInput
from allmende.cooperations.options.exporting.content import paper_content
from allmende.cooperations.options.exporting.printing import paper_pdf
from allmende.cooperations.options.exporting.spreadsheet import comparison_xlsx
from allmende.cooperations.options.exporting.word import default_template, word_file
from allmende.cooperations.options.models import Comparison, Snapshot
from allmende.cooperations.options.visitors import comparing_body, readable
from allmende.pages.downloads import file_response, safe_filename
from allmende.register.domain import NotAllowed
from allmende.register.visitors import person, today

KINDS = ("docx", "pdf", "anlage.pdf", "xlsx", "json")


@require_safe
def export(request: HttpRequest, pk: int, kind: str, number: int | None = None) -> HttpResponse:
    """Return the comparison, or one of its frozen stands, as a file."""
    if kind not in KINDS:
        raise Http404
    comparison = readable(request, pk)
    frozen = queries.snapshot_of(comparison, number) if number is not None else None
    inputs, sheet = _figures(comparison, frozen)
    if kind == "json":
        code = frozen.code if frozen else ""
        return JsonResponse(
            {"code": code, "inputs": inputs, "sheet": sheet}, json_dumps_params={"ensure_ascii": False}
        )
    name = safe_filename(
        f"{comparison.title} {'Anlage' if kind.startswith('anlage') else ''}", kind.rsplit(".")[-1]
    )
    return file_response(_content(request, comparison, frozen, sheet, kind), name)


def _figures(comparison: Comparison, frozen: Snapshot | None) -> tuple[Any, Any]:
    if frozen is not None:
        return frozen.content["inputs"], frozen.content["sheet"]
    if comparison.sheet is None:
        raise BadInput(
            place=Phrase("Export"),
            problem=Phrase("Es gibt noch kein Ergebnis. Warten Sie, bis gerechnet ist."),
        )
    return comparison.inputs, comparison.sheet


def _content(
    request: HttpRequest, comparison: Comparison, frozen: Snapshot | None, sheet: dict[str, Any], kind: str
) -> bytes:
    if kind == "xlsx":
        return comparison_xlsx(sheet)
    made_on = timezone.localtime(frozen.created_at if frozen else comparison.modified_at).date()
    address = request.build_absolute_uri((frozen or comparison).get_absolute_url())
    content = paper_content(sheet, code=frozen.code if frozen else "", day=day(made_on), address=address)
    if kind == "docx":
        own = queries.template_of(comparison.body_id)
        return word_file(content, bytes(own.data) if own else None)
    return paper_pdf(content, annex_only=kind == "anlage.pdf")


class TemplateForm(forms.Form):
    """A Word template to keep for the body."""

    file = forms.FileField(
        label=gettext_lazy("Word-Datei"),
        help_text=gettext_lazy("Eine .docx-Datei bis 2 MB mit Platzhaltern; das Muster zeigt alle."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def word_template(request: HttpRequest) -> HttpResponse:
    """Keep or remove the Word template of the body one acts for."""
    body = comparing_body(request)
    if request.POST.get("aktion") == "entfernen":
        actions.remove_template(body=body, by=person(request), on=today())
        messages.success(request, _("Es gilt wieder das Muster."))
        return redirect("options:word-template")
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            actions.store_template(
                body=body, name=file.name, data=file.read(), by=person(request), on=today()
            )
        except NotAllowed:
            raise
        except AllmendeError as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(request, _("Die Word-Vorlage ist hinterlegt."))
            return redirect("options:word-template")
    context = {"body": body, "form": form, "stored": queries.template_of(body.id)}
    return render(request, "options/word_template.html", context)


@require_safe
def sample_template(request: HttpRequest) -> HttpResponse:
    return file_response(default_template(), "muster-entscheidungsvorlage.docx")
