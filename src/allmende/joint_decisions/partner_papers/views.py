"""Pages of the partners' papers: make, download, see why each figure is what it is, correct."""

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allmende.common.formats import number
from allmende.jobs.queries import jobs_of
from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.errors import JointDecisionRefusal, UnknownMatter
from allmende.joint_decisions.models import BudgetLine, PartnerDecision
from allmende.joint_decisions.partner_papers import actions, making, printing, queries
from allmende.joint_decisions.partner_papers.forms import BudgetForm, MakeForm, RuleFigureForm
from allmende.joint_decisions.visitors import Visit, leading, visit
from allmende.ledger.queries import visible_calculations
from allmende.pages.downloads import file_response, safe_filename
from allmende.register.visitors import person, today

KINDS = ("docx", "pdf")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the papers of all partners and list what was made, what is missing and what is outdated."""
    found, board = _insider(request, pk)
    form = MakeForm(request.POST if request.method == "POST" else None)
    may_make = queries.may_make(board, found.rights)
    if request.method == "POST" and form.is_valid() and may_make:
        try:
            begun = actions.start_papers(
                board=board,
                rights=found.rights,
                uses_sample=form.cleaned_data["uses_sample"],
                url=reverse("joint_decisions:papers", args=[pk]),
                by=person(request),
                on=today(),
            )
        except JointDecisionRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("jobs:job", begun.job_id)
    batch = queries.last_batch(found.matter)
    context = {
        "matter": found.matter,
        "page_title": _("Vorlagen der Partner"),
        "page_text": _(
            "Für jeden Partner eine eigene Vorlage, als Word-Datei und als PDF: der gemeinsame Text, seine "
            "örtlichen Teile, seine eigenen Zahlen mit Grund, die Alternativen als Anlage."
        ),
        "board": board,
        "rights": found.rights,
        "form": form,
        "may_make": may_make,
        "batch": batch,
        "job": _job(request, batch.job_id) if batch and batch.job_id else None,
        "rows": queries.paper_rows(board),
        "outdated": queries.outdated_papers(board, on=today()),
        "rule_figures": found.matter.rule_figures.select_related("calculation"),
        "problems": actions.template_problems(board) if may_make else [],
    }
    return render(request, "joint_decisions/papers.html", context)


@login_required
@require_safe
def outdated(request: HttpRequest, pk: int) -> HttpResponse:
    """Return which papers carry outdated figures; the board fetches it, so that it need not wait for it."""
    found, board = _insider(request, pk)
    context = {"matter": found.matter, "outdated": queries.outdated_papers(board, on=today())}
    return render(request, "joint_decisions/_outdated.html", context)


@login_required
@require_safe
def archive(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Return all papers of a batch that the person may have, as one ZIP file."""
    found, board = _insider(request, pk)
    batch = found.matter.batches.filter(number=number).first()
    pairs = queries.papers_of_batch(batch, board) if batch else []
    if not pairs:
        raise Http404
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for row, paper in pairs:
            packed.writestr(_name(row, "docx"), bytes(paper.docx))
            packed.writestr(_name(row, "pdf"), bytes(paper.pdf))
    return file_response(buffer.getvalue(), safe_filename(f"Vorlagen {found.matter.title} {number}", "zip"))


