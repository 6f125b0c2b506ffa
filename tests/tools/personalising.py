"""What learning a writer's own digits brings and costs: `python -m tests.tools.personalising [--each 5] [--seeds 1]`.

Of each of the 30 writers of the pen strokes beside the checkout it takes so many digits of each kind as samples, has
the shipped model learn them as the program does, and measures on the writer's other digits. Settings were chosen on
every other writer ("chosen on"); the rest were looked at for that once only ("apart"). With `--of mnist` the writers
are those of MNIST's test pictures who wrote more than that of every digit.

With `--review` it holds two ways of choosing digits to label against each other, of as many writers as are asked for,
those first whom the model misreads most: the review queue, which takes those first that the model is least sure of,
and chance. A half of a writer's digits is there to choose from, and the error on the other half is told.
"""

import argparse
import gzip
import json
import sys
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from lenet_app.data import catalogue
from lenet_app.data.mnist_writers import mnist_writers
from lenet_app.data.pictures import Pictures
from lenet_app.ink.prepared import prepared_drawing
from lenet_app.ink.stroke_json import drawing_from_json
from lenet_app.networks.model import Model
from lenet_app.paths import Home
from lenet_app.recognition.recognizer import Recognizer
from lenet_app.samples.personalising import Personalised, Wanted, personalised
from lenet_app.samples.review import likelihoods, review_order
from lenet_app.samples.sample import as_bytes
from lenet_app.storage.library import ModelLibrary

_HANDWRITING = Path(__file__).resolve().parents[3] / "shared" / "data" / "handwriting"
_LIKE_DIGITS = set("oOlLIiJjzZsSbBqgGDQUyYtTpP")
_QUARTER = 4
_LABELLED = (10, 20, 30)
_HEADINGS = (
    "writers,each,mean before,mean after,worst quarter before,after,most digits worse,"
    "MNIST more wrong: mean,most,letters fewer refused: mean,most,seconds: mean,most"
)


@dataclass(frozen=True, eq=False)
class _Written:
    """Fitted pictures with what they are and who wrote them."""

    pictures: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.str_]
    writers: npt.NDArray[np.str_]


@dataclass(frozen=True)
class _Row:
    """Of a writer: errors before and after of so many, MNIST's errors more, refused letters fewer, seconds."""

    before: int
    after: int
    count: int
    mnist: int
    letters: int
    seconds: float


def main() -> int:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, nargs="+", default=[3, 5, 10], metavar="N", help="samples of each digit")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="choices of samples (default 1)")
    parser.add_argument("--model", metavar="M", help="the name or file of the model to begin with")
    parser.add_argument("--of", choices=("pendigits", "mnist"), default="pendigits", help="whose digits")
    parser.add_argument("--review", type=int, metavar="WRITERS", help="compare the review queue with chance")
    options = parser.parse_args()
    model = ModelLibrary(Home.of_user().models).open(options.model)
    digits = _written("strokes_pendigits") if options.of == "pendigits" else _mnist_test()
    if options.review:
        _compare_review(model, digits, options.review, options.seeds)
        return 0
    letters = _written("strokes_letters")
    plain = np.array([letter not in _LIKE_DIGITS for letter in letters.labels])
    print(_HEADINGS)
    for each in options.each:
        writers = _with_more_than(each, digits)
        found = {
            writer: [_row(model, digits, letters.pictures[plain], writer, each, seed) for seed in range(options.seeds)]
            for writer in writers
        }
        for name, some in (("chosen on", writers[::2]), ("apart", writers[1::2]), ("all", writers)):
            print(f"{name},{each},{_summary([found[writer] for writer in some])}", flush=True)
    return 0


def _written(name: str) -> _Written:
    pictures, labels, writers = [], [], []
    with gzip.open(_HANDWRITING / f"{name}.jsonl.gz") as lines:
        for line in lines:
            value = json.loads(line)
            if (made := prepared_drawing(drawing_from_json(value))) is not None:
                pictures.append(as_bytes(made.fitted.picture))
                labels.append(str(value["label"]))
                writers.append(str(value["writer"]))
    return _Written(np.stack(pictures)[:, None], np.array(labels), np.array(writers))


def _mnist_test() -> _Written:
    test = catalogue.load(catalogue.MNIST, Home.of_user().data).test
    return _Written(test.images[:], test.labels.astype(np.str_), mnist_writers().test.astype(np.str_))


def _with_more_than(each: int, digits: _Written) -> list[str]:
    """The writers of whom something of every digit is left to measure on."""
    writers = sorted(set(digits.writers.tolist()), key=lambda name: (len(name), name))
    counts = (np.bincount(digits.labels[digits.writers == name].astype(int), minlength=10) for name in writers)
    return [name for name, own in zip(writers, counts, strict=True) if own.min() > each]


