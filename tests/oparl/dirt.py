"""Dirt of every kind at any place, by chance: in values, shapes, addresses, pages, encodings and answers.

The same seed makes the same dirt. Nothing here knows what the importer or the check does about it.
"""

import copy
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from allmende.oparl.fetching import Answer

Tree = Any
Spot = tuple[Any, Any]
"""A dictionary or list, and the key or place in it."""

CJK = "".join(chr(0x4E00 + number * 37 % 20_000) for number in range(1900))
LONG = "Brücke " * 20_000
TEXTS = (
    *(
        "",
        " ",
        "N/A",
        "null",
        "0",
        "x",
        "\0",
        "\ud800",
        "\u202e\u200b\ufeff",
        "\r\n\t",
        "&amp;amp;&#0;&#x110000;",
    ),
    *(
        "<script>alert(1)</script>",
        "'; DROP TABLE oparl_importedobject; --",
        "{{7*7}}{% csrf_token %}",
        "%s %(x)s",
    ),
    *("\U0001f309" * 400, CJK, LONG, "9" * 5000, "\\u0000", "a\tb", "٣", "²"),
)
DAYS = (
    *(
        "2026-13-01",
        "31.02.2026",
        "0000-00-00",
        "2026-02-30T25:00:00Z",
        "2026-10-25T02:30:00",
        "1.1.26",
        "gestern",
    ),
    *(
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "2026-03-01T08:00:00.123456789+01:00",
        "20260301",
    ),
    *("2026-W09-7", "2026-03-01T08:00:00+99:00", "-2026-03-01", "2126-01-01T00:00:00+01:00", "1772349600"),
)
ADDRESSES = (
    *(
        "http://[",
        "http://[::1",
        "//x",
        "/paper/1",
        "paper/1",
        "?page=2",
        "#",
        "http://",
        "https://:80/",
        "mailto:a@b.de",
    ),
    *(
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://ris.example/x",
        "http://u:p@ris.example/",
        "http://x:99999/",
    ),
    *(
        "http://169.254.169.254/latest",
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
    ),
    *(
        "https://ris.example/a\tb",
        "https://ris.example/a b",
        "https://ris.example/\0",
        "https://ris.example/\ud800",
    ),
    *(
        f"https://ris.example/{CJK[:980]}",
        f"https://ris.example/{'9' * 3000}",
        f"https://{'a.' * 300}example/",
    ),
    *(
        "https://RIS.EXAMPLE:443/paper/1",
        "https://ris.example/%zz%00%ff",
        "https://xn--/",
        "https://ä.example/ö?ü=ß",
    ),
)
NUMBERS = (0, -1, 1, 10**40, -(10**400), 1e308, -0.0, 0.1, float("nan"), float("inf"), True, False)
EMPTIES: tuple[Any, ...] = (
    None,
    [],
    {},
    [[]],
    [{}],
    [None],
    {"id": None},
    {"id": []},
    {"type": 7},
    {"data": []},
)


def spots(tree: Tree) -> list[Spot]:
    """Return every place in a JSON value."""
    found: list[Spot] = []
    waiting = [tree]
    while waiting:
        outer = waiting.pop()
        keys = list(outer) if isinstance(outer, dict) else list(range(len(outer)))
        for key in keys:
            found.append((outer, key))
            if isinstance(outer[key], dict | list):
                waiting.append(outer[key])
    return found


def _value(chance: Random) -> Any:
    return copy.deepcopy(chance.choice(chance.choice([TEXTS, DAYS, ADDRESSES, NUMBERS, EMPTIES])))


def _nested(chance: Random, value: Any) -> Any:
    for _ in range(chance.choice([1, 2, 30, 300])):
        value = chance.choice([[value], {"id": "https://ris.example/n", "x": value}])
    return value


