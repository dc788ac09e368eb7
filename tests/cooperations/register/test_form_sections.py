"""Rare fields of a long form are folded, and open where something stands in them."""

from allmende.cooperations.fact_forms import RuleForm
from allmende.cooperations.form_sections import Section
from allmende.cooperations.pool_form import PoolForm

MEMBERS = [("05999", "Kreis Probe"), ("05999004", "Musterstadt")]


def folds_of(form: RuleForm | PoolForm) -> dict[str, Section]:
    return {str(section.title): section for section in form.sections() if section.title}


def test_every_field_stands_in_one_section() -> None:
    form = PoolForm(members=MEMBERS)
    shown = [field.name for section in form.sections() for field in section.fields]
    assert sorted(shown) == sorted(form.fields)
    assert list(folds_of(form)) == [
        "Weitere Teile des Schlüssels",
        "Befreiungen, Höchst- und Mindestbeträge",
        "Übergang vom bisherigen Schlüssel",
    ]
    assert not any(fold.is_open for fold in folds_of(form).values())


def test_a_fold_opens_where_something_is_entered_or_wrong() -> None:
    entered = PoolForm(members=MEMBERS, initial={"floors": "Musterstadt = 5"})
    assert folds_of(entered)["Befreiungen, Höchst- und Mindestbeträge"].is_open
    wrong = RuleForm({"needed": "viele"}, members=MEMBERS)
    assert folds_of(wrong)["Besondere Mehrheiten"].is_open
    assert not folds_of(wrong)["Wer allein verhindern kann"].is_open


def test_a_fold_without_fields_is_not_shown() -> None:
    assert "Wer allein verhindern kann" not in folds_of(RuleForm(members=()))
