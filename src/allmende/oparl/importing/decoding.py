"""Bytes -> JSON value, repairing what can be repaired without guessing. No Django."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

BOM: Final = b"\xef\xbb\xbf"
MAX_DIGITS: Final = 4000
"""Python refuses to read longer whole numbers; nobody means them."""

_LENIENT: Final = json.JSONDecoder(strict=False, parse_int=lambda text: _number(text))
MAX_DEPTH: Final = 100
"""What lies deeper in the JSON of one object is not kept."""

_REPLACED: Final = dict.fromkeys([0, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")


class Undecodable(Exception):
    """The bytes are no JSON; `code` says in what way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Decoded:
    """A JSON value and the codes of the repairs it needed."""

    value: Any
    repairs: tuple[str, ...] = ()


def decoded(body: bytes) -> Decoded:
    """Return the JSON value of an answer; raise Undecodable."""
    repairs = []
    if body.startswith(BOM):
        body = body[len(BOM) :]
        repairs.append("bom")
    text, is_repaired = _text(body)
    if is_repaired:
        repairs.append("encoding-repaired")
    try:
        return Decoded(json.loads(text), tuple(repairs))
    except (ValueError, RecursionError):
        pass
    try:
        value = _LENIENT.decode(text)
    except (ValueError, RecursionError):
        raise Undecodable("not-json" if text.lstrip()[:1] not in ("{", "[") else "json-invalid") from None
    return Decoded(value, (*repairs, "json-repaired"))


def _text(body: bytes) -> tuple[str, bool]:
    """Return the text of an answer, and whether it is written in another way than UTF-8."""
    encoding = json.detect_encoding(body).removesuffix("-sig")
    try:
        return body.decode(encoding), encoding != "utf-8"
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace"), True


def _number(text: str) -> int | float:
    return int(text) if len(text) < MAX_DIGITS else float(text)


def encoded(value: Mapping[str, Any]) -> str:
    """Return an object as JSON that the database can keep: no zero bytes, half characters or infinity."""
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        text = ""
    if text and "\\u0000" not in text:
        return text
    return json.dumps(_storable(value), ensure_ascii=False, separators=(",", ":"))


def _storable(value: Any, depth: int = 0) -> Any:
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, str):
        return value.translate(_REPLACED)
    if isinstance(value, list):
        return [_storable(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {str(key).translate(_REPLACED): _storable(each, depth + 1) for key, each in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return None
    return value
