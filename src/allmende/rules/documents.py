"""YAML and JSON as text with places: every scalar stays a string, so no float can sneak in.

An alias of YAML is refused, because a few lines of them can unfold to gigabytes.
"""

import json
from pathlib import Path
from typing import Any, NoReturn

import yaml

from allmende.common.errors import Phrase
from allmende.rules.errors import BadFile

MAX_BYTES = 50_000_000
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Mapping(dict[str, Any]):
    """A mapping of a document that knows its line and those of its entries."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A list of a document that knows the lines of its entries."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


def load_file(path: Path, *, name: str = "") -> Any:
    """Read one YAML or JSON file; raise BadFile with the line of what is wrong."""
    try:
        return load(path.read_bytes(), name=name or str(path))
    except OSError as error:
        raise BadFile(
            file=name or path, place="", problem=f"lässt sich nicht öffnen ({error.strerror})."
        ) from error


def load(data: bytes | str, *, name: str) -> Any:
    """Return the content of a YAML or JSON document: mappings, lists, strings and None."""
    if len(data) > MAX_BYTES:
        _bad(name, 0, "ist zu groß. Mehr als 50 MB Eingaben werden nicht gelesen.")
    text = _text(data, name)
    if text.lstrip().startswith(("{", "[")):
        plain = _json(text)
        if plain is not None:
            return plain[0]
    return load_with_lines(text, name=name)


def load_with_lines(data: bytes | str, *, name: str) -> Any:
    """Return the content as `load` does, with the lines of JSON too, which takes ten times as long."""
    text = _text(data, name)
    try:
        return _converted(yaml.compose(text, Loader=Loader), name, set())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        _bad(
            name,
            line,
            "ist weder gültiges YAML noch JSON. Prüfen Sie Einrückung, Klammern und Anführungszeichen.",
        )
    except yaml.YAMLError:
        _bad(name, 0, "enthält Zeichen, die in YAML nicht vorkommen dürfen.")
    except RecursionError:
        _bad(name, 0, "ist zu tief verschachtelt.")


def _text(data: bytes | str, name: str) -> str:
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _bad(name, 0, "ist nicht in UTF-8 geschrieben. Speichern Sie die Datei als UTF-8.")


def _json(text: str) -> tuple[Any] | None:
    """Return JSON with its numbers as text; None where the text is no JSON, YAML may still read it."""
    try:
        return (
            json.loads(
                text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_json_mapping
            ),
        )
    except ValueError:
        return None


def _json_mapping(pairs: list[tuple[str, Any]]) -> Mapping:
    mapping = Mapping(0)
    for key, value in pairs:
        if key in mapping:
            raise ValueError(key)  # YAML reads it again and names the line
        mapping[key] = "true" if value is True else "false" if value is False else value
    return mapping


def _converted(node: Any, name: str, seen: set[int]) -> Any:
    if node is None:
        return None
    line = node.start_mark.line + 1
    if id(node) in seen:
        _bad(name, line, "Verweise (*name) sind nicht erlaubt. Schreiben Sie den Wert aus.")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in ("", "~", "null") else node.value
    if isinstance(node, yaml.SequenceNode):
        sequence = Sequence()
        for child in node.value:
            sequence.append(_converted(child, name, seen))
            sequence.lines.append(child.start_mark.line + 1)
        return sequence
    return _mapping(node, name, line, seen)


def _mapping(node: Any, name: str, line: int, seen: set[int]) -> Mapping:
    mapping = Mapping(line)
    for key_node, child in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        key_line = key_node.start_mark.line + 1
        if key is None:
            _bad(name, key_line, "Namen müssen einfacher Text sein.")
        if key in mapping:
            _bad(name, key_line, "„{key}“ steht zweimal da. Streichen Sie eine der Angaben.", key=key)
        mapping[key] = _converted(child, name, seen)
        mapping.lines[key] = key_line
    return mapping


def _bad(name: str, line: int, text: str, **values: object) -> NoReturn:
    raise BadFile(file=name, place=f", Zeile {line}" if line else "", problem=Phrase(text, **values))
