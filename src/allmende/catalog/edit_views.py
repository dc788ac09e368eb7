"""Keeping a portfolio: for clerks and heads of the provider; others get 404."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from allmende.catalog import joining, offering, publishing, queries
from allmende.catalog.answering import Trail, answer, posted
from allmende.catalog.domain import LifeCycle
from allmende.catalog.forms import (
    DocumentForm,
    HandOverForm,
    JoinForm,
    NewProductForm,
    ProviderForm,
    PublishForm,
    StageForm,
    VersionForm,
    first_of_next_month,
)
from allmende.catalog.keys import key_of
from allmende.catalog.models import (
    PriceComponent,
    ProductDocument,
    ProductVersion,
    Provider,
    ServiceLevel,
)
from allmende.catalog.terms_forms import LevelForm, PriceForm
from allmende.catalog.visitors import (
    keeping_body,
    own_draft,
    own_product,
    own_provider,
    who,
    who_and_when,
)
from allmende.common.errors import AllmendeError
from allmende.papers.queries import paper_choices, paper_for
from allmende.register.labels import said
from allmende.register.visitors import today


@login_required
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Let the body for which the person acts offer services."""
    body = keeping_body(request)
    if body is None:
        raise Http404
    form = JoinForm(posted(request), initial={"joined_on": today()})

    def save() -> str:
        values = {name: form.cleaned_data[name] for name in ProviderForm.base_fields}
        joining.join(body=body, values=values, joined_on=form.cleaned_data["joined_on"], **who(request))
        return reverse("catalog:provider", args=[body.key])

    title = _("{body} als Anbieter aufnehmen").format(body=body)
    return answer(request, form, save, title=title, trail=_providers())


