"""One page for every form of the catalogue: save and go on, or say what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from allmende.common.errors import AllmendeError

Trail = tuple[tuple[str, str], ...]


def answer(
    request: HttpRequest,
    form: forms.BaseForm,
    save: Callable[[], str],
    *,
    title: str | Promise,
    trail: Trail = (),
    lead: str | Promise = "",
    button: str | Promise = "",
) -> HttpResponse:
    """Save a valid form and go where `save` says; whatever is wrong stands above the form."""
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                url = save()
            except AllmendeError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Gespeichert."))
                return redirect(url)
    context = {
        "form": form,
        "title": title,
        "trail": trail,
        "lead": lead,
        "button": button,
        "back": trail[-1][1] if trail else reverse("catalog:products"),
    }
    return render(request, "catalog/form.html", context, status=status)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
