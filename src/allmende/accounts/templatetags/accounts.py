"""Template helpers for the pages of django-allauth."""

from ipaddress import ip_address

from django import template
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _

from allmende.accounts.browsers import browser_and_system

register = template.Library()


@register.filter
def without_placeholders(form: BaseForm) -> list[BoundField]:
    """Return the fields of a form; their labels are visible, so placeholders would only say it twice."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return list(form)


@register.filter
def browser_name(user_agent: str) -> str:
    """Return „Firefox unter Windows“."""
    browser, system = browser_and_system(user_agent)
    if browser and system:
        return _("%(browser)s unter %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unbekanntes Programm")


@register.simple_tag
def passkeys_work(request: HttpRequest) -> bool:
    """Return whether browsers allow passkeys at this address: a name under HTTPS, or localhost.

    A bare network address can never own a passkey, and `http://` only on the own machine.
    """
    host, _port = split_domain_port(request.get_host())
    if host == "localhost" or host.endswith(".localhost"):
        return True
    return request.is_secure() and not _is_network_address(host)


@register.simple_tag
def localhost_address(request: HttpRequest) -> str:
    """Return this page's address with the name `localhost`, when it was opened as 127.0.0.1; else nothing."""
    host, port = split_domain_port(request.get_host())
    if host != "127.0.0.1":
        return ""
    return f"{request.scheme}://localhost{':' + port if port else ''}{request.path}"


def _is_network_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
