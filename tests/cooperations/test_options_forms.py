"""Forms of a comparison beside costs and votes: consents, costs of groups, the paper, names for keys."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document

from allmende.accounts.models import User
from allmende.cooperations.options import actions
from allmende.cooperations.options.errors import BadInput
from allmende.cooperations.options.models import Comparison
from allmende.papers.models import Paper
from allmende.register.domain import BodyView
from tests.cooperations.conftest import inputs
from tests.cooperations.test_options_views import SignedIn, address, exported, option_data
from tests.papers.factories import TODAY, a_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_today")]


@pytest.fixture
def editor(clerk: User, browser_of: SignedIn) -> Client:
    return browser_of(clerk)


BASICS = {
    "title": "Neu",
    "partners": "05999004\n05999008",
    "on": "2026-03-01",
    "first_year": 2027,
    "years": 5,
    "revision": 1,
}


@pytest.fixture
def paper(town: BodyView, clerk: User) -> Paper:
    return a_paper(town, clerk)


def test_consents_are_entered_and_stand_on_page_and_in_the_paper(
    comparison: Comparison, editor: Client
) -> None:
    url = address("consents", comparison.pk)
    data = {
        "revision": 1,
        "zustimmung-TOTAL_FORMS": 2,
        "zustimmung-INITIAL_FORMS": 0,
        "zustimmung-0-who": "Personalrat",
        "zustimmung-0-basis": "§ 72 LPVG NRW",
        "zustimmung-0-effect": "required",
        "zustimmung-0-state": "noch offen",
        "zustimmung-1-effect": "unclear",
    }
    assert editor.post(url, data).status_code == 302
    assert "Personalrat: noch offen" in editor.get(address("comparison", comparison.pk)).content.decode()
    assert 'value="Personalrat"' in editor.get(url).content.decode()
    nameless = {**data, "revision": 2, "zustimmung-0-who": ""}
    assert "Wessen Zustimmung ist gemeint?" in editor.post(url, nameless).content.decode()


def test_costs_of_groups_are_listed_to_be_filled_and_gaps_are_named(
    comparison: Comparison, editor: Client
) -> None:
    url = address("group-costs", comparison.pk, "zv")
    both = "Stadt Musterstadt + Gemeinde Beispieldorf = "
    assert both in editor.get(url).content.decode()
    editor.post(url, {"revision": 1, "groups": f"Musterstadt = 35.000\nBeispieldorf =\n{both}40.000"})
    page = editor.get(address("comparison", comparison.pk)).content.decode()
    assert "Kosten von 1 der 3 Gruppen, zum Beispiel „Gemeinde Beispieldorf“" in page
    full = f"Musterstadt = 35.000\nBeispieldorf = 5.000\n{both}40.000"
    assert editor.post(url, {"revision": 2, "groups": full}).status_code == 302
    page = editor.get(address("comparison", comparison.pk)).content.decode()
    assert "Gemeinde Beispieldorf zahlt 5.000,00" in page


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Musterstadt 35.000", "fehlt ein „=“"),
        ("Musterstadt + Musterstadt = 1", "kommt doppelt vor"),
        ("Musterstadt = 1\n05999004 = 2", "kommt doppelt vor"),
        ("Nirgendwo = 1", "„Nirgendwo“ ist nicht beteiligt"),
        ("Musterstadt = viel", "Zeile 1"),
    ],
)
def test_a_line_of_group_costs_that_cannot_be_is_told(
    comparison: Comparison, editor: Client, written: str, said: str
) -> None:
    url = address("group-costs", comparison.pk, "zv")
    assert said in editor.post(url, {"revision": 1, "groups": written}).content.decode()
    comparison.refresh_from_db()
    assert comparison.revision == 1


def votes(client: Client, url: str, **changed: str) -> dict[str, Any]:
    rule = {"weighting": "given", "given": "Musterstadt = 3\n05999008 = 1", **changed}
    return option_data(client, url) | {f"stimmen-0-{name}": value for name, value in rule.items()}


def test_votes_are_given_by_name_and_a_veto_shows(comparison: Comparison, editor: Client) -> None:
    url = address("option", comparison.pk, "zv")
    editor.post(url, votes(editor, url, vetoes="Beispieldorf", needs_heads="on"))
    comparison.refresh_from_db()
    [rule] = comparison.inputs["options"][0]["votes"]
    assert (rule["given"], rule["vetoes"]) == ({"05999004": "3", "05999008": "1"}, ["05999008"])
    assert "Gemeinde Beispieldorf = 1" in editor.get(url).content.decode()
    page = editor.get(address("comparison", comparison.pk)).content.decode()
    assert "Zustimmung eines bestimmten Mitglieds" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"given": "Nirgendwo = 3"}, "„Nirgendwo“ ist nicht beteiligt"),
        ({"vetoes": "Nirgendwo"}, "„Nirgendwo“ ist nicht beteiligt"),
    ],
)
def test_a_name_that_is_no_partner_is_told(
    comparison: Comparison, editor: Client, changed: dict[str, str], said: str
) -> None:
    url = address("option", comparison.pk, "zv")
    assert said in editor.post(url, votes(editor, url, **changed)).content.decode()


def test_a_number_of_votes_out_of_reach_is_told_on_the_page(comparison: Comparison, editor: Client) -> None:
    url = address("option", comparison.pk, "zv")
    editor.post(url, votes(editor, url, needed="9"))
    page = editor.get(address("comparison", comparison.pk)).content.decode()
    assert "Schwelle 9 ist unerreichbar; alle haben 4 Stimmen" in page


def test_comparison_and_paper_lead_to_each_other(
    comparison: Comparison, editor: Client, paper: Paper, client: Client
) -> None:
    url = address("basics", comparison.pk)
    assert editor.post(url, {**BASICS, "paper": paper.pk}).status_code == 302
    assert paper.get_absolute_url() in editor.get(address("comparison", comparison.pk)).content.decode()
    assert address("comparison", comparison.pk) in editor.get(paper.get_absolute_url()).content.decode()
    comparison.refresh_from_db()
    actions.set_published(comparison_id=comparison.pk, is_published=True, by=None, on=TODAY)
    assert paper.get_absolute_url() not in client.get(address("comparison", comparison.pk)).content.decode()


def test_basics_that_come_too_late_change_nothing(
    comparison: Comparison, editor: Client, paper: Paper, clerk: User
) -> None:
    actions.save_inputs(comparison_id=comparison.pk, inputs=inputs(), revision=1, by=clerk, on=TODAY)
    late = {**BASICS, "paper": paper.pk}
    page = editor.post(address("basics", comparison.pk), late).content.decode()
    assert "inzwischen" in page
    comparison.refresh_from_db()
    assert (comparison.paper_id, comparison.title, comparison.revision) == (None, "Gemeinsames Standesamt", 2)


def test_a_paper_of_another_body_is_refused(
    comparison: Comparison, bodies: dict[str, BodyView], clerk: User, stranger: User
) -> None:
    other = a_paper(bodies["05998000"], stranger, number="2026/99")
    with pytest.raises(BadInput):
        actions.attach_to_paper(comparison_id=comparison.pk, paper_id=other.pk, by=clerk, on=TODAY)


def test_the_word_file_names_the_stations(comparison: Comparison, clerk: User, browser_of: SignedIn) -> None:
    comparison.sheet = {
        **(comparison.sheet or {}),
        "stations": [{"committee": "Rat", "on": "17.03.2026", "role": "Entscheidung"}],
    }
    comparison.save()
    document = Document(BytesIO(exported(comparison, clerk, "docx", browser_of)))
    said = [each.text for each in document.paragraphs]
    assert said[said.index("Beratungsfolge") + 1] == "Rat: 17.03.2026, Entscheidung"


def test_an_unusual_majority_stays_when_the_form_is_sent_back(comparison: Comparison, editor: Client) -> None:
    comparison.inputs["options"][0]["votes"][0] |= {"share": "3/5", "more_than": False}
    comparison.save()
    url = address("option", comparison.pk, "zv")
    assert "mindestens 3/5" in editor.get(url).content.decode()
    editor.post(url, option_data(editor, url))
    comparison.refresh_from_db()
    assert comparison.inputs["options"][0]["votes"][0]["share"] == "3/5"
