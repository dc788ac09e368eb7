"""Speed, start and memory of the reader, each beside a peer measured in the same run."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import typst

from allmende.reading import Document, read_paper
from allmende.reading.sources import load_document
from benchmarks import _reading_baseline

PAPER = 5000
PAGES = 300
LARGE = 50_000_000
RUNS = 5
_PARAGRAPH = (
    "Der Kreistag hat am 12.03.2031 mit der Vorlage 17/2031 beschlossen, die Umlage nach § 56 Abs. 1 KrO NRW "
    "auf 1.250.000 € zu senken. Der Ausschuss für Finanzen und Personal hat dem zugestimmt.\n\n"
)
# The kernel's own mark of this program; what getrusage tells would include the process that started it.
_PEAK = (
    "import re, sys\n"
    "from pathlib import Path\n"
    "from allmende.reading import read_paper\n"
    "from allmende.reading.sources import load_document\n"
    "read_paper(load_document(Path(sys.argv[1]).read_bytes(), name='large.txt'))\n"
    "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) // 1024)\n"
)


def print_speed(texts: list[str]) -> None:
    """Print papers of 5 kB per second of CPU time, and how that compares with plain regular expressions."""
    _print_rate("all papers", texts)
    _print_rate("papers from 4 kB on", [text for text in texts if len(text) >= PAPER - 1000])


def _print_rate(name: str, texts: list[str]) -> None:
    papers = sum(map(len, texts)) / PAPER
    reader = _seconds(lambda: [read_paper(Document(text)) for text in texts])
    baseline = _seconds(lambda: [_reading_baseline.read(text) for text in texts])
    print(
        f"\nspeed, {name}: {papers / reader:.0f} papers of {PAPER} characters per second and core; "
        f"plain regular expressions {papers / baseline:.0f} (ratio 1 : {reader / baseline:.0f})"
    )


def print_pdf() -> None:
    """Print how long a PDF of 300 pages takes, beside the bare text layer from PDFium."""
    pages = "#pagebreak()\n".join(_PARAGRAPH * 14 for _ in range(PAGES))
    data = bytes(typst.compile(pages.encode()))
    start, cpu = time.perf_counter(), _cpu()
    document = load_document(data, name="large.pdf")
    opened = _cpu() - cpu
    read_paper(document)
    wall, whole = time.perf_counter() - start, _cpu() - cpu
    cpu = _cpu()
    _bare_text(data)
    bare = _cpu() - cpu
    print(
        f"PDF of {len(document.page_starts)} pages: {whole:.1f} s of CPU time ({wall:.1f} s on the clock), "
        f"of which text and layout {opened:.1f} s; "
        f"the bare text layer from PDFium {bare:.1f} s (ratio 1 : {opened / bare:.1f})"
    )


def _bare_text(data: bytes) -> int:
    pdf = pypdfium2.PdfDocument(data)
    return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def print_start(text: str) -> None:
    """Print how long `allmende read FILE` takes from start to end."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "paper.txt")
        path.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "allmende.command.main", "read", str(path)]
        cpu = _cpu()
        wall = min(
            _wall(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(RUNS)
        )
        cpu = (_cpu() - cpu) / RUNS
    print(f"allmende read FILE: {wall:.2f} s at best, {cpu:.2f} s of CPU time on average of {RUNS}")


def print_memory() -> None:
    """Print the peak of memory for a text of 50 MB, and for one without a single line break."""
    for name, paragraph in (("lines", _PARAGRAPH), ("one line", _PARAGRAPH.replace("\n", " "))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "large.txt")
            path.write_text(paragraph * (LARGE // len(paragraph)), encoding="utf-8")
            start = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _PEAK, str(path)], check=True, capture_output=True, text=True
            )
            print(f"text of 50 MB, {name}: {done.stdout.strip()} MB, {time.perf_counter() - start:.1f} s")


def _seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of the best of a few runs: other work on the machine only ever slows one down."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _cpu() -> float:
    """Return the CPU time of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def _wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
