"""How well real handwriting is read: `make handwriting`, or `python -m tests.tools.handwriting [--model M] [--quick]`.

For every set: the share of best guesses that are right, by digit and by writer, and the share answered "not sure". A
drawing or picture in which no ink is found, or that is refused, counts as wrong and is named. Into the output folder go
contact sheets of every error, reliability diagrams, rejection curves, all figures as JSON, and a table for a model's
card. Fitted pictures are kept there too, until the data or the preparation changes: the first run takes minutes, the
next ones seconds a model.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lenet_app.errors import UserError
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.storage.files import is_file
from lenet_app.storage.library import ModelLibrary
from lenet_app.storage.models import read_model
from tests.tools.handwriting_measure import charts, figures, numbers
from tests.tools.handwriting_measure.answers import Answers, answers_of
from tests.tools.handwriting_measure.plan import LETTERS, PEN_STROKES, PLANS, Kind, SetPlan, chosen
from tests.tools.handwriting_measure.preparation import Prepared, prepare
from tests.tools.handwriting_measure.report import Report, json_value, markdown_text, terminal_text
from tests.tools.handwriting_measure.results import digit_result, doubt_result, letter_result
from tests.tools.handwriting_measure.samples import Sample, fixed_part, read_samples
from tests.tools.handwriting_measure.sheets import error_tiles, write_sheets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "handwriting"
_QUICK = 1000
_QUICK_NUMBERS = 60
_PAINTED = 2000


@dataclass
class Candidate:
    """A model that is measured, what it answered so far and what came of it."""

    name: str
    path: Path
    model: Model
    report: Report
    answers: dict[str, Answers] = field(default_factory=dict)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, write the files; 1 where the data or a model is missing."""
    options = _options(arguments)
    try:
        if not options.data.is_dir():
            raise UserError(f"The handwriting data is missing: {options.data} is no folder.")
        plans = chosen(options.sets)
        candidates = _candidates(options.model)
        for plan in plans:
            _measure(plan, candidates, options)
        _finish(candidates, options.output)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure how well real handwriting is read.")
    model = "the name or file of a model; given several times, they stand side by side; without it the default one"
    parser.add_argument("--model", metavar="M", action="append", help=model)
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER", help="the handwriting data")
    names = ", ".join(plan.name for plan in PLANS)
    parser.add_argument("--sets", nargs="+", metavar="NAME", help=f"only these, as unipen or '*-thin': {names}")
    quick = f"a fixed part: {_QUICK:,} of each set, {_QUICK_NUMBERS} pictures of numbers"
    parser.add_argument("--quick", action="store_true", help=quick)
    once = "read every picture once, as a network is measured; else a doubtful digit is read again, as the program does"
    parser.add_argument("--once", action="store_true", help=once)
    painted = f"how many strokes of each set are painted and read as pictures (default {_PAINTED:,}; 0 is all)"
    parser.add_argument("--painted", type=int, default=_PAINTED, metavar="N", help=painted)
    output = ROOT / "build" / "handwriting"
    parser.add_argument("--output", type=Path, default=output, metavar="FOLDER", help="where the files go")
    jobs = min(2, os.cpu_count() or 1)
    parser.add_argument("--jobs", type=int, default=jobs, metavar="N", help=f"processes that prepare (default {jobs})")
    return parser.parse_args(arguments)


def _candidates(names: list[str] | None) -> list[Candidate]:
    """The models to measure, each under a name of its own.

    Raises:
        UserError: a model cannot be opened, or does not answer with the ten digits by their ink.
    """
    library, found = ModelLibrary(Home.of_user().models), dict[str, Candidate]()
    for given in names if names else (None,):
        path = library.default().path if given is None else library.find(given)
        model = read_model(path)
        name = model.name if given is None or not is_file(Path(given)) else Path(given).stem
        if model.takes_whole_pictures or model.class_names[:10] != tuple("0123456789"):
            raise UserError(f"{name} does not read digits by their ink.")
        number = 1
        while (own := name if number == 1 else f"{name} ({number})") in found:
            number += 1
        found[own] = Candidate(own, path, model, Report(own))
    return list(found.values())


