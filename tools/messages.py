"""Keep the English catalog in step with the German texts: `python -m tools.messages`.

German texts are the message ids. This collects them from Python files and templates, adds new ones to
`django.po` with an empty translation, drops those that are gone, and compiles `django.mo`. Babel does it,
because msgfmt is not on a bare machine. What is still to be translated is printed; then the exit code is 1.
"""

import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "allmende"
PO_FILE = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO_FILE = PO_FILE.with_suffix(".mo")
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "Phrase": None,
    "_bad": (3,),
    "bad": (2,),
}
# The apps whose errors people read in the browser: there, `message` of a class is a text as well,
# and what a page says instead of the command line.
SPOKEN_ERRORS = (
    "accounts",
    "catalog",
    "cooperations",
    "funding",
    "jobs",
    "joint_decisions",
    "ledger",
    "pages",
    "papers",
    "register",
    "rules",
    "sharing",
)
LINE_WIDTH = 110
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
PLURALS = "nplurals=2; plural=(n != 1);"

MessageId = str | list[str] | tuple[str, ...]  # what Babel calls the id or the translation of a message


def collect() -> Catalog:
    """Return a catalog of all texts in the source, each with the files that hold it."""
    catalog = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for file in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if "migrations" in file.parts or (file.suffix == ".txt" and "templates" not in file.parts):
            continue
        spoken = file.relative_to(SOURCE).parts[0] in SPOKEN_ERRORS and file.suffix == ".py"
        for context, message in [*_messages(file), *(_error_messages(file) if spoken else ())]:
            catalog.add(message, locations=[(str(file.relative_to(ROOT)), 0)], context=context)
    return catalog


def stored() -> Catalog:
    """Return the catalog as it lies in the repository; an absent file is an empty catalog."""
    if not PO_FILE.is_file():
        return Catalog(locale="en")
    with PO_FILE.open("rb") as handle:
        return read_po(handle, locale="en")


def updated() -> Catalog:
    """Return the texts of the source with the translations that are stored."""
    known = stored()
    catalog = collect()
    for message in catalog:
        found = known.get(message.id, message.context) if message.id else None
        if found is not None and found.string:
            message.string = found.string
    return catalog


def untranslated(catalog: Catalog) -> list[MessageId]:
    """Return the texts that have no complete translation."""
    return [message.id for message in catalog if message.id and not _is_complete(message.string)]


def po_bytes(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalog, width=LINE_WIDTH, omit_header=True, sort_output=True, include_lineno=False)
    header = (
        "# English texts of Allmende. Written by tools/messages.py; translate here, then run it again.\n"
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n'
        f'"Plural-Forms: {PLURALS}\\n"\n\n'
    )
    return header.encode() + buffer.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the compiled catalog; the same texts give the same bytes on every day."""
    catalog.creation_date = catalog.revision_date = NO_DAY
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def main() -> int:
    """Write both files and say what is missing."""
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    PO_FILE.write_bytes(po_bytes(updated()))
    MO_FILE.write_bytes(mo_bytes(stored()))
    missing = untranslated(stored())
    for message in missing:
        print(message)
    print(f"{len(missing)} texts have no English translation." if missing else "All texts are translated.")
    return 1 if missing else 0


def _messages(file: Path) -> Iterator[tuple[str | None, MessageId]]:
    """Yield context and text of each message in a Python file or template."""
    source = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        source = _as_python(source, str(file.relative_to(ROOT)))
    for _line, text, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield context, text


def _error_messages(file: Path) -> Iterator[tuple[None, str]]:
    """Yield the class attributes `message = "..."` and `page_message = "..."` of a Python file."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
            text = getattr(getattr(line, "value", None), "value", None)
            if (
                isinstance(target, ast.Name)
                and target.id in ("message", "page_message")
                and isinstance(text, str)
            ):
                yield None, text


def _as_python(template: str, origin: str) -> str:
    """Return the template's messages as calls that the Python extractor understands."""
    from django.utils.translation.template import templatize

    # Templatize keeps the indentation of the markup, which Python's tokenizer refuses.
    return "\n".join(line.lstrip() for line in templatize(template, origin=origin).split("\n"))


def _is_complete(string: MessageId | None) -> bool:
    return bool(string) if string is None or isinstance(string, str) else all(string)


if __name__ == "__main__":
    sys.exit(main())
