"""From the last council that is needed to the first day it works: approval, announcement, effect. Pure.

The days come from `cooperations.legal_forms.procedure`; nothing about the law is said here a second time.
"""

from dataclasses import dataclass
from datetime import date

from allmende.common.errors import Phrase
from allmende.cooperations.legal_forms import procedure
from allmende.cooperations.legal_forms.facts import ComparedForm
from allmende.cooperations.legal_forms.procedure import Approval
from allmende.ledger.domain import Mark


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of the way from the decisions to the effect; a day that is None has not come yet."""

    form: ComparedForm | None = None
    received_on: date | None = None
    approved_on: date | None = None
    announced_on: date | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class EffectStep:
    """A step with its day, or what is missing to name one."""

    what: str
    on: date | None
    section: str = ""
    missing: str = ""
    is_done: bool = False
    mark: Mark = Mark.SEEN


def steps(course: Course, *, reached_on: date | None, today: date) -> list[EffectStep]:
    """Return the steps until the matter works; each day the earliest one possible."""
    missing = (
        "" if reached_on else str(Phrase("Termine von so vielen Beteiligten, wie die Schwelle verlangt"))
    )
    decided = EffectStep(
        str(Phrase("Schwelle erreicht")),
        reached_on,
        missing=missing,
        is_done=reached_on is not None and reached_on <= today,
    )
    if course.form is None:
        return [
            decided,
            EffectStep(str(Phrase("Wirksam")), None, missing=str(Phrase("Rechtsform der Zusammenarbeit"))),
        ]
    kind, answer = procedure.approval(course.form)
    if kind is Approval.NONE:
        effect = _later(reached_on, course.agreed_on)
        return [
            decided,
            EffectStep(str(Phrase("Wirksam, frühestens")), effect, answer.section, missing, mark=answer.mark),
        ]
    if kind is not Approval.GENEHMIGUNG:
        gap = str(Phrase("Frist der Behörde; ihr Wortlaut ist noch zu prüfen"))
        return [
            decided,
            EffectStep(
                str(Phrase("{kind} bei der Aufsicht", kind=kind.label)),
                None,
                answer.section,
                gap,
                mark=answer.mark,
            ),
            EffectStep(str(Phrase("Wirksam")), None, missing=gap, mark=answer.mark),
        ]
    return [decided, *_approved(course, reached_on, today)]


def effective_on(found: list[EffectStep]) -> date | None:
    """Return the first day on which the matter can work."""
    return found[-1].on if found else None


def _approved(course: Course, reached_on: date | None, today: date) -> list[EffectStep]:
    assert course.form is not None  # noqa: S101 - the caller has looked
    answer = procedure.approval(course.form)[1]
    is_agreement = course.form in procedure.AGREEMENTS
    section = answer.section
    start = "§ 24 Abs. 4 GkG NRW" if is_agreement else "§ 11 GkG NRW"
    mark = Mark.SEEN if is_agreement else Mark.TO_VERIFY
    received = course.received_on or (max(reached_on, today) if reached_on else None)
    gap = "" if received else str(Phrase("Tag, an dem die Schwelle erreicht ist"))
    granted = course.approved_on or (procedure.deemed_approval(received).granted_from if received else None)
    announced = course.announced_on or granted
    effect = procedure.effective_from(announced, course.agreed_on) if announced else None
    silence = (
        str(Phrase("Genehmigung"))
        if course.approved_on
        else str(Phrase("Genehmigung, wenn die Behörde schweigt"))
    )
    told = [
        EffectStep(
            str(Phrase("Antrag auf Genehmigung")),
            received,
            section,
            gap,
            course.received_on is not None,
            mark,
        ),
        EffectStep(silence, granted, section, gap, course.approved_on is not None, mark),
        EffectStep(
            str(Phrase("Bekanntmachung, frühestens")),
            announced,
            start,
            gap,
            course.announced_on is not None,
            mark,
        ),
    ]
    return [*told, EffectStep(str(Phrase("Wirksam, frühestens")), effect, start, gap, mark=mark)]


def _later(first: date | None, second: date | None) -> date | None:
    return max(first, second) if first and second else first