@login_required
@require_http_methods(["GET", "POST"])
def change_provider(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a provider says of itself."""
    provider = own_provider(request, key)
    form = ProviderForm(posted(request), instance=provider)

    def save() -> str:
        values = {name: form.cleaned_data[name] for name in ProviderForm.base_fields}
        joining.change_provider(provider=provider, values=values, **who(request))
        return reverse("catalog:provider", args=[key])

    return answer(request, form, save, title=_("Anbieter ändern"), trail=_of_provider(provider, key))


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, key: str) -> HttpResponse:
    """Hand all products and contracts over to another provider."""
    provider = own_provider(request, key)
    others = [each for each in queries.provider_choices(today()) if each[0] != key]
    form = HandOverForm(posted(request), others=others)

    def save() -> str:
        data = form.cleaned_data
        joining.hand_over(
            former=provider,
            successor=queries.provider_by_key(data["successor"]),
            from_day=data["from_day"],
            source=data["source"],
            **who_and_when(request),
        )
        return reverse("catalog:provider", args=[data["successor"]])

    lead = _(
        "Alle Leistungen gehen mit ihren Abnahmen, Preisen und Fristen auf den anderen Anbieter über. "
        "Was vorher galt, bleibt lesbar; Rechnungen bis zum Vortag stellt noch der bisherige."
    )
    title = _("Portfolio übergeben")
    return answer(
        request, form, save, title=title, trail=_of_provider(provider, key), lead=lead, button=title
    )


@login_required
@require_http_methods(["GET", "POST"])
def new_product(request: HttpRequest) -> HttpResponse:
    """Add a product of the provider for which the person acts."""
    body = keeping_body(request)
    provider = Provider.objects.filter(body_id=body.id).first() if body else None
    if body is None or provider is None:
        raise Http404
    form = NewProductForm(
        posted(request), initial={"from_day": first_of_next_month(today()), "notice_months": 6}
    )

    def save() -> str:
        data = form.cleaned_data
        version = offering.create_product(
            key=key_of(data["title"]),
            provider=provider,
            need=data["need"],
            is_nucleus=data["is_nucleus"],
            values=form.values(),
            from_day=data["from_day"],
            **who_and_when(request),
        )
        return version.get_absolute_url()

    lead = _(
        "Zuerst entsteht ein Entwurf, den nur Ihr Haus sieht. Danach tragen Sie Preise und Servicegrad ein."
    )
    return answer(
        request, form, save, title=_("Leistung anlegen"), trail=_of_provider(provider, body.key), lead=lead
    )


@login_required
@require_http_methods(["GET", "POST"])
def change_draft(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Change a draft."""
    version = own_draft(request, key, number)
    initial = {
        "from_day": version.valid.lower,
        "services": ", ".join(version.fim_services),
        "exit_price": version.exit_price_cents,
    }
    form = VersionForm(posted(request), instance=version, initial=initial)

    def save() -> str:
        offering.change_draft(
            version=version, values=form.values(), from_day=form.cleaned_data["from_day"], **who(request)
        )
        return version.get_absolute_url()

    return answer(request, form, save, title=_("Entwurf ändern"), trail=_of_version(version))


@login_required
@require_http_methods(["GET", "POST"])
def new_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a new version as a copy of the last one."""
    product = own_product(request, key)

    class FromDayForm(forms.Form):
        from_day = StageForm.base_fields["from_day"]

    form = FromDayForm(posted(request), initial={"from_day": first_of_next_month(today())})

    def save() -> str:
        version = offering.new_draft(product=product, from_day=form.cleaned_data["from_day"], **who(request))
        return version.get_absolute_url()

    lead = _(
        "Der Entwurf beginnt als Abschrift der letzten Fassung, mit ihren Preisen und ihrem Servicegrad."
    )
    trail = ((queries.title_of(product), product.get_absolute_url()),)
    return answer(request, form, save, title=_("Neue Fassung anlegen"), trail=trail, lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def price(request: HttpRequest, key: str, number: int, pk: int | None = None) -> HttpResponse:
    """Add a price to a draft, or change one."""
    version = own_draft(request, key, number)
    component = version.prices.filter(pk=pk).first() if pk else PriceComponent(version=version)
    if component is None:
        raise Http404
    form = PriceForm(posted(request), instance=component)

    def save() -> str:
        if not component.code:
            component.code = _free_code(version, form.cleaned_data["label"])
        offering.save_price(component=component, **who(request))
        return f"{version.get_absolute_url()}#preise"

    title = _("Preis ändern") if pk else _("Preis hinzufügen")
    return answer(request, form, save, title=title, trail=_of_version(version))


def _free_code(version: ProductVersion, label: str) -> str:
    taken = set(version.prices.values_list("code", flat=True))
    base = key_of(label)[:50]
    return next(code for n in range(1, 1000) if (code := base if n == 1 else f"{base}-{n}") not in taken)


@login_required
@require_http_methods(["GET", "POST"])
def remove_price(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Take a price out of a draft."""
    version = own_draft(request, key, number)
    component = version.prices.filter(pk=pk).first()
    if component is None:
        raise Http404
    title = _("Preis „{label}“ entfernen").format(label=component.label)
    remove = partial(offering.remove_price, component=component)
    return _removed(request, version, remove, title, "preise")


@login_required
@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Set the service level of a draft."""
    version = own_draft(request, key, number)
    found = ServiceLevel.objects.filter(version=version).first() or ServiceLevel(version=version)
    times = found.response_times.order_by("priority") if found.pk else []
    lines = [
        "; ".join(
            [
                str(each.priority),
                str(each.reaction_minutes),
                str(each.recovery_minutes or ""),
                each.clock_start,
            ]
        )
        for each in times
    ]
    form = LevelForm(posted(request), instance=found, initial={"times": "\n".join(lines)})

    def save() -> str:
        offering.save_level(level=found, times=form.cleaned_data["times"], **who(request))
        return version.get_absolute_url()

    return answer(request, form, save, title=_("Servicegrad"), trail=_of_version(version))


@login_required
@require_http_methods(["GET", "POST"])
def add_document(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Put a document beside a draft."""
    version = own_draft(request, key, number)
    document = ProductDocument(version=version)
    form = DocumentForm(posted(request), request.FILES or None, instance=document)

    def save() -> str:
        offering.add_document(document=form.filled(document), **who(request))
        return f"{version.get_absolute_url()}#unterlagen"

    lead = _("Muster der Auftragsverarbeitung, Leistungsbeschreibung, Prüfbericht: was zur Fassung gehört.")
    return answer(request, form, save, title=_("Unterlage hinzufügen"), trail=_of_version(version), lead=lead)


@login_required
@require_http_methods(["GET", "POST"])
def remove_document(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Take a document away from a draft."""
    version = own_draft(request, key, number)
    document = version.documents.filter(pk=pk).first()
    if document is None:
        raise Http404
    title = _("Unterlage „{title}“ entfernen").format(title=document.title)
    remove = partial(offering.remove_document, document=document)
    return _removed(request, version, remove, title, "unterlagen")


def _removed(
    request: HttpRequest, version: ProductVersion, remove: Callable[..., None], title: str, section: str
) -> HttpResponse:
    """Ask whether a part of a draft shall go, and go back to its section once it has gone."""

    def save() -> str:
        remove(**who(request))
        return f"{version.get_absolute_url()}#{section}"

    button = _("Aus dem Entwurf entfernen")
    form = forms.Form(posted(request))
    return answer(request, form, save, title=title, trail=_of_version(version), button=button)


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Publish a draft by the decision of a body."""
    version = own_draft(request, key, number)
    body = keeping_body(request)
    papers = paper_choices(body.id, user=request.user, on=today()) if body else []
    form = PublishForm(posted(request), papers=papers)

    def save() -> str:
        paper = paper_for(request.user, form.paper_id, on=today()) if form.paper_id else None
        if paper is None:
            raise PaperMissing
        publishing.publish(
            version=version, paper=paper, carry_over=form.cleaned_data["carry_over"], **who_and_when(request)
        )
        return version.get_absolute_url()

    lead = _(
        "Eine Fassung wird durch den Beschluss des zuständigen Gremiums veröffentlicht. "
        "Danach lässt sie sich nicht mehr ändern; Änderungen kommen in eine neue Fassung."
    )
    title = _("Fassung veröffentlichen")
    return answer(request, form, save, title=title, trail=_of_version(version), lead=lead, button=title)


class PaperMissing(AllmendeError):
    """A step that needs a decision names none, or one the person may not see."""

    message = (
        "Wählen Sie die Vorlage, mit der entschieden wurde. "
        "Nicht öffentliche Vorlagen anderer Häuser sehen Sie nicht."
    )


@login_required
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, key: str) -> HttpResponse:
    """Say where a product stands in its life cycle."""
    product = own_product(request, key)
    form = StageForm(posted(request), initial={"from_day": today()})

    def save() -> str:
        data = form.cleaned_data
        publishing.set_stage(
            product=product,
            stage=LifeCycle(data["stage"]),
            from_day=data["from_day"],
            note=data["note"],
            source=data["source"],
            **who_and_when(request),
        )
        return product.get_absolute_url()

    lead = _("Nichts wird überschrieben: Was bisher galt, bleibt lesbar.")
    trail = ((queries.title_of(product), product.get_absolute_url()),)
    return answer(request, form, save, title=_("Lebenszyklus"), trail=trail, lead=lead)


def _providers() -> Trail:
    return ((_("Anbieter"), reverse("catalog:providers")),)


def _of_provider(provider: Provider, key: str) -> Trail:
    named = queries.providers(today()).filter(pk=provider.pk).first()
    return (*_providers(), (said(named.name) if named else key, reverse("catalog:provider", args=[key])))


def _of_version(version: ProductVersion) -> Trail:
    return ((f"{version.title} ({version.number})", version.get_absolute_url()),)
