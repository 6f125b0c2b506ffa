"""What was measured as tables, read again by Python's own reader."""

import csv
from io import StringIO

import numpy as np

from lenet_app.evaluation import exports
from lenet_app.evaluation.answers import Answers
from lenet_app.evaluation.measured import Measured, classes_of

NAMES = ("zero", "one", "two")
LABELS = np.array([0, 0, 1, 1, 1], np.uint8)


def answers(*said: int) -> Answers:
    sure = np.array([0.5, 0.75, 0.875, 1.0, 0.25], np.float32)
    return Answers(5, LABELS, np.array(said, np.uint8), sure, np.array([0, 0.25, 0.5, 0.75, 1], np.float32))


FIRST, SECOND = answers(0, 1, 1, 1, 0), answers(0, 0, 1, 0, 1)
BOTH = (Measured.of(FIRST, 3), Measured.of(SECOND, 3))


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode()), strict=True))


def test_confusion() -> None:
    assert rows(exports.confusion_as_csv(BOTH[0], NAMES)) == [
        ["true class", *NAMES],
        ["zero", "1", "1", "0"],
        ["one", "1", "2", "0"],
        ["two", "0", "0", "0"],
    ]


def test_classes() -> None:
    found = rows(exports.classes_as_csv(BOTH, ("a", "b"), NAMES))
    assert found[0] == ["class", "pictures", "recall of a", "precision of a", "recall of b", "precision of b"]
    assert [float(cell) for cell in found[1][1:]] == [2, 1 / 2, 1 / 2, 1, 2 / 3]
    assert found[3] == ["two", "0", "", "", "", ""]


def test_answers() -> None:
    found = rows(exports.answers_as_csv((FIRST, SECOND), ("a", "b"), NAMES, chosen=np.array([3, 1])))
    assert found[0][:5] == ["picture", "true class", "said of a", "confidence of a", "loss of a"]
    assert found[1:] == [
        ["3", "one", "one", "1.0", "0.75", "zero", "1.0", "0.75"],
        ["1", "zero", "one", "0.75", "0.25", "zero", "0.75", "0.25"],
    ]
    named = rows(exports.answers_as_csv((FIRST,), ("a",), NAMES, [f"{number}.png" for number in range(5)]))
    assert [row[0] for row in named[1:]] == ["0.png", "1.png", "2.png", "3.png", "4.png"]


def test_a_model_may_know_more_classes_than_the_set() -> None:
    assert classes_of(("a", "b"), ("x", "y", "z")) == ("a", "b", "z")
    assert classes_of(("a", "b"), ("x",)) == ("a", "b")