def _other_shape(chance: Random, value: Any) -> Any:
    shapes: list[Callable[[], Any]] = [
        lambda: [value],
        lambda: {"value": value},
        lambda: str(value),
        lambda: json.dumps(value, default=str),
        lambda: value[0] if isinstance(value, list) and value else [value, value],
        lambda: dict(enumerate(value)) if isinstance(value, list) else {"href": value},
        lambda: list(value.values()) if isinstance(value, dict) else [None, value],
        lambda: value * 2 if isinstance(value, str | list) else -1,
        lambda: value.upper() if isinstance(value, str) else not value,
        lambda: value[: len(value) // 2] if isinstance(value, str | list) else "",
    ]
    return chance.choice(shapes)()


def soil(tree: Tree, chance: Random, *, times: int = 1) -> list[str]:
    """Change a JSON value at random places; return what was done."""
    done: list[str] = []
    for _ in range(times):
        places = spots(tree)
        if not places:
            return done
        outer, key = chance.choice(places)
        value = outer[key]
        kind = chance.choice(["value", "value", "shape", "gone", "renamed", "nested", "added", "swapped"])
        if kind == "value":
            outer[key] = _value(chance)
        elif kind == "shape":
            outer[key] = _other_shape(chance, value)
        elif kind == "gone":
            del outer[key]
        elif kind == "renamed" and isinstance(outer, dict):
            names = [
                str(key).upper(),
                f" {key}",
                f"x:{key}",
                "\0",
                "",
                "\ud800",
                f"{key}s",
                "deleted",
                CJK,
                "Type",
            ]
            outer[chance.choice(names)] = outer.pop(key)
        elif kind == "nested":
            outer[key] = _nested(chance, value)
        elif kind == "added" and isinstance(outer, dict):
            outer[chance.choice(["deleted", "public", "persons", "x", "id", "type", "next", "data"])] = (
                _value(chance)
            )
        else:
            other, place = chance.choice(places)
            outer[key] = _copied(other, place)
        done.append(
            f"{kind} {key!r:.40}: {_told(value)} -> {_told(outer[key] if _has(outer, key) else None)}"
        )
    return done


def _told(value: Any) -> str:
    try:
        return repr(value)[:60]
    except RecursionError:
        return "…"


def _copied(outer: Any, key: Any) -> Any:
    try:
        return copy.deepcopy(outer[key]) if _has(outer, key) else None
    except RecursionError:
        return None


def _has(outer: Any, key: Any) -> bool:
    return key in outer if isinstance(outer, dict) else key < len(outer)


Wire = Callable[[Random, Answer], Answer]
STATUSES = (201, 204, 206, 304, 400, 401, 404, 410, 418, 429, 500, 503, 599)
HEADERS = (
    ("etag", 'W/"\0"'),
    ("etag", "x" * 5000),
    ("last-modified", "\x01" * 300),
    ("content-type", "text/html; charset=\0"),
    ("access-control-allow-origin", "\xff"),
    ("content-disposition", "attachment; filename*=UTF-8''%ff"),
)


def _bytes(change: Callable[[Random, bytes], bytes]) -> Wire:
    return lambda chance, answer: replace(answer, body=change(chance, answer.body))


def _with_byte(chance: Random, body: bytes) -> bytes:
    place = chance.randrange(len(body) + 1)
    return body[:place] + chance.randbytes(chance.choice([1, 1, 4])) + body[place:]


WIRES: dict[str, Wire] = {
    "status": lambda chance, answer: replace(answer, status=chance.choice(STATUSES)),
    "header": lambda chance, answer: replace(
        answer, headers={**answer.headers, **dict([chance.choice(HEADERS)])}
    ),
    "cut off": _bytes(lambda chance, body: body[: chance.randrange(len(body) + 1)]),
    "empty": _bytes(lambda _chance, _body: b""),
    "twice": _bytes(lambda _chance, body: body + body),
    "UTF-16": _bytes(lambda _chance, body: body.decode().encode("utf-16")),
    "UTF-32 without mark": _bytes(lambda _chance, body: body.decode().encode("utf-32-le")),
    "Latin-1": _bytes(
        lambda _chance, body: json.dumps(json.loads(body), ensure_ascii=False).encode("latin-1", "replace")
    ),
    "mark": _bytes(lambda _chance, body: b"\xef\xbb\xbf" + body),
    "HTML": _bytes(lambda _chance, _body: b"<!DOCTYPE html><title>Wartung</title>"),
    "packed": _bytes(lambda _chance, body: gzip.compress(body)),
    "commas": _bytes(lambda _chance, body: body.replace(b"}", b",}")),
    "a remark": _bytes(lambda _chance, body: b"/* */" + body),
    "single quotes": _bytes(lambda _chance, body: body.replace(b'"', b"'")),
    "huge number": _bytes(lambda _chance, body: body.replace(b":", b":" + b"9" * 5000 + b",", 1)),
    "huge number as value": _bytes(lambda _chance, body: body[:-1] + b',"x":' + b"9" * 5000 + b"}"),
    "not a number": _bytes(lambda _chance, body: body[:-1] + b',"x":[NaN,Infinity,-Infinity,1e999]}'),
    "deep": _bytes(lambda chance, body: body[:-1] + b',"x":' + _deep(chance) + b"}"),
    "a byte": _bytes(_with_byte),
    "text of bytes": _bytes(lambda chance, _body: chance.randbytes(200)),
}


def _deep(chance: Random) -> bytes:
    depth = chance.choice([500, 900, 985, 20_000])
    return b"[" * depth + b"]" * depth


NEXT: tuple[Any, ...] = (None, "", " ", 7, {}, "x", "?page=2", "//", *ADDRESSES)


def soil_page(page: Any, chance: Random) -> list[str]:
    """Change a list page around its entries: links, data, pagination."""
    kind = chance.choice(["next", "data", "links", "entries", "anywhere"])
    if kind == "next":
        links = page.setdefault("links", {})
        links["next"] = chance.choice([*NEXT, links.get("self"), links.get("first"), links.get("prev")])
        return [f"next -> {links['next']!r:.80}"]
    if kind == "data":
        page["data"] = _other_shape(chance, page["data"])
        return ["data in another shape"]
    if kind == "links":
        page["links"] = _value(chance)
        return ["links"]
    if kind == "entries":
        entries = [_value(chance) for _ in range(3)]
        place = chance.randrange(len(page["data"]) + 1)
        page["data"][place:place] = entries
        return [f"entries {entries!r:.80}"]
    return soil(page, chance)
