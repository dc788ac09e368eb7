"""PDF/UA through Typst, for text of any origin: no character may prevent the file."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import typst

from allmende.common.errors import AllmendeError
from allmende.pages.texts import visible

# Word stores the signs of Wingdings and Symbol in the private area, where other fonts have nothing.
PRIVATE_SIGNS = str.maketrans(
    {
        "\uf0b7": "•",
        "\uf0a7": "▪",
        "\uf06e": "■",
        "\uf06f": "☐",
        "\uf0a8": "☐",
        "\uf071": "☐",
        "\uf052": "☑",
        "\uf0fe": "☑",
        "\uf054": "☒",
        "\uf0fd": "☒",
        "\uf078": "☒",
        "\uf0fc": "✓",
        "\uf0fb": "✗",
        "\uf0e0": "→",
        "\uf0e8": "➔",
        "\uf0f0": "⇨",
        "\uf0d8": "➢",
        "\uf02d": "–",
        "\ufeff": None,
    }
)
MISSING = "□"
ROUNDS = 3  # a fallback font may lack what the first one had
UNDRAWABLE = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


class PdfFailed(AllmendeError):
    """Typst refuses the document."""

    message = (
        "Aus diesem Inhalt lässt sich kein PDF erzeugen. Drucken Sie stattdessen die Seite im Browser. "
        "({reason})"
    )


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return a PDF/UA-1 file. The Typst file reads `json(bytes(sys.inputs.data))`; text is never markup.

    Signs of Word's symbol fonts are translated; what no font of this machine can draw becomes `□`.

    Example (in the Typst file):
        #let data = json(bytes(sys.inputs.data))
        #set document(title: data.title)
    """
    shown = _mapped(data, lambda text: visible(text.translate(PRIVATE_SIGNS)))
    for _round in range(ROUNDS):
        try:
            return _compiled(template, shown)
        except typst.TypstError as error:
            missing = undrawable(error.diagnostic)
            if not missing:
                raise PdfFailed(reason=error.message) from error
        shown = _without(missing, shown)
    raise PdfFailed(reason=f"Zeichen ohne Schrift: {', '.join(sorted(missing))}")


def undrawable(diagnostic: str) -> set[str]:
    """Return the characters that, as Typst says, no font can draw."""
    return {ESCAPE.sub(_unescaped, found) for found in UNDRAWABLE.findall(diagnostic)}


def _unescaped(escape: re.Match[str]) -> str:
    code, sign = escape.groups()
    return chr(int(code, 16)) if code else ESCAPED.get(sign, sign)


def _compiled(template: Path, data: Any) -> bytes:
    return typst.compile(
        str(template),
        root=str(template.parent),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _without(missing: Collection[str], data: Any) -> Any:
    pattern = re.compile("|".join(map(re.escape, sorted(missing, key=len, reverse=True))))
    return _mapped(data, lambda text: pattern.sub(MISSING, text))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return JSON data with each text in it changed; keys are names of the template and stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(each, change) for each in value]
    return value
