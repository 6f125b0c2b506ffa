"""A model learns one's own digits: its last layers, in seconds, and without forgetting; measured on what is held out.

The first layers stay as they are, so what they make of every picture is computed once. The last ones learn the samples,
varied, beside what is not to be forgotten: MNIST's digits, made ones and what is no digit, of all of which the model is
to go on saying what it said. Where more is forgotten all the same, one goes only a part of the way to the new weights.
The answers to one's own samples "after" are those of models that did not learn them.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

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
from lenet_app.samples.more import More, Point, is_enough, more_of
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
_COPIES, _MOST_VARIED, _VARIED = 20, 4000, 1.0
"""Varied copies of each sample, of all together at most, and how far: in multiples of what suits MNIST."""
_MNIST, _MADE, _RUBBISH = 4000, 2000, 1000
"""Pictures that are not to be forgotten."""
_WATCHED, _MOST_FORGOTTEN = 6000, 12
"""Other pictures of MNIST's training set, varied, and how many more of them may be wrong after it."""
_WAYS = (1.0, 0.85, 0.7, 0.55, 0.4)
"""How far one goes from the weights before to those that were learned, at most so that no more is forgotten."""
_REFUSED = 500
"""Pictures of what is no digit that it is measured on."""
_STEPS, _RATE, _OWN, _KNOWN, _WEIGHT = 300, 3e-3, 64, 192, 0.5
"""How it is learned; see `last_layers.Pace`."""
_SHARES = (1 / 3, 2 / 3)
"""Of the samples, learned to see which more are worth collecting."""
_EACH = 10
"""Steps between two reports."""
_TOGETHER = 500
"""Pictures that go through the network between two reports."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be learned by whom.

    Args:
        start: the model to begin with, which stays as it is.
        own: one's own samples, uint8 (n, 1, 28, 28) with the labels, one at least.
        seed: of everything random.
        holds_out: whether samples are held out to measure with; else "after" is answered by who learned them.
        asks_more: whether it is then found out which digits are worth collecting more of; that takes as long again.
    """

    start: Model
    own: Pictures
    seed: int = 1
    holds_out: bool = True
    asks_more: bool = False


@dataclass(frozen=True)
class Progress:
    """So many steps are done, of `total`; after a `Personalised` they are those towards a `More`."""

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


Reports = Generator[Progress | Personalised | More, bool | None, None]
Found = TypeVar("Found")


def personalised(wanted: Wanted) -> Reports:
    """Learn and measure, yielding progress, and what came of it; torch is loaded on the way.

    Where it is asked for, progress and a `More` follow the `Personalised`. To stop, send True in place of taking the
    next report; then nothing more comes.

    Raises:
        UserError: there is no sample, the model does not take fitted digits, or it reads rows.
    """
    if not len(wanted.own):
        raise UserError(tr("There is no sample to learn."))
    if wanted.start.reads_rows:
        raise UserError(tr("{model} reads rows, and learns no single digits.").format(model=wanted.start.name))
    began = perf_counter()
    work = _Work(wanted)
    if (found := (yield from _told(work, work.steps()))) is None:
        return
    (model, figures), seconds = found, perf_counter() - began
    making = replace(model.making, seconds=round(seconds, 1))
    if (yield Personalised(replace(model, making=making), figures, seconds)) or not wanted.asks_more:
        return
    if (more := (yield from _told(work, work.more()))) is not None:
        yield more


