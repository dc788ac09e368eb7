"""Pages of the law: look a rule up, see a value on both axes of time, calculate. Open to everybody."""

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from allmende.ledger.case_form import CaseForm, bound_case
from allmende.ledger.computing import law, layers_of, readable, rules_of
from allmende.ledger.explaining import reason_of
from allmende.ledger.law_pages import ParameterPage, RulePage, listed
from allmende.ledger.local_values.queries import believed_values, may_read, named
from allmende.ledger.local_values.settable import settables
from allmende.ledger.needs import told_values
from allmende.ledger.visitors import asked_body, may
from allmende.register.domain import BodyView, Capability
from allmende.register.forms import DayField
from allmende.register.visitors import acting_body, today
from allmende.rules import Parameter, Result, Rules, RulesError, shipped
from allmende.rules.rule import RuleVersion


class SearchForm(forms.Form):
    """What to look for, and the day on which it must hold."""

    q = forms.CharField(label=_("Suche"), max_length=200, required=False)
    on = DayField(label=_("gilt am"), required=False)


class DaysForm(forms.Form):
    """The two days of a question: what held on one, as far as it was known on the other."""

    on = DayField(label=_("Was galt am"))
    known = DayField(label=_("soweit bekannt am"))


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List all laws with their rules and values."""
    form = SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    text = asked.get("q", "")
    laws = listed(text, on=asked.get("on"))
    return render(request, "ledger/rules.html", {"form": form, "laws": laws, "text": text})


@require_safe
def entry(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rule or a parameter by its name."""
    parameter = law().parameter(name)
    if parameter is not None:
        return parameter_page(request, parameter)
    timeline = law().rule(name)
    if not timeline:
        raise Http404
    return rule_page(request, timeline[-1].what)


def parameter_page(request: HttpRequest, parameter: Parameter) -> HttpResponse:
    on = today()
    form = DaysForm(request.GET if "on" in request.GET else None, initial={"on": on, "known": on})
    context: dict[str, Any] = {
        "page": ParameterPage.of(parameter),
        "form": form,
        "local": local_way(request, parameter.name, on),
    }
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        context["answer"] = told_values(shipped(), parameter, on=asked["on"], known=asked["known"])
        context["asked"] = asked
    return render(request, "ledger/parameter.html", context)


def rule_page(request: HttpRequest, version: RuleVersion) -> HttpResponse:
    """Show a rule; with inputs in the address also what they give, and why.

    `?koerperschaft=` computes with what that body has set, for people who act for it.
    """
    on = today()
    day = version.valid.last_day or max(version.valid.start, on)
    body, rules = law_asked(request, on)
    context: dict[str, Any] = {
        "page": RulePage.of(version.name),
        "local_body": body,
        "acting_body": acting_body(request),
    }
    form = bound_case(
        request.GET if "on" in request.GET else None,
        rules,
        [version.name],
        day=day,
        known=max(on, version.known.start),
        asks_origin=False,
    )
    if form.is_bound and form.is_valid():
        try:
            context |= answer(form, version.name, rules)
        except RulesError as error:
            form.refuse(error)
    return render(request, "ledger/rule.html", context | {"form": form})


def answer(form: CaseForm, name: str, rules: Rules) -> dict[str, Any]:
    """Return the result of a case with its explanation."""
    question = form.question()
    layers = layers_of(rules, question.layers)
    given = {each: value.value for each, value in question.inputs.items()}
    result: Result = rules.calculate(name, given, on=question.on, known=question.known, layers=layers)
    return {
        "sentence": result.sentence(),
        "reason": reason_of(readable(result.trace(), rules.catalog, question)),
    }


def law_asked(request: HttpRequest, on: date) -> tuple[BodyView | None, Rules]:
    """Return the law of the address: as shipped, or as it is for a body for which the person acts."""
    body = asked_body(request, on)
    if body is None or not may_read(request.user, body.id, on=on):
        return None, shipped()
    return body, rules_of(body.id)


def local_way(request: HttpRequest, name: str, on: date) -> dict[str, Any]:
    """Return what the page of a value says of the body for which the person acts, and the way to set it."""
    settable = settables().get(name)
    body = acting_body(request)
    own = ""
    if settable is not None and body is not None:
        rows = named(believed_values(body), [name])
        own = "; ".join(settable.told(row.key, row.value) for row in rows if on in row.valid)
    return {
        "settable": settable,
        "is_open": settable is not None and settable.is_open,
        "body": body,
        "own": own,
        "may_set": body is not None and may(request, body.id, Capability.CALCULATE),
    }
