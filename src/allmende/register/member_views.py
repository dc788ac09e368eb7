"""Who acts for a body: people of the body see it, the head changes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.accounts.queries import history_of
from allmende.common.errors import AllmendeError
from allmende.register import actions, page_queries, queries
from allmende.register.actions import BODY
from allmende.register.appointing import may_appoint_head, may_manage_members
from allmende.register.domain import BodyView, Capability, MembershipView, NotAllowed, Role
from allmende.register.forms import EndForm, HeadForm, MemberForm, RoleForm
from allmende.register.labels import said


@login_required
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, key: str) -> HttpResponse:
    """List the people of a body; the head adds one, or the installation's staff names the first head."""
    on = timezone.localdate()
    body = queries.known_body_by_key(key, on=on)
    rights = rights_of(request, body)
    form = empty_form(rights, on) if request.method == "GET" else form_class(rights)(request.POST)
    link = None
    if request.method == "POST" and form.is_valid():
        try:
            link = add(request, body, form.cleaned_data, on)
        except NotAllowed:
            raise
        except AllmendeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, welcome(form.cleaned_data, on))
            if link is None:
                return redirect("register:members", key=body.key)
            rights, form = rights_of(request, body), empty_form(rights, on)
    context = {
        "body": body,
        "members": page_queries.members_of(body.id, on=on),
        "form": form,
        "link": request.build_absolute_uri(link) if link else "",
        **rights,
        "ended_on": body.ended_on,
        "successors": queries.successors_of(body.id) if body.ended_on else [],
        "events": history_of(BODY, body.key, limit=50),
    }
    return render(request, "register/members.html", context)


def rights_of(request: HttpRequest, body: BodyView) -> dict[str, bool]:
    """Return what the person may do with the members; refuse strangers."""
    user, on = request.user, timezone.localdate()
    rights = {
        "may_manage": may_manage_members(user, body, on=on),
        "may_appoint": may_appoint_head(user, body, on=on),
    }
    is_staff = user.is_active and getattr(user, "is_staff", False)
    if not (is_staff or queries.may(user, body.id, Capability.READ_INTERNAL, on=on)):
        raise PermissionDenied
    return rights


def form_class(rights: Mapping[str, bool]) -> type[MemberForm] | type[HeadForm]:
    return HeadForm if rights["may_appoint"] and not rights["may_manage"] else MemberForm


def empty_form(rights: Mapping[str, bool], on: date) -> MemberForm | HeadForm:
    return form_class(rights)(initial={"valid_from": on, "role": Role.READER.value})


def add(request: HttpRequest, body: BodyView, fields: Mapping[str, Any], on: date) -> str | None:
    """Add the person; without a role and days the first head, from today on."""
    return actions.add_member(
        email=fields["email"],
        name=fields["name"],
        body=body,
        role=Role(fields.get("role", Role.HEAD)),
        valid_from=fields.get("valid_from", on),
        last_day=fields.get("last_day"),
        by=request.user,  # type: ignore[arg-type]  # login_required
        on=on,
        origin=request.build_absolute_uri("/").rstrip("/"),
    )


def welcome(fields: Mapping[str, Any], on: date) -> str:
    """Return from when on the person gets in; a role may begin later."""
    first = fields.get("valid_from", on)
    if first > on:
        return _("{email} hat Zugang ab {day:%d.%m.%Y}.").format(email=fields["email"], day=first)
    return _("{email} hat jetzt Zugang.").format(email=fields["email"])


@login_required
@require_http_methods(["GET", "POST"])
def membership(request: HttpRequest, key: str, membership_id: str) -> HttpResponse:
    """Change the role of one person, or end it."""
    on = timezone.localdate()
    body = queries.known_body_by_key(key, on=on)
    if not rights_of(request, body)["may_manage"]:
        raise NotAllowed(body=body)
    held = page_queries.membership_by_id(int(membership_id), body_id=body.id, on=on)
    is_ending = "end" in request.POST
    role_form = RoleForm(
        None if is_ending else (request.POST or None),
        initial={"role": held.role.value, "from_day": max(on, held.valid_from)},
    )
    end_form = EndForm(request.POST if is_ending else None, initial={"last_day": on}, prefix="end")
    form = end_form if is_ending else role_form
    if request.method == "POST" and form.is_valid():
        try:
            message = end(request, held, end_form) if is_ending else change(request, held, role_form)
        except NotAllowed:
            raise
        except AllmendeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, message)
            return redirect("register:members", key=body.key)
    context = {"body": body, "membership": held, "role_form": role_form, "end_form": end_form}
    return render(request, "register/membership.html", context)


def change(request: HttpRequest, held: MembershipView, form: RoleForm) -> str:
    role = Role(form.cleaned_data["role"])
    actions.change_role(
        membership_id=held.id,
        role=role,
        from_day=form.cleaned_data["from_day"],
        by=request.user,  # type: ignore[arg-type]  # login_required
        on=timezone.localdate(),
    )
    return _("{person} hat die Rolle „{role}“.").format(person=held.user_label, role=said(role.label))


def end(request: HttpRequest, held: MembershipView, form: EndForm) -> str:
    actions.end_membership(
        membership_id=held.id,
        last_day=form.cleaned_data["last_day"],
        by=request.user,  # type: ignore[arg-type]  # login_required
        on=timezone.localdate(),
    )
    return _("Die Zuständigkeit von {person} endet.").format(person=held.user_label)
