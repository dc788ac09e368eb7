"""What a paper states and names: money, its finance block, effects, other papers, laws, days, bodies."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from allmende.pages.model_fields import one_of
from allmende.papers.domain.values import MAX_CENTS, german_amount
from allmende.papers.labels import choices
from allmende.papers.models.evidence import Evidenced
from allmende.papers.models.papers import Paper
from allmende.reading.facts import AmountLabel, FinanceField, ImpactTopic, Relation


class Figure(Evidenced):
    """A sum of money in a paper, in cents."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="figures")
    amount_cents = models.BigIntegerField(_("Betrag in Cent"))
    currency = models.CharField(_("Währung"), max_length=3, default="EUR")
    label = models.CharField(_("Bedeutung"), max_length=20, blank=True, choices=choices(AmountLabel))
    unit = models.CharField(_("je"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("Jahr"), null=True, blank=True)

    class Meta(Evidenced.Meta):
        verbose_name = _("Betrag")
        verbose_name_plural = _("Beträge")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="figure_order_unique"),
            models.CheckConstraint(
                name="figure_amount_in_range", condition=Q(amount_cents__gte=0, amount_cents__lte=MAX_CENTS)
            ),
            models.CheckConstraint(name="figure_currency_form", condition=Q(currency__regex=r"^[A-Z]{3}$")),
            models.CheckConstraint(name="figure_year_in_range", condition=Q(year__gte=1900, year__lt=2200)),
            one_of("label", AmountLabel, "figure_label"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def amount(self) -> str:
        """Return the amount as people read it, without the currency."""
        return german_amount(self.amount_cents)


class PaperReference(Evidenced):
    """Another paper that this one names. `target` is set when we know that paper, now or later."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="references")
    reference = models.CharField(_("Nummer"), max_length=100, blank=True)
    reference_key = models.CharField(max_length=100, blank=True, editable=False, db_index=True)
    date = models.DateField(_("vom"), null=True, blank=True)
    relation = models.CharField(_("Beziehung"), max_length=20, choices=choices(Relation))
    target = models.ForeignKey(
        Paper, on_delete=models.SET_NULL, related_name="referring", null=True, blank=True
    )

    class Meta(Evidenced.Meta):
        verbose_name = _("Bezug")
        verbose_name_plural = _("Bezüge")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="paper_reference_order_unique"),
            one_of("relation", Relation, "paper_reference_relation", blank=False),
            models.CheckConstraint(
                name="paper_reference_names_something", condition=~Q(reference_key="") | Q(date__isnull=False)
            ),
            models.CheckConstraint(
                name="paper_reference_not_itself", condition=Q(target=None) | ~Q(target=F("paper"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.date:%d.%m.%Y}"


class LegalCitation(Evidenced):
    """A section of a law that the paper cites."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="legal_citations")
    citation = models.CharField(_("Fundstelle"), max_length=500)

    class Meta(Evidenced.Meta):
        verbose_name = _("Rechtsgrundlage")
        verbose_name_plural = _("Rechtsgrundlagen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="legal_citation_order_unique"),
        ]

    def __str__(self) -> str:
        return self.citation


class DateNote(Evidenced):
    """A further date in the paper and what it means."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="date_notes")
    date = models.DateField(_("Datum"))
    meaning = models.CharField(_("Bedeutung"), max_length=500, blank=True)

    class Meta(Evidenced.Meta):
        verbose_name = _("Termin")
        verbose_name_plural = _("Termine")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="date_note_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y} {self.meaning}"


class OrganisationMention(Evidenced):
    """A municipality, provider or association named in the paper; `body` once it is known which one."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="mentions")
    name = models.CharField(_("Name"), max_length=500)
    body = models.ForeignKey(
        "register.Body", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Evidenced.Meta):
        verbose_name = _("genannte Stelle")
        verbose_name_plural = _("genannte Stellen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="organisation_mention_order_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class FinanceEntry(Evidenced):
    """One entry of the finance block: product, account, effect, cover, follow-up costs, savings."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="finance_entries")
    field = models.CharField(_("Angabe"), max_length=20, choices=choices(FinanceField))
    value = models.CharField(_("Eintrag"), max_length=500)

    class Meta(Evidenced.Meta):
        verbose_name = _("Eintrag im Finanzblock")
        verbose_name_plural = _("Einträge im Finanzblock")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="finance_entry_order_unique"),
            one_of("field", FinanceField, "finance_entry_field", blank=False),
            models.CheckConstraint(name="finance_entry_has_value", condition=~Q(value="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.value}"


class ImpactStatement(Evidenced):
    """What the paper states about climate, staff or the staffing plan."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="impact_statements")
    topic = models.CharField(_("Worauf"), max_length=20, choices=choices(ImpactTopic))
    text = models.TextField(_("Aussage"))

    class Meta(Evidenced.Meta):
        verbose_name = _("Aussage zu Auswirkungen")
        verbose_name_plural = _("Aussagen zu Auswirkungen")
        constraints = [
            *Evidenced.Meta.constraints,
            models.UniqueConstraint(fields=["paper", "order"], name="impact_statement_order_unique"),
            one_of("topic", ImpactTopic, "impact_statement_topic", blank=False),
            models.CheckConstraint(name="impact_statement_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.text[:80]}"
