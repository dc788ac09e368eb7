"""What the pages of a forwarding agreement show."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.funding.actions.clauses import Change
from allmende.funding.domain.concerns import YearMoney
from allmende.funding.domain.posts import fte_on, fte_text
from allmende.funding.domain.words import StepState
from allmende.funding.models import CostReport, Forwarding, ForwardingClause
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import AgreementStanding, GrantStanding
from allmende.ledger.computing import law
from allmende.pages.columns import Column
from allmende.register import queries as register
from allmende.register.domain import BodyView

STATE_BADGES = {StepState.ENTERED: "warning", StepState.RELEASED: "success", StepState.WITHDRAWN: ""}


def last_of(upper: date | None) -> date | None:
    return upper - timedelta(days=1) if upper else None


def facts(own: AgreementStanding, standing: GrantStanding) -> list[tuple[str, str]]:
    """Return what the agreement says besides its clauses."""
    each = own.agreement
    last = last_of(each.valid.upper)
    notice = ""
    if each.notice_months is not None and each.notice_to:
        notice = _("{months} Monate zum {to}").format(
            months=each.notice_months, to=_(each.get_notice_to_display())
        )
    posts = [row for row in standing.stretches if row.employer == each.provider_id]
    at = min(max(standing.grant.period.lower, each.valid.lower), standing.last_day)
    protection = _(each.get_data_protection_display())
    if each.data_protection_on:
        protection = f"{protection}, {day(each.data_protection_on)}"
    return [
        (_("Träger"), str(own.provider)),
        (_("gilt"), f"{day(each.valid.lower)} – {day(last) if last else _('bis auf Weiteres')}"),
        (_("unterschrieben am"), day(each.signed_on) if each.signed_on else ""),
        (_("höchstens Stellen"), fte_text_or_none(each.most_posts)),
        (_("Stellen im Plan"), f"{fte_text(fte_on(posts, at))} ({day(at)})"),
        (_("Kündigungsfrist"), notice),
        (
            _("nächste Kündigung"),
            _("bis {by}, dann Ende am {last}").format(
                by=day(own.notice.by), last=day(own.notice.until - timedelta(days=1))
            )
            if own.notice
            else "",
        ),
        (_("Vereinbarung zum Datenschutz"), protection),
    ]


def fte_text_or_none(value: Any) -> str:
    return fte_text(Fraction(value)) if value is not None else ""


def clause_table(agreement: Forwarding) -> SmallTable:
    """Return all that was ever known of the clauses, the newest knowledge first."""
    rows = ForwardingClause.objects.filter(forwarding=agreement).select_related("decision", "created_by")
    return SmallTable(
        _("Klauseln mit ihrer Geschichte"),
        [
            Column("klausel", _("Klausel"), _clause_label),
            Column("wert", _("Wert"), _clause_value),
            Column("ab", _("gilt ab"), lambda row: row.valid.lower, kind="date"),
            Column("bis", _("letzter Tag"), lambda row: last_of(row.valid.upper), kind="date"),
            Column("bekannt", _("bekannt seit"), lambda row: _local(row.known.lower), kind="date"),
            Column(
                "ersetzt",
                _("ersetzt am"),
                lambda row: _local(row.known.upper) if row.known.upper else None,
                kind="date",
            ),
            Column("stelle", _("Stelle im Vertrag"), "section"),
            Column("quelle", _("Quelle"), "source"),
            Column(
                "beschluss",
                _("Beschluss"),
                lambda row: row.decision.name if row.decision else "",
                url=lambda row: row.decision.get_absolute_url() if row.decision else None,
            ),
        ],
        list(rows.order_by("-known", "-valid")),
    )


def _clause_label(row: ForwardingClause) -> str:
    parameter = law().parameter(row.parameter)
    return parameter.label if parameter else row.parameter


def _clause_value(row: ForwardingClause) -> str:
    parameter = law().parameter(row.parameter)
    return f"{row.value}\N{NO-BREAK SPACE}{parameter.unit.german()}".strip() if parameter else row.value


def _local(moment: Any) -> date:
    return timezone.localtime(moment).date()


def report_table(agreement: Forwarding) -> SmallTable:
    """Return all reports, forecasts and actuals, the newest first."""
    rows = agreement.reports.prefetch_related("lines").order_by("-period", "kind", "-number")
    return SmallTable(
        _("Kostenmeldungen"),
        [
            Column(
                "meldung", _("Meldung"), _report_title, kind="link", url=lambda row: row.get_absolute_url()
            ),
            Column("ab", _("ab"), lambda row: row.period.lower, kind="date"),
            Column("bis", _("bis"), lambda row: last_of(row.period.upper), kind="date"),
            Column("gemeldet", _("gemeldet am"), "reported_on", kind="date"),
            Column(
                "summe", _("Summe"), lambda row: sum(line.cents for line in row.lines.all()), kind="money"
            ),
            Column(
                "stand",
                _("Stand"),
                lambda row: _(row.get_state_display()),
                badge=lambda row: STATE_BADGES[StepState(row.state)],
            ),
            Column("beleg", _("Beleg"), "source"),
        ],
        list(rows),
    )


def caseload_table(own: AgreementStanding) -> SmallTable:
    """Return the numbers of cases by their day."""
    return SmallTable(
        _("Fallzahlen aus freigegebener Statistik"),
        [
            Column("tag", _("Stichtag"), "key_date", kind="date"),
            Column("faelle", _("laufende Fälle"), "cases", kind="number", places=0),
            Column("freigabe", _("Freigabe der Statistik"), "reference"),
            Column("am", _("freigegeben am"), "released_on", kind="date"),
        ],
        own.caseloads,
    )


def _report_title(row: CostReport) -> str:
    return f"{_(row.get_kind_display())}\N{NO-BREAK SPACE}{row.number}"


def year_table(own: AgreementStanding) -> SmallTable:
    """Return forecast, grant and spending of each year."""
    return SmallTable(
        _("Prognose und Ist je Jahr"),
        [
            Column("jahr", _("Jahr"), lambda row: str(row.start.year)),
            Column("prognose", _("Prognose (Höchstbetrag)"), "forecast", kind="money"),
            Column("foerderung", _("davon Förderung"), "granted", kind="money"),
            Column("ist", _("Ist-Kosten"), "spent", kind="money"),
            Column("bis", _("gemeldet bis"), lambda row: last_of(row.reported_until), kind="date"),
            Column("rest", _("Prognose minus Ist"), _rest, kind="money"),
        ],
        own.years(),
    )


def _rest(row: YearMoney) -> int | None:
    return row.forecast - row.spent if row.forecast is not None and row.spent is not None else None


def posting_table(own: AgreementStanding, names: Mapping[int, BodyView]) -> SmallTable:
    """Return what was posted from the reports that hold; each amount leads to its reason."""
    rows = [(report.report, posted) for report in own.reports for posted in report.posted]
    return SmallTable(
        _("Gebucht nach den Regeln"),
        [
            Column("meldung", _("Meldung"), lambda row: _report_title(row[0])),
            Column("zahlt", _("zahlt"), lambda row: str(names.get(row[1].payer, ""))),
            Column("erhaelt", _("erhält"), lambda row: str(names.get(row[1].payee, ""))),
            Column("wofuer", _("wofür"), lambda row: row[1].label),
            Column("betrag", _("Betrag"), lambda row: row[1].cents, kind="money", url=lambda row: row[1].url),
        ],
        rows,
    )


def change_table(change: Change, on: date) -> SmallTable:
    """Return every stream before and after a change."""
    bodies = register.bodies_by_id({each for row in change.streams for each in (row.payer, row.payee)}, on=on)
    return SmallTable(
        _("Vorschau: Das würde gebucht"),
        [
            Column("zahlt", _("zahlt"), lambda row: str(bodies.get(row.payer, ""))),
            Column("erhaelt", _("erhält"), lambda row: str(bodies.get(row.payee, ""))),
            Column("wofuer", _("wofür"), "label"),
            Column("vorher", _("vorher"), "before", kind="money"),
            Column("nachher", _("nachher"), "after", kind="money"),
            Column("unterschied", _("Unterschied"), "change", kind="money"),
        ],
        change.streams,
    )