def _row(model: Model, digits: _Written, letters: npt.NDArray[np.uint8], writer: str, each: int, seed: int) -> _Row:
    """Learn some of a writer's digits, and measure on the others."""
    ours = np.flatnonzero(digits.writers == writer)
    labels = digits.labels[ours].astype(np.uint8)
    random = np.random.Generator(np.random.PCG64([seed, each, ours[0]]))
    own = np.concatenate([random.permutation(np.flatnonzero(labels == digit))[:each] for digit in range(10)])
    rest = np.setdiff1d(np.arange(len(ours)), own)
    wanted = Wanted(model, Pictures(digits.pictures[ours[own]], labels[own]), seed + 1, holds_out=False)
    (made,) = deque(personalised(wanted), maxlen=1)
    assert isinstance(made, Personalised)
    wrong = [_wrong(one, digits.pictures[ours[rest]], labels[rest]) for one in (model, made.model)]
    refused = [sum(not one.sure for one in Recognizer(who).once.recognise_all(letters)) for who in (model, made.model)]
    before, after = wrong
    return _Row(before, after, len(rest), -made.figures.test.change, refused[0] - refused[1], made.seconds)


def _wrong(model: Model, pictures: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> int:
    answers = Recognizer(model).once.recognise_all(pictures)
    return sum(one.best != label for one, label in zip(answers, labels, strict=True))


def _compare_review(model: Model, digits: _Written, count: int, seeds: int) -> None:
    """Print, for each number of digits that are labelled, the mean error of both ways on the digits left over."""
    recognizer = Recognizer(model).once
    said = np.array([one.best for one in recognizer.recognise_all(digits.pictures)])
    wrong = said != digits.labels.astype(np.uint8)
    names = sorted(set(digits.writers.tolist()), key=lambda name: (-wrong[digits.writers == name].mean(), name))
    errors: dict[tuple[str, int], list[float]] = {}
    for seed in range(seeds):
        for writer in names[:count]:
            ours = np.flatnonzero(digits.writers == writer)
            order = np.random.Generator(np.random.PCG64([seed, ours[0]])).permutation(len(ours))
            pool, rest = ours[order[: len(ours) // 2]], ours[order[len(ours) // 2 :]]
            likely = likelihoods(recognizer, digits.pictures[pool, 0])
            for way, places in (
                ("queue", review_order(likely, said[pool].astype(np.intp))),
                ("chance", np.arange(len(pool))),
            ):
                for labelled in (0, *_LABELLED):
                    error = _error_after(model, digits, pool[places[:labelled]], rest, seed)
                    errors.setdefault((way, labelled), []).append(error)
    print("labelled,queue,chance,writers where the queue is better,worse")
    for labelled in (0, *_LABELLED):
        chosen, drawn = (np.array(errors[way, labelled]) for way in ("queue", "chance"))
        better, worse = int((chosen < drawn).sum()), int((chosen > drawn).sum())
        print(f"{labelled},{100 * chosen.mean():.3f} %,{100 * drawn.mean():.3f} %,{better},{worse}", flush=True)


def _error_after(
    model: Model, digits: _Written, own: npt.NDArray[np.intp], rest: npt.NDArray[np.intp], seed: int
) -> float:
    """The share of the rest that is misread after these are learned."""
    labels = digits.labels.astype(np.uint8)
    if len(own):
        wanted = Wanted(model, Pictures(digits.pictures[own], labels[own]), seed + 1, holds_out=False)
        (made,) = deque(personalised(wanted), maxlen=1)
        assert isinstance(made, Personalised)
        model = made.model
    return _wrong(model, digits.pictures[rest], labels[rest]) / len(rest)


def _summary(writers: list[list[_Row]]) -> str:
    """The means over writers, each the mean over its choices of samples."""
    before, after = (
        np.array([np.mean([getattr(row, name) / row.count for row in rows]) for rows in writers])
        for name in ("before", "after")
    )
    worst = np.argsort(-before, kind="stable")[: max(1, round(len(writers) / _QUARTER))]
    rows = [row for rows in writers for row in rows]
    figures = [*(100 * part for part in (before.mean(), after.mean(), before[worst].mean(), after[worst].mean()))]
    costs = [(np.mean(part), max(part)) for part in ([r.mnist for r in rows], [r.letters for r in rows])]
    seconds = [row.seconds for row in rows]
    told = [f"{figure:.3f} %" for figure in figures] + [str(max(row.after - row.before for row in rows))]
    return ",".join(
        [*told, *(f"{mean:.1f},{most}" for mean, most in costs), f"{np.mean(seconds):.1f},{max(seconds):.1f}"]
    )


if __name__ == "__main__":
    sys.exit(main())
