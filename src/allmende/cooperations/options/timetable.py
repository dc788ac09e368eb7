"""Who must decide what by when: forward from an application, or backward from the day it shall begin."""

from dataclasses import dataclass
from datetime import date, timedelta

from allmende.cooperations.legal_forms import procedure
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.legal_forms.procedure import Approval, Member
from allmende.cooperations.options.domain import Option, Question
from allmende.ledger.domain import Mark

LONGEST = timedelta(days=80)


@dataclass(frozen=True, slots=True)
class Step:
    """A step with its day, or what is missing to name one."""

    what: str
    by: date | None
    section: str
    missing: str = ""
    mark: Mark = Mark.SEEN


def members_of(question: Question) -> list[Member]:
    """Return the partners as the rules on legal forms want them."""
    return [Member(partner.name, partner.kind, partner.district) for partner in question.partners]


def timetable(option: Option, question: Question) -> list[Step]:
    """Return the steps until the option works."""
    answer = procedure.founding_resolutions(option.form, members_of(question))[0]
    if option.form is ComparedForm.STATUS_QUO:
        return [Step(answer.says, None, answer.section, mark=answer.mark)]
    if option.form is ComparedForm.OHNE:
        missing = "" if option.starts_on else "gewünschter Beginn"
        return [Step(answer.says, option.starts_on, answer.section, missing, answer.mark)]
    steps = (
        _approved(option) if procedure.approval(option.form)[0] is Approval.GENEHMIGUNG else _other(option)
    )
    last = next((step.by for step in steps if step.by), None)
    missing = "" if last else _gap(steps)
    resolved = [
        Step(answer.says, last, answer.section, missing, answer.mark)
        for answer in procedure.founding_resolutions(option.form, members_of(question))
    ]
    return [*resolved, *steps]


def _gap(steps: list[Step]) -> str:
    """Return what the days lack; a wanted beginning always helps."""
    known = [step.missing for step in steps if "Beginn" in step.missing]
    return known[0] if known else "gewünschter Beginn oder Tag des Antrags"


def _approved(option: Option) -> list[Step]:
    applied = option.applied_on or (latest_application(option.starts_on) if option.starts_on else None)
    section = "§ 24 Abs. 2 GkG NRW" if option.form in procedure.AGREEMENTS else "§ 10 GkG NRW"
    mark = Mark.SEEN if option.form in procedure.AGREEMENTS else Mark.TO_VERIFY
    start = "§ 24 Abs. 4 GkG NRW" if option.form in procedure.AGREEMENTS else "§ 11 GkG NRW"
    if applied is None:
        gap = "gewünschter Beginn oder Tag des Antrags"
        return [
            Step("Antrag auf Genehmigung", None, section, gap, mark),
            Step("Beginn", None, start, gap, mark),
        ]
    deemed = procedure.deemed_approval(applied)
    granted = deemed.granted_from
    begins = procedure.effective_from(granted, option.starts_on) if granted else None
    return [
        Step("Antrag auf Genehmigung bei der Behörde", applied, section, mark=mark),
        Step("Genehmigung, wenn die Behörde schweigt", granted, section, mark=mark),
        Step("Bekanntmachung im Amtsblatt, frühestens", granted, start, mark=mark),
        Step("Beginn, frühestens", begins, start, mark=mark),
    ]


def _other(option: Option) -> list[Step]:
    kind, answer = procedure.approval(option.form)
    if kind is Approval.NONE:
        missing = "" if option.starts_on else "gewünschter Beginn"
        return [Step("Beginn mit der Vereinbarung", option.starts_on, "§ 2 GkG NRW", missing, Mark.ASSUMED)]
    return [
        Step(
            f"{kind.label} bei der Aufsicht",
            None,
            answer.section,
            "Frist, Wortlaut noch zu prüfen",
            answer.mark,
        )
    ]


def latest_application(starts_on: date) -> date | None:
    """Return the last day to apply so that silence approves in time and the gazette follows at once."""
    announced = starts_on - timedelta(days=1)
    for back in range(LONGEST.days):
        received = announced - timedelta(days=back)
        granted = procedure.deemed_approval(received).granted_from
        if granted is not None and granted <= announced:
            return received
    return None
