"""Measure the reader: right and wrong values by field, calibration of the confidences, speed.

    python -m benchmarks.reading [--held-back]

The papers and the scoring rules lie beside the checkout in `../shared/data/papers`; without them only our own
annotated layouts are measured. `--held-back` prints totals of the papers that nobody tunes with.
"""

import argparse
import collections
import importlib.util
import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from allmende.reading import Document, read_paper, reading_as_json

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "papers"
TESTS = ROOT / "tests" / "reading"
TUNED = ((SHARED / "dev" / "gold", SHARED / "dev"), (TESTS / "gold", SHARED / "dev"))
LAYOUTS = ((TESTS / "layouts", TESTS / "layouts"),)
HELD_BACK = (
    (TESTS / "gold_held_back", SHARED / "dev"),
    (TESTS / "unseen", TESTS / "unseen"),
    (TESTS / "unseen_held_back", TESTS / "unseen_held_back"),
)
STEPS = (0.0, 0.7, 0.8, 0.9, 0.95, 1.01)
PAPER = 5000


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
    arguments = parser.parse_args()
    scorer = load_scorer()
    sets = {"dev and own gold": TUNED, "own layouts": LAYOUTS}
    if arguments.held_back:
        sets["held back"] = HELD_BACK
    for name, folders in sets.items():
        papers = list(annotated(folders))
        if papers and scorer is not None:
            print_scores(scorer, name, papers)
            print_calibration(scorer, papers)
    print_speed([paper.text for paper in annotated((*TUNED, *LAYOUTS))])


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
            source = text_folder / str(gold.get("file", ""))
            if gold.get("file") and source.exists():
                text = source.read_text(encoding="utf-8")
                yield Paper(gold, text, reading_as_json(read_paper(Document(text))))


def print_scores(scorer: ModuleType, name: str, papers: list[Paper]) -> None:
    """Print precision, recall and F1 of each field and over all."""
    tally, diagnostics = scorer.Tally(), collections.defaultdict[str, list[bool]](list)
    for paper in papers:
        scorer.score_one(paper.gold, paper.read, tally, diagnostics, [])
    print(f"\n{name}: {len(papers)} papers")
    for field in (*scorer.MICRO, *scorer.EXTRA):
        if field in tally:
            gold, read, right = tally[field]
            precision, recall, f1 = scorer.prf(tally[field])
            print(f"  {field:<26}{gold:>5}{read:>5}{right:>5}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}")
    precision, recall, f1 = scorer.prf(scorer.micro(tally))
    print(f"  {'micro F1':<41}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}")


def print_calibration(scorer: ModuleType, papers: list[Paper]) -> None:
    """Print how many values of each range of confidence are right."""
    judged = [pair for paper in papers for pair in judge(scorer, paper)]
    print("  confidence        values   right")
    for low, high in itertools.pairwise(STEPS):
        right = [is_right for confidence, is_right in judged if low <= confidence < high]
        if right:
            print(f"  {low:.2f} to {min(high, 1):.2f}{len(right):>12}{sum(right) / len(right):>8.3f}")


def judge(scorer: ModuleType, paper: Paper) -> Iterator[tuple[float, bool]]:
    """Yield confidence and rightness of each value whose field is annotated."""
    evidence = paper.read["evidence"]
    fields = set(paper.gold["annotated"])
    for field in set(scorer.SCALARS) & fields & set(evidence):
        accepted = paper.gold[field] if isinstance(paper.gold[field], list) else [paper.gold[field]]
        if "*" not in accepted:
            values = [value for value in accepted if value is not None]
            right = any(scorer.scalar_eq(field, value, paper.read[field]) for value in values)
            yield evidence[field]["confidence"], right
    for field in set(scorer.LIST_EQ) & fields & set(scorer.MICRO):
        golds = scorer.as_objs(field, paper.gold.get(field))
        for item, where in zip(scorer.as_objs(field, paper.read[field]), evidence[field], strict=True):
            yield where["confidence"], any(scorer.LIST_EQ[field](gold, item) for gold in golds)


def print_speed(texts: list[str]) -> None:
    """Print how many papers of 5 kB one core reads in a second (CPU time)."""
    start = time.process_time()
    for text in texts:
        read_paper(Document(text))
    seconds = time.process_time() - start
    characters = sum(map(len, texts))
    print(f"\nspeed: {characters / PAPER / seconds:.0f} papers of {PAPER} characters per second and core")


if __name__ == "__main__":
    main()
