"""Money only: no table, form or file of funding has a place for data of a client."""

import re
from importlib import import_module
from pkgutil import iter_modules

from django import forms
from django.apps import apps

import allmende.funding.forms as forms_package
from allmende.funding import report_file

ALLOWED = {
    "OwnProgramme": "body giver name legal_basis note apply_month apply_day proof_months",
    "OwnTerms": "programme financing classes amount rate_percent ceiling section source valid known",
    "Grant": "body giver title block programme reference period decision cooperation",
    "GrantStep": "grant kind dated cents fte due late_reason document forwarding posting",
    "GrantDeadline": "grant kind due source",
    "Post": "grant number label",
    "PostStretch": "post fte employer funder supervisor place is_filled kw_from section source valid known",
    "Forwarding": "grant provider reference signed_on valid most_posts notice_months notice_to decision "
    "data_protection data_protection_on",
    "ForwardingClause": "forwarding parameter value decision section source valid known",
    "CostReport": "forwarding kind number period reported_on source calculation",
    "CostLine": "report cost_class cents period post note place",
    "ProofOfUse": "grant number period texts statement",
    "Saving": "body number title product account decision grant",
    "SavingAmount": "saving year kind cents source",
}
"""Every column, beside who did it when; a new one must be judged here before it can be stored."""
DONE = {
    "id",
    "created_by",
    "created_at",
    "state",
    "entered_by",
    "entered_at",
    "released_by",
    "released_at",
    "withdrawn_by",
    "withdrawn_because",
}
PERSONAL = re.compile(
    r"client|klient|person(?!en)|birth|geburt|vorname|nachname|surname|nationality|residence|aufenthalt"
    r"|case_file|fallakte|versicher|iban|telefon|phone|email",
    re.IGNORECASE,
)


def test_every_column_is_on_the_list_and_none_points_to_a_person() -> None:
    models = list(apps.get_app_config("funding").get_models())
    assert {model.__name__ for model in models} == set(ALLOWED)
    for model in models:
        columns = {field.name for field in model._meta.get_fields() if field.concrete}
        assert columns - DONE == set(ALLOWED[model.__name__].split()), model.__name__
        for field in model._meta.concrete_fields:
            if field.is_relation and field.name not in DONE:
                target = field.related_model
                assert isinstance(target, type)
                label = target._meta.label_lower
                assert not label.startswith(("accounts.", "cases.")), f"{model.__name__}.{field.name}"


def test_no_form_and_no_file_asks_for_a_person() -> None:
    asked = [name for column in report_file.COLUMNS for name in [column] if PERSONAL.search(name)]
    for module in iter_modules(forms_package.__path__, f"{forms_package.__name__}."):
        for form in vars(import_module(module.name)).values():
            if isinstance(form, type) and issubclass(form, forms.Form):
                asked += [name for name in form.base_fields if PERSONAL.search(name)]
    assert asked == []
