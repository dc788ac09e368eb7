from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FundingConfig(AppConfig):
    name = "allmende.funding"
    label = "funding"

    def ready(self) -> None:
        from allmende.accounts.labels import name_actions
        from allmende.funding.amounts import CONTRACT
        from allmende.funding.contract_law import ContractTerms
        from allmende.ledger.contracts import CLAUSES

        CLAUSES[CONTRACT] = ContractTerms.of
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
            }
        )