def _told(work: "_Work", steps: Generator[None, None, Found]) -> Generator[Progress, bool | None, Found | None]:
    """Tell of each step; what came of them, None where it was stopped."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Found = end.value
            return found
        if (yield Progress(work.done, work.total)):
            return None


class _Work:
    """All that is computed; `done` of `total` steps at a time, each time that `steps` yields."""

    def __init__(self, wanted: Wanted) -> None:
        from lenet_app.training.engine.last_layers import Pace  # noqa: PLC0415 - loads torch

        self._wanted = wanted
        self._pace = Pace(_STEPS, _RATE, _OWN, _KNOWN, _WEIGHT)
        self._parts = parts_of(wanted.own.labels, wanted.seed)
        self._count = int(self._parts.max()) + 1 if len(wanted.own) > 1 and wanted.holds_out else 0
        self._test = catalogue.load(catalogue.MNIST, _NO_DOWNLOADS).test
        pictures = (len(wanted.own), _MNIST + _MADE + _RUBBISH, _WATCHED, len(self._test), _REFUSED)
        self.done, self.total = 0, (self._count + 1) * _STEPS + sum(-(-n // _TOGETHER) * _EACH for n in pictures)

    def steps(self) -> "Generator[None, None, tuple[Model, Figures]]":
        """Do it, and give the model and the figures."""
        from lenet_app.training.engine.last_layers import use_one_thread  # noqa: PLC0415 - as above

        use_one_thread()
        start, own = self._wanted.start, self._wanted.own
        known = yield from self._known()
        yield from self._watch()
        seen = yield from self._seen(own.images)
        after = np.zeros(len(own), np.uint8)
        for part in range(self._count):
            held_out = self._parts == part
            weights = yield from self._learned(seen, ~held_out, known)
            after[held_out] = self._answers(weights, seen[held_out])
        weights = yield from self._learned(seen, np.ones(len(own), np.bool_), known)
        self._learns, self._after = (seen, known), after
        # Where there is but one sample, none can be held out.
        said = self._answers(start.weights, seen), after if self._count else self._answers(weights, seen)
        digits = tuple(_compared(own.labels, *said, own.labels == digit) for digit in range(CLASSES))
        test, refused = yield from self._costs(weights)
        figures = Figures(digits, test, refused, self._count)
        return self._model(weights, test), figures

    def more(self) -> Generator[None, None, More]:
        """Learn from parts of the samples, and tell of which more are worth collecting; `steps` are done."""
        labels = self._wanted.own.labels
        counts = np.bincount(labels, minlength=CLASSES)
        self.done, self.total = 0, len(_SHARES) * self._count * _STEPS
        if self._count < PARTS or not is_enough(counts):
            return more_of(counts, ())
        seen, known = self._learns
        points = [self._point(0.0, self._answers(self._wanted.start.weights, seen))]
        for share in _SHARES:
            said = np.zeros(len(labels), np.uint8)
            for part in range(self._count):
                held_out = self._parts == part
                weights = yield from self._learned(seen, self._some_of(~held_out, share), known)
                said[held_out] = self._answers(weights, seen[held_out])
            points.append(self._point(share, said))
        return more_of(counts, (*points, self._point(1.0, self._after)))

    def _some_of(self, which: Bools, share: float) -> Bools:
        """That share of each digit of these; a larger share has all of a smaller one."""
        labels, chosen = self._wanted.own.labels, np.zeros(len(which), np.bool_)
        for digit in range(CLASSES):
            order = random_for(self._wanted.seed, Purpose.PERSONAL, 5, digit).permutation(len(labels))
            places = order[(which & (labels == digit))[order]]
            chosen[places[: round(share * len(places))]] = True
        return chosen

    def _point(self, share: float, said: Bytes) -> Point:
        labels = self._wanted.own.labels
        learned = np.zeros(CLASSES)
        for part in range(self._count):
            learned += np.bincount(labels[self._some_of(self._parts != part, share)], minlength=CLASSES) / self._count
        wrong = np.bincount(labels[said != labels], minlength=CLASSES)
        return Point(tuple(learned.tolist()), tuple(wrong.tolist()))

    def _costs(self, weights: "Weights") -> "Generator[None, None, tuple[Compared, Compared]]":
        """What is right of MNIST's test pictures, and what of no digit is refused."""
        both = self._wanted.start.weights, weights
        test = Compared(0, 0, 0)
        for chosen in _chunks(len(self._test)):
            some = self._test.take(np.arange(chosen.start, chosen.stop))
            seen = yield from self._seen(some.images)
            said, told = (self._answers(one, seen) for one in both)
            test += _compared(some.labels, said, told, np.ones(len(some), np.bool_))
        seen = yield from self._seen(self._penman(1).rubbish(_REFUSED).images)
        before, after = (_REFUSED - int(self._sure(one, seen).sum()) for one in both)
        return test, Compared(_REFUSED, before, after)

    def _seen(self, images: Bytes) -> "Generator[None, None, Array]":
        """What the first layers make of pictures."""
        from lenet_app.training.engine.last_layers import features  # noqa: PLC0415 - as above

        parts = []
        for chosen in _chunks(len(images)):
            parts.append(features(self._wanted.start, images[chosen]))
            self.done += _EACH
            yield
        return np.concatenate(parts)

    # Parts of the work

    def _penman(self, number: int) -> Penman:
        return Penman(random_for(self._wanted.seed, Purpose.PERSONAL, 0, number))

    def _known(self) -> "Generator[None, None, Lessons]":
        """What is not to be forgotten, with what the model says of it."""
        from lenet_app.training.engine.last_layers import Lessons, Student, output_of  # noqa: PLC0415 - as above

        start = self._wanted.start
        parts, pen = [self._training(slice(_MNIST)).images], self._penman(0)
        for draw, count in ((pen.digits, _MADE), (pen.rubbish, _RUBBISH)):
            for chosen in _chunks(count):
                parts.append(draw(chosen.stop - chosen.start).images)
                yield
        seen = yield from self._seen(np.concatenate(parts))
        return Lessons(seen, Student(start).targets_of_model(output_of(start, seen)))

    def _watch(self) -> Generator[None, None, None]:
        """Prepare the pictures by which it is seen whether too much is forgotten."""
        from lenet_app.training.engine.variation import Variation, vary  # noqa: PLC0415 - as above

        watched = self._training(slice(_MNIST, _MNIST + _WATCHED))
        random = random_for(self._wanted.seed, Purpose.PERSONAL, 4)
        varied = []
        for chosen in _chunks(_WATCHED):
            varied.append(vary(watched.images[chosen], random, Variation()))
            yield
        self._watched = yield from self._seen(np.concatenate(varied))
        self._watched_labels = watched.labels

    def _training(self, which: slice) -> Pictures:
        """Some of MNIST's training pictures, in an order that the seed tells."""
        training = catalogue.load(catalogue.MNIST, _NO_DOWNLOADS).training
        order = random_for(self._wanted.seed, Purpose.PERSONAL, 1).permutation(len(training))
        return training.take(order[which])

    def _bounded(self, learned: "Weights") -> "Weights":
        """As far towards these weights as little enough is forgotten.

        Between the weights before and after a fine-tuning lie networks that know both (Wortsman et al., "Robust
        Fine-Tuning of Zero-Shot Models", 2022).
        """
        before = self._wanted.start.weights
        wrong = self._wrong_of_watched(before)
        for way in _WAYS:
            mixed = {name: weight + np.float32(way) * (learned[name] - weight) for name, weight in before.items()}
            if self._wrong_of_watched(mixed) <= wrong + _MOST_FORGOTTEN:
                break
        return mixed

    def _wrong_of_watched(self, weights: "Weights") -> int:
        return int((self._answers(weights, self._watched) != self._watched_labels).sum())

    def _learned(self, seen: "Array", which: Bools, known: "Lessons") -> "Generator[None, None, Weights]":
        """The weights after learning those samples, of all of which `seen` is what the first layers make."""
        from lenet_app.training.engine.last_layers import Lessons, Student, features  # noqa: PLC0415 - as above
        from lenet_app.training.engine.variation import Variation, vary  # noqa: PLC0415

        own, random = self._wanted.own.take(np.flatnonzero(which)), random_for(self._wanted.seed, Purpose.PERSONAL, 2)
        places = np.repeat(np.arange(len(own)), max(1, min(_COPIES, _MOST_VARIED // len(own))))
        places = places if len(places) <= _MOST_VARIED else random.choice(places, _MOST_VARIED, replace=False)
        varied = vary(own.images[places], random, Variation().times(_VARIED))
        student = Student(self._wanted.start)
        targets = student.targets_of_labels(np.concatenate([own.labels, own.labels[places]]))
        lessons = Lessons(np.concatenate([seen[which], features(self._wanted.start, varied)]), targets)
        for step in student.steps(lessons, known, self._pace, random):
            if step % _EACH == 0:
                self.done += _EACH
                yield
        return self._bounded(student.weights())

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

    def _model(self, weights: "Weights", test: Compared) -> Model:
        start = self._wanted.start
        # Of a model that learned another set of digits nothing is known on that one.
        is_of_mnist = start.making.data_set in (None, catalogue.MNIST)
        making = replace(
            start.making,
            seed=self._wanted.seed,
            epoch=None,
            stopped=False,
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
            metrics=replace(
                start.metrics, test_accuracy=test.after / test.count if is_of_mnist else None, test_loss=None
            ),
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


def _chunks(count: int) -> Iterator[slice]:
    """So many pictures, some at a time; no pictures are one empty part."""
    return (slice(start, min(start + _TOGETHER, count)) for start in range(0, max(count, 1), _TOGETHER))


def _compared(
    labels: Bytes,
    before: Bytes,
    after: Bytes,
    which: Bools,
) -> Compared:
    return Compared(int(which.sum()), int((before == labels)[which].sum()), int((after == labels)[which].sum()))
