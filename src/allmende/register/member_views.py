"""Who acts for a body: people of the body see it, the head changes it."""

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
from allmende.register.domain import BodyView, Capability, MembershipView, NotAllowed, Role
from allmende.register.forms import EndForm, MemberForm, RoleForm


@login_required
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, key: str) -> HttpResponse:
    """List the people of a body; the head adds one."""
    on = timezone.localdate()
    body = queries.body_by_key(key, on=on)
    may_manage = check_may_see(request, body)
    form = MemberForm(request.POST or None, initial={"valid_from": on, "role": Role.READER.value})
    link = None
    if request.method == "POST" and form.is_valid():
        try:
            link = actions.add_member(
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                body=body,
                role=Role(form.cleaned_data["role"]),
                valid_from=form.cleaned_data["valid_from"],
                last_day=form.cleaned_data["last_day"],
                by=request.user,  # type: ignore[arg-type]  # login_required
                on=on,
                origin=request.build_absolute_uri("/").rstrip("/"),
            )
        except NotAllowed:
            raise
        except AllmendeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("{email} hat jetzt Zugang.").format(email=form.cleaned_data["email"]))
            if link is None:
                return redirect("register:members", key=body.key)
    return render(request, "register/members.html", members_context(request, body, form, link, may_manage))


def members_context(
    request: HttpRequest, body: BodyView, form: MemberForm, link: str | None, may_manage: bool
) -> dict[str, Any]:
    return {
        "body": body,
        "members": page_queries.members_of(body.id, on=timezone.localdate()),
        "form": MemberForm(initial={"valid_from": timezone.localdate()}) if link else form,
        "link": request.build_absolute_uri(link) if link else "",
        "may_manage": may_manage,
        "events": history_of(BODY, body.key, limit=50),
    }


@login_required
@require_http_methods(["GET", "POST"])
def membership(request: HttpRequest, key: str, membership_id: str) -> HttpResponse:
    """Change the role of one person, or end it."""
    on = timezone.localdate()
    body = queries.body_by_key(key, on=on)
    if not check_may_see(request, body):
        raise PermissionDenied
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
    return _("{person} hat die Rolle „{role}“.").format(person=held.user_label, role=role.label)


def end(request: HttpRequest, held: MembershipView, form: EndForm) -> str:
    actions.end_membership(
        membership_id=held.id,
        last_day=form.cleaned_data["last_day"],
        by=request.user,  # type: ignore[arg-type]  # login_required
        on=timezone.localdate(),
    )
    return _("Die Zuständigkeit von {person} endet.").format(person=held.user_label)


def check_may_see(request: HttpRequest, body: BodyView) -> bool:
    """Return whether the person may change the members; refuse strangers."""
    on = timezone.localdate()
    if request.user.is_staff or queries.may(request.user, body.id, Capability.MANAGE_MEMBERS, on=on):
        return True
    if not queries.may(request.user, body.id, Capability.READ_INTERNAL, on=on):
        raise PermissionDenied
    return False
