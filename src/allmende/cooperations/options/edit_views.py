"""Create and change a comparison: basics, figures of partners, options. Actions decide what can be stored."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.common.errors import AllmendeError
from allmende.cooperations import queries as cooperations
from allmende.cooperations.options import actions
from allmende.cooperations.options import form_values as v
from allmende.cooperations.options import forms as f
from allmende.cooperations.options.basics import basics_from, first_inputs, station_line
from allmende.cooperations.options.models import Comparison
from allmende.cooperations.options.partners import lines_for
from allmende.cooperations.options.visitors import comparing_body, editable
from allmende.cooperations.status_quo import parties_of
from allmende.papers import queries as papers
from allmende.register.domain import NotAllowed
from allmende.register.visitors import person, today

COPIED = (
    "title",
    "variant",
    "exit",
    "staff",
    "data_protection",
    "cost_note",
    "officials",
    "own_share",
    "form",
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_comparison(request: HttpRequest) -> HttpResponse:
    body, day = comparing_body(request), today()
    key = request.GET.get("zusammenarbeit", "")
    cooperation = cooperations.cooperation_by_key(key) if key else None
    initial = {"on": day, "first_year": day.year + 1, "years": 5, "partners": str(body)}
    if cooperation is not None:
        initial |= {
            "title": cooperations.name_on(cooperation, on=day),
            "partners": lines_for(parties_of(cooperation, on=day), on=day) or str(body),
        }
    form = f.NewForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            inputs = first_inputs(form.cleaned_data, cooperation, owner=body.key)
            made = actions.create_comparison(body=body, inputs=inputs, by=person(request), on=day)
        except NotAllowed:
            raise
        except AllmendeError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Der Vergleich ist angelegt. Tragen Sie nun ein, was Sie wissen."))
            return redirect(made.get_absolute_url())
    context = {"form": form, "body": body, "cooperation": cooperation, "name": initial.get("title", "")}
    return render(request, "options/new.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: HttpRequest, pk: int) -> HttpResponse:
    comparison = editable(request, pk)
    inputs = comparison.inputs
    initial = {
        **{name: inputs.get(name) for name in ("title", "text", "on", "first_year", "years", "climate")},
        "partners": lines_for(_members(comparison), on=date.fromisoformat(inputs["on"])),
        "stations": "\n".join(station_line(each) for each in inputs.get("stations", [])),
        "sources": "\n".join(inputs.get("sources", [])),
        "criteria": "\n".join(f"{each['name']} = {each['weight']}" for each in inputs.get("criteria", [])),
    }
    choices = papers.paper_choices(comparison.body_id, user=request.user, on=today())
    form = f.EditedBasicsForm(
        request.POST or None, initial={**initial, "paper": comparison.paper_id}, papers=choices
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = basics_from(form.cleaned_data, inputs, owner=inputs.get("owner", ""))
        except AllmendeError as problem:
            form.add_error("partners", str(problem))
        else:
            save = partial(actions.save_basics, paper_id=form.cleaned_data["paper"])
            if saved := _save(request, comparison, changed, form, save):
                return saved
    context = {"form": form, "comparison": comparison, "heading": _("Grundlagen")}
    return render(request, "options/edit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_figures(request: HttpRequest, pk: int) -> HttpResponse:
    comparison = editable(request, pk)
    partners = comparison.inputs.get("partners", [])
    data = request.POST or None
    rows = [f.PartnerForm(data, prefix=f"p{i}", initial=_known(each)) for i, each in enumerate(partners)]
    errors = forms.Form(data)
    if request.method == "POST" and errors.is_valid() and _valid(*rows):
        changed = [_with_figures(each, row.cleaned_data) for each, row in zip(partners, rows, strict=True)]
        if saved := _save(request, comparison, {**comparison.inputs, "partners": changed}, errors):
            return saved
    context = {
        "form": errors,
        "rows": list(zip(partners, rows, strict=True)),
        "comparison": comparison,
        "heading": _("Zahlen der Beteiligten"),
    }
    return render(request, "options/partners.html", context)


def _valid(*parts: Any) -> bool:
    """Return whether all are valid; every one is looked at, so that all mistakes show at once."""
    return min(part.is_valid() for part in parts) if parts else True


def _known(partner: dict[str, Any]) -> dict[str, Any]:
    drivers = partner.get("drivers", {})
    entered = {driver.value: drivers.get(driver.value, {}).get("value") for driver in f.ENTERED}
    today_pays = partner.get("pays_today") or {}
    sources = [drivers.get(driver.value, {}).get("source") for driver in f.ENTERED] + [
        today_pays.get("source")
    ]
    value = today_pays.get("value")
    return {
        **entered,
        "pays_today": int(value) if value not in (None, "") else None,
        "contract": partner.get("contract", ""),
        "source": next((each for each in sources if each), ""),
    }


def _with_figures(partner: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    drivers = dict(partner.get("drivers", {}))
    for driver in f.ENTERED:
        value = data[driver.value]
        if value is None:
            drivers.pop(driver.value, None)
        else:
            drivers[driver.value] = {
                **drivers.get(driver.value, {}),
                "value": value,
                "source": data["source"],
            }
    pays = data["pays_today"]
    today_pays = {} if pays is None else {"value": str(pays), "source": data["source"]}
    return {**partner, "drivers": drivers, "pays_today": today_pays, "contract": data["contract"]}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_option(request: HttpRequest, pk: int) -> HttpResponse:
    comparison = editable(request, pk)
    taken = {each["key"] for each in comparison.inputs["options"]}
    key = next(f"weg-{number}" for number in range(1, len(taken) + 2) if f"weg-{number}" not in taken)
    return _option_page(request, comparison, {"key": key}, _("Neue Alternative"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def option(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    comparison = editable(request, pk)
    stored = _option_of(comparison, key)
    return _option_page(request, comparison, stored, stored["title"])


def _option_of(comparison: Comparison, key: str) -> dict[str, Any]:
    found: dict[str, Any] | None = next(
        (each for each in comparison.inputs["options"] if each["key"] == key), None
    )
    if found is None:
        raise Http404
    return found


def _option_page(
    request: HttpRequest, comparison: Comparison, stored: dict[str, Any], heading: str
) -> HttpResponse:
    data = request.POST or None
    form = f.OptionForm(data, initial=_option_initial(stored))
    costs = f.CostFormSet(
        data, prefix="kosten", initial=[v.cost_initial(each) for each in stored.get("costs", [])]
    )
    members = _members(comparison)
    votes = f.VoteFormSet(
        data, prefix="stimmen", initial=[v.vote_initial(each, members) for each in stored.get("votes", [])]
    )
    if request.method == "POST" and _valid(form, costs, votes):
        try:
            rules = v.vote_inputs(votes.cleaned_data, members)
        except AllmendeError as problem:
            form.add_error(None, str(problem))
        else:
            changed = _option_inputs(stored, form.cleaned_data, costs.cleaned_data, rules)
            if saved := _save_option(request, comparison, changed, form):
                return saved
    context = {"form": form, "costs": costs, "votes": votes, "comparison": comparison, "heading": heading}
    return render(
        request,
        "options/option.html",
        {**context, "option_key": stored["key"], "is_new": "form" not in stored},
    )


def _members(comparison: Comparison) -> list[tuple[str, str]]:
    return [(each["key"], each["name"]) for each in comparison.inputs.get("partners", [])]


def _save_option(
    request: HttpRequest, comparison: Comparison, changed: dict[str, Any], form: forms.Form
) -> HttpResponse | None:
    """Store one option among the others, in its place or as the last one."""
    others = comparison.inputs["options"]
    is_new = all(each["key"] != changed["key"] for each in others)
    listed = [*others, changed] if is_new else [changed if e["key"] == changed["key"] else e for e in others]
    return _save(request, comparison, {**comparison.inputs, "options": listed}, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_costs(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Enter what groups of partners would pay on their own."""
    comparison = editable(request, pk)
    stored = _option_of(comparison, key)
    members = _members(comparison)
    written = v.group_lines(stored.get("group_costs", []), members)
    form = f.GroupCostsForm(request.POST or None, initial={"groups": written})
    if request.method == "POST" and form.is_valid():
        try:
            groups = v.group_inputs(form.cleaned_data["groups"], members)
        except AllmendeError as problem:
            form.add_error("groups", str(problem))
        else:
            if saved := _save_option(request, comparison, {**stored, "group_costs": groups}, form):
                return saved
    heading = _("Kosten je Gruppe: {title}").format(title=stored["title"])
    context = {"form": form, "comparison": comparison, "heading": heading}
    return render(request, "options/edit.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter whose consent matters beside the founding resolutions."""
    comparison = editable(request, pk)
    data = request.POST or None
    choices = [(each["key"], each["title"]) for each in comparison.inputs["options"]]
    rows = f.ConsentFormSet(
        data,
        prefix="zustimmung",
        initial=comparison.inputs.get("consents", []),
        form_kwargs={"choices": choices},
    )
    form = forms.Form(data)
    if request.method == "POST" and form.is_valid() and _valid(rows):
        entered = [row for row in rows.cleaned_data if row and row.get("who")]
        if saved := _save(request, comparison, {**comparison.inputs, "consents": entered}, form):
            return saved
    heading = _("Wer zustimmen muss")
    context = {"form": form, "rows": rows, "comparison": comparison, "heading": heading}
    return render(request, "options/consents.html", context)


def _option_initial(stored: dict[str, Any]) -> dict[str, Any]:
    checks = [*(stored.get("vat_conditions") or []), None, None, None, None][:4]
    return {
        **stored,
        **{f"vat_{index}": v.undecided(value) for index, value in enumerate(checks)},
        "has_private_capital": v.undecided(stored.get("has_private_capital")),
        "all_represented": v.undecided(stored.get("all_represented")),
        "open_points": "\n".join(stored.get("open_points", [])),
        "scores": "\n".join(f"{name} = {points}" for name, points in (stored.get("scores") or {}).items()),
    }


def _option_inputs(
    stored: dict[str, Any], data: dict[str, Any], costs: list[dict[str, Any]], rules: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the option as it is stored; what the forms do not show stays."""
    lines = v.cost_inputs(costs)
    for line, before in zip(lines, stored.get("costs", []), strict=False):
        line.update({name: before[name] for name in ("payer", "is_open_after") if name in before})
    for rule, before in zip(rules, stored.get("votes", []), strict=False):
        same = all(
            rule[name] == before.get(name, rule[name])
            for name in ("weighting", "share", "matter", "given", "needed", "needs_heads", "vetoes")
        )
        rule["words"] = before.get("words", "") if same else ""
    return {
        **stored,
        **{name: data[name] for name in COPIED},
        "starts_on": data["starts_on"].isoformat() if data["starts_on"] else None,
        "applied_on": data["applied_on"].isoformat() if data["applied_on"] else None,
        "has_private_capital": v.decided(data["has_private_capital"]),
        "all_represented": v.decided(data["all_represented"]),
        "vat_conditions": [v.decided(data[f"vat_{index}"]) for index in range(4)],
        "open_points": v.lines_of(data["open_points"]),
        "scores": v.whole_numbers(data["scores"]),
        "costs": lines,
        "votes": rules,
    }


@login_required
@require_POST
def remove_option(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    comparison = editable(request, pk)
    left = [each for each in comparison.inputs["options"] if each["key"] != key]
    form = forms.Form(request.POST)
    if form.is_valid() and (
        saved := _save(request, comparison, {**comparison.inputs, "options": left}, form)
    ):
        return saved
    return redirect("options:comparison", pk)


def _save(
    request: HttpRequest,
    comparison: Comparison,
    inputs: dict[str, Any],
    form: forms.Form,
    save: Callable[..., Comparison] = actions.save_inputs,
) -> HttpResponse | None:
    """Store the inputs and return the way onward, or put the reason into the form."""
    revision = request.POST.get("revision", "")
    try:
        saved = save(
            comparison_id=comparison.pk,
            inputs=inputs,
            revision=int(revision) if revision.isdigit() else 0,
            by=person(request),
            on=today(),
        )
    except NotAllowed:
        raise
    except AllmendeError as problem:
        form.add_error(None, str(problem))
        return None
    messages.success(request, _("Gespeichert und neu gerechnet."))
    return redirect(saved.get_absolute_url())
