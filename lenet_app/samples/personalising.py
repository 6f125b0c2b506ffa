"""A model learns one's own digits: its last layers, in seconds, and without forgetting; measured on what is held out.

The first layers stay as they are, so what they make of every picture is computed once. The last ones learn the samples,
varied, beside what is not to be forgotten: MNIST's digits, made ones and what is no digit, of all of which the model is
to go on saying what it said. The answers to one's own samples "after" are those of models that did not learn them.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

import lenet_app
from lenet_app.data import catalogue
from lenet_app.data.pictures import Pictures
from lenet_app.errors import UserError
from lenet_app.language import tr
from lenet_app.networks.model import Model
from lenet_app.penmanship.penman import Penman
from lenet_app.randomness import Purpose, random_for
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.figures import Compared, Figures
from lenet_app.samples.sample import CLASSES

if TYPE_CHECKING:
    from lenet_app.networks.forward import Array, Weights
    from lenet_app.training.engine.last_layers import Lessons

Bytes = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

_NO_DOWNLOADS = Path()
"""MNIST comes with the program."""
PARTS = 5
"""In how many parts the samples are held out, each once."""
_COPIES, _VARIED = 20, 1.0
"""Varied copies of each sample, and how far they are varied, in multiples of what suits MNIST."""
_MNIST, _MADE, _RUBBISH = 4000, 2000, 1000
"""Pictures that are not to be forgotten."""
_REFUSED = 500
"""Pictures of what is no digit that it is measured on."""
_STEPS, _RATE, _OWN, _KNOWN, _WEIGHT = 300, 3e-3, 64, 192, 0.3
"""How it is learned; see `last_layers.Pace`."""
_EACH = 10
"""Steps between two reports."""
_DRAW = 100
"""How many steps preparing counts as."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be learned by whom.

    Args:
        start: the model to begin with, which stays as it is.
        own: one's own samples, uint8 (n, 1, 28, 28) with the labels, one at least.
        seed: of everything random.
        holds_out: whether samples are held out to measure with; else "after" is answered by who learned them.
    """

    start: Model
    own: Pictures
    seed: int = 1
    holds_out: bool = True


@dataclass(frozen=True)
class Progress:
    """So many steps are done, of `total`."""

    done: int
    total: int


@dataclass(frozen=True, eq=False)
class Personalised:
    """What came of it.

    Args:
        model: not kept anywhere yet.
        figures: before and after.
        seconds: how long it took.
    """

    model: Model
    figures: Figures
    seconds: float


Reports = Generator[Progress | Personalised, bool | None, None]


def personalised(wanted: Wanted) -> Reports:
    """Learn and measure, yielding progress, and what came of it last; torch is loaded on the way.

    To stop, send True in place of taking the next report; then nothing more comes.

    Raises:
        UserError: there is no sample, or the model does not take fitted digits.
    """
    if not len(wanted.own):
        raise UserError(tr("There is no sample to learn."))
    began = perf_counter()
    work = _Work(wanted)
    for done in work.steps():
        if (yield Progress(done, work.total)):
            return
    yield work.result(perf_counter() - began)


class _Work:
    """All that is computed, a step at a time."""

    def __init__(self, wanted: Wanted) -> None:
        from lenet_app.training.engine.last_layers import Pace  # noqa: PLC0415 - loads torch

        self._wanted = wanted
        self._pace = Pace(_STEPS, _RATE, _OWN, _KNOWN, _WEIGHT)
        self._parts = parts_of(wanted.own.labels, wanted.seed)
        self._count = int(self._parts.max()) + 1 if len(wanted.own) > 1 and wanted.holds_out else 0
        self.total = (self._count + 1) * _STEPS + _DRAW
        self._after = np.zeros(len(wanted.own), np.uint8)
        self._weights: Weights | None = None

    def steps(self) -> Iterator[int]:
        """How many steps are done."""
        from lenet_app.training.engine.last_layers import features, use_one_thread  # noqa: PLC0415 - as above

        use_one_thread()
        start, own = self._wanted.start, self._wanted.own
        known, test = self._known(), catalogue.load(catalogue.MNIST, _NO_DOWNLOADS).test
        yield _DRAW // 2
        self._seen = features(start, own.images)
        self._seen_test, self._test_labels = features(start, test.images), test.labels
        self._seen_rubbish = features(start, self._penman(1).rubbish(_REFUSED).images)
        yield _DRAW
        done = _DRAW
        for part in range(self._count):
            held_out = self._parts == part
            weights = yield from self._learned(~held_out, known, done)
            done += _STEPS
            self._after[held_out] = self._answers(weights, self._seen[held_out])
        self._weights = yield from self._learned(np.ones(len(own), np.bool_), known, done)

    def result(self, seconds: float) -> Personalised:
        """What came of it."""
        assert self._weights is not None
        own, before = self._wanted.own, self._wanted.start.weights
        answers_before = self._answers(before, self._seen)
        # Where there is but one sample, none can be held out.
        after = self._after if self._count else self._answers(self._weights, self._seen)
        digits = tuple(_compared(own.labels, answers_before, after, own.labels == digit) for digit in range(CLASSES))
        said, told = (self._answers(weights, self._seen_test) for weights in (before, self._weights))
        test = _compared(self._test_labels, said, told, np.ones(len(self._test_labels), np.bool_))
        refused = (_REFUSED - int(self._sure(one, self._seen_rubbish).sum()) for one in (before, self._weights))
        figures = Figures(digits, test, Compared(_REFUSED, *refused), self._count)
        return Personalised(self._model(test, seconds), figures, seconds)

    # Parts of the work

    def _penman(self, number: int) -> Penman:
        return Penman(random_for(self._wanted.seed, Purpose.PERSONAL, 0, number))

    def _known(self) -> "Lessons":
        """What is not to be forgotten, with what the model says of it."""
        from lenet_app.training.engine.last_layers import Lessons, Student, features, output_of  # noqa: PLC0415

        start, seed = self._wanted.start, self._wanted.seed
        training = catalogue.load(catalogue.MNIST, _NO_DOWNLOADS).training
        places = random_for(seed, Purpose.PERSONAL, 1).choice(len(training), _MNIST, replace=False)
        pen = self._penman(0)
        parts = (training.take(places), pen.digits(_MADE), pen.rubbish(_RUBBISH))
        seen = features(start, np.concatenate([part.images for part in parts]))
        return Lessons(seen, Student(start).targets_of_model(output_of(start, seen)))

    def _learned(self, which: Bools, known: "Lessons", done: int) -> "Generator[int, None, Weights]":
        """The weights after learning these samples; yields how many steps of all are done."""
        from lenet_app.training.engine.last_layers import Lessons, Student, features  # noqa: PLC0415
        from lenet_app.training.engine.variation import Variation, vary  # noqa: PLC0415

        start, own, seed = self._wanted.start, self._wanted.own.take(np.flatnonzero(which)), self._wanted.seed
        random = random_for(seed, Purpose.PERSONAL, 2)
        varied = vary(np.repeat(own.images, _COPIES, axis=0), random, Variation().times(_VARIED))
        seen = np.concatenate([self._seen[which], features(start, varied)])
        student = Student(start)
        labels = np.concatenate([own.labels, np.repeat(own.labels, _COPIES)])
        for step in student.steps(Lessons(seen, student.targets_of_labels(labels)), known, self._pace, random):
            if step % _EACH == 0:
                yield done + step
        return student.weights()

    def _output(self, weights: "Weights", seen: "Array") -> "Array":
        from lenet_app.training.engine.last_layers import output_of  # noqa: PLC0415

        return output_of(replace(self._wanted.start, weights=weights), seen)

    def _answers(self, weights: "Weights", seen: "Array") -> Bytes:
        output = self._output(weights, seen)
        is_distance = self._wanted.start.architecture.answers_with_distances
        return np.asarray(output.argmin(axis=1) if is_distance else output.argmax(axis=1), np.uint8)

    def _sure(self, weights: "Weights", seen: "Array") -> Bools:
        recognizer = Recognizer(self._wanted.start)
        return np.array([one.sure for one in recognizer.recognitions(self._output(weights, seen))], np.bool_)

    def _model(self, test: Compared, seconds: float) -> Model:
        start, weights = self._wanted.start, self._weights
        assert weights is not None
        making = replace(
            start.making,
            seed=self._wanted.seed,
            epoch=None,
            stopped=False,
            seconds=round(seconds, 1),
            device="CPU",
            fine_tuned_from=start.name,
            program=f"lenet-app {lenet_app.__version__}",
            own_digits=len(self._wanted.own),
        )
        return replace(
            start,
            name=tr("{model}, mine").format(model=start.name),
            weights=weights,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            metrics=replace(start.metrics, test_accuracy=test.after / test.count, test_loss=None),
            making=making,
        )


def parts_of(labels: Bytes, seed: int) -> Places:
    """In which part each sample is held out, from 0: of every digit as many in each as can be, at most `PARTS`."""
    parts, dealt, count = np.zeros(len(labels), np.intp), 0, min(PARTS, len(labels))
    for digit in range(CLASSES):
        places = random_for(seed, Purpose.PERSONAL, 3, digit).permutation(np.flatnonzero(labels == digit))
        parts[places] = (dealt + np.arange(len(places))) % count
        dealt += len(places)
    return parts


def _compared(
    labels: Bytes,
    before: Bytes,
    after: Bytes,
    which: Bools,
) -> Compared:
    return Compared(int(which.sum()), int((before == labels)[which].sum()), int((after == labels)[which].sum()))
