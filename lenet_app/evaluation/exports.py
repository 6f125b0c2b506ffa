"""What was measured, as tables for other programs."""

from collections.abc import Sequence

from lenet_app.evaluation.answers import Answers
from lenet_app.evaluation.measured import Measured
from lenet_app.evaluation.measures import Numbers
from lenet_app.storage.tables import as_table

_ANSWER = ("said", "confidence", "loss")


def confusion_as_csv(measured: Measured, names: Sequence[str]) -> bytes:
    """The confusion matrix, a line for each true class and a column for each answer."""
    lines = ((name, *row) for name, row in zip(names, measured.confusion.tolist(), strict=True))
    return as_table(("true class", *names), lines)


def classes_as_csv(several: Sequence[Measured], models: Sequence[str], names: Sequence[str]) -> bytes:
    """How each class fares, a line for each: pictures, and recall and precision of each model, or nothing."""
    titles = [f"{what} of {model}" for model in models for what in ("recall", "precision")]
    rows = zip(*(one.classes for one in several), strict=True)
    lines = (
        (name, of_models[0].pictures, *(share for one in of_models for share in (one.recall, one.precision)))
        for name, of_models in zip(names, rows, strict=True)
    )
    return as_table(("class", "pictures", *titles), lines)


def answers_as_csv(
    several: Sequence[Answers],
    models: Sequence[str],
    names: Sequence[str],
    pictures: Sequence[str] = (),
    chosen: Numbers | None = None,
) -> bytes:
    """What was said to each picture, a line for each: which one, its class, and of each model answer, confidence, loss.

    Args:
        several: of each model, to the same pictures.
        models: their names.
        names: of the classes.
        pictures: what the pictures are called; without these their numbers.
        chosen: the numbers of those that are told, in their order; None for all.
    """
    labels = several[0].labels
    numbers = range(len(labels)) if chosen is None else chosen.tolist()
    titles = [f"{what} of {model}" for model in models for what in _ANSWER]
    lines = (
        (
            pictures[number] if pictures else number,
            names[labels[number]],
            *(
                part
                for one in several
                for part in (names[one.said[number]], float(one.confidences[number]), float(one.losses[number]))
            ),
        )
        for number in numbers
    )
    return as_table(("picture", "true class", *titles), lines)
