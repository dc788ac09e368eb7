"""What people do with scenarios and base data; every step is in the log of the body that owns them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from allmende.accounts.actions import record_event
from allmende.ledger.models import share_token
from allmende.ledger.scenarios.domain import kept, settings_of
from allmende.ledger.scenarios.errors import NoSource, NoTitle, UnknownScenario
from allmende.ledger.scenarios.models import BaseData, BaseDataValue, Scenario
from allmende.ledger.scenarios.reading import Entry
from allmende.register import queries as register
from allmende.register.domain import BodyView, Capability
from allmende.register.permissions import require
from allmende.rules.parameters import InputField

if TYPE_CHECKING:
    from allmende.accounts.models import User

SCENARIO, BASE_DATA = "scenario", "base_data"


@dataclass(frozen=True, slots=True)
class About:
    """What people say about base data they bring."""

    title: str
    source: str
    is_synthetic: bool = False
    is_published: bool = False


@transaction.atomic
def save_scenario(
    *, body: BodyView, title: str, note: str, settings: Mapping[str, str], by: "User | None", on: date
) -> Scenario:
    """Keep a question. Raises NoTitle, or what `settings_of` says about the question."""
    require(by, body.id, Capability.CALCULATE, on=on)
    settings_of(settings, year=on.year)
    if not title.strip():
        raise NoTitle
    scenario = Scenario.objects.create(
        body_id=body.id, title=title.strip(), note=note.strip(), settings=kept(settings), created_by=by
    )
    _record(by, body, scenario, "scenario_saved")
    return scenario


@transaction.atomic
def rename_scenario(*, scenario_id: int, title: str, note: str, by: "User", on: date) -> Scenario:
    """Give another title and note. Raises NoTitle or UnknownScenario."""
    scenario, body = _own(scenario_id, by, on)
    if not title.strip():
        raise NoTitle
    scenario.title, scenario.note = title.strip(), note.strip()
    scenario.save(update_fields=["title", "note", "changed_at"])
    _record(by, body, scenario, "scenario_renamed")
    return scenario


@transaction.atomic
def copy_scenario(*, scenario_id: int, by: "User", on: date) -> Scenario:
    """Make a copy that nobody else can see by link."""
    scenario, body = _own(scenario_id, by, on)
    copy = Scenario.objects.create(
        body_id=scenario.body_id,
        title=f"{scenario.title} (Kopie)"[:200],
        note=scenario.note,
        settings=scenario.settings,
        created_by=by,
    )
    _record(by, body, copy, "scenario_saved")
    return copy


@transaction.atomic
def share_scenario(*, scenario_id: int, is_shared: bool, by: "User", on: date) -> Scenario:
    """Open a scenario to everybody who has the link, or end that; an old link never works again."""
    scenario, body = _own(scenario_id, by, on)
    scenario.token = (scenario.token or share_token()) if is_shared else None
    scenario.save(update_fields=["token", "changed_at"])
    _record(by, body, scenario, "scenario_shared" if is_shared else "scenario_unshared")
    return scenario


@transaction.atomic
def hide_scenario(*, scenario_id: int, by: "User", on: date) -> None:
    """Take a scenario out of all lists and end its link; the log keeps it."""
    scenario, body = _own(scenario_id, by, on)
    scenario.is_hidden, scenario.token = True, None
    scenario.save(update_fields=["is_hidden", "token", "changed_at"])
    _record(by, body, scenario, "scenario_hidden")


@transaction.atomic
def import_base_data(
    *, body: BodyView, item: InputField, entries: tuple[Entry, ...], about: About, by: "User | None", on: date
) -> BaseData:
    """Keep the values that a file states, all of them or none."""
    require(by, body.id, Capability.CALCULATE, on=on)
    if not about.title.strip() or not about.source.strip():
        raise NoSource
    years = [entry.year for entry in entries]
    data = BaseData.objects.create(
        body_id=body.id,
        title=about.title.strip(),
        source=about.source.strip(),
        input_name=item.name,
        unit=item.unit.text,
        is_synthetic=about.is_synthetic,
        is_published=about.is_published,
        first_year=min(years),
        last_year=max(years),
        created_by=by,
    )
    BaseDataValue.objects.bulk_create(
        (
            BaseDataValue(
                data=data,
                body_id=entry.body_id,
                year=entry.year,
                month=entry.month,
                position=entry.position,
                value=entry.value,
            )
            for entry in entries
        ),
        batch_size=5_000,
    )
    _record(by, body, data, "base_data_imported")
    return data


@transaction.atomic
def hide_base_data(*, data_id: int, by: "User", on: date) -> None:
    """Take a set out of all choices; scenarios that name it say that it is missing."""
    data = BaseData.objects.select_for_update().filter(pk=data_id, is_hidden=False).first()
    if data is None:
        raise UnknownScenario
    require(by, data.body_id, Capability.CALCULATE, on=on)
    data.is_hidden = True
    data.save(update_fields=["is_hidden"])
    _record(by, register.bodies_by_id([data.body_id], on=on)[data.body_id], data, "base_data_hidden")


def _own(scenario_id: int, by: "User", on: date) -> tuple[Scenario, BodyView]:
    scenario = Scenario.objects.select_for_update().filter(pk=scenario_id, is_hidden=False).first()
    if scenario is None:
        raise UnknownScenario
    require(by, scenario.body_id, Capability.CALCULATE, on=on)
    return scenario, register.bodies_by_id([scenario.body_id], on=on)[scenario.body_id]


def _record(by: "User | None", body: BodyView, thing: Scenario | BaseData, action: str) -> None:
    record_event(
        actor=by,
        chain=body.key,
        action=action,
        object_type=SCENARIO if isinstance(thing, Scenario) else BASE_DATA,
        object_id=str(thing.pk),
        object_label=str(thing),
    )
