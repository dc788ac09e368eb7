"""Tables of a source: its findings, its gaps, its objects."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.oparl.labels import TYPE_WORDS, WORDS, words_for
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
    """Return the objects of a source, with what they became here."""
    bodies = {body.url: str(body) for body in source.bodies.all()}
    return Table(
        request,
        id="oparl-objects",
        caption=_("Gelesene Objekte"),
        rows=ImportedObject.objects.filter(source=source),
        columns=[
            Column("name", _("Name"), _name_of, kind="link", url=lambda row: _object_url(row.pk)),
            Column("typ", _("Typ"), lambda row: TYPE_WORDS[row.object_type], sort="object_type"),
            Column("koerperschaft", _("Körperschaft"), lambda row: bodies.get(row.body_url, "")),
            Column(
                "allmende",
                _("In Allmende"),
                lambda row: _("Vorlage") if paper_url(row) else "",
                kind="link",
                url=paper_url,
            ),
            Column("geaendert", _("Beim Server geändert"), "modified", sort="modified"),
            Column("stand", _("Stand"), lambda row: _("gelöscht") if row.is_gone else _("sichtbar")),
            Column("adresse", _("Adresse"), "url", sort="url"),
        ],
        filters=[
            TextFilter("q", _("Suche"), _objects_matching, hint=_("Name, Nummer, Adresse")),
            ChoiceFilter("typ", _("Typ"), [(name, TYPE_WORDS[name]) for name in TYPES], lookup="object_type"),
            ChoiceFilter("koerperschaft", _("Körperschaft"), list(bodies.items()), lookup="body_url"),
        ],
        default_sort="adresse",
    )


def _name_of(row: ImportedObject) -> str:
    """Return what tells an object from others of its type; its address where it has no name."""
    raw = row.raw
    said = [raw.get(name) for name in ("reference", "name", "fileName", "role")]
    return " ".join(" ".join(str(each) for each in said[:2] if each).split())[:200] or next(
        (str(each)[:200] for each in said[2:] if each), row.url
    )


def paper_url(row: ImportedObject) -> str:
    """Return the page of the paper that an object became; empty if it became none."""
    is_paper = row.object_type == "Paper" and row.target_id is not None
    return reverse("papers:paper", args=[row.target_id]) if is_paper else ""


def _object_url(pk: int) -> str:
    return reverse("oparl:object", args=[pk])


def _findings_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(Q(url__icontains=text) | Q(detail__icontains=text))


def _gaps_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    return rows.filter(Q(target_url__icontains=text) | Q(imported_object__url__icontains=text))


def _objects_matching(rows: "QuerySet[Any]", text: str) -> "QuerySet[Any]":
    named = Q(own_raw__name__icontains=text) | Q(own_raw__reference__icontains=text)
    return rows.filter(named | Q(url__icontains=text) | Q(inner_raw__name__icontains=text))
