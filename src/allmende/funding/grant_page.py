"""What the page of a grant shows: steps with what may be done, money by agreement, the flow as bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from allmende.common.formats import euro
from allmende.funding.domain.posts import filled_fte_on, fte_on, fte_text
from allmende.funding.domain.steps import Step, refusals
from allmende.funding.domain.words import ReportKind, StepKind, StepState
from allmende.funding.models import GrantStep
from allmende.funding.queries import granted_posts, steps_of
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import AgreementStanding, GrantStanding
from allmende.pages.columns import Column
from allmende.pages.sankey import Stream, sankey


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step with what stands against its release, and what the person may do with it."""

    step: GrantStep
    against: list[str]
    may_release: bool
    may_withdraw: bool
    is_own: bool

    @property
    def fte(self) -> str:
        """Return the posts that a notice grants, as people write them."""
        return fte_text(Fraction(self.step.fte)) if self.step.fte is not None else ""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One stream of the flow, with the posting that gives its reason; none for what is only planned."""

    payer: str
    payee: str
    what: str
    cents: int
    url: str


def step_rows(standing: GrantStanding, *, user_id: int | None, may_post: bool) -> list[StepRow]:
    """Return the steps in their order; what can be released now says so."""
    known = steps_of(standing.steps)
    return [_step_row(row, known, index, user_id, may_post) for index, row in enumerate(standing.steps)]


def _step_row(row: GrantStep, known: list[Step], index: int, user_id: int | None, may_post: bool) -> StepRow:
    is_open = row.state == StepState.ENTERED
    others = [each for number, each in enumerate(known) if number != index]
    against = refusals(known[index], others) if is_open else []
    is_own = row.entered_by_id is not None and row.entered_by_id == user_id
    return StepRow(
        row,
        against,
        may_release=may_post and is_open and not is_own and not against,
        may_withdraw=may_post and row.state != StepState.WITHDRAWN,
        is_own=is_own and is_open,
    )


def payments(standing: GrantStanding) -> list[PaymentRow]:
    """Return who pays whom: as reported actuals if there are any, else as forecast."""
    found: dict[tuple[int, int, str], PaymentRow] = {}
    names = {number: str(body) for number, body in standing.names.items()}
    for each in standing.agreements:
        kind = ReportKind.ACTUAL if each.of_kind(ReportKind.ACTUAL) else ReportKind.FORECAST
        for report in each.of_kind(kind):
            for posted in report.posted:
                key = (posted.payer, posted.payee, posted.label)
                before = found[key].cents if key in found else 0
                found[key] = PaymentRow(
                    names.get(posted.payer, ""),
                    names.get(posted.payee, ""),
                    posted.label,
                    before + posted.cents,
                    posted.url,
                )
    if not found and standing.money.granted:
        notice = next(row for row in reversed(standing.steps) if row.kind == StepKind.NOTICE)
        return [PaymentRow(str(standing.giver), str(standing.body), str(notice), standing.money.granted, "")]
    return list(found.values())


def drawing(rows: list[PaymentRow], title: str) -> SafeString:
    """Return the money flow as bands."""
    shown = [row for row in rows if row.cents > 0]
    told = "; ".join(
        _("{payer} zahlt {payee} {amount}").format(payer=row.payer, payee=row.payee, amount=euro(row.cents))
        for row in shown
    )
    streams = [Stream(row.payer, row.payee, row.cents) for row in shown]
    return sankey(streams, title=title, desc=told, language=get_language() or "de")


def payment_table(rows: list[PaymentRow]) -> SmallTable:
    return SmallTable(
        _("Wer zahlt wem"),
        [
            Column("zahlt", _("zahlt"), "payer"),
            Column("erhaelt", _("erhält"), "payee"),
            Column("wofuer", _("wofür"), "what"),
            Column("betrag", _("Betrag"), "cents", kind="money", url=lambda row: row.url or None),
        ],
        rows,
    )


def money_items(standing: GrantStanding) -> list[tuple[str, str]]:
    """Return where the money stands, with what remains to be done."""
    money, language = standing.money, get_language() or "de"

    def told(cents: int) -> str:
        return euro(cents, language=language)

    return [
        (_("beantragt"), told(money.applied)),
        (_("bewilligt"), told(money.granted)),
        (_("abgerufen"), told(money.called)),
        (_("noch abzurufen"), told(max(money.open_to_call, 0))),
        (_("eingegangen"), told(money.received)),
        (_("weitergeleitet"), told(money.forwarded)),
        (_("in der Kasse"), told(max(money.in_hand, 0))),
        (_("abgerechnet"), told(money.settled)),
        (_("zurückgezahlt"), told(money.repaid)),
    ]


def agreement_table(standing: GrantStanding) -> SmallTable:
    """Return forecast, grant, own share and spending of each provider."""
    return SmallTable(
        _("Weiterleitungsverträge"),
        [
            Column(
                "traeger",
                _("Träger"),
                lambda row: str(row.provider),
                kind="link",
                url=lambda row: row.agreement.get_absolute_url(),
            ),
            Column("vertrag", _("Vertrag"), lambda row: str(row.agreement)),
            Column("prognose", _("Prognose (Höchstbetrag)"), "forecast", kind="money"),
            Column("foerderung", _("davon Förderung"), _granted, kind="money"),
            Column("eigen", _("davon eigene Mittel"), _share, kind="money"),
            Column("ist", _("Ist-Kosten"), "actual", kind="money"),
        ],
        standing.agreements,
    )


def _granted(row: AgreementStanding) -> int | None:
    return row.granted(ReportKind.FORECAST)


def _share(row: AgreementStanding) -> int | None:
    return row.share(ReportKind.FORECAST)


def post_items(standing: GrantStanding, on: date) -> list[tuple[str, str]]:
    """Return planned, filled and granted posts on a day within the grant."""
    at = min(max(on, standing.grant.period.lower), standing.last_day)
    granted = granted_posts(standing.steps)
    return [
        (_("bewilligt"), fte_text(granted) if granted is not None else ""),
        (_("im Plan"), fte_text(fte_on(standing.stretches, at))),
        (_("besetzt"), fte_text(filled_fte_on(standing.stretches, at))),
    ]


def ways(standing: GrantStanding) -> list[tuple[str, str]]:
    """Return the further pages of a grant."""
    number = standing.grant.pk
    found = [(_("Stellenplan"), "posts")]
    if standing.agreements:
        found += [
            (_("Träger vergleichen"), "comparison"),
            (_("Was wäre, wenn …?"), "what-if"),
            (_("Wer muss es erfahren?"), "consequences"),
        ]
    if standing.grant.decision_id is not None:
        found.append((_("Mit und ohne Zuwendung"), "with-or-without"))
    found.append((_("Verwendungsnachweise"), "proofs"))
    return [(label, reverse(f"funding:{name}", args=[number])) for label, name in found]


def programme_facts(standing: GrantStanding) -> Mapping[str, Any]:
    """Return what the programme says of the grant's building block."""
    block = standing.block
    return {
        "block": block,
        "classes": ", ".join(_(each.label) for each in sorted(block.classes)) if block else "",
        "may_forward": block is not None and block.forwarding is not None,
    }
