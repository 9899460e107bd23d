"""Commands that measure: bench links."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from archiver.cli.examples import examples_of
from archiver.cli.opening import chosen_judge
from archiver.cli.options import Json, JudgeName
from archiver.cli.printing import print_json, print_rows
from archiver.display import counted
from archiver.errors import BenchFileError, UsageError

if TYPE_CHECKING:
    from archiver.align.paraphrase.judge import Judge
    from archiver.bench.cases import Case
    from archiver.bench.measure import Report, Row, System

bench = typer.Typer(no_args_is_help=True)


@bench.callback()
def measures() -> None:
    """Measure the program, or another one, on texts whose right answers are known."""


FIGURES = {"precision": "precision", "recall": "recall", "f1": "F1"}
LENIENT = {f"lenient_{name}": f"lenient {heading}" for name, heading in FIGURES.items()}
PARTS = {"qa": "questions and answers"}
SHARES = {"false_links": "false links", "foreign_links": "links to another text"}


class BenchFormat(StrEnum):
    """How figures are printed."""

    text = "text"
    json = "json"
    csv = "csv"


@bench.command(epilog=examples_of("bench links"))
def links(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of JSON files with known answers.")],
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Measure these links, which another system made, not ours.")
    ] = None,
    judge: JudgeName = None,
    least: Annotated[float, typer.Option(min=0, max=1, help="The score from which a link counts.")] = 0,
    language: Annotated[str, typer.Option(help="The language of files that do not tell theirs (en, fr, …).")] = "en",
    form: Annotated[BenchFormat, typer.Option("--format", help="How to print the figures.")] = BenchFormat.text,
    as_json: Json = False,
) -> None:
    """Measure how well sentences are tied to paragraphs, beside plain ways to do so.

    The plain ways are TF-IDF, MiniLM, and a path that only goes forward.
    """
    if as_json and form is BenchFormat.csv:
        raise UsageError("--json and --format csv do not go together")
    if answers and judge:
        raise UsageError("--judge changes our links, and --answers measures those of another system")
    from archiver.bench.cases import read_folder
    from archiver.bench.measure import measure
    from archiver.reporting import Gathered, Terminal

    cases, errors = read_folder(folder, language)
    told = Gathered()
    if answers:
        system, cases, unanswered = _answered(answers, least, cases)
    else:
        system, unanswered = _ours(least, chosen_judge(judge, told)), []
    report = measure(cases, system, Terminal())
    if as_json or form is BenchFormat.json:
        print_json({**asdict(report), "failures": [str(error) for error in (*errors, *unanswered)]})
    elif form is BenchFormat.csv:
        _print_csv(report)
    else:
        _print_tables(report)
    for warning, count in told.warnings.items():  # for each file, and for it with the paragraphs of another
        Terminal().warn(f"{warning} ({counted(count, 'time')})")
    for error in (*errors, *unanswered):
        Terminal().fail(str(error))
    if errors or unanswered:
        raise typer.Exit(1)


def _ours(least: float, judge: Judge | None) -> System:
    """What this program links, where it is asked with a judge's help."""
    from archiver.bench.answers import ours
    from archiver.bench.measure import System

    name = f"ours with {judge.name}" if judge else "ours"
    return System(name, partial(ours, least=least, judge=judge))


def _answered(file: Path, least: float, cases: list[Case]) -> tuple[System, list[Case], list[BenchFileError]]:
    """What another system answered, the cases that it answers, and what is wrong with its other answers."""
    from archiver.bench.answers import answers_for, read_answers, surer
    from archiver.bench.measure import System

    answered, found, errors = read_answers(file), {}, []
    for case in cases:
        try:
            found[case.name] = surer(answers_for(case, answered), least)
        except BenchFileError as error:
            errors.append(error)
    known = [case for case in cases if case.name in found]
    return System(file.stem, lambda case: found[case.name], links_anything=False), known, errors


def _print_csv(report: Report) -> None:
    rows = [asdict(row) for row in report.rows]
    if rows:
        writer = csv.DictWriter(sys.stdout, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _print_tables(report: Report) -> None:
    """For every kind what all its files give, each file, and how far scores can be believed."""
    for kind in dict.fromkeys(row.kind for row in report.rows):
        rows = [row for row in report.rows if row.kind == kind]
        files = list(dict.fromkeys(row.file for row in rows if row.file))
        whole = [row for row in rows if row.file is None]
        print(f"{kind.capitalize()}s: {counted(len(files), 'file')}, {whole[0].sentences:,} judged sentences")
        _print_whole(whole)
        if len(files) > 1:
            _print_files(rows, files)
        else:
            print(f"The plain ways make as many links as {whole[0].way}: there is no other file to set a threshold on.")
        _print_scores(report, kind)


def _print_whole(rows: Sequence[Row]) -> None:
    columns = {**FIGURES, **(LENIENT if rows[0].kind == "briefing" else {}), **SHARES}
    shown = [
        {"way": f"{row.way}, {PARTS.get(row.part, row.part)}" if row.part else row.way, "links": f"{row.links:g}"}
        | {name: _share(getattr(row, name)) for name in columns}
        for row in rows
    ]
    print_rows(shown, {"way": "", "links": "links", **columns})


def _print_files(rows: Sequence[Row], files: Sequence[str]) -> None:
    """F1 by file; of a briefing as strict and lenient judges see it."""
    shown: dict[str, dict[str, Any]] = {file: {"file": file} for file in files}
    for row in rows:
        if row.file:
            lenient = f" / {_share(row.lenient_f1)}" if row.kind == "briefing" else ""
            shown[row.file] |= {"sentences": row.sentences, row.way: _share(row.f1) + lenient}
    heading = "F1, strict / lenient" if rows[0].kind == "briefing" else "F1"
    ways = dict.fromkeys(row.way for row in rows)
    print_rows(list(shown.values()), {"file": heading, "sentences": "sentences", **{way: way for way in ways}})


def _print_scores(report: Report, kind: str) -> None:
    steps = [step for step in report.steps if step.kind == kind]
    if not steps:
        return
    shown = [
        {"relation": step.relation, "scores": f"{step.begin:.1f} to {step.end:.1f}", "links": step.links}
        | {name: f"{getattr(step, name):.2f}" for name in ("score", "strict", "lenient")}
        for step in steps
    ]
    headings = {"relation": "", "scores": "scores", "links": "links", "score": "mean score"}
    print_rows(shown, {**headings, "strict": "right, strict", "lenient": "right, lenient"})
    for own, error in report.calibration_error.items():
        if own == kind:
            print(f"The scores of paraphrases are {error:.3f} off on average.")


def _share(value: float | None) -> str:
    """A share with three decimals; a dash where there is nothing to count."""
    return "–" if value is None else f"{value:.3f}"
