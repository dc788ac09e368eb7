"""Measure the reader: right and wrong values by field, calibration of the confidences, speed, memory.

    python -m benchmarks.reading [--held-back] [--quality]

The papers and the scoring rules lie beside the checkout in `../shared/data/papers`; without them only speed
and memory are measured. `--held-back` adds totals of `gold_held_back`, the papers that nobody tunes with;
`--quality` leaves speed and memory out. Beside the reader stands what plain regular expressions reach on the
same papers.
"""

import argparse
import collections
import importlib.util
import itertools
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from allmende.reading import Document, read_paper, reading_as_json
from benchmarks import _reading_baseline
from benchmarks._reading_resources import print_memory, print_pdf, print_speed, print_start

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "papers"
TESTS = ROOT / "tests" / "reading"
DEV = ((SHARED / "dev" / "gold", SHARED / "dev"), (TESTS / "gold", SHARED / "dev"))
LAYOUTS = ((TESTS / "layouts", TESTS / "layouts"),)
OWN_CHECK = ((TESTS / "unseen" / "gold", TESTS / "unseen"),)
HELD_BACK = ((TESTS / "gold_held_back", SHARED / "dev"),)
STEPS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.01)
SURE = 0.9


@dataclass(frozen=True)
class Paper:
    """One annotated paper, its text, and what the reader makes of it."""

    gold: dict[str, Any]
    text: str
    read: dict[str, Any]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--quality", action="store_true")
    arguments = parser.parse_args()
    scorer = load_scorer()
    sets = {"dev gold": DEV, "own layouts": LAYOUTS, "own check set": OWN_CHECK}
    if scorer is not None:
        for name, folders in sets.items():
            papers = list(annotated(folders))
            if papers:
                print_scores(scorer, f"{name} (tuned with)", papers)
                print_calibration(scorer, papers)
        if arguments.held_back:
            print_totals(scorer, "held back", list(annotated(HELD_BACK)))
    if not arguments.quality:
        texts = [paper.text for paper in annotated((*DEV, *LAYOUTS, *OWN_CHECK))]
        print_speed(texts)
        print_pdf()
        print_start(max(texts, key=len))
        print_memory()


def load_scorer() -> ModuleType | None:
    """Return the scoring script as a module; None where the shared data are absent."""
    path = SHARED / "score_papers.py"
    spec = importlib.util.spec_from_file_location("score_papers", path)
    if not path.exists() or spec is None or spec.loader is None:
        print(f"no scoring script at {path}: scores are left out", file=sys.stderr)
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def annotated(folders: tuple[tuple[Path, Path], ...]) -> Iterator[Paper]:
    """Yield the annotated papers of these folders that are present, each read once."""
    for gold_folder, text_folder in folders:
        for path in sorted(gold_folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            source = text_folder / str(gold.get("file") or f"{path.stem}.txt")
            if source.exists():
                text = source.read_text(encoding="utf-8")
                yield Paper(gold, text, reading_as_json(read_paper(Document(text))))


def print_scores(scorer: ModuleType, name: str, papers: list[Paper]) -> None:
    """Print precision, recall and F1 of each field and over all."""
    tally = tallied(scorer, papers)
    print(f"\n{name}: {len(papers)} papers")
    for field in (*scorer.MICRO, *scorer.EXTRA):
        if field in tally:
            gold, read, right = tally[field]
            precision, recall, f1 = scorer.prf(tally[field])
            print(f"  {field:<26}{gold:>5}{read:>5}{right:>5}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}")
    print_totals(scorer, "micro F1", papers)


def print_totals(scorer: ModuleType, name: str, papers: list[Paper]) -> None:
    """Print the totals of the reader and of plain regular expressions."""
    simple = [Paper(paper.gold, paper.text, _reading_baseline.read(paper.text)) for paper in papers]
    for who, read in ((f"{name}, {len(papers)} papers", papers), ("  plain regular expressions", simple)):
        precision, recall, f1 = scorer.prf(scorer.micro(tallied(scorer, read)))
        print(f"  {who:<41}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}")


def tallied(scorer: ModuleType, papers: list[Paper]) -> Any:
    """Return the scorer's tally over the papers."""
    tally, diagnostics = scorer.Tally(), collections.defaultdict[str, list[bool]](list)
    for paper in papers:
        scorer.score_one(paper.gold, paper.read, tally, diagnostics, [])
    return tally


def print_calibration(scorer: ModuleType, papers: list[Paper]) -> None:
    """Print the reliability curve: how many values of each range of confidence are right, by field."""
    judged = [value for paper in papers for value in judge(scorer, paper)]
    ranges = list(itertools.pairwise(STEPS))
    print("  values and share right by confidence")
    print(f"  {'':<16}" + "".join(f"{f'{low:.2f} to {min(high, 1):.2f}':>16}" for low, high in ranges))
    for field in ("all", *sorted({field for field, _, _ in judged})):
        row = [
            [
                right
                for name, confidence, right in judged
                if field in ("all", name) and low <= confidence < high
            ]
            for low, high in ranges
        ]
        print(f"  {field:<16}" + "".join(f"{_share(right):>16}" if right else f"{'-':>16}" for right in row))
    sure = [right for _, confidence, right in judged if confidence >= SURE]
    print(f"  of {len(sure)} values with confidence {SURE} or more {sum(sure) / len(sure):.3f} are right")


def _share(right: list[bool]) -> str:
    return f"{len(right)}: {sum(right) / len(right):.3f}"


def judge(scorer: ModuleType, paper: Paper) -> Iterator[tuple[str, float, bool]]:
    """Yield field, confidence and rightness of each value whose field is annotated."""
    evidence = paper.read["evidence"]
    fields = set(paper.gold["annotated"])
    for field in set(scorer.SCALARS) & fields & set(evidence):
        accepted = paper.gold[field] if isinstance(paper.gold[field], list) else [paper.gold[field]]
        if "*" not in accepted:
            values = [value for value in accepted if value is not None]
            right = any(scorer.scalar_eq(field, value, paper.read[field]) for value in values)
            yield field, evidence[field]["confidence"], right
    for field in set(scorer.LIST_EQ) & fields & set(scorer.MICRO):
        golds = scorer.as_objs(field, paper.gold.get(field))
        for item, where in zip(scorer.as_objs(field, paper.read[field]), evidence[field], strict=True):
            yield field, where["confidence"], any(scorer.LIST_EQ[field](gold, item) for gold in golds)


if __name__ == "__main__":
    main()
