"""What people read for the codes of papers, and the choices for models and forms."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from allmende.papers.domain.content import DraftState, OrganizationKind
from allmende.papers.domain.corrections import CorrectionKind
from allmende.papers.domain.follow_ups import FollowUpKind, FollowUpState, Recurrence, ReportKind, RollCall
from allmende.papers.domain.outcomes import DecisionState
from allmende.reading.facts import (
    AmountLabel,
    ConsultationRole,
    FinanceField,
    ImpactTopic,
    PaperKind,
    Relation,
    Treatment,
)

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
    DecisionState.TAKEN: _("beschlossen"),
    DecisionState.REJECTED: _("abgelehnt"),
    DecisionState.POSTPONED: _("vertagt"),
    DecisionState.WITHDRAWN: _("zurückgezogen"),
    FollowUpState.PENDING: _("offen"),
    FollowUpState.DONE: _("erledigt"),
    FollowUpState.DROPPED: _("entfallen"),
    FollowUpKind.DUTY: _("Auftrag"),
    FollowUpKind.DEMAND: _("Forderung an Dritte"),
    ReportKind.PROOF: _("Nachweis"),
    ReportKind.ANSWER: _("Antwort"),
    ReportKind.NOTE: _("Notiz"),
    RollCall.YES: _("Ja"),
    RollCall.NO: _("Nein"),
    RollCall.ABSTENTION: _("Enthaltung"),
    RollCall.ABSENT: _("abwesend"),
    Recurrence.MONTHLY: _("monatlich"),
    Recurrence.QUARTERLY: _("vierteljährlich"),
    Recurrence.HALF_YEARLY: _("halbjährlich"),
    Recurrence.YEARLY: _("jährlich"),
    FinanceField.PRODUKT: _("Produkt"),
    FinanceField.SACHKONTO: _("Sachkonto"),
    FinanceField.HAUSHALTSSTELLE: _("Haushaltsstelle"),
    FinanceField.WIRKUNG: _("ergebniswirksam oder investiv"),
    FinanceField.DECKUNG: _("Deckung"),
    FinanceField.FOLGEAUFWAND: _("Folgeaufwand"),
    FinanceField.EINSPARUNG_AB: _("Einsparung ab"),
    ImpactTopic.KLIMA: _("Klima"),
    ImpactTopic.PERSONAL: _("Personal"),
    ImpactTopic.STELLENPLAN: _("Stellenplan"),
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

DONE_RELATIONS: dict[Relation, str | Promise] = {
    **INVERSE_RELATIONS,
    Relation.AUFGEHOBEN: _("aufgehoben durch"),
    Relation.GEAENDERT: _("geändert durch"),
    Relation.ERGAENZT: _("ergänzt durch"),
    Relation.ERSETZT: _("ersetzt durch"),
}
"""The same, once the other paper's decision was taken."""

SECTION_LABELS: dict[str, str | Promise] = {
    "header": _("Kopf der Vorlage"),
    "consultations": _("Beratungsfolge"),
    "resolution": _("Beschluss"),
    "conditions": _("Bedingungen"),
    "duties": _("Aufträge"),
    "votes": _("Abstimmungen"),
    "amounts": _("Beträge"),
    "finance": _("Angaben für den Haushalt"),
    "impacts": _("Auswirkungen"),
    "calculations": _("Nachgerechnet"),
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
    "conditions": {"text": _("Wortlaut")},
    "duties": {
        "addressee": _("Wer"),
        "text": _("Was zu tun ist"),
        "due": _("bis zum"),
        "recurrence": _("Wiederholung"),
    },
    "votes": {
        "outcome": _("Ergebnis in Worten"),
        "yes": _("Ja"),
        "no": _("Nein"),
        "abstentions": _("Enthaltungen"),
    },
    "finance": {"field": _("Angabe"), "value": _("Eintrag")},
    "impacts": {"topic": _("Worauf"), "text": _("Aussage")},
    "calculations": {"is_right": _("Ergebnis"), "message": _("Rechnung")},
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
    **{name: label for name, label in SECTION_LABELS.items() if name not in ("header", "calculations")},
}
"""The fields of the header and the lists, as the statistics of the reader name them."""

ROW_LABELS: dict[str, str | Promise] = {
    "consultations": _("Station"),
    "resolution": _("Beschlusspunkt"),
    "conditions": _("Bedingung"),
    "duties": _("Auftrag"),
    "votes": _("Abstimmung"),
    "amounts": _("Betrag"),
    "finance": _("Angabe"),
    "impacts": _("Auswirkung"),
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
    "outcome_recorded": _("hat das Ergebnis der Beratung festgehalten"),
    "outcome_withdrawn": _("hat das Ergebnis der Beratung zurückgenommen"),
    "follow_up_done": _("hat einen Auftrag als erledigt gemeldet"),
    "follow_up_dropped": _("hat einen Auftrag als entfallen gemeldet"),
    "follow_up_reopened": _("hat einen Auftrag wieder geöffnet"),
    "follow_up_added": _("hat aus einer Bedingung einen Auftrag gemacht"),
    "follow_up_changed": _("hat Termin oder Art eines Auftrags geändert"),
    "follow_up_reported": _("hat etwas zu einem Auftrag gemeldet"),
    "follow_up_report_withdrawn": _("hat eine Meldung zu einem Auftrag zurückgenommen"),
    "roll_call_recorded": _("hat die namentliche Abstimmung festgehalten"),
    "paper_published": _("hat das Dossier veröffentlicht"),
    "paper_unpublished": _("hat die Veröffentlichung zurückgenommen"),
}


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, str | Promise]]:
    """Return codes with their labels, for a model or form field."""
    return [(code.value, LABELS[code]) for code in codes]
