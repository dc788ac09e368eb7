"""The joint text in the browser: write it, offer it, co-sign it, release it; two editors at once."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.joint_decisions import core_actions, forms, queries
from allmende.joint_decisions.core_text import CoreText, MergeRow, Paragraph, from_json, merged, typed
from allmende.joint_decisions.domain import SignatureState
from allmende.joint_decisions.edit_views import FORM, answer
from allmende.joint_decisions.errors import ChangedMeanwhile, CoreFrozen, UnknownMatter
from allmende.joint_decisions.labels import said
from allmende.joint_decisions.models import CoreVersion, CoSignature
from allmende.joint_decisions.visitors import Visit, leading, visit
from allmende.register import queries as register
from allmende.register.domain import Capability
from allmende.register.visitors import person, today


@login_required
@require_POST
def new_version(request: HttpRequest, pk: int) -> HttpResponse:
    found = leading(request, pk)
    core_actions.new_core(matter_id=pk, by=person(request), on=today())
    return redirect(found.url("core-edit"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the draft; if somebody saved meanwhile, both changes come together and conflicts are shown."""
    found = leading(request, pk)
    draft = _draft(found)
    core = from_json(draft.paragraphs)
    initial = {"core": typed(core), "version": draft.version}
    form = forms.CoreForm(request.POST or None, initial=initial)

    def save() -> str:
        core_actions.save_core(
            core_id=draft.pk,
            core=form.text(),
            version=form.cleaned_data["version"] or 0,
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Der gemeinsame Text ist gespeichert."))
        return found.url("text")

    context: dict[str, Any] = {
        "title": _("Gemeinsamen Text bearbeiten"),
        "matter": found.matter,
        "back_url": found.url("text"),
    }
    if request.method == "POST" and form.is_valid() and form.cleaned_data["version"] != draft.version:
        return _both(request, draft, form, context)
    return answer(request, form, save, **context)


def _both(
    request: HttpRequest, draft: CoreVersion, form: forms.CoreForm, context: dict[str, Any]
) -> HttpResponse:
    """Return the form with both changes merged, and the stretches that both changed."""
    base = draft.revisions.filter(version=form.cleaned_data["version"]).first()
    theirs = from_json(draft.paragraphs)
    rows = merged(from_json(base.paragraphs) if base else theirs, form.text(), theirs)
    together = CoreText(tuple(each for row in rows for each in (row.chosen or row.mine)))
    name = str(draft.modified_by or "Allmende")
    shown = forms.CoreForm(initial={"core": typed(together), "version": draft.version})
    conflict = {"person": name, "rows": [_conflict(row) for row in rows if row.mine != row.theirs]}
    messages.warning(request, str(ChangedMeanwhile(person=name)))
    return render(request, FORM, {"form": shown, "conflict": conflict, **context}, status=409)


def _conflict(row: MergeRow) -> dict[str, str]:
    if row.is_conflict:
        words = _("beide haben geändert")
    else:
        words = _("Sie haben geändert") if row.chosen == row.mine else _("die andere Seite hat geändert")
    return {"words": words, "mine": _typed(row.mine), "theirs": _typed(row.theirs)}


def _typed(paragraphs: tuple[Paragraph, ...]) -> str:
    return typed(CoreText(paragraphs))


def _draft(found: Visit) -> CoreVersion:
    """Return the version in work; raise CoreFrozen while there is none."""
    newest = found.matter.core_versions.select_related("modified_by").order_by("-number").first()
    assert newest is not None  # noqa: S101 - a matter begins with its first version
    if newest.offered_at is not None:
        raise CoreFrozen(number=newest.number)
    return newest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the draft and ask all administrations to co-sign."""
    found = leading(request, pk)
    draft = _draft(found)
    form = forms.OfferForm(request.POST or None)

    def save() -> str:
        core_actions.offer_core(
            core_id=draft.pk,
            by=person(request),
            on=today(),
            at=timezone.now(),
            remind_on=form.cleaned_data["remind_on"],
        )
        messages.success(
            request, _("Die Fassung ist eingefroren; alle Verwaltungen sind um Mitzeichnung gebeten.")
        )
        return found.url("text")

    lead = _(
        "Danach ändert sich diese Fassung nicht mehr. Wer sie geschrieben hat, zeichnet nicht selbst mit."
    )
    return answer(
        request,
        form,
        save,
        title=_("Zur Mitzeichnung geben"),
        lead=lead,
        submit=_("Zur Mitzeichnung geben"),
        matter=found.matter,
    )


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the version that all have co-signed."""
    found = leading(request, pk)
    newest = found.matter.core_versions.order_by("-number").first()
    assert newest is not None  # noqa: S101 - a matter begins with its first version
    core_actions.release_core(core_id=newest.pk, by=person(request), on=today(), at=timezone.now())
    messages.success(request, _("Die Fassung ist freigegeben. Die Partner können ihre Vorlagen anlegen."))
    return redirect(found.url("text"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waive_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without all administrations that have not co-signed; the reason stays in the history."""
    found = leading(request, pk)
    newest = found.matter.core_versions.order_by("-number").first()
    rows = [row for row in signature_rows(found, newest) if row.url] if newest else []
    if newest is None or not rows:
        raise UnknownMatter
    core_id = newest.pk
    form = forms.ReasonForm(request.POST or None)

    def save() -> str:
        note = form.cleaned_data["note"]
        core_actions.waive_open_signatures(
            core_id=core_id, note=note, by=person(request), on=today(), at=timezone.now()
        )
        messages.success(request, _("Die offenen Mitzeichnungen sind erledigt; der Grund steht dabei."))
        return found.url("text")

    names = ", ".join(row.name for row in rows)
    return answer(
        request,
        form,
        save,
        title=_("Ohne die offenen Mitzeichnungen weitergehen"),
        lead=_("Es fehlen: {names}.").format(names=names),
        submit=_("Ohne diese Mitzeichnungen weitergehen"),
        matter=found.matter,
        back_url=found.url("text"),
    )


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """A co-signature as the page shows it; `url` only for who can do something about it."""

    name: str
    words: str
    url: str


def signature_rows(found: Visit, version: CoreVersion) -> list[SignatureRow]:
    """Return the co-signatures of a version, for those who take part."""
    if not found.rights.is_insider:
        return []
    rows = list(queries.signatures_of(version))
    bodies = register.bodies_by_id({row.body_id for row in rows}, on=today())
    shown = [
        SignatureRow(
            str(bodies[row.body_id]),
            _words(row),
            found.url("signature", row.pk) if _may_settle(found, row) else "",
        )
        for row in rows
    ]
    return sorted(shown, key=lambda row: row.name)


def _may_settle(found: Visit, row: CoSignature) -> bool:
    is_open = row.state == SignatureState.REQUESTED
    return is_open and (found.rights.may_confirm(row.body_id) or found.rights.may_edit)


def _words(row: CoSignature) -> str:
    words = [said(row.get_state_display())]
    if row.settled_at:
        words.append(f"{timezone.localtime(row.settled_at):%d.%m.%Y}")
    if row.signer:
        words.append(str(row.signer))
    if row.state == SignatureState.REQUESTED and row.asked:
        words.append(_("gebeten: {name}").format(name=row.asked))
    if row.state == SignatureState.REQUESTED and row.deputy:
        words.append(_("Vertretung: {name}").format(name=row.deputy))
    if row.note:
        words.append(f"„{row.note}“")
    return ", ".join(words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest, pk: int, signature_id: int) -> HttpResponse:
    """Co-sign or refuse for the own administration; the lead names people, reminds, or goes on without."""
    found = visit(request, pk, None)
    row = CoSignature.objects.filter(pk=signature_id, core_version__joint_decision=found.matter).first()
    if row is None or not _may_settle(found, row):
        raise UnknownMatter
    if request.GET.get("wer") or "asked" in request.POST:
        return _name_people(request, found, row)
    form = forms.SignatureForm(request.POST or None)
    is_own = found.rights.may_confirm(row.body_id)

    def save() -> str:
        note = form.cleaned_data["note"]
        who = {"signature_id": signature_id, "on": today(), "at": timezone.now(), "note": note}
        if is_own:
            core_actions.sign_core(by=person(request), refuses="ablehnen" in request.POST, **who)
        else:
            core_actions.waive_signature(by=person(request), **who)
        messages.success(request, _("Die Mitzeichnung ist festgehalten."))
        return found.url("text")

    body = register.bodies_by_id([row.body_id], on=today())[row.body_id]
    return answer(
        request,
        form,
        save,
        template="joint_decisions/signature.html",
        title=_("Mitzeichnung: {body}").format(body=body),
        submit=_("Mitzeichnen") if is_own else _("Ohne diese Mitzeichnung weitergehen"),
        second_submit=_("Nicht mitzeichnen") if is_own else "",
        matter=found.matter,
        back_url=found.url("text"),
        signature=row,
    )


def _name_people(request: HttpRequest, found: Visit, row: CoSignature) -> HttpResponse:
    people = [
        (str(each.user_id), each.user_label)
        for each in register.members_with(row.body_id, Capability.CONFIRM_PAPERS, on=today())
    ]
    initial = {
        "asked": str(row.asked_id or ""),
        "deputy": str(row.deputy_id or ""),
        "remind_on": row.remind_on,
    }
    form = forms.SignersForm(people, request.POST or None, initial=initial)

    def save() -> str:
        data = form.cleaned_data
        core_actions.name_signers(
            signature_id=row.pk,
            asked_id=int(data["asked"]) if data["asked"] else None,
            deputy_id=int(data["deputy"]) if data["deputy"] else None,
            remind_on=data["remind_on"],
            by=person(request),
            on=today(),
        )
        messages.success(request, _("Gespeichert."))
        return found.url("text")

    return answer(
        request,
        form,
        save,
        title=_("Wer zeichnet mit"),
        matter=found.matter,
        back_url=found.url("text"),
    )
