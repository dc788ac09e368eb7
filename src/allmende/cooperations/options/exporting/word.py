"""Word files from a town's own template, or from ours. A template is somebody's file: it may only show.

Jinja runs in its sandbox, and before that only a few signs are allowed: names, loops over our lists,
conditions. So a template can neither call anything nor multiply loops until the server stands still.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from allmende.common.errors import AllmendeError, Phrase
from allmende.cooperations.options.errors import BadTemplate
from allmende.pages.texts import visible

LARGEST_TEMPLATE = 2 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 300
DEEPEST_LOOP = 3
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
EXTERNAL = re.compile(
    rb"attachedTemplate[^>]*TargetMode=\"External\"|TargetMode=\"External\"[^>]*attachedTemplate"
)
MACROS = ("vbaProject.bin", "vbaData.xml")
UNCHECKED = ("docProps/core.xml", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
LISTS = frozenset(
    (
        *(
            "alternativen",
            "punkte",
            "texte",
            "auswirkungen",
            "reihenfolge",
            "beratung",
            "zustimmungen",
            "quellen",
            "kurzfassung",
        ),
        *("kosten_kopf", "kosten_zeilen", "partner_kopf", "partner_zeilen", "anlage_kopf", "anlage_zeilen"),
        "zeile",
        *("absaetze", "kennzahlen", "aenderungen"),
    )
)
"""What a template may loop over; `zeile` is a row of a table, whose cells one goes through."""


def check_template(data: bytes) -> None:
    """Raise BadTemplate, with the reason, unless the file can be filled safely."""
    _check_package(data)
    try:
        template = DocxTemplate(BytesIO(data))
        for xml in _texts(template):
            _check_signs(_environment().parse(xml))
    except TemplateError as error:
        raise BadTemplate(
            problem=Phrase("Ein Platzhalter ist falsch geschrieben ({what}).", what=error.message)
        ) from error
    except AllmendeError:
        raise
    except Exception as error:  # a broken file can fail anywhere inside the libraries
        raise BadTemplate(problem=Phrase("Die Datei ist kein lesbares Word-Dokument (.docx).")) from error
    word_file({"alternativen": [], "auswirkungen": []}, data)


def fields_in(data: bytes) -> frozenset[str]:
    """Return the names that a template shows or loops over; raise BadTemplate for one that cannot be read."""
    template = DocxTemplate(BytesIO(data))
    try:
        trees = [_environment().parse(xml) for xml in _texts(template)]
    except TemplateError as error:
        raise BadTemplate(
            problem=Phrase("Ein Platzhalter ist falsch geschrieben ({what}).", what=error.message)
        ) from error
    return frozenset(node.name for tree in trees for node in tree.find_all(nodes.Name))


def word_file(content: Mapping[str, Any], data: bytes | None = None) -> bytes:
    """Return the filled template; without `data` the product's own."""
    template = DocxTemplate(BytesIO(data if data is not None else default_template()))
    try:
        template.render(_printable(content), jinja_env=_environment(), autoescape=True)
        buffer = BytesIO()
        template.save(buffer)
    except TemplateError as error:
        raise BadTemplate(
            problem=Phrase("Ein Platzhalter passt nicht zu den Daten ({what}).", what=error.message)
        ) from error
    return buffer.getvalue()


def default_template() -> bytes:
    """Return the template that the product brings."""
    return files("allmende.cooperations.options.exporting").joinpath("council_paper.docx").read_bytes()


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    return environment


def _check_package(data: bytes) -> None:
    if len(data) > LARGEST_TEMPLATE:
        raise BadTemplate(problem=Phrase("Sie ist größer als 2 MB. Verkleinern Sie die Bilder darin."))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise BadTemplate(problem=Phrase("Ausgepackt ist sie zu groß."))
            if any(part.filename.endswith(MACROS) for part in parts):
                raise BadTemplate(
                    problem=Phrase("Sie enthält Makros. Speichern Sie sie als .docx ohne Makros.")
                )
            if any(_has_signs(package.read(part)) for part in parts if part.filename in UNCHECKED):
                raise BadTemplate(
                    problem=Phrase("Platzhalter gehören in Text, Kopf- oder Fußzeile, nicht in Fußnoten.")
                )
            relations = [package.read(part) for part in parts if part.filename.endswith(".rels")]
    except zipfile.BadZipFile as error:
        raise BadTemplate(problem=Phrase("Die Datei ist kein Word-Dokument (.docx).")) from error
    if any(EXTERNAL.search(each) for each in relations):
        raise BadTemplate(
            problem=Phrase("Sie lädt eine andere Vorlage aus dem Netz. Entfernen Sie diese Verknüpfung.")
        )


def _texts(template: Any) -> Iterator[str]:
    """Yield body, headers and footers as Jinja sees them."""
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def _has_signs(xml: bytes) -> bool:
    return b"{{" in xml or b"{%" in xml


def _check_signs(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            raise BadTemplate(
                problem=Phrase("„{sign}“ ist nicht erlaubt, nur Namen, for und if.", sign=type(node).__name__)
            )
    _check_loops(tree, ())


def _check_loops(node: nodes.Node, around: tuple[str, ...]) -> None:
    """Refuse loops over anything but our lists, over one list twice, or too deep."""
    if isinstance(node, nodes.For):
        looped = getattr(node.iter, "attr", getattr(node.iter, "name", ""))
        if looped not in LISTS or looped in around or len(around) == DEEPEST_LOOP:
            raise BadTemplate(
                problem=Phrase("Die Schleife über „{name}“ ist hier nicht möglich.", name=looped)
            )
        around = (*around, looped)
    for child in node.iter_child_nodes():
        _check_loops(child, around)


def _printable(value: Any) -> Any:
    """Return the data without control characters, which XML does not know."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value
