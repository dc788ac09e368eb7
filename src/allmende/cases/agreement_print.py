"""The agreement on goals as a print in German and one more language: fixed frames around the own words.

What was agreed stands as it was written; nothing is translated by a machine. The frames of other languages
help to understand; the German text is the one that was agreed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allmende.cases.planning import PlanView
from allmende.common.formats import day
from allmende.pages.pdf import pdf

TEMPLATE = Path(__file__).parent / "pdf" / "agreement.typ"


@dataclass(frozen=True, slots=True)
class Frame:
    """The fixed texts of one language."""

    name: str
    title: str
    number: str
    situation: str
    goal: str
    until: str
    steps: str
    who: Mapping[str, str]
    free: str
    told: str
    signatures: tuple[str, str]


GERMAN = Frame(
    name="Deutsch",
    title="Zielvereinbarung",
    number="Fallnummer",
    situation="Ausgangslage",
    goal="Ziel",
    until="bis",
    steps="Schritte",
    who={"self": "ich selbst", "manager": "Case Management", "organisation": "andere Stelle"},
    free="Die Teilnahme ist freiwillig. Sie können jederzeit aufhören; das hat keine Nachteile für Sie.",
    told="Sie dürfen jederzeit sehen, was über Sie gespeichert ist, und Fehler berichtigen lassen.",
    signatures=("Datum, Unterschrift der Person", "Datum, Unterschrift Case Management"),
)
LANGUAGES: Mapping[str, Frame] = {
    "en": Frame(
        name="English",
        title="Agreement on goals",
        number="Case number",
        situation="Where we start",
        goal="Goal",
        until="by",
        steps="Steps",
        who={"self": "myself", "manager": "case manager", "organisation": "another office"},
        free="Taking part is voluntary. You may stop at any time; you will have no disadvantage.",
        told="You may see at any time what is stored about you, and have mistakes corrected.",
        signatures=("Date, signature of the person", "Date, signature of the case manager"),
    ),
    "fr": Frame(
        name="Français",
        title="Accord sur les objectifs",
        number="Numéro de dossier",
        situation="Situation de départ",
        goal="Objectif",
        until="jusqu’au",
        steps="Étapes",
        who={
            "self": "moi-même",
            "manager": "accompagnement",
            "organisation": "autre service",
        },
        free="La participation est volontaire. Vous pouvez arrêter à tout moment, sans aucun désavantage.",
        told="Vous pouvez à tout moment voir ce qui est enregistré sur vous et faire corriger les erreurs.",
        signatures=("Date, signature de la personne", "Date, signature de l’accompagnement"),
    ),
    "tr": Frame(
        name="Türkçe",
        title="Hedef anlaşması",
        number="Dosya numarası",
        situation="Başlangıç durumu",
        goal="Hedef",
        until="son tarih",
        steps="Adımlar",
        who={"self": "ben", "manager": "Case Management görevlisi", "organisation": "başka bir kurum"},
        free="Katılım gönüllüdür. İstediğiniz zaman bırakabilirsiniz; bunun size bir zararı olmaz.",
        told="Hakkınızda kayıtlı olanları istediğiniz zaman görebilir, hataları düzelttirebilirsiniz.",
        signatures=("Tarih, kişinin imzası", "Tarih, görevlinin imzası"),
    ),
    "uk": Frame(
        name="Українська",
        title="Угода про цілі",
        number="Номер справи",
        situation="Початкова ситуація",
        goal="Ціль",
        until="до",
        steps="Кроки",
        who={"self": "я особисто", "manager": "кейс-менеджер", "organisation": "інша установа"},
        free="Участь добровільна. Ви можете припинити її будь-коли, це не матиме негативних наслідків.",
        told="Ви можете будь-коли побачити, що про Вас збережено, і виправити помилки.",
        signatures=("Дата, підпис особи", "Дата, підпис кейс-менеджера"),
    ),
}


def agreement_pdf(plan: PlanView, *, number: str, on: date) -> bytes:
    """Return the agreement of one version of a plan as PDF/UA; the name is left to be written by hand."""
    other = LANGUAGES.get(plan.language, LANGUAGES["en"])
    return pdf(
        TEMPLATE,
        {
            "title": f"{GERMAN.title} {number}",
            "footer": f"{number}, {day(on)}",
            "languages": ["de", plan.language if plan.language in LANGUAGES else "en"],
            "frames": [_frame(each) for each in (GERMAN, other)],
            "number": number,
            "version": str(plan.version),
            "agreed_on": day(plan.agreed_on) if plan.agreed_on else "",
            "summary": plan.summary,
            "goals": [
                {
                    "field": goal.action_field.label,
                    "text": goal.text,
                    "until": day(goal.due_on) if goal.due_on else "",
                    "steps": [
                        {
                            "text": step.text,
                            "who": [each.who[step.responsible.value] for each in (GERMAN, other)],
                            "until": day(step.due_on) if step.due_on else "",
                        }
                        for step in goal.steps
                    ],
                }
                for goal in plan.goals
            ],
        },
    )


def _frame(frame: Frame) -> dict[str, object]:
    return {
        "title": frame.title,
        "number": frame.number,
        "situation": frame.situation,
        "goal": frame.goal,
        "until": frame.until,
        "steps": frame.steps,
        "free": frame.free,
        "told": frame.told,
        "signatures": list(frame.signatures),
    }
