"""Taking over a list in the browser: upload, preview, confirm. Only for administrators."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from allmende.register.domain import PlanChanged
from allmende.register.forms import ListForm
from allmende.register.importing import kept_files
from allmende.register.importing.actions import import_list, preview_import
from allmende.register.importing.plan import ChangeKind, Plan
from allmende.register.importing.reader import read_list
from allmende.register.importing.records import BodyList, BrokenFile
from allmende.register.labels import said
from allmende.register.visitors import day_or_none

SESSION_KEY = "register-import"
CHANGES_SHOWN = 30
PROBLEMS_SHOWN = 200


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Read the file and show what it would change; nothing is written to the register yet."""
    check_staff(request)
    is_posted = request.method == "POST"
    form = ListForm(request.POST, request.FILES) if is_posted else ListForm()
    context: dict[str, Any] = {"form": form}
    if is_posted and form.is_valid():
        forget(request)
        data = form.cleaned_data["file"].read()
        options = {
            "name": PurePath(form.cleaned_data["file"].name).name,
            "stand": str(form.cleaned_data["stand"] or ""),
            "figures_on": str(form.cleaned_data["figures_on"] or ""),
            "is_complete": form.cleaned_data["is_complete"],
        }
        try:
            listed = listed_bodies(data, options)
            context["plan"] = plan = preview_import(listed)
        except BrokenFile as error:
            context["problems"] = error.problems[:PROBLEMS_SHOWN]
            context["hidden_problems"] = max(0, len(error.problems) - PROBLEMS_SHOWN)
            return render(request, "register/import.html", context, status=400)
        context |= preview_context(listed, plan)
        if not plan.is_empty:
            keep(request, data, options)
    return render(request, "register/import.html", context)


@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Take over the list if it does what was shown; else show what it would do now."""
    check_staff(request)
    kept = request.session.get(SESSION_KEY)
    data = kept_files.kept(kept["path"]) if kept else None
    if kept is None or data is None:
        messages.error(request, _("Die Vorschau ist abgelaufen. Laden Sie die Datei noch einmal hoch."))
        return redirect("register:import")
    try:
        listed = listed_bodies(data, kept)
        plan = import_list(
            listed,
            digest=hashlib.sha256(data).hexdigest(),
            file_name=kept["name"],
            by=request.user,  # type: ignore[arg-type]  # login_required
            at=timezone.now(),
            confirmed=request.POST.get("plan", ""),
        )
    except BrokenFile as error:
        forget(request)
        messages.error(request, str(error))
        return redirect("register:import")
    except PlanChanged as changed:
        messages.warning(request, str(changed))
        plan = preview_import(listed)
        context = {"form": ListForm(), "plan": plan, **preview_context(listed, plan)}
        return render(request, "register/import.html", context, status=changed.status)
    forget(request)
    messages.success(
        request,
        _("Übernommen: {count} Änderungen, Gebietsstand {day:%d.%m.%Y}.").format(
            count=len(plan.changes), day=plan.stand
        ),
    )
    return redirect("register:bodies")


def listed_bodies(data: bytes, options: dict[str, Any]) -> BodyList:
    return read_list(
        data,
        stand=day_or_none(options["stand"]),
        figures_on=day_or_none(options["figures_on"]),
        is_complete=options["is_complete"],
    )


def preview_context(listed: BodyList, plan: Plan) -> dict[str, Any]:
    """Return the changes by kind; long groups are cut, their number is not."""
    groups = []
    for kind in ChangeKind:
        changes = [change for change in plan.changes if change.kind is kind]
        if changes:
            hidden = max(0, len(changes) - CHANGES_SHOWN)
            groups.append((said(kind.label), len(changes), changes[:CHANGES_SHOWN], hidden))
    return {"listed": listed, "groups": groups}


def keep(request: HttpRequest, data: bytes, options: dict[str, Any]) -> None:
    request.session[SESSION_KEY] = {"path": kept_files.keep(data), **options}


def forget(request: HttpRequest) -> None:
    kept = request.session.pop(SESSION_KEY, None)
    if kept:
        kept_files.forget(kept["path"])


def check_staff(request: HttpRequest) -> None:
    if not request.user.is_staff:
        raise PermissionDenied
