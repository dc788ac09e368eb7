"""What the workshop, a saved scenario, a shared link and a reform dossier show: one result page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from allmende.common.errors import AllmendeError
from allmende.ledger.scenarios import queries
from allmende.ledger.scenarios.catalog import Asked, asked, labels, path_label
from allmende.ledger.scenarios.domain import (
    MAX_LAYERS,
    Balance,
    LayerSettings,
    Municipality,
    Settings,
    balance_of,
    kept,
    settings_of,
)
from allmende.ledger.scenarios.drawing import ResultMap, result_map
from allmende.ledger.scenarios.forms import InputsForm, LayerForm, QuestionForm
from allmende.ledger.scenarios.models import BaseData
from allmende.ledger.scenarios.result_table import result_table
from allmende.ledger.scenarios.running import Outcome, Run, run
from allmende.ledger.telling import told
from allmende.pages.tables import Table
from allmende.register import map_page
from allmende.register import queries as register


@dataclass(frozen=True, slots=True)
class ToldLayer:
    """A layer as people read it: labels and new values."""

    layer: LayerSettings
    values: list[tuple[str, str]]


class UnclearMunicipality(AllmendeError):
    status = 400
    message = "„{name}“ {problem}"


@dataclass
class ScenarioPage:
    """A question with everything that belongs on its page. `visible` None: a shared scenario's own sets."""

    request: HttpRequest
    parameters: Mapping[str, str]
    on: date
    visible: Sequence[BaseData] | None
    error: str = ""

    @cached_property
    def question(self) -> dict[str, str]:
        return kept(self.parameters)

    @cached_property
    def settings(self) -> Settings | None:
        """Return what is asked, None with `error` set if it cannot be read."""
        try:
            found = settings_of(self.question, year=self.on.year)
            return replace(found, picked=self._keys(found.picked)) if found.picked else found
        except AllmendeError as error:
            self.error = told(error)
            return None

    @cached_property
    def bodies(self) -> list[Municipality]:
        return queries.municipalities(on=self.on)

    @cached_property
    def asked(self) -> Asked | None:
        """Return what the rule needs, None if no rule is chosen or it does not hold then."""
        if self.settings is None or not self.settings.rule:
            return None
        try:
            return asked(self.settings.rule, self.settings.years[-1])
        except AllmendeError as error:
            self.error = told(error)
            return None

    @cached_property
    def outcome(self) -> Outcome | None:
        """Return the result, None with `error` set if nothing can be computed."""
        if self.settings is None or self.asked is None:
            return None
        try:
            return run(self.settings, self.bodies, self._sets(self.settings, self.asked))
        except AllmendeError as error:
            self.error = told(error)
            return None

    def prepared(self) -> Run:
        """Return the run behind the page, to explain one amount; raise what is wrong with it."""
        question = settings_of(self.question, year=self.on.year)
        needs = asked(question.rule, question.years[-1])
        return Run.of(question, self.bodies, self._sets(question, needs))

    @property
    def balance(self) -> Balance | None:
        return balance_of(self.outcome.rows) if self.outcome and self.outcome.rows else None

    @property
    def map(self) -> ResultMap | None:
        if self.settings is None or not self.outcome or not self.outcome.rows:
            return None
        return result_map(self.outcome, self.settings, self.question)

    @property
    def heading(self) -> str:
        """Return the label of the rule with the years."""
        if self.settings is None or self.asked is None:
            return _("Szenario")
        years = ", ".join(str(year) for year in self.settings.years)
        return f"{self.asked.version.label} {years}"

    def table(self) -> Table | None:
        if not self.outcome or not self.outcome.rows:
            return None
        return result_table(self.request, self.outcome, self.question, self.heading)

    # --- forms ---------------------------------------------------------------------------------------

    @property
    def question_form(self) -> QuestionForm:
        shown = {"jahre": str(self.on.year), **self.question}
        return QuestionForm(initial=shown, districts=map_page.districts(self.on))

    @property
    def inputs_form(self) -> InputsForm | None:
        if self.asked is None:
            return None
        return InputsForm(question=self.asked, sets=self.visible or (), shown=self.question)

    @property
    def layer_forms(self) -> list[LayerForm]:
        if self.asked is None or self.settings is None:
            return []
        return [
            LayerForm(number=number, question=self.asked, on=self.on, shown=self.question)
            for number in range(1, self.settings.layer_count + 1)
        ]

    @property
    def next_layer(self) -> int | None:
        count = self.settings.layer_count if self.settings else 1
        return count + 1 if count < MAX_LAYERS else None

    @property
    def layers(self) -> tuple[LayerSettings, ...]:
        return self.settings.layers if self.settings else ()

    @property
    def told_layers(self) -> list[ToldLayer]:
        """Return the layers with the labels of what they change."""
        return [
            ToldLayer(each, [(path_label(path), text) for path, text in each.values.items()])
            for each in self.layers
        ]

    # --- addresses -----------------------------------------------------------------------------------

    @property
    def query(self) -> str:
        return urlencode(self.question)

    @property
    def workshop_url(self) -> str:
        return f"{reverse('scenarios:workshop')}?{self.query}"

    @property
    def rule_name(self) -> str:
        return labels().get(self.question.get("regel", ""), "")

    def _sets(self, settings: Settings, needs: Asked) -> dict[int, Any]:
        lists = [item.name for item in needs.fields if item.is_list]
        names = {item.name for item in needs.fields}
        chosen = queries.named_sets(settings.data_ids, self.visible)
        return queries.series([each for each in chosen if each.input_name in names], lists)

    def _keys(self, picked: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of municipalities that people named; raise UnclearMunicipality."""
        by_key = {body.key: body for body in self.bodies}
        names = [each for each in picked if each not in by_key]
        meant = register.match_names(names, on=self.on) if names else {}
        keys = [each for each in picked if each in by_key]
        for name in names:
            options = [option for option in meant.get(name, ()) if option.key in by_key]
            if not options:
                raise UnclearMunicipality(
                    name=name[:80], problem="ist keine Gemeinde in Nordrhein-Westfalen. Prüfen Sie den Namen."
                )
            if len(options) > 1:
                told = " oder ".join(f"{option.label} ({option.key})" for option in options)
                raise UnclearMunicipality(name=name[:80], problem=f"ist mehrdeutig: {told}.")
            keys.append(options[0].key)
        return tuple(keys)
