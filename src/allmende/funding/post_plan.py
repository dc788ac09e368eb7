"""The posts of a grant over time: months in a table, and the same as a drawing made on the server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from allmende.common.formats import day
from allmende.funding.domain.posts import (
    Stretch,
    exact_number,
    excesses,
    filled_fte_on,
    fte_on,
    fte_text,
    post_months,
    too_small,
    vacant_months,
)
from allmende.funding.queries import granted_posts
from allmende.funding.small_table import SmallTable
from allmende.funding.standing import GrantStanding, Names
from allmende.ledger.computing import law
from allmende.pages.charts import INK, MUTED, shortened
from allmende.pages.columns import Column
from allmende.rules.errors import RulesError

WIDTH, LABEL, RIGHT, TOP, ROW, BAR = 880, 250, 10, 40, 34, 22
FILLED, VACANT, FALLS_AWAY = "#2f7d6d", "#c9cddc", "#a86b2d"


@dataclass(frozen=True, slots=True)
class StretchRow:
    """A stretch with the names of the four bodies."""

    stretch: Stretch
    employer: str
    funder: str
    supervisor: str
    place: str

    @property
    def last_day(self) -> date | None:
        return self.stretch.until - timedelta(days=1) if self.stretch.until else None

    @property
    def state(self) -> str:
        told = _("besetzt") if self.stretch.is_filled else _("unbesetzt")
        return f"{told}, kw {day(self.stretch.kw_from)}" if self.stretch.kw_from else told


def stretch_table(standing: GrantStanding, *, may_change: bool) -> SmallTable:
    """Return every stretch beside the drawing; who may change a post is led to its form."""

    def change(row: StretchRow) -> str | None:
        return reverse("funding:change-post", args=[row.stretch.post]) if may_change else None

    names = {number: str(body) for number, body in standing.names.items()}
    rows = [
        StretchRow(each, names[each.employer], names[each.funder], names[each.supervisor], names[each.place])
        for each in standing.stretches
    ]
    return SmallTable(
        _("Stellen über die Zeit"),
        [
            Column("stelle", _("Stelle"), "stretch.label", kind="link", url=change),
            Column("ab", _("ab"), "stretch.start", kind="date"),
            Column("bis", _("bis"), "last_day", kind="date"),
            Column("anteil", _("Anteil"), lambda row: fte_text(row.stretch.fte), kind="number"),
            Column("stand", _("Stand"), "state"),
            Column("traeger", _("Anstellungsträger"), "employer"),
            Column("finanziert", _("finanziert von"), "funder"),
            Column("aufsicht", _("Fachaufsicht"), "supervisor"),
            Column("ort", _("Einsatzort"), "place"),
        ],
        rows,
    )


def findings(standing: GrantStanding, on: date) -> list[str]:
    """Return what does not fit the notice or the directive, in sentences."""
    grant = standing.grant
    start, until = grant.period.lower, grant.period.upper
    found = []
    granted = granted_posts(standing.steps)
    if granted is not None:
        found += [each.sentence for each in excesses(standing.stretches, granted, start, until)]
        at = min(max(on, start), standing.last_day)
        open_posts = granted - fte_on(standing.stretches, at)
        if open_posts > 0:
            found.append(
                _("Am {day} sind {fte} bewilligte Stellen nicht im Plan.").format(
                    day=day(at), fte=fte_text(open_posts)
                )
            )
    found += _shares_too_small(standing, min(max(on, start), standing.last_day))
    return found


def _shares_too_small(standing: GrantStanding, on: date) -> list[str]:
    if standing.block is None or not standing.block.minimum_fte:
        return []
    try:
        minimum = law().store.at(standing.block.minimum_fte, on=on, known=on).value
    except RulesError:
        return []
    if not isinstance(minimum, Fraction):
        return []
    return [
        _("{employer}: {fte} Stellen sind weniger als der kleinste geförderte Anteil von {minimum}.").format(
            employer=standing.names[each.employer], fte=fte_text(each.fte), minimum=fte_text(each.minimum)
        )
        for each in too_small(standing.stretches, minimum, on)
    ]


def month_items(standing: GrantStanding) -> list[tuple[str, str]]:
    """Return filled and vacant months of full-time posts over the whole grant."""
    start, until = standing.grant.period.lower, standing.grant.period.upper
    return [
        (_("besetzte Stellenmonate"), exact_number(post_months(standing.stretches, start, until), 2)),
        (_("unbesetzte Stellenmonate"), exact_number(vacant_months(standing.stretches, start, until), 2)),
    ]


def plan_drawing(standing: GrantStanding) -> SafeString:
    """Return one line per post over the days of the grant: filled, vacant, falling away."""
    posts: dict[int, list[Stretch]] = {}
    for each in standing.stretches:
        posts.setdefault(each.post, []).append(each)
    if not posts:
        return mark_safe("")
    start, until = standing.grant.period.lower, standing.grant.period.upper
    scale = _Scale(start, until)
    parts = _axis(scale, len(posts))
    for index, stretches in enumerate(posts.values()):
        parts += _line(stretches, scale, TOP + index * ROW, standing.names)
    height = TOP + len(posts) * ROW + 34
    parts.append(_legend(height - 14))
    title = _("Stellen über die Zeit")
    told = _("{filled} von {planned} Stellen sind am {day} besetzt.").format(
        filled=fte_text(filled_fte_on(standing.stretches, start)),
        planned=fte_text(fte_on(standing.stretches, start)),
        day=day(start),
    )
    return mark_safe(
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}"><title>{conditional_escape(title)}</title>'
        f"<desc>{conditional_escape(told)}</desc>{''.join(parts)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days of the grant as horizontal positions."""

    start: date
    until: date

    def x(self, on: date) -> float:
        inside = min(max(on, self.start), self.until)
        room = WIDTH - LABEL - RIGHT
        return LABEL + (inside - self.start).days / max((self.until - self.start).days, 1) * room


