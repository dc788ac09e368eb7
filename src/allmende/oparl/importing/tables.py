"""Tables of a source: its findings, its gaps, its objects."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.oparl.labels import WORDS, words_for
from allmende.oparl.models import Gap, ImportedObject, OparlSource, SourceFinding
from allmende.oparl.vocabulary import TYPES
from allmende.pages.tables import ChoiceFilter, Column, Table, TextFilter


def findings_table(request: HttpRequest, source: OparlSource) -> Table:
    """Return everything that is wrong with a source."""
    return Table(
        request,
        id="oparl-findings",
        caption=_("Befunde"),
        rows=SourceFinding.objects.filter(source=source),
        columns=[
            Column("befund", _("Befund"), lambda row: words_for(row.code), sort="code"),
            Column("kennung", _("Kennung"), "code"),
            Column("adresse", _("Adresse"), "url", sort="url"),
            Column("einzelheit", _("Einzelheit"), "detail"),
            Column("zeit", _("Festgestellt am"), "found_at", sort="found_at"),
        ],
        filters=[
            TextFilter("q", _("Suche"), _findings_matching, hint=_("Adresse, Einzelheit")),
            ChoiceFilter("befund", _("Befund"), [(code, words_for(code)) for code in WORDS], lookup="code"),
        ],
        default_sort="-zeit",
    )


def gaps_table(request: HttpRequest, source: OparlSource) -> Table:
    """Return the links that lead nowhere."""
    return Table(
        request,
        id="oparl-gaps",
        caption=_("Offene Verweise"),
        rows=Gap.objects.filter(source=source).select_related("imported_object"),
        columns=[
            Column(
                "objekt",
                _("Objekt"),
                lambda row: row.imported_object.url,
                kind="link",
                url=lambda row: _object_url(row.imported_object_id),
                sort="imported_object__url",
            ),
            Column("angabe", _("Angabe"), "property", sort="property"),
            Column("ziel", _("Verweis auf"), "target_url", sort="target_url"),
            Column("stand", _("Stand"), _standing),
        ],
        filters=[TextFilter("q", _("Suche"), _gaps_matching, hint=_("Adresse"))],
        default_sort="ziel",
    )


def _standing(gap: Gap) -> str:
    if gap.is_dangling:
        return _("gibt es beim Server nicht")
    return _("auf einem anderen Server") if gap.tried_at else _("noch nicht gelesen")


def objects_table(request: HttpRequest, source: OparlSource) -> Table:
    """Return the objects of a source."""
    return Table(
        request,
        id="oparl-objects",
        caption=_("Gelesene Objekte"),
        rows=ImportedObject.objects.filter(source=source),
        columns=[
            Column(
                "adresse", _("Adresse"), "url", kind="link", url=lambda row: _object_url(row.pk), sort="url"
            ),
            Column("typ", _("Typ"), "object_type", sort="object_type"),
            Column("name", _("Name"), lambda row: str(row.raw.get("name", ""))[:200]),
            Column("geaendert", _("Beim Server geändert"), "modified", sort="modified"),
            Column("stand", _("Stand"), lambda row: _("gelöscht") if row.is_gone else _("sichtbar")),
        ],
        filters=[
            TextFilter("q", _("Suche"), _objects_matching, hint=_("Adresse")),
            ChoiceFilter("typ", _("Typ"), [(name, name) for name in TYPES], lookup="object_type"),
        ],
        default_sort="adresse",
    )


def _object_url(pk: int) -> str:
    return reverse("oparl:object", args=[pk])


def _findings_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(Q(url__icontains=text) | Q(detail__icontains=text))


def _gaps_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(Q(target_url__icontains=text) | Q(imported_object__url__icontains=text))


def _objects_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(url__icontains=text)
