"""Pages of the catalogue that everyone may see: translate, decide nothing."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from allmende.accounts.queries import history_of
from allmende.catalog import permissions, queries
from allmende.catalog.domain import LifeCycle
from allmende.catalog.listing import product_table, stage_badge, stage_label
from allmende.catalog.models import Product, ProductVersion
from allmende.catalog.prices.unused import COURT_LINES, charged_to_all
from allmende.catalog.recording import PRODUCT
from allmende.catalog.version_page import compared, parts_of, period_words, price_rows
from allmende.catalog.visitors import asked_day, keeping_body
from allmende.pages.downloads import file_response
from allmende.pages.tables import Column, Table, respond
from allmende.papers.queries import paper_for
from allmende.register.bitemporal import KNOWN_NOW
from allmende.register.labels import said
from allmende.register.periods import last_day
from allmende.register.visitors import today

MOST_COMPARED = 4
MOST_DIGITS = 18


@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Show what is offered."""
    on = asked_day(request)
    body = keeping_body(request)
    context = {
        "on": on,
        "drafts": queries.drafts_of(request.user, on=on),
        "keeping": body,
        "is_provider": body is not None and queries.providers(on).filter(body_id=body.id).exists(),
    }
    return respond(request, product_table(request, on), "catalog/products.html", context)


@require_safe
def product(request: HttpRequest, key: str) -> HttpResponse:
    """Show a product in the version of a day."""
    on = asked_day(request)
    found = queries.product_by_key(key, user=request.user, on=today())
    with_drafts = permissions.may_read_drafts(request.user, found, on=today())
    version = queries.version_shown(found, on=on, with_drafts=with_drafts)
    if version is None:
        raise Http404
    return _version_page(request, found, version, on, with_drafts)


@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one version of a product, also one that held before."""
    found = queries.product_by_key(key, user=request.user, on=today())
    with_drafts = permissions.may_read_drafts(request.user, found, on=today())
    chosen = queries.versions_of(found, with_drafts=with_drafts).filter(number=number).first()
    if chosen is None:
        raise Http404
    return _version_page(request, found, chosen, asked_day(request), with_drafts)


@require_safe
def document(request: HttpRequest, key: str, number: int, pk: int) -> HttpResponse:
    """Return a document that is kept here; those of drafts only to people of the provider."""
    found = queries.product_by_key(key, user=request.user, on=today())
    with_drafts = permissions.may_read_drafts(request.user, found, on=today())
    chosen = queries.versions_of(found, with_drafts=with_drafts).filter(number=number).first()
    kept = chosen.documents.filter(pk=pk, content__isnull=False).first() if chosen else None
    if kept is None:
        raise Http404
    return file_response(bytes(kept.content or b""), kept.file_name)


def _version_page(
    request: HttpRequest, found: Product, chosen: ProductVersion, on: date, with_drafts: bool
) -> HttpResponse:
    described = queries.described_version(chosen.pk, on=on)
    may_keep = permissions.may_keep_product(request.user, found, on=today())
    prices = price_rows(chosen)
    stages = found.stages.filter(KNOWN_NOW).order_by("valid")
    context: dict[str, Any] = {
        "product": found,
        "version": described,
        "parts": parts_of(chosen),
        "period": period_words(chosen),
        "prices": prices,
        "documents": chosen.documents.defer("content").select_related("version__product").order_by("pk"),
        "undecided": [row.label for row in prices if row.is_undecided],
        "warnings": charged_to_all(row.component.price() for row in prices),
        "court_lines": COURT_LINES,
        "stage": stage_label(described),
        "stage_badge": stage_badge(described),
        "stages": [
            (said(LifeCycle(row.stage).label), row.valid.lower, last_day(row.valid.upper), row.note)
            for row in stages
        ],
        "versions": [
            (each, period_words(each)) for each in queries.versions_of(found, with_drafts=with_drafts)
        ],
        "others": queries.same_need(found, on).order_by("title"),
        "may_keep": may_keep,
        "decision": _decision(request, chosen),
        "keeping": keeping_body(request),
        "events": history_of(PRODUCT, found.key) if may_keep else [],
    }
    return render(request, "catalog/product.html", context)


def _decision(request: HttpRequest, chosen: ProductVersion) -> tuple[str, str]:
    """Return name and address of the paper that published a version; no address where it is not public."""
    paper = chosen.decision
    if paper is None:
        return "", ""
    visible = paper_for(request.user, paper.pk, on=today())
    name = f"{paper.reference} {paper.title}".strip() if visible else _("nicht öffentliche Vorlage")
    return name, paper.get_absolute_url() if visible else ""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show versions side by side: of one product, or of several that meet the same need."""
    on = asked_day(request)
    asked = [
        int(each)
        for each in request.GET.getlist("fassung")
        if each.isascii() and each.isdigit() and len(each) < MOST_DIGITS
    ]
    chosen = queries.versions_to_compare(asked[:MOST_COMPARED], user=request.user, on=today())
    rows = queries.offered(on).order_by("product__need_folded", "title")
    context = {
        "on": on,
        "chosen": chosen,
        "chosen_ids": {each.pk for each in chosen},
        "parts": compared(chosen, on=on) if len(chosen) > 1 else [],
        "options": rows,
        "most": MOST_COMPARED,
    }
    return render(request, "catalog/compare.html", context)


@require_safe
def providers(request: HttpRequest) -> HttpResponse:
    """Show who offers."""
    on = asked_day(request)
    counts = queries.product_counts(on)
    body = keeping_body(request)
    may_join = body is not None and not queries.providers(on).filter(body_id=body.id).exists()
    table = Table(
        request,
        id="providers",
        caption=_("Anbieter"),
        rows=queries.providers(on),
        columns=[
            Column("name", _("Anbieter"), "name", kind="link", url=_provider_url, sort="sort_key"),
            Column("seit", _("im Katalog seit"), "joined_on", kind="date", sort="joined_on"),
            Column("produkte", _("Leistungen"), lambda row: counts.get(row.pk, 0), kind="number"),
            Column("inhouse", _("Inhouse-Nachweis vom"), "inhouse_on", kind="date", sort="inhouse_on"),
        ],
        default_sort="name",
        empty_title=_("Noch keine Anbieter"),
    )
    return respond(request, table, "catalog/providers.html", {"may_join": may_join, "keeping": body})


def _provider_url(row: Any) -> str:
    return reverse("catalog:provider", args=[row.key])


@require_safe
def provider(request: HttpRequest, key: str) -> HttpResponse:
    """Show a provider with its portfolio."""
    on = asked_day(request)
    found = queries.provider_by_key(key)
    table = product_table(request, on)
    table.rows = table.rows.filter(provider_key=key)
    keeping = permissions.keeping_body_ids(request.user, on=today())
    context = {
        "provider": found,
        "body": queries.providers(on).filter(pk=found.pk).first(),
        "may_keep": found.body_id in keeping,
        "drafts": [each for each in queries.drafts_of(request.user, on=on) if each.provider_key == key],
    }
    return respond(request, table, "catalog/provider.html", context)
