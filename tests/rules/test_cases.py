"""Every worked case comes out, and every rule has one."""

import pytest

from allmende.rules import Catalog
from allmende.rules.cases import Case, cases_of, outcome

CATALOG = Catalog()
CASES = [case for law in CATALOG.law_names for case in cases_of(law)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_a_worked_case_comes_out(case: Case) -> None:
    assert outcome(case, CATALOG) == case.output


@pytest.mark.parametrize("law", CATALOG.law_names)
def test_every_rule_has_a_worked_case(law: str) -> None:
    assert set(CATALOG.law(law).rules) <= {case.rule for case in cases_of(law)}
