"""The table of legal forms is dated and sourced; the rules on top answer who, what and from when."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from allmende.cooperations.legal_forms import procedure
from allmende.cooperations.legal_forms.facts import (
    TABLE_FORMS,
    BrokenFacts,
    ComparedForm,
    legal_forms,
    loaded,
)
from allmende.cooperations.legal_forms.procedure import Approval, Member
from allmende.ledger.domain import Mark
from allmende.register.domain import Kind

OLD, NEW = date(2026, 12, 31), date(2027, 1, 1)
TOWN = Member("Stadt Musterstadt", Kind.KREISANGEHOERIGE_STADT, "Kreis Probe")
VILLAGE = Member("Gemeinde Beispieldorf", Kind.GEMEINDE, "Kreis Probe")
DISTRICT = Member("Kreis Probe", Kind.KREIS)
CITY = Member("Stadt Großstadt", Kind.KREISFREIE_STADT)
LWL = Member("Landschaftsverband", Kind.LANDSCHAFTSVERBAND)


def cell(attribute: str, form: ComparedForm, on: date) -> Any:
    return legal_forms().statement(attribute, form, on=on)


def test_there_are_twenty_attributes_and_each_form_has_each_of_them() -> None:
    table = legal_forms()
    assert len(table.labels) == 20
    assert all(cell(name, form, OLD) for name in table.labels for form in TABLE_FORMS)


@pytest.mark.parametrize("row", legal_forms().statements, ids=lambda row: f"{row.attribute}-{row.form}")
def test_each_statement_has_law_section_version_mark_and_source(row: Any) -> None:
    assert row.says.endswith(".")
    assert row.law
    assert row.section
    assert row.source
    assert isinstance(row.version, date)
    assert row.mark in Mark


@pytest.mark.parametrize(
    "form",
    [
        ComparedForm.OERV_MANDATIEREND,
        ComparedForm.ZWECKVERBAND,
        ComparedForm.GKU,
        ComparedForm.HOLDING_ZWECKVERBAND,
    ],
)
def test_new_year_2027_flips_the_rows_on_vat(form: ComparedForm) -> None:
    before, after = cell("vat", form, OLD), cell("vat", form, NEW)
    assert "31.12.2026" in before.says
    assert before.section == "§ 27 Abs. 22 und 22a"
    assert "§ 2b" in after.section
    assert before.last_day == OLD


def test_nothing_but_vat_changes_at_new_year() -> None:
    changed = {
        name
        for name in legal_forms().labels
        for form in TABLE_FORMS
        if cell(name, form, OLD) != cell(name, form, NEW)
    }
    assert changed == {"vat"}
    assert NEW in legal_forms().changes_after(OLD)


def test_a_holding_takes_the_statements_of_its_form() -> None:
    assert cell("liability", ComparedForm.HOLDING_GMBH, OLD) == cell("liability", ComparedForm.GMBH, OLD)
    assert cell("members", ComparedForm.HOLDING_GMBH, OLD) != cell("members", ComparedForm.GMBH, OLD)


SOURCES = {"S": {"title": "Probe", "law": "Probegesetz", "version": date(2026, 1, 1)}}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"gmbh": {"says": "A.", "section": "§ 1", "source": "fehlt"}}, "fehlt"),
        ({"ag": {"says": "A.", "section": "§ 1", "source": "S"}}, "ag"),
        ({"gmbh": {"says": "A.", "section": "§ 1", "source": "S"}}, "no cell for"),
        ({"gmbh": [{"says": "A.", "section": "§ 1", "source": "S"}] * 2}, "two statements"),
    ],
)
def test_data_that_contradict_themselves_are_refused(cells: Any, problem: str) -> None:
    with pytest.raises(BrokenFacts, match=problem):
        loaded({"probe": {"label": "Probe", "cells": cells}}, SOURCES)


def test_silence_approves_after_both_periods() -> None:
    silent = procedure.deemed_approval(date(2026, 3, 2))
    assert (silent.notice_until, silent.hearing_until) == (date(2026, 3, 30), date(2026, 4, 27))
    assert silent.granted_from == date(2026, 4, 28)
    assert "30.03.2026" in silent.sentence
    assert "28.04.2026" in silent.sentence


@pytest.mark.parametrize(
    ("notice", "stops"), [(date(2026, 3, 29), True), (date(2026, 3, 30), True), (date(2026, 3, 31), False)]
)
def test_a_notice_within_four_weeks_stops_it(notice: date, stops: bool) -> None:
    found = procedure.deemed_approval(date(2026, 3, 2), notice_on=notice)
    assert (found.granted_from is None) is stops


def test_a_hearing_set_in_time_stops_it() -> None:
    assert procedure.deemed_approval(date(2026, 3, 2), hearing_set_on=date(2026, 4, 27)).granted_from is None


def test_a_period_does_not_end_on_a_weekend() -> None:
    assert procedure.deemed_approval(date(2026, 3, 14)).notice_until == date(2026, 4, 13)


def test_a_period_does_not_end_on_easter_monday() -> None:
    assert procedure.deemed_approval(date(2026, 3, 7)).notice_until == date(2026, 4, 7)


def test_an_agreement_works_from_the_day_after_the_gazette_or_later() -> None:
    assert procedure.effective_from(date(2001, 2, 10)) == date(2001, 2, 11)
    assert procedure.effective_from(date(2026, 5, 2), date(2027, 1, 1)) == date(2027, 1, 1)
    assert procedure.effective_from(date(2026, 5, 2), date(2026, 1, 1)) == date(2026, 5, 3)


@pytest.mark.parametrize("form", [ComparedForm.OERV_DELEGIEREND, ComparedForm.ZWECKVERBAND, ComparedForm.GKU])
@pytest.mark.parametrize("other", [DISTRICT, CITY])
def test_a_district_or_a_city_brings_the_bezirksregierung(form: ComparedForm, other: Member) -> None:
    assert "Bezirksregierung" in procedure.competent_authority(form, [TOWN, other]).says


@pytest.mark.parametrize("form", [ComparedForm.OERV_MANDATIEREND, ComparedForm.ZWECKVERBAND])
def test_towns_of_one_district_have_its_landrat(form: ComparedForm) -> None:
    assert procedure.competent_authority(form, [TOWN, VILLAGE]).says == "Der Landrat (Kreis Probe)."


def test_a_landschaftsverband_in_a_kommunalunternehmen_brings_the_ministry() -> None:
    assert "Ministerium" in procedure.competent_authority(ComparedForm.GKU, [TOWN, LWL]).says
    assert "Bezirksregierung" in procedure.competent_authority(ComparedForm.ZWECKVERBAND, [TOWN, LWL]).says


def test_towns_of_several_districts_are_to_be_clarified() -> None:
    other = Member("Fremddorf", Kind.GEMEINDE, "Kreis Fremd")
    assert procedure.competent_authority(ComparedForm.OERV_MANDATIEREND, [TOWN, other]).mark is Mark.TO_VERIFY


def test_each_shareholder_of_a_company_has_its_own_authority() -> None:
    says = procedure.competent_authority(ComparedForm.HOLDING_GMBH, [TOWN, VILLAGE, CITY]).says
    assert says == "Die Kommunalaufsicht jedes Gesellschafters: Bezirksregierung (1) und Landrat (2)."


def test_which_approval() -> None:
    kinds = {form: procedure.approval(form)[0] for form in ComparedForm}
    assert kinds[ComparedForm.OERV_MANDATIEREND] is Approval.GENEHMIGUNG
    assert kinds[ComparedForm.HOLDING_ZWECKVERBAND] is Approval.GENEHMIGUNG
    assert kinds[ComparedForm.GKU] is Approval.UNCLEAR
    assert kinds[ComparedForm.GMBH] is Approval.ANZEIGE
    assert kinds[ComparedForm.STATUS_QUO] is Approval.NONE


def test_every_council_must_resolve() -> None:
    says = [
        each.says
        for each in procedure.founding_resolutions(ComparedForm.GKU, [TOWN, VILLAGE, CITY, DISTRICT])
    ]
    assert says[0].startswith("Die Räte der 3 Städte und Gemeinden")
    assert says[1].startswith("Der Kreistag")
    assert "übereinstimmen" in says[2]


def test_two_thirds_change_the_statute_of_a_zweckverband_and_all_its_tasks() -> None:
    says = " ".join(each.says for each in procedure.later_majorities(ComparedForm.ZWECKVERBAND))
    assert "zwei Drittel" in says
    assert "Aufgaben: alle." in says


def in_house(form: ComparedForm, share: str | None) -> list[str]:
    asked = None if share is None else Decimal(share)
    found = procedure.in_house_check(form, own_share=asked, has_private_capital=False, all_represented=None)
    return [each.says for each in found]


def test_more_than_eighty_percent_must_be_for_the_owners() -> None:
    assert in_house(ComparedForm.GMBH, "80")[0].endswith("nicht erfüllt (80 %)")
    assert in_house(ComparedForm.GMBH, "80.5")[0].endswith(": erfüllt (80,5 %)")
    assert in_house(ComparedForm.GMBH, None) == [
        "Mehr als 80 % für die Träger: offen, es fehlt der Anteil der Tätigkeit für die Träger",
        "Kein privates Kapital: erfüllt",
        "Alle Träger in den Organen vertreten: offen, es fehlt die Angabe",
    ]


def test_less_than_twenty_percent_may_be_on_the_market() -> None:
    assert "nicht erfüllt" in in_house(ComparedForm.OERV_MANDATIEREND, "80")[0]
    assert "nicht erfüllt" not in in_house(ComparedForm.OERV_MANDATIEREND, "80.01")[0]


def test_more_than_all_is_refused() -> None:
    with pytest.raises(procedure.PercentImpossible, match="101"):
        in_house(ComparedForm.GMBH, "101")


def test_the_four_conditions_on_vat() -> None:
    assert "nicht steuerbar" in procedure.vat_check([True] * 4)
    assert "Steuerbarkeit prüfen" in procedure.vat_check([True, False, None, True])
    assert procedure.vat_check([True, None, True, True]).startswith("Es fehlt")
