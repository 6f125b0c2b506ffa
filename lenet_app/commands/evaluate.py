"""`lenet-app evaluate`: how good a model is on a data set's test pictures, or on pictures of one's own."""

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lenet_app.commands.evaluation_text import errors_text, pair_text, robustness_text, summary_text, tables_text
from lenet_app.commands.output import answer, complain, json_line
from lenet_app.commands.progress import progress_bar
from lenet_app.data import catalogue
from lenet_app.data.pictures import DataSet
from lenet_app.errors import UserError
from lenet_app.evaluation import measures
from lenet_app.evaluation.answers import Answers, answer_all
from lenet_app.evaluation.kept_answers import KeptAnswers
from lenet_app.evaluation.labelled_files import FileAnswers, answer_files, labelled_files
from lenet_app.evaluation.measured import Measured, classes_of
from lenet_app.evaluation.robustness import Point, Robustness, measure, measure_mnist_c
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.recognition.soundness import tried
from lenet_app.storage.library import ModelLibrary


def summary() -> str:
    """The command in half a sentence."""
    return tr("measure a model on the test pictures of a data set, or on pictures of your own")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model"))
    what = parser.add_mutually_exclusive_group()
    data_set = tr("a data set's name, file or folder (default: the model's own)")
    what.add_argument("--dataset", metavar="D", help=data_set)
    pictures = tr(
        "pictures of your own, fitted as on Draw: a folder for each class, or a CSV with columns file and label"
    )
    what.add_argument("--pictures", type=Path, metavar="PATH", help=pictures)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help=tr("name the N surest mistakes"))
    robustness = tr("measure with noise, blur, rotation, shift, scale and thickness, too, which takes a minute or more")
    parser.add_argument("--robustness", action="store_true", help=robustness)
    mnist_c = tr("measure on the corruptions in this folder of MNIST-C, too")
    parser.add_argument("--mnist-c", type=Path, metavar="DIR", help=mnist_c)
    parser.add_argument("--against", metavar="M", help=tr("compare with this model (its name or file)"))


@dataclass(frozen=True, eq=False)
class _Answered:
    """A model's answers; `names` says which picture each one is to."""

    answers: Answers
    names: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    def name_of(self, number: int) -> str | int:
        """The file of a picture, or its number in the data set."""
        return self.names[number] if self.names else number


def run(options: argparse.Namespace) -> int:
    """Print what was measured; 1 where a picture could not be read."""
    library = ModelLibrary(options.home.models)
    model = tried(library.open(options.model))
    other = None if options.against is None else tried(library.open(options.against))
    kept = KeptAnswers(options.home.evaluations)
    began = time.perf_counter()
    if options.pictures is not None:
        if options.robustness:
            raise UserError(tr("Robustness is measured on a data set, not on pictures of your own."))
        data_set, title, classes = None, str(options.pictures), model.class_names
    else:
        data_set = catalogue.load(options.dataset or _own_data_set(model), options.home.data)
        title = data_set.name
        classes = classes_of(data_set.class_names, model.class_names)
        _check_names(model, data_set)
    measured = _measured(model, data_set, options.pictures, kept)
    second = None if other is None else _measured(other, data_set, options.pictures, kept)
    facts = _facts(title, measured, classes, max(options.errors, 0))
    if second is not None and other is not None:
        facts["against"] = _pair_facts(other.name, measured, second)
    if points := _points(model, data_set, options, kept):
        facts["robustness"] = [_point_facts(one) for one in points]
    facts["seconds"] = time.perf_counter() - began
    answer(json_line(facts) if options.json else _text(model.name, facts, classes))
    for fault in measured.faults:
        complain(fault)
    return 1 if measured.faults else 0


def _own_data_set(model: Model) -> str:
    """The data set that the model was trained on, as far as its file tells."""
    return model.making.data_set or catalogue.MNIST


def _check_names(model: Model, data_set: DataSet) -> None:
    is_alike = len(model.class_names) == len(data_set.class_names)
    if is_alike and model.class_names != data_set.class_names:
        sentence = tr("{model} was not made for {data_set}: its classes have other names.")
        complain(sentence.format(model=model.name, data_set=data_set.title))


