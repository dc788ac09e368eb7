"""The register of cooperations: identity, and dated facts on two axes. Nothing is overwritten."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from allmende.cooperations.domain import (
    Confidence,
    DataProtectionRole,
    EventKind,
    LegalForm,
    Matter,
    PartyRole,
    TaskExtent,
    TaskMode,
    VatTreatment,
)
from allmende.pages.model_fields import one_of
from allmende.register.bitemporal import (
    KNOWN_NOW,
    DatedFact,
    never_twice,
    nothing_overwritten,
    real_periods,
)


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    return [(code.value, getattr(code, "label", code.value)) for code in codes]


class Task(models.Model):
    """A municipal task, from a code list: what one works together on."""

    code = models.SlugField(_("Kennung"), max_length=60, unique=True)
    name = models.CharField(_("Aufgabe"), max_length=200)
    area = models.CharField(_("Bereich"), max_length=200)
    note = models.CharField(_("Erläuterung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")

    def __str__(self) -> str:
        return self.name


class Cooperation(models.Model):
    """A cooperation; what is said of it stands in dated facts.

    A Zweckverband, an AöR or a GmbH is also a body of the register (`body`): so cooperations can take part
    in cooperations.
    """

    key = models.SlugField(_("Schlüssel"), max_length=80, unique=True)
    body = models.OneToOneField(
        "register.Body",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("eigene Körperschaft"),
    )
    steward = models.ForeignKey(
        "register.Body",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("verantwortet den Eintrag"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Zusammenarbeit")
        verbose_name_plural = _("Zusammenarbeiten")
        constraints = [
            models.CheckConstraint(
                name="cooperation_key_form", condition=Q(key__regex=r"^[0-9a-z][0-9a-z-]*$")
            )
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("cooperations:cooperation", args=[self.key])

    @cached_property
    def withdrawal(self) -> "Withdrawal | None":
        """The entry as a whole was taken back as a mistake; None: it stands."""
        return self.withdrawals.filter(KNOWN_NOW).first()

    @property
    def last_said(self) -> Q:
        """Which rows of this entry count: what one believes now or, of a withdrawn entry, believed last."""
        if self.withdrawal is None:
            return KNOWN_NOW
        return Q(known__endswith=self.withdrawal.known.lower)


def of_cooperation(related: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(Cooperation, on_delete=models.PROTECT, related_name=related)


class CooperationState(DatedFact):
    """Name, legal form and legal basis of a cooperation; one at a time."""

    cooperation = of_cooperation("states")
    name = models.CharField(_("Name"), max_length=300)
    short_name = models.CharField(_("Kurzname"), max_length=100, blank=True)
    folded = models.CharField(max_length=420)
    legal_form = models.CharField(_("Rechtsform"), max_length=30, choices=choices(LegalForm))
    variant = models.CharField(_("Ausgestaltung"), max_length=300, blank=True)
    purpose = models.TextField(_("Zweck"), blank=True)
    seat = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    authority = models.CharField(_("Aufsichtsbehörde"), max_length=200, blank=True)
    vat = models.CharField(_("Umsatzsteuer"), max_length=20, choices=choices(VatTreatment))
    procurement_basis = models.CharField(_("Vergaberecht"), max_length=300, blank=True)
    data_protection = models.CharField(_("Datenschutz"), max_length=20, choices=choices(DataProtectionRole))
    notice_period = models.CharField(_("Kündigung"), max_length=300, blank=True)
    capital_total_cents = models.BigIntegerField(_("Kapital in Cent"), null=True, blank=True)
    votes_total = models.PositiveIntegerField(_("Stimmen insgesamt"), null=True, blank=True)
    is_start_known = models.BooleanField(_("Beginn bekannt"), default=True)
    confidence = models.CharField(_("Sicherheit"), max_length=20, choices=choices(Confidence))

    class Meta:
        verbose_name = _("Angaben zur Zusammenarbeit")
        verbose_name_plural = _("Angaben zu Zusammenarbeiten")
        constraints = [
            never_twice("cooperation_state_never_twice", "cooperation"),
            real_periods("cooperation_state_real_periods"),
            one_of("legal_form", LegalForm, "cooperation_state_form", blank=False),
            one_of("vat", VatTreatment, "cooperation_state_vat", blank=False),
            one_of("data_protection", DataProtectionRole, "cooperation_state_data_protection", blank=False),
            one_of("confidence", Confidence, "cooperation_state_confidence", blank=False),
        ]
        indexes = [
            GinIndex(name="cooperation_state_trigrams", fields=["folded"], opclasses=["gin_trgm_ops"]),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return self.name


class CooperationTask(DatedFact):
    """What a cooperation does: a task, wholly or in part, moved or only executed, perhaps in an area."""

    cooperation = of_cooperation("tasks")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    extent = models.CharField(_("Umfang"), max_length=10, choices=choices(TaskExtent))
    mode = models.CharField(_("Übergang"), max_length=20, choices=choices(TaskMode))
    area = models.CharField(_("Gebiet"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("gemeinsame Aufgabe")
        verbose_name_plural = _("gemeinsame Aufgaben")
        constraints = [
            never_twice("cooperation_task_never_twice", "cooperation", "task"),
            real_periods("cooperation_task_real_periods"),
            one_of("extent", TaskExtent, "cooperation_task_extent", blank=False),
            one_of("mode", TaskMode, "cooperation_task_mode", blank=False),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.cooperation}: {self.task}"


class Party(DatedFact):
    """A body takes part in a cooperation, for a time, in one role at a time.

    `task_codes`: only these tasks („à la carte“); empty means all of them.
    """

    cooperation = of_cooperation("parties")
    body = models.ForeignKey("register.Body", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("Rolle"), max_length=20, choices=choices(PartyRole))
    capital_cents = models.BigIntegerField(_("Kapitalanteil in Cent"), null=True, blank=True)
    votes = models.PositiveIntegerField(_("Stimmen"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("Sitze"), null=True, blank=True)
    task_codes = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    confidence = models.CharField(_("Sicherheit"), max_length=20, choices=choices(Confidence))

    class Meta:
        verbose_name = _("Beteiligte")
        verbose_name_plural = _("Beteiligte")
        constraints = [
            never_twice("party_never_twice", "cooperation", "body"),
            real_periods("party_real_periods"),
            one_of("role", PartyRole, "party_role", blank=False),
            one_of("confidence", Confidence, "party_confidence", blank=False),
            models.CheckConstraint(
                name="party_capital_not_negative",
                condition=Q(capital_cents__isnull=True) | Q(capital_cents__gte=0),
            ),
        ]
        indexes = [
            models.Index(name="party_of_body", fields=["body", "cooperation"], condition=KNOWN_NOW),
            models.Index(
                name="party_leading",
                fields=["cooperation", "body"],
                condition=KNOWN_NOW & Q(role=PartyRole.LEAD.value),
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.body} in {self.cooperation}"


class Organ(DatedFact):
    """An organ of a cooperation: assembly, board, management."""

    cooperation = of_cooperation("organs")
    name = models.CharField(_("Organ"), max_length=200)
    composition = models.TextField(_("Zusammensetzung"), blank=True)

    class Meta:
        verbose_name = _("Organ")
        verbose_name_plural = _("Organe")
        constraints = [
            never_twice("organ_never_twice", "cooperation", "name"),
            real_periods("organ_real_periods"),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return self.name


class VotingRule(DatedFact):
    """How a cooperation decides a matter: a rule without the votes, which stand at the parties; its words."""

    cooperation = of_cooperation("voting_rules")
    matter = models.CharField(_("Gegenstand"), max_length=20, choices=choices(Matter))
    rule = models.JSONField(_("Abstimmungsregel"))
    words = models.CharField(_("in Worten"), max_length=500)

    class Meta:
        verbose_name = _("Abstimmungsregel")
        verbose_name_plural = _("Abstimmungsregeln")
        constraints = [
            never_twice("voting_rule_never_twice", "cooperation", "matter"),
            real_periods("voting_rule_real_periods"),
            one_of("matter", Matter, "voting_rule_matter", blank=False),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{Matter(self.matter).label}: {self.words}"


class CostPool(DatedFact):
    """A pool of cost and the key by which it is shared: parts, values the register lacks; its words."""

    cooperation = of_cooperation("cost_pools")
    name = models.CharField(_("Kostentopf"), max_length=200)
    key = models.JSONField(_("Schlüssel"))
    words = models.CharField(_("in Worten"), max_length=500)

    class Meta:
        verbose_name = _("Kostentopf")
        verbose_name_plural = _("Kostentöpfe")
        constraints = [
            never_twice("cost_pool_never_twice", "cooperation", "name"),
            real_periods("cost_pool_real_periods"),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"


class Note(models.Model):
    """What stands beside the dated facts: said once, perhaps withdrawn later (`known` is closed then)."""

    source = models.ForeignKey("register.Source", on_delete=models.PROTECT, related_name="+")
    known = DateTimeRangeField(_("bekannt"))

    class Meta:
        abstract = True


class CooperationEvent(Note):
    """A day in the life of a cooperation: signed, approved, announced, in force, ended."""

    cooperation = of_cooperation("events")
    kind = models.CharField(_("Ereignis"), max_length=20, choices=choices(EventKind))
    date = models.DateField(_("Tag"))
    note = models.CharField(_("Fundstelle oder Erläuterung"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Ereignis")
        verbose_name_plural = _("Ereignisse")
        constraints = [
            models.UniqueConstraint(
                name="cooperation_event_once",
                fields=["cooperation", "kind", "date", "note"],
                condition=KNOWN_NOW,
            ),
            one_of("kind", EventKind, "cooperation_event_kind", blank=False),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{EventKind(self.kind).label} am {self.date:%d.%m.%Y}"


class CooperationDocument(Note):
    """A document of a cooperation: a paper here, an OParl object, or an address."""

    cooperation = of_cooperation("documents")
    title = models.CharField(_("Titel"), max_length=500)
    url = models.CharField(_("Adresse"), max_length=1000, blank=True)
    paper = models.ForeignKey(
        "papers.Paper", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("Unterlage")
        verbose_name_plural = _("Unterlagen")
        constraints = [
            models.UniqueConstraint(
                name="cooperation_document_once", fields=["cooperation", "title"], condition=KNOWN_NOW
            ),
            models.CheckConstraint(
                name="cooperation_document_leads_somewhere", condition=~Q(url="") | Q(paper__isnull=False)
            ),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return self.title


class Withdrawal(models.Model):
    """A whole entry taken back as a mistake: since then nothing of it is believed; nothing is erased.

    `known` is closed when somebody takes the entry up again. `body`: its own body, free until then.
    """

    cooperation = of_cooperation("withdrawals")
    reason = models.CharField(_("Grund"), max_length=500)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    known = DateTimeRangeField(_("bekannt"))

    class Meta:
        verbose_name = _("Rücknahme")
        verbose_name_plural = _("Rücknahmen")
        constraints = [
            models.UniqueConstraint(
                name="cooperation_withdrawn_once", fields=["cooperation"], condition=KNOWN_NOW
            ),
            models.CheckConstraint(name="cooperation_withdrawal_has_reason", condition=~Q(reason="")),
        ]
        triggers = [nothing_overwritten()]

    def __str__(self) -> str:
        return f"{self.cooperation}: {self.reason}"