@login_required
@require_safe
def paper_file(request: HttpRequest, pk: int, decision: int, kind: str) -> HttpResponse:
    """Return the newest paper of a partner as Word file or PDF."""
    _found, _board, row, own = _decision(request, pk, decision)
    paper = own.files.order_by("-batch__number").first()
    if paper is None or kind not in KINDS:
        raise Http404
    return file_response(bytes(paper.docx if kind == "docx" else paper.pdf), _name(row, kind))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, pk: int, decision: int) -> HttpResponse:
    """Show each figure of a partner's paper with its reason and what it was before; enter the budget line."""
    found, _board, row, own = _decision(request, pk, decision)
    may_write = found.rights.may_write(row.body.id)
    line = BudgetLine.objects.filter(partner=own.partner_id).first()
    form = BudgetForm(request.POST or None, initial=_budget(line)) if may_write else None
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        data = form.cleaned_data
        actions.save_budget_line(
            partner_id=own.partner_id,
            product=data["product"],
            account=data["account"],
            year=data["year"],
            planned_cents=data["planned"],
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Die Haushaltsstelle ist gespeichert. Erzeugen Sie die Vorlage neu."))
        return redirect("joint_decisions:figures", pk, decision)
    kept = own.figures.filter(is_current=True).select_related("batch", "replaces")
    context = {
        "matter": found.matter,
        "row": row,
        "decision": own,
        "figures": [(actions.value_of(each), _before(each)) for each in kept],
        "form": form,
    }
    return render(request, "joint_decisions/figures.html", context)


@login_required
@require_safe
def correction(request: HttpRequest, pk: int, decision: int, kind: str) -> HttpResponse:
    """Return the correction of a partner's paper: which figures are others by now, and why."""
    _found, board, row, own = _decision(request, pk, decision)
    outdated = next(
        (each for each in queries.outdated_papers(board, on=today()) if each.decision_id == own.pk), None
    )
    if outdated is None or kind not in KINDS:
        raise Http404
    data = making.correction_content(own, outdated.changes, on=today())
    made = printing.correction_docx(data) if kind == "docx" else printing.correction_pdf(data)
    return file_response(made, safe_filename(f"Ergaenzung {row.name}", kind))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Let each paper carry an amount that a rule gives, or what a calculation has booked."""
    found = leading(request, pk)
    calculations = visible_calculations(request.user, on=today()).order_by("title")
    form = RuleFigureForm(
        list(calculations.values_list("pk", "title")),
        request.POST or None,
        initial={"day": f"{today():%d.%m.%Y}"},
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.add_rule_figure(
                matter_id=pk,
                label=data["label"],
                rule=data["rule"],
                calculation_id=int(data["calculation"]) if data["calculation"] else None,
                inputs=data["inputs"],
                day=data["day"],
                by=person(request),
                on=today(),
            )
        except JointDecisionRefusal as refusal:
            form.add_error("rule", str(refusal))
        else:
            messages.success(request, _("Die Angabe kommt in die nächsten Vorlagen."))
            return redirect("joint_decisions:papers", pk)
    return render(request, "joint_decisions/rule_figure.html", {"matter": found.matter, "form": form})


@login_required
@require_POST
def remove_rule_figure(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    leading(request, pk)
    actions.remove_rule_figure(matter_id=pk, figure_id=figure, by=person(request), on=today())
    messages.success(request, _("Die Angabe steht nicht mehr in den nächsten Vorlagen."))
    return redirect("joint_decisions:papers", pk)


def _insider(request: HttpRequest, pk: int) -> tuple[Visit, Board]:
    """Return the matter for those who take part; for others there are no papers."""
    found = visit(request, pk, None)
    if not found.rights.is_insider:
        raise UnknownMatter
    return found, found.board(request)


def _decision(
    request: HttpRequest, pk: int, decision: int
) -> tuple[Visit, Board, PartnerRow, PartnerDecision]:
    found, board = _insider(request, pk)
    shown = queries.visible_decision(board, decision)
    if shown is None:
        raise Http404
    return found, board, *shown


def _job(request: HttpRequest, job_id: int) -> Any:
    """Return the job if it is the person's own; others see only what came of it."""
    return jobs_of(person(request)).filter(pk=job_id).first()


def _before(figure: Any) -> str:
    return actions.value_of(figure.replaces).shown if figure.replaces else ""


def _budget(line: BudgetLine | None) -> dict[str, Any]:
    if line is None:
        return {}
    planned = "" if line.planned_cents is None else number(Decimal(line.planned_cents) / 100, 2)
    return {"product": line.product, "account": line.account, "year": line.year, "planned": planned}


def _name(row: PartnerRow, kind: str) -> str:
    return safe_filename(f"Vorlage {row.name}", kind)