def _measured(model: Model, data_set: DataSet | None, pictures: Path | None, kept: KeptAnswers) -> _Answered:
    """The model's answers to a data set, or to pictures of one's own."""
    if data_set is not None:
        test = data_set.test
        found = None
        with progress_bar(len(test), tr("Evaluating")) as bar:
            for found in kept.or_else(model, kept.digest_of(test), test.labels, answer_all(model, test)):
                bar.update(len(found) - bar.n)
        assert found is not None  # no data set is without pictures
        return _Answered(found)
    assert pictures is not None
    files = labelled_files(pictures)
    last: FileAnswers | None = None
    with progress_bar(len(files), tr("Evaluating")) as bar:
        for last in answer_files(model, files):
            bar.update(len(last.files) + len(last.faults) - bar.n)
    assert last is not None  # a folder or a table without pictures is refused
    if not last.files:
        raise UserError(last.faults[0])
    return _Answered(last.answers, tuple(str(one.path) for one in last.files), last.faults)


def _points(
    model: Model, data_set: DataSet | None, options: argparse.Namespace, kept: KeptAnswers
) -> tuple[Point, ...]:
    """How well the model holds, as far as that is asked for."""
    found: tuple[Point, ...] = ()
    asked: list[Iterator[Robustness]] = []
    if options.robustness and data_set is not None:
        asked.append(measure(model, data_set.test, kept))
    if options.mnist_c is not None:
        asked.append(measure_mnist_c(model, options.mnist_c, options.home.data, kept))
    for measuring in asked:
        last = None
        with progress_bar(1, tr("Evaluating")) as bar:
            for last in measuring:
                bar.total = last.total
                bar.update(last.done - bar.n)
        found += last.points if last is not None else ()
    return found


def _facts(title: str, measured: _Answered, classes: tuple[str, ...], errors: int) -> dict[str, Any]:
    found = Measured.of(measured.answers, len(classes))
    facts: dict[str, Any] = {
        "dataset": title,
        "images": len(found.answers),
        "accuracy": found.answers.accuracy,
        "interval": found.interval,
        "loss": found.answers.loss,
        "calibration_error": found.reliability.error,
        "confusion": found.confusion.tolist(),
        "classes": [
            {"class": name, "pictures": one.pictures, "precision": one.precision, "recall": one.recall}
            for name, one in zip(classes, found.classes, strict=True)
        ],
    }
    if errors:
        facts["errors"] = [_error_facts(measured, int(one), classes) for one in found.mistakes[:errors]]
    return facts


def _error_facts(measured: _Answered, number: int, classes: tuple[str, ...]) -> dict[str, Any]:
    answers = measured.answers
    return {
        "picture": measured.name_of(number),
        "true": classes[answers.labels[number]],
        "said": classes[answers.said[number]],
        "confidence": float(answers.confidences[number]),
    }


def _pair_facts(name: str, measured: _Answered, second: _Answered) -> dict[str, Any]:
    if measured.names != second.names:
        raise UserError(tr("The two models could not be compared: one of them cannot take all of the pictures."))
    pair = measures.compared(measured.answers, second.answers)
    different: npt.NDArray[np.intp] = pair.different
    right = int(second.answers.right.sum())
    return {
        "model": name,
        "accuracy": second.answers.accuracy,
        "interval": measures.interval(right, len(second.answers)),
        "both": pair.both,
        "only_first": pair.first,
        "only_second": pair.second,
        "neither": pair.neither,
        "p": pair.p_value,
        "different": [measured.name_of(int(number)) for number in different],
    }


def _point_facts(one: Point) -> dict[str, Any]:
    return {"corruption": one.corruption, "degree": one.degree, "images": one.pictures, "accuracy": one.accuracy}


def _text(model: str, facts: dict[str, Any], classes: tuple[str, ...]) -> str:
    parts = [summary_text(model, facts), tables_text(facts, classes)]
    if "errors" in facts:
        parts.append(errors_text(facts["errors"]))
    if "against" in facts:
        parts.append(pair_text(model, facts["against"]))
    if "robustness" in facts:
        parts.append(robustness_text(facts["robustness"]))
    return "\n".join(parts)
