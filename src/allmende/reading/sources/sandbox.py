"""Opens foreign files in a process of their own, with limits on memory and time.

A parser that crashes, hangs or eats memory on a hostile file harms nobody: the process ends and the
caller gets an UnreadableDocument. It also makes PDFium, which no two threads may use, safe in threads.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from allmende.common.findings import Finding, Severity
from allmende.reading.document import Document
from allmende.reading.sources.errors import CHILD_ERRORS, DamagedFile, TooCostly, UnreadableDocument
from allmende.reading.sources.limits import MAX_WALL_SECONDS

PACKAGE_ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys, types
sys.path.append(sys.argv[1])
# The package without its reader: this process turns files into text and needs none of its grammars.
reading = types.ModuleType("allmende.reading")
reading.__path__ = [sys.argv[1] + "/allmende/reading"]
sys.modules["allmende.reading"] = reading
from allmende.reading.sources.child import main
main(*sys.argv[2:])
"""
PASSED_ON = ("TESSDATA_PREFIX",)
"""Where Tesseract finds its languages, if that is not where it was installed."""
FORMATS = {"pdf": "PDF", "office": "Office-Datei", "html": "Webseite"}


def recognizer() -> str:
    """Return the path of the program that recognises text in pictures; nothing where it is not installed."""
    return shutil.which("tesseract") or ""


def read_apart(file_type: str, data: bytes, *, name: str, recognition_seconds: float = 0) -> Document:
    """Return the document that the limited process read from `data`."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as answer:
        source.write(data)
        source.seek(0)
        code = _run(file_type, source, answer, recognition_seconds)
        answer.seek(0)
        values = _last_answer(answer)
    if values is None:
        raise _reason(code, file_type, name)
    if "error" in values:
        raise CHILD_ERRORS.get(values["error"], UnreadableDocument)(**{**values["values"], "name": name})
    return _document(values, name)


def _last_answer(answers: IO[bytes]) -> dict[str, Any] | None:
    """Return the last complete answer; a process that died while working on a better one had a first one."""
    last = None
    for line in answers:
        if line.endswith(b"\n"):
            last = line
    try:
        values: dict[str, Any] | None = json.loads(last) if last else None
    except ValueError:
        return None
    return values


def _run(file_type: str, source: IO[bytes], answer: IO[bytes], recognition_seconds: float) -> int:
    """Run the process; return its exit code, or that of a process killed for taking too long."""
    program = recognizer() if file_type == "pdf" else ""
    process = subprocess.Popen(  # noqa: S603 - our own program; the file is only its standard input
        [
            sys.executable,
            "-I",
            "-c",
            PROGRAM,
            str(PACKAGE_ROOT),
            file_type,
            program,
            str(recognition_seconds),
        ],
        stdin=source,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in PASSED_ON} | {"LC_ALL": "C.UTF-8"},
        cwd="/",
        start_new_session=True,
    )
    try:
        return _wait(process, answer, recognition_seconds)
    finally:
        # The process leads a group of its own, so that what it started ends with it.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process: subprocess.Popen[bytes], answer: IO[bytes], recognition_seconds: float) -> int:
    """Wait for the end of the process, longer where a first answer is there and it works on a better one."""
    with suppress(subprocess.TimeoutExpired):
        return process.wait(timeout=MAX_WALL_SECONDS)
    if os.fstat(answer.fileno()).st_size:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=recognition_seconds)
    return -signal.SIGXCPU


def _reason(code: int, file_type: str, name: str) -> UnreadableDocument:
    """Return why the process ended without an answer."""
    # The kernel ends it for computing time (XCPU, KILL) or the size of its answer (XFSZ); a parser
    # that gets no more memory aborts.
    if code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGXFSZ, -signal.SIGABRT, -signal.SIGTRAP):
        return TooCostly(name=name)
    return DamagedFile(name=name, kind=FORMATS[file_type])


def _document(values: dict[str, Any], name: str) -> Document:
    """Return the document with its findings placed at the pages they concern."""
    bare = Document(text=values["text"], page_starts=tuple(values["page_starts"]), name=name)
    findings = []
    for remark in values["remarks"]:
        page = remark["page"]
        start = bare.page_starts[page - 1] if page and page <= len(bare.page_starts) else None
        place = bare.place(start, start) if start is not None else None
        findings.append(Finding(remark["code"], remark["message"], Severity(remark["severity"]), place))
    return replace(
        bare,
        media_type=values["media_type"],
        findings=tuple(findings),
        recognized_pages=tuple(values["recognized_pages"]),
    )
