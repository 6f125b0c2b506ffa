"""`lenet-app evaluate`: how good a model is on a data set's test pictures."""

import argparse
import time
from typing import TYPE_CHECKING, Any

from lenet_app.commands.output import answer, complain, json_line
from lenet_app.commands.progress import progress_bar
from lenet_app.data import catalogue
from lenet_app.language import tr, trn
from lenet_app.networks.model import Model
from lenet_app.recognition.soundness import tried
from lenet_app.storage.library import ModelLibrary

if TYPE_CHECKING:
    from lenet_app.training.engine.evaluation import Evaluation


def summary() -> str:
    """The command in half a sentence."""
    return tr("measure a model on the test pictures of a data set")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--model", metavar="M", help=tr("the name or file of the model"))
    parser.add_argument(
        "--dataset", metavar="D", help=tr("a data set's name, file or folder (default: the model's own)")
    )


def run(options: argparse.Namespace) -> int:
    """Print accuracy, loss and confusion over all test pictures."""
    model = tried(ModelLibrary(options.home.models).open(options.model))
    data_set = catalogue.load(options.dataset or _own_data_set(model), options.home.data)
    is_alike = len(model.class_names) == len(data_set.class_names)
    if is_alike and model.class_names != data_set.class_names:
        sentence = tr("{model} was not made for {data_set}: its classes have other names.")
        complain(sentence.format(model=model.name, data_set=data_set.title))
    from lenet_app.training.engine.evaluation import evaluate_model  # noqa: PLC0415 - loads torch

    began = time.perf_counter()
    with progress_bar(len(data_set.test), tr("Evaluating")) as bar:
        for evaluation in evaluate_model(model, data_set.test):
            bar.update(evaluation.images - bar.n)
    facts = {
        "dataset": data_set.name,
        "images": evaluation.images,
        "accuracy": evaluation.accuracy,
        "loss": evaluation.loss,
        "confusion": evaluation.confusion.tolist(),
        "seconds": time.perf_counter() - began,
    }
    if options.json:
        answer(json_line(facts))
    else:
        answer(_summary(model.name, facts))
        # A model may know more classes than the set has.
        answer(_confusion_table(evaluation, data_set.class_names + model.class_names[len(data_set.class_names) :]))
    return 0


def _own_data_set(model: Model) -> str:
    """The data set that the model was trained on, as far as its file tells."""
    return model.making.data_set or catalogue.MNIST


def _summary(model: str, facts: dict[str, Any]) -> str:
    sentence = trn(
        "{model} on {count} test picture of {dataset}: {right} % right, loss {loss}, {seconds} s",
        "{model} on {count} test pictures of {dataset}: {right} % right, loss {loss}, {seconds} s",
        facts["images"],
    )
    return sentence.format(
        model=model,
        count=f"{facts['images']:,}",
        dataset=facts["dataset"],
        right=f"{100 * facts['accuracy']:.2f}",
        loss=f"{facts['loss']:.4f}",
        seconds=f"{facts['seconds']:.1f}",
    )


def _confusion_table(evaluation: "Evaluation", class_names: tuple[str, ...]) -> str:
    """Rows by the true class, columns by the answer."""
    width = max(len(str(evaluation.confusion.max())), *(len(name) for name in class_names)) + 2
    head = " " * width + "".join(name.rjust(width) for name in class_names)
    rows = [
        name.rjust(width) + "".join(str(count).rjust(width) for count in row)
        for name, row in zip(class_names, evaluation.confusion, strict=True)
    ]
    return "\n".join([tr("Rows: true class, columns: answer"), head, *rows])
