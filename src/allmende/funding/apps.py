from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "allmende.funding"
    label = "funding"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions
        from allmende.funding.amounts import CONTRACT
        from allmende.funding.contract_law import ContractTerms
        from allmende.funding.paper_section import finance_section
        from allmende.ledger.contracts import CLAUSES
        from allmende.papers.paper_sections import SECTIONS

        CLAUSES[CONTRACT] = ContractTerms.of
        if finance_section not in SECTIONS:
            SECTIONS.append(finance_section)
        name_actions(
            {
                "grant_created": _("hat die Zuwendung angelegt"),
                "grant_step_entered": _("hat den Schritt der Zuwendung eingetragen"),
                "grant_step_released": _("hat den Schritt der Zuwendung freigegeben"),
                "grant_step_withdrawn": _("hat den Schritt der Zuwendung zurückgenommen"),
                "grant_deadline_set": _("hat die Frist eingetragen"),
                "post_added": _("hat die Stelle angelegt"),
                "post_changed": _("hat die Stelle geändert"),
                "forwarding_concluded": _("hat den Weiterleitungsvertrag eingetragen"),
                "forwarding_clause_set": _("hat eine Klausel des Weiterleitungsvertrags geändert"),
                "forwarding_ended": _("hat den Weiterleitungsvertrag beendet"),
                "cost_report_entered": _("hat die Kostenmeldung eingetragen"),
                "cost_report_released": _("hat die Kostenmeldung freigegeben"),
                "saving_created": _("hat die Maßnahme eingetragen"),
                "saving_changed": _("hat die Maßnahme geändert"),
                "saving_amount_entered": _("hat den Betrag der Maßnahme eingetragen"),
                "proof_entered": _("hat den Verwendungsnachweis angelegt"),
                "proof_changed": _("hat den Verwendungsnachweis geändert"),
                "proof_released": _("hat den Verwendungsnachweis freigegeben"),
                "proof_withdrawn": _("hat den Verwendungsnachweis zurückgenommen"),
                "caseload_entered": _("hat eine Fallzahl eingetragen"),
                "own_programme_created": _("hat das Programm eingetragen"),
                "own_terms_set": _("hat die Förderbedingung eingetragen"),
            }
        )
