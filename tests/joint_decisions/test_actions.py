"""What lead and partners do: each outcome, each refusal; and what the database itself refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from allmende.accounts.models import User
from allmende.joint_decisions import actions, core_actions, digests, matching_actions, partner_actions
from allmende.joint_decisions.board import Board
from allmende.joint_decisions.board_reading import board_of
from allmende.joint_decisions.core_text import CoreText, Paragraph, read_typed, typed
from allmende.joint_decisions.domain import CoreMatch, PartnerState, ResultKind, RuleKind, Visibility
from allmende.joint_decisions.errors import (
    AlreadyPartner,
    AlreadySettled,
    ChangedMeanwhile,
    CoreFrozen,
    DecidedInTheFuture,
    ForeignPaper,
    NotAPartner,
    NotAsked,
    NothingReleased,
    OwnText,
    SignaturesMissing,
    UnknownSlot,
)
from allmende.joint_decisions.models import (
    CoreVersion,
    CoSignature,
    JointDecision,
    Partner,
    PartnerResult,
    PartnerTerm,
)
from allmende.joint_decisions.partner_actions import DecisionEntry, ResultEntry
from allmende.joint_decisions.permissions import rights_of
from allmende.joint_decisions.states import Station
from allmende.joint_decisions.thresholds import Rule, ThresholdState
from allmende.register.domain import BodyView, NotAllowed, Role
from tests.joint_decisions.factories import (
    CORE,
    NOW,
    RESOLVED,
    TEXT,
    a_go,
    a_matter,
    a_result,
    partner_of,
)
from tests.papers.factories import TODAY, a_member, a_paper

BrowserOf = Callable[[User], Client]


def board(matter: JointDecision, person: User, on: date = TODAY) -> Board:
    return board_of(matter, rights=rights_of(person, matter, on=TODAY), on=on)


def state(matter: JointDecision, person: User, body: BodyView, on: date = TODAY) -> PartnerState:
    shown = board(matter, person, on)
    return next(row.state for row in (*shown.rows, *shown.former) if row.body.key == body.key)


# --- the joint text --------------------------------------------------------------------------------------


@pytest.fixture
def draft(district: BodyView, town: BodyView, lead: User) -> CoreVersion:
    return a_matter(district, town, by=lead).core_versions.get()


def test_who_wrote_the_text_cannot_co_sign_it(draft: CoreVersion, lead: User, district: BodyView) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    own = draft.signatures.get(body_id=district.id)
    with pytest.raises(OwnText):
        core_actions.sign_core(signature_id=own.pk, by=lead, on=TODAY, at=NOW)


def test_the_database_refuses_the_authors_signature_too(draft: CoreVersion, lead: User) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    with pytest.raises(DatabaseError, match="cannot co-sign"), transaction.atomic():
        draft.signatures.update(state="signed", signer=lead, settled_at=NOW)


def test_a_version_is_released_when_all_have_signed(
    draft: CoreVersion, lead: User, clerk: User, district: BodyView, town: BodyView
) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    with pytest.raises(
        SignaturesMissing, match="Es fehlen 2 Mitzeichnungen: Kreis Probe und Stadt Musterstadt"
    ):
        core_actions.release_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    for person, body in ((a_member(district, Role.HEAD), district), (clerk, town)):
        signature = draft.signatures.get(body_id=body.id)
        core_actions.sign_core(signature_id=signature.pk, by=person, on=TODAY, at=NOW)
    assert core_actions.release_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW).released_at == NOW


def test_a_deputy_signs_where_somebody_is_asked(
    draft: CoreVersion, lead: User, clerk: User, town: BodyView
) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    head, deputy = a_member(town, Role.HEAD), a_member(town, Role.CLERK, "deputy@probe.example")
    signature = draft.signatures.get(body_id=town.id)
    core_actions.name_signers(
        signature_id=signature.pk, asked_id=head.pk, deputy_id=deputy.pk, remind_on=None, by=clerk, on=TODAY
    )
    with pytest.raises(NotAsked):
        core_actions.sign_core(signature_id=signature.pk, by=clerk, on=TODAY, at=NOW)
    core_actions.sign_core(signature_id=signature.pk, by=deputy, on=TODAY, at=NOW)
    with pytest.raises(AlreadySettled):
        core_actions.sign_core(signature_id=signature.pk, by=head, on=TODAY, at=NOW)


def test_nobody_from_elsewhere_signs_or_is_named(
    draft: CoreVersion, lead: User, clerk: User, stranger: User, town: BodyView
) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    signature = draft.signatures.get(body_id=town.id)
    with pytest.raises(NotAllowed):
        core_actions.sign_core(signature_id=signature.pk, by=stranger, on=TODAY, at=NOW)
    with pytest.raises(NotAllowed):
        core_actions.name_signers(
            signature_id=signature.pk,
            asked_id=stranger.pk,
            deputy_id=None,
            remind_on=None,
            by=clerk,
            on=TODAY,
        )


def test_a_reminder_goes_once_to_who_is_asked(
    draft: CoreVersion, lead: User, clerk: User, mailoutbox: list[object]
) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW, remind_on=TODAY)
    CoSignature.objects.exclude(body_id=clerk.memberships.get().body_id).update(remind_on=None)
    assert [digests.send_reminders(on=TODAY), digests.send_reminders(on=TODAY)] == [1, 0]
    assert [mail.to for mail in mailoutbox] == [[clerk.email]]  # type: ignore[attr-defined]


def test_an_offered_text_is_frozen_by_the_database(draft: CoreVersion, lead: User) -> None:
    core_actions.offer_core(core_id=draft.pk, by=lead, on=TODAY, at=NOW)
    with pytest.raises(CoreFrozen):
        core_actions.save_core(core_id=draft.pk, core=read_typed("Anders."), version=1, by=lead, on=TODAY)
    changes: list[dict[str, Any]] = [
        {"paragraphs": []},
        {"digest": "0" * 64},
        {"number": 7},
        {"offered_at": None},
    ]
    for change in changes:
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            CoreVersion.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        CoreVersion.objects.filter(pk=draft.pk)._raw_delete("default")


def test_two_editors_get_both_changes(draft: CoreVersion, lead: User, browser_of: BrowserOf) -> None:
    theirs = TEXT.replace("jährlich", "monatlich")
    core_actions.save_core(core_id=draft.pk, core=read_typed(theirs), version=1, by=lead, on=TODAY)
    with pytest.raises(ChangedMeanwhile):
        core_actions.save_core(core_id=draft.pk, core=CORE, version=1, by=lead, on=TODAY)
    mine = TEXT.replace("gemeinsame Standesamt", "gemeinsame Amt")
    page = browser_of(lead).post(
        f"/gemeinsame-beschluesse/{draft.joint_decision_id}/text/bearbeiten/", {"core": mine, "version": "1"}
    )
    assert page.status_code == 409
    together = page.context["form"].initial["core"]
    assert "gemeinsame Amt" in together
    assert "monatlich" in together
    saved = browser_of(lead).post(
        f"/gemeinsame-beschluesse/{draft.joint_decision_id}/text/bearbeiten/",
        {"core": together, "version": "2"},
    )
    assert saved.status_code == 302


def test_where_both_changed_one_paragraph_both_are_shown(
    draft: CoreVersion, lead: User, browser_of: BrowserOf
) -> None:
    core_actions.save_core(
        core_id=draft.pk, core=read_typed(TEXT.replace("jährlich", "monatlich")), version=1, by=lead, on=TODAY
    )
    mine = TEXT.replace("jährlich", "täglich")
    page = browser_of(lead).post(
        f"/gemeinsame-beschluesse/{draft.joint_decision_id}/text/bearbeiten/", {"core": mine, "version": "1"}
    )
    html = page.content.decode()
    assert "beide haben geändert" in html
    assert "monatlich" in html
    assert "täglich" in page.context["form"].initial["core"]


def test_a_typed_text_comes_back() -> None:
    text = CoreText(
        (Paragraph.core("A."), Paragraph.core("B.", is_internal=True), Paragraph.slot("c", "Was?"))
    )
    assert read_typed(typed(text)) == text


# --- partners --------------------------------------------------------------------------------------------


def test_a_partner_leaves_mid_way_and_counts_no_longer(
    matter: JointDecision, town: BodyView, village: BodyView, lead: User
) -> None:
    actions.set_rules(matter_id=matter.pk, rules=[Rule(RuleKind.ALL)], by=lead, on=TODAY)
    a_result(a_go(partner_of(matter, village)))
    assert board(matter, lead).threshold.state is ThresholdState.POSSIBLE
    actions.leave(
        partner_id=partner_of(matter, town).pk,
        body=town,
        last_day=date(2026, 2, 28),
        by=lead,
        on=TODAY,
        at=NOW,
    )
    assert state(matter, lead, town) is PartnerState.LEFT
    assert board(matter, lead).threshold.state is ThresholdState.REACHED
    assert state(matter, lead, town, on=date(2026, 2, 15)) is PartnerState.SILENT
    with pytest.raises(NotAPartner):
        a_go(partner_of(matter, town))


def test_a_partner_joins_mid_way_and_counts_from_then_on(
    matter: JointDecision, town: BodyView, village: BodyView, bodies: dict[str, BodyView], lead: User
) -> None:
    actions.set_rules(matter_id=matter.pk, rules=[Rule(RuleKind.ALL)], by=lead, on=TODAY)
    for body in (town, village):
        a_result(a_go(partner_of(matter, body)))
    assert board(matter, lead).threshold.state is ThresholdState.REACHED
    entry, new = actions.TermEntry(), bodies["05999012"]
    joining = {"matter_id": matter.pk, "entry": entry, "first_day": TODAY, "by": lead, "on": TODAY, "at": NOW}
    actions.join(body=new, **joining)  # type: ignore[arg-type]
    assert board(matter, lead).threshold.state is ThresholdState.POSSIBLE
    with pytest.raises(AlreadyPartner):
        actions.join(body=new, **joining)  # type: ignore[arg-type]


def test_changed_terms_keep_the_former_ones(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User
) -> None:
    actions.change_terms(
        partner_id=partner.pk,
        body=town,
        entry=actions.TermEntry(has_veto=True),
        from_day=date(2026, 2, 1),
        by=lead,
        on=TODAY,
        at=NOW,
    )
    known = PartnerTerm.objects.filter(partner=partner, known__upper_inf=True).order_by("valid")
    assert [(row.valid.lower, row.has_veto) for row in known] == [
        (date(2026, 1, 1), False),
        (date(2026, 2, 1), True),
    ]
    assert PartnerTerm.objects.filter(partner=partner).count() == 3
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        known.update(weight=2)


# --- results ---------------------------------------------------------------------------------------------


def test_of_two_decisions_the_last_counts_and_both_stay(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User
) -> None:
    a_result(a_go(partner), ResultKind.REJECTED, on=date(2026, 2, 1))
    a_result(a_go(partner), ResultKind.ADOPTED, on=date(2026, 2, 20))
    assert state(matter, lead, town) is PartnerState.DECIDED
    assert state(matter, lead, town, on=date(2026, 2, 10)) is PartnerState.REJECTED
    assert PartnerResult.objects.filter(decision__partner=partner).count() == 2
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PartnerResult.objects.update(kind="adopted")


def test_a_correction_is_one_more_result(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User
) -> None:
    go = a_go(partner)
    wrong = a_result(go, ResultKind.REJECTED, on=date(2026, 2, 20))
    a_result(go, ResultKind.ADOPTED, on=date(2026, 2, 18), corrects=wrong)
    assert state(matter, lead, town) is PartnerState.DECIDED


def test_an_amended_text_that_cannot_be_matched_waits_for_a_person(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User, browser_of: BrowserOf
) -> None:
    go = a_go(partner)
    first = a_result(go, ResultKind.AMENDED, text="Siehe Niederschrift.")
    assert state(matter, lead, town) is PartnerState.AMENDED_UNCLEAR
    page = browser_of(lead).get(f"/gemeinsame-beschluesse/{matter.pk}/partner/{partner.pk}/")
    assert "lässt sich dem gemeinsamen Text nicht zuordnen" in page.content.decode()
    entry = ResultEntry(
        kind=ResultKind.AMENDED,
        decided_on=first.decided_on,
        judged=CoreMatch.UNCHANGED,
        resolved_text="Siehe.",
    )
    partner_actions.record_result(decision_id=go.pk, entry=entry, by=None, on=TODAY, corrects_id=first.pk)
    assert state(matter, lead, town) is PartnerState.AMENDED_KEPT


def test_a_local_part_in_its_slot_keeps_the_core(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User
) -> None:
    local = {"mittel": "Die Mittel stehen im Produkt 01 bereit."}
    a_result(a_go(partner, local=local), text=CORE.filled(local))
    assert state(matter, lead, town) is PartnerState.DECIDED
    assert CORE.filled(local) != RESOLVED


def test_a_day_behind_the_deadline_is_said(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User
) -> None:
    JointDecision.objects.filter(pk=matter.pk).update(deadline_on=date(2026, 3, 10))
    matter.refresh_from_db()
    a_go(partner, stations=(Station("Rat", date(2026, 3, 17), True),))
    [row] = [row for row in board(matter, lead).rows if row.body.key == town.key]
    assert row.standing.is_late
    assert not row.standing.is_overdue


def test_what_the_lead_enters_is_reported_until_the_partner_confirms(
    matter: JointDecision, partner: Partner, town: BodyView, lead: User, clerk: User
) -> None:
    go = partner_actions.begin_decision(partner_id=partner.pk, by=lead, on=TODAY)
    assert go.visibility == Visibility.PARTNERS
    reported = a_result(go, by=lead)
    assert reported.is_reported
    assert not a_result(go, by=clerk, corrects=reported).is_reported


def test_the_lead_learns_nothing_of_a_hidden_paper(
    matter: JointDecision, partner: Partner, lead: User
) -> None:
    go = a_go(partner, visibility=Visibility.OWN)
    with pytest.raises(Exception, match="gibt es nicht mehr"):
        a_result(go, by=lead)


@pytest.mark.parametrize("role", [Role.READER, Role.TREASURER, Role.AUDITOR])
def test_readers_enter_nothing(partner: Partner, town: BodyView, role: Role) -> None:
    with pytest.raises(NotAllowed):
        a_go(partner, by=a_member(town, role))


def test_what_cannot_be_is_refused(
    matter: JointDecision,
    partner: Partner,
    clerk: User,
    villager: User,
    village: BodyView,
    district: BodyView,
    town: BodyView,
) -> None:
    go = a_go(partner, by=clerk)
    with pytest.raises(DecidedInTheFuture):
        a_result(go, on=date(2026, 3, 2), by=clerk)
    with pytest.raises(UnknownSlot):
        partner_actions.save_decision(
            decision_id=go.pk,
            entry=DecisionEntry(local_texts={"x": "y"}),
            version=go.version,
            by=clerk,
            on=TODAY,
        )
    with pytest.raises(ChangedMeanwhile):
        partner_actions.save_decision(
            decision_id=go.pk, entry=DecisionEntry(), version=go.version - 1, by=clerk, on=TODAY
        )
    foreign = a_paper(village, villager)
    with pytest.raises(ForeignPaper):
        partner_actions.attach_paper(decision_id=go.pk, paper_id=foreign.pk, by=clerk, on=TODAY)
    fresh = a_matter(district, town, title="Neu")
    with pytest.raises(NothingReleased):
        a_go(partner_of(fresh, town), by=clerk)


def test_the_papers_own_result_counts_once_it_is_tied(
    matter: JointDecision, partner: Partner, town: BodyView, clerk: User
) -> None:
    from allmende.papers.decisions.actions import record_outcome
    from allmende.papers.domain.outcomes import DecisionState, Outcome

    paper = a_paper(town, clerk)
    go = a_go(partner, by=clerk)
    partner_actions.attach_paper(decision_id=go.pk, paper_id=paper.pk, by=clerk, on=TODAY)
    record_outcome(
        paper_id=paper.pk,
        outcome=Outcome(state=DecisionState.REJECTED, decided_on=date(2026, 2, 24)),
        by=clerk,
        on=TODAY,
    )
    assert state(matter, clerk, town) is PartnerState.REJECTED
    a_result(go, ResultKind.ADOPTED, on=date(2026, 2, 24), by=clerk)
    [row] = [row for row in board(matter, clerk).rows if row.body.key == town.key]
    assert row.contradiction == "Die Vorlage sagt: abgelehnt am 24.02.2026."


# --- matching --------------------------------------------------------------------------------------------


def test_a_confirmed_proposal_ties_the_paper_and_a_refused_one_stays_away(
    matter: JointDecision, partner: Partner, town: BodyView, clerk: User
) -> None:
    a_paper(town, clerk)
    other = a_paper(town, clerk, "2026/18")
    JointDecision.objects.filter(pk=matter.pk).update(title="Gemeinsame Brücke mit Beispieldorf")
    matter.refresh_from_db()
    looking = {"matter": matter, "partners": [partner], "by": clerk, "on": TODAY}
    assert matching_actions.propose(**looking) == 2  # type: ignore[arg-type]
    first, second = partner.proposals.order_by("paper__reference")
    tied = matching_actions.confirm(proposal_id=first.pk, by=clerk, on=TODAY, at=NOW)
    assert (tied.reference, tied.visibility) == ("2026/17", Visibility.OWN)
    assert second.paper_id == other.pk
    matching_actions.refuse(proposal_id=second.pk, by=clerk, on=TODAY, at=NOW)
    assert matching_actions.propose(**looking) == 0  # type: ignore[arg-type]


def test_a_subscription_ends_with_the_right_to_see(
    matter: JointDecision, town: BodyView, clerk: User, mailoutbox: list[object]
) -> None:
    actions.subscribe(matter=matter, by=clerk, on=date(2026, 2, 1))
    actions.leave(
        partner_id=partner_of(matter, town).pk,
        body=town,
        last_day=date(2026, 2, 20),
        by=None,
        on=TODAY,
        at=NOW,
    )
    assert digests.send_digests(on=TODAY) == 0
    assert not mailoutbox
    assert not matter.subscriptions.exists()
