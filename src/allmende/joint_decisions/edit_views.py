"""What the lead does with a matter in the browser; for everybody else these pages do not exist."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.common.errors import AllmendeError
from allmende.cooperations import queries as cooperations
from allmende.cooperations.options import queries as options
from allmende.joint_decisions import actions, forms
from allmende.joint_decisions.core_text import read_typed
from allmende.joint_decisions.errors import ChangedMeanwhile, UnknownMatter, UnknownOption, Vanished
from allmende.joint_decisions.models import JointDecision
from allmende.joint_decisions.visitors import Visit, leading, visit
from allmende.register import queries as register
from allmende.register.domain import BodyView, NotAllowed
from allmende.register.visitors import acting_body, person, today

SECRET = "joint_decision_link"  # noqa: S105 - the name of a session entry
FORM = "joint_decisions/form.html"


def answer(
    request: HttpRequest,
    form: django_forms.Form,
    save: Callable[[], str],
    *,
    template: str = FORM,
    valid: bool | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a form, or save it and go where `save` says; an expected problem is told above the form."""
    is_valid = form.is_valid() if valid is None else valid
    if request.method == "POST" and is_valid:
        try:
            return redirect(save())
        except (NotAllowed, UnknownMatter, Vanished):
            raise
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            return render(request, template, {"form": form, **context}, status=409)
        except AllmendeError as problem:
            form.add_error(None, str(problem))
    return render(request, template, {"form": form, **context})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a matter for the body the person acts for."""
    body = acting_body(request)
    if body is None:
        raise NotAllowed
    form = forms.NewForm(request.POST or None)

    def save() -> str:
        made = actions.create_matter(
            body=body,
            entry=form.entry(**_ties(form, request)),
            core=read_typed(form.cleaned_data["core"]),
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Der gemeinsame Beschluss ist angelegt. Nehmen Sie nun die Partner auf."))
        return made.get_absolute_url()

    return answer(request, form, save, title=_("Gemeinsamen Beschluss anlegen"), preline=str(body))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of the matter."""
    found = leading(request, pk)
    form = forms.MatterForm(request.POST or None, initial=_said_now(found.matter))

    def save() -> str:
        actions.change_matter(
            matter_id=pk,
            entry=form.entry(**_ties(form, request)),
            version=form.cleaned_data["version"] or 0,
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Gespeichert."))
        return found.matter.get_absolute_url()

    return answer(request, form, save, title=_("Angaben ändern"), matter=found.matter)


def _said_now(matter: JointDecision) -> dict[str, Any]:
    names = ("title", "text", "legal_form", "version", *forms.DAYS)
    return {
        **{name: getattr(matter, name) for name in names},
        "cooperation": matter.cooperation.key if matter.cooperation else "",
        "snapshot": matter.snapshot.code if matter.snapshot else "",
        "option": _title_of_option(matter),
    }


def _title_of_option(matter: JointDecision) -> str:
    kept = matter.snapshot.content["inputs"]["options"] if matter.snapshot else []
    return next((each["title"] for each in kept if each["key"] == matter.option_key), matter.option_key)


def _ties(form: django_forms.Form, request: HttpRequest) -> dict[str, Any]:
    """Return cooperation, frozen comparison and its alternative as named; raise if there is none such."""
    data = form.cleaned_data
    snapshot = (
        options.snapshot_by_code(request.user, data["snapshot"], on=today()) if data["snapshot"] else None
    )
    kept = snapshot.content["inputs"]["options"] if snapshot else []
    return {
        "cooperation_id": cooperations.cooperation_by_key(data["cooperation"]).pk
        if data["cooperation"]
        else None,
        "snapshot_id": snapshot.pk if snapshot else None,
        "option_key": _option_named(data["option"], kept),
    }


def _option_named(written: str, kept: Sequence[Mapping[str, Any]]) -> str:
    """Return the key of the alternative that was named by title or key; raise UnknownOption."""
    if not written:
        return ""
    for each in kept:
        if written.casefold() in (each["title"].casefold(), each["key"].casefold()):
            return str(each["key"])
    raise UnknownOption(name=written, known=", ".join(f"„{each['title']}“" for each in kept) or "keine")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when enough partners agree."""
    found = leading(request, pk)
    stored = list(found.matter.threshold_rules.all())
    rows = [
        forms.RuleForm(request.POST or None, prefix=f"r{index}", initial=_rule_now(stored, index))
        for index in range(forms.RULE_ROWS)
    ]
    whole = django_forms.Form(request.POST or None)
    valid = min([whole.is_valid(), *(row.is_valid() for row in rows)])

    def save() -> str:
        vetoes = frozenset(row.body.key for row in found.board(request).rows if row.has_veto)
        given = [rule for row in rows if (rule := row.rule(vetoes)) is not None]
        actions.set_rules(matter_id=pk, rules=given, by=person(request), on=today())
        messages.success(request, _("Die Schwelle ist festgelegt."))
        return found.matter.get_absolute_url()

    parts = [
        {"legend": _("{n}. Bedingung").format(n=index), "form": row}
        for index, row in enumerate(rows, start=1)
    ]
    lead = _("Wann reicht die Zustimmung? Bedingungen desselben Weges müssen zusammen erfüllt sein.")
    return answer(
        request,
        whole,
        save,
        valid=valid,
        title=_("Schwelle festlegen"),
        lead=lead,
        matter=found.matter,
        parts=parts,
    )


def _rule_now(stored: Sequence[Any], index: int) -> dict[str, Any]:
    if index >= len(stored):
        return {}
    names = ("kind", "share", "strict", "count", "alternative", "basis")
    return {name: getattr(stored[index], name) for name in names}


# --- partners ------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a body take part."""
    found = leading(request, pk)
    form = forms.JoinForm(request.POST or None, initial={"from_day": today()})

    def save() -> str:
        actions.join(
            matter_id=pk,
            body=_meant_body(form.cleaned_data["body"]),
            entry=form.entry(),
            first_day=form.cleaned_data["from_day"],
            by=person(request),
            on=today(),
            at=timezone.now(),
        )
        messages.success(request, _("Der Partner ist aufgenommen."))
        return found.matter.get_absolute_url()

    return answer(request, form, save, title=_("Partner aufnehmen"), matter=found.matter)


def _meant_body(written: str) -> BodyView:
    """Return the body of this key or name; raise UnknownBody, or say that several are meant."""
    by_key = register.bodies_by_keys([written], on=today())
    bearers = tuple(by_key.values()) or register.bodies_named(written, on=today())
    if len(bearers) == 1:
        return bearers[0]
    if bearers:
        raise SeveralBodies(named=", ".join(f"{each.label}: {each.key}" for each in bearers[:5]))
    return register.body_by_key(written[:40], on=today())


class SeveralBodies(AllmendeError):
    """The name fits more than one body."""

    message = "Mehrere Körperschaften heißen so. Schreiben Sie den Schlüssel: {named}."


@login_required
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Let all members of the cooperation take part that do not yet."""
    found = leading(request, pk)
    count = 0
    if found.matter.cooperation_id is not None:
        members = cooperations.members_of([found.matter.cooperation_id], on=today())
        wanted = members.get(found.matter.cooperation_id, set())
        there = {row.body.id for row in found.board(request).rows}
        bodies = register.bodies_by_id(wanted - there, on=today())
        for body in bodies.values():
            actions.join(
                matter_id=pk,
                body=body,
                entry=actions.TermEntry(),
                first_day=today(),
                by=person(request),
                on=today(),
                at=timezone.now(),
            )
        count = len(bodies)
    messages.success(request, _("{n} Partner aufgenommen.").format(n=count))
    return redirect(found.matter)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, pk: int, partner_id: int) -> HttpResponse:
    """Change the terms of a partner from a day on."""
    found, row = _partner(request, pk, partner_id)
    initial = {
        "from_day": today(),
        "effect": row.effect.value,
        "legal_basis": row.legal_basis,
        "weight": row.weight.normalize(),
        "has_veto": row.has_veto,
    }
    form = forms.TermForm(request.POST or None, initial=initial)

    def save() -> str:
        actions.change_terms(
            partner_id=partner_id,
            body=row.body,
            entry=form.entry(),
            from_day=form.cleaned_data["from_day"],
            by=person(request),
            on=today(),
            at=timezone.now(),
        )
        return found.url("partner", partner_id)

    return answer(request, form, save, title=_("Bedingungen ändern"), preline=row.name, matter=found.matter)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int, partner_id: int) -> HttpResponse:
    """End a partner's part."""
    found, row = _partner(request, pk, partner_id)
    form = forms.LastDayForm(request.POST or None, initial={"last_day": today()})

    def save() -> str:
        actions.leave(
            partner_id=partner_id,
            body=row.body,
            last_day=form.cleaned_data["last_day"],
            by=person(request),
            on=today(),
            at=timezone.now(),
        )
        messages.success(request, _("Der Partner scheidet aus. Was er beschlossen hat, bleibt lesbar."))
        return found.matter.get_absolute_url()

    lead = _("Nach diesem Tag zählt der Partner nicht mehr; die Schwelle wird ohne ihn gerechnet.")
    return answer(
        request, form, save, title=_("Ausscheiden lassen"), preline=row.name, lead=lead, matter=found.matter
    )


def _partner(request: HttpRequest, pk: int, partner_id: int) -> tuple[Visit, Any]:
    found = leading(request, pk)
    row = found.board(request).row_of(partner_id)
    if row is None:
        raise Vanished
    return found, row


# --- who reads along -----------------------------------------------------------------------------------


@login_required
@require_POST
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the public side to everybody, or no longer."""
    found = leading(request, pk)
    is_published = request.POST.get("oeffentlich") == "ja"
    actions.set_published(matter_id=pk, is_published=is_published, by=person(request), on=today())
    text = (
        _("Die öffentliche Seite ist freigeschaltet.") if is_published else _("Die Seite ist wieder intern.")
    )
    messages.success(request, text)
    return redirect(found.matter)


@login_required
@require_POST
def public_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new public address, or end it; a new one is shown once."""
    found = leading(request, pk)
    if request.POST.get("aktion") == "widerrufen":
        actions.revoke_link(matter_id=pk, by=person(request), on=today(), at=timezone.now())
        messages.success(request, _("Der öffentliche Link gilt nicht mehr."))
    else:
        secret = actions.open_link(matter_id=pk, by=person(request), on=today(), at=timezone.now())
        request.session[SECRET] = {str(pk): secret}
    return redirect(found.matter)


def lead_context(request: HttpRequest, found: Visit) -> dict[str, Any]:
    """Return what the lead's part of the board shows; a new address only this once."""
    secret = request.session.pop(SECRET, {}).get(str(found.matter.pk), "")
    address = reverse("joint_decisions:link-board", args=[secret]) if secret else ""
    return {
        "secret_address": f"{request.scheme}://{request.get_host()}{address}" if address else "",
        "link": found.matter.public_links.filter(revoked_at=None).first(),
    }


@login_required
@require_POST
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the weekly mail, or end it."""
    found = visit(request, pk, None)
    if not found.rights.is_insider:
        raise UnknownMatter
    if request.POST.get("aktion") == "ab":
        actions.unsubscribe(matter=found.matter, by=person(request))
        messages.success(request, _("Sie erhalten den Wochenbericht nicht mehr."))
    else:
        actions.subscribe(matter=found.matter, by=person(request), on=today())
        messages.success(request, _("Sie erhalten montags einen Bericht, wenn sich etwas geändert hat."))
    return redirect(found.matter)
