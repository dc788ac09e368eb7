"""The board's matrix: partners by stages, in words; filters, sorting and export of exactly these rows."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.translation import gettext as _

from allmende.joint_decisions.board import Board, PartnerRow
from allmende.joint_decisions.domain import CoreMatch, Effect, PartnerState
from allmende.joint_decisions.labels import said, said_choices
from allmende.pages.columns import Column
from allmende.pages.list_tables import ListTable, containing, fitting
from allmende.pages.tables import ChoiceFilter, TextFilter

BADGES = {
    PartnerState.DECIDED: "success",
    PartnerState.AMENDED_KEPT: "success",
    PartnerState.AMENDED_CHANGED: "warning",
    PartnerState.AMENDED_UNCLEAR: "warning",
    PartnerState.DEFERRED: "warning",
    PartnerState.REJECTED: "danger",
    PartnerState.IN_CONSULTATION: "info",
    PartnerState.RELEASED: "info",
}
MATCH_BADGES = {
    CoreMatch.UNCHANGED: "success",
    CoreMatch.ADDED: "success",
    CoreMatch.CHANGED: "warning",
    CoreMatch.UNMATCHED: "warning",
    CoreMatch.UNKNOWN: "warning",
}

ROWS = 30
"""Rows of a page: what people overlook; each cell is a template, so this also keeps the page quick."""


def board_table(request: HttpRequest, board: Board, *, partner_url: Callable[[PartnerRow], str]) -> ListTable:
    """Return the table of a matter's partners."""
    return ListTable(
        request,
        id="board",
        caption=_("Stand der Beteiligten"),
        rows=board.rows,  # type: ignore[arg-type]
        columns=[
            Column("name", _("Beteiligte"), "name", kind="link", url=partner_url, sort="sort_name"),
            Column("wirkung", _("Zustimmung"), lambda row: said(row.effect.label), sort="effect"),
            Column("nummer", _("Vorlage"), paper_words, url=lambda row: row.paper_url, sort="reference"),
            Column("freigabe", _("Freigabe"), released, sort="is_released"),
            Column("beratung", _("Beratung"), consulted),
            Column("termin", _("nächster Termin"), "next_on", kind="date", sort="next_on"),
            Column("stand", _("Stand"), lambda row: said(row.state.label), sort="state", badge=state_badge),
            Column("entschieden", _("entschieden am"), "decided_on", kind="date", sort="decided_on"),
            Column("kern", _("Kern"), core_words, badge=core_badge),
            Column("hinweise", _("Bedingungen und Hinweise"), lambda row: "; ".join(notes(row))),
        ],
        filters=[
            TextFilter(
                "q", _("Suche"), containing(lambda row: f"{row.name} {row.reference}"), hint=_("Name, Nummer")
            ),
            ChoiceFilter(
                "stand",
                _("Stand"),
                said_choices(PartnerState),
                narrow=fitting(lambda row, code: row.state == code),
            ),
            ChoiceFilter(
                "kern",
                _("Kern"),
                said_choices(CoreMatch),
                narrow=fitting(lambda row, code: row.result is not None and row.result.match == code),
            ),
            ChoiceFilter(
                "wirkung",
                _("Zustimmung"),
                said_choices(Effect),
                narrow=fitting(lambda row, code: row.effect == code),
            ),
            ChoiceFilter(
                "hinweis",
                _("Hinweis"),
                [
                    ("offen", _("noch offen")),
                    ("ueberfaellig", _("Ergebnis überfällig")),
                    ("spaet", _("nach der Frist")),
                    ("bedingung", _("mit Bedingung")),
                ],
                narrow=fitting(_has_note),
            ),
        ],
        default_sort="name",
        per_page=ROWS,
        empty_title=_("Noch keine Beteiligten"),
        empty_text=_("Die Federführung nimmt die Partner auf, oder übernimmt sie aus der Zusammenarbeit."),
    )


def state_badge(row: PartnerRow) -> str:
    """Return the kind of badge for a partner's state; the words say the same."""
    return BADGES.get(row.state, "")


def paper_words(row: PartnerRow) -> str:
    """Return the number of the partner's paper; one without a number can be opened all the same."""
    return row.reference or (_("ohne Nummer") if row.paper_url else "")


def released(row: PartnerRow) -> str:
    """Return whether the partner's own paper is released, in words."""
    if not row.decisions:
        return ""
    return _("freigegeben") if row.is_released else _("in Vorbereitung")


def consulted(row: PartnerRow) -> str:
    """Return how far the Beratungsfolge is: „2 von 3“, with the committee that comes next."""
    stations = row.stations
    if not stations:
        return ""
    coming = row.standing.next_station
    first = coming.on if coming is not None else None
    ahead = sum(first is not None and each.on is not None and each.on >= first for each in stations)
    dated = sum(each.on is not None for each in stations)
    words = _("{done} von {all}").format(done=dated - ahead, all=len(stations))
    if coming is None:
        return words
    decides = _(" (entscheidet)") if coming.authoritative else ""
    return f"{words}, {_('dann')} {coming.organization}{decides}"


def core_words(row: PartnerRow) -> str:
    """Return whether the core still holds: „Kern unverändert“, or what differs."""
    if row.result is None or row.state in (PartnerState.REJECTED, PartnerState.DEFERRED):
        return ""
    return said(row.result.match.label)


def core_badge(row: PartnerRow) -> str:
    """Return the kind of badge for the finding."""
    if not core_words(row) or row.result is None:
        return ""
    return MATCH_BADGES[row.result.match]


def notes(row: PartnerRow) -> list[str]:
    """Return what else is to know of a partner, most urgent first."""
    found = []
    if row.contradiction:
        found.append(row.contradiction)
    if row.standing.is_overdue:
        found.append(_("Termin vorbei, kein Ergebnis"))
    if row.standing.is_late:
        found.append(_("nach der Frist"))
    found += [_("Bedingung: {text}").format(text=text) for text in row.conditions]
    if row.result is not None and row.result.is_reported:
        found.append(_("von der Federführung gemeldet, noch nicht bestätigt"))
    if row.standing.decisions > 1:
        found.append(_("hat {n}-mal entschieden, das letzte Ergebnis zählt").format(n=row.standing.decisions))
    if row.has_veto:
        found.append(_("hat ein Veto"))
    if row.joined_on > (row.result.decided_on if row.result else row.joined_on):
        found.append(_("vor dem Beitritt entschieden"))
    return found


def _has_note(row: PartnerRow, code: str) -> bool:
    return {
        "offen": row.result is None,
        "ueberfaellig": row.standing.is_overdue,
        "spaet": row.standing.is_late,
        "bedingung": bool(row.conditions),
    }[code]
