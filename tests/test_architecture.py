"""The house keeps its shape: foreign keys point down, migrations are complete, words fit the glossary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey, ManyToManyField, Model

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "allmende"
GLOSSARY: list[dict[str, str]] = yaml.safe_load((ROOT / "docs" / "glossary.yml").read_text(encoding="utf-8"))
TECHNICAL_ENUMS = {
    "accounts": {"Action", "Fault"},
    "postgres": {"Phase"},
    "reading": {"FileType"},
    "register": {"ChangeKind", "Facet"},
    "papers": {"Shape"},
}


def layers() -> dict[str, int]:
    """Return the height of each package as the import contract states it; neighbours share one."""
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    stated = contract[contract.index('name = "Arrows point down only"') :]
    rows = re.findall(r'^  "(.+)",$', stated[: stated.index("]")], re.MULTILINE)
    return {name: -depth for depth, row in enumerate(rows) for name in re.findall(r"allmende\.(\w+)", row)}


LAYERS = layers()


def our_models() -> list[type[Model]]:
    ours = (config for config in apps.get_app_configs() if config.label in LAYERS)
    return [model for config in ours for model in config.get_models()]


def glossary_codes() -> set[str]:
    return {entry["code"] for entry in GLOSSARY}


def classes_in_source() -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield each class of the source with its package."""
    for file in SOURCE.rglob("*.py"):
        package = file.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield package, node


def enum_classes() -> set[tuple[str, str]]:
    """Return package and name of each StrEnum."""
    return {
        (package, node.name)
        for package, node in classes_in_source()
        if any(isinstance(base, ast.Name) and base.id == "StrEnum" for base in node.bases)
    }


def class_members() -> dict[str, set[str]]:
    """Return the names that each class of the source defines: fields, methods, enum members."""
    found: dict[str, set[str]] = {}
    for _package, node in classes_in_source():
        found.setdefault(node.name, set()).update(_members(node))
    return found


def _members(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            yield statement.name
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id
        elif isinstance(statement, ast.Assign):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    own = model._meta.app_label
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey | ManyToManyField):
            target = field.related_model._meta.app_label
            assert target == own or target not in LAYERS or LAYERS[target] < LAYERS[own], field


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", "--check", "--dry-run")
    assert "No changes detected" in capsys.readouterr().out


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_models_bear_the_words_of_the_glossary(model: type[Model]) -> None:
    words = {entry["german"] for entry in GLOSSARY if entry["code"] == model.__name__}
    assert words == {str(model._meta.verbose_name)}


@pytest.mark.parametrize(("package", "name"), sorted(enum_classes()))
def test_enums_stand_in_the_glossary(package: str, name: str) -> None:
    is_technical = name in TECHNICAL_ENUMS.get(package, set())
    assert is_technical or {name, f"{package}.{name}"} & glossary_codes()


def test_the_glossary_names_nothing_that_is_gone() -> None:
    classes = class_members()
    for code in glossary_codes():
        first, _dot, second = code.partition(".")
        if not second:
            assert first in classes, code
        elif first in classes:
            assert second in classes[first], code
        else:
            assert second in classes, code
            assert (SOURCE / first).is_dir(), code


def test_the_glossary_has_each_code_once() -> None:
    assert len(glossary_codes()) == len(GLOSSARY)
