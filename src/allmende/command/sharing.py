"""`allmende sharing solve FILE|- [--json]`: fair shares and real influence, for a person or for a script."""

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

from allmende.command.input_files import bytes_of, shown_name

if TYPE_CHECKING:
    from allmende.sharing.solving import Answer


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `allmende sharing`."""
    parser.description = "Rechnet aus, wer was zahlt, ob das stabil ist und wer wie viel Einfluss hat."
    actions = parser.add_subparsers(title="Aufgaben", metavar="AUFGABE", dest="action", required=True)
    solve = actions.add_parser("solve", help="löst die Spiele einer JSON-Datei")
    solve.add_argument("file", metavar="DATEI", help="Datei; - liest die Standardeingabe")
    solve.add_argument("--json", action="store_true", help="ein JSON-Dokument statt der Sätze ausgeben")


def run(options: argparse.Namespace) -> int:
    """Solve the games of a file and print what came out; bad input raises an AllmendeError."""
    from allmende.sharing.files import MAX_BYTES, read_tasks
    from allmende.sharing.solving import answers_as_json, solve

    shown = shown_name(options.file)
    tasks = read_tasks(bytes_of(options.file, limit=MAX_BYTES), name=shown)
    answers = [solve(task) for task in tasks.tasks]
    if options.json:
        document = answers_as_json(answers, is_list=tasks.is_list)
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    else:
        text = "\n\n".join(map(summary, answers))
    try:
        print(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads our output (head, less) has had enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def summary(answer: "Answer") -> str:
    """Return the sentences of one game, and how they were reached in an annex."""
    title = answer.task.title or answer.task.id or "Ergebnis"
    lines = [title, "=" * len(title), *answer.sentences]
    if answer.warnings:
        lines += ["", "Hinweise", *(f"- {warning}" for warning in answer.warnings)]
    lines += ["", "Anlage: Rechenweg"]
    for name, proof in answer.proofs.items():
        accuracy = "exakt" if proof.tolerance == 0 else f"Genauigkeit {proof.tolerance:.1g}"
        lines.append(f"- {name}: {proof.method}; {accuracy}")
    return "\n".join(lines)