def _measure(plan: SetPlan, candidates: list[Candidate], options: argparse.Namespace) -> None:
    """Let every model answer one set, and write its contact sheets."""
    samples = fixed_part(read_samples(plan, options.data), _most(plan, options))
    if plan.kind == Kind.NUMBERS:
        for candidate in candidates:
            _measure_numbers(plan, candidate, samples, options)
        return
    prepared = prepare(plan, samples, options.data, options.output, options.jobs)
    for candidate in candidates:
        _measure_answers(plan, candidate, prepared, options)


def _most(plan: SetPlan, options: argparse.Namespace) -> int | None:
    """How many samples of a set are measured; None is all."""
    limits = [options.painted] if plan.view.painted and options.painted > 0 else []
    if options.quick:
        limits.append(_QUICK_NUMBERS if plan.kind == Kind.NUMBERS else _QUICK)
    return min(limits, default=None)


def _measure_answers(plan: SetPlan, candidate: Candidate, prepared: Prepared, options: argparse.Namespace) -> None:
    answers = answers_of(Recognizer(candidate.model, reads_again=not options.once), prepared)
    candidate.answers[plan.name] = answers
    if plan.kind == Kind.LETTERS:
        candidate.report.results[plan.name] = letter_result(answers)
        wrong = answers.sure
    else:
        base = None if plan.base is None else candidate.answers.get(plan.base)
        candidate.report.results[plan.name] = digit_result(answers, prepared.faults, base)
        wrong = ~answers.right
    write_sheets(error_tiles(answers, prepared, wrong), options.output / candidate.name, f"errors-{plan.name}")


def _measure_numbers(plan: SetPlan, candidate: Candidate, samples: list[Sample], options: argparse.Namespace) -> None:
    found = numbers.read_numbers(candidate.path, samples, options.jobs, plan.name)
    candidate.report.results[plan.name] = numbers.number_result(found)
    write_sheets(numbers.number_tiles(found), options.output / candidate.name, f"errors-{plan.name}")


def _finish(candidates: list[Candidate], output: Path) -> None:
    """Print the tables and write what is about all sets together."""
    for candidate in candidates:
        digits = [candidate.answers[plan.name] for plan in PEN_STROKES if plan.name in candidate.answers]
        letters = candidate.answers.get(LETTERS.name)
        if digits and letters is not None:
            candidate.report.doubt = doubt_result(digits, letters)
        _write_charts(candidate, digits, letters, output / candidate.name)
    reports = [candidate.report for candidate in candidates]
    output.mkdir(parents=True, exist_ok=True)
    (output / "figures.json").write_text(json.dumps(json_value(reports), indent=1) + "\n", encoding="utf-8")
    (output / "figures.md").write_text(markdown_text(reports), encoding="utf-8")
    print(terminal_text(reports))
    print(f"\nContact sheets, diagrams and all figures: {output}")


def _write_charts(candidate: Candidate, digits: list[Answers], letters: Answers | None, folder: Path) -> None:
    """The diagrams of the sets as they are; what was made of the same strokes would only hide them."""
    own = {plan.name: candidate.answers.get(plan.name) for plan in PLANS if plan.kind == Kind.DIGITS and not plan.base}
    measured = {name: answers for name, answers in own.items() if answers is not None}
    if not measured:
        return
    folder.mkdir(parents=True, exist_ok=True)
    bins = {name: figures.reliability(each.right, each.confidences) for name, each in measured.items()}
    errors = {name: figures.calibration_error(each) for name, each in bins.items()}
    charts.write_reliability(bins, errors, folder)
    curves = {name: figures.rejection_curve(each.right, each.confidences) for name, each in measured.items()}
    pen = np.concatenate([answers.confidences for answers in digits]) if digits and letters is not None else None
    charts.write_rejection(curves, pen, None if letters is None else letters.confidences, folder)


if __name__ == "__main__":
    sys.exit(main())
