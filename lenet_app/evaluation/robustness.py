"""How well a model holds where pictures get worse, by degrees of our own and by the folders of MNIST-C."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lenet_app.data import catalogue
from lenet_app.data.pictures import PictureSet
from lenet_app.errors import UserError
from lenet_app.evaluation.answers import BATCH, Answering, Answers, Bytes, answer_all, answer_parts
from lenet_app.evaluation.corruptions import CORRUPTIONS, Corruption
from lenet_app.evaluation.kept_answers import KeptAnswers
from lenet_app.language import tr
from lenet_app.networks.model import Model

MNIST_C = (
    *("shot_noise", "impulse_noise", "glass_blur", "motion_blur", "shear", "scale", "rotate", "brightness"),
    *("translate", "stripe", "fog", "spatter", "dotted_line", "zigzag", "canny_edges"),
)
"""The fifteen corruptions of Mu and Gilmer, "MNIST-C: A Robustness Benchmark for Computer Vision" (2019), by folder."""


@dataclass(frozen=True)
class Point:
    """How a model does at one degree of a corruption.

    Args:
        corruption: its name.
        degree: of it; None where it has none.
        pictures: how many were answered.
        right: how many of these rightly.
    """

    corruption: str
    degree: float | None
    pictures: int
    right: int

    @property
    def accuracy(self) -> float:
        """The share of right answers, 0 to 1."""
        return self.right / max(self.pictures, 1)


@dataclass(frozen=True)
class Robustness:
    """What was measured so far.

    Args:
        points: those that are whole.
        done: pictures that were answered, of `total`, counting each at each degree.
        total: how many are to be.
    """

    points: tuple[Point, ...]
    done: int
    total: int


Measuring = Generator[Robustness]


def measure(
    model: Model,
    pictures: PictureSet,
    kept: KeptAnswers | None = None,
    corruptions: tuple[Corruption, ...] = CORRUPTIONS,
) -> Measuring:
    """Answer pictures at every degree of every corruption; yields after each batch, the last yield is the whole.

    Args:
        model: who answers.
        pictures: as a data set has them.
        kept: answers that are known already, and where new ones are kept.
        corruptions: which ones.

    Raises:
        UserError: as `answer_all` does.
    """
    digest = "" if kept is None else kept.digest_of(pictures)
    degrees = [(one, degree) for one in corruptions for degree in one.degrees]
    jobs = ((one.name, degree, _answering(model, pictures, one, degree, kept, digest)) for one, degree in degrees)
    return _points(jobs, len(pictures) * len(degrees), len(pictures))


def _answering(
    model: Model, pictures: PictureSet, one: Corruption, degree: float, kept: KeptAnswers | None, digest: str
) -> Answering:
    def parts() -> Iterator[Bytes]:
        for start in range(0, len(pictures), BATCH):
            part = pictures.take(np.arange(start, min(start + BATCH, len(pictures))))
            yield one.apply(part.images, degree, start)

    answering = answer_parts(model, pictures.labels, parts())
    if kept is None:
        return answering
    return kept.or_else(model, f"{digest} {one.name} {degree:g}", pictures.labels, answering)


def measure_mnist_c(model: Model, folder: Path, downloads: Path, kept: KeptAnswers | None = None) -> Measuring:
    """Answer the test pictures of the corruptions that a folder of MNIST-C holds.

    Args:
        model: who answers.
        folder: the one that holds a folder for each corruption.
        downloads: the folder of downloaded data sets.
        kept: as `measure` has it.

    Raises:
        UserError: it holds none of them, or one cannot be read.
    """
    names = [name for name in MNIST_C if (folder / name).is_dir()]
    if not names:
        sentence = tr("{folder} holds none of MNIST-C's folders, such as {name}.")
        raise UserError(sentence.format(folder=folder, name=MNIST_C[0]))

    def jobs() -> Iterator[tuple[str, float | None, Answering]]:
        for name in names:
            test = catalogue.load(str(folder / name), downloads).test
            answering = answer_all(model, test)
            if kept is not None:
                answering = kept.or_else(model, kept.digest_of(test), test.labels, answering)
            yield name, None, answering

    return _points(jobs(), 0, 0, len(names))


def _points(jobs: Iterator[tuple[str, float | None, Answering]], total: int, each: int, count: int = 0) -> Measuring:
    points: list[Point] = []
    done = 0
    for name, degree, answering in jobs:
        answers: Answers | None = None
        for answers in answering:
            whole = total or answers.total * count
            yield Robustness(tuple(points), done + len(answers), whole)
        if answers is not None:
            points.append(Point(name, degree, len(answers), int(answers.right.sum())))
            done += len(answers)
            yield Robustness(tuple(points), done, total or answers.total * count)