def _axis(scale: _Scale, posts: int) -> list[str]:
    """Return a line and a label per quarter, or per year where the grant is long."""
    step = 3 if (scale.until - scale.start).days <= 800 else 12
    parts, first = [], scale.start
    while first < scale.until:
        x = scale.x(first)
        parts.append(
            f'<line class="chart-grid" x1="{x:.1f}" y1="{TOP - 8}" x2="{x:.1f}" '
            f'y2="{TOP + posts * ROW}" stroke="{MUTED}" stroke-width="1"/>'
        )
        label = f"{first:%m/%Y}" if step == 3 else f"{first:%Y}"
        parts.append(_text(x, TOP - 16, label))
        index = first.year * 12 + first.month - 1 + step
        first = date(index // 12, index % 12 + 1, 1)
    return parts


def _line(stretches: Sequence[Stretch], scale: _Scale, top: int, names: Names) -> list[str]:
    label = shortened(stretches[0].label, 32)
    parts = [_text(0, top + 16, label)]
    for each in stretches:
        left, right = scale.x(each.start), scale.x(each.until or scale.until)
        if right <= left:
            continue
        fill = FILLED if each.is_filled else VACANT
        height = max(6.0, BAR * float(each.fte))
        y = top + (BAR - height)
        told = f"{each.label}: {fte_text(each.fte)}, {names[each.employer]}"
        parts.append(
            f'<rect class="chart-{"filled" if each.is_filled else "vacant"}" x="{left:.1f}" y="{y:.1f}" '
            f'width="{right - left:.1f}" height="{height:.1f}" fill="{fill}">'
            f"<title>{conditional_escape(told)}</title></rect>"
        )
        if each.kw_from is not None and each.start <= each.kw_from < (each.until or scale.until):
            x = scale.x(each.kw_from)
            parts.append(
                f'<line x1="{x:.1f}" y1="{top - 2}" x2="{x:.1f}" y2="{top + BAR + 2}" '
                f'stroke="{FALLS_AWAY}" stroke-width="4"/>'
            )
    return parts


def _legend(y: int) -> str:
    parts, x = [], LABEL
    for color, label in ((FILLED, _("besetzt")), (VACANT, _("unbesetzt")), (FALLS_AWAY, _("kw-Vermerk"))):
        parts.append(f'<rect x="{x}" y="{y - 11}" width="14" height="12" fill="{color}"/>')
        parts.append(_text(x + 20, y, label))
        x += 150
    return "".join(parts)


def _text(x: float, y: float, text: str) -> str:
    return (
        f'<text class="chart-text" x="{x:.1f}" y="{y:.1f}" font-family="Fira Sans, sans-serif" '
        f'font-size="14" fill="{INK}">{conditional_escape(text)}</text>'
    )
