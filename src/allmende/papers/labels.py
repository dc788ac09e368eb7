"""What people read for the codes of papers, and the choices for models and forms."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allmende.papers.domain.content import DecisionState, DraftState, OrganizationKind
from allmende.papers.domain.corrections import CorrectionKind
from allmende.reading.facts import AmountLabel, ConsultationRole, PaperKind, Relation, Treatment

LABELS: dict[StrEnum, str | Promise] = {
    PaperKind.BESCHLUSSVORLAGE: _("Beschlussvorlage"),
    PaperKind.MITTEILUNGSVORLAGE: _("Mitteilungsvorlage"),
    PaperKind.ANTRAG: _("Antrag"),
    PaperKind.ANFRAGE: _("Anfrage"),
    PaperKind.STELLUNGNAHME: _("Stellungnahme"),
    PaperKind.NIEDERSCHRIFT: _("Niederschrift"),
    PaperKind.AUSZUG: _("Auszug"),
    PaperKind.EINLADUNG: _("Einladung"),
    PaperKind.RESOLUTION: _("Resolution"),
    PaperKind.SATZUNG: _("Satzung oder Vertrag"),
    PaperKind.PRESSEMITTEILUNG: _("Pressemitteilung"),
    PaperKind.SCHREIBEN: _("Schreiben"),
    PaperKind.SONSTIGES: _("Sonstiges"),
    Treatment.PUBLIC: _("öffentlich"),
    Treatment.NON_PUBLIC: _("nichtöffentlich"),
    Treatment.MIXED: _("teils öffentlich"),
    ConsultationRole.BERATUNG: _("Beratung"),
    ConsultationRole.ENTSCHEIDUNG: _("Entscheidung"),
    ConsultationRole.KENNTNISNAHME: _("Kenntnisnahme"),
    ConsultationRole.ANHOERUNG: _("Anhörung"),
    ConsultationRole.BEANTWORTUNG: _("Beantwortung"),
    AmountLabel.KOSTEN: _("Kosten"),
    AmountLabel.ERTRAG: _("Ertrag"),
    AmountLabel.FOERDERUNG: _("Förderung"),
    AmountLabel.EINSPARUNG: _("Einsparung"),
    AmountLabel.EIGENANTEIL: _("Eigenanteil"),
    AmountLabel.ZUSCHUSS: _("Zuschuss"),
    AmountLabel.UMLAGE: _("Umlage"),
    AmountLabel.ENTGELT: _("Entgelt"),
    AmountLabel.HAUSHALT: _("Haushaltsansatz"),
    AmountLabel.KREDIT: _("Kredit"),
    AmountLabel.KAPITAL: _("Kapital"),
    AmountLabel.SCHWELLE: _("Schwellenwert"),
    AmountLabel.FEHLBEDARF: _("Fehlbedarf"),
    Relation.BEZUG: _("nimmt Bezug auf"),
    Relation.AUFGEHOBEN: _("hebt auf"),
    Relation.GEAENDERT: _("ändert"),
    Relation.ERGAENZT: _("ergänzt"),
    Relation.ERSETZT: _("ersetzt"),
    DraftState.OPEN: _("zu prüfen"),
    DraftState.CONFIRMED: _("bestätigt"),
    DecisionState.PROPOSED: _("vorgeschlagen"),
    OrganizationKind.COUNCIL: _("Rat oder Kreistag"),
    OrganizationKind.COMMITTEE: _("Ausschuss"),
    OrganizationKind.OTHER: _("weiteres Gremium"),
    CorrectionKind.ACCEPTED: _("übernommen"),
    CorrectionKind.CHANGED: _("geändert"),
    CorrectionKind.REMOVED: _("entfernt"),
    CorrectionKind.ADDED: _("ergänzt"),
}

INVERSE_RELATIONS: dict[Relation, str | Promise] = {
    Relation.BEZUG: _("wird genannt in"),
    Relation.AUFGEHOBEN: _("soll aufgehoben werden durch"),
    Relation.GEAENDERT: _("soll geändert werden durch"),
    Relation.ERGAENZT: _("soll ergänzt werden durch"),
    Relation.ERSETZT: _("soll ersetzt werden durch"),
}

SECTION_LABELS: dict[str, str | Promise] = {
    "header": _("Kopf der Vorlage"),
    "consultations": _("Beratungsfolge"),
    "resolution": _("Beschluss"),
    "amounts": _("Beträge"),
    "references": _("Bezüge zu anderen Vorlagen"),
    "legal": _("Rechtsgrundlagen"),
    "dates": _("Weitere Termine und Stichtage"),
    "organisations": _("Genannte Stellen"),
}

COLUMN_LABELS: dict[str, dict[str, str | Promise]] = {
    "header": {
        "subject": _("Betreff"),
        "kind": _("Art"),
        "reference": _("Nummer der Vorlage"),
        "date": _("Datum"),
        "status": _("Status"),
        "issuer": _("Herausgebende Stelle"),
        "department": _("Amt oder Dezernat"),
        "file_number": _("Aktenzeichen"),
    },
    "consultations": {
        "body": _("Gremium"),
        "date": _("Sitzung am"),
        "role": _("Aufgabe"),
        "treatment": _("Behandlung"),
    },
    "resolution": {"number": _("Ziffer"), "text": _("Wortlaut")},
    "amounts": {
        "value": _("Betrag"),
        "currency": _("Währung"),
        "label": _("Bedeutung"),
        "unit": _("je"),
        "year": _("Jahr"),
    },
    "references": {"reference": _("Nummer"), "date": _("vom"), "relation": _("Beziehung")},
    "legal": {"citation": _("Fundstelle im Gesetz")},
    "dates": {"date": _("Datum"), "meaning": _("Bedeutung")},
    "organisations": {"name": _("Name"), "key": _("im Register")},
}

FIELD_LABELS: dict[str, str | Promise] = {
    **COLUMN_LABELS["header"],
    **{name: label for name, label in SECTION_LABELS.items() if name != "header"},
}
"""The fields of the header and the lists, as the statistics of the reader name them."""

ROW_LABELS: dict[str, str | Promise] = {
    "consultations": _("Station"),
    "resolution": _("Beschlusspunkt"),
    "amounts": _("Betrag"),
    "references": _("Bezug"),
    "legal": _("Rechtsgrundlage"),
    "dates": _("Termin"),
    "organisations": _("Stelle"),
}

ACTION_LABELS: dict[str, str | Promise] = {
    "bulk_import_started": _("hat viele Dateien zum Einlesen gegeben"),
    "bulk_import_ended": _("hat das Einlesen abgeschlossen"),
    "paper_uploaded": _("hat das Dokument hochgeladen"),
    "draft_changed": _("hat Angaben geändert"),
    "draft_checked": _("hat alle unsicheren Angaben als geprüft markiert"),
    "draft_undone": _("hat die letzte Änderung zurückgenommen"),
    "draft_deleted": _("hat den Entwurf gelöscht"),
    "paper_confirmed": _("hat die Angaben bestätigt und das Dossier angelegt"),
    "paper_reopened": _("hat das Dossier in den Entwurf zurückgeholt"),
    "paper_published": _("hat das Dossier veröffentlicht"),
    "paper_unpublished": _("hat die Veröffentlichung zurückgenommen"),
}


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, str | Promise]]:
    """Return codes with their labels, for a model or form field."""
    return [(code.value, LABELS[code]) for code in codes]
